import { componentName } from "./component-refs.js";
import type { Encoding, Example, Header, MediaType, ParameterStyle, Schema } from "./openapi.js";
import type { SchemaNormaliser } from "./normalise-schema.js";
import { own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import type { References } from "./references.js";

/** What requests, responses and parameters are made of: media types, headers, examples, encodings. */
export class ContentNormaliser {
  readonly #headers = new Map<RawObject, Header>();

  constructor(
    readonly reader: Reader,
    readonly references: References,
    readonly schemas: SchemaNormaliser,
  ) {}

  /** `undefined` where the member is missing. */
  content(holder: RawObject): Readonly<Record<string, MediaType>> | undefined {
    const members = this.reader.members(holder, "content");
    if (!members) return undefined;
    const content = Object.create(null) as Record<string, MediaType>;
    for (const type of members.keys) {
      const raw = this.reader.object(members.map, type);
      const target = raw && this.references.object(raw);
      content[type] = target ? this.#mediaType(target, type, members.keys) : {};
    }
    return this.reader.provenance.derive(content, members.map);
  }

  headers(holder: RawObject): Readonly<Record<string, Header>> | undefined {
    const members = this.reader.members(holder, "headers");
    if (!members) return undefined;
    const headers = Object.create(null) as Record<string, Header>;
    for (const name of members.keys) {
      const raw = this.reader.object(members.map, name);
      const header = raw && this.#header(raw);
      if (header) headers[name] = header;
    }
    return this.reader.provenance.derive(headers, members.map);
  }

  /** `examples`, or `example` as the only one of them. */
  examples(holder: RawObject): Readonly<Record<string, Example>> | undefined {
    const examples = Object.create(null) as Record<string, Example>;
    const members = Array.isArray(own(holder, "examples"))
      ? undefined
      : this.reader.members(holder, "examples");
    for (const name of members?.keys ?? []) {
      const raw = members && this.reader.object(members.map, name);
      const example = raw && this.references.object(raw);
      if (example) examples[name] = this.#example(example);
    }
    const single = own(holder, "example");
    if (!members && single !== undefined) examples["example"] = { value: single };
    return Object.keys(examples).length > 0 ? examples : undefined;
  }

  #example(raw: RawObject): Example {
    const summary = this.reader.text(raw, "summary");
    const description = this.reader.text(raw, "description");
    const value = own(raw, Object.hasOwn(raw, "value") ? "value" : "dataValue");
    return this.reader.provenance.derive(
      {
        ...(summary !== undefined && { summary }),
        ...(description !== undefined && { description }),
        ...(value !== undefined && { value }),
      },
      raw,
    );
  }

  #mediaType(raw: RawObject, type: string, alternatives: readonly string[]): MediaType {
    for (const key of ["prefixEncoding", "itemEncoding"]) {
      if (own(raw, key) === undefined) continue;
      const message = `"${key}" is not supported; the parts are written in the usual way.`;
      this.reader.report("encoding-unsupported", raw, key, message);
    }
    const schema = this.#bodySchema(raw, type, alternatives);
    const examples = this.examples(raw);
    const encoding = this.#encodings(raw);
    return this.reader.provenance.derive(
      {
        ...(schema !== undefined && { schema }),
        ...(examples && { examples }),
        ...(encoding && { encoding }),
      },
      raw,
    );
  }

  /** The schema of what a client has in hand: of JSON and forms the values, of everything else its text or bytes. */
  #bodySchema(
    raw: RawObject,
    type: string,
    alternatives: readonly string[],
  ): MediaType["schema"] | undefined {
    const schema = own(raw, "schema") === undefined ? undefined : this.schemas.at(raw, "schema");
    const isSequence = own(raw, "itemSchema") !== undefined;
    if (isStructured(type) || (schema === undefined && !isSequence)) return schema;
    const hasText = isTextual(type);
    if (isSequence) {
      const message = `${type} is given as ${hasText ? "one text" : "bytes"}: reading its items one by one comes later.`;
      this.reader.report("streaming-unsupported", raw, "itemSchema", message);
    } else if (!hasText || schema === undefined || this.#isText(schema)) {
      return schema;
    } else if (!alternatives.some(isStructured)) {
      const message = `${type} is given as text: the client reads and writes no values in it.`;
      this.reader.report("media-type-unstructured", raw, "schema", message);
    }
    const plain = hasText
      ? { type: "string" as const }
      : { type: "string" as const, format: "binary" };
    return this.reader.provenance.derive(plain, raw);
  }

  /** Whether a text is what the schema describes, as far as it says. */
  #isText(schema: Schema): boolean {
    if (typeof schema === "boolean") return false;
    if (schema.$ref !== undefined) {
      const target = this.references.definitionOf(componentName(schema.$ref));
      return target !== undefined && [own(target, "type")].flat().includes("string");
    }
    return [schema.type].flat().includes("string") || typeof schema.const === "string";
  }

  #encodings(holder: RawObject): Readonly<Record<string, Encoding>> | undefined {
    const map = this.reader.object(holder, "encoding");
    if (!map) return undefined;
    const encodings = Object.create(null) as Record<string, Encoding>;
    for (const name of Object.keys(map)) {
      const raw = this.reader.object(map, name);
      if (raw) encodings[name] = this.#encoding(raw);
    }
    return this.reader.provenance.derive(encodings, map);
  }

  #encoding(raw: RawObject): Encoding {
    const contentType = this.reader.text(raw, "contentType");
    const style = this.style(raw);
    const explode = this.reader.flag(raw, "explode");
    const allowReserved = this.reader.flag(raw, "allowReserved");
    return this.reader.provenance.derive(
      {
        ...(contentType !== undefined && { contentType }),
        ...(style !== undefined && { style }),
        ...(explode !== undefined && { explode }),
        ...(allowReserved !== undefined && { allowReserved }),
      },
      raw,
    );
  }

  /** The style as stated; one that does not exist is left out, and the default of its place holds. */
  style(raw: RawObject): ParameterStyle | undefined {
    const style = this.reader.text(raw, "style");
    if (style === undefined || isStyle(style)) return style;
    this.reader.report(
      "value-wrong-type",
      raw,
      "style",
      `"${style}" is no style; the default is used.`,
      { repair: { kind: "remove" } },
    );
    return undefined;
  }

  #header(holder: RawObject): Header | undefined {
    const target = this.references.object(holder);
    if (!target) return undefined;
    const raw = this.schemas.upgrade.structure?.header(target) ?? target;
    const known = this.#headers.get(raw);
    if (known) return known;
    const description = this.reader.text(raw, "description");
    const required = this.reader.flag(raw, "required");
    const deprecated = this.reader.flag(raw, "deprecated");
    const schema =
      own(raw, "schema") !== undefined ? this.schemas.at(raw, "schema") : this.#contentSchema(raw);
    const header: Header = this.reader.provenance.derive(
      {
        ...(description !== undefined && { description }),
        ...(required !== undefined && { required }),
        ...(deprecated !== undefined && { deprecated }),
        ...(schema !== undefined && { schema }),
      },
      raw,
    );
    this.#headers.set(raw, header);
    return header;
  }

  #contentSchema(raw: RawObject): Header["schema"] {
    return Object.values(this.content(raw) ?? {})[0]?.schema;
  }
}

/** Media types that the client reads and writes as values. */
function isStructured(type: string): boolean {
  return /[/+]json\b(?!-)|^\*\/\*|^multipart\/form-data\b|^application\/x-www-form-urlencoded\b/i.test(
    type,
  );
}

function isTextual(type: string): boolean {
  return /^text\/|[/+]xml\b/i.test(type);
}

const styles: readonly ParameterStyle[] = [
  "matrix",
  "label",
  "simple",
  "form",
  "spaceDelimited",
  "pipeDelimited",
  "deepObject",
];

function isStyle(style: string): style is ParameterStyle {
  return (styles as readonly string[]).includes(style);
}
