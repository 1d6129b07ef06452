// `npm run test:corpus [-- part-of-a-path …]`: generates, compiles and imports every published description at hand.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installTools } from "../tools/install.mjs";
import { compileAll, shareRuntime } from "./compile.mjs";
import { generateAll } from "./generate.mjs";
import { importAll } from "./import.mjs";
import { judge, table } from "./report.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const corpus = resolve(here, "../../../shared/corpus");
const filters = process.argv.slice(2);
const compilers = ["5.9", "7.0"];

if (!existsSync(join(corpus, "index.tsv"))) {
  console.log("Skipped: the descriptions are not part of the repository, and are not at hand.");
  process.exit(0);
}
if (!process.env.CLIENTWRIGHT_OFFLINE) installTools();
// What descriptions ask for must not leave this machine.
if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  const args = ["-n", process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), "clientwright-corpus-"));
try {
  const descriptions = readFileSync(join(corpus, "index.tsv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .map((cells) => ({ file: cells[0], expected: cells[13] }))
    .filter(({ file }) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .map((entry, index) => ({
      ...entry,
      path: join(corpus, entry.file),
      output: join(folder, `package-${index}`),
    }));
  mkdirSync(folder, { recursive: true });
  const tell = (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${descriptions.length} `);
  };
  const generated = await generateAll(descriptions, tell);
  const packages = generated.filter(({ code }) => code === 0);
  const stages = new Map();
  if (packages.length > 0) {
    shareRuntime(folder, packages);
    for (const version of compilers) {
      stages.set(`TypeScript ${version}`, compileAll(folder, packages, version));
    }
    stages.set("import", await importAll(folder, packages));
  }
  const known = JSON.parse(readFileSync(join(here, "known-failures.json"), "utf8")).filter(
    ({ file }) => descriptions.some((entry) => entry.file === file),
  );
  const { rows, problems } = judge(generated, stages, known);
  console.log(table(rows, [...stages.keys()]));
  for (const problem of problems) console.log(problem);
  const isWhole = filters.length === 0;
  process.exitCode = problems.length > 0 || (isWhole && !comparesRightly()) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Whether what `diff` says of a thousand mutations is what the compiler says, and of published updates what is known. */
function comparesRightly() {
  const files = ["test/compare/compiler.test.ts", "test/compare/history.test.ts"];
  const vitest = resolve(here, "../../node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--project", "generator", ...files],
    {
      cwd: resolve(here, "../.."),
      env: { ...process.env, CLIENTWRIGHT_PAIRS: "1000" },
      stdio: "inherit",
    },
  );
  return status === 0;
}
