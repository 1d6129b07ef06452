import type { Schema, SchemaObject, SchemaType } from "./openapi.js";
import { componentName, refTo } from "./component-refs.js";
import {
  isObject,
  type Key,
  kindOf,
  own,
  type RawContainer,
  type RawObject,
  type RawValue,
} from "./raw.js";
import type { Reader } from "./reader.js";
import type { Repair } from "./repairs.js";
import type { References } from "./references.js";
import { type KeywordKind, keywords } from "./schema-keywords.js";
import { isAnnotation } from "./upgrade-schema.js";
import type { Upgrade } from "./upgrade.js";

/** A schema under construction. */
type Draft = { -readonly [K in keyof SchemaObject]: SchemaObject[K] };

/** Schemas of any supported version → the normal form. */
export class SchemaNormaliser {
  constructor(
    readonly reader: Reader,
    readonly references: References,
    readonly upgrade: Upgrade,
  ) {}

  /** The schema at a member; a reference where the schema has a name of its own. */
  at(holder: RawContainer, key: Key): Schema {
    const value = own(holder, key);
    if (typeof value === "boolean") return value;
    if (isObject(value)) {
      const name = this.references.nameOf(value);
      return name === undefined
        ? this.#object(value)
        : this.reader.provenance.derive(refTo(name), value);
    }
    if (value === null) {
      this.reader.report(
        "schema-keyword-invalid",
        holder,
        key,
        "A schema is expected here, not null; it is read as any value.",
        { repair: { kind: "set", members: { [key]: {} } } },
      );
    } else {
      this.reader.report(
        "container-wrong-type",
        holder,
        key,
        `A schema is expected here, not ${kindOf(value)}.`,
      );
    }
    return {};
  }

  /** The schema itself, for its entry in `components.schemas`. */
  definition(holder: RawContainer, key: Key): Schema {
    const value = own(holder, key);
    return isObject(value) ? this.#object(value) : this.at(holder, key);
  }

  /** The definition of a schema that was given a name. */
  given(schema: RawObject): Schema {
    return this.#object(schema);
  }

  #object(raw: RawObject): Schema {
    const source = this.#withRef(this.upgrade.schema(raw, this.reader));
    const target = own(source, "$ref") === undefined ? undefined : this.references.schema(source);
    if (typeof target === "boolean") return target;
    const draft: Draft = {};
    this.reader.provenance.derive(draft, raw);
    if (target) draft.$ref = refTo(target.name).$ref;
    for (const keyword of Object.keys(source)) this.#keyword(source, keyword, draft);
    return unwrap(this.#besideRef(draft), (type, name) => this.#hasType(type, name), this.reader);
  }

