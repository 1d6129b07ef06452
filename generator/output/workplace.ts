import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, realpathSync, renameSync, rmdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface Workplace {
  /** The file that keeps other runs out. */
  readonly lock: string;
  /** The folder in which a change is prepared. */
  readonly staging: string;
}

/**
 * Where a change is prepared: beside the output, so that nothing of it is ever seen inside, or inside where files
 * cannot be moved in from beside (a mounted folder, a parent that cannot be written).
 */
export function workplaceOf(folder: string): Workplace {
  const beside = join(dirname(folder), `.${basename(folder)}.clientwright`);
  const base =
    existsSync(folder) && !canMoveFrom(dirname(folder), folder)
      ? join(folder, ".clientwright")
      : beside;
  return { lock: `${base}.lock`, staging: base };
}

/** A folder given as a symbolic link is the folder that it leads to; within it, no link is followed. */
export function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Removes folders that were made in vain, from the deepest up, as far as they are empty. */
export function removeEmpty(from: string, to: string): void {
  for (let folder = from; folder.startsWith(to); folder = dirname(folder)) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

function canMoveFrom(parent: string, folder: string): boolean {
  try {
    accessSync(parent, constants.W_OK);
  } catch {
    return false;
  }
  // What is not there cannot be moved, but a mount in between is what the system complains about first. Device numbers
  // would not tell: a folder can be mounted elsewhere on its own device, as containers do.
  const nothing = `.clientwright.${randomUUID()}`;
  try {
    renameSync(join(parent, nothing), join(folder, nothing));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EXDEV";
  }
}
