/**
 * The gate reads what was generated again. Each change below is one that text of a description would make if an encoder
 * let it through; none passes.
 */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faults, gate, GateError } from "../../generator/gate.js";
import type { GeneratedFile } from "../../generator/generated-file.js";
import { loadTemplates } from "../../generator/templates.js";
import { generateFrom, hilosDescription, hilosOverlay, root } from "../generate/harness.js";

const templates = loadTemplates(root);
const { files } = await generateFrom(hilosDescription(), { overlay: hilosOverlay() });
const resource = "src/resources/conversations.ts";
const core = "src/core.ts";
const model = "src/models/conversation-read-simple.ts";

function textOf(path: string): string {
  const text = files.find((file) => file.path === path)?.text;
  if (text === undefined) throw new Error(`no ${path}`);
  return text;
}

/** The package with one place changed. */
function changed(path: string, from: string | RegExp, to: string): readonly GeneratedFile[] {
  const text = textOf(path);
  const replaced = text.replace(from, () => to);
  expect(replaced, `${path} has ${String(from)}`).not.toBe(text);
  return files.map((file) => (file.path === path ? { path, text: replaced } : file));
}

describe("what is generated", () => {
  it("passes as it is", () => {
    expect(faults(files, templates)).toEqual([]);
  });

  it.each(readdirSync(join(root, "test/scenarios")).filter((name) => !name.includes(".")))(
    "passes for %s with all its files",
    async (name) => {
      if (name === "many-files") return;
      const text = readFileSync(join(root, "test/scenarios", name, "openapi.yaml"), "utf8");
      const result = await generateFrom(text);
      expect(faults(result.files, templates)).toEqual([]);
    },
  );
});

/** A statement of each kind that is not emitted anywhere. */
const statements = [
  "alert(1);",
  "if (true) {}",
  "throw 1;",
  "debugger;",
  "{}",
  ";",
  "let one = 1;",
  "const one = 1, two = 2;",
  "var one = 1;",
  'import "./x.js";',
  'import all from "../runtime/json.js";',
  'import * as all from "../runtime/json.js";',
  'import { readFileSync } from "node:fs";',
  'import type { JsonValue } from "https://example.com/x.js";',
  'import { JsonValue } from "../../../x.js";',
  'export * from "../runtime/json.js";',
  'export { something } from "left-pad";',
  "export default 1;",
  "export = 1;",
  "declare global { interface Array<T> { x: T } }",
  'declare module "x";',
  "namespace X { export const y = 1; }",
  "enum X { Y = 1 }",
  "function x() {}",
  "class X { static { alert(1); } }",
  "class X extends (alert(1), Object) {}",
  "@alert class X {}",
  "class X { [alert(1)] = 1; }",
  "class X { y = alert(1); }",
  "class X { y() { alert(1); } }",
  "class X { get y() { return alert(1); } }",
  "class X { constructor() { alert(1); } }",
  "class X { y(z = alert(1)): void {} }",
];

/** A value for data, in a place where a string stands. */
const values = [
  "alert(1)",
  "alert",
  "globalThis",
  "(() => alert(1))()",
  "() => alert(1)",
  "function () {}",
  "new Date()",
  "`text`",
  "`${alert(1)}`",
  "alert`x`",
  "/x/",
  "1 + 1",
  "!0",
  "-alert(1)",
  "this",
  'import("x")',
  "class {}",
  "[...[]]",
  "[,]",
  "{ ...{} }",
  "{ __proto__: null }",
  '{ "__proto__": null }',
  "{ [alert(1)]: 1 }",
  '{ ["constructor"]: 1 }',
  "{ get x() { return 1; } }",
  "{ x() {} }",
  "{ alert }",
  "(1, alert)",
  "true ? alert : 1",
  "x!",
  "await 1",
  "urlTemplate(alert(1))",
  '"a" as import("x").Y',
  '"a" as typeof import("x")',
];

/** A type in a place where a type stands. */
const types = [
  'import("node:fs").Stats',
  'typeof import("node:fs")',
  "`a${string}`",
  "{ [K in string]: K }",
  "X extends string ? 1 : 2",
  "infer X",
  "new () => object",
  "() => void",
  "unique symbol",
  "asserts x",
  "{ x(): void }",
  "{ [Symbol.iterator]: 1 }",
  "{ readonly [alert]: 1 }",
  "{ (): void }",
  "any",
  "object",
  "this",
];

