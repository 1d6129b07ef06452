/** The path and the query of a request. */

import { RequestBuildError } from "./errors.js";
import type { Operation, Parameters } from "./operation.js";
import { isContainer, percentEncode, presentEntries, primitiveText } from "./values.js";

export type Arguments = Readonly<Record<string, unknown>>;

/**
 * The operation's path with its parameters filled in.
 *
 * @throws RequestBuildError if a value is missing or empty, or if the result could leave its place:
 * a segment `.` or `..` would be removed by every URL parser (RFC 3986, 5.2.4).
 */
export function buildPath(operation: Operation, args: Arguments): string {
  // Some descriptions tell operations of one path apart by fragments, which are never sent (RFC 9110, 7.1).
  let [path = ""] = operation.path.split("#", 1);
  for (const { name, value, where, encode } of present(operation, "pathParams", args)) {
    const text = encode
      ? encode(name, value, where)
      : percentEncode(primitiveText(value, where), where);
    // Encoded text holds no braces, so that what is filled in is never taken for a place.
    if (text) path = path.replaceAll(`{${name}}`, () => text);
  }
  const missing = /\{([^{}]*)\}/.exec(path);
  if (missing) {
    throw new RequestBuildError(`${operation.id}: path parameter "${missing[1]}" needs a value.`);
  }
  refuseDotSegments(path, operation.id);
  return path;
}

/** Refuses `.` and `..` as a segment, in any spelling that a URL parser takes for one. */
export function refuseDotSegments(path: string, where: string): void {
  if (/(^|[\\/])(\.|%2e){1,2}($|[\\/?#])/i.test(path.split(/[?#]/)[0] ?? "")) {
    throw new RequestBuildError(`${where}: the path has a segment "." or "..".`);
  }
}

/** The query without its question mark; empty if there is none. */
export function buildQuery(operation: Operation, args: Arguments): string {
  return present(operation, "query", args)
    .map(({ name, value, where, encode }) => (encode ?? form)(name, value, where))
    .filter(Boolean)
    .join("&");
}

/** Exploded `form`, the default of queries: `a=1`, `a=1&a=2`, and an object's keys as names. */
export function form(name: string, value: unknown, where: string): string {
  const pair = (key: string, item: unknown) =>
    `${percentEncode(key, where)}=${percentEncode(primitiveText(item, where), where)}`;
  if (!isContainer(value)) return pair(name, value);
  return presentEntries(value)
    .map(([key, item]) => pair(Array.isArray(value) ? name : key, item))
    .join("&");
}

export interface PresentParameter {
  readonly name: string;
  readonly value: unknown;
  readonly where: string;
  readonly encode: NonNullable<Parameters[string]["encode"]> | undefined;
}

/** The parameters of one location that have a value. Only own properties of the arguments count. */
export function present(
  operation: Operation,
  location: "pathParams" | "query" | "header" | "cookie",
  args: Arguments,
): PresentParameter[] {
  const found: PresentParameter[] = [];
  for (const [key, parameter] of Object.entries(operation[location] ?? {})) {
    const { name = key, encode, allowEmptyValue } = parameter;
    let value = Object.hasOwn(args, key) ? args[key] : undefined;
    if (value === null && allowEmptyValue) value = "";
    if (value === undefined || value === null) continue;
    found.push({ name, value, where: `${operation.id}: parameter "${key}"`, encode });
  }
  return found;
}
