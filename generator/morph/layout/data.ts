import {
  breakAround,
  breaks,
  type Doc,
  fill,
  firstThatFits,
  group,
  hardline,
  ifBroken,
  indent,
  joined,
  line,
  lineWidth,
  softline,
} from "./doc.js";
import { commentLines, keyText, numberText, stringText } from "./literals.js";
import { NotKnown, type Scanner } from "./scanner.js";
import {
  parseType,
  parseTypeArguments,
  typeArgumentsDoc,
  typeDoc,
  type TypeNode,
} from "./types.js";

/** An expression, as far as its layout depends on what it is. */
export type Expression =
  | { readonly kind: "name" | "this" | "text" | "word"; readonly text: string }
  | { readonly kind: "number"; readonly text: string; readonly isNegative: boolean }
  | { readonly kind: "array"; readonly entries: readonly Expression[] }
  | { readonly kind: "object"; readonly members: readonly Property[]; readonly isOpen: boolean }
  | { readonly kind: "thunk"; readonly name: string }
  | { readonly kind: "member"; readonly object: Expression; readonly name: string }
  | { readonly kind: "element"; readonly object: Expression; readonly index: Expression }
  | { readonly kind: "sure"; readonly of: Expression }
  | Call
  | ({ readonly kind: "new" } & Called)
  | { readonly kind: "await"; readonly of: Expression }
  | { readonly kind: "as"; readonly of: Expression; readonly doc: Doc }
  | { readonly kind: "marked"; readonly comment: string; readonly of: Expression };

interface Called {
  readonly callee: Expression;
  readonly types: readonly TypeNode[];
  readonly args: readonly Expression[];
}

type Call = { readonly kind: "call" } & Called;

interface Property {
  readonly comment: string | undefined;
  readonly key: string;
  /** Undefined where the key is the name of its value. */
  readonly value: Expression | undefined;
}

export function parseExpression(scanner: Scanner): Expression {
  const { kind, text } = scanner.next;
  if (kind === "comment") {
    scanner.take();
    if (scanner.next.isFirst) throw new NotKnown("a comment of its own line");
    return { kind: "marked", comment: text, of: parseExpression(scanner) };
  }
  let expression = parseUnary(scanner);
  while (scanner.is("as") || scanner.is("satisfies")) {
    const operator = scanner.take().text;
    const type = scanner.accept("const") ? "const" : typeDoc(parseType(scanner));
    expression = { kind: "as", of: expression, doc: [` ${operator} `, type] };
  }
  return expression;
}

function parseUnary(scanner: Scanner): Expression {
  if (scanner.accept("await")) return { kind: "await", of: parseUnary(scanner) };
  if (scanner.accept("-")) {
    return { kind: "number", text: `-${numberText(scanner.takeKind("number"))}`, isNegative: true };
  }
  return parsePostfix(scanner);
}

function parsePostfix(scanner: Scanner): Expression {
  let expression = parsePrimary(scanner);
  for (;;) {
    if (scanner.accept(".")) {
      expression = { kind: "member", object: expression, name: scanner.takeKind("name") };
    } else if (scanner.accept("[")) {
      expression = { kind: "element", object: expression, index: parseExpression(scanner) };
      scanner.expect("]");
    } else if (scanner.accept("!")) {
      expression = { kind: "sure", of: expression };
    } else if (scanner.is("(") || scanner.is("<")) {
      expression = parseCall(scanner, "call", expression);
    } else {
      return expression;
    }
  }
}

function parseCall(scanner: Scanner, kind: "call" | "new", callee: Expression): Expression {
  const types = parseTypeArguments(scanner);
  scanner.expect("(");
  const args: Expression[] = [];
  while (!scanner.is(")")) {
    args.push(parseExpression(scanner));
    if (!scanner.accept(",")) break;
  }
  scanner.expect(")");
  return { kind, callee, types, args };
}

const words = new Set(["true", "false", "null", "undefined"]);
const unknownWords = new Set("class function import super typeof void yield delete".split(" "));

