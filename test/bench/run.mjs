// Measures our client beside others: what a browser has to download, what a call costs, what a compiler does for it, and
// what it takes to make it. Nothing here asserts; tests do, where a number is the same on every machine.
// `npm run bench -- size overhead` measures these two only, and leaves RESULTS.md as it is.
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installTools } from "../tools/install.mjs";
import { networkNote } from "./generate.mjs";
import { measureGate } from "./gate.mjs";
import { measureGeneration } from "./generation.mjs";
import { installPeers } from "./install.mjs";
import { measureOverhead } from "./overhead.mjs";
import { measureSize } from "./size.mjs";
import { measureTypes } from "./types.mjs";

const sections = {
  size: measureSize,
  overhead: measureOverhead,
  types: measureTypes,
  generation: measureGeneration,
  gate: measureGate,
};

const bench = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!Object.hasOwn(sections, name)) {
    throw new Error(`There is no ${name}, only ${Object.keys(sections).join(", ")}.`);
  }
}
const [load] = loadavg();
installPeers(bench);
installTools();
const { dependencies } = JSON.parse(readFileSync(join(bench, "package.json"), "utf8"));
const peers = Object.entries(dependencies)
  .filter(([name]) => name !== "typescript")
  .map(([name, version]) => `${name} ${version}`);

const lines = [
  "# Results of `npm run bench`",
  "",
  `Node ${process.version.slice(1)}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, of which others kept ${load.toFixed(1)} busy when it began.`,
  `Beside: ${peers.join(", ")}.`,
  networkNote,
  "",
];
for (const [name, measure] of Object.entries(sections)) {
  if (wanted.length === 0 || wanted.includes(name)) lines.push(...(await measure(bench)), "");
}
const text = lines.join("\n");
console.log(text);
if (wanted.length === 0) writeFileSync(join(bench, "RESULTS.md"), text);
