import { code, join, printed, stringLiteral } from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import { ModuleScope } from "../morph/scope.js";
import type { Ref } from "../morph/scope.js";
import { convertedType } from "../model/conversions.js";
import { declarationOf } from "../model/composition.js";
import type { PlacedSchema } from "../model/composition.js";
import { Discriminators } from "../model/discriminators.js";
import type { Tag } from "../model/discriminators.js";
import type { ApiModel, Direction, Formats, Model, TypeSource } from "../model/types.js";
import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject, SchemaType } from "../spec/openapi.js";
import { componentOf, formatPointer } from "../spec/pointer.js";
import { schemaDocs } from "./docs.js";
import { documented, enclosed, leafView, typeOfView } from "./engine.js";
import type { EngineSchema } from "./engine.js";
import { enumType, literalType } from "./literal-types.js";
import { jsonValue, open, wire } from "./runtime-refs.js";

/**
 * Schema → TypeScript type, through openapi-typescript's transforms. The engine is shown a view of each schema in which
 * whatever has a name of ours (a model, an enum, any JSON) stands as a leaf that is printed as that name, so that no
 * `$ref` and no text of the description reaches it.
 */
export class SchemaTypes {
  readonly #document: Document;
  readonly #models: ReadonlyMap<string, Model>;
  readonly #discriminators: Discriminators;
  readonly #formats: Formats;
  readonly #isWire: boolean;
  /** What the engine made of a view, by the view. */
  readonly #printed = new Map<string, Code>();

  /** @param isWire types of values as they are sent, before anything is converted */
  constructor(document: Document, { models, formats }: TypedModel, isWire = false) {
    this.#document = document;
    this.#formats = isWire ? {} : formats;
    this.#isWire = isWire;
    this.#models = new Map(models.map((model) => [model.pointer, model]));
    this.#discriminators = new Discriminators(document);
  }

