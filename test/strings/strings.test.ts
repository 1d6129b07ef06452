import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// `npm run test:corpus` has 2,000 of them.
it("no text of a description runs, breaks a package or goes anywhere, in whatever position it stands", () => {
  const run = fileURLToPath(new URL("run.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, "--cases", "100"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const told = stdout + stderr;
  expect(status, told).toBe(0);
  const [, seed, positions, packages, calls] =
    /seed (\d+): 100 descriptions, (\d+) positions, (\d+) packages, (\d+) calls/.exec(told) ?? [];
  expect(Number(positions), told).toBeGreaterThan(190);
  expect(Number(packages), told).toBeGreaterThan(80);
  expect(Number(calls), told).toBeGreaterThan(400);
  // For who wants to see it again.
  console.log(`seed ${seed}`);
}, 240_000);
