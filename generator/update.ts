import { resolve } from "node:path";
import { apiOf, forEachApi, generateFrom, type Outcome, type RunArguments } from "./commands.js";
import type { DiffReport } from "./compare/report.js";
import type { Config } from "./config.js";
import { diagnostic, DiagnosticError, type Diagnostic } from "./diagnostics.js";
import { takeDescription } from "./import-description.js";
import { recoverOutput, writeOutput, type WriteSummary } from "./output.js";
import { reasonOf } from "./output/failure.js";
import { hasText, withNewTexts, type NewText } from "./output/replace-files.js";
import { fileSeenFrom, isAddress, loadProject, type Project } from "./project.js";
import { readGeneration } from "./release/generation.js";
import type { Release } from "./release/release.js";

/** What `update` did for one API. */
export interface Updated {
  /** Its name, where several are configured. */
  readonly api?: string;
  /** The files that were fetched again, and whether they are different now. */
  readonly descriptions: readonly { readonly file: string; readonly isChanged: boolean }[];
  readonly report: DiffReport;
  readonly release: Release;
  readonly output: string;
  readonly written: WriteSummary;
}

/** Fetches the descriptions again, and generates from them; of each API all is done or nothing. */
export function updateProjects(
  given: RunArguments,
  cwd: string,
): Promise<readonly Outcome<Updated>[]> {
  return forEachApi(given, cwd, (config) => updateProject(given, cwd, config));
}

async function updateProject(
  given: RunArguments,
  cwd: string,
  config: Config | undefined,
): Promise<Outcome<Updated>> {
  const fetched = await fetchAll(config);
  const newer = new Map(fetched.map(({ location, text }) => [location, text]));
  const project = await loadProject(given, cwd, config, newer);
  await recoverOutput(project.output);
  const { result, ...outcome } = await generateFrom(project, given, cwd);
  const told = {
    ...outcome,
    diagnostics: [...fetched.flatMap(({ diagnostics }) => diagnostics), ...outcome.diagnostics],
  };
  if (!result?.release) return told;
  const { release, files } = result;
  const report = reportOf(project, release, result.report.api);
  const changed = fetched.filter((one) => !hasText(one));
  const written = await writing(() =>
    withNewTexts(changed, () => writeOutput(project.output, files)),
  );
  return {
    ...told,
    result: {
      ...apiOf(project),
      descriptions: fetched.map((one) => ({
        file: fileSeenFrom(cwd, project.base, one.location),
        isChanged: changed.includes(one),
      })),
      report,
      release,
      output: project.output.name,
      written,
    },
  };
}

/** A description as its source has it now, and the file it goes into. */
interface Fetched extends NewText {
  /** As the configuration names the file. */
  readonly location: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is an address itself is read anew in any case. */
async function fetchAll(config: Config | undefined): Promise<readonly Fetched[]> {
  if (config === undefined) return [];
  const inputs = config.inputs.filter(
    ({ description, source }) => source !== undefined || !isAddress(description.value),
  );
  const unknown = inputs.filter(({ source }) => source === undefined);
  if (unknown.length > 0) {
    throw new DiagnosticError(
      unknown.map(({ description: { value, where } }) =>
        diagnostic("source-missing", {
          message: `Nothing says where ${value} comes from.`,
          where,
        }),
      ),
    );
  }
  return Promise.all(
    inputs.map(async ({ description: { value }, source }) => {
      const from = source?.value ?? value;
      const isJson = value.endsWith(".json");
      const { text, diagnostics } = await takeDescription(from, config.folder, isJson);
      return { location: value, path: resolve(config.folder, value), text, diagnostics };
    }),
  );
}

function reportOf(
  { output, description }: Project,
  { changes }: Release,
  api: { readonly title: string; readonly version: string },
): DiffReport {
  const before = readGeneration(output.path)?.api;
  return {
    old: { title: api.title, version: api.version, ...before, file: output.name },
    new: { ...api, file: description.file },
    changes,
  };
}

async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new DiagnosticError([
      diagnostic("output-unwritable", {
        message: `Cannot write the description: ${reason}. Nothing was changed.`,
        help: "make its folder writable.",
      }),
    ]);
  }
}
