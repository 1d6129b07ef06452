import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfString,
  openBrace,
  openBracket,
  quote,
} from "./json-scan.js";

/**
 * Lays out valid JSON with two spaces per level and one member or entry per line. Only the white space between tokens
 * changes: key order, numbers (`1.0`, `1e400`, big integers) and escapes stand as they were written.
 */
export function indentJson(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    let end = index + 1;
    if (code === openBrace || code === openBracket) {
      const close = skipSpace(text, end);
      const closing = text.charCodeAt(close);
      if (closing === closeBrace || closing === closeBracket) {
        parts.push(text.charAt(index), text.charAt(close));
        end = close + 1;
      } else {
        parts.push(text.charAt(index), newLine(++depth));
      }
    } else if (code === closeBrace || code === closeBracket) {
      parts.push(newLine(--depth), text.charAt(index));
    } else if (code === comma) {
      parts.push(",", newLine(depth));
    } else if (code === colon) {
      parts.push(": ");
    } else if (code > 0x20) {
      end = code === quote ? endOfString(text, index) : endOfLiteral(text, index);
      parts.push(text.slice(index, end));
    }
    index = end;
  }
  return parts.join("");
}

function newLine(depth: number): string {
  return `\n${"  ".repeat(depth)}`;
}

function skipSpace(text: string, index: number): number {
  while (text.charCodeAt(index) <= 0x20) index++;
  return index;
}

/** Numbers, true, false and null end before white space or punctuation. */
function endOfLiteral(text: string, start: number): number {
  let index = start;
  while (index < text.length && !/[\s,:{}[\]"]/.test(text.charAt(index))) index++;
  return index;
}
