import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import type { GeneratedFile } from "../generate.js";
import { entryAt, foldersAbove, type Entry } from "./entry.js";
import { hashOf, manifestFile, readManifest, type Manifest } from "./manifest.js";

/** What has to be done to a folder so that it holds the files. */
export interface Plan {
  readonly writes: readonly GeneratedFile[];
  /** Paths of the last manifest that are generated no more. */
  readonly removes: readonly string[];
  readonly unchanged: number;
  /** Paths among the writes and removes whose content was not what the last manifest says. */
  readonly edited: readonly string[];
  /** Others' files among ours; they stay. */
  readonly kept: readonly string[];
  /** What stands where one of our files belongs, and is not ours: nothing may be written then. */
  readonly collisions: readonly Collision[];
}

export interface Collision {
  readonly path: string;
  readonly what: "file" | "folder" | "link";
}

/** Reads only. Bytes that are already as they should be are nobody's collision and no write. */
export function planOutput(folder: string, files: readonly GeneratedFile[]): Plan {
  const manifest = readManifest(folder);
  const owned: Manifest = manifest ?? new Map<string, string>();
  const isOurs = (path: string) =>
    owned.has(path) || (path === manifestFile && manifest !== undefined);
  const wanted = new Set(files.map(({ path }) => path));
  const removes = [...owned.keys()].filter((path) => {
    const { kind } = entryAt(folder, path);
    return !wanted.has(path) && (kind === "file" || kind === "link");
  });

  const writes: GeneratedFile[] = [];
  const edited = removes.filter((path) => isEdited(entryAt(folder, path), owned.get(path)));
  const collisions = new Map<string, Collision>();
  for (const file of files) {
    const entry = entryAt(folder, file.path);
    if (entry.kind === "file" && entry.content.equals(Buffer.from(file.text))) continue;
    writes.push(file);
    // Its text has what is there.
    if (file.isShared === true && entry.kind === "file") continue;
    const obstacle = obstacleTo(file.path, entry);
    // Only a file can be ours: a folder in its place holds what somebody else put there.
    const isNotOurs = obstacle && (obstacle.what === "folder" || !isOurs(obstacle.path));
    if (obstacle && isNotOurs && !isVacated(folder, obstacle, new Set(removes))) {
      collisions.set(obstacle.path, obstacle);
    } else if (isEdited(entry, owned.get(file.path))) {
      edited.push(file.path);
    }
  }
  return {
    writes,
    removes,
    unchanged: files.length - writes.length,
    edited: edited.sort(),
    kept: othersAmong(new Set([...wanted, ...owned.keys()]), folder),
    collisions: [...collisions.values()],
  };
}

/** Whether content and hash disagree; where either is missing, nobody can tell. */
export function isEdited(entry: Entry, hash: string | undefined): boolean {
  if (hash === undefined) return false;
  return entry.kind === "link" || (entry.kind === "file" && hashOf(entry.content) !== hash);
}

function obstacleTo(path: string, entry: Entry): Collision | undefined {
  switch (entry.kind) {
    case "absent":
      return undefined;
    case "file":
    case "link":
    case "folder":
      return { path, what: entry.kind };
    case "blocked":
      return { path: entry.by, what: entry.byLink ? "link" : "file" };
    default:
      return entry satisfies never;
  }
}

/** Whether removing what is generated no more makes room: a file became a folder, or a folder a file. */
function isVacated(folder: string, obstacle: Collision, removes: ReadonlySet<string>): boolean {
  if (obstacle.what === "file") return removes.has(obstacle.path);
  return (
    obstacle.what === "folder" &&
    filesBelow(folder, obstacle.path).every((path) => removes.has(path))
  );
}

function filesBelow(folder: string, path: string): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const below = posix.join(path, entry.name);
    return entry.isDirectory() ? filesBelow(folder, below) : [below];
  });
}

/**
 * Others' files in the folders below the root, where only generated ones are expected. The root is different: lock
 * files, node_modules and build results belong there, and naming them each time would only be noise.
 */
export function othersAmong(ours: ReadonlySet<string>, folder: string): string[] {
  const folders = new Set([...ours].flatMap(foldersAbove));
  const others = [...folders].flatMap((path) => {
    if (entryAt(folder, path).kind !== "folder") return [];
    return readdirSync(join(folder, path), { withFileTypes: true })
      .map((entry) => ({ below: posix.join(path, entry.name), isFolder: entry.isDirectory() }))
      .filter(({ below }) => !ours.has(below) && !folders.has(below))
      .map(({ below, isFolder }) => (isFolder ? `${below}/` : below));
  });
  return others.sort();
}
