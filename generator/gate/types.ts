import ts from "typescript";
import { typeNodes } from "./allowed.js";

/** The first node of a type that is not in the table. */
export function strangeTypeNode(node: ts.Node): ts.Node | undefined {
  if (!typeNodes.has(node.kind)) return node;
  // A key that has to be computed is a string: `["__proto__"]`.
  if (ts.isComputedPropertyName(node)) {
    return ts.isStringLiteral(node.expression) ? undefined : node;
  }
  if (ts.isTypeQueryNode(node)) return ts.isIdentifier(node.exprName) ? undefined : node;
  if (ts.isPrefixUnaryExpression(node)) return isNegative(node) ? undefined : node;
  if (ts.isParameter(node) && node.initializer !== undefined) return node;
  return ts.forEachChild(node, strangeTypeNode);
}

export function isNegative(node: ts.PrefixUnaryExpression): boolean {
  return node.operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(node.operand);
}
