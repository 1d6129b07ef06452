import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** NestJS: `nestjs-typeorm-paginate` and its like, a list beside `meta` that counts items and pages. */
export const nestjs: Dialect = { name: "NestJS", pagination };

const total = ["meta", "totalItems"];
const totalPages = ["meta", "totalPages"];

/** Pages count from 1 there, unless the parameter says that they do not. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("page", "integer")) return undefined;
  const items = [["items"], ["data"]].find((path) => list.isList(path));
  if (items === undefined) return undefined;
  if (!list.gives(total, "integer") || !list.gives(totalPages, "integer")) return undefined;
  const size = list.parameter(["limit"], "integer");
  return {
    style: "page",
    page: "page",
    first: list.firstPage("page") ?? 1,
    ...(size !== undefined && { size }),
    items,
    total,
    totalPages,
    evidence: list.evidence(["page", size], [items, total, totalPages]),
  };
}
