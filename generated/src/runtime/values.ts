/** Values as text: what the parameters of every location have in common. */

import { RequestBuildError } from "./errors.js";

/**
 * A primitive as text. Dates become ISO 8601 in UTC, as does everything that says by `toJSON` what
 * it is; NaN, infinities, plain objects and functions have no text and are refused.
 */
export function primitiveText(value: unknown, where: string): string {
  const plain = hasJsonForm(value) ? value.toJSON() : value;
  if (typeof plain === "string") return plain;
  if (typeof plain === "boolean" || typeof plain === "bigint" || Number.isFinite(plain)) {
    return String(plain);
  }
  const kind = typeof plain === "number" ? String(plain) : plain === null ? "null" : typeof plain;
  throw new RequestBuildError(`${where}: a value of kind ${kind} cannot be sent.`);
}

/**
 * Lists and objects, as opposed to values that stand for one text, and to those whose content is not in
 * their properties (Map, Blob, bytes): taken for objects, they would be empty.
 */
export function isContainer(value: unknown): value is object {
  const kind = Object.prototype.toString.call(value);
  return (kind === "[object Object]" || Array.isArray(value)) && !hasJsonForm(value);
}

function hasJsonForm(value: unknown): value is { toJSON(): unknown } {
  return typeof (value as { toJSON?: unknown } | null | undefined)?.toJSON === "function";
}

/** Own entries that have a value: a missing one is left out everywhere. */
export function presentEntries(value: object): [key: string, value: unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
}

/** Percent-encodes everything but the unreserved characters of RFC 3986, 2.3. */
export function percentEncode(text: string, where: string): string {
  try {
    return encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  } catch {
    throw new RequestBuildError(`${where}: the text holds half of a surrogate pair.`);
  }
}
