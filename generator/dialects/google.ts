import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** Google's API design guide (AIP-158) in its spellings: a token for the next page. */
export const google: Dialect = { name: "Google", pagination };

/** The parameter that takes the token, and the field that gives it. */
const spellings = [
  ["pageToken", "nextPageToken"],
  ["page_token", "next_page_token"],
  ["page_token", "next_page"],
  ["pageToken", "next-page-token"],
  ["nextPageToken", "nextPageToken"],
] as const;
const sizes = ["pageSize", "page_size", "maxResults", "max_results", "maximumPageSize", "limit"];

function pagination(list: ListFacts): Pagination | undefined {
  const items = list.onlyListAnywhere();
  const found = spellings.find(
    ([cursor, next]) => list.takes(cursor, "string") && list.gives([next], "string"),
  );
  if (items === undefined || found === undefined) return undefined;
  const [cursor, field] = found;
  const next = [field];
  const size = list.parameter(sizes, "integer");
  return {
    style: "cursor",
    cursor,
    ...(size !== undefined && { size }),
    items,
    next,
    evidence: list.evidence([cursor, size], [items, next]),
  };
}
