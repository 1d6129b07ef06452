/** How pagination strategies read a body. */

import { PaginationError } from "./errors.js";
import type { BodyPath, ListOperation } from "./operation.js";

/** The value at a path; `undefined` where the path leads nowhere. Only own properties count. */
export function valueAt(body: unknown, path: BodyPath | undefined): unknown {
  if (path === undefined) return undefined;
  let value = body;
  for (const key of typeof path === "string" ? [path] : path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/**
 * The items of a page. Many servers leave an empty list out, or send null or no body instead of it.
 *
 * @throws PaginationError if there is something else where the description has the list.
 */
export function itemsAt<T>(body: unknown, operation: ListOperation): readonly T[] {
  const { items } = operation.pagination;
  const found = items === undefined ? body : valueAt(body, items);
  if (Array.isArray(found)) return found as T[];
  if ((found === undefined || found === null) && !hasLists(body)) return [];
  const place = items === undefined ? "the body" : [items].flat().join(".");
  throw new PaginationError(`${operation.id}: ${place} is no list.`);
}

/** What is no body of a page has something else than fields; one with lists has its items elsewhere. */
function hasLists(body: unknown): boolean {
  if (body === undefined) return false;
  return typeof body !== "object" || Object.values(body ?? {}).some(Array.isArray);
}

export function totalAt(body: unknown, path: BodyPath | undefined): number | undefined {
  const total = valueAt(body, path);
  return typeof total === "number" ? total : undefined;
}

/** What the flags of a body say about another page; `undefined` where they are silent. */
export function moreAt(
  body: unknown,
  { isLast, hasMore }: { readonly isLast?: BodyPath; readonly hasMore?: BodyPath },
): boolean | undefined {
  const more = valueAt(body, hasMore);
  if (typeof more === "boolean") return more;
  const last = valueAt(body, isLast);
  return typeof last === "boolean" ? !last : undefined;
}

/** The name on the wire of a query parameter. */
export function wireName({ query }: ListOperation, key: string): string {
  return query?.[key]?.name ?? key;
}

/**
 * One query parameter of a link. Only the query is looked at: behind a proxy, servers put their
 * inner host and scheme into links, and credentials must not follow them there.
 */
export function queryOf(link: string, name: string): string | undefined {
  const start = link.indexOf("?");
  if (start < 0) return undefined;
  const query = link.slice(start + 1).split("#")[0];
  return new URLSearchParams(query).get(name) ?? undefined;
}

/** True where a body says by a link, a number or a flag that there is another page. */
export function isThere(link: unknown): boolean {
  return link !== undefined && link !== null && link !== "" && link !== false;
}
