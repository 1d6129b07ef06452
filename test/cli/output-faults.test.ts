import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GeneratedFile } from "../../generator/generate.js";
import { recoverOutput, writeOutput } from "../../generator/output.js";
import { asContents, bundled, contentsOf, emptyFolder, fill, packageOf } from "./workspace.js";

const driver = fileURLToPath(new URL("fault-driver.mjs", import.meta.url));
const foreign = { "node_modules/x.js": "x", "src/mine.ts": "mine" };

function version(text: string, extra: string): GeneratedFile[] {
  const files = Array.from({ length: 3 }, (_, index) => [
    `src/models/m${index}.ts`,
    `${text} ${index}\n`,
  ]);
  return packageOf({
    ...(Object.fromEntries(files) as Record<string, string>),
    [extra]: "extra\n",
  });
}
const before = version("old", "src/old/only.ts");
const after = version("new", "src/new/only.ts");

let module: string;
let folder: string;
const shared = mkdtempSync(join(tmpdir(), "clientwright-"));
beforeAll(async () => {
  module = await bundled("output.ts", shared);
});
afterAll(() => rmSync(shared, { recursive: true, force: true }));

interface Fault {
  readonly fault: "kill" | "throw" | "none";
  readonly at?: number;
}

function drive(out: string, files: readonly GeneratedFile[], fault: Fault) {
  const plan = join(folder, "plan.json");
  writeFileSync(plan, JSON.stringify({ path: out, files, ...fault }));
  const { stdout, signal, stderr } = spawnSync(process.execPath, [driver, module, plan], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  return { lines: stdout.trim().split("\n"), isKilled: signal === "SIGKILL" };
}

function inWorkspace(): string {
  folder = emptyFolder();
  mkdirSync(join(folder, "workspace"));
  return join(folder, "workspace/out");
}

/** The package alone: without the files that are not ours, and without empty folders, which say nothing. */
function packageIn(out: string): Record<string, string> {
  const contents = Object.entries(contentsOf(out));
  return Object.fromEntries(
    contents.filter(([path]) => !Object.hasOwn(foreign, path) && !path.endsWith("/")),
  );
}

async function operationsOf(): Promise<number> {
  const out = inWorkspace();
  await writeOutput({ path: out, name: "out" }, before);
  return Number(drive(out, after, { fault: "none" }).lines.at(-1));
}

describe("a run that goes wrong", { timeout: 240_000 }, () => {
  it("leaves the old package when the disk is full, whichever operation it is that fails", async () => {
    const operations = await operationsOf();
    expect(operations).toBeGreaterThan(20);
    let refused = 0;
    for (let at = 1; at <= operations; at++) {
      const out = inWorkspace();
      await writeOutput({ path: out, name: "out" }, before);
      fill(out, foreign);
      const { lines } = drive(out, after, { fault: "throw", at });
      const isRefused = lines.length === 2;
      if (isRefused) {
        refused++;
        expect(lines[0]).toBe(
          "output-unwritable: Cannot write out/: the disk is full. Nothing was changed.",
        );
      }
      expect({ at, files: packageIn(out) }).toEqual({
        at,
        files: asContents(isRefused ? before : after),
      });
      expect(contentsOf(out)).toMatchObject(foreign);
    }
    // All but the clearing away at the end.
    expect(refused).toBeGreaterThan(15);
  });

  it("leaves no temporary files when it fails", async () => {
    const operations = await operationsOf();
    for (const at of [1, 2, 5, 20, Math.floor(operations / 2)]) {
      const out = inWorkspace();
      await writeOutput({ path: out, name: "out" }, before);
      drive(out, after, { fault: "throw", at });
      expect(
        Object.keys(contentsOf(join(folder, "workspace"))).filter(
          (path) => !path.startsWith("out/"),
        ),
      ).toEqual([]);
    }
  });

  it("leaves the old package or the new one when killed, at the latest after the next run", async () => {
    const operations = await operationsOf();
    let mixed = 0;
    for (let at = 1; at <= operations; at++) {
      const out = inWorkspace();
      await writeOutput({ path: out, name: "out" }, before);
      fill(out, foreign);
      expect(drive(out, after, { fault: "kill", at }).isKilled).toBe(true);
      const [left, old, fresh] = [packageIn(out), asContents(before), asContents(after)].map(
        (files) => JSON.stringify(files),
      );
      const isWhole = left === old || left === fresh;
      if (!isWhole) {
        mixed++;
        // Between two renames: the journal tells the next run how to go on.
        expect(contentsOf(join(folder, "workspace"))).toHaveProperty([
          ".out.clientwright/journal.json",
        ]);
      }
      await recoverOutput({ path: out, name: "out" });
      expect(JSON.stringify(packageIn(out))).toBe(isWhole ? JSON.stringify(packageIn(out)) : fresh);
      expect([old, fresh]).toContain(JSON.stringify(packageIn(out)));
      expect(contentsOf(out)).toMatchObject(foreign);
      await writeOutput({ path: out, name: "out" }, after);
      expect(packageIn(out)).toEqual(asContents(after));
      expect(
        Object.keys(contentsOf(join(folder, "workspace"))).filter(
          (path) => !path.startsWith("out/"),
        ),
      ).toEqual([]);
    }
    // Only the renames and removals themselves can be caught in between.
    expect(mixed).toBeLessThanOrEqual(after.length);
  });

  it("creates a package at once: killed at any moment, there is all of it or nothing", async () => {
    const count = Number(drive(inWorkspace(), after, { fault: "none" }).lines.at(-1));
    for (let at = 1; at <= count; at++) {
      const out = inWorkspace();
      drive(out, after, { fault: "kill", at });
      const path = Object.keys(contentsOf(join(folder, "workspace"))).some((name) =>
        name.startsWith("out/"),
      );
      if (path) expect(contentsOf(out)).toEqual(asContents(after));
      await writeOutput({ path: out, name: "out" }, after);
      expect(contentsOf(join(folder, "workspace"))).toEqual(
        Object.fromEntries(
          Object.entries(asContents(after)).map(([name, text]) => [`out/${name}`, text]),
        ),
      );
    }
  });

  it("is whole again after kills at random moments", async () => {
    const out = inWorkspace();
    await writeOutput({ path: out, name: "out" }, before);
    fill(out, foreign);
    const loop = join(folder, "loop.mjs");
    writeFileSync(
      loop,
      `import { writeOutput } from ${JSON.stringify(module)};
       const versions = ${JSON.stringify([before, after])};
       process.stdout.write("ready");
       for (let run = 0; ; run++) await writeOutput({ path: ${JSON.stringify(out)}, name: "out" }, versions[run % 2]);`,
    );
    for (let round = 0; round < 20; round++) {
      const child = spawn(process.execPath, [loop], { stdio: ["ignore", "pipe", "inherit"] });
      const isOver = new Promise((resolve) => child.on("close", resolve));
      await new Promise((resolve) => child.stdout.once("data", resolve));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.kill("SIGKILL");
      await isOver;
      await recoverOutput({ path: out, name: "out" });
      const contents = packageIn(out);
      expect([asContents(before), asContents(after)]).toContainEqual(contents);
      expect(contentsOf(out)).toMatchObject(foreign);
    }
  });

  it("waits for Ctrl-C until the package is whole", async () => {
    for (let round = 0; round < 5; round++) {
      const out = inWorkspace();
      await writeOutput({ path: out, name: "out" }, before);
      const script = join(folder, "interrupted.mjs");
      writeFileSync(
        script,
        `import fs from "node:fs";
         import { syncBuiltinESMExports } from "node:module";
         const rename = fs.renameSync;
         let count = 0;
         fs.renameSync = (...paths) => { if (++count === ${round + 2}) process.kill(process.pid, "SIGINT"); rename(...paths); };
         syncBuiltinESMExports();
         const { writeOutput } = await import(${JSON.stringify(module)});
         await writeOutput({ path: ${JSON.stringify(out)}, name: "out" }, ${JSON.stringify(after)});
         setTimeout(() => process.exit(0), 5_000);`,
      );
      const { signal } = spawnSync(process.execPath, [script]);
      expect(signal).toBe("SIGINT");
      expect(contentsOf(join(folder, "workspace"))).toEqual(
        Object.fromEntries(
          Object.entries(asContents(after)).map(([name, text]) => [`out/${name}`, text]),
        ),
      );
    }
  });
});

describe("several runs at once", () => {
  it("leave one whole package", async () => {
    const out = inWorkspace();
    const script = join(folder, "once.mjs");
    writeFileSync(
      script,
      `import { readFileSync } from "node:fs";
       import { writeOutput } from ${JSON.stringify(module)};
       const files = JSON.parse(readFileSync(process.argv[2], "utf8"));
       for (let run = 0; run < 10; run++) await writeOutput({ path: ${JSON.stringify(out)}, name: "out" }, files);`,
    );
    const plans = [before, after].map((files, index) => {
      const plan = join(folder, `files${index}.json`);
      writeFileSync(plan, JSON.stringify(files));
      return plan;
    });
    const codes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const child = spawn(process.execPath, [script, plans[index % 2] ?? ""], {
          stdio: "inherit",
        });
        return new Promise((resolve) => child.on("close", resolve));
      }),
    );
    expect(codes).toEqual(Array(8).fill(0));
    expect([asContents(before), asContents(after)]).toContainEqual(contentsOf(out));
    expect(
      Object.keys(contentsOf(join(folder, "workspace"))).filter((path) => !path.startsWith("out/")),
    ).toEqual([]);
  });

  it("say so when another holds the folder for too long", async () => {
    const out = inWorkspace();
    await writeOutput({ path: out, name: "out" }, before);
    const holder = JSON.stringify({
      process: process.pid,
      host: hostname(),
      token: "x",
    });
    writeFileSync(join(folder, "workspace/.out.clientwright.lock"), holder);
    await expect(writeOutput({ path: out, name: "out" }, after, { patience: 100 })).rejects.toThrow(
      `another run is writing it (process ${process.pid} holds the lock)`,
    );
    expect(contentsOf(out)).toEqual(asContents(before));
  });
});
