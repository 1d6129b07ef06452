import type { ApiModel, Direction, Model, TypeSource } from "../model/types.js";
import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject, SchemaType } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";

/**
 * A type of the generated package by its structure, as far as programs can tell types apart: `integer` is `number`,
 * formats are gone, and named types stand for themselves, so that every shape is a finite tree.
 */
export type Shape =
  | { readonly kind: "json" | "unknown" | "never" | "bytes" }
  | { readonly kind: "string" | "number" | "boolean" | "null" | "undefined" }
  /** Strings or numbers; an open list also admits others of their kind. */
  | {
      readonly kind: "values";
      readonly values: readonly (string | number)[];
      readonly open: boolean;
    }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "array"; readonly items: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | ObjectShape
  | { readonly kind: "union"; readonly members: readonly Shape[] }
  | { readonly kind: "intersection"; readonly members: readonly Shape[] };

export interface ObjectShape {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, PropertyShape>;
  /** The type of properties that are not listed. */
  readonly others?: Shape;
}

export interface PropertyShape {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
  readonly pointer: string;
  readonly schema: Schema;
}

/** An API as it is compared: what the client is, and the normalised description behind it. */
export interface Api {
  readonly model: ApiModel;
  readonly document: Document;
}

/** The types of one API as shapes. */
export class Shapes {
  readonly #document: Document;
  readonly #models: ReadonlyMap<string, Model>;
  readonly #expanded = new Map<string, Shape>();

  constructor({ model, document }: Api) {
    this.#document = document;
    this.#models = new Map(model.models.map((one) => [one.pointer, one]));
  }

  /** The shape of a place: the name of its model where it has one. */
  at({ pointer, direction }: TypeSource): Shape {
    const model = this.#models.get(pointer);
    if (model !== undefined) return named(model);
    return this.#written(this.#document.schemaAt(pointer), pointer, direction);
  }

  schemaAt(pointer: string): Schema {
    return this.#document.schemaAt(pointer);
  }

  /** What stands behind the name of a model. */
  behind(model: Model, direction: Direction): Shape {
    const key = `${direction} ${model.pointer}`;
    let shape = this.#expanded.get(key);
    if (shape === undefined) {
      shape =
        model.kind === "enum"
          ? {
              kind: "values",
              values: model.members.map(({ value }) => value),
              open: direction === "response",
            }
          : this.#written(this.#document.schemaAt(model.pointer), model.pointer, direction);
      this.#expanded.set(key, shape);
    }
    return shape;
  }

  #written(schema: Schema, pointer: string, direction: Direction): Shape {
    if (typeof schema === "boolean") return { kind: schema ? "json" : "never" };
    if (schema.$ref !== undefined) {
      const model = this.#models.get(schema.$ref.slice(1));
      if (model === undefined) throw new Error(`no model for ${schema.$ref}`);
      return named(model);
    }
    if (schema.const !== undefined && isScalar(schema.const)) return literalShape([schema.const]);
    if (schema.enum?.every(isScalar) === true) return enumShape(schema, direction);
    if (schema.format === "binary" && direction === "request") return { kind: "bytes" };
    return this.#composed(schema, pointer, direction);
  }

  #composed(schema: SchemaObject, pointer: string, direction: Direction): Shape {
    const below = (...path: string[]): Shape =>
      this.at({ pointer: pointer + formatPointer(path), direction });
    const list = (key: "allOf" | "anyOf" | "oneOf"): Shape[] =>
      (schema[key] ?? []).map((_, index) => below(key, String(index)));
    const choices = (["anyOf", "oneOf"] as const)
      .filter((key) => schema[key] !== undefined)
      .map((key) => unionOf(list(key)));
    const own = this.#own(schema, pointer, direction, below);
    const parts = [...(own === undefined ? [] : [own]), ...list("allOf"), ...choices];
    if (parts.length === 0) return { kind: "json" };
    return parts.length === 1 ? (parts[0] ?? { kind: "json" }) : intersectionOf(parts);
  }

  /** What the schema says by itself, without what it is composed of; undefined where that is nothing. */
  #own(
    schema: SchemaObject,
    pointer: string,
    direction: Direction,
    below: (...path: string[]) => Shape,
  ): Shape | undefined {
    const types = typesOf(schema);
    const isObject = schema.properties !== undefined || hasOthers(schema);
    if (types.length === 0 && isObject) return this.#object(schema, pointer, direction, below);
    if (types.length === 0) return undefined;
    return unionOf(
      types.map((type): Shape => {
        switch (type) {
          case "string":
          case "boolean":
          case "null":
            return { kind: type };
          case "number":
          case "integer":
            return { kind: "number" };
          case "array":
            if (schema.prefixItems !== undefined) {
              return {
                kind: "tuple",
                items: schema.prefixItems.map((_, index) => below("prefixItems", String(index))),
              };
            }
            return {
              kind: "array",
              items: schema.items === undefined ? { kind: "unknown" } : below("items"),
            };
          case "object":
            return this.#object(schema, pointer, direction, below);
          default:
            return type satisfies never;
        }
      }),
    );
  }

  #object(
    schema: SchemaObject,
    pointer: string,
    direction: Direction,
    below: (...path: string[]) => Shape,
  ): ObjectShape {
    const hidden = direction === "request" ? "readOnly" : "writeOnly";
    const properties = Object.entries(schema.properties ?? {})
      .filter(([, property]) => typeof property === "boolean" || property[hidden] !== true)
      .map(([name, property]): [string, PropertyShape] => [
        name,
        {
          name,
          required: schema.required?.includes(name) === true,
          shape: below("properties", name),
          pointer: pointer + formatPointer(["properties", name]),
          schema: property,
        },
      ]);
    const others = this.#others(schema, below);
    // An object about which nothing is said; where it is a part of another, the other says it.
    const isBlank = properties.length === 0 && others === undefined && !isComposed(schema);
    const open = others ?? (isBlank ? ({ kind: "unknown" } as const) : undefined);
    return {
      kind: "object",
      properties: new Map(properties),
      ...(open !== undefined && { others: open }),
    };
  }

  #others(schema: SchemaObject, below: (...path: string[]) => Shape): Shape | undefined {
    const patterns = Object.keys(schema.patternProperties ?? {});
    const members = [
      ...(schema.additionalProperties === undefined || schema.additionalProperties === false
        ? []
        : [below("additionalProperties")]),
      ...patterns.map((pattern) => below("patternProperties", pattern)),
    ];
    return members.length === 0 ? undefined : unionOf(members);
  }
}

