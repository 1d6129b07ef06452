import type { Operation, Tag } from "../spec/openapi.js";

/** The first tag that groups operations: in OpenAPI 3.2, a tag of another kind is a badge or names an audience. */
export function groupingTag(
  { tags = [] }: Operation,
  declared: readonly Tag[],
): string | undefined {
  const kindOf = (tag: string): string =>
    declared.find(({ name }) => name === tag)?.kind?.toLowerCase() ?? "nav";
  return tags.find((tag) => kindOf(tag) === "nav") ?? tags[0];
}
