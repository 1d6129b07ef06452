import { transformSchemaObject } from "./engine-parts.js";
import type { GlobalContext, SchemaObject as SchemaObjectOfEngine } from "openapi-typescript";
import ts from "typescript";
import { printed } from "../morph/encode.js";
import type { Code } from "../morph/encode.js";

/** A schema as openapi-typescript is shown it. */
export type EngineSchema = Record<string, unknown>;

/** A type of ours, which the engine prints as it stands. */
export function leafView(type: Code): EngineSchema {
  return { type: "string", [leafKey]: type };
}

/** A type of ours that the engine puts brackets or an ampersand behind: it does not know that it may be a union. */
export function enclosed(view: EngineSchema): EngineSchema {
  const leaf = view[leafKey];
  return typeof leaf === "string" && leaf.includes("|")
    ? { ...view, [leafKey]: `(${leaf})` }
    : view;
}

/** What the engine writes above a property. */
export function documented(view: EngineSchema, docs: string): EngineSchema {
  return { ...view, [docsKey]: docs };
}

/** The type that the engine makes of a view. */
export function typeOfView(view: EngineSchema): Code {
  return printType(
    transformSchemaObject(view as SchemaObjectOfEngine, { path: "#", ctx: engineContext }),
  );
}

const leafKey = "x-clientwright-type";
const docsKey = "x-clientwright-docs";

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

const printer = ts.createPrinter({ removeComments: false });
const printFile = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ES2022);

/** Nodes of the TypeScript version that the engine works with, as text: ts-morph brings another. */
export function printType(node: ts.Node): Code {
  return printed(printer.printNode(ts.EmitHint.Unspecified, node, printFile));
}
