import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Page numbers beside a total, of no framework in particular. */
export const plainPage: Dialect = { name: "page number", pagination };

const parents = [[], ["meta"], ["pagination"], ["pages"], ["paging"]];
const below = (...names: string[]): string[][] =>
  parents.flatMap((parent) => names.map((name) => [...parent, name]));

/** Where the first page's number is not known, the response has to say the number of its page. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("page", "integer")) return undefined;
  if (["offset", "cursor", "after", "starting_after"].some((name) => list.names(name)))
    return undefined;
  const size = list.parameter(
    ["per_page", "page_size", "perPage", "pageSize", "limit", "size"],
    "integer",
  );
  const items = list.onlyList();
  if (size === undefined || items === undefined || !list.isEnvelope(items)) return undefined;
  const total = list.field(below("total", "total_count", "totalCount"), "integer");
  const totalPages = list.field(below("total_pages", "totalPages"), "integer");
  if ((total ?? totalPages) === undefined) return undefined;
  const first = list.firstPage("page");
  const current = list.field(below("page", "current_page", "currentPage"), "integer");
  if ((first ?? current) === undefined) return undefined;
  return {
    style: "page",
    page: "page",
    size,
    items,
    ...(first !== undefined && { first }),
    ...(first === undefined && current !== undefined && { current }),
    ...(total !== undefined && { total }),
    // How many pages there are says nothing about the last one's number if the first one's is not known.
    ...(first !== undefined && totalPages !== undefined && { totalPages }),
    evidence: list.evidence(
      ["page", size],
      [items, total, totalPages, first === undefined ? current : undefined],
    ),
  };
}
