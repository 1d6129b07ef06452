import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";
import type { TestProject } from "vitest/node";
import { generateFrom, root } from "../generate/harness.js";
import { installTools } from "../tools/install.mjs";
import { provideChromium } from "./chromium.js";
import type { Chromium } from "./chromium.js";

/** What the platforms run. */
export interface Suite {
  /** Holds `bundle.js`, and a module or page for each platform that runs it. */
  readonly folder: string;
  /** The generated package, and beside it what a compiler needs. */
  readonly workshop: string;
  readonly titles: readonly string[];
  /** Modules in the bundle by path, and what it imports from outside. */
  readonly modules: readonly string[];
  readonly imports: readonly string[];
  readonly chromium: Chromium;
}

/** Or why there is none. */
export type Setup = Suite | { readonly failure: string };

declare module "vitest" {
  interface ProvidedContext {
    platforms: Setup;
  }
}

const here = fileURLToPath(new URL(".", import.meta.url));

export async function setup(project: TestProject): Promise<() => void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "clientwright-platforms-")));
  try {
    installTools();
    project.provide("platforms", await prepare(folder));
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    project.provide("platforms", { failure });
  }
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

async function prepare(folder: string): Promise<Suite> {
  const workshop = join(folder, "workshop");
  const run = join(folder, "run");
  await generateInto(workshop);
  const options = {
    entryPoints: [join(here, "portable/behaviours.ts")],
    absWorkingDir: workshop,
    alias: { pets: join(workshop, "pets") },
    // The suite lies in the repository, the package does not: both find openapi-fetch here.
    nodePaths: [join(root, "node_modules")],
    bundle: true,
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    logLevel: "silent",
  } satisfies BuildOptions;
  const [{ metafile }] = await Promise.all([
    build({ ...options, format: "esm", outfile: join(run, "bundle.js"), metafile: true }),
    // As a script, whose globals can be chosen.
    build({
      ...options,
      format: "iife",
      globalName: "suite",
      outfile: join(run, "bundle.script.js"),
    }),
  ]);
  const { titles } = (await import(join(run, "bundle.js"))) as { readonly titles: string[] };
  for (const [name, text] of Object.entries(RUNNERS)) writeFileSync(join(run, name), text);
  writeFileSync(join(run, "package.json"), '{ "type": "module" }');
  return {
    folder: run,
    workshop,
    titles,
    modules: Object.keys(metafile.inputs),
    imports: Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    ),
    chromium: await provideChromium(),
  };
}

/** The client's sources at `pets/`, as the imports of the suite name them. */
async function generateInto(workshop: string): Promise<void> {
  const description = readFileSync(join(here, "openapi.yaml"), "utf8");
  const { files, diagnostics } = await generateFrom(description, {
    packageName: "pets-platforms",
    packageVersion: "4.5.6",
    clientName: "PetsClient",
  });
  if (files.length === 0) throw new Error(JSON.stringify(diagnostics));
  for (const { path, text } of files) {
    if (!path.startsWith("src/")) continue;
    const target = join(workshop, path.replace(/^src/u, "pets"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  symlinkSync(join(root, "node_modules"), join(workshop, "node_modules"), "junction");
  symlinkSync(join(here, "portable"), join(workshop, "portable"), "junction");
}

/** Runs the suite, wherever it is; `server` and `name` say where the server is and how it calls this run. */
const RUN = `
export async function run({ runAll }, server, name) {
  const place = await (await fetch(server + "/-/place/" + name)).json();
  const body = JSON.stringify(await runAll(place));
  await fetch(server + "/-/outcomes/" + name, { method: "POST", body });
}
`;

/**
 * Runs the bundle with the web platform of Node and without what only Node has: neither as names nor on `globalThis`.
 * Node's own fetch goes on having it.
 */
const EDGE = `
import { readFileSync } from "node:fs";
import { run } from "./run.js";
const hidden = ["process", "Buffer", "global", "require", "setImmediate", "clearImmediate"];
const web = { navigator: { userAgent: "Cloudflare-Workers" } };
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (hidden.includes(name) || name in web) continue;
  Object.defineProperty(web, name, { get: () => globalThis[name] });
}
const text = readFileSync(new URL("bundle.script.js", import.meta.url), "utf8");
const evaluate = new Function("globalThis", ...hidden, text + "; return suite;");
await run(evaluate(web), ...process.argv.slice(2));
`;

const RUNNERS: Readonly<Record<string, string>> = {
  "run.js": RUN,
  "edge.js": EDGE,
  "program.js": `
import * as suite from "./bundle.js";
import { run } from "./run.js";
await run(suite, ...process.argv.slice(2));
`,
  "worker.js": `
import * as suite from "./bundle.js";
import { run } from "./run.js";
await run(suite, location.origin, location.hash.slice(1));
`,
  "page.html": `<!doctype html>
<title>The suite in a page</title>
<script type="module" src="worker.js"></script>
`,
  "worker.html": `<!doctype html>
<title>The suite in a worker</title>
<script type="module">
new Worker("./worker.js" + location.hash, { type: "module" });
</script>
`,
};
