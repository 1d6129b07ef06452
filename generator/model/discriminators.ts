import { componentName } from "../spec/component-refs.js";
import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { admittedTexts, declarationOf } from "./composition.js";

/** A property that tells schemas apart, and the values by which it names one of them. */
export interface Tag {
  readonly property: string;
  readonly values: readonly string[];
}

/**
 * Which values of their discriminators belong to which schemas (OpenAPI 3.1, 4.8.25): those that the mapping gives, else
 * the name of the schema. What a schema says itself of the property goes before both, for many descriptions leave out
 * a mapping that their tags would need.
 */
export class Discriminators {
  readonly #document: Document;
  readonly #parents: ReadonlyMap<string, readonly string[]>;
  readonly #children = new Map<string, string[]>();

  constructor(document: Document) {
    this.#document = document;
    this.#parents = new Map(
      Object.entries(document.root.components.schemas).map(([name, schema]) => [
        name,
        parentsIn(schema),
      ]),
    );
    for (const [name, parents] of this.#parents) {
      for (const parent of parents) {
        this.#children.set(parent, [...(this.#children.get(parent) ?? []), name]);
      }
    }
  }

  /** The tag of a member of a union, where the member does not say it itself. */
  ofMember({ discriminator }: SchemaObject, member: Schema): Tag | undefined {
    if (discriminator === undefined || typeof member === "boolean" || member.$ref === undefined)
      return undefined;
    const name = componentName(member.$ref);
    const isKnown = this.ofSchema(name).some(
      ({ property }) => property === discriminator.propertyName,
    );
    return isKnown ? undefined : this.#tag(discriminator, name, [name]);
  }

  /** The tags of a named schema by the discriminators of those that it extends with `allOf`. */
  ofSchema(name: string): readonly Tag[] {
    const { schemas } = this.#document.root.components;
    const tags: Tag[] = [];
    for (const ancestor of closure(name, this.#parents)) {
      const schema = schemas[ancestor];
      if (typeof schema !== "object" || schema.discriminator === undefined) continue;
      const { discriminator } = schema;
      if (tags.some(({ property }) => property === discriminator.propertyName)) continue;
      // A type must hold what extends it, too.
      const tag = this.#tag(discriminator, name, [name, ...closure(name, this.#children)]);
      if (tag !== undefined) tags.push(tag);
    }
    return tags;
  }

  #tag(
    discriminator: NonNullable<SchemaObject["discriminator"]>,
    name: string,
    holders: readonly string[],
  ): Tag | undefined {
    const { propertyName: property, defaultMapping } = discriminator;
    const pointer = formatPointer(["components", "schemas", name]);
    const schema = this.#document.root.components.schemas[name];
    if (schema === undefined) return undefined;
    if (defaultMapping !== undefined && componentName(defaultMapping) === name) return undefined;
    const declared = declarationOf(this.#document, { schema, pointer }, property);
    const admitted = declared && admittedTexts(this.#document, declared.schema);
    const said = holders.flatMap((holder) => valuesFor(discriminator, holder));
    const values = admitted === undefined ? said : said.filter((value) => admitted.includes(value));
    if (admitted?.length === 1) return undefined;
    // A tag that contradicts its own schema would leave nothing that is of this type.
    if (values.length > 0) return { property, values: [...new Set(values)] };
    const isUnsaid = holders.every((holder) => !isMapped(discriminator, holder));
    return admitted !== undefined && admitted.length > 0 && isUnsaid
      ? { property, values: admitted }
      : undefined;
  }
}

function valuesFor(
  discriminator: NonNullable<SchemaObject["discriminator"]>,
  name: string,
): readonly string[] {
  const mapped = Object.entries(discriminator.mapping ?? {})
    .filter(([, ref]) => componentName(ref) === name)
    .map(([value]) => value);
  return mapped.length > 0 ? mapped : [name];
}

function isMapped(
  { mapping = {} }: NonNullable<SchemaObject["discriminator"]>,
  name: string,
): boolean {
  return Object.values(mapping).some((ref) => componentName(ref) === name);
}

function parentsIn(schema: Schema): readonly string[] {
  if (typeof schema === "boolean") return [];
  return (schema.allOf ?? []).flatMap((part) =>
    typeof part === "object" && part.$ref !== undefined ? [componentName(part.$ref)] : [],
  );
}

/** All that is reached from a name, without itself. */
function closure(name: string, edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(edges.get(name) ?? [])];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (next === name || found.has(next)) continue;
    found.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return found;
}
