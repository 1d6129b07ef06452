import { Option, type Command } from "commander";
import type { RunArguments } from "./commands.js";
import type { DiffFormat } from "./compare/render.js";
import type { DiffArguments, FailOn } from "./diff.js";
import type { UpdateFormat } from "./update-summary.js";

export type Format = "text" | "json" | "github";

export interface ReportOptions {
  readonly format: Format;
}

export interface DiffOptions extends DiffArguments {
  readonly format: DiffFormat;
  readonly failOn: FailOn;
}

export type CheckOptions = Omit<RunArguments, "description"> &
  ReportOptions & { readonly failOn: FailOn };

export function failingOn(usual: FailOn): Option {
  return new Option("--fail-on <severity>", "which differences make the command fail")
    .choices(["breaking", "any", "none"])
    .default(usual);
}

export function comparing(command: Command): Command {
  return command
    .argument("<old>", "the description as it was")
    .argument("<new>", "the description as it is")
    .option("--config <file>", "configuration whose names, overlays and client apply to both")
    .option("--overlay <file>", "overlay that corrects both; can be given again", collect)
    .option(
      "--usage <files>",
      "list where these files of a program use what changed; can be given again",
      collect,
    )
    .addOption(failingOn("breaking"))
    .addOption(
      new Option("--format <format>", "how to report")
        .choices(["text", "json", "markdown", "github", "html"])
        .default("text"),
    )
    .option("--debug", "show where in clientwright a bug happened");
}

export function generating(command: Command): Command {
  return describing(command)
    .option("-o, --output <folder>", "folder of the package")
    .option("--package-name <name>", "name of the npm package")
    .option("--client-name <name>", "name of the client class");
}

export function describing(command: Command): Command {
  return reporting(command)
    .argument(
      "[description]",
      "file or address of the description; without it, the configuration says",
    )
    .option("--api <name>", "only this one of the configuration's apis")
    .option(
      "--config <file>",
      "configuration (default: clientwright.config.yaml, .yml or .json here)",
    )
    .option(
      "--overlay <file>",
      "overlay that corrects the description; can be given again",
      collect,
    )
    .option("--strict", "take warnings for errors");
}

export function reporting(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "how to report")
        .choices(["text", "json", "github"])
        .default("text"),
    )
    .option("--debug", "show where in clientwright a bug happened");
}

export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

export type GenerateOptions = Omit<RunArguments, "description"> &
  ReportOptions & { readonly watch?: boolean };

export interface UpdateOptions extends Pick<RunArguments, "api" | "config" | "strict"> {
  readonly format: UpdateFormat;
}

export interface InitOptions extends ReportOptions {
  readonly yes?: boolean;
}

/** Of the configuration as it is; what is updated is what it names. */
export function updating(command: Command): Command {
  return command
    .option("--api <name>", "only this one of the configuration's apis")
    .option(
      "--config <file>",
      "configuration (default: clientwright.config.yaml, .yml or .json here)",
    )
    .option("--strict", "take warnings for errors")
    .addOption(
      new Option("--format <format>", "how to report; markdown is the entry of the changelog")
        .choices(["text", "json", "markdown", "github"])
        .default("text"),
    )
    .option("--debug", "show where in clientwright a bug happened");
}
