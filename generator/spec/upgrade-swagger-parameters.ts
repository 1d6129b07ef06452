import { isObject, own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import { keywords } from "./schema-keywords.js";

/** How a list is written, in the words of OpenAPI 3.0. */
export interface ListStyle {
  readonly style: "form" | "simple" | "spaceDelimited" | "pipeDelimited";
  readonly explode: boolean;
}

/** Parameters, headers and fields of forms of Swagger 2.0: their schema stands in the object itself. */
export class SwaggerParameters {
  readonly #entries = new WeakMap<RawObject, RawObject>();
  readonly #parameters = new WeakMap<RawObject, RawObject>();
  readonly #headers = new WeakMap<RawObject, RawObject>();

  constructor(readonly reader: Reader) {}

  /** What has a name and a place beside its reference is a parameter itself, and means the reference for its schema. */
  entry(raw: RawObject): RawObject {
    const { $ref: ref, ...others } = raw;
    if (ref === undefined || own(raw, "name") === undefined || own(raw, "in") === undefined)
      return raw;
    return once(this.#entries, raw, () => {
      const message =
        "A parameter has its reference in a schema; this one is read as if it stood there.";
      this.reader.report("parameter-ref-misplaced", raw, "$ref", message);
      const schema = this.reader.provenance.derive({ $ref: ref }, raw);
      return this.reader.provenance.derive({ ...others, schema }, raw);
    });
  }

  parameter(raw: RawObject): RawObject {
    return once(this.#parameters, raw, () => this.#parameter(raw));
  }

  header(raw: RawObject): RawObject {
    return once(this.#headers, raw, () => {
      const schema = this.schema(raw);
      this.listStyle(raw, "header");
      return this.reader.provenance.derive({ ...raw, ...(schema && { schema }) }, raw);
    });
  }

  /** The schema of a field; `undefined` where the object says nothing about its value. */
  schema(raw: RawObject): RawObject | undefined {
    const given = own(raw, "schema");
    if (isObject(given)) return given;
    const keys = Object.keys(raw).filter((key) => !isOfField(key) && isOfSchema(key));
    if (keys.length === 0) return undefined;
    const schema = Object.fromEntries(keys.map((key) => [key, own(raw, key) ?? null]));
    return this.reader.provenance.derive(schema, raw);
  }

  /** `undefined` where it holds no list, or where OpenAPI 3 writes such a list in the same way without a word. */
  listStyle(raw: RawObject, location: string): ListStyle | undefined {
    this.#reportNested(raw);
    if (own(raw, "type") !== "array") return undefined;
    const format = this.reader.text(raw, "collectionFormat") ?? "csv";
    if (location === "path" || location === "header") {
      if (format !== "csv") this.#report(raw, format, `in a ${location}`);
      return undefined;
    }
    const style = listStyles.get(format);
    if (style === undefined) this.#report(raw, format, "in OpenAPI 3");
    return style ?? commas;
  }

  #parameter(raw: RawObject): RawObject {
    const schema = this.schema(raw);
    const example = own(raw, "example") ?? own(raw, "x-example");
    const location = this.reader.text(raw, "in") ?? "query";
    if (schema && own(schema, "type") === "file") {
      const message = `Only a form can hold a file, not a ${location} parameter; it is taken as text.`;
      this.reader.report("schema-type-unknown", raw, "type", message);
      schema["type"] = "string";
    }
    const parameter = Object.fromEntries(
      Object.keys(raw)
        .filter((key) => isOfField(key) || key.startsWith("x-"))
        .map((key) => [key, own(raw, key) ?? null]),
    );
    return this.reader.provenance.derive(
      {
        ...parameter,
        ...(schema && { schema }),
        ...(example !== undefined && { example }),
        ...this.listStyle(raw, location),
      },
      raw,
    );
  }

  /** Lists within lists: OpenAPI 3 does not say how they are written. */
  #reportNested(raw: RawObject): void {
    for (let items = own(raw, "items"); isObject(items); items = own(items, "items")) {
      const format = this.reader.text(items, "collectionFormat");
      if (format === undefined || own(items, "type") !== "array") continue;
      const message = `OpenAPI 3 has no lists within lists outside of bodies; "${format}" is left out.`;
      this.reader.report("collection-format-unsupported", items, "collectionFormat", message, {
        repair: { kind: "set", members: { collectionFormat: "csv" } },
      });
    }
  }

  #report(raw: RawObject, format: string, place: string): void {
    this.reader.report(
      "collection-format-unsupported",
      raw,
      "collectionFormat",
      `There are no "${format}" lists ${place}; the entries are separated by commas.`,
      { repair: { kind: "set", members: { collectionFormat: "csv" } } },
    );
  }
}

const commas: ListStyle = { style: "form", explode: false };

const listStyles: ReadonlyMap<string, ListStyle> = new Map([
  ["csv", commas],
  ["ssv", { style: "spaceDelimited", explode: false }],
  ["pipes", { style: "pipeDelimited", explode: false }],
  ["multi", { style: "form", explode: true }],
]);

/** What describes a field and not its value. */
function isOfField(key: string): boolean {
  return fieldKeys.has(key);
}

const fieldKeys: ReadonlySet<string> = new Set([
  "name",
  "in",
  "description",
  "required",
  "deprecated",
  "allowEmptyValue",
  "example",
  "examples",
]);

function isOfSchema(key: string): boolean {
  return keywords[key] !== undefined || /^x-(?:is)?nullable$|^x-enum/.test(key);
}

function once(
  made: WeakMap<RawObject, RawObject>,
  raw: RawObject,
  make: () => RawObject,
): RawObject {
  const known = made.get(raw) ?? make();
  made.set(raw, known);
  return known;
}
