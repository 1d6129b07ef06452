import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { faultOfApi } from "./config/faults.js";
import { Section } from "./config/section.js";
import { readSettings, type ApiSettings } from "./config/settings.js";
import { diagnostic, DiagnosticError, Diagnostics } from "./diagnostics.js";
import { parseJson } from "./spec/json.js";
import { readSource, type SourceText } from "./spec/load.js";
import { parseYaml } from "./spec/yaml.js";

export { faultOfClientName, faultOfPackageName } from "./config/faults.js";
export type { Setting } from "./config/section.js";
export type { InputSetting } from "./config/settings.js";

/**
 * One API of `clientwright.config.*`, validated. Data only: nothing in it is run, imported or expanded.
 */
export interface Config extends ApiSettings {
  readonly source: SourceText;
  /** The folder of the file; the paths in it start there. */
  readonly folder: string;
  /** Where the configuration has several: the key under `apis`. */
  readonly name?: string;
}

/** In this order only one of them may exist; which one wins is no question a reader should have to ask. */
export const configNames = ["yaml", "yml", "json"].map((end) => `clientwright.config.${end}`);

/** The APIs of the configuration in the working directory, or in the file that was named; all its faults at once. */
export async function loadConfigs(cwd: string, named?: string): Promise<readonly Config[]> {
  const file = named ?? findConfig(cwd);
  if (file === undefined) return [];
  if (/\.[cm]?[jt]s$/.test(file)) throw isCode(file);
  if (!existsSync(resolve(cwd, file))) throw isMissing(file);
  const source = await readSource(file, cwd);
  return readConfigs(source, dirname(resolve(cwd, file)));
}

/** The APIs of a configuration; throws a `DiagnosticError` with everything that is wrong in it. */
export function readConfigs(source: SourceText, folder: string): readonly Config[] {
  const diagnostics = new Diagnostics();
  const parse = source.file.endsWith(".json") ? parseJson : parseYaml;
  const tree = parse(source, diagnostics);
  const apis = tree ? apisOf(Section.root(tree, diagnostics), folder) : [];
  if (diagnostics.hasErrors) throw new DiagnosticError(diagnostics.list);
  return apis.map((api) => ({ source, folder, ...api }));
}

function apisOf(root: Section, folder: string): readonly (ApiSettings & { name?: string })[] {
  const apis = root.section("apis");
  if (!apis) return [readSettings(root, "apis")];
  root.allow("apis");
  const names = Object.keys(apis.map);
  if (names.length === 0) root.report("apis", "apis is empty: it names no API.");
  const outputs = new Map<string, string>();
  return names.flatMap((name) => {
    const fault = faultOfApi(name);
    if (fault !== undefined) apis.report(name, `apis: ${JSON.stringify(name)} ${fault}.`);
    const section = apis.section(name);
    if (!section) return [];
    const settings = readSettings(section);
    const path = resolve(folder, settings.output?.value ?? defaultOutput(name));
    const other = outputs.get(path);
    if (other !== undefined) {
      apis.report(name, `apis.${name} and apis.${other} have one output folder.`, {
        help: "give each its own output.",
      });
    }
    outputs.set(path, name);
    return [{ ...settings, name }];
  });
}

/** The folder of a package whose configuration names none. */
export function defaultOutput(api: string | undefined): string {
  return api === undefined ? "generated" : join("generated", api);
}

function findConfig(cwd: string): string | undefined {
  const [first, second] = configNames.filter((name) => existsSync(join(cwd, name)));
  if (first !== undefined && second !== undefined) {
    throw new DiagnosticError([
      diagnostic("config-invalid", {
        message: `There are two configurations, ${first} and ${second}.`,
        where: { file: second, pointer: "", line: 1, column: 1 },
        help: "keep one of them, or choose with --config.",
      }),
    ]);
  }
  if (first !== undefined) return first;
  const code = ["ts", "mts", "js", "mjs", "cjs"].find((end) =>
    existsSync(join(cwd, `clientwright.config.${end}`)),
  );
  if (code !== undefined) throw isCode(`clientwright.config.${code}`);
  return undefined;
}

function isMissing(file: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("config-missing", {
      message: `There is no configuration ${file}.`,
      where: { file, pointer: "", line: 1, column: 1 },
    }),
  ]);
}

function isCode(file: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("config-invalid", {
      message: `${basename(file)} is code, and no code is run to configure.`,
      where: { file, pointer: "", line: 1, column: 1 },
      help: `write the same settings as data to ${configNames[0] ?? ""}.`,
    }),
  ]);
}
