import { createInterface } from "node:readline/promises";

/** Asks a person one thing; an empty answer is the one that is suggested. */
export type Ask = (question: string, suggestion: string) => Promise<string>;

/** Questions on a terminal. */
export function asking(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ask {
  return async (question, suggestion) => {
    const lines = createInterface({ input, output });
    try {
      const shown = suggestion === "" ? "" : ` (${suggestion})`;
      const answer = await lines.question(`${question}${shown} `);
      return answer.trim() || suggestion;
    } finally {
      lines.close();
    }
  };
}
