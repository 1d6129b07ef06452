import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { configNames, loadConfig } from "../config.js";
import type { Config } from "../config.js";
import { diagnostic, DiagnosticError } from "../diagnostics.js";
import { hashOf, manifestFile } from "../output/manifest.js";
import { decode } from "../spec/load.js";
import type { SourceText } from "../spec/load.js";
import { gitVersionsOf } from "./git.js";

/** A text that a package was made from, as its `generation.json` records it. */
interface RecordedInput {
  readonly role: "description" | "overlay" | "reference";
  readonly file: string;
  readonly sha256: string;
}

/** The texts that a generated package was made from. */
export interface Origins {
  readonly description: SourceText;
  readonly overlays: readonly SourceText[];
}

/**
 * Finds what a package was made from by the digests in its `generation.json`: among the files around it, and in the
 * history of the repository. So the package need not carry its description a second time.
 */
export function originsOf(folder: string, cwd: string): Origins {
  const inputs = recordedInputs(folder, cwd);
  const found = inputs
    .filter(({ role }) => role !== "reference")
    .map((input) => ({ ...input, source: find(input, folder, cwd) }));
  const description = found.find(({ role }) => role === "description");
  if (description === undefined) throw unusable(folder, cwd, "it names no description");
  return {
    description: description.source,
    overlays: found.filter(({ role }) => role === "overlay").map(({ source }) => source),
  };
}

/** The configuration whose output is the folder, in one of the folders above it. */
export async function configOf(folder: string): Promise<Config | undefined> {
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (configNames.some((name) => entriesOf(above).some((entry) => entry.name === name))) {
      const config = await loadConfig(above);
      const output = config && resolve(config.folder, config.output?.value ?? "generated");
      return output === folder ? config : undefined;
    }
    if (above === dirname(above)) return undefined;
  }
}

function recordedInputs(folder: string, cwd: string): readonly RecordedInput[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(folder, manifestFile), "utf8"));
  } catch {
    throw unusable(folder, cwd, `its ${manifestFile} cannot be read`);
  }
  const inputs = (manifest as { readonly inputs?: unknown } | null)?.inputs;
  const list = Array.isArray(inputs) ? (inputs as readonly unknown[]) : [];
  return list.filter(isInput);
}

function isInput(value: unknown): value is RecordedInput {
  if (typeof value !== "object" || value === null) return false;
  const { role, file, sha256 } = value as Partial<Record<string, unknown>>;
  return typeof role === "string" && typeof file === "string" && typeof sha256 === "string";
}

function find({ file, sha256 }: RecordedInput, folder: string, cwd: string): SourceText {
  const root = dirname(folder);
  for (const path of filesNamed(file, root, 3)) {
    const source = matching(readFileSync(path), relative(cwd, path).split(sep).join("/"), sha256);
    if (source !== undefined) return source;
  }
  for (const { path, text } of gitVersionsOf(file, root)) {
    const source = matching(text, path, sha256);
    if (source !== undefined) return source;
  }
  const reason = `neither the files around it nor the git history hold the ${file} that it was made from`;
  throw unusable(folder, cwd, reason);
}

function matching(bytes: Buffer, file: string, sha256: string): SourceText | undefined {
  const text = bytes
    .toString("utf8")
    .replace(/^\uFEFF/u, "")
    .replace(/\r\n?/gu, "\n");
  return hashOf(text) === sha256 ? { file, text: decode(bytes, file) } : undefined;
}

/** Files of a name in a folder and so many levels below it. */
function* filesNamed(name: string, folder: string, levels: number): Generator<string> {
  const entries = entriesOf(folder);
  if (entries.some((entry) => entry.isFile() && entry.name === name)) yield join(folder, name);
  if (levels === 0) return;
  for (const entry of entries) {
    const isSkipped = entry.name === "node_modules" || entry.name.startsWith(".");
    if (entry.isDirectory() && !isSkipped)
      yield* filesNamed(name, join(folder, entry.name), levels - 1);
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function unusable(folder: string, cwd: string, reason: string): DiagnosticError {
  const file = `${relative(cwd, folder).split(sep).join("/") || "."}/${manifestFile}`;
  return new DiagnosticError([
    diagnostic("input-unreadable", {
      message: `Cannot tell what ${file} was made from: ${reason}.`,
      where: { file, pointer: "", line: 1, column: 1 },
      help: "name the description itself, or a git revision of it such as main:spec/api.json.",
    }),
  ]);
}
