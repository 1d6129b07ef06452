import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const tools = fileURLToPath(new URL("../tools/node_modules", import.meta.url));

/** As strict as a consumer can be; what is checked is his own program, as in every new project. */
const STRICT = {
  target: "ES2022",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * A project below the system's temporary folder that has one generated package installed: with its declarations only,
 * which is all that a compiler looks at. The caller removes it.
 *
 * @param {string} name The package's name.
 * @param {string} source The generated folder.
 */
export function projectWith(name, source) {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-types-")));
  const modules = join(project, "node_modules");
  const installed = join(modules, name);
  mkdirSync(join(installed, "dist"), { recursive: true });
  for (const dependency of ["openapi-fetch", "openapi-typescript-helpers"]) {
    symlinkSync(
      join(repository, "node_modules", dependency),
      join(modules, dependency),
      "junction",
    );
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  cpSync(join(source, "package.json"), join(installed, "package.json"));
  cpSync(join(source, "tsconfig.json"), join(installed, "tsconfig.json"));
  cpSync(join(source, "src"), join(installed, "src"), { recursive: true });
  emitDeclarations(installed);
  return project;
}

/**
 * Builds the declarations of a package whose sources are in `src`.
 *
 * @param {string} folder
 * @param {boolean} [isStrict] Sources that are no concern of ours need not be free of errors.
 */
export function emitDeclarations(folder, isStrict = true) {
  // The fastest one: what it emits is what all of them emit, which the consumer tests prove.
  const output = tsc("7.0", folder, ["--emitDeclarationOnly", "--declarationMap", "false"]);
  if (isStrict && output !== "") throw new Error(`The package does not compile:\n${output}`);
}

/**
 * What a compiler says about programs, by their file names. `count` and `seconds` are the instantiations of types and
 * the time it took to check.
 *
 * @param {"5.9" | "7.0"} compiler
 * @param {string} project
 * @param {Readonly<Record<string, string>>} programs
 */
export function check(compiler, project, programs) {
  for (const [file, text] of Object.entries(programs)) writeFileSync(join(project, file), text);
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({ compilerOptions: STRICT, files: Object.keys(programs) }),
  );
  const output = tsc(compiler, project, ["--extendedDiagnostics", "--pretty", "false"]);
  const [, count] = /^Instantiations: +(\d+)$/mu.exec(output) ?? [];
  const [, seconds] = /^Check time: +([\d.]+)s$/mu.exec(output) ?? [];
  if (count === undefined || seconds === undefined) throw new Error(`no diagnostics:\n${output}`);
  const errors = output.slice(0, output.search(/^Files: +\d/mu));
  return { errors, count: Number(count), seconds: Number(seconds) };
}

function tsc(compiler, folder, flags) {
  const program = join(tools, `typescript-${compiler}`, "bin/tsc");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [program, "-p", "tsconfig.json", ...flags],
    { cwd: folder, encoding: "utf8" },
  );
  return stdout + stderr;
}
