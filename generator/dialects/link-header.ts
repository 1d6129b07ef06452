import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** GitHub, Mastodon and others: `Link` headers (RFC 8288), which the description has to mention. */
export const linkHeader: Dialect = { name: "Link header", pagination };

/** Parameters by which servers turn pages; the link says which of them it changes. */
const turning = ["page", "cursor", "after", "before", "since", "max_id", "min_id", "since_id"];
const sizes = ["per_page", "page_size", "limit"];

/** A single resource may carry the header by mistake: it has no parameter that turns a page. */
function pagination(list: ListFacts): Pagination | undefined {
  if (!list.documentsLinks()) return undefined;
  const params = turning.filter(
    (name) => list.takes(name, "integer") || list.takes(name, "string"),
  );
  const size = list.parameter(sizes, "integer");
  const isRoot = list.isList([]);
  const items = isRoot ? [] : list.onlyList();
  if (params.length === 0 || items === undefined) return undefined;
  if (size === undefined && !list.takes("since", "integer")) return undefined;
  const total = list.field([["total_count"]], "integer");
  return {
    style: "link",
    params: [...params, ...(size === undefined ? [] : [size])],
    items,
    ...(total !== undefined && { total }),
    evidence: [...list.evidence([...params, size], [items, total]), "response header Link"],
  };
}
