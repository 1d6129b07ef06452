import { execFileSync } from "node:child_process";

/** A file as a commit holds it: `main:spec/api.json` is `{ revision: "main", path: "spec/api.json" }`. */
export interface GitPlace {
  readonly revision: string;
  readonly path: string;
}

/** `undefined` for what is no such place: an address, a path, an option. */
export function gitPlace(location: string): GitPlace | undefined {
  const [, revision, path] = /^([^-:\s][^:\s]*):(?!\/\/)(.+)$/su.exec(location) ?? [];
  return revision === undefined || path === undefined ? undefined : { revision, path };
}

/** The bytes of a file in a commit, or why there are none, as the end of a sentence. */
export function gitShow({ revision, path }: GitPlace, cwd: string): Buffer | string {
  // Seen from the working directory, as every other path here; git itself starts at the top of the repository.
  const object = `${revision}:${path.startsWith("./") || path.startsWith("../") ? path : `./${path}`}`;
  return runGit(["cat-file", "blob", object], cwd) ?? reasonFor(revision, cwd);
}

/** Every version of the files of one name in the history that is at hand, newest first. */
export function* gitVersionsOf(
  name: string,
  cwd: string,
): Generator<{ path: string; text: Buffer }> {
  const pattern = `:(top,glob)**/${name.replace(/[*?[\]\\]/gu, "\\$&")}`;
  const log = runGit(
    ["log", "--all", "--format=", "--raw", "--no-abbrev", "-z", "--", pattern],
    cwd,
  );
  const fields = log?.toString("utf8").split("\0") ?? [];
  const seen = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const blob = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) [AM]/u.exec(field)?.[1];
    if (blob === undefined || seen.has(blob) || seen.size >= mostVersions) continue;
    seen.add(blob);
    const text = runGit(["cat-file", "blob", blob], cwd);
    if (text !== undefined)
      yield { path: `${blob.slice(0, 10)}:${fields[index + 1] ?? name}`, text };
  }
}

const mostVersions = 500;

function reasonFor(revision: string, cwd: string): string {
  if (runGit(["rev-parse", "--git-dir"], cwd) === undefined) return "this is no git repository";
  return runGit(["rev-parse", "--verify", "--quiet", `${revision}^{commit}`], cwd) === undefined
    ? `git knows no revision ${JSON.stringify(revision)}`
    : `there is no such file in ${revision}`;
}

function runGit(args: readonly string[], cwd: string): Buffer | undefined {
  try {
    return execFileSync("git", args, {
      cwd,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}
