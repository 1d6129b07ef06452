import { nearest } from "../config/nearest.js";
import type { Diagnostics, SourceRef } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import type { Schema } from "../spec/openapi.js";
import { escapeSegment, parsePointer } from "../spec/pointer.js";
import { pascalCase, typeName, uniqueNames } from "./names.js";
import { everyResource } from "./every-resource.js";
import type { NamedOperation, NamedResource } from "./resources.js";
import { responseHeaderNames } from "./response-headers.js";
import {
  alternativesOf,
  bodyFormat,
  errorAnswers,
  isJson,
  preferred,
  successBodies,
} from "./responses.js";

/** The exported names of every type that the description leads to, each given once. */
export interface TypeNames {
  /** By JSON Pointer of the schema: components, and the objects written inline in bodies and responses. */
  readonly models: ReadonlyMap<string, string>;
  /** By JSON Pointer of the operation. */
  readonly params: ReadonlyMap<string, string>;
  /** By JSON Pointer of the operation; for those whose body may be of other media types. */
  readonly alternatives: ReadonlyMap<string, string>;
  /** By JSON Pointer of the operation; for those with documented errors. */
  readonly errors: ReadonlyMap<string, string>;
  /** By JSON Pointer of the operation; for those with documented headers of a success. */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * For each body of an error, the first place where the same schema stands: a response of the components that many
   * operations refer to gives one type, not one for each.
   */
  readonly errorPlaces: ReadonlyMap<string, string>;
  /** By key of the resource. */
  readonly classes: ReadonlyMap<string, string>;
}

/**
 * The description's own names come first and stay as they are; names that we make up (for inline objects, parameters
 * and resource classes) give way to them.
 */
export function typeNames(
  document: Document,
  resources: readonly NamedResource[],
  reserved: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): TypeNames {
  const taken = new Set([...reserved, ...globalNames]);
  const models = uniqueNames(componentNames(document, renamed), taken, "Model");
  // In the key of a component stands its schema's name, so that a name that needs no change is seen as such.
  const byPointer = new Map(
    [...models].map(([schema, name]) => [`/components/schemas/${escapeSegment(schema)}`, name]),
  );
  for (const name of models.values()) taken.add(name);

  const all = [...everyResource(resources)];
  const classes = uniqueNames(
    new Map(all.map(({ key, className }) => [key, className])),
    taken,
    "Resource",
  );
  for (const name of classes.values()) taken.add(name);
  const errorBodies = new ErrorBodies(document);
  const made = uniqueNames(
    new Map(all.flatMap((resource) => [...madeNames(resource, errorBodies)])),
    taken,
    "Type",
  );
  const of = (kind: MadeKind): ReadonlyMap<string, string> =>
    new Map(
      [...made].flatMap(([key, name]) =>
        key.startsWith(`${kind} `) ? [[key.slice(kind.length + 1), name]] : [],
      ),
    );
  return {
    models: new Map([...byPointer, ...of("inline")]),
    params: of("params"),
    alternatives: of("alternatives"),
    errors: of("errors"),
    headers: of("headers"),
    errorPlaces: errorBodies.places,
    classes,
  };
}

/** Global types that emitted modules mention. */
const globalNames: readonly string[] = [
  "Array",
  "Blob",
  "Date",
  "FormData",
  "Object",
  "Omit",
  "Partial",
  "Promise",
  "Readonly",
  "Record",
  "Required",
  "String",
  "URL",
  "Uint8Array",
];

function componentNames(
  document: Document,
  renamed: Readonly<Record<string, string>>,
): Map<string, string> {
  return new Map(
    Object.keys(document.root.components.schemas).map((schema) => [
      schema,
      (Object.hasOwn(renamed, schema) ? renamed[schema] : undefined) ?? typeName(schema),
    ]),
  );
}

/** Reports renamings of schemas that are not there, and those to a name that another type has. */
export function reportModelNames(
  document: Document,
  models: Readonly<Record<string, { readonly value: string; readonly where: SourceRef }>>,
  diagnostics: Diagnostics,
): void {
  const schemas = Object.keys(document.root.components.schemas);
  const others = new Map(
    schemas.filter((name) => !Object.hasOwn(models, name)).map((name) => [typeName(name), name]),
  );
  for (const [schema, { value, where }] of Object.entries(models)) {
    if (!schemas.includes(schema)) {
      const near = nearest(schema, schemas);
      diagnostics.report("config-invalid", {
        message: `models names ${JSON.stringify(schema)}, which is no schema of the description.`,
        where,
        help: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
      });
    }
    const other = others.get(value) ?? (globalNames.includes(value) ? value : undefined);
    if (other !== undefined) {
      const message = `models: ${schema} cannot be called ${value}, which is the name of another type.`;
      diagnostics.report("config-invalid", { message, where });
    }
    others.set(value, schema);
  }
}

