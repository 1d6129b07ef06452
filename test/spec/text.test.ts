import { describe, expect, it } from "vitest";
import { read } from "./read.js";

const valid = '{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{}}';

describe("JSON", () => {
  it.each([
    ["a missing comma", '{"a":1\n "b":2}', "2:2 json-syntax", "A comma is expected here."],
    ["a trailing comma", '{"a":1,}', "1:8 json-syntax", "A key in double quotes is expected here."],
    ["single quotes", "{'a':1}", "1:2 json-syntax", "Text in double quotes"],
    ["a missing colon", '{"a" 1}', "1:6 json-syntax", "A colon is expected after the key."],
    [
      "an early end",
      '{"a":[1,2',
      "1:10 json-syntax",
      "A comma or a closing bracket is expected here. The text ends too early.",
    ],
    ["a line break in a text", '{"a":"x\ny"}', "1:6 json-syntax", "The closing quote"],
    ["a comment", '{"a":1} // x', "1:9 json-syntax", "JSON has no comments"],
    ["a wrong escape", '{"a":"\\q"}', "1:6 json-syntax", "After a backslash"],
    ["a second document", "{} {}", "1:4 json-syntax", "nothing more is expected"],
    ["NaN", '{"a":NaN}', "1:6 json-syntax", "Text in double quotes"],
    ["nothing", "", "1:1 json-syntax", "A value is expected here."],
    [
      "a duplicate key",
      '{"a":1,\r\n"b":{"t":1,"\\u0074":2}}',
      "2:12 json-duplicate-key",
      'The key "t" already stands at 2:6',
    ],
    [
      "deep nesting",
      `{"openapi":"3.0.3","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
      "1:523 nesting-too-deep",
      "10001 deep",
    ],
    ["endless nesting", "[".repeat(100_000), "1:501 nesting-too-deep", "100000 deep"],
  ])("says where and what: %s", (_, text, found, message) => {
    const reading = read(text, [], "api.json");
    expect(reading.document).toBeUndefined();
    expect(reading.found).toEqual([found]);
    expect(reading.messages[0]).toContain(message);
  });

  it("takes colons, brackets and quotes inside of texts for text", () => {
    const text = valid.replace('"T"', '"a: \\"{[,:]}\\" \\\\"');
    expect(read(text, [], "api.json").document?.root.info.title).toBe('a: "{[,:]}" \\');
  });

  it("gives the same with a byte order mark and other line ends", () => {
    const lines = JSON.stringify(JSON.parse(valid), null, 2);
    const reading = read(lines, [], "api.json");
    for (const other of [
      `\uFEFF${lines}`,
      lines.replaceAll("\n", "\r\n"),
      `\uFEFF${lines.replaceAll("\n", "\r")}`,
    ]) {
      const again = read(other, [], "api.json");
      expect(again.document?.root).toEqual(reading.document?.root);
      expect(again.document?.inputs).toEqual(reading.document?.inputs);
      expect(again.document?.at("/info/title")).toEqual(reading.document?.at("/info/title"));
    }
  });

  it("reads JSON in a file named .yaml, with places", () => {
    const { document } = read(valid);
    expect(document?.at("/info")).toMatchObject({ line: 1, column: 20, pointer: "/info" });
  });

  it("is told from YAML by its first character where the name does not tell", () => {
    for (const file of [
      "https://example.com/openapi",
      "https://example.com/api.json?v=1",
      "description",
    ]) {
      expect(read(valid, [], file).document?.root.info.title).toBe("T");
    }
  });
});

describe("YAML", () => {
  it.each([
    ["a tab", "openapi: 3.0.3\ninfo:\n\ttitle: x\n", "3:1 yaml-syntax", "Tabs"],
    ["nothing", "", "1:1 yaml-syntax", "empty"],
    ["a duplicate key", "openapi: 3.0.3\ninfo: {}\ninfo: {}\n", "3:1 yaml-duplicate-key", '"info"'],
    [
      "an inner duplicate key",
      "info:\n  title: a\n  'title': b\n",
      "3:3 yaml-duplicate-key",
      '"title"',
    ],
    [
      "two documents",
      "openapi: 3.0.3\n---\na: 1\n",
      "2:1 yaml-several-documents",
      "one is expected",
    ],
    [
      "an unknown tag",
      "openapi: 3.0.3\na: !!js/function x\n",
      "2:4 yaml-unknown-tag",
      "js/function",
    ],
    ["a tag of no core type", "a: !!timestamp 2020-01-01\n", "1:16 yaml-unknown-tag", "timestamp"],
    ["a key that is a list", "openapi: 3.0.3\n? [a]\n: b\n", "2:3 yaml-key-not-text", "text"],
    [
      "a control character",
      'openapi: 3.0.3\nx: "\u0007"\n',
      "2:5 input-control-character",
      "U+0007",
    ],
    ["an unknown anchor", "openapi: 3.0.3\na: *nope\n", "2:4 yaml-syntax", "nope"],
    [
      "an anchor in itself",
      "openapi: 3.0.3\na: &a [*a]\n",
      "2:8 yaml-alias-excess",
      "contains itself",
    ],
    [
      "deep flow nesting",
      `openapi: 3.0.3\nx: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`,
      "2:503 nesting-too-deep",
      "500",
    ],
    ["endless nesting", `x: ${"{a: ".repeat(10_000)}`, "1:2000 nesting-too-deep", "500"],
    ["deep compact nesting", `${"- ".repeat(10_000)}a\n`, "1:1001 nesting-too-deep", "500"],
    [
      "deep block nesting",
      Array.from({ length: 1500 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
      "501:501 nesting-too-deep",
      "500",
    ],
    ["not a mapping", "- a\n", "1:1 not-openapi", "a list"],
  ])("says where and what: %s", (_, text, found, message) => {
    const reading = read(text);
    expect(reading.document).toBeUndefined();
    expect(reading.found).toEqual([found]);
    expect(reading.messages[0]).toContain(message);
  });

  it("limits what aliases unfold to", () => {
    const letters = [..."bcdefghijk"];
    const bomb = letters.map((letter, index) => {
      const before = "abcdefghij".charAt(index);
      return `${letter}: &${letter} [${Array(10).fill(`*${before}`).join(",")}]`;
    });
    const reading = read(["openapi: 3.0.3", "a: &a [1]", ...bomb].join("\n"));
    expect(reading.found).toEqual(["2:7 yaml-alias-excess"]);
  });

  it("reads as YAML 1.2 does: NO is text, keys are text", () => {
    const { document } = read(`
openapi: 3.1.0
info: { title: NO, version: "1.0" }
paths:
  /a:
    get:
      responses:
        200: { description: on }
components:
  schemas:
    on: { enum: [yes, NO, 0o17, 1.0, ~, true] }
`);
    expect(document?.root.info.title).toBe("NO");
    expect(Object.keys(document?.root.paths["/a"]?.get?.responses ?? {})).toEqual(["200"]);
    expect(document?.root.components.schemas["on"]).toEqual({
      enum: ["yes", "NO", 15, 1, null, true],
    });
  });

  it("unfolds aliases and merge keys into values of their own", () => {
    const { document } = read(`
openapi: 3.0.3
info: &info { title: T, version: "1" }
paths: {}
components:
  schemas:
    A: &a
      type: object
      properties: { x: &x { type: string } }
    B:
      <<: *a
      description: b
    C: *x
`);
    const { A, B, C } = document?.root.components.schemas ?? {};
    expect(B).toEqual({ description: "b", ...(A as object) });
    expect(C).toEqual({ type: "string" });
  });

  it("resolves an alias to the anchor before it, also where the anchor is given again later", () => {
    const { document } = read(`
openapi: 3.0.3
info: { title: &t First, version: "1", description: *t }
x-list: &list [*t]
x-later: &t Second
x-again: [*list, *t]
paths: {}
`);
    expect(document?.root.info.description).toBe("First");
    expect(document?.root["x-again"]).toEqual([["First"], "Second"]);
  });
});

describe("keys named like members of Object.prototype", () => {
  const schema =
    '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"number"},"toString":{"$ref":"#/components/schemas/__proto__"}}}';
  const json = `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{"__proto__":{},"/a":{"__proto__":{"polluted":1}}},"components":{"schemas":{"__proto__":${schema}}}}`;

  it.each([
    ["JSON", json, "api.json"],
    ["YAML", `# YAML\n${json}`, "api.yaml"],
  ])("are data in %s", (_, text, file) => {
    const { document } = read(text, [], file);
    const schemas = document?.root.components.schemas ?? {};
    expect(Object.keys(schemas)).toEqual(["__proto__"]);
    const given = schemas["__proto__"];
    expect(Object.keys(typeof given === "object" ? (given.properties ?? {}) : {})).toEqual([
      "__proto__",
      "constructor",
      "toString",
    ]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(
      document?.at("/components/schemas/__proto__/properties/constructor").line,
    ).toBeGreaterThan(0);
  });

  it("are not found where they are not", () => {
    const text = json.replace("#/components/schemas/__proto__", "#/components/schemas/valueOf");
    expect(read(text, [], "api.json").found).toEqual([
      "1:64 path-without-slash",
      "1:256 schema-unresolvable",
    ]);
  });
});
