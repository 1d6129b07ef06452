import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import {
  comparing,
  describing,
  failingOn,
  generating,
  reporting,
  updating,
  type CheckOptions,
  type DiffOptions,
  type Format,
  type GenerateOptions,
  type InitOptions,
  type ReportOptions,
  type UpdateOptions,
} from "./cli-options.js";
import type { Generated, Outcome, RunArguments } from "./commands.js";
import type { DoctorArguments } from "./doctor/run.js";
import { DiagnosticError, renderDiagnostics, type Diagnostic } from "./diagnostics.js";
import { packageVersion } from "./package-root.js";
import { printable } from "./printable.js";
import { colorsFor } from "./terminal.js";
import { UsageError } from "./usage-error.js";

// What the commands need is imported by them: --help and --version should not wait for a compiler to load.

/** 0: done. 1: `check` or `diff` found differences. 2: the description, the configuration or the usage is wrong. 3: we are. */
type ExitCode = 0 | 1 | 2 | 3;

/** Runs one command; resolves to the exit code when everything has been printed. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  const isDebugging = argv.includes("--debug");
  if (isDebugging) process.setSourceMapsEnabled(true);
  // A reader that has seen enough (`… | head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  process.on("uncaughtException", (error) => process.exit(reportBug(error, isDebugging)));
  let exitCode: ExitCode = 0;
  try {
    const program = createProgram((code) => (exitCode = code));
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed help, version or what is wrong with the arguments.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      process.stderr.write(
        `error: ${printable(error.message)}\n(clientwright <command> --help says more)\n`,
      );
      return 2;
    }
    if (error instanceof DiagnosticError) {
      printDiagnostics(error.diagnostics, formatIn(argv), new Map());
      return 2;
    }
    return reportBug(error, isDebugging);
  }
}

function createProgram(exit: (code: ExitCode) => void): Command {
  const program = new Command("clientwright")
    .description("Turns an OpenAPI description into a typed TypeScript client package.")
    .version(packageVersion(), "-V, --version", "Print the version.")
    .helpOption("-h, --help", "Print help.")
    .helpCommand("help [command]", "Print help for a command.")
    .showHelpAfterError("(clientwright <command> --help says more)")
    .exitOverride()
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 check or diff found differences, 2 the input or usage is wrong, 3 a bug of ours.",
    );

  reporting(program.command("import"))
    .summary("Take the description out of a documentation page, a file or an address.")
    .description(
      "Takes the OpenAPI description out of a documentation page (Markdown with a fenced block), a file or an http(s)\n" +
        "address, and writes it to a file of its own: laid out anew, otherwise untouched.",
    )
    .argument("<source>", "page, file or address")
    .option(
      "-o, --output <file>",
      "where to write it (default: named after its title, in spec/ if there is one)",
    )
    .action(
      async (source: string, { output, format }: ReportOptions & { readonly output?: string }) => {
        exit(await runImport(source, output, format));
      },
    );

  generating(program.command("generate"))
    .summary("Generate the package.")
    .description(
      "Generates the client package: what clientwright.config.yaml says, or from the description that is given.\n" +
        "The folder is changed as a whole or not at all; files in it that were not generated are kept. When the API has\n" +
        "changed, the version is raised and CHANGELOG.md says what is different.",
    )
    .option(
      "--watch",
      "generate again when a file is saved; the version waits until you generate without it",
    )
    .action(async (description: string | undefined, { watch, ...options }: GenerateOptions) => {
      const given = { ...options, description };
      exit(await (watch === true ? runWatch(given) : runGenerate(given, options.format)));
    });

  updating(program.command("update"))
    .summary("Fetch the description again, show what changed, and generate.")
    .description(
      "Fetches the description from its source, as the configuration names it, shows what is different for programs,\n" +
        "generates, raises the version and writes the changelog. When anything fails, nothing is changed.",
    )
    .action(async (options: UpdateOptions) => {
      exit(await runUpdate(options));
    });

  reporting(program.command("init"))
    .summary("Set up a project: configuration, scripts, and a workflow that checks.")
    .description(
      "Writes clientwright.config.yaml, scripts in package.json, and workflows for GitHub that check every pull request\n" +
        "and propose an update each week. Asks what it cannot know; what is there already stays as it is.",
    )
    .argument("[description]", "page, file or address of the description")
    .option("-y, --yes", "ask nothing")
    .action(async (description: string | undefined, { yes = false, format }: InitOptions) => {
      exit(await runInit(description, yes, format));
    });

  generating(program.command("check"))
    .summary("Tell whether the package is as it would be generated now.")
    .description(
      "Generates in memory and compares with the folder: files that are missing, changed, edited by hand or stale.\n" +
        "Says why they differ, what that means for programs, and what to type. Writes nothing; exits with 1 if there are\n" +
        "differences of the kind that --fail-on names: changes of the API that break programs, any, or none.",
    )
    .addOption(failingOn("any"))
    .action(async (description: string | undefined, options: CheckOptions) => {
      exit(await runCheck({ ...options, description }, options));
    });

  describing(program.command("doctor"))
    .summary("Say what is wrong with a description, what was assumed, and what will disappoint.")
    .description(
      "Reads a description as generate does, and says what is wrong, what was assumed, and what is legal and yet will\n" +
        "disappoint the users of a client. Writes nothing; with --fix, what was assumed goes into the overlay.",
    )
    .option("--fix", "add corrections to the overlay, the last one if there are several")
    .action(
      async (
        description: string | undefined,
        options: Omit<DoctorArguments, "description"> & ReportOptions,
      ) => {
        exit(await runDoctor({ ...options, description }, options.format));
      },
    );

  program
    .command("explain")
    .summary("Say what a code means, why it is reported, and what to do.")
    .argument("<code>", "as in: error ref-unresolvable")
    .action(async (code: string) => {
      const { explain } = await import("./diagnostics/explain.js");
      process.stdout.write(explain(code, colorsFor(process.stdout, process.env)));
    });

  comparing(program.command("diff"))
    .summary("Tell what an update of the description means for programs that use the client.")
    .description(
      "Compares two descriptions as the generated client shows them: what breaks a program, what it should look at,\n" +
        "and what it may use. Each is a file, an address, a file of a git revision (main:spec/api.json), or the folder\n" +
        "of a generated package. Exits with 1 if there are differences of the kind that --fail-on names.",
    )
    .action(async (old: string, now: string, options: DiffOptions) => {
      exit(await runDiff(old, now, options));
    });
  return program;
}

async function runImport(
  source: string,
  output: string | undefined,
  format: Format,
): Promise<ExitCode> {
  const { importDescription } = await import("./import-description.js");
  const { importJson, importText } = await import("./summary.js");
  const summary = await importDescription(source, output, process.cwd());
  printDiagnostics(summary.diagnostics, format, new Map());
  process.stdout.write(
    format === "json"
      ? importJson(summary)
      : importText(summary, colorsFor(process.stdout, process.env)),
  );
  return 0;
}

async function runGenerate(given: RunArguments, format: Format): Promise<ExitCode> {
  const { generateProjects } = await import("./commands.js");
  const { generateJson, generateText } = await import("./summary.js");
  const outcomes = await generateProjects(given, process.cwd());
  const seconds = performance.now() / 1000;
  const summaries = printed(outcomes, format).map((result) => ({ ...result, seconds }));
  const colors = colorsFor(process.stdout, process.env);
  const isAll = summaries.length === outcomes.length;
  if (format !== "json")
    process.stdout.write(summaries.map((one) => generateText(one, colors)).join("\n"));
  else if (isAll || outcomes.length > 1) process.stdout.write(generateJson(summaries));
  return isAll ? 0 : 2;
}

/** Until Ctrl-C; a run that fails is told, and waited out. */
async function runWatch(given: RunArguments): Promise<ExitCode> {
  const [{ watchProjects }, { generateText }] = await Promise.all([
    import("./watch.js"),
    import("./summary.js"),
  ]);
  const colors = colorsFor(process.stdout, process.env);
  const onRun = (outcomes: readonly Outcome<Generated>[], seconds: number): void => {
    for (const result of printed(outcomes, "text")) {
      process.stdout.write(generateText({ ...result, seconds }, colors));
    }
    process.stdout.write(colors.dim("watching; Ctrl-C ends it\n\n"));
  };
  const ending = new AbortController();
  process.once("SIGINT", () => ending.abort());
  process.once("SIGTERM", () => ending.abort());
  await watchProjects(given, process.cwd(), { signal: ending.signal, onRun });
  return 0;
}

