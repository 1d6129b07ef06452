import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { operationsOf } from "../../generator/spec/openapi.js";
import { formatPointer } from "../../generator/spec/pointer.js";
import { readDocument } from "../../generator/spec/read-document.js";
import { plain } from "./read.js";

/** Reads the descriptions as one API; files are a.yaml, b.yaml, c.yaml. */
function merge(...texts: readonly string[]) {
  const diagnostics = new Diagnostics();
  const [first, ...others] = texts.map((text, index) => ({
    description: { file: `${"abc".charAt(index)}.yaml`, text },
    overlays: [],
  }));
  if (!first) throw new Error("nothing to merge");
  const document = readDocument({ ...first, others }, diagnostics);
  return {
    document,
    told: diagnostics.list.map(
      ({ code, message, where }) => `${where?.file}:${where?.line} ${code}: ${message}`,
    ),
    calls: Object.entries(document?.root.paths ?? {})
      .flatMap(([path, item]) => operationsOf(item).map(({ method }) => `${method} ${path}`))
      .sort(),
  };
}

const head = (title: string, rest = ""): string =>
  `openapi: 3.1.0\ninfo: { title: ${title}, version: "1" }\nservers: [{ url: "https://${title}.example" }]\n${rest}`;
const done = `responses: { "204": { description: Done. } }`;
const answer = (schema: string): string =>
  `responses: { "200": { description: D., content: { application/json: { schema: ${schema} } } } }`;
const ref = (name: string): string => `{ $ref: "#/components/schemas/${name}" }`;

