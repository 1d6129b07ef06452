import type { Dialect } from "./dialect.js";
import { drfSpectacular } from "./drf-spectacular.js";

/** In the order in which they are asked; the first answer counts. */
const dialects: readonly Dialect[] = [drfSpectacular];

/** The first answer that a dialect gives, with the name of the dialect. */
export function ask<Answer>(
  question: (dialect: Dialect) => Answer | undefined,
): { readonly answer: Answer; readonly dialect: string } | undefined {
  for (const dialect of dialects) {
    const answer = question(dialect);
    if (answer !== undefined) return { answer, dialect: dialect.name };
  }
  return undefined;
}