  /** `$dynamicRef` is read like `$ref`: that another schema may extend it at run time is beyond a static client. */
  #withRef(source: RawObject): RawObject {
    const ref = own(source, "$dynamicRef");
    if (ref === undefined || own(source, "$ref") !== undefined) return source;
    return this.reader.provenance.derive({ $ref: ref, ...source }, source);
  }

  #keyword(source: RawObject, keyword: string, draft: Draft): void {
    const kind = keywords[keyword];
    const value = own(source, keyword);
    if (kind === undefined) {
      if (keyword.startsWith("x-")) set(draft, keyword, value);
    } else if (value !== null || kind === "data") {
      set(draft, keyword, this.#value(source, keyword, kind));
    }
  }

  #value(source: RawObject, keyword: string, kind: KeywordKind): unknown {
    switch (kind) {
      case "schema":
        return this.at(source, keyword);
      case "schemas":
        return this.#schemas(source, keyword);
      case "schemaMap":
        return this.#schemaMap(source, keyword);
      case "text":
        return this.reader.text(source, keyword);
      case "flag":
        return this.reader.flag(source, keyword);
      case "number":
        return this.reader.number(source, keyword);
      case "data":
        return own(source, keyword);
      case "list":
        return this.#usable(source, keyword, Array.isArray(own(source, keyword)), "a list");
      case "values":
        return this.#values(source, keyword);
      case "required":
        return this.#required(source);
      case "type":
        return this.#type(source);
      case "discriminator":
        return this.#discriminator(source);
      default:
        return kind satisfies never;
    }
  }

  #schemas(source: RawObject, keyword: string): readonly Schema[] | undefined {
    const list = this.reader.list(source, keyword);
    if (list?.length === 0) {
      this.#invalid(source, keyword, "a list with at least one schema");
      return undefined;
    }
    return list?.map((_, index) => this.at(list, index));
  }

  #schemaMap(source: RawObject, keyword: string): Readonly<Record<string, Schema>> | undefined {
    const map = this.reader.object(source, keyword);
    if (!map) return undefined;
    const result = Object.create(null) as Record<string, Schema>;
    for (const name of Object.keys(map)) result[name] = this.at(map, name);
    return this.reader.provenance.derive(result, map);
  }

  #values(source: RawObject, keyword: string): RawValue | undefined {
    const value = own(source, keyword);
    return this.#usable(
      source,
      keyword,
      Array.isArray(value) && value.length > 0,
      "a list with at least one value",
    );
  }

  #usable(
    source: RawObject,
    keyword: string,
    isUsable: boolean,
    expected: string,
  ): RawValue | undefined {
    if (isUsable) return own(source, keyword);
    this.#invalid(source, keyword, expected);
    return undefined;
  }

  #required(source: RawObject): readonly string[] | undefined {
    const value = own(source, "required");
    if (Array.isArray(value)) return value.filter((name) => typeof name === "string");
    // `required: true` on a property is the way of parameters; it says nothing about the value.
    this.#invalid(source, "required", "a list of property names");
    return undefined;
  }

  #type(source: RawObject): SchemaType | readonly SchemaType[] | undefined {
    const value = own(source, "type");
    const types = new Set<SchemaType>();
    const listed = Array.isArray(value) ? value : [value];
    const usable = listed.filter((type) => type === null || isType(type));
    const repair: Repair =
      usable.length === 0 ? { kind: "remove" } : { kind: "set", members: { type: usable } };
    for (const type of listed) {
      // YAML makes null of [string, null].
      if (type === null) types.add("null");
      else if (isType(type)) types.add(type);
      else {
        const shown = typeof type === "string" ? `"${type}"` : kindOf(type);
        const message = `${shown} is no type; it is left out.`;
        this.reader.report("schema-type-unknown", source, "type", message, { repair });
      }
    }
    const [first, second] = types;
    return second === undefined ? first : [...types];
  }

  #discriminator(source: RawObject): SchemaObject["discriminator"] {
    const value = own(source, "discriminator");
    if (!isObject(value)) {
      this.#invalid(source, "discriminator", "an object with propertyName");
      return undefined;
    }
    const propertyName = this.reader.text(value, "propertyName");
    if (propertyName === undefined) {
      this.#invalid(source, "discriminator", "an object with propertyName");
      return undefined;
    }
    const mapping = this.#mapping(value);
    const defaultMapping =
      own(value, "defaultMapping") === undefined
        ? undefined
        : this.#mapped(value, "defaultMapping");
    return this.reader.provenance.derive(
      {
        propertyName,
        ...(mapping && { mapping }),
        ...(defaultMapping !== undefined && { defaultMapping }),
      },
      value,
    );
  }

  #mapping(discriminator: RawObject): Readonly<Record<string, string>> | undefined {
    const mapping = this.reader.object(discriminator, "mapping");
    if (!mapping) return undefined;
    const result = Object.create(null) as Record<string, string>;
    for (const tag of Object.keys(mapping)) {
      const ref = this.#mapped(mapping, tag);
      if (ref !== undefined) result[tag] = ref;
    }
    return result;
  }

  /** The schema that a member names, as a reference; `undefined` after a report. */
  #mapped(holder: RawObject, key: string): string | undefined {
    const target = this.reader.text(holder, key);
    const name = target === undefined ? undefined : this.references.mapped(target, holder);
    if (name !== undefined) return refTo(name).$ref;
    this.reader.report(
      "discriminator-mapping-unresolvable",
      holder,
      key,
      `"${String(target)}" is no schema of this document; the entry is left out.`,
      { repair: { kind: "remove" } },
    );
    return undefined;
  }

  #invalid(source: RawObject, keyword: string, expected: string): void {
    this.reader.report(
      "schema-keyword-invalid",
      source,
      keyword,
      `"${keyword}" is expected to be ${expected}; it is left out.`,
      { repair: { kind: "remove" } },
    );
  }

  /** Beside `$ref` only annotations remain; what restricts the value joins the reference in `allOf`. */
  #besideRef(draft: Draft): Draft {
    if (draft.$ref === undefined) return draft;
    if (draft.type !== undefined && this.#hasType(draft.type, draft.$ref)) delete draft.type;
    const restricting = Object.keys(draft).filter(
      (keyword) => keyword !== "$ref" && !isAnnotation(keyword),
    );
    if (restricting.length === 0) return draft;
    const ref: Draft = this.reader.provenance.derive({ $ref: draft.$ref }, draft);
    const rest: Draft = this.reader.provenance.derive({}, draft);
    const outer: Draft = this.reader.provenance.derive({}, draft);
    for (const keyword of Object.keys(draft)) {
      if (keyword === "$ref") continue;
      set(
        isAnnotation(keyword) ? outer : rest,
        keyword,
        (draft as Record<string, unknown>)[keyword],
      );
    }
    const { allOf = [], ...alone } = rest;
    const others =
      Object.keys(alone).length > 0 ? [this.reader.provenance.derive(alone, draft)] : [];
    return Object.assign(outer, { allOf: [ref, ...allOf, ...others] });
  }

  /** Whether the named schema has that type anyway, so that saying so again adds nothing. */
  #hasType(type: unknown, ref: string): boolean {
    const target = this.references.definitionOf(componentName(ref));
    return (
      target !== undefined &&
      (own(target, "type") === type || (type === "object" && isObject(own(target, "properties"))))
    );
  }
}

/** `allOf`, `anyOf` or `oneOf` of one schema and nothing but annotations is that schema with these annotations. */
function unwrap(
  draft: Draft,
  hasType: (type: unknown, ref: string) => boolean,
  reader: Reader,
): Schema {
  for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
    const [inner, ...others] = draft[keyword] ?? [];
    if (inner === undefined || others.length > 0 || typeof inner === "boolean") continue;
    const rest = Object.keys(draft).filter((key) => key !== keyword && !isAnnotation(key));
    const isRedundant = (key: string): boolean =>
      key === "type" && inner.$ref !== undefined && hasType(draft.type, inner.$ref);
    if (!rest.every(isRedundant)) continue;
    const annotations: Draft = {};
    for (const key of Object.keys(draft)) {
      if (isAnnotation(key)) set(annotations, key, (draft as Record<string, unknown>)[key]);
    }
    return reader.provenance.derive({ ...inner, ...annotations }, draft);
  }
  return draft;
}

function set(draft: Draft, keyword: string, value: unknown): void {
  if (value !== undefined) (draft as Record<string, unknown>)[keyword] = value;
}

function isType(value: RawValue | undefined): value is SchemaType {
  return typeof value === "string" && types.has(value);
}

const types = new Set(["null", "boolean", "object", "array", "number", "integer", "string"]);
