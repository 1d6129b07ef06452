import { statSync } from "node:fs";
import { posix, relative, resolve, sep } from "node:path";
import {
  configNames,
  defaultOutput,
  faultOfClientName,
  faultOfPackageName,
  loadConfigs,
  type Config,
  type InputSetting,
} from "./config.js";
import { diagnostic, DiagnosticError, type Diagnostic, type SourceRef } from "./diagnostics.js";
import type { OutputFolder } from "./output.js";
import type { ReferencedSource } from "./spec/documents.js";
import { readSource, type SourceText } from "./spec/load.js";
import { readReferences, type DocumentSources } from "./spec/read-document.js";
import { ReferenceReader } from "./spec/reference-reader.js";
import { UsageError } from "./usage-error.js";

/** What the command line says; the configuration says the rest. */
export interface ProjectArguments {
  readonly description?: string | undefined;
  /** One of the configuration's `apis`. */
  readonly api?: string | undefined;
  readonly config?: string | undefined;
  readonly overlay?: readonly string[] | undefined;
  readonly output?: string | undefined;
  readonly packageName?: string | undefined;
  readonly clientName?: string | undefined;
}

/** What is generated, from what, and where to; read, but not yet understood. */
export interface Project {
  /** Files are named relative to `base`, so that the same project gives the same bytes from every working directory. */
  readonly description: SourceText;
  readonly overlays: readonly SourceText[];
  /** The documents that the description refers to, and those that could not be read. */
  readonly references: readonly ReferencedSource[];
  /** Descriptions of more operations of the same API, which are merged with the first. */
  readonly others: readonly DocumentSources[];
  readonly base: string;
  readonly output: OutputFolder;
  readonly packageName?: string;
  readonly packageVersion?: string;
  readonly clientName?: string;
  /** The configuration that was used, if one was. */
  readonly config?: Config;
}

/**
 * What is configured, each API on its own. A description on the command line stands for itself: the configuration in
 * the folder is that of another package, so it counts only if --config names it.
 */
export async function configurations(
  given: ProjectArguments,
  cwd: string,
): Promise<readonly (Config | undefined)[]> {
  checkNames(given);
  const isAlone = given.description !== undefined && given.config === undefined;
  if (isAlone && given.output === undefined) {
    throw new UsageError("say where the package goes: -o <folder>");
  }
  const configs = isAlone ? [] : await loadConfigs(cwd, given.config);
  const chosen =
    given.api === undefined ? configs : configs.filter(({ name }) => name === given.api);
  if (given.api !== undefined && chosen.length === 0) {
    const names = configs.flatMap(({ name }) => name ?? []);
    const known = names.length === 0 ? "it has no apis" : `it has ${names.join(", ")}`;
    throw new UsageError(`--api: the configuration has no ${JSON.stringify(given.api)}; ${known}`);
  }
  if (chosen.length > 1) refuseForOne(given);
  return chosen.length === 0 ? [undefined] : chosen;
}

/** What is said of one package cannot be meant for all. */
function refuseForOne(given: ProjectArguments): void {
  const options = [
    ["a description", given.description],
    ["-o", given.output],
    ["--overlay", given.overlay?.[0]],
    ["--package-name", given.packageName],
    ["--client-name", given.clientName],
  ] as const;
  const [found] = options.filter(([, value]) => value !== undefined);
  if (found) throw new UsageError(`${found[0]} is for one API; choose it with --api <name>`);
}

/** Texts that stand for what is at a location, before they are there; a location as the configuration writes it. */
export type Newer = ReadonlyMap<string, string>;

/** One API: arguments and configuration, put together, and what they name, read. */
export async function loadProject(
  given: ProjectArguments,
  cwd: string,
  config: Config | undefined,
  newer: Newer = new Map(),
): Promise<Project> {
  const base = config?.folder ?? cwd;
  const [first, ...others] = await Promise.all(
    inputsOf(given, config, cwd).map((input) => readInput(input, config, base, newer)),
  );
  if (!first) throw new Error("no description was read");
  const packageName = given.packageName ?? config?.packageName?.value;
  const packageVersion = config?.packageVersion?.value;
  const clientName = given.clientName ?? config?.clientName?.value;
  return {
    ...first,
    others,
    base,
    output: outputOf(given, config, cwd),
    ...(packageName !== undefined && { packageName }),
    ...(packageVersion !== undefined && { packageVersion }),
    ...(clientName !== undefined && { clientName }),
    ...(config && { config }),
  };
}

type ReadInput = Required<DocumentSources>;

async function readInput(
  { description, overlays }: Input,
  config: Config | undefined,
  base: string,
  newer: Newer,
): Promise<ReadInput> {
  const [source, ...corrections] = await readAll([description, ...overlays], base, newer);
  if (!source) throw new Error("the description was not read");
  const references = await readReferences(
    { description: source, overlays: corrections },
    referenceReader(source, config, base),
  );
  return { description: source, overlays: corrections, references };
}

/** Where a description and its corrections are. */
interface Input {
  readonly description: Location;
  readonly overlays: readonly Location[];
}

