import type { Change } from "./change.js";
import { severities } from "./change.js";
import { code, prose } from "./markdown-text.js";
import { callsText, groupTitle, grouped, headingOf, placeText, tallyText } from "./report.js";
import type { DiffReport } from "./report.js";

/** For a pull request or a page: by severity, then by what a change belongs to. */
export function diffMarkdown(report: DiffReport): string {
  const lines = [`# ${prose(headingOf(report))}`, "", `${tallyText(report.changes)}.`];
  for (const severity of severities) {
    const changes = report.changes.filter((change) => change.severity === severity);
    if (changes.length === 0) continue;
    lines.push("", `## ${headings[severity]} (${changes.length})`, "");
    if (severity === "documentation") lines.push("<details><summary>Texts</summary>", "");
    for (const group of grouped(changes)) {
      lines.push(`**${code(groupTitle(group))}**`, "");
      lines.push(...group.changes.flatMap((change) => itemOf(change, report)), "");
    }
    if (severity === "documentation") lines.push("</details>");
    else lines.pop();
  }
  return `${lines.join("\n")}\n`;
}

const headings = {
  breaking: "Breaking",
  caution: "Look at these",
  compatible: "Compatible",
  documentation: "Documentation only",
} as const;

function itemOf(change: Change, { usage }: DiffReport): readonly string[] {
  const { subject, message, severity } = change;
  const calls = callsText(change);
  const places = [change.old, change.new].flatMap((place) =>
    place ? [code(placeText(place))] : [],
  );
  const details = [
    ...(calls === "" ? [] : [`in ${calls.replace(/client\.[\w$.]+/gu, (name) => code(name))}`]),
    ...(severity === "documentation" || places.length === 0 ? [] : [places.join(" → ")]),
  ];
  return [
    `- ${code(subject)} ${prose(message)}${details.length === 0 ? "" : `  \n  <sub>${details.join(" · ")}</sub>`}`,
    ...(usage?.get(change) ?? []).map(
      (site) => `  - used at ${code(placeText(site))}: ${code(site.text)}`,
    ),
  ];
}
