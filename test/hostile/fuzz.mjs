// `node test/hostile/fuzz.mjs [--seconds 60] [--seed 1] [part-of-a-path …]`: real descriptions, damaged at random. Each
// must give a package or diagnostics within ten seconds: no crash, no exception, no exit code but 0 and 2. What fails
// is shrunk, kept as a file, and printed with the seed that finds it again.
import { fork, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { parse } from "yaml";
import { readIndex } from "../corpus/published.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");
const corpus = resolve(root, "../shared/corpus");
const { values, positionals: filters } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
  allowPositionals: true,
});

// A damaged address must not be asked for.
if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  const args = ["-n", process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const TIME_LIMIT_MS = 10_000;
/** Small ones, so that a second holds several runs. */
const LARGEST_BYTES = 40_000;
/** What may stand where something else is expected. */
const oddValues = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  "",
  "x",
  "#",
  "__proto__",
  "constructor",
  "*/",
  "${x}",
  "{",
  "a\nb\u2028c",
  "\ud800",
  [],
  [null],
  [[]],
  {},
  { $ref: "#" },
  { $ref: "#/paths" },
  { $ref: "#/components/schemas" },
  { $ref: "other.yaml#/a" },
  { $ref: 1 },
  { type: "object", properties: { toString: {}, __proto: true } },
  { enum: [null, 1, "1", true, {}, "1"] },
  { allOf: [{}, false], nullable: true },
  { oneOf: [{ $ref: "#" }], discriminator: { propertyName: "toString", mapping: { a: "b" } } },
];
const seed = Number(values.seed ?? Math.trunc(Date.now() % 2 ** 31));
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), "clientwright-fuzz-"));
const descriptions = descriptionsAtHand();
console.log(`seed ${seed}, ${descriptions.length} descriptions, ${seconds} s`);

let child;
let runs = 0;
try {
  const result = await fc.check(
    fc.asyncProperty(damaged(), async ({ name, text }) => {
      runs++;
      const answer = await generate(name, text);
      if (answer.code !== 0 && answer.code !== 2) throw new Error(answer.text);
    }),
    { seed, numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 },
  );
  console.log(`${runs} runs`);
  if (result.failed && result.counterexample !== null) {
    const [{ name, text, changes }] = result.counterexample;
    const kept = join(tmpdir(), `clientwright-fuzz-${seed}-${name}`);
    writeFileSync(kept, text);
    console.log(`seed ${seed}, path ${result.counterexamplePath}: ${JSON.stringify(changes)}`);
    console.log(`kept as ${kept}\n${result.errorInstance?.message ?? ""}`);
    process.exitCode = 1;
  }
} finally {
  await ended(child);
  rmSync(folder, { recursive: true, force: true });
}

/** Those of the repository, and those of the corpus where it is at hand. */
function descriptionsAtHand() {
  const own = ["spec/whatsapp.openapi.json", "test/platforms/openapi.yaml", "test/types/shop.yaml"];
  const index = join(corpus, "index.tsv");
  const published = existsSync(index) ? readIndex(index).map(({ file }) => join(corpus, file)) : [];
  return [...own.map((file) => join(root, file)), ...published]
    .filter((file) => filters.length === 0 || filters.some((part) => file.includes(part)))
    .filter((file) => existsSync(file))
    .map((file) => ({ file, text: readFileSync(file, "utf8") }))
    .filter(({ text }) => text.length <= LARGEST_BYTES || filters.length > 0);
}

/** A description and what is done to it: to its tree, or to its text. */
function damaged() {
  const change = fc.record({
    kind: fc.constantFrom("delete", "replace", "duplicate", "retype", "swap", "rename", "move"),
    at: fc.nat(),
    other: fc.nat(),
    value: fc.constantFrom(...oddValues),
  });
  return fc
    .record({
      description: fc.constantFrom(...descriptions),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      kilobytes: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 8 }),
    })
    .map(({ description, changes, kilobytes }) =>
      kilobytes === null
        ? { name: "api.json", text: changed(description.text, changes), changes }
        : {
            name: description.file.endsWith(".json") ? "api.json" : "api.yaml",
            text: description.text.slice(0, kilobytes * 1024),
            changes: { truncated: kilobytes, file: description.file },
          },
    );
}

