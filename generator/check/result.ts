import type { Change } from "../compare/change.js";
import type { Difference } from "../output.js";
import type { Cause } from "./causes.js";

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
  /** Why there are differences, and what stands in the folder that is nobody's business here. */
  readonly causes: readonly Cause[];
  /** The causes that stand in a file of the project, by its name for annotations. */
  readonly places: ReadonlyMap<Cause, string>;
  /** What the differences mean for programs. */
  readonly changes: readonly Change[];
  /** The version that generating gives, and the one that is there. */
  readonly version: string;
  readonly previous?: string;
  /** The command that brings the folder up to date. */
  readonly command: string;
}

/** What the state means, in the words of someone who did not write this program. */
export function explain({ state, isOutOfDate, remark, line }: Difference): string {
  const meaning = {
    missing: "is not there",
    changed: "is generated differently now",
    edited: `was edited by hand${line === undefined ? "" : ` at line ${line}`}${isOutOfDate ? ", and is generated differently now" : ""}`,
    stale: "is generated no more",
  }[state];
  return remark === undefined ? meaning : `${meaning}: ${remark}`;
}

/** Of a diff, what anybody reads. */
export const linesPerFile = 20;

export function cut(lines: readonly string[], maximum: number): readonly string[] {
  if (lines.length <= maximum) return lines;
  return [...lines.slice(0, maximum), `… ${lines.length - maximum} more`];
}

export function below(folder: string, path: string): string {
  return folder === "." ? path : `${folder}/${path}`;
}
