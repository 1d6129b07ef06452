import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateFrom, root } from "../generate/harness.js";
import { shapes } from "./shapes.js";

/** By line of the program, what the compiler says of it. */
const said = new Map<string, string>();
const folders: string[] = [];

beforeAll(async () => {
  const { files, diagnostics } = await generateFrom(description());
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  const folder = mkdtempSync(join(root, "node_modules/.cache/shapes-"));
  folders.push(folder);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const pieces = shapes.flatMap(({ accepted = [], rejected = [], compiles = [], fails = [] }) => [
    ...[...accepted, ...rejected].map(literal),
    ...[...compiles, ...fails].map((code) => code.replaceAll(/\n\s*/gu, " ")),
  ]);
  const program = [`import type * as M from "./src/models/index.js";`, ...pieces].join("\n");
  const main = join(folder, "program.ts");
  writeFileSync(main, `${program}\n`);
  for (const { file, start, messageText } of errorsOf([main, join(folder, "src/index.ts")])) {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
    const place = file?.fileName.endsWith("program.ts")
      ? program.split("\n")[line]
      : file?.fileName;
    said.set(place ?? "", text);
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("types say what their schemas say", () => {
  it.each(shapes)("$title", ({ accepted = [], rejected = [], compiles = [], fails = [] }) => {
    for (const line of accepted) expect(said.get(literal(line)), line).toBeUndefined();
    for (const line of rejected) expect(said.get(literal(line)), line).toBeDefined();
    const oneLine = (code: string): string => code.replaceAll(/\n\s*/gu, " ");
    for (const code of compiles) expect(said.get(oneLine(code)), code).toBeUndefined();
    for (const code of fails) expect(said.get(oneLine(code)), code).toBeDefined();
  });

  it("and the package that holds them compiles", () => {
    const models = [...said].filter(([place]) => place.endsWith(".ts"));
    expect(models).toEqual([]);
    // A type that does not exist would refuse everything.
    expect([...said.values()].filter((text) => text.includes("no exported member"))).toEqual([]);
  });
});

let counter = 0;
const numbers = new Map<string, number>();

/** `Type: literal` as a declaration. */
function literal(line: string): string {
  const [, type = "", value = ""] = /^(\w+): (.*)$/u.exec(line) ?? [];
  if (!numbers.has(line)) numbers.set(line, counter++);
  return `export const v${String(numbers.get(line))}: M.${type} = ${value};`;
}

/** Every schema is both sent and received. */
function description(): object {
  const schemas = Object.assign({}, ...shapes.map((shape) => shape.schemas)) as object;
  const paths = Object.keys(schemas).map((name) => {
    const content = { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } };
    const operation = {
      requestBody: { required: true, content },
      responses: { 200: { description: "", content } },
    };
    return [`/${name}`, { post: operation }];
  });
  return {
    openapi: "3.1.0",
    info: { title: "Shapes", version: "1" },
    paths: Object.fromEntries(paths) as object,
    components: { schemas },
  };
}

function errorsOf(files: readonly string[]): readonly ts.Diagnostic[] {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  });
  return ts.getPreEmitDiagnostics(program);
}
