import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Meilisearch's tasks: `next` is the number that the next page begins `from`. */
export const meilisearch: Dialect = { name: "Meilisearch", pagination };

const items = ["results"];
const echoes = [["from"], ["limit"]];
const next = ["next"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("from", "integer") || !list.takes("limit", "integer")) return undefined;
  if (!list.isList(items) || ![...echoes, next].every((path) => list.gives(path, "integer")))
    return undefined;
  const total = list.field([["total"]], "integer");
  return {
    style: "cursor",
    cursor: "from",
    size: "limit",
    items,
    next,
    ...(total !== undefined && { total }),
    evidence: list.evidence(["from", "limit"], [items, ...echoes, next]),
  };
}
