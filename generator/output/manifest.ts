import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The file of the output that lists all others with their hashes; it is how we know which files are ours. */
export const manifestFile = "generation.json";

/** Path → SHA-256 of the text, in hexadecimal digits. */
export type Manifest = ReadonlyMap<string, string>;

/** The manifest in a folder; `undefined` when there is none, or it says nothing that we understand. */
export function readManifest(folder: string): Manifest | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, manifestFile), "utf8");
  } catch {
    return undefined;
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return bothSidesOf(text);
  }
  const files =
    isRecord(manifest) && Object.hasOwn(manifest, "files") ? manifest["files"] : undefined;
  return isRecord(files) ? new Map(validEntries(Object.entries(files))) : undefined;
}

/** SHA-256 in hexadecimal digits, as the manifest holds it. */
export function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * Whether a path stays in the folder it is relative to, on every platform. A manifest is a file like any other and may
 * have been edited or planted: what it says must never reach outside of the output.
 */
export function isInside(path: string): boolean {
  const segments = path.split("/");
  return !/[\\:\0]/.test(path) && segments.every((segment) => !["", ".", ".."].includes(segment));
}

/**
 * Two branches that both generated leave conflict markers here after a merge, and generating again is how the conflict
 * is settled. The files of both sides are ours.
 */
function bothSidesOf(text: string): Manifest | undefined {
  if (!/^<{7} .*^={7}$.*^>{7} /ms.test(text)) return undefined;
  const pairs = [...text.matchAll(/^\s*("[^"\n]+"):\s*"((?:sha256[-:])?[0-9a-f]{64})",?$/gm)];
  return new Map(
    validEntries(pairs.map(([, path = "", hash]) => [JSON.parse(path) as string, hash])),
  );
}

function validEntries(entries: readonly (readonly [string, unknown])[]): [string, string][] {
  return entries.flatMap(([path, hash]) =>
    isInside(path) && path !== manifestFile && typeof hash === "string"
      ? [[path, hash.replace(/^sha256[-:]/, "")]]
      : [],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
