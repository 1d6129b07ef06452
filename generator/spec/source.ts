import type { SourceRef } from "../diagnostics.js";
import type { Key, RawContainer, RawValue } from "./raw.js";

/** A text and the name under which messages speak of it. */
export interface SourceText {
  /** Relative to the working directory, or a URL. */
  readonly file: string;
  readonly text: string;
}

/** A byte order mark is no part of the text, also where a caller did not read it with `readSource`. */
export function withoutByteOrderMark(source: SourceText): SourceText {
  return source.text.startsWith("\uFEFF") ? { ...source, text: source.text.slice(1) } : source;
}

/** Where a container hangs in its tree. */
export interface Link {
  readonly holder: RawContainer;
  readonly key: Key;
}

/** The places of a parsed text. They refer to containers by identity, so they survive changes to the tree. */
export interface Places {
  /** Absent for the root, and for what did not come from the text. */
  linkOf(container: RawContainer): Link | undefined;
  /** Where the member starts (its key, if it has one), or the container itself; counted in the source text. */
  offsetOf(container: RawContainer, key?: Key): number | undefined;
}

/** A text that was parsed into values, each of them this tree's alone: whoever holds the tree may change it. */
export interface SourceTree {
  readonly source: SourceText;
  readonly format: "json" | "yaml";
  readonly root: RawValue;
  /** Made when first asked for; ask before changing the tree. */
  readonly places: () => Places;
}

/** Turns offsets of a text into places; the lines are found once, when first asked for. */
export function locator(source: SourceText): (offset: number, pointer?: string) => SourceRef {
  let starts: readonly number[] | undefined;
  return (offset, pointer = "") => {
    starts ??= lineStarts(source.text);
    return { file: source.file, pointer, ...positionIn(starts, offset) };
  };
}

/** Line and column of an offset, from 1. Columns count UTF-16 units. */
function positionIn(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** The offset at which each line starts; CR, LF and CRLF each end one. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
