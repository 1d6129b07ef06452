import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject } from "../spec/openapi.js";
import { componentOf, formatPointer } from "../spec/pointer.js";
import { Discriminators } from "./discriminators.js";
import type { Conversion, Formats, Shape } from "./types.js";
import { referencesOf, schemasWithin, spreadBackwards } from "./usage.js";

/** What the `formats` of the configuration make of a schema's values; undefined for what JSON has as it is. */
export function convertedType(
  { type, format, enum: values, const: value }: SchemaObject,
  formats: Formats,
): "Date" | "bigint" | undefined {
  if (values !== undefined || value !== undefined) return undefined;
  const types = [type].flat();
  if (format === "date-time" && formats["date-time"] === "Date" && types.includes("string"))
    return "Date";
  if (format === "int64" && formats.int64 === "bigint" && types.includes("integer"))
    return "bigint";
  return undefined;
}

/** Where values of the description are converted. */
export class Conversions {
  readonly #document: Document;
  readonly #formats: Formats;
  readonly #discriminators: Discriminators;
  /** Names of the component schemas in which there is something to convert, at any depth. */
  readonly #converting = new Set<string>();

  constructor(document: Document, formats: Formats) {
    this.#document = document;
    this.#formats = formats;
    this.#discriminators = new Discriminators(document);
    const { schemas } = document.root.components;
    const references = new Map<string, ReadonlySet<string>>();
    for (const [name, schema] of Object.entries(schemas)) {
      const holds = [...schemasWithin(schema)].some(
        (part) => typeof part === "object" && convertedType(part, formats) !== undefined,
      );
      if (holds) this.#converting.add(name);
      references.set(
        name,
        new Set([...referencesOf(schema), ...this.#discriminators.variantsOf(name)]),
      );
    }
    spreadBackwards(this.#converting, references);
  }

  /** Of what stands at a place, a model by its name. */
  at(pointer: string): Conversion | undefined {
    const name = componentOf(pointer);
    if (name !== undefined) return this.#named(name, pointer);
    return this.declared(pointer);
  }

  /** Of a place written out, as the declaration of a model needs it. */
  declared(pointer: string): Conversion | undefined {
    const schema = this.#document.schemaAt(pointer);
    if (typeof schema === "boolean") return undefined;
    const variants = this.#discriminators.variantsOf(componentOf(pointer) ?? "");
    return variants.length > 0
      ? this.#choice(
          schema,
          variants.map((name) => {
            const place = formatPointer(["components", "schemas", name]);
            return { schema: { $ref: `#${place}` }, pointer: place };
          }),
          pointer,
        )
      : this.#of(schema, pointer);
  }

  /** Of several bodies, of which one arrives. */
  any(pointers: readonly string[]): Conversion | undefined {
    const [only, another] = pointers;
    if (only !== undefined && another === undefined) return this.at(only);
    return alternatives(pointers.flatMap((pointer) => this.at(pointer) ?? []));
  }

  #named(name: string, pointer: string): Conversion | undefined {
    return this.#converting.has(name) ? { model: pointer } : undefined;
  }

  #of(schema: Schema, pointer: string): Conversion | undefined {
    if (typeof schema === "boolean") return undefined;
    if (schema.$ref !== undefined) return this.at(schema.$ref.slice(1));
    const type = convertedType(schema, this.#formats);
    if (type !== undefined) return type === "Date" ? "date" : "bigint";
    const below = (...path: (string | number)[]): Conversion | undefined => {
      const place = pointer + formatPointer(path.map(String));
      return this.#of(this.#document.schemaAt(place), place);
    };
    const parts = (schema.allOf ?? []).map((_, index) => below("allOf", index));
    const choices = (["anyOf", "oneOf"] as const).flatMap((keyword) => {
      const members = (schema[keyword] ?? []).map((member, index) => ({
        schema: member,
        pointer: pointer + formatPointer([keyword, String(index)]),
      }));
      return members.length === 0 ? [] : [this.#choice(schema, members)];
    });
    return together([this.#shape(schema, below), ...parts, ...choices]);
  }

  #shape(
    schema: SchemaObject,
    below: (...path: (string | number)[]) => Conversion | undefined,
  ): Shape | undefined {
    const properties = Object.keys(schema.properties ?? {}).flatMap((key) => {
      const conversion = below("properties", key);
      return conversion === undefined ? [] : [[key, conversion] as const];
    });
    const values = alternatives(
      [
        typeof schema.additionalProperties === "object" ? below("additionalProperties") : undefined,
        ...Object.keys(schema.patternProperties ?? {}).map((key) =>
          below("patternProperties", key),
        ),
      ].filter((conversion) => conversion !== undefined),
    );
    const items = typeof schema.items === "object" ? below("items") : undefined;
    const entries = (schema.prefixItems ?? []).map((_, index) => below("prefixItems", index));
    const hasEntries = entries.some((entry) => entry !== undefined) || items !== undefined;
    const shape: Shape = {
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(values !== undefined && { values }),
      ...(items !== undefined && { items }),
      ...(entries.length > 0 && hasEntries && { entries: entries.map((entry) => entry ?? null) }),
    };
    return Object.keys(shape).length === 0 ? undefined : shape;
  }

  /** By the property that tells the members apart, where every one has values of its own. */
  #choice(
    schema: SchemaObject,
    members: readonly { readonly schema: Schema; readonly pointer: string }[],
    itself?: string,
  ): Conversion | undefined {
    const found = members.map((member) => {
      const conversion =
        member.pointer === itself
          ? this.#of(withoutChoice(schema), member.pointer)
          : this.#of(member.schema, member.pointer);
      return { conversion, tag: this.#tagOf(schema, member) };
    });
    const conversions = found.flatMap(({ conversion }) => conversion ?? []);
    const [only, another] = members.filter((member) => !isNull(member.schema));
    if (conversions.length === 0 || (only !== undefined && another === undefined))
      return conversions[0];
    const property = found[0]?.tag?.property;
    const isTagged = property !== undefined && found.every(({ tag }) => tag?.property === property);
    if (!isTagged) return alternatives(conversions);
    const variants = found.flatMap(({ tag, conversion }) =>
      conversion === undefined
        ? []
        : (tag?.values ?? []).map((value) => [value, conversion] as const),
    );
    return { tag: property, variants: Object.fromEntries(variants) };
  }

  #tagOf(
    schema: SchemaObject,
    member: { readonly schema: Schema; readonly pointer: string },
  ): ReturnType<Discriminators["ofMember"]> {
    const given = this.#discriminators.ofMember(schema, member);
    if (given !== undefined) return given;
    const name = componentOf(
      typeof member.schema === "object" ? (member.schema.$ref?.slice(1) ?? "") : "",
    );
    const property = schema.discriminator?.propertyName;
    return name === undefined
      ? undefined
      : this.#discriminators.ofSchema(name).find((tag) => tag.property === property);
  }
}

function isNull(schema: Schema): boolean {
  return typeof schema === "object" && schema.type === "null";
}

function withoutChoice({ oneOf: _, anyOf: __, ...schema }: SchemaObject): SchemaObject {
  return schema;
}

/** All of these hold for one value. */
function together(conversions: readonly (Conversion | undefined)[]): Conversion | undefined {
  const found = conversions.filter((conversion) => conversion !== undefined);
  return found.length > 1 ? { all: found } : found[0];
}

/** One of these holds; the only one may not be meant either. */
function alternatives(conversions: readonly Conversion[]): Conversion | undefined {
  return conversions.length === 0 ? undefined : { all: conversions };
}
