import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, posix, relative, resolve, sep } from "node:path";
import { forEachApi, sourcesOf, textsOf, type Outcome, type RunArguments } from "../commands.js";
import type { Config } from "../config.js";
import type { Diagnostic } from "../diagnostics.js";
import { fileSeenFrom, loadProject, seenFrom, type Project } from "../project.js";
import type { DocumentSources } from "../spec/read-document.js";
import { UsageError } from "../usage-error.js";
import { examine } from "./doctor.js";
import { repair } from "./repair.js";

export interface DoctorArguments extends RunArguments {
  /** Write what can be corrected into the overlay. */
  readonly fix?: boolean | undefined;
}

/** What was found, and what was written down. */
export interface Findings {
  readonly api?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly corrected: readonly Correction[];
}

export interface Correction {
  /** The overlay. */
  readonly file: string;
  readonly isNew: boolean;
  readonly repaired: readonly Diagnostic[];
}

/** Examines every API that is configured, or the description that is given; writes nothing but corrections, if asked. */
export function examineProjects(
  given: DoctorArguments,
  cwd: string,
): Promise<readonly Outcome<Findings>[]> {
  // Nothing goes to the output, so that nobody has to say where it is.
  const isAlone = given.description !== undefined && given.output === undefined;
  const complete = isAlone ? { ...given, output: "." } : given;
  return forEachApi(complete, cwd, (config) => examineProject(complete, cwd, config));
}

async function examineProject(
  given: DoctorArguments,
  cwd: string,
  config: Config | undefined,
): Promise<Outcome<Findings>> {
  const corrected = given.fix === true ? await correct(given, cwd, config) : [];
  const project = await loadProject(given, cwd, config);
  const operations = config?.operations;
  const found = examine({ ...project, ...(operations && { operations }) });
  const diagnostics = found
    .map((one): Diagnostic =>
      given.strict === true && one.severity === "warning" ? { ...one, severity: "error" } : one,
    )
    .map((one) => seenFrom(cwd, project.base, one));
  const name = config?.name;
  return {
    diagnostics: [],
    sources: textsOf(project, cwd),
    result: { ...(name !== undefined && { api: name }), diagnostics, corrected },
  };
}

async function correct(
  given: DoctorArguments,
  cwd: string,
  config: Config | undefined,
): Promise<readonly Correction[]> {
  const project = await loadProject(...withoutMissing(given, cwd, config));
  const corrections: Correction[] = [];
  for (const [index, sources] of sourcesOf(project).entries()) {
    const correction = await correctOne(
      sources,
      overlayFor(given, cwd, config, index),
      project,
      cwd,
    );
    if (correction) corrections.push(correction);
  }
  return corrections;
}

async function correctOne(
  sources: DocumentSources,
  file: string | undefined,
  { base }: Project,
  cwd: string,
): Promise<Correction | undefined> {
  const text = sources.overlays.find((overlay) => overlay.file === file)?.text;
  const outcome = repair(sources, { file: file ?? "overlay.yaml", text });
  if (!outcome) return undefined;
  if (file === undefined) {
    throw new UsageError(
      "--fix: say where corrections go: overlays in the configuration, or --overlay <file>",
    );
  }
  await writeWhole(resolve(base, file), outcome.text);
  return {
    file: fileSeenFrom(cwd, base, file),
    isNew: text === undefined,
    repaired: outcome.repaired.map((one) => seenFrom(cwd, base, one)),
  };
}

/** The last overlay of a description, named from the project's folder; it sees what the others did. */
function overlayFor(
  { overlay }: DoctorArguments,
  cwd: string,
  config: Config | undefined,
  index: number,
): string | undefined {
  const last = index === 0 ? overlay?.at(-1) : undefined;
  const base = config?.folder ?? cwd;
  const file = last ?? config?.inputs[index]?.overlays.at(-1)?.value;
  if (file === undefined) return undefined;
  return relative(base, resolve(last === undefined ? base : cwd, file))
    .split(sep)
    .join(posix.sep);
}

/** An overlay that is to be written need not be there yet. */
function withoutMissing(
  given: DoctorArguments,
  cwd: string,
  config: Config | undefined,
): Parameters<typeof loadProject> {
  const overlay = given.overlay?.filter((file) => existsSync(resolve(cwd, file)));
  const inputs = config?.inputs.map((input) => ({
    ...input,
    overlays: input.overlays.filter(({ value }) => existsSync(resolve(config.folder, value))),
  }));
  return [{ ...given, overlay }, cwd, config && inputs && { ...config, inputs }];
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, text);
  await rename(beside, path);
}
