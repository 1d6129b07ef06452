import { transformSchemaObject } from "openapi-typescript";
import type { GlobalContext, SchemaObject as SchemaObjectOfEngine } from "openapi-typescript";
import ts from "typescript";
import { code, join, literal, numberLiteral, printed, stringLiteral } from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import type { ModuleScope } from "../morph/scope.js";
import type { Direction, Model, TypeSource } from "../model/types.js";
import type { Document } from "../spec/document.js";
import type { Schema, SchemaObject } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { schemaDocs } from "./docs.js";
import { open, jsonValue } from "./runtime-refs.js";

/**
 * Schema → TypeScript type, through openapi-typescript's transforms. The engine is shown a view of each schema in which
 * whatever has a name of ours (a model, an enum, any JSON) stands as a leaf that is printed as that name, so that no
 * `$ref` and no text of the description reaches it.
 */
export class SchemaTypes {
  readonly #document: Document;
  readonly #models: ReadonlyMap<string, Model>;

  constructor(document: Document, models: readonly Model[]) {
    this.#document = document;
    this.#models = new Map(models.map((model) => [model.pointer, model]));
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
    return printType(
      transformSchemaObject(this.#view(schema, place) as SchemaObjectOfEngine, {
        path: "#",
        ctx: engineContext,
      }),
    );
  }

  /** The properties of an object, for an interface; undefined for a schema that is more than its properties. */
  properties(schema: Schema, place: Place): readonly TypedProperty[] | undefined {
    if (typeof schema === "boolean" || !isPlainObject(schema)) return undefined;
    return visibleProperties(schema, place.direction).map(([name, property]) => ({
      name,
      schema: property,
      required: schema.required?.includes(name) === true,
      type: this.at(
        {
          pointer: place.pointer + formatPointer(["properties", name]),
          direction: place.direction,
        },
        place.scope,
      ),
    }));
  }

  #named(model: Model, direction: Direction, scope: ModuleScope): Code {
    const ref = {
      name: nameOf(model, direction),
      module: `models/${model.fileName}`,
      typeOnly: true,
    };
    const name = scope.use(ref);
    if (model.kind === "schema") return name;
    const values = direction === "response" ? code`${scope.use(open)}<${name}>` : name;
    return model.nullable ? code`${values} | null` : values;
  }

  /** What the engine is not asked about. */
  #leaf(schema: Schema, { direction, scope }: Place): Code | undefined {
    if (typeof schema === "boolean") return schema ? scope.use(jsonValue) : printed("never");
    if (schema.$ref !== undefined) {
      const model = this.#models.get(schema.$ref.slice(1));
      if (model === undefined) throw new Error(`no model for ${schema.$ref}`);
      return this.#named(model, direction, scope);
    }
    if (schema.const !== undefined && isScalar(schema.const)) return scalar(schema.const);
    if (schema.enum !== undefined && schema.enum.every(isScalar))
      return enumType(schema, direction, scope);
    if (schema.format === "binary" && direction === "request") return printed("Blob | Uint8Array");
    return isAnything(schema) ? scope.use(jsonValue) : undefined;
  }

  /** What the engine is shown for a place: a leaf where it has a model. */
  viewAt(schema: Schema, place: Place): EngineSchema {
    const model = this.#models.get(place.pointer);
    if (model === undefined) return this.#view(schema, place);
    return { type: "string", [leafKey]: this.#named(model, place.direction, place.scope) };
  }

  #view(schema: Schema, place: Place): EngineSchema {
    const leaf = this.#leaf(schema, place);
    if (leaf !== undefined || typeof schema === "boolean")
      return { type: "string", [leafKey]: leaf };
    const { properties, additionalProperties, items, prefixItems, allOf, anyOf, oneOf } = schema;
    const below = (child: Schema, ...path: string[]): EngineSchema => {
      return this.viewAt(child, { ...place, pointer: place.pointer + formatPointer(path) });
    };
    const list = (key: string, children: readonly Schema[]): EngineSchema[] =>
      children.map((child, index) => below(child, key, String(index)));
    const visible = visibleProperties(schema, place.direction);
    const type = schema.type ?? (items === undefined ? undefined : "array");
    // Of what is no list the engine drops the entries, and then nothing may mention their types either.
    const isList = [type].flat().includes("array");
    const own: EngineSchema = {
      ...(type !== undefined && { type }),
      ...(properties !== undefined && {
        properties: Object.fromEntries(
          visible.map(([name, child]) => [
            name,
            { ...below(child, "properties", name), ...annotations(child, place.direction) },
          ]),
        ),
      }),
      ...(schema.required !== undefined && { required: schema.required }),
      ...(additionalProperties !== undefined && {
        additionalProperties:
          additionalProperties === false
            ? false
            : below(additionalProperties, "additionalProperties"),
      }),
      ...(schema.patternProperties !== undefined && {
        patternProperties: Object.fromEntries(
          Object.entries(schema.patternProperties).map(([pattern, child], index) => [
            String(index),
            below(child, "patternProperties", pattern),
          ]),
        ),
      }),
      ...(isList && items !== undefined && { items: enclosed(below(items, "items")) }),
      ...(isList && prefixItems !== undefined && { prefixItems: list("prefixItems", prefixItems) }),
    };
    const alternatives = {
      ...(anyOf !== undefined && { anyOf: list("anyOf", anyOf) }),
      ...(oneOf !== undefined && { oneOf: list("oneOf", oneOf) }),
    };
    // Beside properties the engine makes a union where the specification means both at once.
    const parts = allOf === undefined ? [] : list("allOf", allOf).map(enclosed);
    if (properties === undefined && parts.length === 0) return { ...own, ...alternatives };
    const choices = Object.entries(alternatives).map(([key, value]) => ({ [key]: value }));
    if (parts.length === 0 && choices.length === 0) return own;
    return { allOf: [...(Object.keys(own).length > 0 ? [own] : []), ...parts, ...choices] };
  }
}

