import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Stripe and those who follow it: `has_more`, and the id of the last item to go on from. */
export const stripe: Dialect = { name: "Stripe", pagination };

const items = ["data"];
const hasMore = ["has_more"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.isList(items) || !list.gives(hasMore, "boolean")) return undefined;
  const size = list.parameter(["limit"], "integer");
  const sized = size === undefined ? {} : { size };
  const cursor = afterId(list);
  if (cursor !== undefined && list.itemsHave(items, "id")) {
    return {
      style: "cursor",
      cursor,
      ...sized,
      items,
      hasMore,
      evidence: [...list.evidence([cursor, size], [items, hasMore]), "items have an id"],
    };
  }
  // Searches give a text for the next page, and take it as `page`.
  const next = ["next_page"];
  if (!list.takes("page", "string") || !list.gives(next, "string")) return undefined;
  return {
    style: "cursor",
    cursor: "page",
    ...sized,
    items,
    next,
    hasMore,
    evidence: list.evidence(["page", size], [items, next, hasMore]),
  };
}

/** `after` may be a time or a text of the server's own; it counts where the description says that it is an ID. */
function afterId(list: ListFacts): string | undefined {
  if (list.takes("starting_after", "string")) return "starting_after";
  return list.takes("after", "string") && /\bid\b/iu.test(list.about("after"))
    ? "after"
    : undefined;
}
