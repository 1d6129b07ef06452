/** Lists that lead on by a whole URL which cannot be taken apart (`x-pagination: {style: url}`). */

import type { ApiClient } from "./client.js";
import type { HttpError } from "./http-error.js";
import type { ListOperation, UrlPagination } from "./operation.js";
import { isThere, itemsAt, totalAt, valueAt } from "./page-fields.js";
import { PagePromise, PageSource } from "./pagination.js";
import type { PageRequest } from "./page-request.js";
import type { ListOptions, Strategy } from "./pagination.js";

/** The URL must lie under the base URL, or its origin be allowed by `allowOrigins`. */
export function paginateByUrl<T, TBody, E = HttpError, H = object>(
  client: ApiClient,
  operation: ListOperation<UrlPagination>,
  params: object,
  options: ListOptions = {},
): PagePromise<T, TBody, E, H> {
  return new PagePromise(new PageSource<T, TBody, H>(client, operation, params, options, byUrl));
}

const byUrl: Strategy = ({ operation, body, response, baseUrl, options }) => {
  const { next, previous, total } = operation.pagination as UrlPagination;
  const base = new URL(baseUrl);
  const to = (link: unknown): PageRequest | undefined => {
    if (!isThere(link)) return undefined;
    const url = parse(String(link), response.url || baseUrl);
    const isOwn =
      url?.origin === base.origin &&
      `${url.pathname}/`.startsWith(base.pathname.replace(/\/*$/, "/"));
    const isAllowed = url !== undefined && (options.allowOrigins?.includes(url.origin) ?? false);
    if (url && !url.username && (isOwn || isAllowed)) return { params: {}, url: url.href };
    return { params: {}, url: String(link), refused: "cross-origin next" };
  };
  return {
    items: itemsAt<never>(body, operation),
    total: totalAt(body, total),
    next: to(valueAt(body, next)),
    previous: to(valueAt(body, previous)),
  };
};

function parse(text: string, base: string): URL | undefined {
  try {
    const url = new URL(text, base);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
