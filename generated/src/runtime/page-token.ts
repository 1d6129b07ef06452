/** Where to go on in a list, as a text that can be kept: page parameters only, no URL, no credentials. */

import { PaginationError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { Arguments } from "./url.js";

const VERSION = "v1.";

export function writeToken(operationId: string, params: Arguments): string {
  const bytes = new TextEncoder().encode(JSON.stringify([operationId, params]));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return VERSION + base64;
}

/** @throws PaginationError if it is no token, or one of another operation. */
export function readToken(token: string, operation: Operation): Arguments {
  const [operationId, params] = parse(token);
  if (operationId !== operation.id) {
    throw new PaginationError(`${operation.id}: the token belongs to another operation.`);
  }
  // A token may have been in strange hands: it can set query parameters of the list and nothing else.
  return Object.fromEntries(
    Object.entries(params as object).filter(
      ([key, value]) =>
        Object.hasOwn(operation.query ?? {}, key) && ["string", "number"].includes(typeof value),
    ),
  );
}

function parse(token: string): [unknown, unknown] {
  try {
    if (!token.startsWith(VERSION)) throw new Error("version");
    const base64 = token.slice(VERSION.length).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const [operationId, params] = JSON.parse(new TextDecoder().decode(bytes)) as [unknown, unknown];
    if (typeof params === "object" && params !== null) return [operationId, params];
  } catch {
    // Reported below, like a token with the wrong content.
  }
  throw new PaginationError("The token is not one of this package, or was damaged.");
}