async function runUpdate({ format, ...given }: UpdateOptions): Promise<ExitCode> {
  const { updateProjects } = await import("./update.js");
  const { renderUpdate } = await import("./update-summary.js");
  const outcomes = await updateProjects(given, process.cwd());
  const results = printed(outcomes, format === "markdown" ? "text" : format);
  const colors = colorsFor(process.stdout, process.env);
  if (results.length > 0) process.stdout.write(renderUpdate(results, format, colors));
  return results.length === outcomes.length ? 0 : 2;
}

async function runInit(
  description: string | undefined,
  isSilent: boolean,
  format: Format,
): Promise<ExitCode> {
  const { initProject } = await import("./init.js");
  const { initJson, initText } = await import("./init-summary.js");
  const { asking } = await import("./asking.js");
  const isTerminal = process.stdin.isTTY && !isSilent;
  const ask = isTerminal ? asking(process.stdin, process.stderr) : undefined;
  const summary = await initProject(description, ask, process.cwd());
  printDiagnostics(summary.diagnostics, format, new Map());
  const colors = colorsFor(process.stdout, process.env);
  process.stdout.write(format === "json" ? initJson(summary) : initText(summary, colors));
  return 0;
}

async function runCheck(
  given: RunArguments,
  { format, failOn }: Pick<CheckOptions, "format" | "failOn">,
): Promise<ExitCode> {
  const { checkProjects } = await import("./check/run.js");
  const { failsCheck, renderCheck } = await import("./check.js");
  const repository = process.env["GITHUB_WORKSPACE"] ?? process.cwd();
  const outcomes = await checkProjects(given, process.cwd(), repository);
  const results = printed(outcomes, format);
  const colors = colorsFor(process.stdout, process.env);
  if (results.length > 0) process.stdout.write(renderCheck(results, format, colors));
  if (results.length < outcomes.length) return 2;
  return results.some((result) => failsCheck(result, failOn)) ? 1 : 0;
}

