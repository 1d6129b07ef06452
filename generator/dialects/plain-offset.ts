import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Limit and offset beside a total, of no framework in particular. */
export const plainOffset: Dialect = { name: "limit and offset", pagination };

const totals = ["total", "total_count", "totalCount", "total_entries"];
const otherWays = ["page", "cursor", "marker", "usemarker", "page_token"];

/** An offset that counts pages, or starts at 1, would lose items. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("offset", "integer") || !list.takes("limit", "integer")) return undefined;
  if (otherWays.some((name) => list.names(name))) return undefined;
  if (/\bpage (number|index)\b|\bpages to skip\b/iu.test(list.about("offset"))) return undefined;
  if (list.firstPage("offset") === 1) return undefined;
  const items = list.onlyList();
  if (items === undefined || !list.isEnvelope(items)) return undefined;
  const total = list.field(
    totals.flatMap((name) => [[name], ["meta", name]]),
    "integer",
  );
  if (total === undefined) return undefined;
  return {
    style: "offset",
    offset: "offset",
    limit: "limit",
    items,
    total,
    evidence: list.evidence(["limit", "offset"], [items, total]),
  };
}
