import { componentName } from "../spec/component-refs.js";
import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { admittedTexts, declarationOf, partsOf } from "./composition.js";
import type { PlacedSchema } from "./composition.js";

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
  readonly #document: Pick<Document, "root">;
  readonly #parents: ReadonlyMap<string, readonly string[]>;
  readonly #children = new Map<string, string[]>();
  readonly #variants = new Map<string, readonly string[]>();
  readonly #tags = new Map<string, readonly Tag[]>();
  readonly #isByName = new Map<object, boolean>();
  readonly #implied = new WeakMap<SchemaObject, ReadonlyMap<Schema, Tag>>();

  constructor(document: Pick<Document, "root">) {
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

  /** The tag of a member of a union, where the member's own type does not say it. */
  ofMember(union: SchemaObject, member: PlacedSchema): Tag | undefined {
    const name = nameOf(member.schema);
    const { discriminator } = union;
    if (discriminator === undefined) return this.#impliedTag(union, member);
    if (name === undefined) return undefined;
    const isKnown = this.ofSchema(name).some(
      ({ property }) => property === discriminator.propertyName,
    );
    if (isKnown) return undefined;
    const names = (union.oneOf ?? union.anyOf ?? []).flatMap((each) => nameOf(each) ?? []);
    return this.#tag(discriminator, name, [name], names);
  }

  /** Without a discriminator: a property of which every member lists other values than all the others. */
  #impliedTag(union: SchemaObject, member: PlacedSchema): Tag | undefined {
    let values = this.#implied.get(union);
    if (values === undefined) {
      values = impliedTags(this.#document, union.oneOf ?? union.anyOf ?? []);
      this.#implied.set(union, values);
    }
    const tag = values.get(member.schema);
    return tag !== undefined && tag.values.length > 1 ? tag : undefined;
  }

  /** The tags of a named schema by the discriminators of those that it extends with `allOf`. */
  ofSchema(name: string): readonly Tag[] {
    const known = this.#tags.get(name);
    if (known !== undefined) return known;
    const tags = this.#inheritedTags(name);
    this.#tags.set(name, tags);
    return tags;
  }

  #inheritedTags(name: string): readonly Tag[] {
    const { schemas } = this.#document.root.components;
    const tags: Tag[] = [];
    for (const ancestor of closure(name, this.#parents)) {
      const schema = schemas[ancestor];
      if (typeof schema !== "object" || schema.discriminator === undefined) continue;
      const { discriminator } = schema;
      if (tags.some(({ property }) => property === discriminator.propertyName)) continue;
      // A type must hold what extends it, too.
      const holders = [name, ...closure(name, this.#children)];
      const tag = this.#tag(discriminator, name, holders, closure(ancestor, this.#children));
      if (tag !== undefined) tags.push(tag);
    }
    return tags;
  }

  /**
   * What a value of a named schema is by its discriminator, where that are schemas which extend it with `allOf`: then
   * the schema stands for them, and within them for what they share.
   */
  variantsOf(name: string): readonly string[] {
    const known = this.#variants.get(name);
    if (known !== undefined) return known;
    const variants = this.#findVariants(name);
    this.#variants.set(name, variants);
    return variants;
  }

  /** Whether a schema extends another one that stands for it. */
  isVariant(name: string, base: string): boolean {
    return this.variantsOf(base).length > 0 && closure(name, this.#parents).has(base);
  }

  #findVariants(name: string): readonly string[] {
    const schema = this.#document.root.components.schemas[name];
    if (typeof schema !== "object" || schema.discriminator === undefined) return [];
    const { mapping = {}, defaultMapping } = schema.discriminator;
    const members = schema.oneOf ?? schema.anyOf;
    const named =
      members === undefined
        ? Object.values(mapping).sort()
        : members.map((member) => (typeof member === "object" ? (member.$ref ?? "") : ""));
    const variants = [...new Set(named.map((ref) => (ref === "" ? "" : componentName(ref))))];
    // One that has no name has nothing that the schema could stand for.
    if (variants.includes("")) return [];
    const extending = closure(name, this.#children);
    const isUsual = variants.every((variant) => extending.has(variant) || variant === name);
    // A default may be any other value, and then there is nothing to tell the schemas apart by.
    const isComplete = members !== undefined || (defaultMapping === undefined && isUsual);
    return isComplete && variants.some((variant) => extending.has(variant)) ? variants : [];
  }

  /** The values that a named schema itself admits for a property. */
  #admitted(name: string, property: string): readonly string[] | undefined {
    const pointer = formatPointer(["components", "schemas", name]);
    const schema = this.#document.root.components.schemas[name];
    if (schema === undefined) return undefined;
    const declared = declarationOf(this.#document, { schema, pointer }, property);
    return declared && admittedTexts(this.#document, declared.schema);
  }

  #tag(
    discriminator: NonNullable<SchemaObject["discriminator"]>,
    name: string,
    holders: readonly string[],
    siblings: Iterable<string>,
  ): Tag | undefined {
    const { propertyName: property, defaultMapping } = discriminator;
    if (defaultMapping !== undefined && componentName(defaultMapping) === name) return undefined;
    const admitted = this.#admitted(name, property);
    let isByName = this.#isByName.get(discriminator);
    if (isByName === undefined) {
      // Where one of them goes by another value, the mapping was forgotten, and no name can be trusted.
      isByName =
        Object.keys(discriminator.mapping ?? {}).length === 0 &&
        [...siblings].every((each) => this.#admitted(each, property)?.includes(each) !== false);
      this.#isByName.set(discriminator, isByName);
    }
    const said = holders.flatMap((holder) => valuesFor(discriminator, holder, isByName));
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

/** For each member of a union the values of a property that tells all of them apart; empty where there is none. */
function impliedTags(
  document: Pick<Document, "root">,
  members: readonly Schema[],
): ReadonlyMap<Schema, Tag> {
  const [first, ...others] = members.filter((member) => !isNull(member));
  if (first === undefined || others.length === 0) return new Map();
  for (const property of propertiesOf(document, first)) {
    const tags = new Map<Schema, Tag>();
    const taken = new Set<string>();
    for (const member of [first, ...others]) {
      const declared = declarationOf(document, { schema: member, pointer: "" }, property);
      const values = declared && admittedTexts(document, declared.schema);
      if (values === undefined || values.length === 0 || values.some((value) => taken.has(value)))
        break;
      for (const value of values) taken.add(value);
      if (declared?.isRequired === true) tags.set(member, { property, values });
    }
    if (tags.size === others.length + 1) return tags;
  }
  return new Map();
}

function propertiesOf(document: Pick<Document, "root">, start: Schema): readonly string[] {
  const names: string[] = [];
  const seen = new Set<Schema>();
  const open = [start];
  for (let schema = open.shift(); schema !== undefined; schema = open.shift()) {
    if (typeof schema === "boolean" || seen.has(schema)) continue;
    seen.add(schema);
    names.push(...Object.keys(schema.properties ?? {}));
    open.push(...partsOf(document, { schema, pointer: "" }).map((part) => part.schema));
  }
  return names.sort();
}

function isNull(schema: Schema): boolean {
  return typeof schema === "object" && schema.type === "null";
}

function nameOf(schema: Schema): string | undefined {
  return typeof schema === "object" && schema.$ref !== undefined
    ? componentName(schema.$ref)
    : undefined;
}

function valuesFor(
  discriminator: NonNullable<SchemaObject["discriminator"]>,
  name: string,
  isByName: boolean,
): readonly string[] {
  const mapped = Object.entries(discriminator.mapping ?? {})
    .filter(([, ref]) => componentName(ref) === name)
    .map(([value]) => value);
  return mapped.length > 0 || !isByName ? mapped : [name];
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
