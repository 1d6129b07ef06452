import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Page numbers beside `links` to the neighbours in the body, without the parameters of JSON:API. */
export const bodyLinks: Dialect = { name: "links", pagination };

const next = ["links", "next"];

/** The link says which page is next, so that it does not matter how pages are numbered. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("page", "integer") || !list.gives(next, "string")) return undefined;
  const items = list.onlyList();
  if (items === undefined || !list.isEnvelope(items)) return undefined;
  const size = list.parameter(
    ["page_size", "per_page", "pageSize", "perPage", "limit", "size"],
    "integer",
  );
  const previous = list.field(
    [
      ["links", "prev"],
      ["links", "previous"],
    ],
    "string",
  );
  return {
    style: "page",
    page: "page",
    ...(size !== undefined && { size }),
    items,
    next,
    ...(previous !== undefined && { previous }),
    evidence: list.evidence(["page", size], [items, next, previous]),
  };
}
