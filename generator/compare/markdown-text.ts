import { printable } from "../printable.js";

/** A code span whose text cannot end it. */
export function code(text: string): string {
  const line = printable(text.replace(/\s+/gu, " ").trim());
  const longest = Math.max(0, ...[...line.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Text of ours that may hold some of the description: one line, and nothing that Markdown or HTML would act on. */
export function prose(text: string): string {
  return printable(text.replace(/\s+/gu, " ").trim())
    .replace(/[\\`*_{}[\]<>#|!~]/gu, "\\$&")
    .replace(/&/gu, "&amp;")
    .replace(/@(?=\w)/gu, "@\u200b");
}
