import type { Config } from "./config.js";
import { DiagnosticError, type Diagnostic } from "./diagnostics.js";
import type { GenerateResult } from "./generate.js";
import { recoverOutput, writeOutput } from "./output.js";
import { packageRoot, packageVersion } from "./package-root.js";
import {
  configurations,
  fileSeenFrom,
  loadProject,
  seenFrom,
  type Project,
  type ProjectArguments,
} from "./project.js";
import { readPrevious } from "./release/previous.js";
import type { DocumentSources } from "./spec/read-document.js";
import type { GenerateSummary } from "./summary.js";

export interface RunArguments extends ProjectArguments {
  /** Warnings are errors. */
  readonly strict?: boolean | undefined;
  /** Version and changelog wait: somebody is still editing. */
  readonly isDraft?: boolean | undefined;
}

/** What a command has to say: always diagnostics, and a result unless there are errors among them. */
export interface Outcome<T> {
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the diagnostics speak of, by the names they use. */
  readonly sources: ReadonlyMap<string, string>;
  readonly result?: T;
}

export type Generated = Omit<GenerateSummary, "seconds">;

/** Generates every API that is configured, and writes what differs; what is wrong with one does not stop the others. */
export function generateProjects(
  given: RunArguments,
  cwd: string,
): Promise<readonly Outcome<Generated>[]> {
  return forEachApi(given, cwd, (config) => generateProject(given, cwd, config));
}

/** Runs a command for each API; what is wrong with one does not stop the others. */
export async function forEachApi<T>(
  given: RunArguments,
  cwd: string,
  run: (config: Config | undefined) => Promise<Outcome<T>>,
): Promise<readonly Outcome<T>[]> {
  const outcomes: Outcome<T>[] = [];
  for (const config of await configurations(given, cwd)) {
    try {
      outcomes.push(await run(config));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      outcomes.push({ diagnostics: error.diagnostics, sources: new Map() });
    }
  }
  return outcomes;
}

async function generateProject(
  given: RunArguments,
  cwd: string,
  config: Config | undefined,
): Promise<Outcome<Generated>> {
  const project = await loadProject(given, cwd, config);
  await recoverOutput(project.output);
  const { result, ...outcome } = await generateFrom(project, given, cwd);
  if (!result) return outcome;
  const written = await writeOutput(project.output, result.files);
  const seen = (file: string) => fileSeenFrom(cwd, project.base, file);
  return {
    ...outcome,
    result: {
      ...apiOf(project),
      descriptions: sourcesOf(project).map(({ description }) => seen(description.file)),
      overlays: sourcesOf(project)
        .flatMap(({ overlays }) => overlays)
        .map(({ file }) => ({
          file: seen(file),
          corrections: result.report.corrections[file] ?? 0,
        })),
      output: project.output.name,
      report: result.report,
      ...(result.release && { release: result.release }),
      written,
    },
  };
}

export async function generateFrom(
  project: Project,
  { strict, isDraft = false }: RunArguments,
  cwd: string,
): Promise<Outcome<GenerateResult>> {
  // Loaded when needed: the compiler behind them takes longer to load than --help takes to print.
  const [{ generate }, { loadTemplates }] = await Promise.all([
    import("./generate.js"),
    import("./templates.js"),
  ]);
  const { description, overlays, references, others, base, config, packageName, clientName } =
    project;
  const { packageVersion: version } = project;
  const result = await generate({
    description,
    overlays,
    references,
    others,
    options: {
      ...(packageName !== undefined && { packageName }),
      ...(version !== undefined && { packageVersion: version }),
      ...(clientName !== undefined && { clientName }),
      ...(config && {
        settings: config.settings,
        operations: config.operations,
        selection: config.selection,
        models: config.models,
        formats: config.formats,
      }),
    },
    templates: loadTemplates(packageRoot()),
    generatorVersion: packageVersion(),
    previous: readPrevious(project.output.path),
    isDraft,
  });
  const diagnostics = result.diagnostics
    .map((found): Diagnostic => (strict === true ? { ...found, severity: "error" } : found))
    .map((found) => seenFrom(cwd, base, found));
  const sources = textsOf(project, cwd);
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return { diagnostics, sources, ...(!hasErrors && { result }) };
}

/** All texts of a project, by the names they have in the working directory. */
export function textsOf(project: Project, cwd: string): ReadonlyMap<string, string> {
  return new Map(
    sourcesOf(project)
      .flatMap((input) => [input.description, ...input.overlays, ...(input.references ?? [])])
      .flatMap((source) =>
        "text" in source
          ? [[fileSeenFrom(cwd, project.base, source.file), source.text] as const]
          : [],
      ),
  );
}

/** The descriptions that are merged, each with what belongs to it; mostly one. */
export function sourcesOf({
  description,
  overlays,
  references,
  others,
}: Project): readonly DocumentSources[] {
  return [{ description, overlays, references }, ...others];
}

export function apiOf({ config }: Project): { readonly api?: string } {
  return config?.name === undefined ? {} : { api: config.name };
}