function inputsOf(
  { description, overlay }: ProjectArguments,
  config: Config | undefined,
  cwd: string,
): readonly Input[] {
  const base = config?.folder ?? cwd;
  const overlays = overlay?.map((file) => argument(file, cwd, base));
  if (description !== undefined) {
    const [configured] = config?.inputs ?? [];
    return [
      {
        description: argument(description, cwd, base),
        overlays: overlays ?? configured?.overlays ?? [],
      },
    ];
  }
  const [first, ...others] = configuredInputs(config);
  return [{ ...first, ...(overlays && { overlays }) }, ...others];
}

/** A diagnostic whose files are named relative to the project's folder, for a reader in the working directory. */
export function seenFrom(cwd: string, base: string, found: Diagnostic): Diagnostic {
  if (!found.where || cwd === base) return found;
  const { overlay } = found.where;
  const where: SourceRef = {
    ...found.where,
    file: fileSeenFrom(cwd, base, found.where.file),
    ...(overlay && { overlay: { ...overlay, file: fileSeenFrom(cwd, base, overlay.file) } }),
  };
  return { ...found, where };
}

export function fileSeenFrom(cwd: string, base: string, file: string): string {
  return isAddress(file) ? file : pathFrom(cwd, resolve(base, file));
}

function checkNames({ packageName, clientName }: ProjectArguments): void {
  const faults = [
    ["--package-name", packageName, faultOfPackageName] as const,
    ["--client-name", clientName, faultOfClientName] as const,
  ];
  for (const [option, value, faultOf] of faults) {
    const fault = value === undefined ? undefined : faultOf(value);
    if (fault !== undefined) throw new UsageError(`${option}: ${JSON.stringify(value)} ${fault}`);
  }
}

/** A location, relative to the project's folder, and the place in the configuration that names it. */
interface Location {
  readonly value: string;
  readonly where?: SourceRef;
}

function argument(location: string, cwd: string, base: string): Location {
  return { value: isAddress(location) ? location : pathFrom(base, resolve(cwd, location)) };
}

function configuredInputs(
  config: Config | undefined,
): readonly [InputSetting, ...(readonly InputSetting[])] {
  const [first, ...others] = config?.inputs ?? [];
  if (first) return [first, ...others];
  if (config) {
    throw new DiagnosticError([
      diagnostic("config-invalid", {
        message: `${config.name === undefined ? "" : `apis.${config.name}: `}input is missing: the description to generate from.`,
        where: { file: config.source.file, pointer: "", line: 1, column: 1 },
        help: "add a line such as input: spec/api.openapi.json.",
      }),
    ]);
  }
  const file = configNames[0] ?? "";
  throw new DiagnosticError([
    diagnostic("config-missing", {
      message: "There is no configuration here, and no description was given.",
      where: { file, pointer: "", line: 1, column: 1 },
      help: `create ${file}, or run clientwright generate <description> -o <folder>.`,
    }),
  ]);
}

/** Everything that cannot be read is reported together. */
async function readAll(
  locations: readonly Location[],
  base: string,
  newer: Newer,
): Promise<SourceText[]> {
  const results = await Promise.all(
    locations.map(async ({ value, where }) => {
      const text = newer.get(value);
      if (text !== undefined) return { file: pathFrom(base, resolve(base, value)), text };
      try {
        return await readSource(value, base);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        return error.diagnostics.map((found) => withPlace(found, where));
      }
    }),
  );
  const problems = results.filter((result): result is Diagnostic[] => Array.isArray(result)).flat();
  if (problems.length > 0) throw new DiagnosticError(problems);
  return results.filter((result): result is SourceText => !Array.isArray(result));
}

/** A file that cannot be read has no lines; what is to be corrected is the line that names it. */
function withPlace(found: Diagnostic, where: SourceRef | undefined): Diagnostic {
  return where && found.code === "input-unreadable" ? { ...found, where } : found;
}

function referenceReader(
  { file }: SourceText,
  config: Config | undefined,
  base: string,
): (files: readonly string[]) => Promise<readonly ReferencedSource[]> {
  const root = config?.references?.root;
  const problem = root && faultOfRoot(root.value, base, file);
  if (root && problem !== undefined) {
    const message = `references.root: ${JSON.stringify(root.value)} ${problem}.`;
    throw new DiagnosticError([diagnostic("config-invalid", { message, where: root.where })]);
  }
  const reader = new ReferenceReader(file, {
    base,
    ...(root && { root: resolve(base, root.value) }),
    allow: config?.references?.allow.map(({ value }) => value) ?? [],
  });
  return (files) => reader.read(files);
}

function faultOfRoot(root: string, base: string, description: string): string | undefined {
  if (isAddress(description)) return "is a folder, but the description is an address: see allow";
  const folder = statSync(resolve(base, root), { throwIfNoEntry: false });
  return folder?.isDirectory() === true ? undefined : "is no folder";
}

function outputOf(given: ProjectArguments, config: Config | undefined, cwd: string): OutputFolder {
  const path =
    given.output === undefined
      ? resolve(config?.folder ?? cwd, config?.output?.value ?? defaultOutput(config?.name))
      : resolve(cwd, given.output);
  const where = given.output === undefined ? config?.output?.where : undefined;
  return { path, name: pathFrom(cwd, path), ...(where && { where }) };
}

export function isAddress(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

function pathFrom(folder: string, path: string): string {
  return relative(folder, path).split(sep).join(posix.sep) || ".";
}
