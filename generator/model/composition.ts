import { componentName } from "../spec/component-refs.js";
import type { Document } from "../spec/document.js";
import type { Schema } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";

/** A schema and where it stands. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
}

export interface DeclaredProperty extends PlacedSchema {
  /** Whether the schema that declares it requires it, too. */
  readonly isRequired: boolean;
}

/** Where a property of an object is declared: in the schema, in what it refers to, or in a part of its `allOf`. */
export function declarationOf(
  document: Pick<Document, "root">,
  start: PlacedSchema,
  name: string,
): DeclaredProperty | undefined {
  const seen = new Set<string>();
  const open = [start];
  for (let place = open.shift(); place !== undefined; place = open.shift()) {
    const { schema, pointer } = place;
    if (typeof schema === "boolean" || seen.has(pointer)) continue;
    seen.add(pointer);
    if (schema.properties !== undefined && Object.hasOwn(schema.properties, name)) {
      return {
        schema: schema.properties[name] ?? {},
        pointer: pointer + formatPointer(["properties", name]),
        isRequired: schema.required?.includes(name) === true,
      };
    }
    open.push(...partsOf(document, place));
  }
  return undefined;
}

/** The strings that are all that a schema admits; undefined where it admits others. */
export function admittedTexts(
  document: Pick<Document, "root">,
  start: Schema,
): readonly string[] | undefined {
  const seen = new Set<Schema>();
  const open = [start];
  for (let schema = open.shift(); schema !== undefined; schema = open.shift()) {
    if (typeof schema === "boolean" || seen.has(schema)) continue;
    seen.add(schema);
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (values !== undefined) return values.filter((value) => typeof value === "string");
    open.push(...partsOf(document, { schema, pointer: "" }).map((part) => part.schema));
  }
  return undefined;
}

/** What must hold together with the keywords of the schema itself. */
export function partsOf(
  { root }: Pick<Document, "root">,
  { schema, pointer }: PlacedSchema,
): readonly PlacedSchema[] {
  if (typeof schema === "boolean") return [];
  const parts = (schema.allOf ?? []).map((part, index) => ({
    schema: part,
    pointer: pointer + formatPointer(["allOf", index]),
  }));
  if (schema.$ref === undefined) return parts;
  const name = componentName(schema.$ref);
  const target = root.components.schemas[name] ?? {};
  return [{ schema: target, pointer: formatPointer(["components", "schemas", name]) }, ...parts];
}
