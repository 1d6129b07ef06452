import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Slack's Web API: the next cursor stands in `response_metadata`, an empty text after the last page. */
export const slack: Dialect = { name: "Slack", pagination };

const next = ["response_metadata", "next_cursor"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("cursor", "string") || !list.gives(next, "string")) return undefined;
  const items = list.onlyList();
  if (items === undefined) return undefined;
  const size = list.parameter(["limit"], "integer");
  return {
    style: "cursor",
    cursor: "cursor",
    ...(size !== undefined && { size }),
    items,
    next,
    evidence: list.evidence(["cursor", size], [items, next]),
  };
}
