import { type Doc, group, hardline, ifBroken, indent, joined, line, softline } from "./doc.js";
import { commentLines, keyText, numberText, stringText } from "./literals.js";
import { NotKnown, type Scanner } from "./scanner.js";

/** A type, as far as its layout depends on what it is. */
export type TypeNode =
  | { readonly kind: "literal" | "keyword"; readonly text: string }
  | { readonly kind: "reference"; readonly name: string; readonly args: readonly TypeNode[] }
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly isOpen: boolean }
  | { readonly kind: "union" | "intersection"; readonly types: readonly TypeNode[] }
  | { readonly kind: "array" | "optional" | "rest"; readonly of: TypeNode }
  | { readonly kind: "tuple"; readonly entries: readonly TypeNode[] }
  | { readonly kind: "operator"; readonly name: string; readonly of: TypeNode }
  | { readonly kind: "query"; readonly name: string }
  | { readonly kind: "indexed"; readonly object: TypeNode; readonly index: TypeNode };

interface Member {
  readonly comment: string | undefined;
  readonly head: Doc;
  readonly type: TypeNode;
}

/** Reads a type. */
export function parseType(scanner: Scanner): TypeNode {
  scanner.accept("|");
  return parseOperands(scanner, "|", () =>
    parseOperands(scanner, "&", () => parsePostfix(scanner)),
  );
}

function parseOperands(scanner: Scanner, mark: "|" | "&", parse: () => TypeNode): TypeNode {
  const first = parse();
  if (!scanner.is(mark)) return first;
  const types = [first];
  while (scanner.accept(mark)) types.push(parse());
  return { kind: mark === "|" ? "union" : "intersection", types };
}

function parsePostfix(scanner: Scanner): TypeNode {
  let type = parsePrimary(scanner);
  while (scanner.accept("[")) {
    if (scanner.accept("]")) {
      type = { kind: "array", of: type };
    } else {
      type = { kind: "indexed", object: type, index: parseType(scanner) };
      scanner.expect("]");
    }
  }
  return type;
}

function parsePrimary(scanner: Scanner): TypeNode {
  const { kind, text } = scanner.next;
  if (kind === "string") return { kind: "literal", text: stringText(scanner.take().text) };
  if (kind === "number") return { kind: "literal", text: numberText(scanner.take().text) };
  if (kind === "name") return parseName(scanner);
  if (scanner.accept("-")) {
    return { kind: "literal", text: `-${numberText(scanner.takeKind("number"))}` };
  }
  if (scanner.accept("(")) {
    const inner = parseType(scanner);
    scanner.expect(")");
    return inner;
  }
  if (text === "[") return parseTuple(scanner);
  if (text === "{") return parseObject(scanner);
  throw new NotKnown(`a type that begins with ${text}`);
}

const keywords = new Set(
  "any bigint boolean never null number object string symbol undefined unknown void".split(" "),
);
const unknownTypes = new Set("abstract asserts import infer new this unique".split(" "));

function parseName(scanner: Scanner): TypeNode {
  const name = scanner.take().text;
  if (unknownTypes.has(name) || scanner.is(".")) throw new NotKnown(`the type ${name}`);
  if (keywords.has(name)) return { kind: "keyword", text: name };
  if (name === "true" || name === "false") return { kind: "literal", text: name };
  if (name === "keyof" || name === "readonly") {
    return { kind: "operator", name, of: parsePostfix(scanner) };
  }
  if (name === "typeof") return { kind: "query", name: scanner.takeKind("name") };
  return { kind: "reference", name, args: parseTypeArguments(scanner) };
}

/** The types between angle brackets; none where there are no brackets. */
export function parseTypeArguments(scanner: Scanner): readonly TypeNode[] {
  if (!scanner.accept("<")) return [];
  const args = [parseType(scanner)];
  while (scanner.accept(",")) args.push(parseType(scanner));
  scanner.expect(">");
  return args;
}

