import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const index = fileURLToPath(new URL("../../../shared/corpus/index.tsv", import.meta.url));

// Where the corpus is not at hand there is nothing to read; `npm run test:corpus` reads all of it.
it.skipIf(!existsSync(index))(
  "published descriptions of every feature generate, compile and load",
  () => {
    const run = fileURLToPath(new URL("run.mjs", import.meta.url));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [run, "--small", "--typescript", "7.0"],
      { encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    expect(stderr).toBe("");
    expect(stdout).toContain("Each package went through: TypeScript 7.0, import.");
    expect({ status, told: stdout.split("import.\n")[1] }).toEqual({ status: 0, told: "" });
  },
  300_000,
);
