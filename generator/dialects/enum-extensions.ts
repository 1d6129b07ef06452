import type { SchemaObject } from "../spec/openapi.js";
import type { Dialect, EnumNames } from "./dialect.js";

/**
 * Extensions that name or explain the values of an enum: `x-enum-varnames` (OpenAPI Generator), `x-enumNames` (NSwag),
 * `x-enum-descriptions` and `x-enumDescriptions` (a list, or a text by value), `x-ms-enum` (AutoRest).
 */
export const enumExtensions: Dialect = { name: "enum extensions", enumNames };

function enumNames(schema: SchemaObject): EnumNames | undefined {
  const names = textsOf(schema, schema["x-enum-varnames"] ?? schema["x-enumNames"]);
  const descriptions = textsOf(
    schema,
    schema["x-enum-descriptions"] ?? schema["x-enumDescriptions"],
  );
  for (const { value, name, description } of autoRestValues(schema["x-ms-enum"])) {
    if (isText(name) && !names.has(value)) names.set(value, name);
    if (isText(description) && !descriptions.has(value)) descriptions.set(value, description);
  }
  return names.size + descriptions.size > 0 ? { names, descriptions } : undefined;
}

/** A list goes by position, an object by value. More texts than values belong to something else. */
function textsOf({ enum: values = [] }: SchemaObject, texts: unknown): Map<unknown, string> {
  const found = new Map<unknown, string>();
  if (typeof texts !== "object" || texts === null) return found;
  const isList = Array.isArray(texts);
  if (isList && texts.length > values.length) return found;
  values.forEach((value, index) => {
    const key = isList ? String(index) : String(value);
    const text: unknown = Object.hasOwn(texts, key)
      ? (texts as Record<string, unknown>)[key]
      : undefined;
    if (isText(text) && !found.has(value)) found.set(value, text);
  });
  return found;
}

function autoRestValues(extension: unknown): Record<string, unknown>[] {
  if (typeof extension !== "object" || extension === null || !("values" in extension)) return [];
  const { values } = extension;
  if (!Array.isArray(values)) return [];
  return values.filter(
    (entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null,
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
