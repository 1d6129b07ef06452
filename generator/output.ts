import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { diagnostic, DiagnosticError, type SourceRef } from "./diagnostics.js";
import type { GeneratedFile } from "./generate.js";
import { reasonOf } from "./output/failure.js";
import { LockedError, withLock, type LockOptions } from "./output/lock.js";
import { isInside } from "./output/manifest.js";
import { planOutput, type Collision, type Plan } from "./output/plan.js";
import { applyPlan, isInterrupted, recover } from "./output/transaction.js";
import { realOf, removeEmpty, workplaceOf } from "./output/workplace.js";

export { compareOutput, foreignIn, type Difference } from "./output/compare.js";

/** The folder that a package is written to. */
export interface OutputFolder {
  readonly path: string;
  /** How messages name it: relative to the working directory, without a slash at its end. */
  readonly name: string;
  /** Where the configuration names it. */
  readonly where?: SourceRef;
}

export interface WriteSummary {
  /** How many files the package has; of those: added, changed, and as they were. */
  readonly total: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  /** Files whose changes by hand are gone now. */
  readonly edited: readonly string[];
  /** Others' files among ours; they stay. */
  readonly kept: readonly string[];
}

/**
 * Makes the folder hold the files, all of them or none: what fails leaves it as it was. Only files that the last
 * manifest lists are replaced or removed, and files that are the same already are not touched.
 */
export async function writeOutput(
  output: OutputFolder,
  files: readonly GeneratedFile[],
  options: LockOptions = {},
): Promise<WriteSummary> {
  const unsafe = files.find(({ path }) => !isInside(path));
  if (unsafe) throw new Error(`generated a path outside of the output: ${unsafe.path}`);
  return reportingFailures(output, () => withWorkplace(output, files, options));
}

/** Completes what a killed run had begun to write, if one was killed there. */
export async function recoverOutput(
  output: OutputFolder,
  options: LockOptions = {},
): Promise<void> {
  const folder = realOf(resolve(output.path));
  const { lock, staging } = workplaceOf(folder);
  if (!existsSync(staging)) return;
  await reportingFailures(output, () => withLock(lock, () => recover(folder, staging), options));
}

/** Whether a killed run left the folder half written, which the next one completes. */
export function awaitsRecovery(output: OutputFolder): boolean {
  return isInterrupted(workplaceOf(realOf(resolve(output.path))).staging);
}

async function withWorkplace(
  output: OutputFolder,
  files: readonly GeneratedFile[],
  options: LockOptions,
): Promise<WriteSummary> {
  const folder = realOf(resolve(output.path));
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw unwritable(output, "it is a file, not a folder");
  }
  const { lock, staging } = workplaceOf(folder);
  const summary = existsSync(staging) || existsSync(lock) ? undefined : upToDate(folder, files);
  if (summary) return summary;
  const created = mkdirSync(dirname(folder), { recursive: true });
  try {
    return await withLock(
      lock,
      () => {
        if (existsSync(staging)) recover(folder, staging);
        const plan = planOutput(folder, files);
        refuseCollisions(output, plan);
        const summary = summaryOf(plan, folder, files);
        if (plan.writes.length + plan.removes.length > 0) applyPlan(folder, staging, plan);
        return summary;
      },
      options,
    );
  } catch (error) {
    if (created !== undefined) removeEmpty(dirname(folder), created);
    throw error;
  }
}

/**
 * Nothing to do is nothing to lock: this also holds in a folder that cannot be written. Anything else that is found
 * without the lock may be half of what another run is doing, and is looked at again with it.
 */
function upToDate(folder: string, files: readonly GeneratedFile[]): WriteSummary | undefined {
  try {
    const plan = planOutput(folder, files);
    const isDone = plan.writes.length + plan.removes.length === 0;
    return isDone ? summaryOf(plan, folder, files) : undefined;
  } catch {
    return undefined;
  }
}

function summaryOf(plan: Plan, folder: string, files: readonly GeneratedFile[]): WriteSummary {
  const added = plan.writes.filter(({ path }) => !existsSync(join(folder, path))).length;
  return {
    total: files.length,
    added,
    changed: plan.writes.length - added,
    unchanged: plan.unchanged,
    removed: plan.removes.length,
    edited: plan.edited,
    kept: plan.kept,
  };
}

function refuseCollisions({ name, where }: OutputFolder, { collisions }: Plan): void {
  if (collisions.length === 0) return;
  throw new DiagnosticError(
    collisions.map(({ path, what }) =>
      diagnostic("output-not-ours", {
        message: `${name}/${path} ${obstacles[what]}`,
        where: where ?? { file: `${name}/${path}`, pointer: "", line: 1, column: 1 },
        help: "nothing was written; move it away, or choose another output folder.",
      }),
    ),
  );
}

const obstacles: Readonly<Record<Collision["what"], string>> = {
  file: "stands where a generated file belongs, and was not generated (generation.json does not list it).",
  folder: "is a folder with files that were not generated, and a generated file belongs there.",
  link: "is a symbolic link that was not generated; it is neither followed nor replaced.",
};

async function reportingFailures<T>(output: OutputFolder, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LockedError) {
      throw unwritable(output, `another run is writing it (${error.message})`);
    }
    const reason = reasonOf(error);
    throw reason === undefined ? error : unwritable(output, reason);
  }
}

function unwritable({ name, where }: OutputFolder, reason: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("output-unwritable", {
      message: `Cannot write ${name}/: ${reason}. Nothing was changed.`,
      where: where ?? { file: name, pointer: "", line: 1, column: 1 },
    }),
  ]);
}
