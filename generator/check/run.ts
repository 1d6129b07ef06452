import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  apiOf,
  forEachApi,
  generateFrom,
  sourcesOf,
  type Outcome,
  type RunArguments,
} from "../commands.js";
import type { Config } from "../config.js";
import { awaitsRecovery, compareOutput, foreignIn } from "../output.js";
import { manifestFile } from "../output/manifest.js";
import { fileSeenFrom, loadProject, type Project } from "../project.js";
import { parseGeneration, readGeneration } from "../release/generation.js";
import { shellWord } from "../shell-word.js";
import { causesOf, type Cause } from "./causes.js";
import type { CheckResult } from "./result.js";

/** Generates in memory, and compares with the folders. */
export function checkProjects(
  given: RunArguments,
  cwd: string,
  repository: string,
): Promise<readonly Outcome<CheckResult>[]> {
  return forEachApi(given, cwd, (config) => checkProject(given, cwd, repository, config));
}

async function checkProject(
  given: RunArguments,
  cwd: string,
  repository: string,
  config: Config | undefined,
): Promise<Outcome<CheckResult>> {
  const project = await loadProject(given, cwd, config);
  const { result, ...outcome } = await generateFrom(project, given, cwd);
  if (!result?.release) return outcome;
  const { output } = project;
  const differences = compareOutput(output.path, result.files);
  const command = commandFor(project, given, cwd);
  const generation = result.files.find(({ path }) => path === manifestFile)?.text ?? "{}";
  const causes = causesOf({
    old: readGeneration(output.path),
    now: parseGeneration(generation),
    version: result.release.previous,
    differences,
    foreign: foreignIn(output.path, result.files),
    isInterrupted: awaitsRecovery(output),
    output: output.name,
    command,
  });
  const seen = (file: string) => fileSeenFrom(repository, project.base, file);
  return {
    ...outcome,
    result: {
      ...apiOf(project),
      output: output.name,
      annotated: fileSeenFrom(repository, cwd, output.name),
      files: result.files.length,
      differences,
      causes,
      places: placesOf(project, causes, seen),
      changes: result.release.changes.map((change) =>
        change.new ? { ...change, new: { ...change.new, file: seen(change.new.file) } } : change,
      ),
      version: result.release.version,
      ...(result.release.previous !== undefined && { previous: result.release.previous }),
      command,
    },
  };
}

/** Where each cause stands that is an input or in the configuration, as annotations name files. */
function placesOf(
  project: Project,
  causes: readonly Cause[],
  seen: (file: string) => string,
): ReadonlyMap<Cause, string> {
  const sources = sourcesOf(project).flatMap(({ description, overlays }) => [
    description.file,
    ...overlays.map(({ file }) => file),
  ]);
  return new Map(
    causes.flatMap((cause): readonly (readonly [Cause, string])[] => {
      if (cause.kind === "configuration")
        return project.config ? [[cause, seen(project.config.source.file)]] : [];
      const isInput = cause.kind === "description" || cause.kind === "overlay";
      const file = isInput && sources.find((one) => basename(one) === cause.file);
      return file === undefined || file === false ? [] : [[cause, seen(file)]];
    }),
  );
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
    value === undefined ? [] : [option, shellWord(value)],
  );
  const description = given.description === undefined ? [] : [shellWord(given.description)];
  const api = given.api === undefined ? [] : ["--api", given.api];
  const rest = [...description, ...api, ...words];
  if (rest.length === 0 && config?.folder === cwd && hasScript(cwd)) return "npm run generate";
  return ["clientwright", "generate", ...rest].join(" ");
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
