import type { Colors } from "./terminal.js";
import type { Difference } from "./output.js";
import { printable } from "./printable.js";
import { jsonOf } from "./summary.js";

/** What `check` found. */
export interface CheckResult {
  /** Its name, where several are configured. */
  readonly api?: string;
  /** How messages name the output folder. */
  readonly output: string;
  /** The same for annotations: relative to the repository, which need not be where the command runs. */
  readonly annotated: string;
  readonly files: number;
  readonly differences: readonly Difference[];
  /** The command that brings the folder up to date. */
  readonly command: string;
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

/** For a person: every file in one line, then the first lines of the diffs, then what to do. */
function checkText({ output, files, differences, command }: CheckResult, colors: Colors): string {
  const folder = output === "." ? "the folder" : `${printable(output)}/`;
  if (differences.length === 0) return `${folder} is up to date · ${countOf(files, "file")}\n`;
  const lines = [
    colors.bold(`${folder} is out of date: ${tally(differences)}`),
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

/** For programs. */
function checkJson(results: readonly CheckResult[]): string {
  return jsonOf(
    results.map(({ api, output, files, differences, command }) => ({
      api,
      value: { upToDate: differences.length === 0, output, files, differences, command },
    })),
  );
}

/**
 * Workflow commands, which become annotations of a pull request. The diff stands inside the message: printed as lines of
 * its own, a line of the description that looks like a command would be one.
 */
function checkGithub(result: CheckResult): string {
  if (result.differences.length === 0) return `${result.output} is up to date\n`;
  return result.differences
    .map((difference) => {
      const { path, line, state, diff } = difference;
      const properties = [
        `file=${inProperty(below(result.annotated, path))}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        `title=${inProperty(`Generated file ${state}`)}`,
      ];
      const message = [
        `${explain(difference)}. Run \`${result.command}\` to bring it up to date.`,
        ...cut(diff, linesPerFile).map(printable),
      ].join("\n");
      return `::error ${properties.join(",")}::${inMessage(message)}\n`;
    })
    .join("");
}

/** What the state means, in the words of someone who did not write this program. */
function explain({ state, isOutOfDate, remark, line }: Difference): string {
  const meaning = {
    missing: "is not there",
    changed: "is generated differently now",
    edited: `was edited by hand${line === undefined ? "" : ` at line ${line}`}${isOutOfDate ? ", and is generated differently now" : ""}`,
    stale: "is generated no more",
  }[state];
  return remark === undefined ? meaning : `${meaning}: ${remark}`;
}

function tally(differences: readonly Difference[]): string {
  const states = ["changed", "edited", "missing", "stale"] as const;
  return states
    .map((state) => ({ state, count: differences.filter((found) => found.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(", ");
}

const linesPerFile = 20;
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

function cut(lines: readonly string[], maximum: number): readonly string[] {
  if (lines.length <= maximum) return lines;
  return [...lines.slice(0, maximum), `… ${lines.length - maximum} more`];
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

function below(folder: string, path: string): string {
  return folder === "." ? path : `${folder}/${path}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function inMessage(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
