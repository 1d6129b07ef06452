import { describe, expect, it } from "vitest";
import { plain, read, readClean } from "./read.js";

const description = `openapi: 3.0.3
info: { title: T, version: "1" }
servers:
  - url: https://a.example.com
  - url: https://b.example.com
  - url: https://c.example.com
tags: [{ name: one }]
paths:
  /a:
    get: { tags: [x], responses: {} }
    put: { tags: [x], responses: {} }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: Wrong }
`;

const overlay = (actions: string, version = "1.0.0"): string => `overlay: ${version}
info: { title: Corrections, version: "1" }
actions:
${actions}`;

describe("an action", () => {
  it("merges, and what it changed remembers it", () => {
    const document = readClean(description, [
      overlay(`  - target: $.components.securitySchemes.key
    description: because
    update: { name: Right, description: { a: 1 } }`).replace(", description: { a: 1 }", ""),
    ]);
    expect(document.root.components.securitySchemes["key"]).toMatchObject({ name: "Right" });
    expect(document.at("/components/securitySchemes/key/name")).toEqual({
      file: "api.yaml",
      pointer: "/components/securitySchemes/key/name",
      line: 14,
      column: 38,
      overlay: { file: "overlay.yaml", line: 4, column: 5 },
    });
    expect(document.at("/components/securitySchemes/key/in").overlay).toBeUndefined();
    expect(document.corrections).toEqual([
      {
        file: "overlay.yaml",
        line: 4,
        column: 5,
        target: "$.components.securitySchemes.key",
        kind: "update",
        count: 1,
        description: "because",
      },
    ]);
  });

  it("adds what was not there, at the place of its holder", () => {
    const document = readClean(description, [
      overlay(
        `  - target: $.paths['/a'].*\n    update:\n      parameters: [{ name: p, in: query, schema: { type: string } }]`,
      ),
    ]);
    expect(document.root.paths["/a"]?.get?.parameters).toHaveLength(1);
    expect(document.at("/paths/~1a/put/parameters/0/schema")).toMatchObject({
      pointer: "/paths/~1a/put",
      line: 11,
      overlay: { line: 4, column: 5 },
    });
    expect(document.corrections[0]?.count).toBe(2);
  });

  it("appends to lists, both to its target and inside of it", () => {
    const document = readClean(description, [
      overlay(`  - target: $
    update: { tags: [{ name: two }] }
  - target: $.tags
    update: { name: three }
  - target: $.tags
    update: [{ name: four }]`),
    ]);
    expect(document.root.tags).toEqual([
      { name: "one" },
      { name: "two" },
      { name: "three" },
      { name: "four" },
    ]);
    expect(document.at("/tags/2").overlay).toEqual({ file: "overlay.yaml", line: 6, column: 5 });
  });

  it("removes members and entries, and the rest keeps its place", () => {
    const document = readClean(description, [
      overlay(
        "  - target: $.servers[?@.url != 'https://c.example.com']\n    remove: true\n  - target: $.paths['/a'].put\n    remove: true",
      ),
    ]);
    expect(document.root.servers.map(({ url }) => url)).toEqual(["https://c.example.com"]);
    expect(Object.keys(document.root.paths["/a"] ?? {})).toEqual(["get"]);
    expect(document.at("/servers/0/url")).toMatchObject({
      pointer: "/servers/2/url",
      line: 6,
      column: 5,
    });
  });

  it("sees what the one before it did", () => {
    const { found } = read(description, [
      overlay("  - target: $.tags\n    remove: true\n  - target: $.tags[0]\n    remove: true"),
    ]);
    expect(found).toEqual(["overlay.yaml:6:5 overlay-no-match"]);
  });

  it("copies, in version 1.1", () => {
    const document = readClean(description, [
      overlay(
        "  - target: $.paths\n    update: { /b: {} }\n  - target: $.paths['/b']\n    copy: $.paths['/a']",
        "1.1.0",
      ),
    ]);
    expect(plain(document.root.paths["/b"])).toEqual(plain(document.root.paths["/a"]));
  });

  it("changes one place of a YAML anchor, not the others", () => {
    const text = description
      .replace("put: { tags: [x], responses: {} }", "put: *get")
      .replace("get: {", "get: &get {");
    const document = readClean(text, [
      overlay("  - target: $.paths['/a'].get\n    update: { summary: mine }"),
    ]);
    expect(document.root.paths["/a"]?.put?.summary).toBeUndefined();
  });

  it("cannot reach a prototype", () => {
    readClean(description, [
      overlay(
        '  - target: $\n    update: { "__proto__": { polluted: 1 }, x-a: { "__proto__": { polluted: 1 } } }',
      ),
    ]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

it("a fault in what an overlay added names the action", () => {
  const { found } = read(description, [
    overlay("  - target: $.paths['/a'].get\n    update: { parameters: [{ name: a }] }"),
  ]);
  expect(found).toEqual(["10:5 parameter-location-unknown"]);
});

describe("an overlay that cannot be used", () => {
  it.each([
    ["matches nothing", overlay("  - target: $.nope\n    remove: true"), "4:5 overlay-no-match"],
    ["is another document", "openapi: 3.0.3", "1:1 overlay-invalid"],
    ["is a list", "- overlay", "1:1 overlay-invalid"],
    [
      "is of another version",
      overlay("  - target: $\n    remove: true", "2.0.0"),
      "1:1 overlay-unsupported-version",
    ],
    ["has no actions", "overlay: 1.0.0\ninfo: {}", "1:1 overlay-invalid"],
    ["has an action that is text", overlay("  - remove it"), "4:5 overlay-invalid"],
    ["has an action without a target", overlay("  - remove: true"), "4:5 overlay-invalid"],
    ["has an action that does nothing", overlay("  - target: $.tags"), "4:5 overlay-invalid"],
    [
      "has a mistyped member",
      overlay("  - target: $.tags\n    updates: {}\n    remove: true"),
      "5:5 overlay-invalid",
    ],
    [
      "copies in version 1.0",
      overlay("  - target: $.paths\n    copy: $.tags"),
      "5:5 overlay-invalid",
    ],
    [
      "has no JSONPath",
      overlay("  - target: paths.a\n    remove: true"),
      "4:5 overlay-target-invalid",
    ],
    [
      "has a JSONPath that breaks off",
      overlay("  - target: $.paths[\n    remove: true"),
      "4:5 overlay-target-invalid",
    ],
    [
      "merges an object into a list",
      overlay("  - target: $\n    update: { info: [] }"),
      "5:5 overlay-update-invalid",
    ],
    [
      "replaces an object by text",
      overlay("  - target: $.info\n    update: text"),
      "5:5 overlay-update-invalid",
    ],
    [
      "removes everything",
      overlay("  - target: $\n    remove: true"),
      "5:5 overlay-update-invalid",
    ],
    [
      "copies what is not there",
      overlay("  - target: $.info\n    copy: $.nope", "1.1.0"),
      "5:5 overlay-no-match",
    ],
    ["is broken YAML", overlay("  - target: $.info\n  remove: true"), "5:1 yaml-syntax"],
  ])("%s", (_, text, found) => {
    const reading = read(description, [text]);
    expect(reading.document).toBeUndefined();
    expect(reading.found[0]).toBe(`overlay.yaml:${found}`);
  });

  it("does not keep the description's own problems from being told", () => {
    const { found } = read(description.replace("paths:", "paths: []\nx-paths:"), [
      overlay("  - target: $.nope\n    remove: true"),
    ]);
    expect(found).toEqual(["8:1 container-wrong-type", "overlay.yaml:4:5 overlay-no-match"]);
  });
});
