import type { Direction, Model } from "../model/types.js";
import { keyOf, unionOf } from "./shape.js";
import type { ObjectShape, PropertyShape, Shape, Shapes } from "./shape.js";

/** One side of a comparison: its types, and what its named types are called. */
export interface Side {
  readonly shapes: Shapes;
  readonly nameOf: (model: Model) => string;
}

/**
 * Whether the compiler takes a value of one type where the other is expected. Named types that are the same thing in
 * both versions fit: what changed in them is reported where they are declared.
 */
export class Fit {
  readonly #from: Side;
  readonly #to: Side;
  readonly #direction: Direction;
  /** Pairs that are being looked at: a type that contains itself fits if the rest of it does. */
  readonly #assumed = new Set<string>();

  constructor(from: Side, to: Side, direction: Direction) {
    this.#from = from;
    this.#to = to;
    this.#direction = direction;
  }

  fits(from: Shape, to: Shape): boolean {
    const key = `${keyOf(from, this.#from.nameOf)} to ${keyOf(to, this.#to.nameOf)}`;
    if (this.#assumed.has(key) || keyOf(from, this.#from.nameOf) === keyOf(to, this.#to.nameOf))
      return true;
    this.#assumed.add(key);
    return this.#fits(from, to);
  }

  #fits(from: Shape, to: Shape): boolean {
    if (to.kind === "unknown" || from.kind === "never") return true;
    if (from.kind === "union") return from.members.every((member) => this.fits(member, to));
    if (from.kind === "boolean" && to.kind === "union") return this.#flagsFit(to.members);
    if (to.kind === "union" && to.members.some((member) => this.fits(from, member))) return true;
    if (from.kind === "values" && to.kind === "union") return this.#valuesFit(from, to.members);
    if (to.kind === "intersection") {
      const whole = flatten(to, this.#to.shapes, this.#direction);
      return whole === undefined
        ? to.members.every((member) => this.fits(from, member))
        : this.fits(from, whole);
    }
    if (from.kind === "model") {
      // An interface has no index signature, so that it is no JSON value to the compiler.
      if (to.kind === "json" && this.#isInterface(from.model)) return false;
      return this.fits(this.#from.shapes.behind(from.model, this.#direction), to);
    }
    if (to.kind === "model")
      return this.fits(from, this.#to.shapes.behind(to.model, this.#direction));
    if (from.kind === "intersection") {
      const whole = flatten(from, this.#from.shapes, this.#direction);
      if (whole !== undefined) return this.fits(whole, to);
      return from.members.some((member) => this.fits(member, to));
    }
    return this.#leafFits(from, to);
  }

  #leafFits(from: Shape, to: Shape): boolean {
    if (to.kind === "json") return this.#isJson(from);
    switch (from.kind) {
      case "values":
        return to.kind === "values"
          ? valuesFit(from.values, from.open, to)
          : from.values.every((value) => typeof value === to.kind);
      case "flag":
        return to.kind === "boolean";
      case "string":
      case "number":
        return (
          to.kind === "values" && to.open && to.values.some((value) => typeof value === from.kind)
        );
      case "array":
        return to.kind === "array" && this.fits(from.items, to.items);
      case "tuple":
        if (to.kind === "array") return from.items.every((item) => this.fits(item, to.items));
        return (
          to.kind === "tuple" &&
          from.items.length === to.items.length &&
          from.items.every((item, index) => this.fits(item, to.items[index] ?? { kind: "never" }))
        );
      case "object":
        return to.kind === "object" && this.#objectFits(from, to);
      default:
        return false;
    }
  }

  #objectFits(from: ObjectShape, to: ObjectShape): boolean {
    const isMissing = (property: PropertyShape): boolean => {
      const given = from.properties.get(property.name);
      if (given === undefined) {
        return (
          property.required ||
          (from.others !== undefined && !this.fits(from.others, property.shape))
        );
      }
      return (property.required && !given.required) || !this.fits(given.shape, property.shape);
    };
    if ([...to.properties.values()].some(isMissing)) return false;
    const { others } = to;
    if (others === undefined) {
      // What has nothing in common with an object whose members are all optional is taken for a mistake.
      const isWeak = [...to.properties.values()].every(({ required }) => !required);
      const hasCommon = [...from.properties.keys()].some((name) => to.properties.has(name));
      return !isWeak || to.properties.size === 0 || from.properties.size === 0 || hasCommon;
    }
    const rest = [...from.properties.values()].filter(({ name }) => !to.properties.has(name));
    return (
      rest.every(({ shape, required }) => required && this.fits(shape, others)) &&
      (from.others === undefined || this.fits(from.others, others))
    );
  }

  #flagsFit(members: readonly Shape[]): boolean {
    return members.some(({ kind }) => kind === "boolean" || kind === "json" || kind === "unknown");
  }

  #valuesFit(from: Extract<Shape, { kind: "values" }>, members: readonly Shape[]): boolean {
    const lists = members.filter((member) => member.kind === "values" || member.kind === "model");
    return (
      from.values.length > 1 &&
      !from.open &&
      from.values.every((value) =>
        lists.some((to) => this.fits({ kind: "values", values: [value], open: false }, to)),
      )
    );
  }

  #isJson(shape: Shape): boolean {
    switch (shape.kind) {
      case "string":
      case "number":
      case "boolean":
      case "null":
      case "values":
      case "flag":
      case "json":
        return true;
      case "array":
        return this.fits(shape.items, { kind: "json" });
      case "tuple":
        return shape.items.every((item) => this.fits(item, { kind: "json" }));
      case "object":
        return (
          [...shape.properties.values()].every(
            (one) => one.required && this.fits(one.shape, { kind: "json" }),
          ) &&
          (shape.others === undefined || this.fits(shape.others, { kind: "json" }))
        );
      default:
        return false;
    }
  }

