import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Twilio: a URI of the next page whose query holds the token; `Page` goes with it. */
export const twilio: Dialect = { name: "Twilio", pagination };

const next = ["next_page_uri"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.takes("PageToken", "string") || !list.gives(next, "string")) return undefined;
  const items = list.onlyList();
  if (items === undefined) return undefined;
  const previous = list.field([["previous_page_uri"]], "string");
  const size = list.parameter(["PageSize"], "integer");
  const also = list.takes("Page", "integer") ? ["Page"] : [];
  return {
    style: "cursor",
    cursor: "PageToken",
    ...(also.length > 0 && { also }),
    ...(size !== undefined && { size }),
    items,
    next,
    ...(previous !== undefined && { previous }),
    evidence: list.evidence(["PageToken", ...also, size], [items, next, previous]),
  };
}
