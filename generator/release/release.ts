import semver from "semver";
import type { Change } from "../compare/change.js";
import { compare } from "../compare/compare.js";
import { nextVersion } from "../compare/next-version.js";
import { apiOf, readRecord, recordOf, recordText } from "../compare/record.js";
import type { Api } from "../compare/shape.js";
import type { Diagnostics } from "../diagnostics.js";
import { changelogEntry, firstEntry, type ChangelogEntry } from "./changelog-entry.js";
import type { PreviousPackage } from "./previous.js";

/** The version of a package with its API on record, and what is different from the one before. */
export interface Release {
  readonly version: string;
  /** The version that is in the folder now. */
  readonly previous?: string;
  readonly changes: readonly Change[];
  /** Of the changelog; absent where nothing is to be told. */
  readonly entry?: ChangelogEntry;
  /** Text of `api.json`. */
  readonly record: string;
  /** Why it is not known what changed, where that is so. */
  readonly unknown?: string;
}

/** What the version goes on from. */
export interface ReleaseInput {
  readonly options: { readonly packageVersion?: string };
  readonly previous?: PreviousPackage;
  /** Somebody is still editing: version and changelog wait until they are done. */
  readonly isDraft?: boolean;
}

const firstVersion = "0.1.0";

/**
 * Decides the version: that of the folder as long as its API is the same, otherwise the next one. It depends on nothing
 * but the folder and the description, so that generating twice changes nothing.
 */
export function releaseOf(
  api: Api,
  { options: { packageVersion: pinned }, previous, isDraft = false }: ReleaseInput,
  diagnostics: Diagnostics,
): Release {
  const record = recordText(recordOf(api));
  const before = previous?.version;
  if (before === undefined) {
    const version = pinned ?? firstVersion;
    return { version, record, changes: [], entry: firstEntry(version, true) };
  }
  const old = previous?.api;
  if (old === undefined) return unknownRelease(record, before, pinned, previous);
  if (isDraft) return { version: before, previous: before, record: old, changes: [] };
  const changes = old === record ? [] : changesBetween(old, record, api);
  const next = nextVersion(before, changes);
  if (pinned !== undefined && changes.length > 0 && semver.lt(pinned, next)) {
    diagnostics.report("version-not-raised", {
      message: `package.version is ${pinned}, but what changed since ${before} asks for ${next}.`,
    });
  }
  const version = pinned ?? next;
  const isTold = changes.length > 0 || version !== before;
  const isMissing = previous?.changelog === undefined;
  return {
    version,
    previous: before,
    record,
    changes,
    ...(isTold
      ? { entry: changelogEntry(version, changes) }
      : isMissing && { entry: firstEntry(version, false) }),
  };
}

/** A package of an older generator, or one whose record was changed by hand or by a merge. */
function unknownRelease(
  record: string,
  before: string,
  pinned: string | undefined,
  previous: PreviousPackage | undefined,
): Release {
  const version = pinned ?? before;
  return {
    version,
    previous: before,
    record,
    changes: [],
    unknown: "the package has no api.json as it was generated",
    ...(previous?.changelog === undefined && { entry: firstEntry(version, false) }),
  };
}

/** Both as they are read: a record is the same however its description was laid out. */
function changesBetween(old: string, now: string, { document }: Api): readonly Change[] {
  const [before, after] = [readRecord(old), readRecord(now)];
  if (before === undefined || after === undefined) throw new Error("a record cannot be read");
  return compare(apiOf(before), apiOf(after, document.at)).map(withoutOld);
}

/** A record does not say where the old description had what is gone. */
function withoutOld({ old: _, ...change }: Change): Change {
  return { ...change, used: [] };
}
