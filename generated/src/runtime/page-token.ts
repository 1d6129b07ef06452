/** Where to go on in a list, as a text that can be kept: page parameters only, no URL, no credentials. */

import { PaginationError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { Arguments } from "./url.js";

const VERSION = "v1.";

/** `seen` counts the items before that page: a page's number alone does not say, if the server caps its size. */
export function writeToken(operationId: string, params: Arguments, seen: number): string {
  const bytes = new TextEncoder().encode(JSON.stringify([operationId, params, seen]));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return VERSION + base64;
}

/** @throws PaginationError if it is no token, or one of another operation. */
export function readToken(
  token: string,
  operation: Operation,
): { params: Arguments; seen: number } {
  const [operationId, params, seen] = parse(token);
  if (operationId !== operation.id) {
    throw new PaginationError(`${operation.id}: the token belongs to another operation.`);
  }
  // A token may have been in strange hands: it can set query parameters of the list and nothing else.
  const entries = Object.entries(params as object).filter(
    ([key, value]) =>
      Object.hasOwn(operation.query ?? {}, key) &&
      [value].flat().every((item) => ["string", "number"].includes(typeof item)),
  );
  return {
    params: Object.fromEntries(entries),
    seen: Number.isSafeInteger(seen) ? Number(seen) : 0,
  };
}

function parse(token: string): readonly [unknown, unknown, unknown] {
  try {
    if (!token.startsWith(VERSION)) throw new Error("version");
    const base64 = token.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const [operationId, params, seen] = content as unknown[];
    if (typeof params === "object" && params !== null) return [operationId, params, seen];
  } catch {
    // Reported below, like a token with the wrong content.
  }
  throw new PaginationError("The token is not one of this package, or was damaged.");
}
