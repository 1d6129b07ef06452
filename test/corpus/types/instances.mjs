import { isObject, resolve } from "./descriptions.mjs";
import { tagsOf } from "./tags.mjs";
import { escape, hiddenIn, refName } from "./validator.mjs";

/** No value can be made here: the schema admits none, or none that JSON can write. */
class NoInstance extends Error {}

const MAX_DEPTH = 8;
const OPTIONAL_BY_DEPTH = [60, 14, 6, 3];

/** Makes values of a description's schemas: the same ones every time, a different one for each variant. */
export class Instances {
  #root;
  #direction;
  #tags;
  #is30;

  constructor(root, direction) {
    this.#root = root;
    this.#direction = direction;
    this.#tags = tagsOf(root);
    this.#is30 = root.openapi.startsWith("3.0");
  }

  /** Variant 0 has what is required; each other one takes another branch, another value, other optional properties. */
  make(name, variant) {
    try {
      return this.#value([{ $ref: `#/components/schemas/${escape(name)}` }], { variant, depth: 0 });
    } catch (error) {
      if (error instanceof NoInstance) return undefined;
      throw error;
    }
  }

  #value(schemas, { variant, depth }) {
    if (depth > MAX_DEPTH) throw new NoInstance();
    const shape = {
      properties: new Map(),
      required: new Set(),
      items: [],
      additional: undefined,
      patterns: [],
    };
    for (const schema of schemas) this.#flatten(schema, shape, { variant, depth, trail: [] });
    if (shape.format === "binary") throw new NoInstance();
    if (shape.values !== undefined) {
      if (shape.values.length === 0) throw new NoInstance();
      return shape.values[variant % shape.values.length];
    }
    const types = shape.types ?? [this.#implied(shape)];
    const type = types[Math.floor(variant / 2) % types.length];
    switch (type) {
      case "null":
        return null;
      case "boolean":
        return variant % 2 === 0;
      case "integer":
        return 40 + variant;
      case "number":
        return variant + 0.5;
      case "string":
        return TEXTS[shape.format] ?? `text ${variant}`;
      case "array":
        return this.#array(shape, { variant, depth });
      case "object":
        return this.#object(shape, { variant, depth });
      default:
        throw new NoInstance();
    }
  }

