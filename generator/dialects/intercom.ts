import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Intercom: the next page is an object that holds the cursor. */
export const intercom: Dialect = { name: "Intercom", pagination };

const next = ["pages", "next", "starting_after"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("starting_after", "string") || !list.gives(next, "string")) return undefined;
  const items = list.onlyList();
  if (items === undefined) return undefined;
  const total = list.field([["total_count"]], "integer");
  const size = list.parameter(["per_page"], "integer");
  return {
    style: "cursor",
    cursor: "starting_after",
    ...(size !== undefined && { size }),
    items,
    next,
    ...(total !== undefined && { total }),
    evidence: list.evidence(["starting_after", size], [items, next, total]),
  };
}
