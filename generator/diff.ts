import { callSites } from "./compare/call-sites.js";
import { compare } from "./compare/compare.js";
import type { Change } from "./compare/change.js";
import type { ApiTitle, DiffReport } from "./compare/report.js";
import type { Api } from "./compare/shape.js";
import { readApis } from "./diff/read-api.js";
import type { ApiArguments } from "./diff/read-api.js";
import { packageRoot } from "./package-root.js";
import { loadTemplates } from "./templates.js";
import { UsageError } from "./usage-error.js";

export interface DiffArguments extends ApiArguments {
  /** Patterns of the files of a program that uses the old package. */
  readonly usage?: readonly string[] | undefined;
}

/** From which severity on a difference makes the command fail. */
export type FailOn = "breaking" | "any" | "none";

/** Compares two versions of an API, and looks for what changed in a program, if one is given. */
export async function diffApis(
  old: string,
  now: string,
  given: DiffArguments,
  cwd: string,
): Promise<DiffReport> {
  const reserved = loadTemplates(packageRoot()).runtimeExports.map(({ name }) => name);
  const [before, after] = await readApis(old, now, given, reserved, cwd);
  const changes = compare(before, after);
  return {
    old: titleOf(before, old),
    new: titleOf(after, now),
    changes,
    ...(given.usage && { usage: usageOf(changes, given.usage, cwd) }),
  };
}

export function failsOn(changes: readonly Change[], failOn: FailOn): boolean {
  switch (failOn) {
    case "none":
      return false;
    case "any":
      return changes.length > 0;
    case "breaking":
      return changes.some(({ severity }) => severity === "breaking");
    default:
      return failOn satisfies never;
  }
}

function titleOf({ model: { title, version } }: Api, file: string): ApiTitle {
  return { title, version, file };
}

function usageOf(changes: readonly Change[], patterns: readonly string[], cwd: string) {
  const found = callSites(changes, patterns, cwd);
  if (found === undefined) throw new UsageError(`--usage: no file matches ${patterns.join(" ")}`);
  return found;
}
