import { assignmentDoc, expressionDoc, parseExpression, type Expression } from "./data.js";
import { type Doc, group, ifBroken, indent, joined, line, lineWidth, render } from "./doc.js";
import { stringText } from "./literals.js";
import { NotKnown, Scanner } from "./scanner.js";

/** The lines of a body that a template has, and of which names made other widths. */
export function statementLines(body: string, indentation: string): string {
  if (isLaidOut(body, indentation)) return indentation + body.replaceAll("\n", `\n${indentation}`);
  const scanner = new Scanner(body);
  const statements: string[] = [];
  while (scanner.next.kind !== "end") {
    const doc = statementDoc(scanner);
    statements.push(indentation + render(doc, indentation));
  }
  return statements.join("\n");
}

/** Statements of one line each that fit and hold nothing that has two ways to be written. */
function isLaidOut(body: string, indentation: string): boolean {
  return body
    .split("\n")
    .every(
      (line) =>
        line.length + indentation.length <= lineWidth &&
        /^[\w$#.,<>()=|& ]+(?:\{\})?[^\s{}"'\\]*;$/u.test(line),
    );
}

/** The lines of an example, each a statement of its own or a part of one that fits. */
export function excerptLines(text: string): string {
  return text.split("\n").map(excerptLine).join("\n");
}

function excerptLine(line: string): string {
  if (isExact(line)) return line;
  const indentation = /^ */u.exec(line)?.[0] ?? "";
  const scanner = new Scanner(line);
  const doc = scanner.is("for")
    ? loopDoc(scanner)
    : scanner.is("import")
      ? importDoc(scanner)
      : statementDoc(scanner);
  scanner.takeKind("end");
  return indentation + render(doc, indentation);
}

/** What fits, and holds no text, number or list that prettier may want otherwise. */
function isExact(line: string): boolean {
  return (
    line.length <= lineWidth && /^[ -[\]-~]*$/u.test(line) && !/\de\+|\}, \{|\], \[/u.test(line)
  );
}

/** `for await (const item of …) {`. */
function loopDoc(scanner: Scanner): Doc {
  for (const word of ["for", "await", "(", "const"]) scanner.expect(word);
  const name = scanner.takeKind("name");
  scanner.expect("of");
  const list = expressionDoc(parseExpression(scanner));
  scanner.expect(")");
  scanner.expect("{");
  return [`for await (const ${name} of `, list, ") {"];
}

function importDoc(scanner: Scanner): Doc {
  scanner.expect("import");
  const head = scanner.accept("type") ? "import type " : "import ";
  const names = namesIn(scanner);
  scanner.expect("from");
  const specifier = stringText(scanner.takeKind("string"));
  scanner.expect(";");
  return listDoc(head, names, specifier);
}

/** What is imported or exported again, and from where. */
export function listDoc(head: string, names: readonly string[], specifier: string): Doc {
  const end = ` from ${specifier};`;
  if (names.length === 1) return [`${head}{ `, names, ` }${end}`];
  return [
    head,
    group(["{", indent([line, ...joined([",", line], names)]), ifBroken(","), line, "}"]),
    end,
  ];
}

function statementDoc(scanner: Scanner): Doc {
  const doc = bareDoc(scanner);
  scanner.expect(";");
  return [doc, ";"];
}

function bareDoc(scanner: Scanner): Doc {
  if (scanner.accept("return")) return ["return ", expressionDoc(parseExpression(scanner))];
  if (scanner.accept("const")) {
    const name = scanner.is("{") ? `{ ${namesIn(scanner).join(", ")} }` : scanner.takeKind("name");
    scanner.expect("=");
    return assignmentDoc(`const ${name}`, " =", parseExpression(scanner));
  }
  const expression = parseExpression(scanner);
  if (!scanner.accept("=")) return expressionDoc(expression);
  return assignmentDoc(placeText(expression), " =", parseExpression(scanner));
}

/** `{ data, error }`. */
function namesIn(scanner: Scanner): readonly string[] {
  scanner.expect("{");
  const names = [scanner.takeKind("name")];
  while (scanner.accept(",")) names.push(scanner.takeKind("name"));
  scanner.expect("}");
  return names;
}

function placeText(place: Expression): string {
  if (place.kind === "this" || place.kind === "name") return place.text;
  if (place.kind !== "member") throw new NotKnown("an assignment to no member");
  return `${placeText(place.object)}.${place.name}`;
}
