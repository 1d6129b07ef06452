import type { Change, Severity } from "./change.js";
import { code, prose } from "./markdown-text.js";
import { callsText, groupTitle, grouped } from "./report.js";

/** An entry of a changelog in Markdown: by what the changes belong to, gravest first; without what only differs in texts. */
export function changelogEntry(version: string, changes: readonly Change[]): string {
  const told = changes.filter(({ severity }) => severity !== "documentation");
  const texts = changes.length - told.length;
  const lines = [`## ${version}`, ""];
  for (const group of grouped(told)) {
    lines.push(`### ${prose(groupTitle(group))}`, "");
    lines.push(...group.changes.map(lineOf), "");
  }
  if (texts > 0) lines.push(texts === 1 ? "One text differs." : `${texts} texts differ.`, "");
  if (changes.length === 0) lines.push("No change of the API.", "");
  return lines.join("\n");
}

const words: Readonly<Record<Severity, string>> = {
  breaking: "**Breaking:** ",
  caution: "**Look at:** ",
  compatible: "",
  documentation: "",
};

function lineOf(change: Change): string {
  const calls = callsText(change);
  const where = calls === "" ? "" : ` (in ${prose(calls)})`;
  return `- ${words[change.severity]}${code(change.subject)} ${prose(change.message)}${where}`;
}
