// `node test/hostile/resources.mjs [--expensive]`: descriptions that ask for more than they should have. Each must be
// answered, with a package or with diagnostics, in a heap of 1 GiB; one that hangs is ended. Prints a line for each.
import { fork, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const head = { openapi: "3.1.0", info: { title: "T", version: "1" } };

function described(schemas, paths = {}) {
  return JSON.stringify({ ...head, paths, components: { schemas } });
}

/** An operation that leads to the schema, so that nothing is left out as unused. */
function used(name) {
  const schema = { $ref: `#/components/schemas/${name}` };
  const responses = { 200: { description: "", content: { "application/json": { schema } } } };
  return { "/a": { get: { operationId: "a", responses } } };
}

function nestedJson(open, inner, close, depth) {
  const start = described({ A: "@" }, used("A")).split('"@"');
  return start.join(open.repeat(depth) + inner + close.repeat(depth));
}

function nestedYaml(line, depth) {
  const lines = Array.from({ length: depth }, (_, level) => `${" ".repeat(level + 4)}${line}`);
  return `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\ncomponents:\n  schemas:\n   A:\n${lines.join("\n")}\n`;
}

/** Each step names the next one twice: as many ways as 2 to the number of steps. */
function ladder(steps, rung) {
  const names = Array.from({ length: steps }, (_, index) => `S${index}`);
  const schemas = Object.fromEntries(
    names.map((name, index) => [
      name,
      index + 1 === steps
        ? { type: "string" }
        : rung({ $ref: `#/components/schemas/S${index + 1}` }),
    ]),
  );
  return described(schemas, used("S0"));
}

function aliasBomb(levels) {
  const lines = Array.from({ length: levels }, (_, level) => {
    const entries = level === 0 ? "x" : `*a${level - 1}`;
    return `  a${level}: &a${level} [${Array(9).fill(entries).join(", ")}]`;
  });
  return `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\nx-bomb:\n${lines.join("\n")}\n`;
}

const manyOperations = (count) => {
  const paths = {};
  for (let index = 0; index < count; index++) {
    paths[`/r${index % 500}/{id}/s${index}`] = {
      get: { operationId: `get${index}`, responses: { 204: { description: "ok" } } },
    };
  }
  return described({}, paths);
};

/** Under 20 MB and soon done; `npm test` runs these. */
const cheap = {
  "an alias bomb": ["api.yaml", () => aliasBomb(10)],
  "an anchor that contains itself": ["api.yaml", () => "openapi: 3.1.0\nx-a: &a [*a]\n"],
  "a ladder of properties": [
    "api.json",
    () => ladder(60, (next) => ({ properties: { a: next, b: next } })),
  ],
  "a ladder of allOf": ["api.json", () => ladder(60, (next) => ({ allOf: [next, next] }))],
  "a ladder of oneOf": ["api.json", () => ladder(60, (next) => ({ oneOf: [next, next] }))],
  "a ladder of items": ["api.json", () => ladder(60, (next) => ({ prefixItems: [next, next] }))],
  "10,000 lists in each other": ["api.json", () => nestedJson("[", "", "]", 10_000)],
  "10,000 objects in each other": ["api.json", () => nestedJson('{"items":', "{}", "}", 10_000)],
  "10,000 allOf in each other": ["api.json", () => nestedJson('{"allOf":[', "{}", "]}", 10_000)],
  "10,000 properties in each other": [
    "api.json",
    () => nestedJson('{"properties":{"a":', "{}", "}}", 10_000),
  ],
  "10,000 lists in each other, in YAML": [
    "api.yaml",
    () => `openapi: 3.1.0\nx-a: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`,
  ],
  "2,000 mappings in each other, in YAML": ["api.yaml", () => nestedYaml("items:", 2000)],
  "numbers beyond all bounds": [
    "api.json",
    () =>
      described({ A: { type: "number", maximum: "@", enum: ["@", 1] } }, used("A")).replaceAll(
        '"@"',
        `1e400`,
      ),
  ],
  "a number of 100,000 digits": [
    "api.json",
    () =>
      described({ A: { type: "integer", default: "@" } }, used("A")).replaceAll(
        '"@"',
        "9".repeat(100_000),
      ),
  ],
  "a name of 100,000 letters": [
    "api.json",
    () => described({ ["A".repeat(100_000)]: { type: "object" } }),
  ],
  "a pattern that never ends": [
    "api.json",
    () =>
      described(
        { A: { type: "string", pattern: "^(a+)+$", example: `${"a".repeat(40)}!` } },
        used("A"),
      ),
  ],
};

/** Large; `npm run test:corpus` runs these. */
const expensive = {
  "3,000 schemas that each refer to the next": [
    "api.json",
    () => ladder(3000, (next) => ({ properties: { next } })),
  ],
  "a chain of 10,000 references": ["api.json", () => ladder(10_000, (next) => next)],
  "10,000 mappings in each other, in YAML": ["api.yaml", () => nestedYaml("items:", 10_000)],
  "an enum of 100,000 values": [
    "api.json",
    () =>
      described(
        { A: { type: "string", enum: Array.from({ length: 100_000 }, (_, index) => `v${index}`) } },
        used("A"),
      ),
  ],
  "50,000 operations": ["api.json", () => manyOperations(50_000)],
  "50,000 operations with one operationId": [
    "api.json",
    () => manyOperations(50_000).replace(/"get\d+"/g, '"get"'),
  ],
  "100,000 schemas": [
    "api.json",
    () =>
      described(
        Object.fromEntries(
          Array.from({ length: 100_000 }, (_, index) => [`S${index}`, { type: "string" }]),
        ),
      ),
  ],
  "a text of 15 MB": [
    "api.json",
    () => described({ A: { description: "x ".repeat(7_500_000) } }, used("A")),
  ],
  "a line of 15 MB": [
    "api.yaml",
    () =>
      `openapi: 3.1.0\ninfo: { title: T, version: "1", description: "${"x ".repeat(7_500_000)}" }\npaths: {}\n`,
  ],
  "a file of 100 MB": [
    "api.json",
    () => described({ A: { description: "x".repeat(100_000_000) } }, used("A")),
  ],
  "a file of 100 MB, in YAML": ["api.yaml", () => `openapi: 3.1.0\n${"# x\n".repeat(25_000_000)}`],
  "100,000 warnings": [
    "api.json",
    () =>
      described(
        Object.fromEntries(
          Array.from({ length: 100_000 }, (_, index) => [`S${index}`, { type: "objekt" }]),
        ),
      ),
  ],
};

const HANG_MS = 300_000;

if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  const args = ["-n", process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), "clientwright-resources-"));
try {
  const cases = Object.entries(process.argv.includes("--expensive") ? expensive : cheap);
  let worker;
  for (const [name, [file, make]] of cases) {
    worker ??= await start();
    writeFileSync(join(folder, file), make());
    const { code, text, ms } = await ask(worker, join(folder, file));
    if (code === undefined) worker = undefined;
    // What is reported must be a diagnostic: `clientwright failed` is an exception.
    const isAnswer = code === 0 || (code === 2 && /"severity": "error"/.test(text));
    if (!isAnswer) process.exitCode = 1;
    const told = /"code": "([^"]*)"/.exec(code === 0 ? "" : text)?.[1] ?? "a package";
    const outcome = isAnswer ? told : `FAILED (${code}): ${text.slice(0, 2000)}`;
    console.log(`${(ms / 1000).toFixed(1).padStart(6)} s  ${name}: ${outcome}`);
    rmSync(join(folder, "package"), { recursive: true, force: true });
  }
  worker?.kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function start() {
  const path = fileURLToPath(new URL("../corpus/worker.mjs", import.meta.url));
  const worker = fork(path, [], { execArgv: ["--max-old-space-size=1024"] });
  return new Promise((done, fail) => {
    worker.once("message", () => done(worker));
    worker.once("exit", () => fail(new Error("The generator does not start.")));
  });
}

function ask(worker, file) {
  return new Promise((done) => {
    const timer = setTimeout(() => worker.kill("SIGKILL"), HANG_MS);
    const settle = (answer) => {
      clearTimeout(timer);
      worker.removeAllListeners("message");
      worker.removeAllListeners("exit");
      done(answer);
    };
    worker.once("message", settle);
    worker.once("exit", (code, signal) => settle({ text: `ended by ${signal ?? code}`, ms: 0 }));
    worker.send({ file, output: join(folder, "package") });
  });
}
