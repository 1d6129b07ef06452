// `node test/strings/run.mjs [--cases 100] [--seed 1]`: descriptions with awkward texts in every position that OpenAPI
// allows. Each must end in diagnostics or in a package that compiles, loads and makes its calls, and no text may run.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { compileAll, shareRuntime } from "../corpus/compile.mjs";
import { generateAll } from "../corpus/generate.mjs";
import { importAll } from "../corpus/import.mjs";
import { installTools } from "../tools/install.mjs";

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
  const generated = await generateAll(descriptions, () => {});
  const problems = generated.flatMap(({ file, code, text }) => {
    if (code === 0) return [];
    const isAnswered = code === 2 && /"line": ?[1-9]/.test(text);
    return isAnswered ? [] : [`${file}: ended with ${code}: ${text.slice(0, 400)}`];
  });
  const packages = generated.filter(({ code }) => code === 0);
  shareRuntime(folder, packages);
  const nameOf = (output) => packages.find((entry) => entry.output === output)?.file ?? output;
  for (const [output, message] of compileAll(folder, packages, "7.0"))
    problems.push(`${nameOf(output)}: ${message}`);
  for (const [output, message] of await importAll(folder, packages))
    problems.push(`${nameOf(output)}: ${message}`);
  const { calls, failures } = callAll(packages);
  for (const [output, message] of failures) problems.push(`${nameOf(output)}: ${message}`);
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

/** Every method of every client, with a server that answers everything with an empty object. */
function callAll(packages) {
  const js = join(folder, "js");
  const entries = packages.map(({ output }) => [
    output,
    join(js, output.slice(folder.length + 1), "index.js"),
  ]);
  writeFileSync(join(js, "calls.json"), JSON.stringify(entries));
  writeFileSync(join(js, "calls.js"), readFileSync(join(here, "calls.js"), "utf8"));
  const { stdout, stderr } = spawnSync(process.execPath, ["calls.js"], {
    cwd: js,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`The calls cannot be made: ${stdout}${stderr}`);
  return JSON.parse(last);
}
