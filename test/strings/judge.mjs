// What becomes of descriptions that nobody should trust: each must end in diagnostics or in a package that compiles, loads
// and makes its calls, and no text of it may run.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAll, shareRuntime } from "../corpus/compile.mjs";
import { generateAll } from "../corpus/generate.mjs";
import { importAll } from "../corpus/import.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Descriptions as `{ file, path, output }`; the outputs are folders below `folder`. */
export async function judgeAll(folder, descriptions) {
  const generated = await generateAll(descriptions, () => {});
  const problems = generated.flatMap(({ file, code, text }) => {
    if (code === 0) return [];
    const isAnswered = code === 2 && /"line": ?[1-9]/.test(text);
    return isAnswered ? [] : [`${file}: ended with ${code}: ${text.slice(0, 400)}`];
  });
  const packages = generated.filter(({ code }) => code === 0);
  shareRuntime(folder, packages);
  const { calls, failures } = await tryAll(folder, packages);
  const nameOf = (output) => packages.find((entry) => entry.output === output)?.file ?? output;
  for (const [output, message] of failures) problems.push(`${nameOf(output)}: ${message}`);
  return { generated, packages, calls, problems };
}

async function tryAll(folder, packages) {
  const compiled = compileAll(folder, packages, "7.0");
  const imported = await importAll(folder, packages);
  const { calls, failures } = callAll(folder, packages);
  return { calls, failures: [...compiled, ...imported, ...failures] };
}

/** Every method of every client, with a server that answers everything with an empty object. */
function callAll(folder, packages) {
  const js = join(folder, "js");
  const entries = packages.map(({ output }) => [
    output,
    join(js, output.slice(folder.length + 1), "index.js"),
  ]);
  writeFileSync(join(js, "calls.json"), JSON.stringify(entries));
  writeFileSync(join(js, "calls.js"), readFileSync(join(here, "calls.js"), "utf8"));
  const { stdout, stderr } = spawnSync(process.execPath, ["calls.js"], {
    cwd: js,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`The calls cannot be made: ${stdout}${stderr}`);
  return JSON.parse(last);
}
