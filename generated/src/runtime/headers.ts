/** Request headers: who decides about which, and what may stand in one. */

import { RequestBuildError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { Arguments } from "./url.js";
import { form, present } from "./url.js";
import { isContainer, primitiveText } from "./values.js";

/** Headers by name, in any case. `null` removes one that would be sent otherwise; `undefined` leaves it. */
export type HeaderValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * Sets a header, or removes it for `null`.
 *
 * @throws RequestBuildError if the name is no token (RFC 9110, 5.1) or the value holds CR, LF, NUL
 * or a character that does not fit into a byte. The message does not show the value: it may be a
 * credential.
 */
export function setHeader(headers: Headers, name: string, value: string | null): void {
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) {
    throw new RequestBuildError(`${JSON.stringify(name.slice(0, 100))} is no header name.`);
  }
  if (value === null) {
    headers.delete(name);
    return;
  }
  // These are what must not get into a header.
  if (/[\0-\x08\x0a-\x1f\x7f\u0100-\uffff]/.test(value)) {
    throw new RequestBuildError(
      `The value of the header ${name} holds a line break or another character that no header can hold.`,
    );
  }
  headers.set(name, value);
}

/** The `Accept` header: what the description documents, then error bodies, then anything. */
export function acceptHeader(operation: Operation): string {
  const documented = operation.accept ?? ["application/json"];
  return [...documented, "application/problem+json;q=0.9", "*/*;q=0.1"].join(", ");
}

/** Sets the header and cookie parameters of an operation. */
export function setHeaderParameters(headers: Headers, operation: Operation, args: Arguments): void {
  for (const { name, value, where, encode } of present(operation, "header", args)) {
    const text = encode ? encode(name, value, where) : primitiveText(value, where);
    // Nothing is left of an empty list.
    if (text !== "" || !isContainer(value)) setHeader(headers, name, text);
  }
  const cookies = present(operation, "cookie", args)
    .map(({ name, value, where, encode = form }) => encode(name, value, where))
    .filter(Boolean);
  if (cookies.length > 0) setHeader(headers, "cookie", cookies.join("; "));
}

/**
 * Adds a cookie to those that are already there.
 *
 * @throws RequestBuildError if the value holds what separates cookies (RFC 6265, 4.1.1).
 */
export function addCookie(headers: Headers, name: string, value: string): void {
  if (!/^[!#-+\--:<-[\]-~]*$/.test(value)) {
    throw new RequestBuildError(
      `The value of the cookie ${name} holds a character that no cookie can hold.`,
    );
  }
  const others = headers.get("cookie");
  setHeader(headers, "cookie", `${others === null ? "" : `${others}; `}${name}=${value}`);
}
