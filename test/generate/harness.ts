import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { generate } from "../../generator/generate.js";
import type { GenerateInput, GenerateOptions, GenerateResult } from "../../generator/generate.js";
import type { SourceText } from "../../generator/spec/load.js";
import { loadTemplates } from "../../generator/templates.js";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const templates = loadTemplates(root);

/** The first API, as its vendor describes it. */
export function hilosDescription(): Record<string, never> {
  return JSON.parse(readFileSync(`${root}spec/whatsapp.openapi.json`, "utf8")) as Record<
    string,
    never
  >;
}

export function hilosOverlay(): string {
  return readFileSync(`${root}spec/overlay.yaml`, "utf8");
}

export interface Generated extends GenerateResult {
  /** Text of a generated file; one that is missing is a failure. */
  file(path: string): string;
}

/** Runs the whole pipeline in memory. */
export async function generateFrom(
  description: object | string,
  {
    overlay,
    references = [],
    others = [],
    ...options
  }: GenerateOptions & {
    readonly overlay?: string;
    readonly references?: readonly SourceText[];
    readonly others?: GenerateInput["others"];
  } = {},
): Promise<Generated> {
  const isYaml = typeof description === "string";
  const text = isYaml ? description : JSON.stringify(description);
  const result = await generate({
    description: { file: isYaml ? "openapi.yaml" : "openapi.json", text },
    overlays: overlay === undefined ? [] : [{ file: "overlay.yaml", text: overlay }],
    references,
    others,
    options,
    templates,
    generatorVersion: "0.0.0",
  });
  const files = new Map(result.files.map((file) => [file.path, file.text]));
  return {
    ...result,
    file: (path) => {
      const found = files.get(path);
      if (found === undefined) {
        throw new Error(`${path} is not among ${[...files.keys()].join(", ")}`);
      }
      return found;
    },
  };
}

export function generateHilos(description: object = hilosDescription()): Promise<Generated> {
  return generateFrom(description, {
    overlay: hilosOverlay(),
    packageName: "hilos-whatsapp",
    clientName: "HilosClient",
  });
}

export interface EmittedProperty {
  readonly type: string;
  readonly optional: boolean;
  readonly readonly: boolean;
}

/** The properties of an exported interface, read back by the TypeScript compiler. */
export function interfaceOf(text: string, name: string): Map<string, EmittedProperty> {
  const file = ts.createSourceFile("m.ts", text, ts.ScriptTarget.ES2022, true);
  const declaration = file.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (declaration === undefined) throw new Error(`no interface ${name}`);
  return new Map(
    declaration.members.filter(ts.isPropertySignature).map((member) => [
      ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(file),
      {
        type: member.type?.getText(file).replace(/ \| undefined$/u, "") ?? "",
        optional: member.questionToken !== undefined,
        readonly:
          member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true,
      },
    ]),
  );
}

/** An exported constant of literals, evaluated from its syntax: nothing of the file runs. */
export function constantOf(text: string, name: string): unknown {
  const file = ts.createSourceFile("m.ts", text, ts.ScriptTarget.ES2022, true);
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText(file) === name && declaration.initializer !== undefined) {
        return literalValue(declaration.initializer);
      }
    }
  }
  throw new Error(`no constant ${name}`);
}

function literalValue(node: ts.Expression): unknown {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalValue(node.expression);
  if (ts.isStringLiteral(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return -Number(node.operand.getText());
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalValue);
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties
        .filter(ts.isPropertyAssignment)
        .map((property) => [
          ts.isStringLiteral(property.name) ? property.name.text : property.name.getText(),
          literalValue(property.initializer),
        ]),
    );
  }
  throw new Error(`not a literal: ${node.getText()}`);
}
