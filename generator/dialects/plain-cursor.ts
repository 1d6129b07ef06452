import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** A cursor that says so by its name, of no framework in particular. */
export const plainCursor: Dialect = { name: "cursor", pagination };

/** The parameter that takes a cursor, and where the response may give the next one. */
const places: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  [
    "cursor",
    ["next_cursor", "nextCursor"].flatMap((name) =>
      [[], ["meta"], ["pagination"], ["paging"], ["page_info"], ["pageInfo"]].map((at) => [
        ...at,
        name,
      ]),
    ),
  ],
  ["marker", [["next_marker"], ["nextMarker"]]],
  ["paginationToken", [["pagination", "next"]]],
  ["page_token", [["next_token"]]],
];
/** Named like the parameter, a field may repeat what was asked for: its description has to speak of the next page. */
const echoes = [["cursor"], ["meta", "cursor"], ["pagination", "cursor"]];
const otherWays = ["page", "offset", "skip", "startAt", "usemarker"];

function pagination(list: ListFacts): Pagination | undefined {
  const items = list.onlyListAnywhere();
  if (items === undefined || otherWays.some((name) => list.names(name))) return undefined;
  for (const [cursor, paths] of places) {
    if (!list.takes(cursor, "string")) continue;
    const next = list.field(paths, "string") ?? (cursor === "cursor" ? nextEcho(list) : undefined);
    if (next === undefined) continue;
    const size = list.parameter(["limit", "page_size", "per_page", "pageSize"], "integer");
    const hasMore = list.field([["has_more"], ["hasMore"]], "boolean");
    return {
      style: "cursor",
      cursor,
      ...(size !== undefined && { size }),
      items,
      next,
      ...(hasMore !== undefined && { hasMore }),
      evidence: list.evidence([cursor, size], [items, next, hasMore]),
    };
  }
  return undefined;
}

function nextEcho(list: ListFacts): readonly string[] | undefined {
  const found = list.field(echoes, "string");
  return found !== undefined && /\bnext\b/iu.test(list.aboutField(found)) ? found : undefined;
}
