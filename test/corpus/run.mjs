// `npm run test:corpus [-- --typescript 7.0 --small --keep folder part-of-a-path …]`: generates, compiles and imports
// every published description at hand; of --small, only some, which have every feature between them. --keep leaves the
// packages in a folder, to be looked at.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installTools } from "../tools/install.mjs";
import { compileAll, shareRuntime } from "./compile.mjs";
import { generateAll } from "./generate.mjs";
import { importAll } from "./import.mjs";
import { fewWithEverything, readIndex } from "./published.mjs";
import { judge, table } from "./report.mjs";
import { wireAll, wireProblems, wireTable } from "./wire/run.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const corpus = resolve(here, "../../../shared/corpus");
const { values, positionals: filters } = parseArgs({
  options: {
    typescript: { type: "string", multiple: true, default: ["7.0", "5.9"] },
    small: { type: "boolean", default: false },
    keep: { type: "string" },
  },
  allowPositionals: true,
});

if (!existsSync(join(corpus, "index.tsv"))) {
  console.log("Skipped: the descriptions are not part of the repository, and are not at hand.");
  process.exit(0);
}
if (!process.env.CLIENTWRIGHT_OFFLINE) installTools();
// What descriptions ask for must not leave this machine.
if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  // Calls are made to this machine itself, which is down in a new network, too.
  const up = 'ip link set lo up; exec "$0" "$@"';
  const args = ["-n", "sh", "-c", up, process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const folder = values.keep
  ? resolve(values.keep)
  : mkdtempSync(join(tmpdir(), "clientwright-corpus-"));
try {
  const index = readIndex(join(corpus, "index.tsv"));
  const settings = JSON.parse(readFileSync(join(here, "settings.json"), "utf8"));
  const descriptions = (values.small ? fewWithEverything(index) : index)
    .filter(({ file }) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .map((entry, number) => ({
      ...entry,
      ...(settings[entry.file] && { root: join(corpus, settings[entry.file].root) }),
      path: join(corpus, entry.file),
      output: join(folder, `package-${number}`),
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
    for (const version of values.typescript) {
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
  // A few calls of each kind are judged in every test run: see test/corpus/wire.
  if (!values.small) {
    const calls = await wireAll(
      // What a server should make of one that is wrong, nobody knows.
      packages
        .filter(({ expected }) => expected !== "maybe-invalid")
        .map(({ file, path, output }) => ({
          file,
          path,
          folder: output,
          limit: file.startsWith("real/") ? 16 : 2,
        })),
    );
    console.log(`\n${wireTable(calls)}`);
    const wrong = wireProblems(calls);
    for (const problem of wrong) console.log(problem);
    problems.push(...wrong);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
  if (!values.small && filters.length === 0) {
    if (!comparesRightly() || !isLaidOutRightly()) process.exitCode = 1;
    console.log("\nAwkward texts in every position:");
    const strings = [resolve(here, "../strings/run.mjs"), "--cases", "2000"];
    if (spawnSync(process.execPath, strings, { stdio: "inherit" }).status !== 0)
      process.exitCode = 1;
    console.log("\nDescriptions that ask for too much:");
    const hostile = [resolve(here, "../hostile/resources.mjs"), "--expensive"];
    if (spawnSync(process.execPath, hostile, { stdio: "inherit" }).status !== 0)
      process.exitCode = 1;
  }
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

/** Whether what `diff` says of a thousand mutations is what the compiler says, and of published updates what is known. */
function comparesRightly() {
  const files = ["test/compare/compiler.test.ts", "test/compare/history.test.ts"];
  return passes(files, { CLIENTWRIGHT_PAIRS: "1000" });
}

/** Whether every module of every description is written by us, and as prettier would lay it out. */
function isLaidOutRightly() {
  const files = readIndex(join(corpus, "index.tsv")).map(({ file }) => join(corpus, file));
  const env = { CLIENTWRIGHT_LAYOUTS: files.join("\n"), CLIENTWRIGHT_RUNS: "5000" };
  return passes(["test/layout/layout.test.ts"], env);
}

function passes(files, env) {
  const vitest = resolve(here, "../../node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--project", "generator", ...files],
    {
      cwd: resolve(here, "../.."),
      env: { ...process.env, ...env },
      stdio: "inherit",
    },
  );
  return status === 0;
}