function parseTuple(scanner: Scanner): TypeNode {
  scanner.expect("[");
  const entries: TypeNode[] = [];
  while (!scanner.is("]")) {
    if (entries.length > 0) scanner.expect(",");
    if (scanner.accept("...")) {
      entries.push({ kind: "rest", of: parsePostfix(scanner) });
      continue;
    }
    const of = parseType(scanner);
    entries.push(scanner.accept("?") ? { kind: "optional", of } : of);
  }
  scanner.expect("]");
  return { kind: "tuple", entries };
}

function parseObject(scanner: Scanner): TypeNode {
  scanner.expect("{");
  const members: Member[] = [];
  // A break behind the brace is kept, which is how a printer of ours asks for one.
  let isOpen = false;
  while (!scanner.is("}")) {
    const { isFirst, kind } = scanner.next;
    const comment = kind === "comment" ? scanner.take().text : undefined;
    if (comment !== undefined && !scanner.next.isFirst) throw new NotKnown("a comment in a line");
    if (members.length === 0) isOpen = isFirst || comment !== undefined;
    members.push({ comment, head: parseMemberHead(scanner), type: parseType(scanner) });
    if (!scanner.accept(";") && !scanner.is("}")) scanner.expect(",");
  }
  scanner.expect("}");
  return { kind: "object", members, isOpen };
}

/** `readonly key?: `, or what stands there for all keys. */
function parseMemberHead(scanner: Scanner): Doc {
  let text = "";
  let key: string | undefined;
  if (scanner.is("readonly")) {
    const word = scanner.take().text;
    if (scanner.is(":") || scanner.is("?")) key = word;
    else text = `${word} `;
  }
  key ??= parseKey(scanner);
  if (key === undefined) return [text, parseIndexKey(scanner), ": "];
  const mark = scanner.accept("?") ? "?" : "";
  scanner.expect(":");
  return `${text}${key}${mark}: `;
}

/** The name of a member; undefined where a bracket stands for all of them. */
function parseKey(scanner: Scanner): string | undefined {
  const { kind } = scanner.next;
  if (kind === "name") return scanner.take().text;
  if (kind === "string") return keyText(scanner.take().text);
  if (kind === "number") return numberText(scanner.take().text);
  scanner.expect("[");
  if (scanner.next.kind !== "string") return undefined;
  const text = stringText(scanner.take().text);
  scanner.expect("]");
  return `[${text}]`;
}

function parseIndexKey(scanner: Scanner): Doc {
  const name = scanner.takeKind("name");
  scanner.expect(":");
  const type = scanner.takeKind("name");
  scanner.expect("]");
  scanner.expect(":");
  return ["[", group([indent([softline, `${name}: ${type}`]), softline]), "]"];
}

/** Where a type stands, as far as a union or an object cares. */
type Place = "value" | "argument" | "entry" | "only-entry" | "after-break" | "hugged";

export function typeDoc(type: TypeNode, place: Place = "value"): Doc {
  switch (type.kind) {
    case "literal":
    case "keyword":
      return type.text;
    case "reference":
      return type.args.length === 0 ? type.name : [type.name, typeArgumentsDoc(type.args)];
    case "object":
      return objectDoc(type, place);
    case "union":
      return unionDoc(type.types, place);
    case "intersection":
      return intersectionDoc(type.types);
    case "array":
      return [operandDoc(type.of, isWeak(type.of) || type.of.kind === "query"), "[]"];
    case "optional":
      return [operandDoc(type.of, isWeak(type.of)), "?"];
    case "rest":
      return ["...", operandDoc(type.of, isWeak(type.of))];
    case "tuple":
      return tupleDoc(type.entries);
    case "operator":
      return [type.name, " ", operandDoc(type.of, isWeak(type.of))];
    case "query":
      return `typeof ${type.name}`;
    case "indexed": {
      const isEnclosed = isWeak(type.object) || type.object.kind === "query";
      return [operandDoc(type.object, isEnclosed), "[", typeDoc(type.index), "]"];
    }
    default:
      return type satisfies never;
  }
}

