import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Kubernetes: a list's `metadata.continue`, given back as `continue`. */
export const kubernetes: Dialect = { name: "Kubernetes", pagination };

const items = ["items"];
const next = ["metadata", "continue"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("continue", "string") || !list.gives(next, "string")) return undefined;
  if (!list.isList(items)) return undefined;
  const size = list.parameter(["limit"], "integer");
  return {
    style: "cursor",
    cursor: "continue",
    ...(size !== undefined && { size }),
    items,
    next,
    evidence: list.evidence(["continue", size], [items, next]),
  };
}
