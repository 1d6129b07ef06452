import ts from "typescript";
import type { ShellName } from "./allowed.js";
import { isBound, type Bindings } from "./bindings.js";
import { strangeTypeNode } from "./types.js";

/** The bodies that a template allows: those of its members, with its slots for names of the description. */
export interface Shell {
  /** Of methods and getters, each as a whole. */
  readonly bodies: readonly (readonly ts.Statement[])[];
  /** What a constructor is put together from. */
  readonly constructing: readonly ts.Statement[];
  readonly functions: readonly (readonly ts.Statement[])[];
}

export type Shells = ReadonlyMap<ShellName, Shell>;

export function shellOf(text: string): Shell {
  const file = ts.createSourceFile("shell.ts", text, ts.ScriptTarget.ES2022);
  const bodies: (readonly ts.Statement[])[] = [];
  const constructing: ts.Statement[] = [];
  const functions: (readonly ts.Statement[])[] = [];
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) functions.push(statement.body?.statements ?? []);
    if (!ts.isClassDeclaration(statement)) continue;
    for (const member of statement.members) {
      if (ts.isConstructorDeclaration(member) || isNamed(member, "assign")) {
        constructing.push(...(member.body?.statements ?? []));
      } else if (ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member)) {
        bodies.push(member.body?.statements ?? []);
      }
    }
  }
  return { bodies, constructing, functions };
}

function isNamed(member: ts.ClassElement, name: string): member is ts.MethodDeclaration {
  return (
    ts.isMethodDeclaration(member) && ts.isIdentifier(member.name) && member.name.text === name
  );
}

/** Whether a body is that of a template, statement by statement. */
export function isOneOf(
  body: readonly ts.Statement[],
  patterns: readonly (readonly ts.Statement[])[],
  bindings: Bindings,
): boolean {
  return patterns.some((pattern) => haveShape(body, pattern, bindings));
}

export function haveShape(
  nodes: readonly ts.Node[],
  patterns: readonly ts.Node[],
  bindings: Bindings,
): boolean {
  return (
    nodes.length === patterns.length &&
    nodes.every((node, index) => {
      const pattern = patterns[index];
      return pattern !== undefined && hasShape(node, pattern, bindings);
    })
  );
}

function hasShape(node: ts.Node, pattern: ts.Node, bindings: Bindings): boolean {
  // A slot of the template that stands for a type takes any.
  if (ts.isTypeReferenceNode(pattern) && isSlot(pattern.typeName)) {
    return ts.isTypeNode(node) && strangeTypeNode(node) === undefined;
  }
  if (node.kind !== pattern.kind) return false;
  if (ts.isPropertyAccessExpression(pattern) && ts.isPropertyAccessExpression(node)) {
    const isSame = isSlot(pattern.name)
      ? ts.isIdentifier(node.name)
      : node.name.text === pattern.name.text;
    return isSame && hasShape(node.expression, pattern.expression, bindings);
  }
  if (ts.isIdentifier(pattern) && ts.isIdentifier(node)) return isSameName(node, pattern, bindings);
  if (ts.isLiteralExpression(pattern) && ts.isLiteralExpression(node)) {
    return node.text === pattern.text;
  }
  if (ts.isVariableDeclarationList(pattern) && node.flags !== pattern.flags) return false;
  return haveShape(childrenOf(node), childrenOf(pattern), bindings);
}

/** A slot stands for a value of the package; any other name is that of the template, by whatever name it is imported. */
function isSameName(node: ts.Identifier, pattern: ts.Identifier, bindings: Bindings): boolean {
  if (isSlot(pattern)) return isBound(node.text, bindings);
  return (bindings.imports.get(node.text)?.name ?? node.text) === pattern.text;
}

function isSlot(name: ts.EntityName | ts.MemberName): boolean {
  return ts.isIdentifier(name) && name.text.startsWith("$");
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}