/** A type of ours that the engine puts brackets or an ampersand behind: it does not know that it may be a union. */
function enclosed(view: EngineSchema): EngineSchema {
  const leaf = view[leafKey];
  return typeof leaf === "string" && leaf.includes("|")
    ? { ...view, [leafKey]: `(${leaf})` }
    : view;
}

/** Where a schema stands, which way it travels, and the module that will mention its type. */
export interface Place extends TypeSource {
  readonly scope: ModuleScope;
}

export interface TypedProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly type: Code;
}

export function nameOf(model: Model, direction: Direction): string {
  if (model.kind === "enum") return model.name;
  return (
    (model.views.find((view) => view.direction === direction) ?? model.views[0])?.name ?? model.name
  );
}

export type EngineSchema = Record<string, unknown>;

const leafKey = "x-clientwright-type";

/** The engine's settings; what differs from its defaults has its reason beside it. */
export const engineContext: GlobalContext = {
  additionalProperties: false,
  alphabetize: false,
  // Its tuples for bounded arrays are wrong for one to two items.
  arrayLength: false,
  // A default is what a server assumes, not what it promises to send.
  defaultNonNullable: false,
  discriminators: { objects: {}, refsHandled: [] },
  // `Record<string, never>` is an object that nobody can fill.
  emptyObjectsUnknown: true,
  enum: false,
  enumValues: false,
  conditionalEnums: false,
  dedupeEnums: false,
  excludeDeprecated: false,
  exportType: false,
  immutable: false,
  rootTypes: false,
  rootTypesNoSchemaPrefix: false,
  rootTypesKeepCasing: false,
  injectFooter: [],
  pathParamsAsTypes: false,
  propertiesRequiredByDefault: false,
  // Only its linter would read this, and the linter does not run.
  redoc: undefined as unknown as GlobalContext["redoc"],
  silent: true,
  makePathsEnum: false,
  generatePathParams: false,
  readWriteMarkers: false,
  // A map fits on one line.
  postTransform: (type) =>
    ts.isTypeLiteralNode(type) &&
    type.members.length === 1 &&
    type.members.every(ts.isIndexSignatureDeclaration)
      ? ts.setEmitFlags(type, ts.EmitFlags.SingleLine)
      : undefined,
  transform: (schema) => {
    const leaf: unknown = Reflect.get(schema, leafKey);
    return typeof leaf === "string" ? ts.factory.createTypeReferenceNode(leaf) : undefined;
  },
  transformProperty: (property, schema) => {
    const docs: unknown = Reflect.get(schema, docsKey);
    const spelled = property.questionToken === undefined ? property : orUndefined(property);
    if (typeof docs !== "string" || docs === "") return spelled;
    const text = docs.includes("\n") ? `*\n * ${docs.replaceAll("\n", "\n * ")}\n ` : `* ${docs} `;
    return ts.addSyntheticLeadingComment(spelled, ts.SyntaxKind.MultiLineCommentTrivia, text, true);
  },
  resolve: () => undefined,
};

