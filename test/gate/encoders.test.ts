/** Code is put together from encoded parts only: a raw string in any of these places does not compile. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root } from "../generate/harness.js";

const imports = `
import { code, docText, identifier, join, literal, memberName, propertyKey, stringLiteral } from "../../../generator/morph/encode.js";
import type { Code, DocText } from "../../../generator/morph/encode.js";
import { fileName, type FileName } from "../../../generator/file-name.js";
import { ModuleScope } from "../../../generator/morph/scope.js";
import type { Declaration, Method, Property } from "../../../generator/morph/structures.js";
import { codeSpan, joinMarkdown, marked, prose, type Markdown } from "../../../generator/emit/markdown.js";
declare const raw: string;
`;

/** By what a raw string would become, what does not compile, and how it is written instead. */
const places: readonly (readonly [what: string, wrong: string, right: string])[] = [
  ["code", "code`${raw}`", "code`${stringLiteral(raw)}`"],
  ["code by assignment", "((): Code => raw)()", "((): Code => stringLiteral(raw))()"],
  ["a list of code", 'join([raw], ", ")', 'join([stringLiteral(raw)], ", ")'],
  [
    "a type",
    '({ kind: "type", name: identifier("A"), type: raw }) satisfies Declaration',
    '({ kind: "type", name: identifier("A"), type: stringLiteral(raw) }) satisfies Declaration',
  ],
  [
    "a literal",
    '({ kind: "const", exported: false, name: identifier("a"), initializer: raw }) satisfies Declaration',
    '({ kind: "const", exported: false, name: identifier("a"), initializer: literal(raw) }) satisfies Declaration',
  ],
  [
    "an identifier",
    '({ kind: "type", name: raw, type: literal(1) }) satisfies Declaration',
    '({ kind: "type", name: identifier(raw), type: literal(1) }) satisfies Declaration',
  ],
  [
    "a computed key",
    "({ name: raw, type: literal(1) }) satisfies Property",
    "({ name: propertyKey(raw), type: literal(1) }) satisfies Property",
  ],
  ["the name of a member", "code`client.${raw}`", "code`client.${memberName(raw)}`"],
  [
    "a comment",
    "({ name: propertyKey(raw), type: literal(1), docs: raw }) satisfies Property",
    "({ name: propertyKey(raw), type: literal(1), docs: docText(raw) }) satisfies Property",
  ],
  ["a comment by assignment", "((): DocText => raw)()", "((): DocText => docText(raw))()"],
  [
    "the body of a method",
    '({ name: identifier("a"), parameters: [], returnType: literal(1), body: raw }) satisfies Method',
    '({ name: identifier("a"), parameters: [], returnType: literal(1), body: literal(raw) }) satisfies Method',
  ],
  ["the name of a file", "((): FileName => raw)()", "((): FileName => fileName(raw))()"],
  ["a module", "new ModuleScope(`models/${raw}`)", "new ModuleScope(`models/${fileName(raw)}`)"],
  ["Markdown", "marked`${raw}`", "marked`${prose(raw)} ${codeSpan(raw)}`"],
  ["a list of Markdown", 'joinMarkdown([raw], "\\n")', 'joinMarkdown([prose(raw)], "\\n")'],
  ["Markdown by assignment", "((): Markdown => raw)()", "((): Markdown => prose(raw))()"],
];

let folder: string;
const problems = new Map<string, string>();

beforeAll(() => {
  folder = mkdtempSync(join(root, "test/gate/encoders-"));
  const lines = places.flatMap(([, wrong, right]) => [wrong, right]);
  const statements = lines.map((line, index) => `export const at${index} = ${line};`);
  const file = join(folder, "program.ts");
  writeFileSync(file, `${imports}${statements.join("\n")}\n`);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([file], { ...options, noEmit: true, noUnusedLocals: false });
  const offset = imports.split("\n").length - 1;
  const source = program.getSourceFile(file);
  for (const { file: where, start = 0, messageText } of [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]) {
    const line = where?.getLineAndCharacterOfPosition(start).line ?? 0;
    problems.set(
      lines[line - offset] ?? "the imports",
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    );
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each(places)("a raw string is not %s", (_, wrong, right) => {
  expect(problems.get(wrong)).toMatch(/'string'|is not assignable/u);
  expect(problems.get(right)).toBeUndefined();
});

it("and nothing else is wrong with the program that shows it", () => {
  expect([...problems.keys()].sort()).toEqual(places.map(([, wrong]) => wrong).sort());
});
