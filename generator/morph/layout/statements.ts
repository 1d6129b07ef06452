import { assignmentDoc, expressionDoc, parseExpression, type Expression } from "./data.js";
import { type Doc, lineWidth, render } from "./doc.js";
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

function statementDoc(scanner: Scanner): Doc {
  const doc = bareDoc(scanner);
  scanner.expect(";");
  return [doc, ";"];
}

function bareDoc(scanner: Scanner): Doc {
  if (scanner.accept("return")) return ["return ", expressionDoc(parseExpression(scanner))];
  if (scanner.accept("const")) {
    const name = scanner.takeKind("name");
    scanner.expect("=");
    return assignmentDoc(`const ${name}`, " =", parseExpression(scanner));
  }
  const expression = parseExpression(scanner);
  if (!scanner.accept("=")) return expressionDoc(expression);
  return assignmentDoc(placeText(expression), " =", parseExpression(scanner));
}

function placeText(place: Expression): string {
  if (place.kind === "this" || place.kind === "name") return place.text;
  if (place.kind !== "member") throw new NotKnown("an assignment to no member");
  return `${placeText(place.object)}.${place.name}`;
}
