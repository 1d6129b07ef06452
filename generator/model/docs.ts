import type { Docs } from "./types.js";

/** The words of the description about one thing; blank ones are left out. */
export function docsOf(described: {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
}): Docs {
  const summary = described.summary?.trim();
  const description = described.description?.trim();
  return {
    ...(summary !== undefined && summary !== "" && { summary }),
    ...(description !== undefined && description !== "" && { description }),
    ...(described.deprecated === true && { deprecated: true }),
  };
}
