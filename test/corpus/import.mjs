import { spawnSync } from "node:child_process";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";

/** What importing every module of each package fails with, by the package's folder. */
export async function importAll(folder, packages) {
  const js = join(folder, "js");
  await transpile(join(folder, "runtime"), join(js, "runtime"));
  const entries = [];
  for (const { output } of packages) {
    const target = join(js, relative(folder, output));
    await transpile(join(output, "src"), target);
    symlinkSync(relative(target, join(js, "runtime")), join(target, "runtime"));
    entries.push([output, target]);
  }
  writeFileSync(join(js, "package.json"), '{ "type": "module" }');
  writeFileSync(join(js, "entries.json"), JSON.stringify(entries));
  writeFileSync(join(js, "import.js"), PROGRAM);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=8000", "import.js"],
    {
      cwd: js,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    },
  );
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("[")) throw new Error(`The modules cannot be imported: ${stdout}${stderr}`);
  return new Map(JSON.parse(last));
}

const PROGRAM = `
import { readFileSync, readdirSync } from "node:fs";
const failures = [];
for (const [output, target] of JSON.parse(readFileSync("entries.json", "utf8"))) {
  try {
    for (const name of readdirSync(target, { recursive: true })) {
      if (name.endsWith(".js") && !name.startsWith("runtime")) await import(\`\${target}/\${name}\`);
    }
  } catch (error) {
    failures.push([output, String(error)]);
  }
}
console.log(JSON.stringify(failures));
`;

async function transpile(source, target) {
  const files = readdirSync(source, { recursive: true }).filter(
    (name) => name.endsWith(".ts") && !name.startsWith("runtime/"),
  );
  await build({
    entryPoints: files.map((name) => join(source, name)),
    outbase: source,
    outdir: target,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
}
