import {
  closeBrace,
  closeBracket,
  comma,
  endOfContainer,
  endOfString,
  openBrace,
  openBracket,
  quote,
} from "./json-scan.js";
import { isContainer, type Key, own, type RawContainer, type RawValue } from "./raw.js";
import type { Link, Places } from "./source.js";

/**
 * Finds the places of a tree that `JSON.parse` made: one pass over the text in step with the tree. Only containers
 * are recorded; a scalar is looked up in the text of its container when someone asks.
 *
 * @param start where the JSON text starts in `text`; a Markdown page has other text around it
 */
export function placesOfJson(text: string, start: number, root: RawValue): Places {
  const links = new Map<RawContainer, Link>();
  const keyOffsets = new Map<RawContainer, number>();
  const starts = new Map<RawContainer, number>();
  if (isContainer(root))
    walk(text, text.indexOf(Array.isArray(root) ? "[" : "{", start), root, record);

  function record(
    container: RawContainer,
    link: Link | undefined,
    keyOffset: number,
    offset: number,
  ): void {
    if (link) links.set(container, link);
    keyOffsets.set(container, keyOffset);
    starts.set(container, offset);
  }

  return {
    linkOf: (container) => links.get(container),
    offsetOf: (container, key) => {
      const offset = starts.get(container);
      if (key === undefined) return offset;
      const value = own(container, key);
      const known = isContainer(value) ? keyOffsets.get(value) : undefined;
      return known ?? (offset === undefined ? undefined : findMember(text, offset, key));
    },
  };
}

interface Level {
  readonly container: RawContainer;
  key: Key;
  keyOffset: number;
}

function walk(
  text: string,
  start: number,
  root: RawContainer,
  record: (
    container: RawContainer,
    link: Link | undefined,
    keyOffset: number,
    offset: number,
  ) => void,
): void {
  record(root, undefined, start, start);
  const stack: Level[] = [open(root)];
  for (let index = start + 1; ; index++) {
    const level = stack.at(-1);
    if (!level || index >= text.length) return;
    switch (text.charCodeAt(index)) {
      case quote: {
        const end = endOfString(text, index);
        if (level.key === "" && level.keyOffset < 0) {
          level.key = decodeString(text, index, end);
          level.keyOffset = index;
        }
        index = end - 1;
        break;
      }
      case comma:
        if (typeof level.key === "number") level.key++;
        else Object.assign(level, { key: "", keyOffset: -1 });
        break;
      case openBrace:
      case openBracket: {
        const child = own(level.container, level.key);
        if (!isContainer(child)) return;
        const keyOffset = typeof level.key === "number" ? index : level.keyOffset;
        record(child, { holder: level.container, key: level.key }, keyOffset, index);
        stack.push(open(child));
        break;
      }
      case closeBrace:
      case closeBracket:
        stack.pop();
        break;
    }
  }
}

/** A list stands before its entry 0, an object before its first key. */
function open(container: RawContainer): Level {
  return { container, key: Array.isArray(container) ? 0 : "", keyOffset: -1 };
}

/** The offset of a member's key, or of a list's entry, among the direct members of the container at `start`. */
function findMember(text: string, start: number, key: Key): number | undefined {
  const isList = text.charCodeAt(start) === openBracket;
  let entry = 0;
  let expectsKey = true;
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === closeBrace || code === closeBracket) return undefined;
    if (isList && entry === Number(key) && code > 0x20 && code !== comma) return index;
    if (code === quote) {
      const end = endOfString(text, index);
      if (!isList && expectsKey && decodeString(text, index, end) === key) return index;
      expectsKey = false;
      index = end - 1;
    } else if (code === openBrace || code === openBracket) {
      index = endOfContainer(text, index) - 1;
    } else if (code === comma) {
      entry++;
      expectsKey = true;
    }
  }
  return undefined;
}

export function decodeString(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes("\\") ? (JSON.parse(text.slice(start, end)) as string) : inner;
}
