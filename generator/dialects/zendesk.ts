import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Zendesk: `meta.after_cursor` for `page[after]`, or the older `next_page` beside `count`. */
export const zendesk: Dialect = { name: "Zendesk", pagination };

function pagination(list: ListFacts): Pagination | undefined {
  const items = list.onlyList();
  if (items === undefined) return undefined;
  const after = ["meta", "after_cursor"];
  const hasMore = ["meta", "has_more"];
  if (
    list.takes("page[after]", "string") &&
    list.gives(after, "string") &&
    list.gives(hasMore, "boolean")
  ) {
    const size = list.parameter(["page[size]"], "integer");
    return {
      style: "cursor",
      cursor: "page[after]",
      ...(size !== undefined && { size }),
      items,
      next: after,
      hasMore,
      evidence: list.evidence(["page[after]", size], [items, after, hasMore]),
    };
  }
  const next = ["next_page"];
  const previous = ["previous_page"];
  const total = ["count"];
  if (!list.takes("page", "integer") || !list.gives(total, "integer")) return undefined;
  if (!list.gives(next, "string") || !list.gives(previous, "string")) return undefined;
  const size = list.parameter(["per_page"], "integer");
  return {
    style: "page",
    page: "page",
    ...(size !== undefined && { size }),
    items,
    next,
    previous,
    total,
    evidence: list.evidence(["page", size], [items, next, previous, total]),
  };
}
