import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { programs, tools } from "./places.js";
import { run } from "./run.js";
import type { RunResult } from "./run.js";
import type { Consumer } from "./setup.js";

/** The package as a consumer has it; throws what kept it from being made. */
export function consumer(): Consumer {
  const setup = inject("consumer");
  if ("failure" in setup) throw new Error(setup.failure);
  return setup;
}

/** The compilers that the package promises to work with; `test/tools` has them. */
export const compilers = ["5.5", "5.9", "6.0", "7.0"] as const;
export type Compiler = (typeof compilers)[number];

/** Everything that a project can ask of the packages it uses. */
export const strictness = {
  target: "ES2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
};

/** Where the package is used: modules as Node has them, or as a bundler does. */
export const environments = {
  // Without the DOM library: a server that has none must not need one for its client.
  "a server on NodeNext": {
    module: "NodeNext",
    moduleResolution: "NodeNext",
    lib: ["ES2022"],
    types: ["node"],
  },
  "a page through a bundler": {
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    types: [],
  },
};
export type Environment = keyof typeof environments;

/** A folder in the consumer's project: files by name, beside those of `programs/` that are named. */
export function folderWith(
  name: string,
  files: Readonly<Record<string, string | object>>,
  copied: readonly string[] = [],
): string {
  const folder = join(consumer().project, name.replace(/\W+/g, "-"));
  mkdirSync(folder, { recursive: true });
  for (const file of copied) cpSync(join(programs, file), join(folder, file));
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(
      join(folder, file),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return folder;
}

/** Compiles what the folder's tsconfig.json says. */
export function compile(compiler: Compiler, folder: string): Promise<RunResult> {
  const tsc = join(tools, `typescript-${compiler}`, "bin/tsc");
  return run(process.execPath, [tsc, "-p", "tsconfig.json", "--pretty", "false"], { cwd: folder });
}
