import { printable } from "../printable.js";
import type { Colors } from "../terminal.js";
import type { Change, Severity } from "./change.js";
import { severities } from "./change.js";
import { callsText, headingOf, placeText, tallyText } from "./report.js";
import type { DiffReport } from "./report.js";

/** For a person at a terminal: gravest first; what only differs in its texts is counted. */
export function diffText(report: DiffReport, colors: Colors): string {
  const lines = [colors.bold(printable(`${headingOf(report)}: ${tallyText(report.changes)}`))];
  for (const severity of severities) {
    const changes = report.changes.filter((change) => change.severity === severity);
    if (changes.length === 0 || severity === "documentation") continue;
    lines.push("", paint(severity, colors)(severity));
    lines.push(...sectionOf(changes, report, colors).map(printable));
  }
  const texts = report.changes.filter(({ severity }) => severity === "documentation").length;
  if (texts > 0) {
    const count = `${texts} ${texts === 1 ? "text differs" : "texts differ"}`;
    lines.push("", colors.dim(`${count}; --format json and html show them`));
  }
  // A name of the description may hold line breaks.
  return lines.map((line) => `${line.replace(/[\r\n]+/gu, " ")}\n`).join("");
}

function paint(severity: Severity, colors: Colors): (text: string) => string {
  switch (severity) {
    case "breaking":
      return (text) => colors.bold(colors.red(text));
    case "caution":
      return (text) => colors.bold(colors.yellow(text));
    case "compatible":
      return (text) => colors.bold(colors.green(text));
    case "documentation":
      return (text) => colors.bold(text);
    default:
      return severity satisfies never;
  }
}

function sectionOf(
  changes: readonly Change[],
  report: DiffReport,
  colors: Colors,
): readonly string[] {
  // New names need no line each: nobody has to do anything about them.
  const added = changes.filter(({ kind }) => kind === "type-added");
  const others = changes.filter(({ kind }) => kind !== "type-added");
  return [
    ...others.flatMap((change) => linesOf(change, report, colors)),
    ...(added.length === 0
      ? []
      : wrapped(`new types: ${added.map(({ subject }) => subject).join(", ")}`)),
  ];
}

function linesOf(change: Change, { usage }: DiffReport, colors: Colors): readonly string[] {
  const { subject, message, operations } = change;
  const calls = callsText(change);
  const places = [change.old, change.new].flatMap((place) => (place ? [placeText(place)] : []));
  const sites = usage?.get(change) ?? [];
  return [
    `  ${colors.bold(subject)} ${message}`,
    ...(calls === "" || operations.length === 0 ? [] : [colors.dim(`      in ${calls}`)]),
    ...(places.length === 0 ? [] : [colors.dim(`      ${places.join(" → ")}`)]),
    ...sites.map((site) => `      used at ${placeText(site)}  ${colors.dim(site.text)}`),
  ];
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = "  ";
  for (const word of text.split(" ")) {
    if (line.length + word.length > 100) {
      lines.push(line.trimEnd());
      line = "      ";
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
