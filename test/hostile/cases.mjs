// `node test/hostile/cases.mjs`: each description of `cases/` beside what is expected of it: how the run ends, what it
// reports, what the package must not hold. No case may run anything, and each package compiles, loads and makes its calls.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { judgeAll } from "../strings/judge.mjs";
import { installTools } from "../tools/install.mjs";

if (!process.env.CLIENTWRIGHT_OFFLINE) installTools();
// What a description asks for must not leave this machine.
if (!process.env.CLIENTWRIGHT_OFFLINE && spawnSync("unshare", ["-n", "true"]).status === 0) {
  const env = { ...process.env, CLIENTWRIGHT_OFFLINE: "1" };
  const args = ["-n", process.execPath, ...process.argv.slice(1)];
  process.exit(spawnSync("unshare", args, { env, stdio: "inherit" }).status ?? 1);
}

const cases = fileURLToPath(new URL("cases/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clientwright-cases-"));
try {
  const descriptions = readdirSync(cases)
    .filter((name) => name.endsWith(".yaml"))
    .map((file, index) => ({
      file,
      path: join(cases, file),
      output: join(folder, `package-${index}`),
      expected: JSON.parse(
        readFileSync(join(cases, file.replace(/yaml$/, "expected.json")), "utf8"),
      ),
    }));
  const { generated, packages, calls, problems } = await judgeAll(folder, descriptions);
  for (const one of generated)
    problems.push(...differences(one).map((text) => `${one.file}: ${text}`));
  for (const problem of problems) console.log(problem);
  console.log(`${descriptions.length} cases, ${packages.length} packages, ${calls} calls`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function differences({ code, text, output, expected }) {
  const found = [];
  if (expected.exit !== null && code !== expected.exit) found.push(`ended with ${code}: ${text}`);
  for (const each of expected.codes) {
    if (!text.includes(`"${each}"`)) found.push(`does not report ${each}`);
  }
  const files = code === 0 ? textsIn(output) : [];
  for (const absent of expected.absent) {
    const [path] = files.find(([, content]) => content.includes(absent)) ?? [];
    if (path !== undefined) found.push(`${path} has ${JSON.stringify(absent)}`);
    if (text.includes(absent)) found.push(`what is printed has ${JSON.stringify(absent)}`);
  }
  return found;
}

function textsIn(output) {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return [path.slice(output.length + 1), readFileSync(path, "utf8")];
    });
}