function parsePrimary(scanner: Scanner): Expression {
  const { kind, text } = scanner.next;
  if (kind === "string") return { kind: "text", text: stringText(scanner.take().text) };
  if (kind === "number") {
    return { kind: "number", text: numberText(scanner.take().text), isNegative: false };
  }
  if (text === "[") return parseArray(scanner);
  if (text === "{") return parseObject(scanner);
  if (scanner.accept("(")) {
    scanner.expect(")");
    scanner.expect("=>");
    return { kind: "thunk", name: scanner.takeKind("name") };
  }
  if (kind !== "name" || unknownWords.has(text)) throw new NotKnown(text);
  scanner.take();
  if (text === "new") {
    return parseCall(scanner, "new", { kind: "name", text: scanner.takeKind("name") });
  }
  if (text === "async") return parseIdle(scanner);
  if (text === "this") return { kind: "this", text };
  return { kind: words.has(text) ? "word" : "name", text };
}

/** `async () => {}`. */
function parseIdle(scanner: Scanner): Expression {
  for (const mark of ["(", ")", "=>", "{", "}"]) scanner.expect(mark);
  return { kind: "word", text: "async () => {}" };
}

function parseArray(scanner: Scanner): Expression {
  scanner.expect("[");
  const entries: Expression[] = [];
  while (!scanner.is("]")) {
    entries.push(parseExpression(scanner));
    if (!scanner.accept(",")) break;
  }
  scanner.expect("]");
  return { kind: "array", entries };
}

function parseObject(scanner: Scanner): Expression {
  scanner.expect("{");
  const members: Property[] = [];
  // A break behind the brace is kept, which is how an emitter asks for one.
  let isOpen = false;
  while (!scanner.is("}")) {
    const { isFirst, kind } = scanner.next;
    const comment = kind === "comment" ? scanner.take().text : undefined;
    if (comment !== undefined && !scanner.next.isFirst) throw new NotKnown("a comment in a line");
    if (members.length === 0) isOpen = isFirst || comment !== undefined;
    members.push({ comment, ...parseProperty(scanner) });
    if (!scanner.accept(",")) break;
  }
  scanner.expect("}");
  return { kind: "object", members, isOpen };
}

function parseProperty(scanner: Scanner): Omit<Property, "comment"> {
  const { kind, text } = scanner.next;
  if (scanner.accept("[")) {
    const key = `[${stringText(scanner.takeKind("string"))}]`;
    scanner.expect("]");
    scanner.expect(":");
    return { key, value: parseExpression(scanner) };
  }
  if (kind !== "name" && kind !== "string" && kind !== "number") throw new NotKnown(text);
  scanner.take();
  if (kind === "name" && !scanner.is(":")) return { key: text, value: undefined };
  scanner.expect(":");
  const key = kind === "string" ? keyText(text) : kind === "number" ? numberText(text) : text;
  return { key, value: parseExpression(scanner) };
}

export function expressionDoc(expression: Expression): Doc {
  switch (expression.kind) {
    case "name":
    case "this":
    case "text":
    case "word":
    case "number":
      return expression.text;
    case "array":
      return arrayDoc(expression.entries);
    case "object":
      return objectDoc(expression);
    case "thunk":
      return group(["() =>", group(indent([line, expression.name]))]);
    case "member":
      return memberDoc(expression);
    case "element":
      return [expressionDoc(expression.object), accessDoc(expression)];
    case "sure":
      return [expressionDoc(expression.of), "!"];
    case "call":
      return callDoc(expression);
    case "new":
      return [
        "new ",
        expressionDoc(expression.callee),
        typeArgumentsDoc(expression.types),
        argsDoc(expression.args),
      ];
    case "await":
      return ["await ", expressionDoc(expression.of)];
    case "as":
      return [expressionDoc(expression.of), expression.doc];
    case "marked":
      return [`${expression.comment} `, expressionDoc(expression.of)];
    default:
      return expression satisfies never;
  }
}

/** `object.name` that is not called. */
function memberDoc({ object, name }: Extract<Expression, { kind: "member" }>): Doc {
  const access = `.${name}`;
  const isPlain = object.kind === "name" && !name.startsWith("#");
  return [expressionDoc(object), isPlain ? access : group(indent([softline, access]))];
}

function accessDoc({ index }: Extract<Expression, { kind: "element" }>): Doc {
  const doc = expressionDoc(index);
  return index.kind === "number"
    ? ["[", doc, "]"]
    : group(["[", indent([softline, doc]), softline, "]"]);
}