describe("a module is refused", () => {
  it.each(statements)("with the statement %s", (statement) => {
    for (const path of [resource, model, core]) {
      const found = faults(changed(path, /$/u, `${statement}\n`), templates);
      expect(found.join("\n"), path).toContain(path);
    }
  });

  it.each(values)("with the data %s", (value) => {
    const found = faults(changed(resource, '"GET"', value), templates);
    expect(found.join("\n")).toContain(resource);
  });

  it.each(types)("with the type %s", (type) => {
    const found = faults(
      changed(resource, "page?: number | undefined", `page?: ${type}`),
      templates,
    );
    expect(found.join("\n")).toContain(resource);
  });

  it.each([
    ["a call of something else", "return paginateByPage(", "return alert("],
    ["another statement", "return paginateByPage(", "alert(1);\n    return paginateByPage("],
    ["another argument", ", params, options)", ", alert(1), options)"],
    ["another operation", "this.#client, listConversations,", "this.#client, globalThis,"],
    ["a modifier", "  list(\n", "  async list(\n"],
    ["another value of a parameter", "= {},", "= alert(1),"],
    ["a member of another client", "this.#client = client;", "this.#client = globalThis;"],
  ])("with a method that has %s", (_, from, to) => {
    expect(faults(changed(resource, from, to), templates).join("\n")).toContain(resource);
  });

  it.each([
    ["a directive for the compiler", "/**\n * @ts-nocheck\n */\nexport class"],
    ["a directive for a linter", "/** eslint-disable */\nexport class"],
    ["a link to a map of sources", "/** sourceMappingURL=x */\nexport class"],
    ["a pragma of JSX", "/** @jsx alert */\nexport class"],
    ["a line comment", "// text\nexport class"],
    ["a comment that documents nothing", "/* text */\nexport class"],
  ])("with %s", (_, to) => {
    expect(faults(changed(resource, "export class", to), templates).join("\n")).toContain(resource);
  });

  it("with a comment that ends early, or that does not end", () => {
    const early = changed(resource, "/** Conversations. */", "/** Conv */ alert(1); /* . */");
    expect(faults(early, templates)).not.toEqual([]);
    const open = changed(resource, "/** Conversations. */", "/** Conversations.");
    expect(faults(open, templates).join("\n")).toContain("is no TypeScript");
  });

  it("without the line that says what it is", () => {
    expect(faults(changed(resource, "// Generated", "// Written"), templates)).not.toEqual([]);
    const shebang = files.map((file) =>
      file.path === resource ? { ...file, text: `#!/bin/sh\n${file.text}` } : file,
    );
    expect(faults(shebang, templates)).not.toEqual([]);
  });

  it.each(["\0", "\u202e", "\u2066", "\u2028", "\u2029", "\u200b", "\ufeff", "\u001b", "\u0085"])(
    "with a character that nobody sees (%j)",
    (character) => {
      const inside = `/** Conversations${character}. */`;
      const found = faults(changed(resource, "/** Conversations. */", inside), templates);
      expect(found.join("\n")).toMatch(/has the character U\+[0-9a-f]+ in line \d+/u);
    },
  );
});

describe("the rest of a package is refused", () => {
  it.each([
    ["a script that npm would run", '"build":', '"postinstall": "alert", "build":'],
    ["another command", "tsc -p tsconfig.json", "curl example.com"],
    ["another dependency", '"openapi-fetch":', '"left-pad": "1.0.0", "openapi-fetch":'],
    ["a version that is an address", /"openapi-fetch": "[^"]*"/u, '"openapi-fetch": "git://x"'],
    ["another field", '"type":', '"bin": "x.js", "type":'],
    ["no JSON", /^\{/u, ""],
  ])("with a package.json that has %s", (_, from, to) => {
    expect(faults(changed("package.json", from, to), templates).join("\n")).toContain(
      "package.json",
    );
  });

  it.each([
    "<img src=x>",
    "<!-- hidden -->",
    "</a>",
    "[text](https://example.com)",
    "![text](https://example.com)",
    "[text]: https://example.com",
    "https://example.com",
    "www.example.com",
    "```",
  ])("with Markdown that has %s", (text) => {
    const found = faults(changed("README.md", /$/u, `\n${text}\n`), templates);
    expect(found.join("\n")).toContain("README.md");
  });

  it("with a runtime that is not the template's, byte for byte", () => {
    const found = faults(changed("src/runtime/safe.ts", /$/u, " "), templates);
    expect(found).toEqual(["src/runtime/safe.ts is not the template"]);
  });

  it.each([
    "x.sh",
    "../x.ts",
    "/etc/x.ts",
    "src/x.ts",
    "src/models/../x.ts",
    "src/models/X.ts",
    "src/models/con.ts",
    "src/models/a b.ts",
    "src/resources/nul/x.ts",
    "src/runtime/x.js",
    "node_modules/x/index.ts",
    ".npmrc",
    `src/models/${"x".repeat(300)}.ts`,
  ])("with the path %s", (path) => {
    const text = "// Generated by clientwright from the API description. Do not edit.\n";
    expect(faults([...files, { path, text }], templates)).not.toEqual([]);
  });

  it("with two paths that some systems take for one", () => {
    const twice = [...files, { path: model, text: textOf(model) }];
    expect(faults(twice, templates).join("\n")).toContain("twice");
  });
});

it("names files, lines and what stands there, a few of them, and escapes it", () => {
  const found = faults(changed(resource, /$/u, 'alert("\u202e");\n'), templates);
  expect(found.join("\n")).toMatch(/conversations\.ts has a statement .*, in line \d+: alert\(/u);
  const many = files.map((file) => ({ ...file, text: `${file.text}alert("\u001b[2J");\n` }));
  let thrown: unknown;
  try {
    gate(many, templates);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(GateError);
  const { message } = thrown as Error;
  expect(message).not.toContain("\u001b");
  expect(message.split("\n").length).toBeLessThan(10);
  expect(message).toMatch(/and \d+ more/u);
});
