import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult } from "./check.js";
import type { Diagnostic } from "./diagnostics.js";
import type { GenerateResult } from "./generate.js";
import { compareOutput, recoverOutput, writeOutput } from "./output.js";
import { packageRoot, packageVersion } from "./package-root.js";
import {
  fileSeenFrom,
  loadProject,
  seenFrom,
  type Project,
  type ProjectArguments,
} from "./project.js";
import type { GenerateSummary } from "./summary.js";

export interface RunArguments extends ProjectArguments {
  /** Warnings are errors. */
  readonly strict?: boolean | undefined;
}

/** What a command has to say: always diagnostics, and a result unless there are errors among them. */
export interface Outcome<T> {
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that the diagnostics speak of, by the names they use. */
  readonly sources: ReadonlyMap<string, string>;
  readonly result?: T;
}

export type Generated = Omit<GenerateSummary, "seconds">;

/** Generates, and writes what differs. */
export async function generateProject(
  given: RunArguments,
  cwd: string,
): Promise<Outcome<Generated>> {
  const project = await loadProject(given, cwd);
  await recoverOutput(project.output);
  const { result, ...outcome } = await generateFrom(project, given, cwd);
  if (!result) return outcome;
  const written = await writeOutput(project.output, result.files);
  const seen = (file: string) => fileSeenFrom(cwd, project.base, file);
  return {
    ...outcome,
    result: {
      description: seen(project.description.file),
      overlays: project.overlays.map(({ file }) => ({
        file: seen(file),
        corrections: result.report.corrections[file] ?? 0,
      })),
      output: project.output.name,
      report: result.report,
      written,
    },
  };
}

/** Generates in memory, and compares with the folder. */
export async function checkProject(
  given: RunArguments,
  cwd: string,
  repository: string,
): Promise<Outcome<CheckResult>> {
  const project = await loadProject(given, cwd);
  const { result, ...outcome } = await generateFrom(project, given, cwd);
  if (!result) return outcome;
  return {
    ...outcome,
    result: {
      output: project.output.name,
      annotated: fileSeenFrom(repository, cwd, project.output.name),
      files: result.files.length,
      differences: compareOutput(project.output.path, result.files),
      command: commandFor(project, given, cwd),
    },
  };
}

async function generateFrom(
  project: Project,
  { strict }: RunArguments,
  cwd: string,
): Promise<Outcome<GenerateResult>> {
  // Loaded when needed: the compiler behind them takes longer to load than --help takes to print.
  const [{ generate }, { loadTemplates }] = await Promise.all([
    import("./generate.js"),
    import("./templates.js"),
  ]);
  const { description, overlays, references, base, config, packageName, clientName } = project;
  const { packageVersion: version } = project;
  const result = await generate({
    description,
    overlays,
    references,
    options: {
      ...(packageName !== undefined && { packageName }),
      ...(version !== undefined && { packageVersion: version }),
      ...(clientName !== undefined && { clientName }),
      ...(config && { settings: config.settings, operations: config.operations }),
    },
    templates: loadTemplates(packageRoot()),
    generatorVersion: packageVersion(),
  });
  const diagnostics = result.diagnostics
    .map((found): Diagnostic => (strict === true ? { ...found, severity: "error" } : found))
    .map((found) => seenFrom(cwd, base, found));
  const sources = new Map(
    [description, ...overlays, ...references].flatMap((source) =>
      "text" in source ? [[fileSeenFrom(cwd, base, source.file), source.text] as const] : [],
    ),
  );
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return { diagnostics, sources, ...(!hasErrors && { result }) };
}

/** What to type in order to generate what was checked. */
function commandFor({ config }: Project, given: RunArguments, cwd: string): string {
  const options: readonly (readonly [string, string | undefined])[] = [
    ["-o", given.output],
    ["--config", given.config],
    ...(given.overlay ?? []).map((file) => ["--overlay", file] as const),
    ["--package-name", given.packageName],
    ["--client-name", given.clientName],
  ];
  const words = options.flatMap(([option, value]) =>
    value === undefined ? [] : [option, quoted(value)],
  );
  const description = given.description === undefined ? [] : [quoted(given.description)];
  const rest = [...description, ...words];
  if (rest.length === 0 && config?.folder === cwd && hasScript(cwd)) return "npm run generate";
  return ["clientwright", "generate", ...rest].join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Whether the package.json of the project has a script that generates. */
function hasScript(folder: string): boolean {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return false;
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as {
      readonly scripts?: { readonly generate?: unknown };
    };
    return typeof manifest.scripts?.generate === "string";
  } catch {
    return false;
  }
}