function named(model: Model): Shape {
  const shape: Shape = { kind: "model", model };
  return model.kind === "enum" && model.nullable ? unionOf([shape, { kind: "null" }]) : shape;
}

function typesOf(schema: SchemaObject): readonly SchemaType[] {
  const { type } = schema;
  if (type !== undefined) return typeof type === "string" ? [type] : type;
  return schema.items === undefined ? [] : ["array"];
}

function hasOthers(schema: SchemaObject): boolean {
  return (
    (schema.additionalProperties !== undefined && schema.additionalProperties !== false) ||
    schema.patternProperties !== undefined
  );
}

function isComposed({ allOf, anyOf, oneOf }: SchemaObject): boolean {
  return allOf !== undefined || anyOf !== undefined || oneOf !== undefined;
}

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function enumShape(schema: SchemaObject, direction: Direction): Shape {
  const values = [...new Set(schema.enum?.filter(isScalar))];
  const isNullable = Array.isArray(schema.type) && schema.type.includes("null");
  return literalShape(isNullable ? [...values, null] : values, direction === "response");
}

function literalShape(values: readonly Scalar[], mayBeOpen = false): Shape {
  const texts = values.filter((value) => typeof value === "string" || typeof value === "number");
  const rest = values.filter((value) => value === null || typeof value === "boolean");
  return unionOf([
    ...(texts.length === 0
      ? []
      : [{ kind: "values" as const, values: texts, open: mayBeOpen && texts.length > 1 }]),
    ...[...new Set(rest)].map((value): Shape =>
      value === null ? { kind: "null" } : { kind: "flag", value: value === true },
    ),
  ]);
}

/** A union without unions in it, and without members that say the same. */
export function unionOf(members: readonly Shape[]): Shape {
  const flat = members.flatMap((member) => (member.kind === "union" ? member.members : [member]));
  const flags = flat.filter(({ kind }) => kind === "flag");
  const isEither =
    flags.some((flag) => "value" in flag && flag.value === true) &&
    flags.some((flag) => "value" in flag && flag.value === false);
  const whole: Shape[] = isEither
    ? [...flat.filter(({ kind }) => kind !== "flag"), { kind: "boolean" }]
    : flat;
  const distinct = [...new Map(whole.map((member) => [keyOf(member), member])).values()];
  const [first] = distinct;
  if (first === undefined) return { kind: "never" };
  return distinct.length === 1 ? first : { kind: "union", members: distinct };
}

function intersectionOf(members: readonly Shape[]): Shape {
  const flat = members.flatMap((one) => (one.kind === "intersection" ? one.members : [one]));
  return { kind: "intersection", members: flat };
}

/** A text that is the same for shapes that are the same; named types by the name that is given for them. */
export function keyOf(shape: Shape, nameOf: (model: Model) => string = ({ name }) => name): string {
  const key = (one: Shape): string => keyOf(one, nameOf);
  switch (shape.kind) {
    case "values":
      return `${shape.open ? "open" : "one of"} ${JSON.stringify([...shape.values].map((value) => JSON.stringify(value)).sort())}`;
    case "flag":
      return String(shape.value);
    case "model":
      return `#${nameOf(shape.model)}`;
    case "array":
      return `[${key(shape.items)}]`;
    case "tuple":
      return `tuple(${shape.items.map(key).join()})`;
    case "object": {
      const properties = [...shape.properties.values()]
        .map((one) => `${JSON.stringify(one.name)}${one.required ? "" : "?"}:${key(one.shape)}`)
        .sort();
      return `{${properties.join()};${shape.others === undefined ? "" : key(shape.others)}}`;
    }
    case "union":
    case "intersection":
      return `${shape.kind}(${shape.members.map(key).sort().join()})`;
    default:
      return shape.kind;
  }
}
