import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** FastAPI: the pages of `fastapi-pagination`. */
export const fastapi: Dialect = { name: "FastAPI", pagination };

const items = ["items"];
const total = ["total"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.isList(items)) return undefined;
  const fields = [["page"], ["size"], total];
  if (list.takes("page", "integer") && list.takes("size", "integer")) {
    if (!fields.every((path) => list.gives(path, "integer"))) return undefined;
    return {
      style: "page",
      page: "page",
      first: list.firstPage("page") ?? 1,
      size: "size",
      items,
      total,
      evidence: list.evidence(["page", "size"], [items, ...fields]),
    };
  }
  const next = ["next_page"];
  if (!list.takes("cursor", "string") || !list.takes("size", "integer")) return undefined;
  if (!list.gives(next, "string")) return undefined;
  return {
    style: "cursor",
    cursor: "cursor",
    size: "size",
    items,
    next,
    evidence: list.evidence(["cursor", "size"], [items, next]),
  };
}
