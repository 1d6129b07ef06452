import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile, compilers, consumer, environments, folderWith, strictness } from "./consumer.js";
import type { Environment } from "./consumer.js";
import { programs } from "./places.js";

const names = Object.keys(environments) as Environment[];

describe.concurrent.each(compilers)("under TypeScript %s", (compiler) => {
  test.each(names)("a program and the type tests compile for %s", async (environment) => {
    const folder = folderWith(
      `compile ${compiler} ${environment}`,
      {
        "tsconfig.json": {
          compilerOptions: { ...strictness, ...environments[environment], noEmit: true },
          files: ["program.ts", "types.ts"],
        },
      },
      ["program.ts", "types.ts"],
    );
    expect((await compile(compiler, folder)).output).toBe("");
  });

  test("the emitted sources compile", async () => {
    const folder = folderWith(`sources ${compiler}`, {
      "tsconfig.json": {
        compilerOptions: {
          ...strictness,
          ...environments["a server on NodeNext"],
          // The sources are compiled where the package is built, for all platforms at once.
          lib: ["ES2022", "DOM", "DOM.Iterable"],
          types: [],
          noUnusedParameters: true,
          noImplicitOverride: true,
          declaration: true,
          rootDir: "src",
          outDir: "dist",
        },
        include: ["src"],
      },
    });
    // Out of node_modules, where a compiler looks at declarations only.
    cpSync(join(consumer().source, "src"), join(folder, "src"), { recursive: true });
    expect((await compile(compiler, folder)).output).toBe("");
    expect(readdirSync(join(folder, "dist"))).toContain("index.d.ts");
  });
});

test("each expected error of the type tests is one, and for the reason that stands there", async () => {
  const lines = readFileSync(join(programs, "types.ts"), "utf8").split("\n");
  const expected = lines.flatMap((line, index) =>
    line.trim().startsWith("// @ts-expect-error ")
      ? [{ line: index + 2, reason: line.trim() }]
      : [],
  );
  const folder = folderWith("errors", {
    "types.ts": lines.map((line) => line.replace("@ts-expect-error", "")).join("\n"),
    "tsconfig.json": {
      compilerOptions: { ...strictness, ...environments["a page through a bundler"], noEmit: true },
      files: ["types.ts"],
    },
  });
  const { stdout } = await compile("5.9", folder);
  const errors = [...stdout.matchAll(/^types\.ts\((\d+),\d+\): error (TS\d+)/gmu)];
  expect(errors.map(([, line]) => Number(line))).toEqual(expected.map(({ line }) => line));
  // A module or a name that is not found would satisfy any expectation.
  const codes = errors.map(([, , code]) => code);
  for (const code of ["TS2304", "TS2305", "TS2307", "TS7016"]) expect(codes).not.toContain(code);
  expect(expected.length).toBeGreaterThan(30);
});