function arrayDoc(entries: readonly Expression[]): Doc {
  if (entries.length === 0) return "[]";
  const last = entries.length - 1;
  const isTable =
    entries.length > 1 &&
    entries.every(
      (entry) =>
        entry.kind === entries[0]?.kind &&
        ((entry.kind === "array" && entry.entries.length > 1) ||
          (entry.kind === "object" && entry.members.length > 1)),
    );
  // Numbers stand side by side, and whether a comma follows the last one is seen from the whole list.
  if (areNumbers(entries)) {
    const whole = Symbol("array");
    const parts = entries.flatMap((entry, index): Doc[] => {
      const doc = expressionDoc(entry);
      return index < last ? [[doc, ","], line] : [[doc, ifBroken(",", "", whole)]];
    });
    return group(["[", indent([softline, fill(parts)]), softline, "]"], false, whole);
  }
  const list = entries.map((entry) => group(expressionDoc(entry)));
  return group(
    ["[", indent([softline, ...joined([",", line], list)]), ifBroken(","), softline, "]"],
    isTable,
  );
}

function objectDoc({ members, isOpen }: Extract<Expression, { kind: "object" }>): Doc {
  if (members.length === 0) return "{}";
  const list = members.map(({ comment, key, value }) => [
    comment === undefined ? "" : [...joined(hardline, commentLines(comment)), hardline],
    value === undefined ? key : group(assignmentDoc(key, ":", value, key.length < 5)),
  ]);
  return group(
    ["{", indent([line, ...joined([",", line], list)]), ifBroken(","), line, "}"],
    isOpen,
  );
}

/** @param isShort what stands before the operator is so short that a break behind it would win nothing */
export function assignmentDoc(
  left: Doc,
  operator: string,
  value: Expression,
  isShort = false,
): Doc {
  const right = expressionDoc(value);
  if (!isShort && isBrokenBefore(value)) {
    return group([group(left), operator, group(indent([line, right]))]);
  }
  const isAtom =
    (value.kind === "number" && !value.isNegative) ||
    (value.kind === "word" && (value.text === "true" || value.text === "false"));
  if (isShort || isAtom) return group([group(left), operator, " ", right]);
  const space = Symbol("space");
  return group([group(left), operator, group(indent(line), false, space), indent(right, space)]);
}

/** What has no good place inside for a break. */
function isBrokenBefore(value: Expression): boolean {
  if (value.kind === "await" || value.kind === "sure" || value.kind === "marked")
    return isBrokenBefore(value.of);
  return value.kind === "text" || isStiff(value, false);
}

/** A chain of names and calls that take next to nothing. */
function isStiff(value: Expression, isInside: boolean): boolean {
  switch (value.kind) {
    case "sure":
      return isStiff(value.of, true);
    case "call": {
      if (value.callee.kind !== "name" && linksOf(value).isChain) return false;
      const [arg, another] = value.args;
      if (another !== undefined || (arg !== undefined && !isLittle(arg))) return false;
      if (value.types.some(isBroad) || value.types.length > 1) return false;
      return isStiff(value.callee, true);
    }
    case "member":
    case "element":
      return isStiff(value.object, true);
    default:
      return isInside && (value.kind === "name" || value.kind === "this");
  }
}

function isBroad({ kind }: TypeNode): boolean {
  return kind === "union" || kind === "intersection" || kind === "object";
}

const littleWidth = lineWidth / 4;

function isLittle(value: Expression): boolean {
  switch (value.kind) {
    case "name":
    case "text":
      return value.text.length <= littleWidth;
    case "call":
      return (
        value.args.length === 0 &&
        value.callee.kind === "name" &&
        value.callee.text.length <= littleWidth - 2
      );
    default:
      return value.kind === "this" || value.kind === "word" || value.kind === "number";
  }
}

interface Link {
  readonly node: Expression;
  readonly doc: Doc;
}

function callDoc(call: Call): Doc {
  const { callee, types, args } = call;
  if (callee.kind !== "member" && callee.kind !== "element") {
    const doc = [expressionDoc(callee), typeArgumentsDoc(types), argsDoc(args)];
    return callee.kind === "call" ? group(doc) : doc;
  }
  const { groups, isChain, isMerged } = linksOf(call);
  const flat = groups.map((links) => links.map(({ doc }) => doc));
  if (!isChain) return group(flat);
  const calls = groups.flat().filter(({ node }) => node.kind === "call");
  if (calls.length > 2) throw new NotKnown("a chain of many calls");
  const kept = isMerged ? 2 : 1;
  const below = flat.slice(kept).flatMap((links) => [hardline, links]);
  const broken = [...flat.slice(0, kept), indent(below)];
  if (flat.slice(0, -1).some((doc) => breaks(doc))) return group(broken);
  return [breaks(flat) ? breakAround : "", firstThatFits([flat, broken])];
}

