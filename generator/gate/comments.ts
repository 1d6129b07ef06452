import ts from "typescript";
import { directive, header, pureMark } from "./allowed.js";

/**
 * What is wrong with the comments of a module. The scanner alone tells them from text in strings: the modules hold
 * neither templates nor regular expressions, which only a parser could tell from other tokens.
 */
export function* commentFaults(text: string): Generator<string> {
  if (!text.startsWith(`${header}\n`)) yield "does not begin with the line that says what it is";
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, false);
  scanner.setText(text);
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia) {
      if (scanner.getTokenStart() > 0) yield `has a line comment: ${scanner.getTokenText()}`;
    } else if (kind === ts.SyntaxKind.MultiLineCommentTrivia) {
      const comment = scanner.getTokenText();
      if (comment === pureMark) continue;
      if (!comment.startsWith("/**")) yield `has a comment that documents nothing: ${comment}`;
      else if (directive.test(comment)) yield `has a comment that tools obey: ${comment}`;
    } else if (kind === ts.SyntaxKind.ShebangTrivia) {
      yield "has a line for a shell";
    }
  }
}
