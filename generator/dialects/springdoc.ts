import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Spring Data's `Page<T>`, described by springdoc, and objects of one's own that are made after it. */
export const springdoc: Dialect = { name: "springdoc", pagination };

const items = ["content"];
const total = ["totalElements"];

/** Pages count from 0, unless the parameter says that they do not. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("page", "integer") || !list.isList(items)) return undefined;
  if (!list.gives(total, "integer")) return undefined;
  const number = list.field([["number"], ["page"]], "integer");
  if (number === undefined) return undefined;
  const isLast = list.field([["last"]], "boolean");
  const size = list.parameter(["size"], "integer");
  return {
    style: "page",
    page: "page",
    first: list.firstPage("page") ?? 0,
    ...(size !== undefined && { size }),
    items,
    total,
    ...(isLast !== undefined && { isLast }),
    evidence: list.evidence(["page", size], [items, total, number, isLast]),
  };
}
