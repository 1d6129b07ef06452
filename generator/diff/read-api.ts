import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Api } from "../compare/shape.js";
import { loadConfig } from "../config.js";
import type { Config } from "../config.js";
import { diagnostic, DiagnosticError, Diagnostics } from "../diagnostics.js";
import { buildModel } from "../model/build.js";
import type { ModelOptions } from "../model/types.js";
import { manifestFile } from "../output/manifest.js";
import type { ReferencedSource } from "../spec/documents.js";
import { decode, readSource } from "../spec/load.js";
import type { SourceText } from "../spec/load.js";
import { readDocument, readReferences } from "../spec/read-document.js";
import { ReferenceReader } from "../spec/reference-reader.js";
import { configOf, originsOf } from "./generated-folder.js";
import { gitPlace, gitShow } from "./git.js";

/** What the command line says about how both descriptions become packages. */
export interface ApiArguments {
  readonly config?: string | undefined;
  readonly overlay?: readonly string[] | undefined;
}

/** The two versions that are compared; what cannot be read or understood is thrown as a `DiagnosticError`. */
export async function readApis(
  old: string,
  now: string,
  given: ApiArguments,
  reservedTypeNames: readonly string[],
  cwd: string,
): Promise<readonly [old: Api, now: Api]> {
  const config = await configFor([old, now], given, cwd);
  const options: ModelOptions = {
    reservedTypeNames,
    ...(config?.packageName && { packageName: config.packageName.value }),
    ...(config?.clientName && { clientName: config.clientName.value }),
    ...(config && { settings: config.settings, operations: config.operations }),
  };
  const overlays =
    given.overlay?.map((file) => resolve(cwd, file)) ??
    config?.overlays.map(({ value }) => resolve(config.folder, value)) ??
    [];
  return [
    await readApi(old, overlays, options, config, cwd),
    await readApi(now, overlays, options, config, cwd),
  ];
}

/** The configuration that is named, or that a generated folder was made with. */
async function configFor(
  locations: readonly string[],
  { config }: ApiArguments,
  cwd: string,
): Promise<Config | undefined> {
  if (config !== undefined) return loadConfig(cwd, config);
  for (const location of locations) {
    const folder = resolve(cwd, location);
    const found = isGenerated(folder) ? await configOf(folder) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

async function readApi(
  location: string,
  overlays: readonly string[],
  options: ModelOptions,
  config: Config | undefined,
  cwd: string,
): Promise<Api> {
  const folder = resolve(cwd, location);
  const sources = isGenerated(folder)
    ? originsOf(folder, cwd)
    : {
        description: await readLocation(location, cwd),
        overlays: await Promise.all(overlays.map((file) => readSource(file, cwd))),
      };
  const references = await readReferences(
    sources,
    referenceReader(sources.description, config, cwd),
  );
  const diagnostics = new Diagnostics();
  const document = readDocument({ ...sources, references }, diagnostics);
  if (document === undefined || diagnostics.hasErrors) throw new DiagnosticError(diagnostics.list);
  return { document, model: buildModel(document, options) };
}

async function readLocation(location: string, cwd: string): Promise<SourceText> {
  const place = existsSync(resolve(cwd, location)) ? undefined : gitPlace(location);
  if (place === undefined) return readSource(location, cwd);
  const found = gitShow(place, cwd);
  if (typeof found !== "string") return { file: location, text: decode(found, location) };
  throw new DiagnosticError([
    diagnostic("input-unreadable", {
      message: `Cannot read ${location}: ${found}.`,
      where: { file: location, pointer: "", line: 1, column: 1 },
      help: "write a file, an address, or a file of a git revision such as main:spec/api.json.",
    }),
  ]);
}

function referenceReader(
  { file }: SourceText,
  config: Config | undefined,
  cwd: string,
): (files: readonly string[]) => Promise<readonly ReferencedSource[]> {
  const place = existsSync(resolve(cwd, file)) ? undefined : gitPlace(file);
  if (place !== undefined)
    return (files) => Promise.resolve(files.map((one) => inCommit(one, cwd)));
  const root = config?.references?.root;
  const reader = new ReferenceReader(file, {
    base: cwd,
    ...(config && root && { root: resolve(config.folder, root.value) }),
    allow: config?.references?.allow.map(({ value }) => value) ?? [],
  });
  return (files) => reader.read(files);
}

/** References of a description in a commit lead to files of the same commit. */
function inCommit(file: string, cwd: string): ReferencedSource {
  const place = gitPlace(file);
  const found = place === undefined ? "it is not in the commit" : gitShow(place, cwd);
  return typeof found === "string"
    ? { file, fault: { code: "ref-unreadable", reason: found } }
    : { file, text: decode(found, file) };
}

function isGenerated(folder: string): boolean {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && existsSync(join(folder, manifestFile));
}
