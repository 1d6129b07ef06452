import {
  catalogue,
  renderDiagnostics,
  type Diagnostic,
  type RenderOptions,
} from "../diagnostics.js";
import { printable } from "../printable.js";
import { jsonOf } from "../summary.js";
import type { Colors } from "../terminal.js";
import type { Correction, Findings } from "./run.js";

export interface DoctorRenderOptions {
  readonly format: RenderOptions["format"];
  readonly colors: Colors;
  readonly sources: RenderOptions["sources"];
}

/** What `doctor` prints. */
export function renderFindings(
  results: readonly Findings[],
  { format, colors, sources }: DoctorRenderOptions,
): string {
  const diagnostics = results.flatMap((result) => result.diagnostics);
  const options = { format, color: colors.isColorSupported, sources };
  switch (format) {
    case "json":
      return jsonOf(
        results.map(({ api, diagnostics: found, corrected }) => ({
          api,
          value: { diagnostics: found, corrected },
        })),
      );
    case "github":
      return renderDiagnostics(diagnostics, options);
    case "text":
      return results.map((result) => findingsText(result, colors, options)).join("\n");
    default:
      return format satisfies never;
  }
}

function findingsText(
  { api, diagnostics, corrected }: Findings,
  colors: Colors,
  options: RenderOptions,
): string {
  const problems = diagnostics.filter(({ severity }) => severity !== "hint");
  const hints = diagnostics.filter(({ severity }) => severity === "hint");
  const parts = [
    ...(api === undefined ? [] : [`${colors.bold(api)}\n`]),
    ...corrected.map((correction) => correctionText(correction, colors)),
    ...(problems.length > 0 ? [renderDiagnostics(problems, options)] : []),
    ...groups(hints).map((group) => hintText(group, colors)),
    ending(diagnostics),
  ];
  return parts.join("\n");
}

const shownHints = 3;

/** Hints are read as a list of things to do: what they have in common is said once. */
function hintText(group: readonly Diagnostic[], colors: Colors): string {
  const [first] = group;
  if (!first) return "";
  const { title, cause, fix } = catalogue[first.code];
  const shown = group.slice(0, shownHints);
  const rest = group.length - shown.length;
  const lines = [
    `${colors.cyan("hint")} ${first.code}: ${title} (${group.length})`,
    ...wrapped(cause).map((line) => `  ${line}`),
    ...shown.map(({ message, where }) => {
      const place = where ? `${where.file}:${where.line}:${where.column}` : "";
      return `    ${colors.bold(printable(place))} ${printable(message)}`;
    }),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
    ...wrapped(`help: ${fix.charAt(0).toLowerCase()}${fix.slice(1)}`).map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

function correctionText({ file, isNew, repaired }: Correction, colors: Colors): string {
  const lines = groups(repaired).map(
    (group) => `  ${catalogue[group[0]?.code ?? "merge-conflict"].title} (${group.length})`,
  );
  const verb = isNew ? "created" : "added to";
  const head = `${colors.green(verb)} ${printable(file)}: ${count(repaired.length, "correction")}`;
  return `${[head, ...lines].join("\n")}\n`;
}

function ending(diagnostics: readonly Diagnostic[]): string {
  const number = (wanted: Diagnostic["severity"]): number =>
    diagnostics.filter(({ severity }) => severity === wanted).length;
  const parts = [
    ...[number("error")].filter(Boolean).map((found) => count(found, "error")),
    ...[number("warning")].filter(Boolean).map((found) => count(found, "warning")),
    ...[number("hint")].filter(Boolean).map((found) => count(found, "hint")),
  ];
  return parts.length === 0 ? "Nothing to say: all is well.\n" : `${parts.join(", ")}\n`;
}

function groups(list: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const byCode = new Map<string, Diagnostic[]>();
  for (const found of list) byCode.set(found.code, [...(byCode.get(found.code) ?? []), found]);
  return [...byCode.values()];
}

function wrapped(text: string): string[] {
  return text.match(/.{1,96}(?:\s+|$)/g)?.map((line) => line.trimEnd()) ?? [];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
