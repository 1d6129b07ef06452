import { statSync } from "node:fs";
import semver from "semver";
import { readRecord } from "../compare/record.js";
import { diagnostic, DiagnosticError } from "../diagnostics.js";
import { entryAt } from "../output/entry.js";
import { reasonOf } from "../output/failure.js";
import { hashOf, readManifest } from "../output/manifest.js";
import { decode } from "../spec/load.js";
import { readGeneration, type Generation } from "./generation.js";

export const recordFile = "api.json";
export const changelogFile = "CHANGELOG.md";

/** What the folder says of the package that is in it; each part may be missing. */
export interface PreviousPackage {
  readonly version?: string;
  /** Text of `api.json`, if it is as we wrote it. */
  readonly api?: string;
  readonly changelog?: string;
  readonly generation?: Generation;
}

/** Reads only. A folder that we did not write tells nothing but its changelog, which belongs to both. */
export function readPrevious(folder: string): PreviousPackage {
  if (!isFolder(folder)) return {};
  const changelog = textAt(folder, changelogFile);
  const shared = changelog === undefined ? {} : { changelog };
  const manifest = readManifest(folder);
  if (manifest === undefined) return shared;
  const generation = readGeneration(folder);
  const api = textAt(folder, recordFile);
  const isOurs = api !== undefined && hashOf(api) === manifest.get(recordFile);
  const version =
    versionIn(textAt(folder, "package.json") ?? "") ?? semver.valid(generation?.package.version);
  return {
    ...shared,
    ...(version !== null && { version }),
    ...(isOurs && readRecord(api) && { api }),
    ...(generation && { generation }),
  };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A merge may have left both versions; the higher one is the one to go on from. */
function versionIn(manifest: string): string | undefined {
  const found = [...manifest.matchAll(/^ {2}"version": "([^"\n]+)",?\r?$/gmu)];
  const versions = found.flatMap(([, version]) => semver.valid(version) ?? []);
  return versions.sort(semver.rcompare)[0];
}

function textAt(folder: string, path: string): string | undefined {
  try {
    const entry = entryAt(folder, path);
    return entry.kind === "file" ? decode(entry.content, path) : undefined;
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new DiagnosticError([
      diagnostic("input-unreadable", {
        message: `Cannot read ${path} of the package that is there: ${reason}.`,
        where: { file: path, pointer: "", line: 1, column: 1 },
      }),
    ]);
  }
}
