import colors from "picocolors";
import type { Diagnostic, SourceRef } from "./diagnostic.js";
import { catalogue } from "./catalogue.js";
import { excerpt, visible } from "./excerpt.js";
import { printable } from "../printable.js";

export interface RenderOptions {
  readonly format: "text" | "json" | "github";
  readonly color: boolean;
  /** The text of each file, for excerpts; a file that is not here gets none. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Diagnostics as people, programs or GitHub's log read them; ends in a line feed unless there is nothing to say. */
export function renderDiagnostics(list: readonly Diagnostic[], options: RenderOptions): string {
  switch (options.format) {
    case "json":
      return `${printable(JSON.stringify(list, null, 2))}\n`;
    case "github":
      return list.map((diagnostic) => `${githubCommand(diagnostic)}\n`).join("");
    case "text":
      return list.length === 0 ? "" : renderText(list, options);
    default:
      return options.format satisfies never;
  }
}

/** Of a code that occurs more often than this, the first is shown and the others are listed, a line for each message. */
const mostShown = 4;
const mostListed = 10;
/** What is said of many places in the same words needs a few of them only. */
const mostPlaces = 8;

function renderText(list: readonly Diagnostic[], options: RenderOptions): string {
  const groups = groupByCode(list);
  const blocks: string[] = [];
  const done = new Set<string>();
  for (const diagnostic of list) {
    const group = groups.get(diagnostic.code) ?? [];
    if (group.length <= mostShown) {
      blocks.push(block(diagnostic, options));
    } else if (!done.has(diagnostic.code)) {
      done.add(diagnostic.code);
      blocks.push(block(diagnostic, options), others(group, options));
    }
  }
  return `${blocks.join("\n")}\n${summary(list)}\n`;
}

function groupByCode(list: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of list) {
    const group = groups.get(diagnostic.code);
    if (group) group.push(diagnostic);
    else groups.set(diagnostic.code, [diagnostic]);
  }
  return groups;
}

/** `file:line:column error code`, the message, an excerpt, and what to do. */
function block(
  { code, severity, message, where, help }: Diagnostic,
  options: RenderOptions,
): string {
  const paint = colors.createColors(options.color);
  const kind = { error: paint.red, warning: paint.yellow, hint: paint.cyan }[severity](severity);
  const lines = [[...(where ? [paint.bold(place(where))] : []), kind, code].join(" ")];
  lines.push(...indent(visible(message)));
  if (where) {
    const text = options.sources.get(where.file) ?? "";
    lines.push(...excerpt(text, where.line, where.column).map((line) => paint.dim(line)));
  }
  if (where?.overlay) lines.push(`  put there by ${place(where.overlay)}`);
  // What follows the first line is to be pasted.
  const [advice = "", ...pasted] = visible(help ?? remedy(code)).split("\n");
  lines.push(...indent(`help: ${advice}`), ...pasted);
  return `${lines.join("\n")}\n`;
}

/** What the catalogue advises, where the report has nothing better to say. */
function remedy(code: Diagnostic["code"]): string {
  const { fix } = catalogue[code];
  return fix.charAt(0).toLowerCase() + fix.slice(1);
}

/** What the first of a group does not say: other messages, each where it is true first. */
function others([first, ...rest]: readonly Diagnostic[], options: RenderOptions): string {
  if (!first) return "";
  const paint = colors.createColors(options.color);
  const byMessage = new Map<string, Diagnostic[]>();
  for (const found of rest) {
    const same = byMessage.get(found.message);
    if (same) same.push(found);
    else byMessage.set(found.message, [found]);
  }
  const listed = [...byMessage].slice(0, mostListed);
  const left = rest.length - listed.reduce((sum, [, same]) => sum + same.length, 0);
  return [
    paint.bold(`${rest.length} more ${first.code} (${catalogue[first.code].title}):`),
    ...listed.map(
      ([message, same]) =>
        `  ${placesOf(same)}${message === first.message ? "" : `  ${visible(message).replaceAll("\n", " ")}`}`,
    ),
    ...(left > 0 ? [`  and ${left} more`] : []),
    "",
  ].join("\n");
}

/** `api.yaml:4:5, 9:5, 14:5 and 7 more places`: a file is named once. */
function placesOf(same: readonly Diagnostic[]): string {
  let file: string | undefined;
  const places = same.slice(0, mostPlaces).map(({ where }) => {
    if (!where) return "(no place)";
    const shown = where.file === file ? `${where.line}:${where.column}` : place(where);
    file = where.file;
    return shown;
  });
  const rest = same.length - places.length;
  return places.join(", ") + (rest > 0 ? ` and ${rest} more places` : "");
}

function summary(list: readonly Diagnostic[]): string {
  const errors = list.filter(({ severity }) => severity === "error").length;
  const warnings = list.length - errors;
  const counts = [counted(errors, "error"), counted(warnings, "warning")]
    .filter((part) => part !== "")
    .join(", ");
  const repairable = list.filter(({ repair }) => repair !== undefined).length;
  if (repairable === 0) return counts;
  const all = list.length === 1 ? "it" : "all of them";
  const which = repairable === list.length ? all : `${repairable} of them`;
  return `${counts}; clientwright doctor --fix can write ${which} into an overlay`;
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function place({ file, line, column }: Pick<SourceRef, "file" | "line" | "column">): string {
  return visible(`${file}:${line}:${column}`);
}

function indent(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

/** GitHub's workflow command; the escapes are those of its toolkit: properties also escape `:` and `,`. */
function githubCommand({ code, severity, message, where, help }: Diagnostic): string {
  const properties = {
    ...(where && { file: where.file, line: String(where.line), col: String(where.column) }),
    title: code,
  };
  const listed = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(value)}`,
  );
  const text = help === undefined ? message : `${message}\nhelp: ${help}`;
  const level = severity === "hint" ? "notice" : severity;
  return `::${level} ${listed.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