type MadeKind = "inline" | "params" | "alternatives" | "errors" | "headers";

function* madeNames(
  resource: NamedResource,
  errorBodies: ErrorBodies,
): Generator<[key: `${MadeKind} ${string}`, name: string]> {
  for (const operation of resource.operations) {
    const base = resource.typeBase + pascalCase(operation.name);
    yield [`params ${operation.pointer}`, `${base}Params`];
    const { requestBody, parameters } = operation.operation;
    if (alternativesOf(requestBody?.content ?? {}, parameters).length > 0)
      yield [`alternatives ${operation.pointer}`, `${base}AlternativeParams`];
    for (const [pointer, part] of inlineObjects(operation)) {
      yield [`inline ${pointer}`, base + part];
    }
    if (errorAnswers(operation.operation).length > 0) {
      yield [`errors ${operation.pointer}`, `${base}Error`];
    }
    if (responseHeaderNames(operation.operation).length > 0) {
      yield [`headers ${operation.pointer}`, `${base}Headers`];
    }
    for (const [pointer, name] of errorBodies.inlineObjects(operation, base)) {
      yield [`inline ${pointer}`, name];
    }
  }
}

/** The bodies of errors, each schema where it is met first. */
class ErrorBodies {
  readonly places = new Map<string, string>();
  readonly #document: Document;
  readonly #first = new Map<Schema, string>();

  constructor(document: Document) {
    this.#document = document;
  }

  /** Objects without a name, with the name they get: after the response of the components, or after the operation. */
  *inlineObjects(
    { operation, pointer }: NamedOperation,
    base: string,
  ): Generator<[string, string]> {
    for (const { status, body } of errorAnswers(operation)) {
      if (body === undefined || typeof body.schema !== "object" || !isJson(body.mediaType))
        continue;
      const { schema } = body;
      const place = pointer + body.pointer;
      const known = this.#first.get(schema);
      this.places.set(place, known ?? place);
      if (known !== undefined) continue;
      this.#first.set(schema, place);
      const part = pascalCase(String(status)).replace(/^_/u, "");
      const shared = pascalCase(this.#componentOf(place)).replace(/Response$/u, "");
      const named = (what: string): string => {
        if (shared === "") return base + what + part;
        return shared.startsWith("_") ? what + shared.slice(1) : shared + what;
      };
      if (isInlineObject(schema)) yield [place, named("Response")];
      if (schema.type === "array" && isInlineObject(schema.items)) {
        yield [`${place}/items`, named("Item")];
      }
    }
  }

  /** The response of the components, in 2.0 of the document, where the schema stands; "" if it is in none. */
  #componentOf(place: string): string {
    const source = parsePointer(this.#document.at(place).pointer) ?? [];
    const [section, name = ""] = source[0] === "components" ? source.slice(1) : source;
    return section === "responses" ? name : "";
  }
}

/** Objects without a name in what an operation sends and receives, and the items of its list. */
function* inlineObjects({
  operation,
  pointer,
  pagination,
}: NamedOperation): Generator<[pointer: string, part: string]> {
  const content = operation.requestBody?.content ?? {};
  const mediaType = preferred(Object.keys(content));
  if (
    mediaType !== undefined &&
    ["json", "multipart", "urlencoded"].includes(bodyFormat(mediaType))
  ) {
    const schema = content[mediaType]?.schema;
    if (isInlineObject(schema)) {
      yield [`${pointer}/requestBody/content/${escapeSegment(mediaType)}/schema`, "Body"];
    }
  }
  const bodies = successBodies(operation);
  for (const { status, schema, pointer: inOperation } of bodies) {
    const part = bodies.length === 1 ? "" : pascalCase(status).replace(/^_/u, "");
    if (isInlineObject(schema)) yield [pointer + inOperation, `Response${part}`];
    if (typeof schema !== "object") continue;
    if (schema.type === "array" && isInlineObject(schema.items)) {
      yield [`${pointer}${inOperation}/items`, `Item${part}`];
    }
    const [items] = pagination?.items ?? [];
    const list = items === undefined ? undefined : schema.properties?.[items];
    if (items !== undefined && typeof list === "object" && isInlineObject(list.items)) {
      yield [`${pointer}${inOperation}/properties/${escapeSegment(items)}/items`, `Item${part}`];
    }
  }
}

function isInlineObject(schema: Schema | undefined): boolean {
  return (
    typeof schema === "object" &&
    schema.$ref === undefined &&
    Object.keys(schema.properties ?? {}).length > 0
  );
}
