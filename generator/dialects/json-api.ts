import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** JSON:API: `data` beside `links`, and parameters of the family `page[…]`. */
export const jsonApi: Dialect = { name: "JSON:API", pagination };

const items = ["data"];
const next = ["links", "next"];
/** `meta` is free; this is how Django REST framework's JSON:API fills it. */
const total = ["meta", "pagination", "count"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.isList(items) || !list.gives(next, "string")) return undefined;
  const previous = list.field([["links", "prev"]], "string");
  const isCounted =
    list.gives(total, "integer") && list.gives(["meta", "pagination", "pages"], "integer");
  const shared = {
    items,
    next,
    ...(previous !== undefined && { previous }),
    ...(isCounted && { total }),
  };
  const evidence = (...parameters: (string | undefined)[]): string[] =>
    list.evidence(parameters, [items, next, previous]);
  const size = list.parameter(["page[size]"], "integer");
  const sized = size === undefined ? {} : { size };
  if (list.takes("page[number]", "integer")) {
    const page = "page[number]";
    return { style: "page", page, ...sized, ...shared, evidence: evidence(page, size) };
  }
  if (list.takes("page[offset]", "integer") && list.takes("page[limit]", "integer")) {
    const [offset, limit] = ["page[offset]", "page[limit]"] as const;
    return { style: "offset", offset, limit, ...shared, evidence: evidence(limit, offset) };
  }
  const cursor = list.parameter(["page[cursor]", "page[after]"], "string");
  if (cursor === undefined) return undefined;
  return { style: "cursor", cursor, ...sized, ...shared, evidence: evidence(cursor, size) };
}
