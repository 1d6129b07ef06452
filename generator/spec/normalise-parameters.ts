import type { ContentNormaliser } from "./normalise-content.js";
import type { Parameter, ParameterLocation, ParameterStyle, Schema } from "./openapi.js";
import { own, type RawContainer, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import type { References } from "./references.js";

export interface ParameterList {
  readonly parameters: readonly Parameter[];
  readonly payload: readonly RawObject[];
}

/** Parameters of path items and operations, and their agreement with the path. */
export class ParameterNormaliser {
  readonly #shared = new Map<RawObject, Parameter | undefined>();

  constructor(
    readonly reader: Reader,
    readonly references: References,
    readonly content: ContentNormaliser,
  ) {}

  /** The parameters that stand in one list, each once; in 2.0, `payload` are those that stand for the body. */
  list(holder: RawObject): ParameterList {
    const { structure } = this.content.schemas.upgrade;
    const seen = new Set<string>();
    const parameters: Parameter[] = [];
    const payload: RawObject[] = [];
    for (const entry of this.reader.objects(holder, "parameters")) {
      const target = this.references.object(structure?.entry(entry) ?? entry);
      if (target && structure?.isPayload(target) === true) {
        payload.push(target);
        continue;
      }
      const raw = target && (structure?.parameter(target) ?? target);
      const parameter = raw && this.#once(raw, () => this.#parameter(raw));
      if (!parameter) continue;
      if (seen.has(identity(parameter))) {
        const message = `The ${parameter.in} parameter "${parameter.name}" stands twice in this list; the first counts.`;
        this.reader.report("parameter-duplicate", entry, undefined, message, leftOut);
      } else {
        seen.add(identity(parameter));
        parameters.push(parameter);
      }
    }
    return { parameters, payload };
  }

  /**
   * The parameters of an operation: those of its path item that it does not replace, then its own; exactly the path
   * parameters that the path has.
   */
  merge(
    path: string,
    inherited: readonly Parameter[],
    given: readonly Parameter[],
    operation: RawContainer,
  ): Parameter[] {
    const replaced = new Set(given.map(identity));
    const declared = [
      ...inherited.filter((parameter) => !replaced.has(identity(parameter))),
      ...given,
    ];
    const names = placeholders(path);
    const merged = declared.filter((parameter) => {
      if (parameter.in !== "path" || names.includes(parameter.name)) return true;
      const message = `The path ${path} has no {${parameter.name}}; the parameter is left out.`;
      this.reader.report("path-parameter-unused", parameter, undefined, message, leftOut);
      return false;
    });
    for (const name of names) {
      if (merged.some((parameter) => parameter.in === "path" && parameter.name === name)) continue;
      const message = `{${name}} of ${path} is not declared; it becomes a required text parameter.`;
      const facts = { name, in: "path", required: true } as const;
      const added = { ...facts, ...this.#text };
      this.reader.report("path-parameter-undeclared", operation, undefined, message, {
        repair: { kind: "append", members: { parameters: [added] } },
      });
      merged.push({ ...facts, schema: { type: "string" } });
    }
    return merged;
  }

  /** How the version of the description says that a parameter is text. */
  get #text(): RawObject {
    const isSwagger = this.content.schemas.upgrade.structure !== undefined;
    return isSwagger ? { type: "string" } : { schema: { type: "string" } };
  }

  #once(raw: RawObject, make: () => Parameter | undefined): Parameter | undefined {
    if (!this.#shared.has(raw)) this.#shared.set(raw, make());
    return this.#shared.get(raw);
  }

  #parameter(raw: RawObject): Parameter | undefined {
    const name = this.reader.text(raw, "name");
    const location = this.reader.text(raw, "in");
    if (name === undefined || name === "") {
      this.reader.report("parameter-without-name", raw, undefined, "This parameter has no name.");
      return undefined;
    }
    if (location === "querystring") return this.#queryString(raw, name);
    if (!isLocation(location)) {
      const message = `Parameter "${name}" is expected to be in path, query, header or cookie, not ${location === undefined ? "nowhere" : `"${location}"`}.`;
      this.reader.report("parameter-location-unknown", raw, "in", message);
      return undefined;
    }
    if (location === "header" && ignoredHeaders.has(name.toLowerCase())) {
      const message = `OpenAPI gives the header ${name} a meaning of its own; the parameter is left out.`;
      this.reader.report("parameter-ignored", raw, undefined, message, leftOut);
      return undefined;
    }
    return this.reader.provenance.derive(
      {
        name,
        in: location,
        ...this.#description(raw),
        ...this.#required(raw, name, location),
        ...this.#flags(raw, name, location),
        ...this.#shape(raw, name),
        ...extensions(raw),
      },
      raw,
    );
  }

  /** The whole query as one value, a form or JSON. */
  #queryString(raw: RawObject, name: string): Parameter | undefined {
    const content = this.content.content(raw) ?? {};
    const [type = "nothing"] = Object.keys(content);
    if (!/^application\/(?:x-www-form-urlencoded|json|[^;]+\+json)\b/i.test(type)) {
      const message = `A query string of ${type} cannot be written; parameter "${name}" is left out.`;
      this.reader.report("querystring-unsupported", raw, undefined, message);
      return undefined;
    }
    const examples = this.content.examples(raw);
    return this.reader.provenance.derive<Parameter>(
      {
        name,
        in: "query",
        ...this.#description(raw),
        ...this.#required(raw, name, "query"),
        isQueryString: true,
        content,
        ...(examples && { examples }),
        ...extensions(raw),
      },
      raw,
    );
  }

  #description(raw: RawObject): Partial<Parameter> {
    const description = this.reader.text(raw, "description");
    return description === undefined ? {} : { description };
  }

  #required(raw: RawObject, name: string, location: ParameterLocation): Partial<Parameter> {
    const required = this.reader.flag(raw, "required");
    if (location !== "path") return required === undefined ? {} : { required };
    if (required !== true) {
      const message = `The path parameter "${name}" is not declared as required; it is taken as such.`;
      this.reader.report("path-parameter-optional", raw, "required", message, {
        repair: { kind: "set", members: { required: true } },
      });
    }
    return { required: true };
  }

  #flags(raw: RawObject, name: string, location: ParameterLocation): Partial<Parameter> {
    const flags: Record<string, boolean> = {};
    for (const key of ["deprecated", "allowEmptyValue", "allowReserved", "explode"]) {
      const flag = this.reader.flag(raw, key);
      if (flag !== undefined) flags[key] = flag;
    }
    const style = this.content.style(raw);
    if (style === undefined || styles[location].includes(style)) {
      return { ...flags, ...(style !== undefined && { style }) };
    }
    const message = `The ${location} parameter "${name}" cannot have the style "${style}"; the default is used.`;
    this.reader.report("parameter-style-misplaced", raw, "style", message, leftOut);
    return flags;
  }

  /** `schema` or `content`: exactly one says what the parameter holds. */
  #shape(raw: RawObject, name: string): Partial<Parameter> {
    const examples = this.content.examples(raw);
    const shown = examples ? { examples } : {};
    if (own(raw, "schema") !== undefined) return { schema: this.#schema(raw), ...shown };
    const content = this.content.content(raw);
    if (content && Object.keys(content).length > 0) return { content, ...shown };
    this.reader.report(
      "parameter-without-schema",
      raw,
      undefined,
      `Parameter "${name}" has no schema; it is taken as text.`,
      { repair: { kind: "set", members: this.#text } },
    );
    return { schema: { type: "string" }, ...shown };
  }

  #schema(raw: RawObject): Schema {
    return this.content.schemas.at(raw, "schema");
  }
}

/** What is reported is not read; the description can do without it. */
const leftOut = { repair: { kind: "remove" } } as const;

/** The names in braces, each once, in their order. */
export function placeholders(template: string): readonly string[] {
  return [...new Set([...template.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name))];
}

export function extensions(raw: RawObject): Record<`x-${string}`, unknown> {
  return Object.fromEntries(
    Object.keys(raw)
      .filter((key) => key.startsWith("x-"))
      .map((key) => [key, own(raw, key)]),
  );
}

function identity(parameter: Parameter): string {
  return `${parameter.in}:${parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name}`;
}

function isLocation(location: string | undefined): location is ParameterLocation {
  return (
    location === "path" || location === "query" || location === "header" || location === "cookie"
  );
}

/** OpenAPI 3, Parameter Object, "Style Values". */
const styles: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ["simple", "label", "matrix"],
  query: ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
  header: ["simple"],
  cookie: ["form"],
};

/** OpenAPI 3, Parameter Object, `name`: such header parameters "shall be ignored". */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);