/** What binds less than what stands around it. */
function isWeak({ kind }: TypeNode): boolean {
  return kind === "union" || kind === "intersection" || kind === "operator";
}

function operandDoc(type: TypeNode, isEnclosed: boolean): Doc {
  if (!isEnclosed) return typeDoc(type);
  if (type.kind !== "union" || isHugged(type.types)) return ["(", typeDoc(type), ")"];
  return ["(", group([indent([softline, alternatives(type.types)]), softline]), ")"];
}

/** An object or a name that may also be null is written without breaks of its own. */
function isHugged(types: readonly TypeNode[]): boolean {
  const main = types.find(({ kind }) => kind === "object" || kind === "reference");
  return types.every((type) => type === main || isNothing(type));
}

/** Whether each of its types gets a line where they do not fit in one. */
export function isBrokenUnion(type: TypeNode): boolean {
  return type.kind === "union" && !isHugged(type.types);
}

function isNothing(type: TypeNode): boolean {
  return type.kind === "keyword" && (type.text === "null" || type.text === "void");
}

function unionDoc(types: readonly TypeNode[], place: Place): Doc {
  if (isHugged(types))
    return joined(
      " | ",
      types.map((type) => memberDoc(type)),
    );
  const list = alternatives(types);
  if (place === "entry") {
    return group([indent([ifBroken(["(", softline]), list]), softline, ifBroken(")")]);
  }
  return place === "value" ? group(indent([softline, list])) : list;
}

function alternatives(types: readonly TypeNode[]): Doc {
  return group(
    types.map((type, index) => [
      index === 0 ? ifBroken("| ") : [line, "| "],
      indent(memberDoc(type)),
    ]),
  );
}

/** One of a union or of an intersection. */
function memberDoc(type: TypeNode): Doc {
  return operandDoc(type, type.kind === "union" || type.kind === "intersection");
}

function intersectionDoc(types: readonly TypeNode[]): Doc {
  let isMixed = false;
  return group(
    types.map((type, index) => {
      const doc = memberDoc(type);
      const previous = types[index - 1];
      if (previous === undefined) return doc;
      const [isObject, wasObject] = [type.kind === "object", previous.kind === "object"];
      if (isObject && wasObject) return [" & ", isMixed ? indent(doc) : doc];
      if (!isObject && !wasObject) return indent([" &", line, doc]);
      if (index > 1) isMixed = true;
      return [" & ", index > 1 ? indent(doc) : doc];
    }),
  );
}

export function typeArgumentsDoc(args: readonly TypeNode[]): Doc {
  const [only, another] = args;
  if (only === undefined) return "";
  if (another === undefined && isShort(only)) return ["<", typeDoc(only, "argument"), ">"];
  const list = args.map((arg) => typeDoc(arg, "argument"));
  return group(["<", indent([softline, ...joined([",", line], list)]), softline, ">"]);
}

function isShort(type: TypeNode): boolean {
  if (type.kind === "union") return isHugged(type.types);
  if (type.kind === "reference") return type.args.length === 0;
  return type.kind === "object" || type.kind === "keyword" || type.kind === "literal";
}

function tupleDoc(entries: readonly TypeNode[]): Doc {
  if (entries.length === 0) return "[]";
  const place = entries.length > 1 ? "entry" : "only-entry";
  const list = entries.map((entry) => group(typeDoc(entry, place)));
  return group([
    "[",
    indent([softline, ...joined([",", line], list)]),
    ifBroken(","),
    softline,
    "]",
  ]);
}

function objectDoc({ members, isOpen }: Extract<TypeNode, { kind: "object" }>, place: Place): Doc {
  if (members.length === 0) return "{}";
  const list = members.map(({ comment, head, type }, index) => [
    comment === undefined ? "" : [...joined(hardline, commentLines(comment)), hardline],
    group([head, typeDoc(type)]),
    index < members.length - 1 ? ";" : ifBroken(";"),
  ]);
  const doc = ["{", indent([line, ...joined(line, list)]), line, "}"];
  return place === "hugged" ? doc : group(doc, isOpen);
}