  #implied(shape) {
    if (shape.properties.size > 0 || shape.required.size > 0 || shape.additional !== undefined)
      return "object";
    return shape.items.length > 0 || shape.prefix !== undefined ? "array" : "string";
  }

  #array(shape, { variant, depth }) {
    const most = shape.maxItems ?? Infinity;
    const wanted = Math.min(
      Math.max(
        shape.minItems ?? 0,
        variant === 0 || depth > 3 ? 0 : 1 + (variant % 2),
        shape.prefix?.length ?? 0,
      ),
      most,
    );
    const result = [];
    for (let index = 0; index < wanted && index < 50; index++) {
      const inner = shape.prefix?.[index] !== undefined ? [shape.prefix[index]] : shape.items;
      try {
        result.push(
          this.#value(inner, { variant: variant + (variant === 0 ? 0 : index), depth: depth + 1 }),
        );
      } catch (error) {
        if (!(error instanceof NoInstance) || index < (shape.minItems ?? 0)) throw error;
        break;
      }
    }
    return result;
  }

  #object(shape, { variant, depth }) {
    const result = {};
    const optional = [...shape.properties.keys()].filter((name) => !shape.required.has(name));
    const most = variant === 0 ? 0 : (OPTIONAL_BY_DEPTH[depth] ?? 0);
    const start = optional.length > most ? ((variant - 1) * most) % optional.length : 0;
    const chosen = new Set(
      [...optional, ...optional].slice(start, start + Math.min(most, optional.length)),
    );
    for (const name of shape.required) {
      const schemas =
        shape.properties.get(name) ??
        (shape.additional === undefined ? [true] : [shape.additional]);
      if (shape.additional === false && !shape.properties.has(name)) throw new NoInstance();
      define(result, name, this.#value(schemas, { variant, depth: depth + 1 }));
    }
    for (const name of optional) {
      if (!chosen.has(name)) continue;
      try {
        define(
          result,
          name,
          this.#value(shape.properties.get(name), { variant, depth: depth + 1 }),
        );
      } catch (error) {
        if (!(error instanceof NoInstance)) throw error;
      }
    }
    const { additional } = shape;
    const isMap = shape.properties.size === 0;
    const isOpen =
      additional === true || isObject(additional) || (isMap && additional === undefined);
    if (isOpen && (isMap ? variant > 0 : variant > 1) && depth < 4) {
      try {
        const value = this.#value([additional ?? true], { variant, depth: depth + 1 });
        if (!Object.hasOwn(result, "anotherKey")) define(result, "anotherKey", value);
      } catch (error) {
        if (!(error instanceof NoInstance)) throw error;
      }
    }
    return result;
  }

  #flatten(raw, shape, at) {
    if (raw === false) throw new NoInstance();
    if (!isObject(raw)) return;
    const { variant, trail } = at;
    if (trail.length > 30) throw new NoInstance();
    if (typeof raw.$ref === "string") {
      const target = resolve(this.#root, raw.$ref);
      if (target === undefined || trail.some((step) => step.target === target))
        throw new NoInstance();
      const name = refName(raw.$ref);
      const union = this.#tags.variantsOf(name);
      if (union !== undefined && !trail.some(({ of }) => this.#tags.extends(of, name))) {
        const branch = union.branches[Math.max(0, variant - 1) % union.branches.length];
        this.#property(shape, union.property, { const: branch.values[0] });
        shape.required.add(union.property);
        if (branch.name !== name) {
          this.#flatten({ $ref: `#/components/schemas/${escape(branch.name)}` }, shape, at);
          return;
        }
      }
      for (const { property, first } of name === undefined ? [] : this.#tags.ofSchema(name)) {
        if (first !== undefined && !shape.tagged?.has(property)) {
          (shape.tagged ??= new Set()).add(property);
          this.#property(shape, property, { const: first });
        }
      }
      this.#flatten(target, shape, { ...at, trail: [...trail, { target, of: name }] });
      if (this.#is30) return;
    }
    const types = typesOf(raw);
    if (types !== undefined) {
      shape.types =
        shape.types === undefined
          ? types
          : shape.types.filter(
              (type) => types.includes(type) || (type === "integer" && types.includes("number")),
            );
      if (shape.types.length === 0) throw new NoInstance();
    }
    if (raw.format === "binary") shape.format = "binary";
    shape.format ??= raw.format;
    const values = "const" in raw ? [raw.const] : Array.isArray(raw.enum) ? raw.enum : undefined;
    if (values !== undefined) {
      const known = shape.values;
      shape.values = known === undefined ? values : known.filter((one) => values.includes(one));
    }
    const hidden = hiddenIn(raw, this.#direction);
    for (const [name, inner] of Object.entries(isObject(raw.properties) ? raw.properties : {})) {
      if (!hidden.has(name) && !this.#isOneWay(inner)) this.#property(shape, name, inner);
    }
    for (const name of Array.isArray(raw.required) ? raw.required : []) {
      if (typeof name === "string" && !hidden.has(name)) shape.required.add(name);
    }
    if ("additionalProperties" in raw) shape.additional = raw.additionalProperties;
    if ("items" in raw && raw.items !== undefined) shape.items.push(raw.items);
    if (Array.isArray(raw.prefixItems)) shape.prefix = raw.prefixItems;
    shape.minItems = Math.max(shape.minItems ?? 0, raw.minItems ?? 0);
    shape.maxItems = Math.min(shape.maxItems ?? Infinity, raw.maxItems ?? Infinity);
    for (const inner of Array.isArray(raw.allOf) ? raw.allOf : []) this.#flatten(inner, shape, at);
    for (const keyword of ["oneOf", "anyOf"]) {
      const members = raw[keyword];
      if (this.#tags.variantsOf(trail.at(-1)?.of) !== undefined && trail.at(-1).target === raw)
        continue;
      if (!Array.isArray(members) || members.length === 0) continue;
      const index = Math.max(0, variant - 1) % members.length;
      const union = this.#tags.ofUnion(raw);
      if (union !== undefined && members === (raw.oneOf ?? raw.anyOf)) {
        this.#property(shape, union.property, { const: union.branches[index].values[0] });
        shape.required.add(union.property);
      }
      this.#flatten(members[index], shape, at);
    }
  }

  #property(shape, name, schema) {
    const known = shape.properties.get(name);
    if (known === undefined) shape.properties.set(name, [schema]);
    else known.push(schema);
  }

  /** Marked where it is defined and not where it is used: descriptions mean different things by that. */
  #isOneWay(schema) {
    if (typeof schema?.$ref !== "string") return false;
    const target = resolve(this.#root, schema.$ref);
    return target?.readOnly === true || target?.writeOnly === true;
  }
}

function define(object, name, value) {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function typesOf({ type, nullable }) {
  const types = Array.isArray(type) ? type : typeof type === "string" ? [type] : undefined;
  return types !== undefined && nullable === true && !types.includes("null")
    ? [...types, "null"]
    : types;
}

const TEXTS = {
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  uuid: "7f2c1f0e-6f6d-4c7e-9d35-0c6a3a1f2b11",
  email: "ana@example.com",
  uri: "https://example.com/a",
};

/** Values that are one change away: `kind` is what was broken, and the keywords a validator may name for it. */
export function* broken(value) {
  for (const { path, inner } of places(value)) {
    if (inner !== null) {
      const other = typeof inner === "string" ? 12345 : "another type";
      yield {
        kind: "wrong type",
        keywords: ["type", "enum", "const"],
        value: replaced(value, path, other),
      };
    }
    if (typeof inner === "string") {
      yield {
        kind: "unknown value",
        keywords: ["enum", "const"],
        value: replaced(value, path, "zz unknown"),
      };
    } else if (typeof inner === "number") {
      yield {
        kind: "unknown value",
        keywords: ["enum", "const"],
        value: replaced(value, path, 987654321),
      };
    }
    if (isObject(inner)) {
      for (const key of Object.keys(inner)) {
        const { [key]: _, ...rest } = inner;
        yield { kind: "missing", keywords: ["required"], value: replaced(value, path, rest) };
      }
      yield {
        kind: "unknown key",
        keywords: ["additionalProperties"],
        value: replaced(value, path, { ...inner, zzUnknown: 1 }),
      };
    }
  }
}

function* places(value, path = []) {
  yield { path, inner: value };
  if (typeof value !== "object" || value === null || path.length > 5) return;
  for (const key of Object.keys(value)) yield* places(value[key], [...path, key]);
}

function replaced(value, [key, ...rest], other) {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((inner, index) =>
      String(index) === key ? replaced(inner, rest, other) : inner,
    );
  const copy = { ...value };
  define(copy, key, replaced(value[key], rest, other));
  return copy;
}
