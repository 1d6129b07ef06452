import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Laravel: a paginator, or the resource collection that wraps one in `data`, `links` and `meta`. */
export const laravel: Dialect = { name: "Laravel", pagination };

const items = ["data"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.isList(items)) return undefined;
  return (
    numbered(list, ["meta"], ["links", "next"], ["links", "prev"]) ??
    numbered(list, [], ["next_page_url"], ["prev_page_url"]) ??
    byCursor(list, ["meta"]) ??
    byCursor(list, [])
  );
}

function numbered(
  list: ListFacts,
  meta: readonly string[],
  next: readonly string[],
  previous: readonly string[],
): Pagination | undefined {
  const current = [...meta, "current_page"];
  if (!list.takes("page", "integer")) return undefined;
  if (!list.gives(current, "integer") || !list.gives(next, "string")) return undefined;
  const total = list.field([[...meta, "total"]], "integer");
  const size = list.parameter(["per_page"], "integer");
  return {
    style: "page",
    page: "page",
    ...(size !== undefined && { size }),
    items,
    next,
    ...(list.gives(previous, "string") && { previous }),
    ...(total !== undefined && { total }),
    evidence: list.evidence(["page", size], [items, next, current, total]),
  };
}

function byCursor(list: ListFacts, meta: readonly string[]): Pagination | undefined {
  const next = [...meta, "next_cursor"];
  const previous = [...meta, "prev_cursor"];
  if (!list.takes("cursor", "string")) return undefined;
  if (!list.gives(next, "string") || !list.gives(previous, "string")) return undefined;
  const size = list.parameter(["per_page"], "integer");
  return {
    style: "cursor",
    cursor: "cursor",
    ...(size !== undefined && { size }),
    items,
    next,
    previous,
    evidence: list.evidence(["cursor", size], [items, next, previous]),
  };
}
