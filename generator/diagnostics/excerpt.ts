/** How much of a long line is shown: some pages are a single line of many kilobytes. */
const width = 100;
const before = 40;

/**
 * The line with a caret below the column. Both count from 1; a long line is cut on either side, so that the column
 * stays in sight.
 */
export function excerpt(text: string, line: number, column: number): string[] {
  const content = lineOf(text, line);
  if (content === undefined || content.trim() === "") return [];
  const start =
    content.length <= width
      ? 0
      : Math.max(0, Math.min(column - 1 - before, content.length - width));
  const end = Math.min(content.length, start + width);
  const shown = `${start > 0 ? "…" : ""}${visible(content.slice(start, end))}${end < content.length ? "…" : ""}`;
  // What was escaped before the column takes more room than in the file.
  const ahead = (start > 0 ? 1 : 0) + visible(content.slice(start, column - 1)).length;
  const margin = String(line);
  return [`  ${margin} | ${shown}`, `  ${" ".repeat(margin.length)} | ${" ".repeat(ahead)}^`];
}

function lineOf(text: string, line: number): string | undefined {
  const ends = /\r\n?|\n/g;
  let start = 0;
  for (let number = 1; ; number++) {
    const end = ends.exec(text);
    if (number === line) return text.slice(start, end?.index);
    if (!end) return undefined;
    start = ends.lastIndex;
  }
}

/** Control characters and marks that change the direction of text, made visible: a description may try to fool. */
export function visible(text: string): string {
  const hidden =
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\t/g;
  return text.replace(hidden, (character) =>
    character === "\t" ? " " : `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
}
