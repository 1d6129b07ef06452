import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const sources = fileURLToPath(new URL(".", import.meta.url));
const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const builds = join(dist, "checkout");

/**
 * The build of the sources as they are now, made when there is none yet. A build lies in a folder that is named after
 * its sources and is never changed: a run that has started keeps its chunks while another one builds, and of two that
 * build the same at once, the second finds the folder there and takes it.
 */
export async function freshBuild() {
  const folder = join(builds, fingerprint());
  const cli = join(folder, "cli.js");
  if (!existsSync(cli)) {
    await buildInto(folder);
    removeOldBuilds(folder);
  }
  return pathToFileURL(cli);
}

/** What goes into the published package: dist/cli.js and its chunks. */
export async function buildForPublishing() {
  rmSync(dist, { recursive: true, force: true });
  await buildInto(dist);
}

/** Names, times and sizes of the sources: a millisecond to take, and also different after a checkout of older files. */
function fingerprint() {
  const hash = createHash("sha256");
  const paths = readdirSync(sources, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((name) => name.endsWith(".ts") || name === "build.mjs").sort()) {
    const { mtimeMs, size } = statSync(join(sources, path));
    hash.update(`${path}\n${mtimeMs}\n${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * The compiler is required where it is imported: of a module that is imported, Node reads the whole text for the names
 * that it exports, which takes as long again as loading it.
 */
const required = {
  name: "required",
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: "required" }));
    build.onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `import { createRequire } from "node:module";
        export default createRequire(import.meta.url)(${JSON.stringify(path)});`,
    }));
  },
};

async function buildInto(folder) {
  const { build } = await import("esbuild");
  const temporary = `${folder.replace(/[\\/]$/, "")}.${process.pid}-${randomUUID()}`;
  try {
    await build({
      entryPoints: [join(sources, "cli.ts")],
      outdir: temporary,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      plugins: [required],
      sourcemap: true,
      logLevel: "warning",
    });
    mkdirSync(join(folder, ".."), { recursive: true });
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(join(folder, "cli.js"))) throw error;
  }
}

/** Builds of an hour ago: no run lasts that long, and nobody else needs them. */
function removeOldBuilds(current) {
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(builds)) {
    const folder = join(builds, name);
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (folder !== current && mtimeMs < anHourAgo) rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildForPublishing();
