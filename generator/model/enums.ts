import { ask } from "../dialects/index.js";
import type { Schema, SchemaObject } from "../spec/openapi.js";
import { docsOf } from "./docs.js";
import type { EnumMember, EnumModel } from "./types.js";

/** A model for a schema that lists strings or numbers; undefined for anything else. */
export function enumModel(
  schema: Schema,
  base: Pick<EnumModel, "name" | "fileName" | "pointer" | "open">,
): EnumModel | undefined {
  if (typeof schema === "boolean" || schema.enum === undefined) return undefined;
  const values = [...new Set(schema.enum.filter((value) => value !== null))];
  if (values.length === 0 || !(values.every(isString) || values.every(isFiniteNumber)))
    return undefined;
  if (!admits(schema, values)) return undefined;
  const labels = ask((dialect) => dialect.enumLabels?.(schema))?.answer;
  const { description: _, ...others } = schema;
  const described = { ...others, ...describedAs(labels?.description ?? schema.description) };
  return {
    kind: "enum",
    ...base,
    // A single value tells schemas apart, as a `const` does.
    open: base.open && values.length > 1,
    docs: docsOf(described),
    members: membersOf(schema, values, labels?.labels),
    nullable: schema.enum.includes(null),
    labelled: labels !== undefined,
  };
}

/** Whether the schema's `type` agrees with its values; a list of strings that says `integer` is left to the type engine. */
function admits(schema: SchemaObject, values: readonly (string | number)[]): boolean {
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (schema.allOf ?? schema.anyOf ?? schema.oneOf) return false;
  if (types === undefined) return true;
  return values.every(isString)
    ? types.includes("string")
    : types.includes("number") || types.includes("integer");
}

function membersOf(
  schema: SchemaObject,
  values: readonly (string | number)[],
  labels: ReadonlyMap<string, string> | undefined,
): EnumMember[] {
  const said = ask((dialect) => dialect.enumNames?.(schema))?.answer;
  const keys = new Set<string>();
  return values.map((value) => {
    let key = said?.names.get(value) ?? keyOf(value);
    while (keys.has(key)) key += "_";
    keys.add(key);
    const description = said?.descriptions.get(value);
    return {
      key,
      value,
      ...(labels !== undefined && { label: labels.get(String(value)) ?? String(value) }),
      ...(description !== undefined && { description }),
    };
  });
}

/** Strings are their own keys; a number, which cannot be read as a name, is spelled `VALUE_1`. */
function keyOf(value: string | number): string {
  if (typeof value === "string") return value === "" ? "EMPTY" : value;
  return `VALUE_${String(value)
    .replace("-", "MINUS_")
    .replace(/[^A-Za-z0-9]+/gu, "_")
    .toUpperCase()}`;
}

function describedAs(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
