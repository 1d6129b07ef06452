import { renderDiff } from "./compare/render.js";
import { changeCommands } from "./compare/render-json.js";
import { entryText } from "./release/changelog-entry.js";
import { countsOf, jsonOf, releaseJson, table, versionLines } from "./summary.js";
import type { Colors } from "./terminal.js";
import type { Updated } from "./update.js";

export const updateFormats = ["text", "json", "markdown", "github"] as const;
export type UpdateFormat = (typeof updateFormats)[number];

export function renderUpdate(
  updates: readonly Updated[],
  format: UpdateFormat,
  colors: Colors,
): string {
  switch (format) {
    case "text":
      return updates.map((update) => updateText(update, colors)).join("\n");
    case "json":
      return updateJson(updates);
    case "markdown":
      return updates.map((update) => updateMarkdown(update, updates.length > 1)).join("\n");
    case "github":
      return updates.map(({ report }) => changeCommands(report.changes)).join("");
    default:
      return format satisfies never;
  }
}

/** What changed, as `diff` tells it, then what was done. */
function updateText(update: Updated, colors: Colors): string {
  const { api, descriptions, report, release, output, written } = update;
  const lines = [
    ...(api === undefined ? [] : [{ label: "api", text: api }]),
    ...descriptions.map(({ file, isChanged }) => ({
      label: "fetched",
      text: `${file} · ${isChanged ? "changed" : "unchanged"}`,
    })),
    ...versionLines(release),
    { label: "wrote", text: `${output}/ · ${countsOf(written)}` },
  ];
  return `${renderDiff(report, "text", colors)}\n${table(lines, colors)}`;
}

/** The entry of the changelog: the text of a pull request. */
function updateMarkdown({ output, release: { entry } }: Updated, isOneOfSeveral: boolean): string {
  const text = entry === undefined ? "No change of the API.\n" : entryText(entry);
  return isOneOfSeveral ? `# ${output}\n\n${text}` : text;
}

function updateJson(updates: readonly Updated[]): string {
  return jsonOf(
    updates.map(({ api, descriptions, report, release, output, written }) => ({
      api,
      value: {
        descriptions,
        changes: report.changes.map(({ used: _, ...change }) => change),
        release: releaseJson(release),
        output,
        written,
      },
    })),
  );
}
