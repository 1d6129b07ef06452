/**
 * Passes over JSON text that need no tree: they skip strings with `indexOf` and look only at brackets, commas and
 * colons, so that a description of many megabytes costs milliseconds.
 */

/** What the brackets and colons of a text say: how deep it nests, and how many members its objects have. */
export function measureJson(
  text: string,
  start: number,
  end: number,
): { depth: number; members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let index = start; index < end; index++) {
    switch (text.charCodeAt(index)) {
      case quote:
        index = endOfString(text, index) - 1;
        break;
      case openBrace:
      case openBracket:
        if (++depth > deepest) deepest = depth;
        break;
      case closeBrace:
      case closeBracket:
        depth--;
        break;
      case colon:
        members++;
        break;
    }
  }
  return { depth: deepest, members };
}

/**
 * Where the object or list that starts at `start` ends: the offset behind its closing bracket, or `limit` without one.
 */
export function endOfContainer(text: string, start: number, limit = text.length): number {
  let depth = 0;
  for (let index = start; index < limit; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) {
      index = endOfString(text, index) - 1;
    } else if (code === openBrace || code === openBracket) {
      depth++;
    } else if (code === closeBrace || code === closeBracket) {
      if (--depth === 0) return index + 1;
    }
  }
  return limit;
}

/** The offset behind the closing quote of the string that starts at `start`; the end of the text without one. */
export function endOfString(text: string, start: number): number {
  let index = start + 1;
  for (;;) {
    index = text.indexOf('"', index);
    if (index < 0) return text.length;
    let before = index - 1;
    while (text.charCodeAt(before) === backslash) before--;
    if ((index - 1 - before) % 2 === 0) return index + 1;
    index++;
  }
}

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
