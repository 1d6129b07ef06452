import type { Pagination } from "../model/types.js";
import type { Dialect } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

/** ASP.NET: the `PagedResult` that most projects write for themselves, and the one of ABP, which skips. */
export const aspnet: Dialect = { name: "ASP.NET", pagination };

const items = ["items"];
const total = ["totalCount"];

function pagination(list: ListFacts): Pagination | undefined {
  if (!list.isList(items) || !list.gives(total, "integer")) return undefined;
  const page = list.parameter(["pageNumber", "PageNumber"], "integer");
  const number = list.field([["pageNumber"], ["currentPage"]], "integer");
  if (page !== undefined && number !== undefined) {
    const size = list.parameter(["pageSize", "PageSize"], "integer");
    const hasMore = list.field([["hasNextPage"], ["hasNext"]], "boolean");
    return {
      style: "page",
      page,
      first: list.firstPage(page) ?? 1,
      ...(size !== undefined && { size }),
      items,
      total,
      ...(hasMore !== undefined && { hasMore }),
      evidence: list.evidence([page, size], [items, total, number, hasMore]),
    };
  }
  const offset = list.parameter(["skipCount", "SkipCount"], "integer");
  const limit = list.parameter(["maxResultCount", "MaxResultCount"], "integer");
  if (offset === undefined || limit === undefined) return undefined;
  return {
    style: "offset",
    offset,
    limit,
    items,
    total,
    evidence: list.evidence([limit, offset], [items, total]),
  };
}