  /** The type of a place in the document: the name of its model, where it has one. */
  at({ pointer, direction }: TypeSource, scope: ModuleScope): Code {
    const model = this.#models.get(pointer);
    if (model !== undefined) return this.#named(model, direction, scope);
    return this.of(this.#document.schemaAt(pointer), { pointer, direction, scope });
  }

  /** The type as it is written out; a model's own declaration needs it so. */
  of(schema: Schema, place: Place): Code {
    const leaf = this.#leaf(schema, place);
    if (leaf !== undefined) return leaf;
    const view = this.#view(schema, place);
    // The engine takes longer for a type than it takes to see that the same was asked before.
    const key = JSON.stringify(view);
    const known = this.#printed.get(key) ?? typeOfView(view);
    this.#printed.set(key, known);
    return known;
  }

  /** The properties of an object, for an interface; undefined for a schema that is more than its properties. */
  properties(schema: Schema, place: Place): readonly TypedProperty[] | undefined {
    if (typeof schema === "boolean" || !isPlainObject(schema)) return undefined;
    if (this.#variants(place).length > 0) return undefined;
    // An interface without properties would hold texts and numbers, too.
    if (visibleProperties(schema, place.direction).length === 0) return undefined;
    const declared = visibleProperties(schema, place.direction).map(([name, property]) => ({
      name,
      schema: property,
      required: schema.required?.includes(name) === true,
      type: this.at(inside(place, "properties", name), place.scope),
    }));
    const unknown = this.#unknownRequired(schema, place).map((name) => ({
      name,
      schema: true,
      required: false,
      type: place.scope.use(jsonValue),
    }));
    return [...declared, ...unknown];
  }

  /** The type that a model declares, by its name. */
  declared(model: Model, direction: Direction, scope: ModuleScope): Code {
    const ref: Ref = {
      name: nameOf(model, direction),
      module: `models/${model.fileName}`,
      typeOnly: true,
    };
    const name = scope.use(ref);
    const isConverted = model.kind === "schema" && model.conversion !== undefined;
    return this.#isWire && isConverted ? code`${scope.use(wire)}<${name}>` : name;
  }

  #named(model: Model, direction: Direction, scope: ModuleScope): Code {
    const name = this.declared(model, direction, scope);
    if (model.kind === "schema") return name;
    const isOpen = direction === "response" && model.members.length > 1;
    const values = isOpen ? code`${scope.use(open)}<${name}>` : name;
    return model.nullable ? code`${values} | null` : values;
  }

  /** What the engine is not asked about. */
  #leaf(schema: Schema, place: Place): Code | undefined {
    const { direction, scope } = place;
    if (typeof schema === "boolean") return schema ? scope.use(jsonValue) : printed("never");
    if (schema.$ref !== undefined) {
      const model = this.#models.get(schema.$ref.slice(1));
      if (model === undefined) throw new Error(`no model for ${schema.$ref}`);
      return this.#named(model, direction, scope);
    }
    if (schema.const !== undefined) return literalType(schema.const);
    if (schema.enum !== undefined) return enumType(schema, direction, scope);
    const converted = convertedType(schema, this.#formats);
    if (converted !== undefined) return this.#converted(converted, schema, place);
    if (schema.format === "binary" && direction === "request") return printed("Blob | Uint8Array");
    if (schema.prefixItems !== undefined && typesOf(schema).includes("array"))
      return this.#tuple(schema, schema.prefixItems, place);
    return isAnything(schema) ? scope.use(jsonValue) : undefined;
  }

  /** A type of the platform in the place of JSON's. */
  #converted(type: "Date" | "bigint", schema: SchemaObject, place: Place): Code {
    const json = type === "Date" ? "string" : "integer";
    const types = typesOf(schema).filter((each) => each !== json);
    if (types.length === 0) return printed(type);
    return code`${printed(type)} | ${this.of({ ...schema, type: types }, place)}`;
  }

  /** Entries that `minItems` does not ask for may be missing, and others follow unless the schema says that none do. */
  #tuple(schema: SchemaObject, entries: readonly Schema[], place: Place): Code {
    const at = (...path: (string | number)[]): Code =>
      this.at({ ...place, pointer: place.pointer + formatPointer(path) }, place.scope);
    const { items = true, minItems = 0, maxItems = Infinity } = schema;
    const first = entries.slice(0, maxItems).map((_, index) => {
      const entry = at("prefixItems", index);
      return index < minItems ? entry : code`${bracketed(entry)}?`;
    });
    const isClosed = items === false || maxItems <= entries.length;
    const rest = (): Code =>
      schema.items === undefined ? place.scope.use(jsonValue) : at("items");
    const others = isClosed ? [] : [code`...${bracketed(rest())}[]`];
    const tuple = code`[${join([...first, ...others], ", ")}]`;
    const { prefixItems: _, items: __, ...withoutEntries } = schema;
    const types = typesOf(schema).filter((type) => type !== "array");
    return types.length === 0
      ? tuple
      : code`${tuple} | ${this.of({ ...withoutEntries, type: types }, place)}`;
  }

  /** What the engine is shown for a place: a leaf where it has a model. */
  viewAt(schema: Schema, place: Place): EngineSchema {
    const model = this.#models.get(place.pointer);
    if (model === undefined) return this.#view(schema, place);
    return leafView(this.#named(model, place.direction, place.scope));
  }

  #view(schema: Schema, place: Place): EngineSchema {
    const leaf = this.#leaf(schema, place);
    if (leaf !== undefined) return leafView(leaf);
    if (typeof schema === "boolean") throw new Error("a boolean schema is a leaf");
    const variants = this.#variants(place);
    return variants.length === 0
      ? this.#composed(schema, place)
      : { oneOf: variants.map((name) => this.#variant(name, schema, place)) };
  }

  #variants({ pointer }: Place): readonly string[] {
    return this.#discriminators.variantsOf(componentOf(pointer) ?? "");
  }

  /** One of the schemas that a schema stands for; this may be itself. */
  #variant(name: string, schema: SchemaObject, place: Place): EngineSchema {
    const pointer = formatPointer(["components", "schemas", name]);
    const member = { $ref: `#${pointer}` };
    const isItself = pointer === place.pointer;
    const view = isItself
      ? this.#shared(schema, place)
      : this.viewAt(member, { ...place, pointer });
    const tag = this.#discriminators.ofMember(schema, { schema: member, pointer });
    return tag === undefined ? view : { allOf: [enclosed(view), tagView(tag)] };
  }

  /** What the schemas have in common for which a schema stands. */
  #shared({ oneOf: _, anyOf: __, ...schema }: SchemaObject, place: Place): EngineSchema {
    return this.#composed(schema, place);
  }

  #composed(schema: SchemaObject, place: Place): EngineSchema {
    const tags = this.#discriminators.ofSchema(componentOf(place.pointer) ?? "");
    const parts = [
      ...this.#list(schema, "allOf", place).map(enclosed),
      ...tags.map((tag) => tagView(tag)),
    ];
    const choices = (["anyOf", "oneOf"] as const).flatMap((keyword) =>
      schema[keyword] === undefined ? [] : [{ [keyword]: this.#list(schema, keyword, place) }],
    );
    const [only, another] = [...parts, ...choices];
    const own = this.#own(schema, only !== undefined, place);
    if (only === undefined) return own ?? { type: "object" };
    if (own === undefined && another === undefined) return only;
    // Beside properties the engine makes a union where the specification means both at once.
    return { allOf: [...(own === undefined ? [] : [own]), ...parts, ...choices] };
  }

  /** The members of a composition, but for those that say nothing a type can express. */
  #list(schema: SchemaObject, keyword: "allOf" | "anyOf" | "oneOf", place: Place): EngineSchema[] {
    const around = [...(place.around ?? []), { schema, pointer: place.pointer }];
    return (schema[keyword] ?? []).flatMap((member, index) => {
      const pointer = place.pointer + formatPointer([keyword, index]);
      const inside: Place = { ...place, pointer, around };
      // What the whole says of the type holds for a member that says nothing of it.
      const typed =
        isUntyped(member) && schema.type !== undefined ? { ...member, type: schema.type } : member;
      if (keyword === "allOf" && this.#isSilent(typed, inside)) return [];
      const base = keyword === "allOf" ? this.#baseOf(member, place) : undefined;
      if (base !== undefined) return [base];
      const view = this.viewAt(typed, inside);
      const tag =
        keyword === "allOf"
          ? undefined
          : this.#discriminators.ofMember(schema, { schema: member, pointer });
      return [tag === undefined ? view : { allOf: [enclosed(view), tagView(tag)] }];
    });
  }

  /** What a schema takes from one that stands for it: not the union that it is itself a member of. */
  #baseOf(member: Schema, place: Place): EngineSchema | undefined {
    if (typeof member === "boolean" || member.$ref === undefined) return undefined;
    const pointer = member.$ref.slice(1);
    const [name, base] = [componentOf(place.pointer), componentOf(pointer)];
    if (name === undefined || base === undefined) return undefined;
    if (!this.#discriminators.isVariant(name, base)) return undefined;
    const schema = this.#document.schemaAt(pointer);
    const { direction, scope } = place;
    return typeof schema === "boolean"
      ? undefined
      : this.#shared(schema, { pointer, direction, scope });
  }

  #isSilent(schema: Schema, place: Place): boolean {
    if (typeof schema === "boolean") return schema;
    if (schema.$ref !== undefined) return false;
    const { required: _, additionalProperties, type, ...others } = schema;
    if (additionalProperties !== undefined && additionalProperties !== false) return false;
    if (this.#requiredElsewhere(schema, place).length > 0) return false;
    if (this.#unknownRequired(schema, place).length > 0) return false;
    if (type !== undefined && type !== "object") return false;
    return isAnything(others);
  }

  /** What the schema says beside its compositions; undefined for nothing. */
  #own(schema: SchemaObject, isComposed: boolean, place: Place): EngineSchema | undefined {
    const { properties, items, additionalProperties } = schema;
    const elsewhere = this.#requiredElsewhere(schema, place);
    const unknown = this.#unknownRequired(schema, place);
    const below = (child: Schema, ...path: string[]): EngineSchema =>
      this.viewAt(child, inside(place, ...path));
    // Of what is no list the engine drops the entries, and then nothing may mention their types either.
    const isList = typesOf(schema).includes("array") && items !== undefined;
    const visible = visibleProperties(schema, place.direction);
    const rest = this.#indexType(schema, visible, place);
    const known = elsewhere.length + unknown.length > 0;
    if (
      additionalProperties === false &&
      !known &&
      visible.length === 0 &&
      rest === undefined &&
      !isComposed
    )
      return leafView(printed(nullable(schema, "Record<string, never>")));
    const isObject = properties !== undefined || known || rest !== undefined;
    if (isComposed && !isObject && !isList) return undefined;
    const type = schema.type ?? (isList ? "array" : undefined);
    return {
      ...(type !== undefined && { type }),
      ...((properties !== undefined || known) && {
        properties: Object.fromEntries([
          ...visible.map(([name, child]): [string, EngineSchema] => [
            name,
            annotated(below(child, "properties", name), child, place.direction),
          ]),
          ...elsewhere.map(({ name, pointer }): [string, EngineSchema] => [
            name,
            leafView(this.at({ ...place, pointer }, place.scope)),
          ]),
          ...unknown.map((name): [string, EngineSchema] => [
            name,
            leafView(place.scope.use(jsonValue)),
          ]),
        ]),
        required: schema.required?.filter((name) => !unknown.includes(name)) ?? [],
      }),
      ...(rest !== undefined && { additionalProperties: leafView(rest) }),
      ...(isList && { items: enclosed(below(items, "items")) }),
    };
  }

  /** The type of all keys that have no description of their own: it must hold that of the described ones, too. */
  #indexType(
    schema: SchemaObject,
    visible: readonly [string, Schema][],
    place: Place,
  ): Code | undefined {
    const { additionalProperties, patternProperties = {} } = schema;
    const isOpen = additionalProperties !== undefined && additionalProperties !== false;
    const patterns = Object.keys(patternProperties);
    if ((!isOpen && patterns.length === 0) || !mayBeObject(schema)) return undefined;
    // What is no object may be one of the alternatives, of which this says nothing.
    const mayBeOther = schema.type === undefined && (schema.anyOf ?? schema.oneOf) !== undefined;
    if (mayBeOther && visible.length === 0) return undefined;
    const typesIn = (scope: ModuleScope): readonly Code[] => {
      const typeOf = (...path: string[]): Code => this.at(inside(place, ...path), scope);
      return distinct([
        ...(isOpen ? [typeOf("additionalProperties")] : []),
        ...patterns.map((pattern) => typeOf("patternProperties", pattern)),
        ...visible.map(([name]) => typeOf("properties", name)),
      ]);
    };
    if (visible.length === 0) return join(typesIn(place.scope), " | ");
    const isAny = [additionalProperties, ...Object.values(patternProperties)].some(
      (each) =>
        each === true || (typeof each === "object" && isAnything(each) && each.$ref === undefined),
    );
    // Types that are not printed after all must not be imported either, so they are counted in a module of no one.
    if (isAny || typesIn(new ModuleScope(place.scope.path)).length > maxIndexTypes)
      return printed("unknown");
    const isComplete = visible.every(([name]) => schema.required?.includes(name));
    return join(
      distinct([...typesIn(place.scope), ...(isComplete ? [] : [printed("undefined")])]),
      " | ",
    );
  }

  /** Properties that this schema requires and another one declares, which holds together with it. */
  #requiredElsewhere(
    schema: SchemaObject,
    { pointer, direction, around = [] }: Place,
  ): readonly (PlacedSchema & { readonly name: string })[] {
    return undeclared(schema).flatMap((name) => {
      for (const start of [{ schema, pointer }, ...around.toReversed()]) {
        const found = declarationOf(this.#document, start, name);
        if (found === undefined) continue;
        return found.isRequired || isHidden(found.schema, direction) ? [] : [{ ...found, name }];
      }
      return [];
    });
  }

  /**
   * Properties that are required and that nothing declares: mostly a slip of the pen. A type that knows them lets a
   * value have them, which is right by the description, and does not ask for what the server may never have meant.
   */
  #unknownRequired(schema: SchemaObject, { pointer, around = [] }: Place): readonly string[] {
    const holders = [{ schema, pointer }, ...around];
    const alternatives = holders.flatMap(({ schema: one }) =>
      typeof one === "boolean" ? [] : [...(one.anyOf ?? []), ...(one.oneOf ?? [])],
    );
    const places = [...holders, ...alternatives.map((one) => ({ schema: one, pointer: "" }))];
    return holders.some(({ schema: one }) => isOpen(one))
      ? []
      : undeclared(schema).filter((name) =>
          places.every((one) => declarationOf(this.#document, one, name) === undefined),
        );
  }
}

/** Whether a schema says itself that its values have other keys. */
function isOpen(schema: Schema): boolean {
  if (typeof schema === "boolean") return true;
  const { additionalProperties = false, patternProperties } = schema;
  return additionalProperties !== false || patternProperties !== undefined;
}

function mayBeObject(schema: SchemaObject): boolean {
  const types = typesOf(schema);
  return types.length === 0 || types.includes("object");
}

/** What a schema requires and does not declare itself; of what is no object it requires nothing. */
function undeclared(schema: SchemaObject): readonly string[] {
  const { required = [], properties = {} } = schema;
  if (!mayBeObject(schema)) return [];
  return [...new Set(required)].filter((name) => !Object.hasOwn(properties, name)).sort();
}

/** More than these are not worth telling apart under a key that nobody knows. */
const maxIndexTypes = 6;

function distinct(types: readonly Code[]): readonly Code[] {
  return [...new Set(types)];
}

/** What stands before a mark that binds tighter than the operators of a type. */
function bracketed(type: Code): Code {
  return /[|&]/u.test(type) ? code`(${type})` : type;
}

function tagView({ property, values }: Tag): EngineSchema {
  return {
    type: "object",
    properties: { [property]: leafView(join(values.map(stringLiteral), " | ")) },
    required: [property],
  };
}

/** A place of its own below another: not a part of the same value. */
function inside({ pointer, direction, scope }: Place, ...path: string[]): Place {
  return { pointer: pointer + formatPointer(path), direction, scope };
}

function isUntyped(schema: Schema): schema is SchemaObject {
  return (
    typeof schema === "object" &&
    ["$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf"].every(
      (keyword) => !Object.hasOwn(schema, keyword),
    )
  );
}

function nullable(schema: SchemaObject, type: string): string {
  return typesOf(schema).includes("null") ? `${type} | null` : type;
}

function typesOf({ type, items, prefixItems }: SchemaObject): readonly SchemaType[] {
  if (type !== undefined) return [type].flat();
  return items === undefined && prefixItems === undefined ? [] : ["array"];
}

/** What the types of a description depend on beside it. */
export type TypedModel = Pick<ApiModel, "models" | "formats">;

/** Where a schema stands, which way it travels, and the module that will mention its type. */
export interface Place extends TypeSource {
  readonly scope: ModuleScope;
  /** The schemas of which this one is a part, outermost first: what they declare holds for the same value. */
  readonly around?: readonly PlacedSchema[];
}

export interface TypedProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly type: Code;
}

