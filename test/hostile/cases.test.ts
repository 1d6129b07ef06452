import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("each description that tries something gets what is expected, and nothing of it runs", () => {
  const run = fileURLToPath(new URL("cases.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [run], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  expect(status, stdout + stderr).toBe(0);
  const [, cases, packages, calls] =
    /^(\d+) cases, (\d+) packages, (\d+) calls$/m.exec(stdout) ?? [];
  expect(Number(cases)).toBeGreaterThan(30);
  expect(Number(packages)).toBeGreaterThan(25);
  expect(Number(calls)).toBeGreaterThan(25);
}, 240_000);
