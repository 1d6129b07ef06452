import { createRequire } from "node:module";
import type { util } from "prettier";

/** How many columns a text takes, as prettier counts them; it is asked itself where letters are of more than one kind. */
export function widthOf(text: string): number {
  return isAscii.test(text) ? text.length : counted(text);
}

const isAscii = /^[\x20-\x7e]*$/u;

function counted(text: string): number {
  const prettier = createRequire(import.meta.url)("prettier/standalone") as { util: typeof util };
  return prettier.util.getStringWidth(text);
}
