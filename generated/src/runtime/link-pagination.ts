/** Lists by `Link` headers (RFC 8288). */

import type { ApiClient } from "./client.js";
import type { HttpError } from "./http-error.js";
import { parseLinks } from "./links.js";
import type { LinkPagination, ListOperation } from "./operation.js";
import { itemsAt, totalAt, wireName } from "./page-fields.js";
import { PagePromise, PageSource } from "./pagination.js";
import type { PageRequest } from "./page-request.js";
import type { ListOptions, Strategy } from "./pagination.js";

/** Of the link to another page, only the parameters count that the description names. */
export function paginateByLink<T, TBody, E = HttpError, H = object>(
  client: ApiClient,
  operation: ListOperation<LinkPagination>,
  params: object,
  options: ListOptions = {},
): PagePromise<T, TBody, E, H> {
  return new PagePromise(new PageSource<T, TBody, H>(client, operation, params, options, byLink));
}

const byLink: Strategy = ({ operation, body, response }) => {
  const { params, total } = operation.pagination as LinkPagination;
  const links = parseLinks(response.headers.get("link") ?? "");
  const to = (link: string | undefined): PageRequest | undefined => {
    if (link === undefined) return undefined;
    const query = new URLSearchParams(link.split("#")[0]?.split("?")[1] ?? "");
    const found: Record<string, string | string[]> = {};
    for (const key of params) {
      const values = query.getAll(wireName(operation, key));
      if (values.length > 0) found[key] = values.length === 1 ? String(values[0]) : values;
    }
    return Object.keys(found).length > 0 ? { params: found } : undefined;
  };
  return {
    items: itemsAt<never>(body, operation),
    total: totalAt(body, total),
    next: to(links.get("next")),
    previous: to(links.get("prev") ?? links.get("previous")),
  };
};