describe("descriptions that are merged", () => {
  it("give one API: the operations, schemas and tags of all", () => {
    const { document, told, calls } = merge(
      head(
        "a",
        `paths: { /pets: { get: { tags: [pets], ${answer(ref("Pet"))} } } }\ntags: [{ name: pets }]\n`,
      ) + "components: { schemas: { Pet: { type: object } } }",
      head(
        "b",
        `paths: { /pets: { post: { ${done} } }, /owners: { get: { ${answer(ref("Owner"))} } } }\n`,
      ) +
        "tags: [{ name: owners }, { name: pets }]\ncomponents: { schemas: { Owner: { type: object }, Pet: { type: object } } }",
    );
    expect(told).toEqual([]);
    expect(calls).toEqual(["GET /owners", "GET /pets", "POST /pets"]);
    expect(document?.root.info.title).toBe("a");
    expect(Object.keys(document?.root.components.schemas ?? {})).toEqual(["Pet", "Owner"]);
    expect(document?.root.tags.map(({ name }) => name)).toEqual(["pets", "owners"]);
    expect(document?.inputs.map(({ file }) => file)).toEqual(["a.yaml", "b.yaml"]);
  });

  it("may be of different versions, and pages of documentation", () => {
    const page = `# Create\n\n\`\`\`json\n${JSON.stringify({
      openapi: "3.0.3",
      info: { title: "Page", version: "1" },
      paths: { "/pets": { post: { responses: { 204: { description: "Done." } } } } },
    })}\n\`\`\`\n`;
    const diagnostics = new Diagnostics();
    const document = readDocument(
      {
        description: {
          file: "a.yaml",
          text: `swagger: "2.0"\ninfo: { title: Old, version: "1" }\nhost: a.example\npaths: { /pets: { get: { ${done} } } }`,
        },
        overlays: [],
        others: [{ description: { file: "create.md", text: page }, overlays: [] }],
      },
      diagnostics,
    );
    expect(Object.keys(document?.root.paths["/pets"] ?? {}).sort()).toEqual(["get", "post"]);
  });

  it("keep the servers and credentials of each operation", () => {
    const { document, told } = merge(
      head("a", `security: [{ key: [] }]\npaths: { /a: { get: { ${done} } } }\n`) +
        "components: { securitySchemes: { key: { type: apiKey, in: header, name: A } } }",
      head(
        "b",
        `security: [{ key: [] }]\npaths: { /b: { get: { ${done} } }, /open: { get: { security: [], ${done} } } }\n`,
      ) + "components: { securitySchemes: { key: { type: apiKey, in: header, name: B } } }",
    );
    const get = (path: string) => plain(document?.root.paths[path]?.get);
    expect(get("/a")).not.toHaveProperty("servers");
    expect(get("/a")).not.toHaveProperty("security");
    expect(get("/b")).toMatchObject({
      servers: [{ url: "https://b.example" }],
      security: [{ key2: [] }],
    });
    expect(get("/open")).toMatchObject({ security: [] });
    expect(plain(document?.root.components.securitySchemes)).toMatchObject({
      key: { name: "A" },
      key2: { name: "B" },
    });
    expect(told).toEqual([
      'b.yaml:6 merge-conflict: The security scheme "key" is another one at a.yaml:6; this one becomes "key2".',
    ]);
  });

  it("give another schema of the same name a name of its own, wherever it is meant", () => {
    const schemas = (kind: string): string =>
      [
        "components:",
        "  schemas:",
        `    Kind: { type: ${kind} }`,
        `    Pet: { type: object, properties: { kind: ${ref("Kind")} } }`,
        "    Same: { type: boolean }",
        `    Any: { oneOf: [${ref("Pet")}], discriminator: { propertyName: kind, mapping: { p: "#/components/schemas/Pet" } }, default: { $ref: "#/components/schemas/Pet" } }`,
        "    Kind2: { type: integer }",
      ].join("\n");
    const { document, told } = merge(
      head("a", `paths: { /a: { get: { ${answer(ref("Any"))} } } }\n${schemas("string")}`),
      head(
        "a",
        `paths: { /b: { post: { parameters: [{ in: query, name: k, schema: ${ref("Kind")} }], requestBody: { content: { application/json: { schema: { type: array, items: ${ref("Any")} } } } }, ${answer(`{ properties: { s: ${ref("Same")} } }`)} } } }\n${schemas("number")}`,
      ),
    );
    expect(told).toEqual([
      'b.yaml:7 merge-conflict: The schema "Kind" is another one at a.yaml:7; this one becomes "Kind3".',
      'b.yaml:8 merge-conflict: The schema "Pet" is another one at a.yaml:8; this one becomes "Pet2".',
      'b.yaml:10 merge-conflict: The schema "Any" is another one at a.yaml:10; this one becomes "Any2".',
    ]);
    const found = plain(document?.root.components.schemas) as Record<string, unknown>;
    expect(found["Kind3"]).toEqual({ type: "number" });
    expect(found["Pet2"]).toMatchObject({
      properties: { kind: { $ref: "#/components/schemas/Kind3" } },
    });
    expect(found["Any2"]).toEqual({
      oneOf: [{ $ref: "#/components/schemas/Pet2" }],
      discriminator: { propertyName: "kind", mapping: { p: "#/components/schemas/Pet2" } },
      // What only looks like a reference is data.
      default: { $ref: "#/components/schemas/Pet" },
    });
    expect(found["Any"]).toMatchObject({ oneOf: [{ $ref: "#/components/schemas/Pet" }] });
    const post = plain(document?.root.paths["/b"]?.post);
    expect(JSON.stringify(post)).toContain("#/components/schemas/Any2");
    expect(JSON.stringify(post)).toContain("#/components/schemas/Kind3");
    expect(JSON.stringify(post)).toContain("#/components/schemas/Same");
    expect(document?.at("/components/schemas/Pet2/properties/kind")).toMatchObject({
      file: "b.yaml",
      line: 8,
    });
    expect(document?.at("/components/schemas/Pet/properties/kind").file).toBe("a.yaml");
    expect(document?.at(formatPointer(["paths", "/b", "post", "parameters", "0"]))).toMatchObject({
      file: "b.yaml",
      line: 4,
    });
  });

  it("take an operation once if both say the same, and the first if not", () => {
    const one = head(
      "a",
      `paths: { /a: { get: { operationId: x, ${done} }, put: { summary: One, ${done} } } }`,
    );
    const two = head(
      "a",
      `paths:\n  /a:\n    get: { ${done}, operationId: x }\n    put: { summary: Two, ${done} }\n  /b: { get: { operationId: x, ${done} } }`,
    );
    const { document, told, calls } = merge(one, two);
    expect(calls).toEqual(["GET /a", "GET /b", "PUT /a"]);
    expect(document?.root.paths["/a"]?.put?.summary).toBe("One");
    expect(document?.root.paths["/b"]?.get?.operationId).toBe("x_2");
    expect(told).toEqual([
      "b.yaml:7 merge-conflict: PUT /a is described otherwise at a.yaml:4, which counts; this one is left out.",
      'b.yaml:8 operation-id-duplicate: Another operation has the operationId "x"; this one becomes "x_2".',
    ]);
  });

  it("are all read, so that the faults of each are told in one run", () => {
    const { document, told } = merge(
      "openapi: 3.1.0\npaths: []",
      "openapi: 9.0.0",
      head("c", "paths: {}"),
    );
    expect(document).toBeUndefined();
    expect(told.some((line) => line.startsWith("a.yaml:2 container-wrong-type"))).toBe(true);
    expect(told.some((line) => line.startsWith("b.yaml:1 unsupported-version"))).toBe(true);
  });

  it("are three as well as two", () => {
    const part = (path: string, type: string): string =>
      head(
        "a",
        `paths: { ${path}: { get: { ${answer(ref("X"))} } } }\ncomponents: { schemas: { X: { type: ${type} } } }`,
      );
    const { document, calls } = merge(
      part("/a", "string"),
      part("/b", "number"),
      part("/c", "boolean"),
    );
    expect(calls).toEqual(["GET /a", "GET /b", "GET /c"]);
    expect(plain(document?.root.components.schemas)).toEqual({
      X: { type: "string" },
      X2: { type: "number" },
      X3: { type: "boolean" },
    });
  });
});
