import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";
import { root } from "./generate/harness.js";

/** What each module of ours imports, types included. */
function importsIn(folder: string): Map<string, string[]> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(root, folder, name));
  return new Map(
    files.map((file) => [
      relative(root, file),
      ts
        .preProcessFile(readFileSync(file, "utf8"))
        .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
        .map(({ fileName }) =>
          relative(root, join(dirname(file), fileName.replace(/\.js$/u, ".ts"))),
        ),
    ]),
  );
}

/** A way from a module back to itself, if there is one. */
function cycleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

it.each(["generator", "templates"])("no module of %s leads back to itself", (folder) => {
  const imports = importsIn(folder);
  expect(imports.size).toBeGreaterThan(20);
  expect(cycleIn(imports)).toBeUndefined();
});

it("finds a cycle where there is one", () => {
  const imports = new Map([
    ["a", ["b"]],
    ["b", ["c"]],
    ["c", ["b"]],
  ]);
  expect(cycleIn(imports)).toEqual(["b", "c", "b"]);
});
