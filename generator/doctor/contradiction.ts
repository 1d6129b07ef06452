import type { Schema, SchemaObject, SchemaType } from "../spec/openapi.js";

export type Resolve = (schema: Schema) => Schema;

/** So deep an example is looked at; a schema that refers to itself has no end. */
const maximumDepth = 40;

/**
 * In what an example is no value of its schema, or `undefined` where nothing says that it is none. Types, values,
 * required properties and bounds are compared; patterns and formats are not: those of a description are never run.
 */
export function contradiction(
  value: unknown,
  given: Schema,
  resolve: Resolve,
  at: readonly string[] = [],
): string | undefined {
  const schema = resolve(given);
  if (schema === true || at.length > maximumDepth) return undefined;
  if (schema === false) return `${named(at)} is not allowed`;
  const inner = (part: Schema): string | undefined => contradiction(value, part, resolve, at);
  const found =
    kindFault(value, schema, at) ??
    boundFault(value, schema, at) ??
    first(schema.allOf ?? [], inner) ??
    partFault(value, schema, resolve, at);
  if (found !== undefined) return found;
  for (const choice of [schema.anyOf, schema.oneOf]) {
    const faults = choice?.map(inner) ?? [];
    const [only] = faults;
    if (faults.length > 0 && faults.every((fault) => fault !== undefined))
      return faults.length === 1 ? only : `${named(at)} is none of ${faults.length} alternatives`;
  }
  return undefined;
}

function kindFault(
  value: unknown,
  schema: SchemaObject,
  at: readonly string[],
): string | undefined {
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  if (types && !types.some((type) => isOf(value, type)))
    return `${named(at)} is ${shown(value)}, and not ${types.join(" or ")}`;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (!values || values.some((known) => isSame(known, value))) return undefined;
  const few = values.slice(0, 3).map(shown).join(", ");
  return `${named(at)} is ${shown(value)}, and not ${values.length > 3 ? `one of ${values.length} values: ${few}, …` : few}`;
}

function boundFault(
  value: unknown,
  schema: SchemaObject,
  at: readonly string[],
): string | undefined {
  const say = (what: string): string => `${named(at)} is ${shown(value)}, and ${what}`;
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    if (value < minimum) return say(`the least is ${minimum}`);
    return value > maximum ? say(`the most is ${maximum}`) : undefined;
  }
  if (typeof value === "string") {
    const { minLength = 0, maxLength = Infinity } = schema;
    const length = [...value].length;
    if (length < minLength) return say(`it has ${length} characters, fewer than ${minLength}`);
    return length > maxLength
      ? say(`it has ${length} characters, more than ${maxLength}`)
      : undefined;
  }
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Infinity } = schema;
    if (value.length < minItems) return say(`fewer than ${minItems}`);
    return value.length > maxItems ? say(`more than ${maxItems}`) : undefined;
  }
  return undefined;
}

function partFault(
  value: unknown,
  schema: SchemaObject,
  resolve: Resolve,
  at: readonly string[],
): string | undefined {
  if (Array.isArray(value)) {
    const { items, prefixItems = [] } = schema;
    return first([...value.entries()], ([index, entry]) => {
      const part = prefixItems[index] ?? items;
      return part === undefined
        ? undefined
        : contradiction(entry, part, resolve, [...at, String(index)]);
    });
  }
  if (!isRecord(value)) return undefined;
  const { properties = {}, required = [] } = schema;
  const missing = required.find((name) => !Object.hasOwn(value, name) && !isOneWay(name));
  if (missing !== undefined) return `${named(at)} lacks "${missing}", which is required`;
  return first(Object.keys(value), (name) =>
    Object.hasOwn(properties, name)
      ? contradiction(value[name], properties[name] ?? true, resolve, [...at, name])
      : undefined,
  );

  /** An example shows a request or an answer; what only the other one has may be absent. */
  function isOneWay(name: string): boolean {
    const property = resolve(Object.hasOwn(properties, name) ? (properties[name] ?? true) : true);
    return typeof property === "object" && (property.readOnly ?? property.writeOnly ?? false);
  }
}

function first<T>(list: readonly T[], test: (entry: T) => string | undefined): string | undefined {
  for (const entry of list) {
    const found = test(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isOf(value: unknown, type: SchemaType): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isRecord(value);
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

function named(at: readonly string[]): string {
  return at.length === 0 ? "it" : at.join(".");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isRecord(value)) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