const docsKey = "x-clientwright-docs";

/** What may be missing may also be undefined, for callers who compile with `exactOptionalPropertyTypes`. */
function orUndefined(property: ts.PropertySignature): ts.PropertySignature {
  const { factory } = ts;
  const type = factory.createUnionTypeNode([
    ...(property.type === undefined ? [] : [property.type]),
    factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
  ]);
  return factory.updatePropertySignature(
    property,
    property.modifiers,
    property.name,
    property.questionToken,
    type,
  );
}

function annotations(schema: Schema, direction: Direction): EngineSchema {
  if (typeof schema === "boolean") return {};
  return {
    ...(schema.readOnly === true && direction === "response" && { readOnly: true }),
    [docsKey]: schemaDocs(schema),
  };
}

const printer = ts.createPrinter({ removeComments: false });
const printFile = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ES2022);

/** Nodes of the TypeScript version that the engine works with, as text: ts-morph brings another. */
export function printType(node: ts.Node): Code {
  return printed(printer.printNode(ts.EmitHint.Unspecified, node, printFile));
}

/** By name, `id` first: the keys of a JSON object have no order, and a description that is reshuffled shall make no diff. */
function visibleProperties(schema: SchemaObject, direction: Direction): [string, Schema][] {
  const hidden = direction === "request" ? "readOnly" : "writeOnly";
  return Object.entries(schema.properties ?? {})
    .filter(([, property]) => typeof property === "boolean" || property[hidden] !== true)
    .sort(([a], [b]) => Number(b === "id") - Number(a === "id") || (a < b ? -1 : 1));
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

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function scalar(value: Scalar): Code {
  if (typeof value === "string") return stringLiteral(value);
  return typeof value === "number" && Number.isFinite(value)
    ? numberLiteral(value)
    : literal(typeof value === "number" ? null : value);
}

/** An enum without a name; open to unknown values where the client reads it. */
function enumType(schema: SchemaObject, direction: Direction, scope: ModuleScope): Code {
  const values = [...new Set(schema.enum?.filter(isScalar))];
  const named = values.filter((value) => value !== null && typeof value !== "boolean");
  const rest = values.filter((value) => value === null || typeof value === "boolean");
  const nullable =
    Array.isArray(schema.type) && schema.type.includes("null") && !values.includes(null);
  const union = join(named.map(scalar), " | ");
  const isOpen = direction === "response" && named.length > 1;
  const parts = [
    ...(named.length === 0 ? [] : [isOpen ? code`${scope.use(open)}<${union}>` : union]),
    ...[...rest, ...(nullable ? [null] : [])].map(scalar),
  ];
  return parts.length === 0 ? printed("never") : join(parts, " | ");
}
