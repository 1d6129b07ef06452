import type { Document } from "../spec/document.js";
import type { Example, Schema, SchemaObject } from "../spec/openapi.js";
import { canonicalJson, isObject } from "./json.js";
import type { JsonObject, JsonValue } from "./types.js";

/**
 * A value of the schema for the documentation: what the description gives as an example or default, else the simplest
 * value of its type, with the required properties only.
 */
export function example(
  document: Document,
  schema: Schema,
  examples: Readonly<Record<string, Example>> = {},
): JsonValue {
  const [first] = Object.keys(examples).sort();
  const given = first === undefined ? undefined : examples[first];
  return canonicalJson(given?.value) ?? sample(document, schema, 0);
}

const deepest = 4;

function sample(document: Document, reference: Schema, depth: number): JsonValue {
  const schema = document.resolve(reference);
  if (typeof schema === "boolean" || depth > deepest) return {};
  const given =
    canonicalJson(schema.examples?.[0]) ??
    canonicalJson(schema.default) ??
    canonicalJson(schema.const);
  if (given !== undefined) return given;
  const [value] = schema.enum ?? [];
  if (value !== undefined) return canonicalJson(value) ?? null;
  const [alternative] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (alternative !== undefined && schema.properties === undefined) {
    return sample(document, alternative, depth + 1);
  }
  return ofType(document, schema, depth);
}

function ofType(document: Document, schema: SchemaObject, depth: number): JsonValue {
  const [type] = [schema.type ?? (schema.properties || schema.allOf ? "object" : "string")].flat();
  switch (type) {
    case "object":
      return objectOf(document, schema, depth);
    case "array":
      return (schema.minItems ?? 0) > 0 && schema.items !== undefined
        ? [sample(document, schema.items, depth + 1)]
        : [];
    case "integer":
    case "number":
      return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case "boolean":
      return true;
    case "null":
      return null;
    case "string":
    case undefined:
      return textOf(schema.format);
    default:
      return type satisfies never;
  }
}

function objectOf(document: Document, schema: SchemaObject, depth: number): JsonObject {
  const entries = new Map<string, JsonValue>();
  for (const part of schema.allOf ?? []) {
    const value = sample(document, part, depth + 1);
    if (isObject(value)) for (const [key, item] of Object.entries(value)) entries.set(key, item);
  }
  for (const [key, property] of Object.entries(schema.properties ?? {}).sort(byKey)) {
    const readOnly = typeof property === "object" && property.readOnly === true;
    if (readOnly || schema.required?.includes(key) !== true) continue;
    entries.set(key, sample(document, property, depth + 1));
  }
  return Object.fromEntries(entries);
}

function textOf(format: string | undefined): string {
  switch (format) {
    case "date":
      return "2026-01-31";
    case "date-time":
      return "2026-01-31T12:00:00Z";
    case "uuid":
      return "00000000-0000-4000-8000-000000000000";
    case "email":
      return "ana@example.com";
    case "uri":
    case "url":
      return "https://example.com";
    default:
      return "…";
  }
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
