import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import { entryAt, foldersAbove } from "./entry.js";
import { isInside } from "./manifest.js";
import type { Plan } from "./plan.js";

/**
 * A folder beside the output in which a change is prepared:
 *
 *     new/…          the files as they will be
 *     old/…          what they replace, to undo with
 *     journal.json   what is to be done; once it is there, the change will be completed
 *
 * Nothing in the output moves before everything is written, so that a full disk, a crash or Ctrl-C leave it as it was.
 * What follows are renames only. Whoever is killed between two of those leaves the journal, and the next run completes
 * the change before it does anything else. Swapping the whole folder would still be two renames, and others' files
 * in it (node_modules, build results) would have to be moved away and back, where a kill could lose them.
 */
export function applyPlan(output: string, staging: string, plan: Plan): void {
  rmSync(staging, { recursive: true, force: true });
  try {
    for (const { path, text } of plan.writes) {
      makeParent(join(staging, "new", path));
      writeFileSync(join(staging, "new", path), text);
    }
    for (const path of [...plan.writes.map(({ path }) => path), ...plan.removes]) {
      saveOld(output, staging, path);
    }
    const journal: Journal = {
      creates: !existsSync(output),
      writes: plan.writes.map(({ path }) => path),
      removes: plan.removes,
    };
    writeFileSync(join(staging, "journal.part"), JSON.stringify(journal));
    renameSync(join(staging, "journal.part"), join(staging, "journal.json"));
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
  try {
    complete(output, staging);
  } catch (error) {
    undo(output, staging);
    clearAway(staging);
    throw error;
  }
  clearAway(staging);
}

/** Whether a run was killed before it had done all that its journal says. */
export function isInterrupted(staging: string): boolean {
  return readJournal(staging) !== undefined;
}

/** Completes what a killed run had prepared, or clears away what it had not finished preparing. */
export function recover(output: string, staging: string): void {
  // What was created or removed since then is not ours to fill.
  if (readJournal(staging)?.creates === !existsSync(output)) complete(output, staging);
  clearAway(staging);
}

/** The journal goes first: what is left without one is only litter, which the next run clears. */
function clearAway(staging: string): void {
  try {
    rmSync(join(staging, "journal.json"), { force: true });
    rmSync(staging, { recursive: true, force: true });
  } catch {
    // The change itself is done, or undone; failing now would say otherwise.
  }
}

interface Journal {
  /** There is no output yet, so that the folder as a whole takes its place. */
  readonly creates: boolean;
  readonly writes: readonly string[];
  readonly removes: readonly string[];
}

function complete(output: string, staging: string): void {
  const journal = readJournal(staging);
  if (!journal) return;
  if (journal.creates) {
    renameSync(join(staging, "new"), output);
    return;
  }
  // Folders first and last: whoever is killed among them has not mixed old files with new ones.
  makeFolders(output, journal.writes);
  for (const path of journal.removes) {
    const { kind } = entryAt(output, path);
    if (kind === "file" || kind === "link") unlinkSync(join(output, path));
  }
  makeFolders(output, journal.writes);
  for (const path of journal.writes) {
    // In a journal that is taken up again, some have been moved already.
    if (!existsSync(join(staging, "new", path))) continue;
    const { kind } = entryAt(output, path);
    // No folder is reached through a symbolic link, not even by a journal that somebody planted.
    if (kind === "blocked") continue;
    if (kind === "folder") {
      const inside = journal.removes.filter((removed) => removed.startsWith(`${path}/`));
      for (const removed of inside) removeEmptyFolders(output, removed, posix.dirname(path));
    }
    renameSync(join(staging, "new", path), join(output, path));
  }
  for (const path of journal.removes) removeEmptyFolders(output, path);
}

/** The folders that the files need, as far as nothing stands in their way yet. */
function makeFolders(output: string, paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => posix.dirname(path)))) {
    if (entryAt(output, folder).kind === "absent")
      mkdirSync(join(output, folder), { recursive: true });
  }
}

function readJournal(staging: string): Journal | undefined {
  const file = join(staging, "journal.json");
  if (!existsSync(file)) return undefined;
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  return {
    creates: journal.creates,
    writes: journal.writes.filter(isInside),
    removes: journal.removes.filter(isInside),
  };
}

/** Puts back what `complete` had done until it failed; what it had not come to is not touched. */
function undo(output: string, staging: string): void {
  const journal = readJournal(staging);
  if (!journal || journal.creates) return;
  const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const moved = journal.writes.filter((path) => !isThere(join(staging, "new", path)));
  const removed = journal.removes.filter((path) => entryAt(output, path).kind !== "file");
  const added = moved.filter((path) => !isThere(join(staging, "old", path)));
  for (const path of added) rmSync(join(output, path), { force: true });
  for (const path of journal.writes) removeEmptyFolders(output, path);
  for (const path of [...removed, ...moved]) {
    if (!isThere(join(staging, "old", path))) continue;
    makeParent(join(output, path));
    renameSync(join(staging, "old", path), join(output, path));
  }
}

/** A second name for the old file, which keeps its time; a copy on file systems that have no such names. */
function saveOld(output: string, staging: string, path: string): void {
  const { kind } = entryAt(output, path);
  if (kind !== "file" && kind !== "link") return;
  const [from, to] = [join(output, path), join(staging, "old", path)];
  makeParent(to);
  if (kind === "link") {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
    const { atime, mtime } = lstatSync(from);
    utimesSync(to, atime, mtime);
  }
}

function makeParent(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
}

/** Folders that a removed file leaves empty, from its own up to one that stays: the output, if no other is named. */
function removeEmptyFolders(output: string, path: string, stay = "."): void {
  if (entryAt(output, path).kind === "blocked") return;
  for (const folder of foldersAbove(path)) {
    if (folder === stay) return;
    try {
      rmdirSync(join(output, folder));
    } catch (error) {
      // A killed run may have removed it already.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return;
    }
  }
}
