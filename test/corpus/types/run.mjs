// `npm run test:types-truth [-- part-of-a-path … --write]`: whether the emitted types take what is valid and refuse what
// is not. With `--write`, the page of results is kept.
import { fork, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installTools } from "../../tools/install.mjs";
import { installPeers } from "../../bench/install.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const corpus = resolve(here, "../../../../shared/corpus");
const cache = join(here, "node_modules/.cache/types");
const isKept = process.argv.includes("--write");
const filters = process.argv.slice(2).filter((argument) => argument !== "--write");
const TIME_LIMIT_MS = 240_000;

if (!existsSync(join(corpus, "index.tsv"))) {
  console.log("Skipped: the descriptions are not part of the repository, and are not at hand.");
  process.exit(0);
}
if (!process.env.CLIENTWRIGHT_OFFLINE) {
  installTools();
  installPeers(here);
  // What descriptions ask for must not leave this machine.
  if (spawnSync("unshare", ["-n", "true"]).status === 0) {
    const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
    const args = ["-n", process.execPath, ...process.argv.slice(1)];
    process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
  }
}

const { prepare } = await import("./descriptions.mjs");
const { compileCases } = await import("./compile.mjs");
const { report } = await import("./report.mjs");

const descriptions = prepareAll();
const version = hashOf(readFileSync(join(here, "package-lock.json")));
const own = hashOf(
  ["cases", "descriptions", "instances", "tags", "validator"]
    .map((name) => readFileSync(join(here, `${name}.mjs`), "utf8"))
    .join(""),
);
const bundle = await bundleOurs();
const tools = ["ours", "openapi-typescript", "hey-api", "redocly"];
for (const step of ["cases", ...tools]) await runStep(step);
const measured = descriptions.map((entry) => ({
  ...entry,
  ...JSON.parse(readOr(join(entry.folder, "cases", "cases.json"), '{"cases":[],"untested":[]}')),
}));
const results = new Map();
for (const tool of tools) {
  const started = performance.now();
  results.set(tool, compileCases(tool, measured, join(cache, "programs")));
  console.log(`compiled ${tool} in ${Math.round((performance.now() - started) / 1000)} s`);
}
const { page, misses } = report(measured, results, filters);
mkdirSync(cache, { recursive: true });
writeFileSync(join(cache, "misses.json"), JSON.stringify(misses, undefined, 1));
if (isKept) writeFileSync(join(here, "RESULTS.md"), page);
console.log(page);

function prepareAll() {
  const lines = readFileSync(join(corpus, "index.tsv"), "utf8").trim().split("\n").slice(1);
  const files = lines
    .map((line) => line.split("\t")[0])
    .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)));
  return files.flatMap((file) => {
    const source = readFileSync(join(corpus, file));
    const folder = join(cache, hashOf(source));
    const prepared = join(folder, "openapi.json");
    if (!existsSync(join(folder, "prepared"))) {
      mkdirSync(folder, { recursive: true });
      const root = prepare(join(corpus, file));
      if (root !== undefined) writeFileSync(prepared, JSON.stringify(root));
      writeFileSync(join(folder, "prepared"), "");
    }
    return existsSync(prepared) ? [{ file, folder, prepared }] : [];
  });
}

async function bundleOurs() {
  const { build } = await import("esbuild");
  const outfile = join(cache, "ours.mjs");
  await build({
    entryPoints: [join(here, "ours.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  return pathToFileURL(outfile).href + `?${hashOf(readFileSync(outfile))}`;
}

async function runStep(step) {
  const stamp = `${step === "cases" ? own : step === "ours" ? bundle : version}`;
  const open = descriptions.filter(
    ({ folder }) => readOr(join(folder, step, ".stamp"), "") !== stamp,
  );
  const started = performance.now();
  const total = open.length;
  const work = async () => {
    let child;
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      child ??= await start();
      const folder = join(next.folder, step);
      rmSync(folder, { recursive: true, force: true });
      const limit = next.file.startsWith("real/") ? 250 : 60;
      const answer = await ask(child, {
        step,
        file: next.prepared,
        folder,
        options: { bundle, limit },
      });
      if (answer.hasEnded) child = undefined;
      mkdirSync(folder, { recursive: true });
      if (answer.fault !== undefined) writeFileSync(join(folder, "fault.txt"), answer.fault);
      writeFileSync(join(folder, ".stamp"), stamp);
    }
    child?.kill();
  };
  await Promise.all([work(), work()]);
  if (total > 0)
    console.log(
      `${step}: ${total} descriptions in ${Math.round((performance.now() - started) / 1000)} s`,
    );
}

function start() {
  const child = fork(join(here, "worker.mjs"), [], {
    execArgv: ["--max-old-space-size=5000", "--stack-size=4000"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return new Promise((resolve_) => child.once("message", () => resolve_(child)));
}

function ask(child, message) {
  return new Promise((resolve_) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
    const settle = (answer) => {
      clearTimeout(timer);
      child.removeAllListeners("exit");
      child.removeAllListeners("message");
      resolve_(answer);
    };
    child.once("message", settle);
    child.once("exit", (code, signal) =>
      settle({ hasEnded: true, fault: `ended by ${signal ?? code}` }),
    );
    child.send(message);
  });
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function readOr(path, otherwise) {
  return existsSync(path) ? readFileSync(path, "utf8") : otherwise;
}
