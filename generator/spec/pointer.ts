import type { Key } from "./raw.js";

/** A JSON Pointer (RFC 6901) from its segments; empty for the whole document. */
export function formatPointer(segments: readonly Key[]): string {
  return segments.map((segment) => `/${escapeSegment(String(segment))}`).join("");
}

/** The segments of a JSON Pointer; `undefined` when the text is none. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  const segments = pointer.slice(1).split("/");
  return pointer.includes("~") ? segments.map(unescapeSegment) : segments;
}

/** The segments of a URI fragment that holds a JSON Pointer: percent-encoded, without its `#`. */
export function parseFragment(fragment: string): readonly string[] | undefined {
  try {
    return parsePointer(decodeURIComponent(fragment));
  } catch {
    // A lone % is common in hand-written references to paths; take the text as it stands.
    return parsePointer(fragment);
  }
}

/** The name of the component schema that a pointer names: `/components/schemas/Pet` is `Pet`. */
export function componentOf(pointer: string): string | undefined {
  if (!pointer.startsWith(schemasPrefix) || pointer.includes("/", schemasPrefix.length)) {
    return undefined;
  }
  return unescapeSegment(pointer.slice(schemasPrefix.length));
}

const schemasPrefix = "/components/schemas/";

export function escapeSegment(segment: string): string {
  return !segment.includes("~") && !segment.includes("/")
    ? segment
    : segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function unescapeSegment(segment: string): string {
  return !segment.includes("~") ? segment : segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
