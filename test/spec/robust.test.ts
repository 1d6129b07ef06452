import { expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { readDocument } from "../../generator/spec/read-document.js";

/** One of everything that is read. */
const description = {
  openapi: "3.1.0",
  info: { title: "T", version: "1", summary: "s", description: "d" },
  servers: [
    { url: "https://{a}", description: "d", variables: { a: { default: "x", enum: ["x"] } } },
  ],
  tags: [{ name: "t", description: "d" }],
  security: [{ key: ["scope"] }],
  paths: {
    "/a/{id}": {
      summary: "s",
      servers: [{ url: "/b" }],
      parameters: [
        {
          name: "id",
          in: "path",
          required: true,
          schema: { type: "string" },
          examples: { e: { value: 1 } },
        },
      ],
      post: {
        operationId: "o",
        deprecated: true,
        tags: ["t"],
        security: [{}],
        parameters: [{ $ref: "#/components/parameters/q" }],
        requestBody: {
          required: true,
          content: {
            "a/b": {
              schema: { $ref: "#/components/schemas/A" },
              example: 1,
              encoding: { x: { style: "form", explode: true } },
            },
          },
        },
        responses: {
          "200": { $ref: "#/components/responses/r" },
          default: { description: "d", headers: { h: { schema: { type: "integer" } } } },
        },
        "x-y": 1,
      },
    },
    "/b": { $ref: "#/components/pathItems/p" },
  },
  components: {
    pathItems: { p: { get: { responses: {} } } },
    parameters: { q: { name: "q", in: "query", content: { "a/b": { schema: {} } } } },
    responses: {
      r: {
        description: "d",
        content: { "a/b": { schema: { $ref: "#/components/schemas/A/properties/b" } } },
      },
    },
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "K" },
      o: { type: "oauth2", flows: {} },
      h: { type: "http", scheme: "basic" },
    },
    schemas: {
      A: {
        type: ["object", "null"],
        required: ["b"],
        properties: {
          b: { allOf: [{ $ref: "#/components/schemas/B" }], nullable: true, description: "d" },
        },
        additionalProperties: {
          type: "string",
          enum: ["x"],
          default: "x",
          example: "x",
          maxLength: 1,
        },
        discriminator: { propertyName: "b", mapping: { x: "B" } },
        anyOf: [{ $ref: "#/components/schemas/B", minimum: 1 }, true],
        if: { not: {} },
      },
      B: { type: "number", minimum: 1, exclusiveMinimum: true, examples: [1], readOnly: true },
    },
  },
};

const others: readonly unknown[] = [
  null,
  true,
  0,
  "",
  "x",
  [],
  [[]],
  {},
  { a: {} },
  [{ $ref: "#" }],
  { $ref: "#" },
  { $ref: "#/paths" },
  { $ref: "#/components/schemas/A" },
  { $ref: "#/components/schemas/A/properties/b/allOf/0" },
  { $ref: {} },
  { nullable: true, allOf: 1, oneOf: [null], enum: {}, type: {}, items: [1], properties: [] },
];

it("whatever stands wherever: a document, or errors with places, and the input untouched", () => {
  const paths = [...placesOf(description)];
  expect(paths.length).toBeGreaterThan(140);
  for (const path of paths) {
    for (const other of others) {
      const text = JSON.stringify(replaced(description, path, other));
      const diagnostics = new Diagnostics();
      const document = readDocument(
        { description: { file: "a.json", text }, overlays: [] },
        diagnostics,
      );
      const told = `${path.join("/")} = ${JSON.stringify(other)}`;
      expect(document === undefined, told).toBe(diagnostics.hasErrors);
      for (const { where } of diagnostics.list) expect(where?.line, told).toBe(1);
      if (!document) continue;
      // Whatever remains is in the normal form: references name components, and lead to a schema.
      for (const ref of refsOf(document.root.components.schemas)) {
        expect(ref, told).toMatch(/^#\/components\/schemas\/[^/]+$/);
        expect(document.resolve({ $ref: ref }), told).toBeDefined();
      }
    }
  }
});

it("nesting up to the limit is read without overflow", () => {
  for (const [open, close, levels] of [
    ['{"allOf":[', ',{"type":"string"}]}', 240],
    ['{"properties":{"a":', "}}", 240],
    ['{"items":', "}", 490],
    ['{"nullable":true,"not":', "}", 490],
  ] as const) {
    const schema = `${open.repeat(levels)}{"$ref":"#/components/schemas/B"}${close.repeat(levels)}`;
    const text = `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{},"components":{"schemas":{"A":${schema},"B":{}}}}`;
    for (const file of ["a.json", "a.yaml"]) {
      const diagnostics = new Diagnostics();
      const given = file === "a.json" ? text : `# YAML\n${text}`;
      const overlay = "overlay: 1.0.0\nactions:\n  - target: $..B\n    update: { type: object }\n";
      const overlays = [{ file: "o.yaml", text: overlay }];
      const document = readDocument({ description: { file, text: given }, overlays }, diagnostics);
      expect(diagnostics.list, file).toEqual([]);
      expect(document?.resolve({ $ref: "#/components/schemas/B" })).toEqual({ type: "object" });
    }
  }
});

it.each([
  ["fences without an end", "```a\n".repeat(50_000)],
  ["fences on one line", "``` a ".repeat(100_000)],
  ["objects without an end", '```json\n{"a\n```\n'.repeat(20_000)],
  ["blank lines", `\`\`\`yaml\n${"\n".repeat(300_000)}\`\`\`\n`],
  ["spaces", `\`\`\`yaml\n${" ".repeat(300_000)}\n\`\`\`\n`],
])("a page of nothing but %s is soon done with", (_, text) => {
  const diagnostics = new Diagnostics();
  const start = performance.now();
  readDocument({ description: { file: "page.md", text }, overlays: [] }, diagnostics);
  expect(diagnostics.list.map(({ code }) => code)).toEqual(["page-without-description"]);
  expect(performance.now() - start).toBeLessThan(5000);
});

it("many operations of one id are soon done with", () => {
  const item = { get: { operationId: "same", responses: {} } };
  const paths = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`/p${index}`, item]),
  );
  const text = JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, paths });
  const diagnostics = new Diagnostics();
  const document = readDocument(
    { description: { file: "a.json", text }, overlays: [] },
    diagnostics,
  );
  const ids = Object.values(document?.root.paths ?? {}).map(({ get }) => get?.operationId);
  expect(new Set(ids).size).toBe(20_000);
});

function* placesOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* placesOf(member, [...path, key]);
}

function replaced(value: unknown, path: readonly string[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((entry, index) =>
      String(index) === key ? replaced(entry, rest, other) : entry,
    );
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, other) };
}

/** `$ref` in schemas, not in their data. */
function* refsOf(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === "$ref" && typeof member === "string") yield member;
    else if (!["default", "enum", "const", "examples", "x-y"].includes(key)) yield* refsOf(member);
  }
}