  #isInterface(model: Model): boolean {
    const shape = this.#from.shapes.behind(model, this.#direction);
    return shape.kind === "object" && shape.others === undefined;
  }
}

function valuesFit(
  from: readonly (string | number)[],
  isOpen: boolean,
  to: Extract<Shape, { kind: "values" }>,
): boolean {
  const kinds = new Set(to.values.map((value) => typeof value));
  if (to.open) return from.every((value) => kinds.has(typeof value));
  return !isOpen && from.every((value) => to.values.includes(value));
}

/** The properties of an object that is put together of others; undefined for what is more than its properties. */
export function flatten(
  shape: Shape,
  shapes: Shapes,
  direction: Direction,
): ObjectShape | undefined {
  switch (shape.kind) {
    case "object":
      return shape;
    case "model":
      return shape.model.kind === "enum" ? undefined : flattenOnce(shape.model, shapes, direction);
    case "intersection": {
      const parts = shape.members.map((member) => flatten(member, shapes, direction));
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? merge(known) : undefined;
    }
    default:
      return undefined;
  }
}

/** Types that contain themselves as a part have no end; no description that was read has one. */
function flattenOnce(model: Model, shapes: Shapes, direction: Direction): ObjectShape | undefined {
  const behind = shapes.behind(model, direction);
  return behind.kind === "model" && behind.model === model
    ? undefined
    : flatten(behind, shapes, direction);
}

function merge(parts: readonly ObjectShape[]): ObjectShape {
  const properties = new Map<string, PropertyShape>();
  for (const part of parts) {
    for (const property of part.properties.values()) {
      const before = properties.get(property.name);
      properties.set(
        property.name,
        before === undefined
          ? property
          : {
              ...property,
              required: property.required || before.required,
              shape:
                keyOf(before.shape) === keyOf(property.shape)
                  ? property.shape
                  : { kind: "intersection", members: [before.shape, property.shape] },
            },
      );
    }
  }
  const others = parts.flatMap((part) => (part.others === undefined ? [] : [part.others]));
  return { kind: "object", properties, ...(others.length > 0 && { others: unionOf(others) }) };
}
