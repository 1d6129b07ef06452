import { lstatSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** What stands at a path of the output. Symbolic links are seen as such and never followed. */
export type Entry =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly content: Buffer }
  | { readonly kind: "link" }
  | { readonly kind: "folder" }
  /** A part of the path before its end is no folder, so that nothing can stand there. */
  | { readonly kind: "blocked"; readonly by: string; readonly byLink: boolean };

export function entryAt(folder: string, path: string): Entry {
  for (const ancestor of foldersAbove(path).reverse()) {
    const stat = lstatSync(join(folder, ancestor), { throwIfNoEntry: false });
    if (!stat) return { kind: "absent" };
    if (!stat.isDirectory()) {
      return { kind: "blocked", by: ancestor, byLink: stat.isSymbolicLink() };
    }
  }
  const place = join(folder, path);
  const stat = lstatSync(place, { throwIfNoEntry: false });
  if (!stat) return { kind: "absent" };
  if (stat.isDirectory()) return { kind: "folder" };
  return stat.isFile() ? readEntry(place) : { kind: "link" };
}

function readEntry(place: string): Entry {
  try {
    return { kind: "file", content: readFileSync(place) };
  } catch (error) {
    // Another run may have removed it since we looked.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { kind: "absent" };
    throw error;
  }
}

/** `src/models` and `src` for `src/models/user.ts`: the deepest first. */
export function foldersAbove(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [] : [parent, ...foldersAbove(parent)];
}
