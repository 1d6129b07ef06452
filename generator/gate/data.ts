import ts from "typescript";
import { callsInData } from "./allowed.js";
import { isBound, type Bindings } from "./bindings.js";
import { isNegative, strangeTypeNode } from "./types.js";

/** The first node of an initialiser that is neither a literal nor one of the calls and names that data may mention. */
export function strangeDataNode(node: ts.Expression, bindings: Bindings): ts.Node | undefined {
  const inside = (child: ts.Expression): ts.Node | undefined => strangeDataNode(child, bindings);
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.NullKeyword:
      return undefined;
  }
  if (ts.isPrefixUnaryExpression(node)) return isNegative(node) ? undefined : node;
  if (ts.isArrayLiteralExpression(node)) return first(node.elements, inside);
  if (ts.isObjectLiteralExpression(node)) {
    return first(node.properties, (property) =>
      ts.isPropertyAssignment(property)
        ? (strangeKey(property.name) ?? inside(property.initializer))
        : strangeShorthand(property, bindings),
    );
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    const type = isConst(node.type) ? undefined : strangeTypeNode(node.type);
    return type ?? inside(node.expression);
  }
  if (ts.isArrowFunction(node)) return strangeThunk(node, bindings);
  if (ts.isIdentifier(node)) return isBound(node.text, bindings) ? undefined : node;
  if (ts.isCallExpression(node)) {
    return isKnownCall(node, bindings) ? first(node.arguments, inside) : node;
  }
  return node;
}

/** `() => name`: data of another module, or of a later line, that is not looked at before it is there. */
function strangeThunk(node: ts.ArrowFunction, bindings: Bindings): ts.Node | undefined {
  const isPlain =
    node.parameters.length === 0 &&
    node.modifiers === undefined &&
    node.typeParameters === undefined &&
    node.type === undefined &&
    ts.isIdentifier(node.body) &&
    isBound(node.body.text, bindings);
  return isPlain ? undefined : node;
}

/** The key of a member: a name, a text, a number, or `["__proto__"]`. */
export function strangeKey(name: ts.PropertyName): ts.Node | undefined {
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteral(name.expression) && name.expression.text === "__proto__"
      ? undefined
      : name;
  }
  const isPrototype =
    (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === "__proto__";
  const isKey = ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name);
  return isKey && !isPrototype ? undefined : name;
}

function strangeShorthand(
  property: ts.ObjectLiteralElementLike,
  bindings: Bindings,
): ts.Node | undefined {
  const isName =
    ts.isShorthandPropertyAssignment(property) &&
    property.objectAssignmentInitializer === undefined;
  return isName && isBound(property.name.text, bindings) ? undefined : property;
}

function isKnownCall({ expression, questionDotToken }: ts.CallExpression, bindings: Bindings) {
  if (!ts.isIdentifier(expression) || questionDotToken !== undefined) return false;
  const imported = bindings.imports.get(expression.text);
  return imported !== undefined && callsInData.get(imported.name) === imported.path;
}

function isConst(type: ts.TypeNode): boolean {
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    type.typeName.text === "const" &&
    type.typeArguments === undefined
  );
}

function first<Node>(
  nodes: readonly Node[],
  strange: (node: Node) => ts.Node | undefined,
): ts.Node | undefined {
  for (const node of nodes) {
    const found = strange(node);
    if (found !== undefined) return found;
  }
  return undefined;
}
