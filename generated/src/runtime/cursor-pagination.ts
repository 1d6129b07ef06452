/** Lists by cursor: an opaque text from the body, a link that holds one, or the last item's id. */

import type { ApiClient } from "./client.js";
import type { HttpError } from "./http-error.js";
import type { CursorPagination, ListOperation } from "./operation.js";
import { isThere, itemsAt, moreAt, queryOf, totalAt, valueAt, wireName } from "./page-fields.js";
import { PagePromise, PageSource } from "./pagination.js";
import type { PageRequest } from "./page-request.js";
import type { ListOptions, Strategy } from "./pagination.js";

export function paginateByCursor<T, TBody, E = HttpError, H = object>(
  client: ApiClient,
  operation: ListOperation<CursorPagination>,
  params: object,
  options: ListOptions = {},
): PagePromise<T, TBody, E, H> {
  return new PagePromise(new PageSource<T, TBody, H>(client, operation, params, options, byCursor));
}

const byCursor: Strategy = ({ operation, body }) => {
  const pagination = operation.pagination as CursorPagination;
  const { cursor: key, also = [], next, previous, hasMore, id = "id", total } = pagination;
  const items = itemsAt<never>(body, operation);
  const to = (value: unknown): PageRequest | undefined => {
    if (!isThere(value)) return undefined;
    const text = String(value);
    if (text.trim() === "") return undefined;
    const cursor = queryOf(text, wireName(operation, key)) ?? (isLink(text) ? "" : text);
    if (cursor === "") return undefined;
    const found: Record<string, string> = { [key]: cursor };
    for (const other of also) {
      const part = queryOf(text, wireName(operation, other));
      if (part !== undefined) found[other] = part;
    }
    return { params: found };
  };
  // A cursor speaks for itself where the flag is left out; an id does not.
  const isMore = moreAt(body, pagination) ?? (hasMore === undefined || next !== undefined);
  const found = next === undefined ? valueAt(items.at(-1), id) : valueAt(body, next);
  return {
    items,
    total: totalAt(body, total),
    next: isMore ? to(found) : undefined,
    previous: to(valueAt(body, previous)),
  };
};

/** A link without a cursor leads to the beginning, and must not be sent as if it were one. */
function isLink(text: string): boolean {
  return /^https?:\/\/|^[/?].*\?|^\?/i.test(text);
}
