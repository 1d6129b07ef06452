import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** AT Protocol (Bluesky): what a query returns as `cursor` is the cursor of the next page. */
export const atproto: Dialect = { name: "AT Protocol", pagination };

const next = ["cursor"];

/** A query without `limit` is a log to follow, whose cursor never ends. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.path.startsWith("/xrpc/")) return undefined;
  if (!list.takes("cursor", "string") || !list.takes("limit", "integer")) return undefined;
  const items = list.onlyList();
  if (items === undefined || !list.gives(next, "string")) return undefined;
  return {
    style: "cursor",
    cursor: "cursor",
    size: "limit",
    items,
    next,
    evidence: [...list.evidence(["cursor", "limit"], [items, next]), "path /xrpc/"],
  };
}
