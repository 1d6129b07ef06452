import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { table } from "./table.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const rounds = 5;

/** What reading everything again costs, beside making it, in one process that has warmed up. */
export async function measureGate(bench) {
  // Beside dist, whence the packages that it leaves outside are found.
  const folder = mkdtempSync(join(root, "dist/bench-"));
  try {
    const { generate, faults, loadTemplates } = await bundled(folder);
    const templates = loadTemplates(root);
    const corpus = resolve(root, "../shared/corpus/real");
    const rows = [];
    for (const [title, file] of [
      ["an API of one page", join(bench, "descriptions/get-and-post.yaml")],
      ["NetBox", join(corpus, "drf-netbox-api.yaml")],
      ["GitHub", join(corpus, "github-api.json")],
    ]) {
      if (!existsSync(file)) continue;
      const description = { file, text: readFileSync(file, "utf8") };
      const input = { description, overlays: [], options: {}, templates, generatorVersion: "0" };
      const times = [];
      for (let round = 0; round < rounds; round += 1) {
        const started = performance.now();
        const { files } = await generate(input);
        const made = performance.now();
        faults(files, templates);
        const judged = performance.now() - made;
        times.push({ all: made - started, judged, files: files.length });
      }
      // The first round compiles; the gate is in the whole once.
      const [middle] = times
        .slice(1)
        .sort((a, b) => a.judged / a.all - b.judged / b.all)
        .slice(1);
      const { all, judged, files } = middle;
      const share = `${((judged / all) * 100).toFixed(0)} %`;
      rows.push([title, String(files), judged.toFixed(0), all.toFixed(0), share]);
    }
    return [
      "## The gate",
      "",
      "Reading the whole package again and holding it against the table, in ms, beside all of generating, which has it.",
      "",
      ...table(["", "files", "gate", "all", "share"], rows),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundled(folder) {
  const outfile = join(folder, "generate.mjs");
  await build({
    stdin: {
      contents: `
        export { generate } from "./generator/generate.ts";
        export { faults } from "./generator/gate.ts";
        export { loadTemplates } from "./generator/templates.ts";
      `,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
