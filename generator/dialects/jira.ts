import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Jira: `startAt` and `maxResults`, in the query and again in the response. */
export const jira: Dialect = { name: "Jira", pagination };

const echoes = [["startAt"], ["maxResults"]];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("startAt", "integer") || !list.takes("maxResults", "integer")) return undefined;
  if (!echoes.every((path) => list.gives(path, "integer"))) return undefined;
  const items = list.onlyList();
  const total = list.field([["total"]], "integer");
  const isLast = list.field([["isLast"]], "boolean");
  if (items === undefined || (total ?? isLast) === undefined) return undefined;
  return {
    style: "offset",
    offset: "startAt",
    limit: "maxResults",
    items,
    ...(total !== undefined && { total }),
    ...(isLast !== undefined && { isLast }),
    evidence: list.evidence(["startAt", "maxResults"], [items, ...echoes, total, isLast]),
  };
}
