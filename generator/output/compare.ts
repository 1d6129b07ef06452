import type { GeneratedFile } from "../generate.js";
import { entryAt, type Entry } from "./entry.js";
import { hashOf, manifestFile, readManifest } from "./manifest.js";
import { isEdited, othersAmong } from "./plan.js";
import { firstDifference, unifiedDiff } from "./text-diff.js";

/** How a file in the folder differs from what generating makes. */
export interface Difference {
  readonly path: string;
  /**
   * missing: not there. changed: as the last run wrote it, and generating makes it differently now. edited: not as the
   * last run wrote it. stale: the last run wrote it, and it is generated no more.
   */
  readonly state: "missing" | "changed" | "edited" | "stale";
  /** Generating makes another file than the last run did, whatever happened to that since. */
  readonly isOutOfDate: boolean;
  /** Whether the last run wrote a file of this name. */
  readonly isOurs: boolean;
  /** The first line of the file in the folder that differs, where the file should be another. */
  readonly line?: number;
  /** What cannot be seen in the diff. */
  readonly remark?: string;
  /** Unified, from the file in the folder to the generated one; without its two header lines. */
  readonly diff: readonly string[];
}

/** Others' files in the folders that hold ours; folders end in a slash. */
export function foreignIn(folder: string, files: readonly GeneratedFile[]): readonly string[] {
  const manifest = readManifest(folder) ?? new Map<string, string>();
  return othersAmong(new Set([...files.map(({ path }) => path), ...manifest.keys()]), folder);
}

/** Compares the folder with the files, by path. Others' files are no differences. Reads only. */
export function compareOutput(folder: string, files: readonly GeneratedFile[]): Difference[] {
  const manifest = readManifest(folder) ?? new Map<string, string>();
  const wanted = new Set(files.map(({ path }) => path));
  const stale = [...manifest.keys()]
    .filter((path) => !wanted.has(path))
    .map((path) => ({ path, entry: entryAt(folder, path) }))
    .filter(({ entry }) => entry.kind === "file" || entry.kind === "link")
    .map(({ path, entry }) => ({
      path,
      state: "stale" as const,
      isOutOfDate: true,
      isOurs: true,
      diff: diffOf(entry, "").diff,
    }));
  const others = files.flatMap((file) => {
    const entry = entryAt(folder, file.path);
    const isOurs = manifest.has(file.path) || file.path === manifestFile || file.isShared === true;
    const difference = differenceOf(file, entry, manifest.get(file.path));
    return difference === undefined ? [] : [{ ...difference, isOurs }];
  });
  return [...others, ...stale].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function differenceOf(
  { path, text }: GeneratedFile,
  entry: Entry,
  hash: string | undefined,
): Omit<Difference, "isOurs"> | undefined {
  switch (entry.kind) {
    case "absent":
    case "blocked":
      return {
        path,
        state: "missing",
        isOutOfDate: hash === undefined || hashOf(text) !== hash,
        ...diffOf(entry, text),
      };
    case "folder":
    case "link":
    case "file": {
      if (entry.kind === "file" && entry.content.equals(Buffer.from(text))) return undefined;
      const state = isEdited(entry, hash) ? "edited" : "changed";
      const isOutOfDate = hash === undefined || hashOf(text) !== hash;
      return { path, state, isOutOfDate, ...diffOf(entry, text) };
    }
    default:
      return entry satisfies never;
  }
}

function diffOf(entry: Entry, generated: string): Pick<Difference, "diff" | "line" | "remark"> {
  switch (entry.kind) {
    case "absent":
      return { diff: unifiedDiff("", generated) };
    case "blocked":
      return { diff: [], remark: `${entry.by} is ${entry.byLink ? "a symbolic link" : "a file"}` };
    case "folder":
      return { diff: [], remark: "a folder stands there" };
    case "link":
      return { diff: [], remark: "a symbolic link stands there" };
    case "file": {
      const found = entry.content.toString("utf8");
      if (found.replaceAll("\r\n", "\n") === generated) {
        return { diff: [], line: 1, remark: "only its line endings differ (CRLF)" };
      }
      return { diff: unifiedDiff(found, generated), line: firstDifference(found, generated) };
    }
    default:
      return entry satisfies never;
  }
}
