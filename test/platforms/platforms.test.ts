import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { tools } from "../consumer/places.js";
import { run, runOrThrow } from "../consumer/run.js";
import { root } from "../generate/harness.js";
import { Browser } from "./chromium.js";
import type { Outcome, Place } from "./portable/wire.js";
import { SuiteServer } from "./server.js";

const setup = inject("platforms");
const suite = "failure" in setup ? undefined : setup;

test("the suite is generated and bundled", () => {
  expect("failure" in setup ? setup.failure : "").toBe("");
});

/** The runtimes of `test/tools` are built for one platform; there, one that is missing is a failure. */
const isTheirPlatform = process.platform === "linux" && process.arch === "x64";

interface Program {
  readonly name: string;
  readonly platform: Place["platform"];
  readonly path: string;
  readonly args: readonly string[];
  /** What `--version` prints begins with it. */
  readonly version: string;
}

const node = (name: string, path: string, version: string): Program => {
  return { name, platform: "node", path, args: ["program.js"], version };
};
const programs: readonly Program[] = [
  node("this Node", process.execPath, process.version),
  node("Node 22", join(tools, "node-22/bin/node"), "v22."),
  node("Node 24", join(tools, "node-24/bin/node"), "v24."),
  {
    name: "Node without process and Buffer",
    platform: "edge",
    path: process.execPath,
    args: ["edge.js"],
    version: process.version,
  },
  {
    name: "Bun",
    platform: "bun",
    path: join(tools, "bun/bin/bun"),
    args: ["program.js"],
    version: "1.",
  },
  {
    name: "Deno",
    platform: "deno",
    path: join(tools, "deno/deno"),
    // The blank and the unset variable of the suite are not allowed: reading them is refused.
    args: [
      "run",
      "--no-prompt",
      "--no-remote",
      "--allow-net=127.0.0.1",
      "--allow-env=CLIENTWRIGHT_PLATFORMS",
      "program.js",
    ],
    version: "deno 2.",
  },
];

