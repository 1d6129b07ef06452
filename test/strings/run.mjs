// `node test/strings/run.mjs [--cases 100] [--seed 1]`: descriptions with awkward texts in every position that OpenAPI
// allows. Each must end in diagnostics or in a package that compiles, loads and makes its calls, and no text may run.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { installTools } from "../tools/install.mjs";
import { judgeAll } from "./judge.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    keep: { type: "string" },
  },
});

if (!process.env.CLIENTWRIGHT_OFFLINE) installTools();
// An awkward address must not be asked for.
if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  const args = ["-n", process.execPath, ...process.argv.slice(1), "--seed", values.seed];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const folder = values.keep ?? mkdtempSync(join(tmpdir(), "clientwright-strings-"));
try {
  mkdirSync(folder, { recursive: true });
  const { positions, cases } = await described(Number(values.seed), Number(values.cases));
  const descriptions = cases.map(({ text, what }, index) => {
    const path = join(folder, `case-${index}.json`);
    writeFileSync(path, text);
    return { file: `case ${index} (${what})`, path, output: join(folder, `package-${index}`) };
  });
  const { packages, calls, problems } = await judgeAll(folder, descriptions);
  for (const problem of problems) console.log(problem);
  console.log(
    `seed ${values.seed}: ${cases.length} descriptions, ${positions} positions, ${packages.length} packages, ${calls} calls`,
  );
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

/** The cases come from TypeScript. */
async function described(seed, count) {
  const program = join(folder, "cases.mjs");
  await build({
    entryPoints: [join(here, "cases.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(join(here, "cases.ts")).href) },
  });
  const { casesFrom } = await import(pathToFileURL(program).href);
  return casesFrom(seed, count);
}
