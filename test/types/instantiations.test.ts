import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateFrom } from "../generate/harness.js";
import { installTools } from "../tools/install.mjs";
import { largeDescription, largePrograms } from "./large-description.mjs";
import { check, projectWith } from "./project.mjs";

const compilers = ["5.9", "7.0"] as const;
const folders: string[] = [];
/** Instantiations of a program that makes a client and calls nothing. */
const base = new Map<string, number>();
let project: string;

beforeAll(async () => {
  installTools();
  const { files, report } = await generateFrom(largeDescription(), {
    packageName: "large",
    clientName: "LargeClient",
  });
  expect(report.lines.map(({ text }) => text).join("\n")).toContain("2000 operations");
  const source = mkdtempSync(join(tmpdir(), "clientwright-types-"));
  folders.push(source);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  project = projectWith("large", source);
  folders.push(project);
  for (const compiler of compilers) {
    base.set(compiler, check(compiler, project, { "program.ts": largePrograms.base }).count);
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Instantiations that a hundred calls add to that. They are the same on every machine, as times are not. */
function added(compiler: (typeof compilers)[number], name: keyof typeof largePrograms): number {
  const { errors, count } = check(compiler, project, { "program.ts": largePrograms[name] });
  expect(errors).toBe("");
  const added = count - (base.get(compiler) ?? NaN);
  expect(added).toBeGreaterThan(0);
  return added;
}

describe.each(compilers)("under TypeScript %s", (compiler) => {
  it("R107 checks a hundred calls of a client of 2,000 operations with few instantiations", () => {
    // The promise is 5,000. A ratchet: what is reached stays reached.
    expect(added(compiler, "calls")).toBeLessThanOrEqual(1_000);
  });

  it("R107 types a safe call when it is made, not all of them with the client", () => {
    expect(added(compiler, "safe")).toBeLessThanOrEqual(6_500);
  });
});
