/** Lists by page number, such as those of Django REST framework's PageNumberPagination. */

import type { ApiClient } from "./client.js";
import type { HttpError } from "./http-error.js";
import type { ListOperation, PagePagination } from "./operation.js";
import { isThere, itemsAt, moreAt, queryOf, totalAt, valueAt, wireName } from "./page-fields.js";
import { PagePromise, PageSource } from "./pagination.js";
import type { PageRequest } from "./page-request.js";
import type { ListOptions, Strategy } from "./pagination.js";

/**
 * The next page is the same call with the page number that the `next` link names. Without such a
 * link in the description, pages follow until a flag of the body says that there are no more, the
 * last number is reached, one is empty or the total is reached.
 */
export function paginateByPage<T, TBody, E = HttpError, H = object>(
  client: ApiClient,
  operation: ListOperation<PagePagination>,
  params: object,
  options: ListOptions = {},
): PagePromise<T, TBody, E, H> {
  return new PagePromise(new PageSource<T, TBody, H>(client, operation, params, options, byPage));
}

const byPage: Strategy = ({ operation, body, params, seen }) => {
  const pagination = operation.pagination as PagePagination;
  const { page: key, first = 1, size, next, previous, total: totalPath } = pagination;
  const items = itemsAt<never>(body, operation);
  const total = totalAt(body, totalPath);
  const stated = valueAt(body, pagination.current);
  const current = Number(params[key] ?? (typeof stated === "number" ? stated : first));
  const pages = valueAt(body, pagination.totalPages);
  const to = (link: unknown, fallback: number): PageRequest | undefined => {
    // Servers that give a number give 0 where there is no other page.
    if (!isThere(link) || (typeof link === "number" && link < first)) return undefined;
    const text = String(link);
    const page = /^\d+$/.test(text) ? text : queryOf(text, wireName(operation, key));
    return { params: { [key]: page ?? fallback } };
  };
  // Who starts in the middle has seen nothing, yet the total counts what came before. A size that does
  // not go together with the total was asked for and not granted.
  const asked =
    (current - first) * Number((size === undefined ? undefined : params[size]) ?? items.length);
  const fits = total === undefined || asked + items.length <= total;
  const before = seen || (fits ? asked : (current - first) * items.length);
  // The number of pages is the server's own account; items may be missing from a page without being on another.
  const isMore =
    moreAt(body, pagination) ??
    (typeof pages === "number"
      ? current - first + 1 < pages
      : items.length > 0 && (total === undefined || before + items.length < total));
  return {
    items,
    total,
    next: to(next === undefined ? isMore : valueAt(body, next), current + 1),
    // The link to the first page has no number.
    previous: to(previous === undefined ? current > first : valueAt(body, previous), current - 1),
  };
};
