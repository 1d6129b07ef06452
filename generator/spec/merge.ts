import type { Diagnostics } from "../diagnostics.js";
import { componentName, refTo } from "./component-refs.js";
import type { DocumentParts, Places } from "./document.js";
import {
  operationsOf,
  withOperations,
  type ItemOperation,
  type MediaType,
  type OpenApi,
  type Operation,
  type Parameter,
  type PathItem,
  type Schema,
  type SecurityRequirement,
} from "./openapi.js";
import { namesIn } from "./reachable.js";
import { keywords } from "./schema-keywords.js";

/**
 * Several descriptions of one API as one: the first gives the title, and keeps its names. What the others say again is
 * the same thing; what they say otherwise under the same name gets a name of its own, and is reported.
 */
export function mergeDescriptions(
  [first, ...others]: readonly [DocumentParts, ...(readonly DocumentParts[])],
  diagnostics: Diagnostics,
): DocumentParts {
  return others.reduce((merged, other) => new Merge(merged, other, diagnostics).result(), first);
}

class Merge {
  readonly #places: Places;
  /** New names of the other's schemas and security schemes. */
  readonly #schemas: ReadonlyMap<string, string>;
  readonly #schemes: ReadonlyMap<string, string>;

  constructor(
    readonly into: DocumentParts,
    readonly other: DocumentParts,
    readonly diagnostics: Diagnostics,
  ) {
    this.#places = joined(into.provenance, other.provenance);
    const one = into.root.components;
    const two = other.root.components;
    this.#schemas = this.#renamed("schema", one.schemas, two.schemas, differing(one, two));
    const schemes = Object.keys(two.securitySchemes).filter(
      (name) =>
        Object.hasOwn(one.securitySchemes, name) &&
        canonical(one.securitySchemes[name]) !== canonical(two.securitySchemes[name]),
    );
    this.#schemes = this.#renamed(
      "security scheme",
      one.securitySchemes,
      two.securitySchemes,
      schemes,
    );
  }

  result(): DocumentParts {
    const { into, other } = this;
    const { components } = into.root;
    const schemas = { ...components.schemas };
    for (const [name, schema] of Object.entries(other.root.components.schemas)) {
      const unique = this.#schemas.get(name) ?? name;
      if (!Object.hasOwn(schemas, unique)) schemas[unique] = this.#schema(schema);
    }
    const schemes = { ...components.securitySchemes };
    for (const [name, scheme] of Object.entries(other.root.components.securitySchemes)) {
      const unique = this.#schemes.get(name) ?? name;
      if (!Object.hasOwn(schemes, unique)) schemes[unique] = scheme;
    }
    const known = new Set(into.root.tags.map(({ name }) => name));
    const derive = this.#derive;
    const root: OpenApi = {
      ...into.root,
      paths: this.#paths(),
      components: derive(
        {
          schemas: derive(record(schemas), components.schemas),
          securitySchemes: derive(record(schemes), components.securitySchemes),
        },
        components,
      ),
      tags: [...into.root.tags, ...other.root.tags.filter(({ name }) => !known.has(name))],
    };
    return {
      root: derive(root, into.root),
      version: into.version,
      corrections: [...into.corrections, ...other.corrections],
      inputs: [...into.inputs, ...other.inputs],
      provenance: this.#places,
    };
  }

  readonly #derive = <T extends object>(made: T, from: object): T =>
    this.#places.derive(made, from);

  #renamed(
    kind: string,
    one: Readonly<Record<string, unknown>>,
    two: Readonly<Record<string, unknown>>,
    names: Iterable<string>,
  ): ReadonlyMap<string, string> {
    const taken = new Set([...Object.keys(one), ...Object.keys(two)]);
    const renamed = new Map<string, string>();
    for (const name of [...names].sort()) {
      let number = 2;
      while (taken.has(`${name}${number}`)) number++;
      const unique = `${name}${number}`;
      taken.add(unique);
      renamed.set(name, unique);
      const where = this.#at(two, name);
      const first = this.#at(one, name);
      this.diagnostics.report("merge-conflict", {
        message: `The ${kind} ${JSON.stringify(name)} is another one at ${first.file}:${first.line}; this one becomes ${JSON.stringify(unique)}.`,
        where,
      });
    }
    return renamed;
  }

  #at(holder: Readonly<Record<string, unknown>>, name: string): ReturnType<Places["at"]> {
    const value = holder[name];
    return typeof value === "object" && value !== null && this.#places.knows(value)
      ? this.#places.at(value)
      : this.#places.at(holder, name);
  }

  #paths(): OpenApi["paths"] {
    const paths = { ...this.into.root.paths };
    const ids = new Set(
      Object.values(paths).flatMap((item) =>
        operationsOf(item).flatMap(({ operation }) => operation.operationId ?? []),
      ),
    );
    for (const [path, item] of Object.entries(this.other.root.paths)) {
      const added = withOperations(item, (found) => this.#operation(found), this.#derive);
      const known = paths[path];
      const taken = known ?? {};
      const free = withOperations(
        added,
        (found) => this.#unlessKnown(found, path, taken, ids),
        this.#derive,
      );
      paths[path] = known === undefined ? free : this.#join(known, free);
    }
    return this.#derive(record(paths), this.into.root.paths);
  }

  /** An operation that both have is one if both say the same; if not, the first counts. */
  #unlessKnown(
    { method, operation }: ItemOperation,
    path: string,
    known: PathItem,
    ids: Set<string>,
  ): Operation | undefined {
    const same = operationsOf(known).find((candidate) => candidate.method === method);
    if (same !== undefined) {
      if (canonical(same.operation) === canonical(operation)) return undefined;
      const first = this.#places.at(same.operation);
      this.diagnostics.report("merge-conflict", {
        message: `${method} ${path} is described otherwise at ${first.file}:${first.line}, which counts; this one is left out.`,
        where: this.#places.at(operation),
        help: "remove one of them in an overlay.",
      });
      return undefined;
    }
    const { operationId } = operation;
    if (operationId === undefined) return operation;
    if (!ids.has(operationId)) {
      ids.add(operationId);
      return operation;
    }
    let number = 2;
    while (ids.has(`${operationId}_${number}`)) number++;
    const unique = `${operationId}_${number}`;
    ids.add(unique);
    this.diagnostics.report("operation-id-duplicate", {
      message: `Another operation has the operationId "${operationId}"; this one becomes "${unique}".`,
      where: this.#places.at(operation),
    });
    return this.#derive({ ...operation, operationId: unique }, operation);
  }

  #join(known: PathItem, added: PathItem): PathItem {
    const additional = { ...known.additionalOperations, ...added.additionalOperations };
    const joined = {
      ...added,
      ...known,
      ...(Object.keys(additional).length > 0 && { additionalOperations: record(additional) }),
    };
    return this.#derive(joined, known);
  }

  /** As it would stand in the first description: with its servers and credentials, under the names they have there. */
  #operation({ operation }: ItemOperation): Operation {
    const { into, other } = this;
    const security = operation.security ?? this.#ownSecurity();
    const servers =
      operation.servers ??
      (canonical(into.root.servers) === canonical(other.root.servers)
        ? undefined
        : other.root.servers);
    return this.#derive(
      {
        ...operation,
        parameters: operation.parameters.map((parameter) => this.#parameter(parameter)),
        ...(operation.requestBody && {
          requestBody: {
            ...operation.requestBody,
            content: this.#content(operation.requestBody.content),
          },
        }),
        responses: mapped(operation.responses, (response) => ({
          ...response,
          ...(response.headers && {
            headers: mapped(response.headers, (header) => ({
              ...header,
              ...(header.schema !== undefined && { schema: this.#schema(header.schema) }),
            })),
          }),
          ...(response.content && { content: this.#content(response.content) }),
        })),
        ...(security && {
          security: security.map((requirement) => this.#requirement(requirement)),
        }),
        ...(servers && { servers }),
      },
      operation,
    );
  }

  #parameter(parameter: Parameter): Parameter {
    const { schema, content } = parameter;
    return this.#derive(
      {
        ...parameter,
        ...(schema !== undefined && { schema: this.#schema(schema) }),
        ...(content && { content: this.#content(content) }),
      },
      parameter,
    );
  }

  #ownSecurity(): readonly SecurityRequirement[] | undefined {
    const own = this.other.root.security.map((requirement) => this.#requirement(requirement));
    return canonical(own) === canonical(this.into.root.security)
      ? undefined
      : this.other.root.security;
  }

  #requirement(requirement: SecurityRequirement): SecurityRequirement {
    const entries = Object.entries(requirement).map(
      ([name, scopes]) => [this.#schemes.get(name) ?? name, scopes] as const,
    );
    return this.#derive(record(Object.fromEntries(entries)), requirement);
  }

  #content(content: Readonly<Record<string, MediaType>>): Record<string, MediaType> {
    return mapped(content, (media) => ({
      ...media,
      ...(media.schema !== undefined && { schema: this.#schema(media.schema) }),
    }));
  }

  /** The schema with the new names of those that it refers to; itself where nothing in it has one. */
  #schema(schema: Schema): Schema {
    if (typeof schema !== "object" || ![...namesIn(schema)].some((name) => this.#schemas.has(name)))
      return schema;
    const made: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema))
      made[keyword] = this.#keyword(keyword, value);
    return this.#derive(made, schema);
  }

  #keyword(keyword: string, value: unknown): unknown {
    if (keyword === "$ref") return this.#ref(value as string);
    switch (keywords[keyword]) {
      case "schema":
        return this.#schema(value as Schema);
      case "schemas":
        return (value as readonly Schema[]).map((schema) => this.#schema(schema));
      case "schemaMap":
        return mapped(value as Readonly<Record<string, Schema>>, (schema) => this.#schema(schema));
      case "discriminator": {
        const { mapping, defaultMapping, ...rest } = value as {
          readonly mapping?: Readonly<Record<string, string>>;
          readonly defaultMapping?: string;
        };
        return {
          ...rest,
          ...(mapping && { mapping: mapped(mapping, (ref) => this.#ref(ref)) }),
          ...(defaultMapping !== undefined && { defaultMapping: this.#ref(defaultMapping) }),
        };
      }
      default:
        return value;
    }
  }

  #ref(ref: string): string {
    const name = ref.startsWith("#/components/schemas/") ? componentName(ref) : undefined;
    const renamed = name === undefined ? undefined : this.#schemas.get(name);
    return renamed === undefined ? ref : refTo(renamed).$ref;
  }
}

type Components = OpenApi["components"];

/** Names that both have for different schemas: those that say something else, and those that refer to such. */
function differing(one: Components, two: Components): ReadonlySet<string> {
  const shared = Object.keys(two.schemas).filter((name) => Object.hasOwn(one.schemas, name));
  const found = new Set(
    shared.filter((name) => canonical(one.schemas[name]) !== canonical(two.schemas[name])),
  );
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const name of shared) {
      const schema = two.schemas[name];
      if (schema === undefined || found.has(name)) continue;
      if ([...namesIn(schema)].some((used) => found.has(used))) found.add(name);
    }
  }
  return found;
}

/** The same text for the same value, in whatever order its members stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function joined(one: Places, two: Places): Places {
  const placesOf = (object: object): Places => (two.knows(object) ? two : one);
  return {
    knows: (object) => one.knows(object) || two.knows(object),
    at: (object, key) => placesOf(object).at(object, key),
    derive: (made, from) => placesOf(from).derive(made, from),
  };
}

function mapped<T>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Record<string, T> {
  const made = Object.create(null) as Record<string, T>;
  for (const [key, value] of Object.entries(values)) made[key] = change(value);
  return made;
}

/** Without a prototype: the names are the description's. */
function record<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return mapped(values, (value) => value);
}
