import { changeCommands } from "../compare/render-json.js";
import { printable } from "../printable.js";
import type { Cause } from "./causes.js";
import { below, cut, explain, linesPerFile, type CheckResult } from "./result.js";

/**
 * Workflow commands, which become annotations of a pull request. The diff stands inside the message: printed as lines of
 * its own, a line of the description that looks like a command would be one.
 */
export function checkGithub(result: CheckResult): string {
  if (result.differences.length === 0) return `${result.output} is up to date\n`;
  const causes = result.causes
    .filter(({ kind }) => kind !== "edited" && kind !== "missing")
    .map((cause) => causeCommand(cause, result));
  return [...causes, changeCommands(result.changes), ...fileCommands(result)].join("");
}

function causeCommand(cause: Cause, { output, annotated, places }: CheckResult): string {
  const { kind, message, command, file } = cause;
  const place = places.get(cause) ?? (kind === "foreign" ? below(annotated, file ?? "") : "");
  const isFile = place !== "" && !/^https?:/iu.test(place);
  const properties = [
    ...(isFile ? [`file=${inProperty(place)}`] : []),
    `title=${inProperty(`${output} is out of date`)}`,
  ];
  const level = kind === "foreign" ? "notice" : "error";
  return `::${level} ${properties.join(",")}::${inMessage(`${message}. Run \`${command}\`.`)}\n`;
}

function fileCommands(result: CheckResult): readonly string[] {
  return result.differences.map((difference) => {
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
  });
}

function inMessage(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
