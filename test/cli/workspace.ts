import { spawn, spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import type { GeneratedFile } from "../../generator/generate.js";
import { hashOf } from "../../generator/output/manifest.js";

export const repository = fileURLToPath(new URL("../..", import.meta.url));
export const bin = join(repository, "generator/bin.mjs");

/** An empty folder of its own for one test. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function fill(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Path → text of everything below a folder; what is no file is shown in brackets. */
export function contentsOf(folder: string, path = ""): Record<string, string> {
  const names = readdirSync(join(folder, path)).sort();
  const parts = names.map((name) => {
    const below = path === "" ? name : `${path}/${name}`;
    const stat = lstatSync(join(folder, below));
    if (stat.isSymbolicLink()) return { [below]: "[link]" };
    if (!stat.isDirectory()) return { [below]: readFileSync(join(folder, below), "utf8") };
    const inside = contentsOf(folder, below);
    return Object.keys(inside).length === 0 ? { [`${below}/`]: "[empty]" } : inside;
  });
  return Object.assign({}, ...parts) as Record<string, string>;
}

/** A package as `generate` returns it: the files and a manifest that lists them. */
export function packageOf(files: Readonly<Record<string, string>>): GeneratedFile[] {
  const hashes = Object.entries(files).map(([path, text]) => [path, hashOf(text)]);
  const manifest = `${JSON.stringify({ files: Object.fromEntries(hashes) as unknown }, undefined, 2)}\n`;
  return Object.entries({ ...files, "generation.json": manifest }).map(([path, text]) => ({
    path,
    text,
  }));
}

export function asContents(files: readonly GeneratedFile[]): Record<string, string> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(sorted.map(({ path, text }) => [path, text]));
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command line, without a terminal. */
export function cli(cwd: string, ...argv: readonly string[]): CliResult {
  return cliWith({}, cwd, ...argv);
}

export function cliWith(
  environment: Readonly<Record<string, string>>,
  cwd: string,
  ...argv: readonly string[]
): CliResult {
  const { GITHUB_WORKSPACE: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    cwd,
    encoding: "utf8",
    env: { ...inherited, ...environment },
  });
  return { code: status, stdout, stderr };
}

export function cliAtOnce(cwd: string, ...argv: readonly string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [bin, ...argv], { cwd });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/** A module of the generator as JavaScript, for processes of their own. */
export async function bundled(module: string, folder: string): Promise<string> {
  const outfile = join(folder, "module.mjs");
  await build({
    entryPoints: [join(repository, "generator", module)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "bundle",
    logLevel: "error",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outfile;
}