function changed(text, changes) {
  const tree = { root: treeOf(text) };
  for (const change of changes) applyChange(tree, change);
  return JSON.stringify(tree.root);
}

function applyChange(tree, { kind, at, other, value }) {
  const places = placesOf(tree);
  const { holder, key } = places[at % places.length];
  const second = places[other % places.length];
  const copy = (given) => (given === undefined ? null : structuredClone(given));
  switch (kind) {
    case "delete":
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (holder !== tree) Reflect.deleteProperty(holder, key);
      return;
    case "replace":
      holder[key] = copy(value);
      return;
    case "duplicate":
      if (Array.isArray(holder)) holder.push(copy(holder[key]));
      else holder[`${key}_`] = copy(holder[key]);
      return;
    case "retype":
      holder[key] = retyped(holder[key]);
      return;
    case "rename":
      if (Array.isArray(holder) || holder === tree) return;
      holder[String(typeof value === "string" ? value : JSON.stringify(value))] = holder[key];
      Reflect.deleteProperty(holder, key);
      return;
    case "swap": {
      const refs = places.filter((place) => place.key === "$ref");
      if (refs.length < 2) return;
      const [a, b] = [refs[at % refs.length], refs[other % refs.length]];
      [a.holder.$ref, b.holder.$ref] = [b.holder.$ref, a.holder.$ref];
      return;
    }
    case "move":
      holder[key] = copy(second.holder[second.key]);
  }
}

function retyped(value) {
  if (Array.isArray(value)) return { ...value };
  if (typeof value === "object" && value !== null) return Object.values(value);
  if (typeof value === "string") return Number.isNaN(Number(value)) ? [value] : Number(value);
  return String(value);
}

/** Every member of the tree, the root itself included. */
function placesOf(tree) {
  const places = [{ holder: tree, key: "root" }];
  for (const { holder, key } of places) {
    const value = holder[key];
    if (typeof value !== "object" || value === null) continue;
    for (const name of Object.keys(value)) places.push({ holder: value, key: name });
  }
  return places;
}

/** Of the few that are damaged as they come, nothing is left. */
function treeOf(text) {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}

/** In a process that lasts until a description breaks it; one that hangs is ended. */
async function generate(name, text) {
  child ??= await start();
  const file = join(folder, name);
  writeFileSync(file, text);
  const output = join(folder, "package");
  const current = child;
  const answer = await new Promise((done) => {
    const timer = setTimeout(() => current.kill("SIGKILL"), TIME_LIMIT_MS * 3);
    timer.unref();
    const settle = (given) => {
      clearTimeout(timer);
      current.removeAllListeners("message");
      current.removeAllListeners("exit");
      done(given);
    };
    current.once("message", settle);
    current.once("exit", (code, signal) =>
      settle({ text: `ended by ${signal ?? `exit code ${code}`}`, ms: 0 }),
    );
    current.send({ file, output });
  });
  rmSync(output, { recursive: true, force: true });
  if (answer.code === undefined) child = undefined;
  return answer.ms > TIME_LIMIT_MS ? { text: `took ${Math.round(answer.ms)} ms` } : answer;
}

/** The last run may have been cut off, with its files half written. */
function ended(running) {
  if (running === undefined) return undefined;
  running.removeAllListeners("exit");
  const exit = new Promise((done) => running.once("exit", done));
  running.kill("SIGKILL");
  return exit;
}

function start() {
  const started = fork(join(here, "../corpus/worker.mjs"), [], {
    execArgv: ["--max-old-space-size=1024"],
  });
  return new Promise((done, fail) => {
    started.once("message", () => done(started));
    started.once("exit", () => fail(new Error("The generator does not start.")));
  });
}