if (suite) {
  const { titles, folder, workshop, chromium } = suite;
  const server = new SuiteServer(folder);
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  describe.each(programs)("in $name", ({ name, platform, path, args, version }) => {
    const isMissing = !isTheirPlatform && !existsSync(path);
    const seen = outcomesOf(async () => {
      const id = name.toLowerCase().replace(/\W+/gu, "-");
      const outcomes = server.expect(id, platform);
      const program = run(path, [...args, server.origin, id], {
        cwd: folder,
        env: {
          CLIENTWRIGHT_PLATFORMS: " a value ",
          CLIENTWRIGHT_PLATFORMS_BLANK: " ",
          CLIENTWRIGHT_PLATFORMS_UNSET: undefined,
          // What would change the output, or where requests go.
          NODE_OPTIONS: undefined,
          NODE_USE_ENV_PROXY: undefined,
          HTTP_PROXY: undefined,
          http_proxy: undefined,
          NO_COLOR: "1",
          FORCE_COLOR: undefined,
        },
      });
      const ended = program.then(({ code, output }): never => {
        throw new Error(`${name} ended with ${code} and without a report.\n${output}`);
      });
      const reported = await Promise.race([outcomes, ended]);
      const { code, output } = await program;
      return { outcomes: reported, code, output };
    }, isMissing);

    test.skipIf(isMissing)("it is the version it is said to be", async () => {
      const { stdout } = await runOrThrow(path, ["--version"], { cwd: folder });
      expect(stdout.startsWith(version), stdout).toBe(true);
    });
    test.skipIf(isMissing)("it ends by itself, without a warning", () => {
      const { code, output } = seen();
      expect({ code, output }).toEqual({ code: 0, output: "" });
    });
    behaviours(() => seen().outcomes, isMissing);
  });

  const missing = "missing" in chromium ? chromium.missing : undefined;
  // Whoever runs CI wants to know that a browser was tested; others may have none.
  const isDemanded = process.env["CI"] !== undefined;
  describe.each(["page", "worker"] as const)(
    `in a %s of Chromium${missing === undefined ? "" : ` (${missing})`}`,
    (platform) => {
      const seen = outcomesOf(
        async () => {
          if ("missing" in chromium) throw new Error(chromium.missing);
          const outcomes = server.expect(platform, platform);
          const url = `${server.origin}/-/files/${platform}.html#${platform}`;
          const browser = new Browser(chromium.path, url);
          try {
            return { outcomes: await Promise.race([outcomes, browser.ended()]) };
          } finally {
            await browser.close();
          }
        },
        missing !== undefined && !isDemanded,
      );
      behaviours(() => seen().outcomes, missing !== undefined && !isDemanded);
    },
  );

  /** One test for each behaviour, about what it came to on a platform. */
  function behaviours(outcomes: () => readonly Outcome[], isSkipped: boolean): void {
    for (const [index, title] of titles.entries()) {
      test.skipIf(isSkipped)(title, () => {
        const outcome = outcomes()[index];
        expect(outcome?.title).toBe(title);
        if (outcome?.failure !== undefined) expect.fail(outcome.failure);
      });
    }
  }

  describe("the bundle (R108)", () => {
    test("it holds the suite, the client and openapi-fetch, and imports nothing", () => {
      expect(suite.imports).toEqual([]);
      const packages = suite.modules.filter((path) => path.includes("node_modules/"));
      expect(packages.map((path) => path.replace(/^.*node_modules\//u, ""))).toEqual([
        "openapi-fetch/dist/index.mjs",
      ]);
    });

    test("it uses nothing of Node, and process only where it may be missing", () => {
      const text = readFileSync(join(folder, "bundle.js"), "utf8");
      expect(text).not.toMatch(/["'`]node:/u);
      expect(unguarded(text)).toEqual([]);
      // So that the rule is known to have been applied.
      expect(
        unguarded("const { process } = globalThis; f(process?.env.A, Buffer, x.Buffer);"),
      ).toEqual(["f(process?.env.A, Buffer, x.Buffer)"]);
      expect(unguarded("process.env; const process = globalThis.process;")).toEqual([
        "process.env",
      ]);
    });

    test("the suite compiles against the generated client without the types of Node", async () => {
      const config = join(workshop, "tsconfig.json");
      const compilerOptions = {
        target: "ES2022",
        lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
        module: "ESNext",
        moduleResolution: "bundler",
        types: [],
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        noUncheckedIndexedAccess: true,
        noUnusedLocals: true,
        noPropertyAccessFromIndexSignature: true,
        verbatimModuleSyntax: true,
        preserveSymlinks: true,
        paths: { "pets/*": ["./pets/*"] },
      };
      const files = ["portable/behaviours.ts"];
      writeFileSync(config, JSON.stringify({ compilerOptions, files }));
      const tsc = join(root, "node_modules/typescript/bin/tsc");
      const { output } = await run(process.execPath, [tsc, "-p", config], { cwd: workshop });
      expect(output).toBe("");
    });
  });
}

/** Runs a platform before its tests; each of them fails if it does not run. */
function outcomesOf<T>(work: () => Promise<T>, isSkipped: boolean): () => T {
  let result: { readonly value: T } | { readonly error: unknown } = {
    error: new Error("not run"),
  };
  beforeAll(async () => {
    if (isSkipped) return;
    result = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  }, 120_000);
  return () => {
    if ("error" in result) throw result.error;
    return result.value;
  };
}

/** Expressions that use what only Node has; `process?.` is one that minds whether it is there. */
function unguarded(text: string): string[] {
  const file = ts.createSourceFile("bundle.js", text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isHarmless(node)) found.push(node.parent.getText(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const OF_NODE = /^(process|Buffer|require|global|setImmediate|__dirname|__filename)$/u;

function isHarmless(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!OF_NODE.test(node.text)) return true;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return true;
  if (node.text !== "process") return false;
  if (ts.isPropertyAccessExpression(parent) && !parent.questionDotToken) return isAskedFor(parent);
  return !ts.isCallExpression(parent);
}

/** `typeof process === "object" && process.version`, as openapi-fetch has it. */
function isAskedFor(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && node.left.getText().includes("typeof process")) return true;
  return node.parent !== undefined && isAskedFor(node.parent);
}