/** The parts of a chain of calls, in groups that each take a line where they do not fit in one. */
function linksOf(call: Call): {
  readonly groups: readonly (readonly Link[])[];
  readonly isChain: boolean;
  readonly isMerged: boolean;
} {
  const links = flattened(call);
  const [head = { node: call, doc: "" }] = links;
  const first: Link[] = [head];
  let index = 1;
  const at = (place: number): Expression["kind"] | undefined => links[place]?.node.kind;
  const isMember = (place: number): boolean => at(place) === "member" || at(place) === "element";
  const take = (group: Link[]): void => {
    const link = links[index];
    if (link !== undefined) group.push(link);
    index += 1;
  };
  while (at(index) === "call" || at(index) === "sure") take(first);
  if (head.node.kind !== "call") while (isMember(index) && isMember(index + 1)) take(first);
  const groups: Link[][] = [first];
  let group: Link[] = [];
  let wasCalled = false;
  while (index < links.length) {
    if (wasCalled && isMember(index)) {
      groups.push(group);
      group = [];
      wasCalled = false;
    }
    wasCalled ||= at(index) === "call";
    take(group);
  }
  if (group.length > 0) groups.push(group);
  const last = first.at(-1)?.node;
  const isFactory = (name: string): boolean => /^[A-Z]|^[$_]+$/u.test(name);
  const isMerged =
    groups.length > 1 &&
    (first.length === 1
      ? last?.kind === "this" || (last?.kind === "name" && isFactory(last.text))
      : last?.kind === "member" && isFactory(last.name));
  return { groups, isMerged, isChain: groups.length > (isMerged ? 3 : 2) };
}

function flattened(node: Expression): readonly Link[] {
  switch (node.kind) {
    case "call":
      return [
        ...flattened(node.callee),
        { node, doc: [typeArgumentsDoc(node.types), argsDoc(node.args)] },
      ];
    case "member":
      return [...flattened(node.object), { node, doc: `.${node.name}` }];
    case "element":
      return [...flattened(node.object), { node, doc: accessDoc(node) }];
    case "sure":
      return [...flattened(node.of), { node, doc: "!" }];
    default:
      return [{ node, doc: expressionDoc(node) }];
  }
}

function argsDoc(args: readonly Expression[]): Doc {
  if (args.length === 0) return "()";
  const docs = args.map((arg) => expressionDoc(arg));
  const list = joined([",", line], docs);
  const last = docs.at(-1) ?? "";
  const others = joined([",", line], docs.slice(0, -1));
  const before = others.length === 0 ? [] : [...others, [",", line]];
  const all = group(["(", indent([line, ...list]), ifBroken(","), line, ")"], true);
  if (areSteps(args)) return all;
  if (isHugged(args)) {
    if (breaks(before)) return all;
    const hugged = ["(", ...before, group(last, true), ")"];
    return breaks(last)
      ? [breakAround, firstThatFits([hugged, all])]
      : firstThatFits([["(", ...before, last, ")"], hugged, all]);
  }
  return group(["(", indent([softline, ...list]), ifBroken(","), softline, ")"], docs.some(breaks));
}

/** Functions of which one gets what another returns, as far as prettier can tell. */
function areSteps(args: readonly Expression[]): boolean {
  const thunks = args.filter(({ kind }) => kind === "thunk");
  const isStep = (arg: Expression): boolean =>
    arg.kind === "call" && arg.args.some(({ kind }) => kind === "thunk");
  return args.length > 1 && (thunks.length > 1 || args.some(isStep));
}

/** Whether the brackets of the last argument may stand for those of the call. */
function isHugged(args: readonly Expression[]): boolean {
  const [last, previous] = [args.at(-1), args.at(-2)];
  if (last === undefined || !hasBrackets(last) || previous?.kind === last.kind) return false;
  if (args.length === 2 && previous?.kind === "thunk" && last.kind === "array") return false;
  return !(args.length > 1 && last.kind === "array" && areNumbers(last.entries));
}

function hasBrackets(value: Expression): boolean {
  if (value.kind === "as") return hasBrackets(value.of);
  if (value.kind === "object") return value.members.length > 0;
  return value.kind === "array" && value.entries.length > 0;
}

function areNumbers(entries: readonly Expression[]): boolean {
  return entries.length > 0 && entries.every(({ kind }) => kind === "number");
}
