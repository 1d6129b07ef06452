import type { JsonObject, JsonValue } from "./types.js";

/** Data of the description as JSON with sorted keys, so that a reshuffled description reads the same; undefined for what is no JSON. */
export function canonicalJson(value: unknown): JsonValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "object":
      if (value === null) return null;
      return Array.isArray(value)
        ? value.map((item: unknown) => canonicalJson(item) ?? null)
        : canonicalObject(value);
    default:
      return undefined;
  }
}

function canonicalObject(value: object): JsonObject {
  const keys = Object.keys(value).sort();
  return Object.fromEntries(
    keys.map((key) => [key, canonicalJson(Reflect.get(value, key)) ?? null]),
  );
}

export function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
