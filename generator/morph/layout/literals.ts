/** A text in the quotes that need fewer escapes, double ones if it makes no difference. */
export function stringText(literal: string): string {
  const raw = literal.slice(1, -1);
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
