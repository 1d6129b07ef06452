import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(repository, "generator/bin.mjs");
const configuration = "clientwright.config.yaml";
const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-same-")));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Files = Readonly<Record<string, string>>;

let first: Files;

beforeAll(async () => {
  first = await generated({ output: "first" });
  expect(Object.keys(first)).toContain("src/resources/conversations.ts");
});

describe.concurrent("the same input gives the same bytes", () => {
  test("in a second run", async () => {
    expect(await generated({ output: "second" })).toEqual(first);
  });

  test("in another working directory", async () => {
    // Settings of other tools that happen to lie there and beside the output are none of ours.
    const cwd = place("elsewhere", {
      ".prettierrc.json": '{ "semi": false }',
      ".editorconfig": "root = true\n[*]\nindent_style = tab\nend_of_line = crlf\n",
      "package.json": '{ "type": "commonjs" }',
    });
    expect(await generated({ cwd, output: "elsewhere/out" })).toEqual(first);
  });

  test.each([
    { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Apia" },
    { LC_ALL: "C", LANG: undefined, TZ: "America/St_Johns" },
    { LC_ALL: undefined, LANG: "sv_SE.UTF-8", TZ: "Asia/Kathmandu" },
  ])("with the locale and time zone $LC_ALL $LANG $TZ", async (env) => {
    const output = `locale-${env.TZ.replace("/", "-")}`;
    expect(await generated({ env, output })).toEqual(first);
  });

  test("whatever the environment asks of colours, editors and tools", async () => {
    const env = { FORCE_COLOR: "3", NODE_ENV: "production", COLUMNS: "20", CI: undefined };
    expect(await generated({ env, output: "environment" })).toEqual(first);
  });

  test("when the folder already holds what is to be written", async () => {
    await generated({ output: "again" });
    expect(await generated({ output: "again" })).toEqual(first);
  });
});

describe.concurrent("what has no meaning in the input makes no difference", () => {
  test.each([1, 2, 3])("the order of properties, shuffled with seed %i", async (seed) => {
    const config = project(`shuffled-${seed}`, (text) => {
      const shuffled = JSON.stringify(shuffle(JSON.parse(text), generatorOf(seed)), null, 2);
      expect(shuffled).not.toBe(JSON.stringify(JSON.parse(text), null, 2));
      return shuffled;
    });
    expectSame(await generated({ config, output: `shuffled-${seed}-out` }));
  });

  test("all of it on one line", async () => {
    const config = project("minified", (text) => JSON.stringify(JSON.parse(text)));
    expectSame(await generated({ config, output: "minified-out" }));
  });

  // What a file system or an editor adds is not even in the digest.
  test.each<readonly [string, (text: string) => string]>([
    ["line ends of Windows", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\uFEFF${text}`],
    ["both", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
  ])("%s", async (name, change) => {
    const id = name.replaceAll(" ", "-");
    const config = project(id, change);
    const overlay = join(dirname(config), "spec/overlay.yaml");
    writeFileSync(overlay, change(readFileSync(overlay, "utf8")));
    expect(await generated({ config, output: `${id}-out` })).toEqual(first);
  });
});

test("what has a meaning makes a difference: these comparisons can fail", async () => {
  const config = project("changed", (text) => text.replace('"IN_PROGRESS",', '"ON_HOLD",'));
  const changed = await generated({ config, output: "changed-out" });
  expect(changed["src/models/conversation-status-enum.ts"]).toContain("ON_HOLD");
  expect(changed).not.toEqual(first);
});

test("generated/ is what the description gives now", async () => {
  // Version and changelog go on from what is in the folder.
  const paths = Object.keys(first).filter((path) =>
    existsSync(join(repository, "generated", path)),
  );
  const committed = paths.map((path) => [
    path,
    readFileSync(join(repository, "generated", path), "utf8"),
  ]);
  for (const path of paths) {
    cpSync(join(repository, "generated", path), join(folder, "committed", path));
  }
  expect(Object.fromEntries(committed)).toEqual(await generated({ output: "committed" }));
  const { code, output } = await clientwright(["check"], repository, {});
  expect(output).not.toMatch(/warning|error/u);
  expect(code, output).toBe(0);
});

/** Everything is the same, but for the digests of the inputs, which did change. */
function expectSame(files: Files): void {
  expect(withoutDigests(files)).toEqual(withoutDigests(first));
  expect(files["generation.json"]).not.toBe(first["generation.json"]);
}

function withoutDigests(files: Files): object {
  const provenance = JSON.parse(files["generation.json"] ?? "") as {
    readonly inputs: readonly { readonly sha256: string }[];
  };
  const inputs = provenance.inputs.map((input) => ({ ...input, sha256: "" }));
  return { ...files, "generation.json": { ...provenance, inputs } };
}

interface Run {
  readonly config?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly output: string;
}

/** Runs the real command in a process of its own and reads what it wrote. */
async function generated({ config, cwd = repository, env = {}, output }: Run): Promise<Files> {
  const target = join(folder, output);
  const args = ["generate", "--config", config ?? join(repository, configuration), "-o", target];
  const { code, output: printed } = await clientwright(args, cwd, env);
  expect(code, printed).toBe(0);
  return filesBelow(target);
}

function clientwright(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}

/** A copy of our own project whose description has been changed; the path of its configuration. */
function project(name: string, change: (text: string) => string): string {
  const copy = place(name, {});
  cpSync(join(repository, "spec"), join(copy, "spec"), { recursive: true });
  cpSync(join(repository, configuration), join(copy, configuration));
  const description = join(copy, "spec/whatsapp.openapi.json");
  writeFileSync(description, change(readFileSync(description, "utf8")));
  return join(copy, configuration);
}

function place(name: string, files: Files): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

/** Every object with its keys in another order; arrays stay, since theirs has a meaning. */
function shuffle(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffle(entry, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, entry]) => [random(), key, shuffle(entry, random)] as const,
  );
  entries.sort(([a], [b]) => a - b);
  return Object.fromEntries(entries.map(([, key, entry]) => [key, entry]));
}

/** A generator of numbers that gives the same ones in each run (mulberry32). */
function generatorOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function filesBelow(root: string): Files {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path.slice(root.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")]);
  return Object.fromEntries(entries) as Files;
}
