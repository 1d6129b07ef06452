import { checkGithub } from "./check/annotations.js";
import type { Cause } from "./check/causes.js";
import { below, cut, explain, linesPerFile, type CheckResult } from "./check/result.js";
import { tallyText } from "./compare/report.js";
import type { FailOn } from "./diff.js";
import type { Colors } from "./terminal.js";
import type { Difference } from "./output.js";
import { printable } from "./printable.js";
import { jsonOf } from "./summary.js";

export type { CheckResult } from "./check/result.js";

/** Which differences make `check` fail: those that break programs, any, or none. */
export function failsCheck({ differences, changes }: CheckResult, failOn: FailOn): boolean {
  switch (failOn) {
    case "none":
      return false;
    case "any":
      return differences.length > 0;
    case "breaking":
      return changes.some(({ severity }) => severity === "breaking");
    default:
      return failOn satisfies never;
  }
}

export function renderCheck(
  results: readonly CheckResult[],
  format: "text" | "json" | "github",
  colors: Colors,
): string {
  switch (format) {
    case "text":
      return results.map((result) => checkText(result, colors)).join("\n");
    case "json":
      return checkJson(results);
    case "github":
      return results.map(checkGithub).join("");
    default:
      return format satisfies never;
  }
}

/** For a person: why, what it means, every file in one line, then the first lines of the diffs, then what to do. */
function checkText(result: CheckResult, colors: Colors): string {
  const { output, files, differences, causes, command } = result;
  const folder = output === "." ? "the folder" : `${printable(output)}/`;
  const why = causes.flatMap((cause) => causeLines(cause, colors));
  if (differences.length === 0) {
    const lines = [`${folder} is up to date · ${countOf(files, "file")}`, ...why];
    return `${lines.join("\n")}\n`;
  }
  const lines = [
    colors.bold(`${folder} is out of date: ${tally(differences)}`),
    ...paragraph([...why, ...changeLines(result, colors)]),
    ...differences.map((difference) => {
      const place = `${difference.path}${difference.line === undefined ? "" : `:${difference.line}`}`;
      return `  ${colors.yellow(difference.state.padEnd(7))}  ${printable(place)}  ${colors.dim(explain(difference))}`;
    }),
    ...diffs(output, differences, colors),
    "",
    `Run \`${printable(command)}\` to bring it up to date.`,
  ];
  return `${lines.join("\n")}\n`;
}

function paragraph(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines, ""];
}

function causeLines({ message, command, hint }: Cause, colors: Colors): readonly string[] {
  const remedy = hint === undefined ? command : `${command}  (${hint})`;
  return [`  ${oneLine(message)}`, colors.dim(`      ${oneLine(remedy)}`)];
}

const changesInAll = 20;

/** What the difference means for programs, gravest first. */
function changeLines({ changes, version, previous }: CheckResult, colors: Colors): string[] {
  if (changes.length === 0) return [];
  const told = changes.filter(({ severity }) => severity !== "documentation");
  const more = told.length - changesInAll;
  const step = previous === undefined || previous === version ? "" : `, ${previous} → ${version}`;
  return [
    "",
    `  for programs that use it: ${tallyText(changes)}${step}`,
    ...told.slice(0, changesInAll).map(({ severity, subject, message }) => {
      const label = severity === "breaking" ? colors.red(severity) : severity;
      return `      ${label}  ${oneLine(`${subject} ${message}`)}`;
    }),
    ...(more > 0 ? [`      … ${more} more`] : []),
  ];
}

function oneLine(text: string): string {
  return printable(text.replace(/\s+/gu, " "));
}

/** For programs. */
function checkJson(results: readonly CheckResult[]): string {
  return jsonOf(
    results.map(({ api, output, files, differences, causes, changes, ...rest }) => ({
      api,
      value: {
        upToDate: differences.length === 0,
        output,
        files,
        causes,
        version: rest.version,
        ...(rest.previous !== undefined && { previous: rest.previous }),
        changes: changes.map(({ used: _, ...change }) => change),
        differences,
        command: rest.command,
      },
    })),
  );
}

function tally(differences: readonly Difference[]): string {
  const states = ["changed", "edited", "missing", "stale"] as const;
  return states
    .map((state) => ({ state, count: differences.filter((found) => found.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(", ");
}

const linesInAll = 200;

/** What differs in existing files comes first: it is what a person wants to read when there is too much. */
function diffs(output: string, differences: readonly Difference[], colors: Colors): string[] {
  const order = ["edited", "changed", "missing", "stale"];
  const shown = differences
    .filter(({ diff }) => diff.length > 0)
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const lines: string[] = [];
  for (const [index, { path, diff }] of shown.entries()) {
    const left = linesInAll - lines.length;
    if (left <= 0)
      return [...lines, "", `… ${countOf(shown.length - index, "more file")} with differences`];
    const file = printable(below(output, path));
    lines.push(
      "",
      colors.bold(`--- ${file}`),
      colors.bold(`+++ ${file} (generated)`),
      ...cut(diff, Math.min(linesPerFile, left)).map((line) => painted(printable(line), colors)),
    );
  }
  return lines;
}

function painted(line: string, colors: Colors): string {
  switch (line.charAt(0)) {
    case "+":
      return colors.green(line);
    case "-":
      return colors.red(line);
    case "@":
      return colors.cyan(line);
    default:
      return line;
  }
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
