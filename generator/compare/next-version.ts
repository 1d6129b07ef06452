import semver from "semver";
import type { Change } from "./change.js";

/**
 * The version of a package after the changes, by semantic versioning. Before 1.0.0 the second number says what the first
 * one says later: breaking changes raise it, all others the third.
 */
export function nextVersion(current: string, changes: readonly Change[]): string {
  const version = semver.parse(current);
  if (version === null) throw new Error(`${current} is no version`);
  if (changes.length === 0) return current;
  const isBreaking = changes.some(({ severity }) => severity === "breaking");
  const isMore = changes.some(
    ({ severity }) => severity === "compatible" || severity === "caution",
  );
  const step = isBreaking ? "major" : isMore ? "minor" : "patch";
  const lower = { major: "minor", minor: "patch", patch: "patch" } as const;
  return new semver.SemVer(version).inc(version.major === 0 ? lower[step] : step).version;
}