async function runDiff(old: string, now: string, options: DiffOptions): Promise<ExitCode> {
  const [{ diffApis, failsOn }, { renderDiff }] = await Promise.all([
    import("./diff.js"),
    import("./compare/render.js"),
  ]);
  const report = await diffApis(old, now, options, process.cwd());
  const colors = colorsFor(process.stdout, process.env);
  process.stdout.write(renderDiff(report, options.format, colors));
  return failsOn(report.changes, options.failOn) ? 1 : 0;
}

async function runDoctor(given: DoctorArguments, format: Format): Promise<ExitCode> {
  const { examineProjects } = await import("./doctor/run.js");
  const { renderFindings } = await import("./doctor/render.js");
  const outcomes = await examineProjects(given, process.cwd());
  const results = printed(outcomes, format);
  const sources = new Map(outcomes.flatMap((outcome) => [...outcome.sources]));
  const colors = colorsFor(process.stdout, process.env);
  process.stdout.write(renderFindings(results, { format, colors, sources }));
  const isRead = results.length === outcomes.length;
  const found = results.flatMap(({ diagnostics }) => diagnostics);
  return isRead && found.every(({ severity }) => severity !== "error") ? 0 : 2;
}

/** The results, after what was to be said on the way to them. */
function printed<T>(outcomes: readonly Outcome<T>[], format: Format): readonly T[] {
  const sources = new Map(outcomes.flatMap((outcome) => [...outcome.sources]));
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  printDiagnostics(diagnostics, format, sources);
  return outcomes.flatMap(({ result }) => result ?? []);
}

function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: Format,
  known: ReadonlyMap<string, string>,
): void {
  if (diagnostics.length === 0) return;
  const files = new Set(diagnostics.flatMap(({ where }) => (where ? [where.file] : [])));
  const sources = new Map([...files].map((file) => [file, known.get(file) ?? textOf(file)]));
  const color = colorsFor(process.stderr, process.env).isColorSupported;
  process.stderr.write(renderDiagnostics(diagnostics, { format, color, sources }));
}

/** The text of a file that a diagnostic names, for its excerpt; empty for what is no readable file. */
function textOf(file: string): string {
  try {
    return new TextDecoder().decode(readFileSync(resolve(file)));
  } catch {
    return "";
  }
}

/** For failures before the arguments were understood, or outside of what has them. */
function formatIn(argv: readonly string[]): Format {
  const text = argv.join("\n");
  return text.includes("--format\njson") || text.includes("--format=json")
    ? "json"
    : text.includes("--format\ngithub") || text.includes("--format=github")
      ? "github"
      : "text";
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

function reportBug(error: unknown, isDebugging: boolean): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  const place = isDebugging && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  process.stderr.write(
    `clientwright failed: ${printable(message)}\n${printable(place)}` +
      `This is a bug of clientwright, not of your description. Please report it with the command you ran` +
      `${isDebugging ? "" : ", and what the same command with --debug prints"}.\n`,
  );
  return 3;
}
