import { tallyOf, tallyText } from "./compare/report.js";
import type { ImportSummary } from "./import-description.js";
import type { WriteSummary } from "./output.js";
import { printable } from "./printable.js";
import type { Release } from "./release/release.js";
import type { GenerateReport } from "./report.js";
import type { Colors } from "./terminal.js";

/** What `generate` did. */
export interface GenerateSummary {
  /** Its name, where several are configured. */
  readonly api?: string;
  readonly descriptions: readonly string[];
  readonly overlays: readonly { readonly file: string; readonly corrections: number }[];
  readonly output: string;
  readonly report: GenerateReport;
  readonly release?: Release;
  readonly written: WriteSummary;
  readonly seconds: number;
}

/** One line per stage, its label in a column of its own. */
export function generateText(summary: GenerateSummary, colors: Colors): string {
  const { api, descriptions, overlays, output, report, release, written, seconds } = summary;
  const corrections = overlays.map(
    ({ file, corrections }) => `${count(corrections, "correction")} from ${file}`,
  );
  const lines = [
    ...(api === undefined ? [] : [{ label: "api", text: api }]),
    { label: "read", text: [...descriptions, ...corrections].join(" · ") },
    ...report.lines,
    ...(release ? versionLines(release) : []),
    { label: "wrote", text: `${output}/ · ${countsOf(written)} · ${seconds.toFixed(1)} s` },
    ...written.edited.map((path) => ({
      label: "replaced",
      text: `${output}/${path} · its changes by hand are gone`,
    })),
    ...written.kept.map((path) => ({ label: "kept", text: `${output}/${path} · not generated` })),
  ];
  return table(lines, colors);
}

/** For programs; without the time, which differs from run to run. Several APIs are the members of `apis`. */
export function generateJson(summaries: readonly GenerateSummary[]): string {
  return jsonOf(
    summaries.map(({ api, descriptions, overlays, output, report, release, written }) => ({
      api,
      value: {
        descriptions,
        overlays,
        output,
        report: report.lines,
        ...(release && { release: releaseJson(release) }),
        written,
      },
    })),
  );
}

/** Nothing, as long as the version stays. */
export function versionLines({
  version,
  previous,
  changes,
  unknown,
}: Release): GenerateReport["lines"] {
  const was = previous === undefined ? "the first" : `was ${previous}`;
  const why = previous === undefined ? "" : ` · ${tallyText(changes)}`;
  return [
    ...(version === previous ? [] : [{ label: "version", text: `${version}, ${was}${why}` }]),
    ...(unknown === undefined
      ? []
      : [{ label: "version", text: `${version} · what changed is not known: ${unknown}` }]),
  ];
}

export function releaseJson({ version, previous, changes }: Release): object {
  return { version, ...(previous !== undefined && { previous }), changes: tallyOf(changes) };
}

/** One result as it is; those of several APIs by their names. */
export function jsonOf(
  results: readonly { readonly api: string | undefined; readonly value: object }[],
): string {
  const [only] = results;
  const isOne = results.length === 1 && only?.api === undefined;
  const apis = results.map(({ api, value }) => [api ?? "", value] as const);
  const value = isOne ? only?.value : { apis: Object.fromEntries(apis) };
  return `${printable(JSON.stringify(value, undefined, 2))}\n`;
}

export function importText(summary: ImportSummary, colors: Colors): string {
  const { file, change, title, version, operations, schemas } = summary;
  const verb = change === "unchanged" ? "unchanged" : "wrote";
  const contents = `${count(operations, "operation")} · ${count(schemas, "schema")}`;
  const lines = [
    { label: "found", text: `${title} ${version} · ${contents}` },
    { label: verb, text: change === "changed" ? `${file} · changed` : file },
  ];
  return table(lines, colors);
}

export function importJson(summary: ImportSummary): string {
  const { diagnostics: _diagnostics, ...rest } = summary;
  return `${printable(JSON.stringify(rest, undefined, 2))}\n`;
}

export function table(lines: GenerateReport["lines"], colors: Colors): string {
  const width = Math.max(...lines.map(({ label }) => label.length)) + 2;
  return lines
    .map(
      ({ label, text }) =>
        `${colors.dim(label.padEnd(width))}${printable(text.replaceAll("\n", " "))}\n`,
    )
    .join("");
}

export function countsOf({ total, added, changed, removed }: WriteSummary): string {
  const isNew = added === total;
  const parts = [
    ...(added > 0 && !isNew ? [`${added} added`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
  ];
  const summary = isNew ? "all new" : parts.join(", ") || "none changed";
  return `${count(total, "file")}, ${summary}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
