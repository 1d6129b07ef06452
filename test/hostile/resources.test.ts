import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

function run(script: string, ...argv: readonly string[]): { status: number | null; told: string } {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...argv], {
    encoding: "utf8",
  });
  return { status, told: stdout + stderr };
}

// `npm run test:corpus` runs those that take longer.
it("descriptions that ask for too much are answered, in a heap of 1 GiB", () => {
  const { status, told } = run("resources.mjs");
  expect(status, told).toBe(0);
  expect(told.match(/ s {2}/g)?.length, told).toBeGreaterThan(15);
  expect(told).toContain("an alias bomb: yaml-alias-excess");
  expect(told).toContain("10,000 allOf in each other: nesting-too-deep");
  expect(told).toContain("a ladder of oneOf: a package");
  expect(told).toContain("a name of 100,000 letters: a package");
}, 240_000);

it("descriptions damaged at random are answered", () => {
  const { status, told } = run(
    "fuzz.mjs",
    "--seconds",
    "6",
    "types/shop.yaml",
    "platforms/openapi.yaml",
  );
  expect(status, told).toBe(0);
  expect(Number(/^(\d+) runs$/m.exec(told)?.[1]), told).toBeGreaterThan(0);
  // For who wants to see it again.
  console.log(told.split("\n")[0]);
}, 240_000);
