/** Lists by offset and limit, such as those of Django REST framework's LimitOffsetPagination. */

import type { ApiClient } from "./client.js";
import type { HttpError } from "./http-error.js";
import type { ListOperation, OffsetPagination } from "./operation.js";
import { isThere, itemsAt, moreAt, queryOf, totalAt, valueAt, wireName } from "./page-fields.js";
import { PagePromise, PageSource } from "./pagination.js";
import type { PageRequest } from "./page-request.js";
import type { ListOptions, Strategy } from "./pagination.js";

/**
 * The next page begins where the `next` link says, else behind the items that came: a server may
 * give fewer than asked for, so the limit says nothing about where the next page begins.
 */
export function paginateByOffset<T, TBody, E = HttpError, H = object>(
  client: ApiClient,
  operation: ListOperation<OffsetPagination>,
  params: object,
  options: ListOptions = {},
): PagePromise<T, TBody, E, H> {
  return new PagePromise(new PageSource<T, TBody, H>(client, operation, params, options, byOffset));
}

const byOffset: Strategy = ({ operation, body, params }) => {
  const pagination = operation.pagination as OffsetPagination;
  const { offset: key, limit, next, previous, total: totalPath } = pagination;
  const items = itemsAt<never>(body, operation);
  const total = totalAt(body, totalPath);
  const current = Number(params[key] ?? 0);
  const end = current + items.length;
  const to = (link: unknown, fallback: number): PageRequest | undefined => {
    if (!isThere(link)) return undefined;
    const text = String(link);
    const offset = /^\d+$/.test(text) ? text : queryOf(text, wireName(operation, key));
    return { params: { [key]: offset ?? fallback } };
  };
  const step = Number((limit === undefined ? undefined : params[limit]) ?? items.length);
  // A page without items leads nowhere, whatever its flag says: the next one would begin where it began.
  const isMore =
    items.length > 0 && (moreAt(body, pagination) ?? (total === undefined || end < total));
  return {
    items,
    total,
    next: to(next === undefined ? isMore : valueAt(body, next), end),
    previous: to(
      previous === undefined ? current > 0 : valueAt(body, previous),
      Math.max(0, current - step),
    ),
  };
};
