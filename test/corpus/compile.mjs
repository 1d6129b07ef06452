import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const tools = fileURLToPath(new URL("../tools/node_modules", import.meta.url));
const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

const OPTIONS = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
};
const BATCH_BYTES = 24_000_000;

/** One runtime for all packages, which each of them has as a copy: so it is read and checked once. */
export function shareRuntime(folder, packages) {
  const shared = join(folder, "runtime");
  for (const { output } of packages) {
    const own = join(output, "src/runtime");
    if (!existsSync(shared)) cpSync(own, shared, { recursive: true });
    rmSync(own, { recursive: true });
    symlinkSync(relative(join(output, "src"), shared), own);
  }
  if (!existsSync(join(folder, "node_modules"))) symlinkSync(modules, join(folder, "node_modules"));
}

/** The first message of the compiler for each package that has one, by the package's folder. */
export function compileAll(folder, packages, version) {
  const messages = new Map();
  for (const [index, batch] of batchesOf(packages).entries()) {
    const project = join(folder, `tsconfig.${version}.${index}.json`);
    const include = batch.map(({ output }) => `${relative(folder, output)}/src/**/*.ts`);
    writeFileSync(project, JSON.stringify({ compilerOptions: OPTIONS, include }));
    for (const line of compile(project, folder, version)) {
      const found = batch.find(({ output }) => line.startsWith(`${relative(folder, output)}/`));
      const key = found?.output ?? "the runtime";
      if (!messages.has(key)) messages.set(key, line);
    }
  }
  return messages;
}

function compile(project, folder, version) {
  const bin = join(tools, `typescript-${version}/bin/tsc`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=12000", bin, "-p", project, "--pretty", "false"],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const lines = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  if (status !== 0 && lines.length === 0) throw new Error(`tsc ${version}: ${stdout}${stderr}`);
  return lines;
}

function batchesOf(packages) {
  const batches = [];
  let left = 0;
  for (const entry of packages) {
    const bytes = bytesIn(join(entry.output, "src"));
    if (left < bytes) {
      batches.push([]);
      left = BATCH_BYTES;
    }
    batches.at(-1).push(entry);
    left -= bytes;
  }
  return batches;
}

function bytesIn(folder) {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += bytesIn(path);
    else if (entry.isFile()) sum += statSync(path).size;
  }
  return sum;
}
