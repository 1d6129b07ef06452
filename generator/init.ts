import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, resolve, sep } from "node:path";
import { applyEdits, modify, parse as parseJsonc } from "jsonc-parser";
import { stringify } from "yaml";
import type { Ask } from "./asking.js";
import { configNames, faultOfPackageName, loadConfigs } from "./config.js";
import { diagnostic, DiagnosticError, type Diagnostic } from "./diagnostics.js";
import { defaultName, takeDescription } from "./import-description.js";
import { kebabCase } from "./model/names.js";
import { reasonOf } from "./output/failure.js";
import { withNewTexts } from "./output/replace-files.js";
import { packageRoot, packageVersion } from "./package-root.js";
import { isAddress } from "./project.js";
import { UsageError } from "./usage-error.js";

export interface InitSummary {
  readonly files: readonly InitFile[];
  /** What to type next. */
  readonly next: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface InitFile {
  /** Relative to the working directory. */
  readonly file: string;
  /** kept: something is there, and it stays as it is. */
  readonly state: "added" | "changed" | "kept";
}

interface Planned extends InitFile {
  readonly text: string;
}

/**
 * Sets up a project in the folder: what is not there yet is written, all of it or nothing, and nothing that is there is
 * replaced. Without somebody to ask, what is usual is taken.
 */
export async function initProject(
  given: string | undefined,
  ask: Ask | undefined,
  cwd: string,
): Promise<InitSummary> {
  const present = configNames.find((name) => existsSync(join(cwd, name)));
  const setup =
    present === undefined ? await newSetup(given, ask, cwd) : await presentSetup(present, cwd);
  const files = [
    ...setup.files,
    manifest(cwd),
    workflow("check", "clientwright.yml", cwd),
    ...(setup.hasSource ? [workflow("update", "clientwright-update.yml", cwd)] : []),
  ];
  const texts = files
    .filter(({ state }) => state !== "kept")
    .map(({ file, text }) => ({ path: resolve(cwd, file), text }));
  await writing(() => withNewTexts(texts, () => Promise.resolve()));
  return {
    files: files.map(({ file, state }) => ({ file, state })),
    next: existsSync(join(cwd, "node_modules/clientwright"))
      ? "npm run generate"
      : "npm install && npm run generate",
    diagnostics: setup.diagnostics,
  };
}

interface Setup {
  readonly files: readonly Planned[];
  /** Whether the description comes from somewhere, so that it can be fetched again. */
  readonly hasSource: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

async function presentSetup(file: string, cwd: string): Promise<Setup> {
  const configs = await loadConfigs(cwd);
  const inputs = configs.flatMap((config) => config.inputs);
  const hasSource = inputs.some(
    ({ description, source }) => source !== undefined || isAddress(description.value),
  );
  return { files: [{ file, text: "", state: "kept" }], hasSource, diagnostics: [] };
}

async function newSetup(
  given: string | undefined,
  ask: Ask | undefined,
  cwd: string,
): Promise<Setup> {
  const location = given ?? (await whereFrom(ask, cwd));
  const taken = await takeDescription(location, cwd);
  const isPlain = !isAddress(location) && /\.(?:json|ya?ml)$/iu.test(location);
  const input = isPlain
    ? relative(cwd, resolve(cwd, location)).split(sep).join(posix.sep)
    : defaultName(taken.title, location, taken.format, cwd);
  const suggested = kebabCase(taken.title) || "api-client";
  const name = (await ask?.("What is the package called?", suggested)) ?? suggested;
  const fault = faultOfPackageName(name);
  if (fault !== undefined) throw new UsageError(`the package: ${JSON.stringify(name)} ${fault}`);
  const output = (await ask?.("Which folder does it go into?", "generated")) ?? "generated";
  const settings = { input, ...(!isPlain && { source: location }), output, package: { name } };
  const head = "# What `clientwright generate` makes and from what. Paths start at this file.\n";
  const configuration = planned(configNames[0] ?? "", `${head}${stringify(settings)}`, cwd);
  return {
    files: [configuration, ...(isPlain ? [] : [planned(input, taken.text, cwd)])],
    hasSource: !isPlain,
    diagnostics: taken.diagnostics,
  };
}

async function whereFrom(ask: Ask | undefined, cwd: string): Promise<string> {
  const [found = ""] = descriptionsIn(cwd);
  const answer = ask
    ? await ask("Where is the OpenAPI description: a page, a file or an address?", found)
    : found;
  if (answer === "") {
    throw new UsageError("say where the description is: clientwright init <page, file or address>");
  }
  return answer;
}

/** Files here or in spec/ that look like a description. */
function descriptionsIn(cwd: string): readonly string[] {
  const names = ["", "spec/"].flatMap((folder) =>
    existsSync(join(cwd, folder))
      ? readdirSync(join(cwd, folder)).map((name) => `${folder}${name}`)
      : [],
  );
  return names
    .filter((name) => /\.(?:json|ya?ml)$/iu.test(name))
    .filter((name) =>
      /^\s*\{?\s*["']?(?:openapi|swagger)["']?\s*:/mu.test(
        readFileSync(join(cwd, name), "utf8").slice(0, 2_000),
      ),
    )
    .sort();
}

function planned(file: string, text: string, cwd: string): Planned {
  return { file, text, state: existsSync(join(cwd, file)) ? "kept" : "added" };
}

const scripts = {
  generate: "clientwright generate",
  check: "clientwright check",
  update: "clientwright update",
};

/** The project's package.json with the scripts that it does not have, laid out as it is. */
function manifest(cwd: string): Planned {
  const file = "package.json";
  const isThere = existsSync(join(cwd, file));
  const old = isThere
    ? readFileSync(join(cwd, file), "utf8")
    : '{\n  "private": true,\n  "type": "module"\n}\n';
  const value: unknown = parseJsonc(old);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { file, text: old, state: "kept" };
  }
  const wanted = [
    ...Object.entries(scripts).map(([name, command]) => ["scripts", name, command] as const),
    ...(["dependencies", "devDependencies"].some((key) => hasKey(value, key, "clientwright"))
      ? []
      : [["devDependencies", "clientwright", packageVersion()] as const]),
  ];
  const text = wanted
    .filter(([section, name]) => !hasKey(value, section, name))
    .reduce((json, [section, name, entry]) => {
      const formattingOptions = { insertSpaces: !/^\t/mu.test(old), tabSize: indentOf(old) };
      return applyEdits(json, modify(json, [section, name], entry, { formattingOptions }));
    }, old);
  return { file, text, state: text === old ? "kept" : isThere ? "changed" : "added" };
}

function hasKey(value: unknown, section: string, name: string): boolean {
  const inside = (value as Record<string, unknown> | undefined)?.[section];
  return typeof inside === "object" && inside !== null && Object.hasOwn(inside, name);
}

function indentOf(json: string): number {
  return /^( +)"/mu.exec(json)?.[1]?.length ?? 2;
}

function workflow(template: "check" | "update", name: string, cwd: string): Planned {
  const text = readFileSync(join(packageRoot(), `templates/project/${template}.yml`), "utf8");
  return planned(`.github/workflows/${name}`, text, cwd);
}

async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new DiagnosticError([
      diagnostic("output-unwritable", {
        message: `Cannot write here: ${reason}. Nothing was changed.`,
        help: "make the folder writable.",
      }),
    ]);
  }
}
