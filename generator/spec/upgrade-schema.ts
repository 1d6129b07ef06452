import { own, type RawObject, type RawValue } from "./raw.js";
import type { Reader } from "./reader.js";
import type { Repair } from "./repairs.js";

/** The same schema in the words of 3.1, its inner schemas untouched. The object itself where nothing differs. */
export type SchemaUpgrade = (schema: RawObject, reader: Reader) => RawObject;

/**
 * Swagger 2.0 → 3.1. It has no word for null, but the extension `x-nullable` is read by nearly every tool, also beside a
 * reference.
 */
export const upgradeSchema20: SchemaUpgrade = (schema, reader) => {
  const isNullable = own(schema, "x-nullable") === true || own(schema, "x-isnullable") === true;
  if (typeof own(schema, "$ref") === "string") {
    const ref = reader.provenance.derive(pick(schema, ["$ref"]), schema);
    return isNullable ? reader.provenance.derive({ anyOf: [ref, { type: "null" }] }, schema) : ref;
  }
  const copy = reader.provenance.derive({ ...schema }, schema);
  if (isNullable) copy["nullable"] = true;
  const discriminator = own(schema, "discriminator");
  if (typeof discriminator === "string")
    copy["discriminator"] = reader.provenance.derive({ propertyName: discriminator }, schema);
  if (own(schema, "type") === "file") Object.assign(copy, { type: "string", format: "binary" });
  const example = own(schema, "x-example");
  if (example !== undefined && own(schema, "example") === undefined) copy["example"] = example;
  return upgrade(copy, reader);
};

/** OpenAPI 3.0 → 3.1. */
export const upgradeSchema30: SchemaUpgrade = (schema, reader) => {
  if (typeof own(schema, "$ref") === "string") {
    return Object.keys(schema).length === 1
      ? schema
      : reader.provenance.derive(pick(schema, ["$ref"]), schema);
  }
  return upgrade(schema, reader);
};

/** What stands in a 3.1 description in the words of 3.0 is read as it was meant. */
export const upgradeSchema31: SchemaUpgrade = (schema, reader) => {
  if (own(schema, "nullable") === true) {
    reader.report(
      "schema-nullable-outdated",
      schema,
      "nullable",
      '"nullable" is no keyword of OpenAPI 3.1; it is read as: or null.',
      { help: 'write type: [..., "null"].', ...nullRepair(schema) },
    );
  }
  return upgrade(schema, reader);
};

/** The words of 3.1 for a schema with nothing but a type; the meaning of others is for a person to write down. */
function nullRepair(schema: RawObject): { readonly repair?: Repair } {
  const type = own(schema, "type");
  const isPlain = !composing.some((keyword) => Object.hasOwn(schema, keyword));
  const values = own(schema, "enum");
  if (typeof type !== "string" || !isPlain || Object.hasOwn(schema, "const")) return {};
  return {
    repair: {
      kind: "set",
      members: {
        type: withNull([type], "null"),
        ...(Array.isArray(values) && { enum: withNull(values, null) }),
      },
      without: ["nullable"],
    },
  };
}

function upgrade(schema: RawObject, reader: Reader): RawObject {
  if (
    !outdated.some((keyword) => Object.hasOwn(schema, keyword)) &&
    !Array.isArray(own(schema, "items"))
  )
    return schema;
  const copy = reader.provenance.derive({ ...schema }, schema);
  upgradeBound(copy, "exclusiveMinimum", "minimum");
  upgradeBound(copy, "exclusiveMaximum", "maximum");
  upgradeExample(copy);
  upgradeItems(copy);
  const isNullable = own(copy, "nullable") === true;
  delete copy["nullable"];
  return isNullable ? orNull(copy, reader) : copy;
}

const outdated = ["nullable", "example", "exclusiveMinimum", "exclusiveMaximum"];

function upgradeBound(schema: RawObject, exclusive: string, inclusive: string): void {
  const isExclusive = own(schema, exclusive);
  if (typeof isExclusive !== "boolean") return;
  Reflect.deleteProperty(schema, exclusive);
  const bound = own(schema, inclusive);
  if (isExclusive && bound !== undefined) {
    schema[exclusive] = bound;
    Reflect.deleteProperty(schema, inclusive);
  }
}

function upgradeExample(schema: RawObject): void {
  const example = own(schema, "example");
  delete schema["example"];
  if (example !== undefined && !Array.isArray(own(schema, "examples")))
    schema["examples"] = [example];
}

/** A list of schemas under `items` is a tuple of older drafts. */
function upgradeItems(schema: RawObject): void {
  const items = own(schema, "items");
  if (!Array.isArray(items)) return;
  schema["prefixItems"] = items;
  delete schema["items"];
}

/** `nullable: true`. Without a type or anything else that excludes null, the schema means any JSON and stays so. */
function orNull(schema: RawObject, reader: Reader): RawObject {
  const has = (keyword: string): boolean => Object.hasOwn(schema, keyword);
  const composed = composing.filter(has);
  const isPlain = composed.length === 0 && !has("const") && !has("$ref");
  if (isPlain) {
    const type = own(schema, "type") ?? impliedType(schema);
    if (type !== undefined) schema["type"] = withNull(Array.isArray(type) ? type : [type], "null");
    const values = own(schema, "enum");
    if (Array.isArray(values)) schema["enum"] = withNull(values, null);
    return schema;
  }
  const [only] = composed;
  if (composed.length === 1 && (only === "anyOf" || only === "oneOf") && !structural.some(has)) {
    const members = own(schema, only);
    if (Array.isArray(members))
      schema[only] = members.some(isNull) ? members : [...members, { type: "null" }];
    return schema;
  }
  const constraints = Object.keys(schema).filter((keyword) => !isAnnotation(keyword));
  const outer = pick(
    schema,
    Object.keys(schema).filter((keyword) => isAnnotation(keyword)),
  );
  const inner = reader.provenance.derive(pick(schema, constraints), schema);
  outer["anyOf"] = [inner, { type: "null" }];
  return reader.provenance.derive(outer, schema);
}

const composing = ["allOf", "anyOf", "oneOf", "not"];
/** With one of these, a union with null is not the same as one more member of `oneOf`. */
const structural = [
  "type",
  "enum",
  "const",
  "$ref",
  "properties",
  "additionalProperties",
  "items",
  "discriminator",
];

function impliedType(schema: RawObject): string | undefined {
  if (Object.hasOwn(schema, "properties") || Object.hasOwn(schema, "additionalProperties"))
    return "object";
  return Object.hasOwn(schema, "items") ? "array" : undefined;
}

function withNull(values: RawValue[], nothing: RawValue): RawValue[] {
  return values.includes(nothing) ? values : [...values, nothing];
}

function isNull(member: RawValue): boolean {
  if (typeof member !== "object" || member === null || Array.isArray(member)) return false;
  const values = own(member, "enum");
  return (
    own(member, "type") === "null" ||
    (Array.isArray(values) && values.length === 1 && values[0] === null)
  );
}

/** Keywords that say something about a value, and do not restrict it. */
export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith("x-");
}

const annotations = new Set([
  "title",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "externalDocs",
  "xml",
]);

function pick(schema: RawObject, keywords: readonly string[]): RawObject {
  return Object.fromEntries(keywords.map((keyword) => [keyword, own(schema, keyword) ?? null]));
}
