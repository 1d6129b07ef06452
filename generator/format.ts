import { format as prettier } from "prettier/standalone";
import * as estree from "prettier/plugins/estree";
import * as typescript from "prettier/plugins/typescript";

/**
 * Formats a TypeScript module. The options stand here and nowhere else: nothing near the description or the output is
 * looked up.
 */
export function formatModule(text: string): Promise<string> {
  return prettier(text, {
    parser: "typescript",
    plugins: [estree, typescript],
    printWidth: 100,
    endOfLine: "lf",
    embeddedLanguageFormatting: "off",
  });
}
