import { NotKnown } from "./scanner.js";

/** A text in the quotes that need fewer escapes, double ones if it makes no difference; a name as it is. */
export function stringText(literal: string): string {
  const raw = literal.slice(1, -1);
  if (!/^["']/u.test(literal)) return literal;
  if (literal.startsWith('"') && !/["\\]/u.test(raw)) return literal;
  const doubles = raw.match(/"/gu)?.length ?? 0;
  const singles = raw.match(/'/gu)?.length ?? 0;
  const quote = doubles > singles ? "'" : '"';
  const body = raw.replace(/\\(.)|(["'])/gsu, (_, escaped?: string, bare?: string) => {
    if (escaped === undefined) return bare === quote ? `\\${bare}` : (bare ?? "");
    if (escaped === '"' || escaped === "'") return escaped === quote ? `\\${escaped}` : escaped;
    return /^[^\n\r"'0-7\\bfnrt-vx\u2028\u2029]$/u.test(escaped) ? escaped : `\\${escaped}`;
  });
  return quote + body + quote;
}

/**
 * A key of a type or an object: a text loses its quotes where all of it are letters. Which letters count differs between
 * versions of Unicode, so that only those are decided here that always did.
 */
export function keyText(literal: string): string {
  const raw = literal.slice(1, -1);
  if (!/^["']/u.test(literal) || raw === "" || isAscii.test(raw)) return stringText(literal);
  if (/^\d|[^\p{L}\p{N}\p{M}\p{Pc}$]/u.test(raw)) return stringText(literal);
  if (
    !/^[\w$\xc0-\u024f\u0400-\u052f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]*$/u.test(
      raw,
    )
  )
    throw new NotKnown(`the key ${literal}`);
  return /[\xd7\xf7\u0482-\u0489]/u.test(raw) ? stringText(literal) : raw;
}

const isAscii = /^[\0-\x7f]*$/u;

/** `1e21`, as `1e+21` is written. */
export function numberText(literal: string): string {
  return literal.replace("e+", "e");
}

/** The lines of a documentation comment, each under the other. */
export function commentLines(comment: string): readonly string[] {
  const lines = comment.split("\n");
  return lines.map((line, index) => {
    if (index === 0) return line.trimEnd();
    return ` ${index < lines.length - 1 ? line.trim() : line.trimStart()}`;
  });
}
