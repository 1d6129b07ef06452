import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consumer } from "./consumer.js";
import { generated, tools } from "./places.js";
import { run, runOrThrow } from "./run.js";

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

test("the tarball holds the build, the sources, the documents, and nothing else", () => {
  const { project } = consumer();
  const installed = join(project, "node_modules/hilos-whatsapp");
  expect(readdirSync(installed).sort()).toEqual([
    "CHANGELOG.md",
    "README.md",
    "api.md",
    "dist",
    "generation.json",
    "package.json",
    "src",
  ]);
  const sources = filesBelow(join(generated, "src"));
  expect(sources).toContain("resources/conversations.ts");
  expect(filesBelow(join(installed, "src"))).toEqual(sources);
  const built = sources.flatMap((path) => {
    const name = path.replace(/\.ts$/u, "");
    return [`${name}.d.ts`, `${name}.d.ts.map`, `${name}.js`, `${name}.js.map`];
  });
  // Compared as a whole: a build information file, a test or a stray module would show.
  expect(filesBelow(join(installed, "dist"))).toEqual(built.sort());
  for (const file of ["CHANGELOG.md", "README.md", "api.md", "generation.json", "package.json"]) {
    expect(text(installed, file), file).toBe(text(generated, file));
  }
});

test("source maps lead to sources that are in the tarball", () => {
  const dist = join(consumer().project, "node_modules/hilos-whatsapp/dist");
  const maps = filesBelow(dist).filter((path) => path.endsWith(".map"));
  expect(maps.length).toBeGreaterThan(50);
  for (const path of maps) {
    const { sources } = JSON.parse(text(dist, path)) as { readonly sources: readonly string[] };
    for (const source of sources) {
      expect(existsSync(join(dist, path, "..", source)), `${path}: ${source}`).toBe(true);
    }
  }
});

test("it has one dependency, in the version that its runtime was tested with", () => {
  const { project } = consumer();
  const manifest = JSON.parse(
    text(project, "node_modules/hilos-whatsapp/package.json"),
  ) as Manifest;
  const ours = JSON.parse(text(generated, "../package.json")) as Manifest;
  expect(manifest.dependencies).toEqual({ "openapi-fetch": ours.dependencies["openapi-fetch"] });
});

test("npm run build works in the repository too, and makes the same", async () => {
  const { project } = consumer();
  // The build's own script in its own place; only what it makes goes elsewhere, since others look at that folder.
  const dist = join(project, "built-in-place");
  await runOrThrow("npm", ["run", "build", "--", "--outDir", dist], { cwd: generated });
  const packed = join(project, "node_modules/hilos-whatsapp/dist");
  const made = filesBelow(packed).filter((path) => !path.endsWith(".map"));
  expect(made).toContain("index.js");
  for (const path of made) expect(text(dist, path), path).toBe(text(packed, path));
});

test("publint finds nothing", async () => {
  const { tarball, project } = consumer();
  const publint = join(tools, "publint/src/cli.js");
  const { code, output } = await run(process.execPath, [publint, "run", tarball, "--strict"], {
    cwd: project,
    env: { NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  expect(output).toContain("All good!");
  expect(code).toBe(0);
});

test("attw finds nothing", async () => {
  const { tarball, project } = consumer();
  const attw = join(tools, "@arethetypeswrong/cli/dist/index.js");
  // The profile for packages that are modules only, as this one: CommonJS, and resolution as of Node 10, are out of its
  // range on purpose. What remains is modules in Node and bundlers.
  const args = [attw, tarball, "--profile", "esm-only", "--format", "json"];
  const { code, stdout, output } = await run(process.execPath, args, { cwd: project });
  const { analysis, problems } = JSON.parse(stdout) as AttwReport;
  expect(code, output).toBe(0);
  // The report also lists what the profile leaves out; and a package without types has no problems with them.
  expect(Object.keys(problems)).toEqual(["CJSResolvesToESM"]);
  const { resolutions } = analysis.entrypoints["."] ?? {};
  for (const kind of ["node16-esm", "bundler"]) {
    expect(resolutions?.[kind]?.resolution?.fileName).toMatch(/\/dist\/index\.d\.ts$/u);
  }
});

interface AttwReport {
  readonly analysis: {
    readonly entrypoints: Readonly<
      Record<
        string,
        {
          readonly resolutions: Readonly<
            Record<string, { readonly resolution?: { readonly fileName: string } }>
          >;
        }
      >
    >;
  };
  readonly problems: object;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

function text(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}