function nameOf(model: Model, direction: Direction): string {
  if (model.kind === "enum") return model.name;
  return (
    (model.views.find((view) => view.direction === direction) ?? model.views[0])?.name ?? model.name
  );
}

function annotated(view: EngineSchema, schema: Schema, direction: Direction): EngineSchema {
  if (typeof schema === "boolean") return view;
  const isReadOnly = schema.readOnly === true && direction === "response";
  return documented(isReadOnly ? { ...view, readOnly: true } : view, schemaDocs(schema));
}

/** By name, `id` first: the keys of a JSON object have no order, and a description that is reshuffled shall make no diff. */
function visibleProperties(schema: SchemaObject, direction: Direction): [string, Schema][] {
  return Object.entries(schema.properties ?? {})
    .filter(([, property]) => !isHidden(property, direction))
    .sort(([a], [b]) => Number(b === "id") - Number(a === "id") || (a < b ? -1 : 1));
}

function isHidden(schema: Schema, direction: Direction): boolean {
  if (typeof schema === "boolean") return false;
  return (direction === "request" ? schema.readOnly : schema.writeOnly) === true;
}

/** Nothing but properties, so that an interface says it all. */
function isPlainObject(schema: SchemaObject): boolean {
  return (
    schema.properties !== undefined &&
    (schema.type === undefined || schema.type === "object") &&
    (schema.additionalProperties === undefined || schema.additionalProperties === false) &&
    [
      schema.allOf,
      schema.anyOf,
      schema.oneOf,
      schema.patternProperties,
      schema.enum,
      schema.$ref,
    ].every((part) => part === undefined)
  );
}

/** No keyword that a type can express. */
function isAnything(schema: SchemaObject): boolean {
  const keywords = [
    "type",
    "properties",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "const",
  ];
  return keywords.every((keyword) => !Object.hasOwn(schema, keyword));
}
