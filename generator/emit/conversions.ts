import { camelCase } from "../model/names.js";
import type { Conversion, JsonValue, Model, SchemaModel, Shape } from "../model/types.js";
import {
  code,
  docText,
  identifier,
  literal,
  Mention,
  numberLiteral,
  printed,
  stringLiteral,
} from "../morph/encode.js";
import type { Code, Literal } from "../morph/encode.js";
import type { ModuleScope, Ref } from "../morph/scope.js";
import type { Declaration } from "../morph/structures.js";
import { conversion as conversionRef } from "./runtime-refs.js";

/** The conversions of models, which refer to each other, and what uses them. */
export class EmittedConversions {
  readonly #models: ReadonlyMap<string, SchemaModel>;

  constructor(models: readonly Model[]) {
    const schemas = models.filter((model) => model.kind === "schema");
    this.#models = new Map(schemas.map((model) => [model.pointer, model]));
  }

  /** Beside the types of a model: where in it there are values to convert. */
  declaration(model: SchemaModel, scope: ModuleScope): readonly Declaration[] {
    if (model.conversion === undefined) return [];
    return [
      {
        kind: "const",
        exported: true,
        name: identifier(constantName(model)),
        docs: docText(`Where \`${model.name}\` holds values that JSON has no type for.`),
        type: scope.use(conversionRef),
        initializer: literal(this.#literal(model.conversion, scope)),
      },
    ];
  }

  /** What reads a body, for the literal of an operation. */
  reader(conversion: Conversion | undefined, scope: ModuleScope): Mention | undefined {
    if (conversion === undefined) return undefined;
    const name = this.holdsIntegers(conversion) ? "withIntegers" : "withDates";
    const reader = scope.use({ name, module: "runtime/convert", typeOnly: false });
    return new Mention(
      code`/* @__PURE__ */ ${reader}(${literal(this.#literal(conversion, scope))})`,
    );
  }

  /** Whether there are bigints in it, on any way. */
  holdsIntegers(conversion: Conversion, seen = new Set<string>()): boolean {
    if (typeof conversion === "string") return conversion === "bigint";
    if ("model" in conversion) {
      if (seen.has(conversion.model)) return false;
      seen.add(conversion.model);
      const target = this.#models.get(conversion.model)?.conversion;
      return target !== undefined && this.holdsIntegers(target, seen);
    }
    return partsOf(conversion).some((part) => this.holdsIntegers(part, seen));
  }

  /** An example of the description as its converted type has it: `new Date("…")`, `12n`. */
  example(value: JsonValue, conversion: Conversion | undefined): Literal {
    if (conversion === undefined) return value;
    const parts = [...this.#flat(conversion, value)];
    if (typeof value === "string")
      return parts.includes("date") && isDate(value) ? new Mention(dateText(value)) : value;
    if (typeof value === "number")
      return parts.includes("bigint") && Number.isSafeInteger(value)
        ? new Mention(bigintText(value))
        : value;
    const shapes = parts.filter((part) => typeof part === "object");
    const each = (entry: JsonValue, of: (shape: Shape) => Conversion | null | undefined): Literal =>
      this.example(entry, { all: shapes.flatMap((shape) => of(shape) ?? []) });
    if (isList(value))
      return value.map((entry, index) =>
        each(entry, ({ entries = [], items }) => (index < entries.length ? entries[index] : items)),
      );
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [
        key,
        each(entry, ({ properties, values }) => own<Conversion>(properties, key) ?? values),
      ]),
    );
  }

  /** What holds for a value at its own place, without models and alternatives in between. */
  *#flat(conversion: Conversion, value: JsonValue): Generator<"date" | "bigint" | Shape> {
    if (typeof conversion === "string") {
      yield conversion;
    } else if ("model" in conversion) {
      const target = this.#models.get(conversion.model)?.conversion;
      if (target !== undefined) yield* this.#flat(target, value);
    } else {
      yield conversion;
      for (const part of conversion.all ?? []) yield* this.#flat(part, value);
      const { tag, variants } = conversion;
      const named =
        tag === undefined || typeof value !== "object" ? undefined : own<JsonValue>(value, tag);
      const variant = typeof named === "string" ? own<Conversion>(variants, named) : undefined;
      if (variant !== undefined) yield* this.#flat(variant, value);
    }
  }

  #literal(conversion: Conversion, scope: ModuleScope): Literal {
    if (typeof conversion === "string") return conversion;
    if ("model" in conversion) {
      const model = this.#models.get(conversion.model);
      if (model === undefined) throw new Error(`no conversion of ${conversion.model}`);
      return new Mention(code`() => ${scope.use(refOf(model))}`);
    }
    const each = (map: Readonly<Record<string, Conversion>>): Literal =>
      Object.fromEntries(
        Object.entries(map)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [key, this.#literal(part, scope)]),
      );
    const { properties, values, items, entries, all, tag, variants } = conversion;
    return {
      properties: properties && each(properties),
      values: values && this.#literal(values, scope),
      items: items && this.#literal(items, scope),
      entries: entries?.map((part) => (part === null ? null : this.#literal(part, scope))),
      all: all?.map((part) => this.#literal(part, scope)),
      tag,
      variants: variants && each(variants),
    };
  }
}

export function constantName({ name }: SchemaModel): string {
  return `${camelCase(name)}Conversion`;
}

function refOf(model: SchemaModel): Ref {
  return { name: constantName(model), module: `models/${model.fileName}`, typeOnly: false };
}

function partsOf({ properties, values, items, entries, all, variants }: Shape): Conversion[] {
  return [
    ...Object.values(properties ?? {}),
    ...(values === undefined ? [] : [values]),
    ...(items === undefined ? [] : [items]),
    ...(entries ?? []).filter((part) => part !== null),
    ...(all ?? []),
    ...Object.values(variants ?? {}),
  ];
}

function own<T>(map: object | null | undefined, key: string): T | undefined {
  return map && Object.hasOwn(map, key) ? (map as Readonly<Record<string, T>>)[key] : undefined;
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function dateText(value: string): Code {
  return code`new Date(${stringLiteral(value)})`;
}

function bigintText(value: number): Code {
  return code`${numberLiteral(value)}${printed("n")}`;
}
