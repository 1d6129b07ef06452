import type { Change } from "./change.js";
import { callsText, tallyOf } from "./report.js";
import type { DiffReport } from "./report.js";

/** For programs. */
export function diffJson({ old, new: now, changes, usage }: DiffReport): string {
  const report = {
    old,
    new: now,
    summary: tallyOf(changes),
    changes: changes.map((change) => ({
      ...change,
      used: undefined,
      ...(usage && { usedAt: usage.get(change) ?? [] }),
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/**
 * Workflow commands, which become annotations of a pull request: at the place in the new description, or in the old one
 * for what is gone. The escapes are those of GitHub's toolkit.
 */
export function diffGithub({ changes, usage }: DiffReport): string {
  return changeCommands(changes, usage);
}

/** The changes as annotations, with the places of a program that uses them. */
export function changeCommands(changes: readonly Change[], usage?: DiffReport["usage"]): string {
  const levels = { breaking: "error", caution: "warning", compatible: "notice" } as const;
  return changes
    .flatMap((change) => {
      const { severity, subject, message } = change;
      if (severity === "documentation") return [];
      const place = change.new ?? change.old;
      const properties = [
        ...(place
          ? [
              `file=${property(inWorkingTree(place.file))}`,
              `line=${place.line}`,
              `col=${place.column}`,
            ]
          : []),
        `title=${property(`${severity}: ${subject}`)}`,
      ];
      const calls = callsText(change);
      const text = `${subject} ${message}${calls === "" ? "" : ` (in ${calls})`}`;
      const sites = (usage?.get(change) ?? []).map(
        (site) =>
          `::${levels[severity]} file=${property(site.file)},line=${site.line},col=${site.column},title=${property(`${severity}: ${subject}`)}::${data(text)}\n`,
      );
      return [`::${levels[severity]} ${properties.join(",")}::${data(text)}\n`, ...sites];
    })
    .join("");
}

/** A file of a revision has its place in the pull request under its own path. */
function inWorkingTree(file: string): string {
  return /^https?:/iu.test(file) ? file : file.replace(/^[^:/]+:/u, "");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
