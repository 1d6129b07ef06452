import { describe, expect, it } from "vitest";
import { generateFrom } from "../generate/harness.js";
import type { Document } from "../../generator/spec/document.js";
import { operationsOf } from "../../generator/spec/openapi.js";
import { queryString } from "../../templates/runtime/urlencoded.js";
import { plain, read, readClean } from "./read.js";

const head = `openapi: 3.2.0
info: { title: T, version: "1" }
`;

/** Lines of \`GET /a\`, from line 6 on. */
function operation(lines: string, rest = ""): string {
  const inner = lines
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n");
  return `${head}paths:\n  /a:\n    get:\n${inner}\n${rest}`;
}

const done = "responses: { 204: { description: Done. } }";

describe("OpenAPI 3.2", () => {
  it("is read by the rules of 3.1", () => {
    const document = readClean(`${head}paths: {}`);
    expect(document.version).toBe("3.2.0");
  });

  it.each(["3.3.0", "3.10"])("is how a later version, %s, is read, with a warning", (version) => {
    const { document, found } = read(
      `openapi: "${version}"\ninfo: { title: T, version: "1" }\npaths: {}`,
    );
    expect(document?.version).toBe(version);
    expect(found).toEqual(["1:1 version-newer"]);
  });
});

describe("methods of 3.2", () => {
  const methods = (document: Document | undefined) =>
    operationsOf(document?.root.paths["/a"] ?? {}).map(({ method, place }) => [method, place]);

  it("are query and any other, after those of 3.1 and sorted", () => {
    const document = readClean(`${head}paths:
  /a:
    additionalOperations: { UNLINK: { ${done} }, Copy: { ${done} }, LINK: { ${done} } }
    query: { ${done} }
    get: { ${done} }`);
    expect(methods(document)).toEqual([
      ["GET", ["get"]],
      ["QUERY", ["query"]],
      ["Copy", ["additionalOperations", "Copy"]],
      ["LINK", ["additionalOperations", "LINK"]],
      ["UNLINK", ["additionalOperations", "UNLINK"]],
    ]);
    expect(document.at("/paths/~1a/additionalOperations/LINK").pointer).toBe(
      "/paths/~1a/additionalOperations/LINK",
    );
  });

  it("take the parameters of their path item", () => {
    const { root } = readClean(`${head}paths:
  /{id}:
    parameters: [{ in: path, name: id, required: true, schema: { type: string } }]
    additionalOperations: { LINK: { ${done} } }`);
    expect(root.paths["/{id}"]?.additionalOperations?.["LINK"]?.parameters).toHaveLength(1);
  });

  it("that have a place of their own are read as if they stood there, or left out", () => {
    const { document, found } = read(`${head}paths:
  /a:
    get: { ${done} }
    additionalOperations:
      GET: { ${done} }
      POST: { ${done} }
      "NO TOKEN": { ${done} }`);
    expect(methods(document)).toEqual([
      ["GET", ["get"]],
      ["POST", ["post"]],
    ]);
    expect(found).toEqual(["7:7 method-invalid", "8:7 method-invalid", "9:7 method-invalid"]);
  });

  it("have operationIds like all others", () => {
    const { document, found } = read(`${head}paths:
  /a:
    get: { operationId: same, ${done} }
    additionalOperations: { LINK: { operationId: same, ${done} } }`);
    expect(found).toEqual(["6:37 operation-id-duplicate"]);
    expect(document?.root.paths["/a"]?.additionalOperations?.["LINK"]?.operationId).toBe("same_2");
  });
});

describe("contents of 3.2", () => {
  const content = (media: string, rest = "") => {
    const { document, found } = read(
      operation(`responses:\n  200: { description: D., content: { ${media} } }`, rest),
    );
    return [plain(document?.root.paths["/a"]?.get?.responses["200"]?.content ?? null), found];
  };

  it("that are sequences are text or bytes for now, and one warning says so", () => {
    expect(content("text/event-stream: { itemSchema: { type: object } }")).toEqual([
      { "text/event-stream": { schema: { type: "string" } } },
      ["7:65 streaming-unsupported"],
    ]);
    expect(content("application/jsonl: { itemSchema: { type: object } }")).toEqual([
      { "application/jsonl": { schema: { type: "string", format: "binary" } } },
      ["7:65 streaming-unsupported"],
    ]);
  });

  it("may be references to media types", () => {
    const rest = "components: { mediaTypes: { M: { schema: { type: integer } } } }";
    expect(content('application/json: { $ref: "#/components/mediaTypes/M" }', rest)).toEqual([
      { "application/json": { schema: { type: "integer" } } },
      [],
    ]);
    expect(content('application/json: { $ref: "#/components/mediaTypes/N" }', rest)[1]).toEqual([
      "7:64 ref-unresolvable",
    ]);
  });

  it("show the data of examples, also where it is null", () => {
    const examples = "a: { dataValue: { n: 1 } }, b: { value: null }, c: { serializedValue: 'x' }";
    expect(content(`application/json: { schema: {}, examples: { ${examples} } }`)[0]).toEqual({
      "application/json": {
        schema: {},
        examples: { a: { value: { n: 1 } }, b: { value: null }, c: {} },
      },
    });
  });

  it("that are text hold no values, which is said unless there is JSON as well", () => {
    const schema = "schema: { type: object }";
    expect(content(`application/xml: { ${schema} }`)).toEqual([
      { "application/xml": { schema: { type: "string" } } },
      ["7:63 media-type-unstructured"],
    ]);
    expect(content(`application/xml: { ${schema} }, application/json: { ${schema} }`)).toEqual([
      {
        "application/xml": { schema: { type: "string" } },
        "application/json": { schema: { type: "object" } },
      },
      [],
    ]);
    const text = "text/plain: { schema: { type: string, enum: [a, b] } }";
    expect(content(text)).toEqual([
      { "text/plain": { schema: { type: "string", enum: ["a", "b"] } } },
      [],
    ]);
  });

  it("report encodings by position", () => {
    const media =
      "multipart/mixed: { schema: { type: array }, prefixEncoding: [{}], itemEncoding: {} }";
    expect(content(media)[1]).toEqual(["7:88 encoding-unsupported", "7:110 encoding-unsupported"]);
  });
});

describe("parameters of 3.2", () => {
  const parameter = (media: string) => {
    const lines = `parameters: [{ in: querystring, name: q, content: { ${media} } }]\n${done}`;
    const { document, found } = read(operation(lines));
    return [plain(document?.root.paths["/a"]?.get?.parameters), found];
  };

  it.each(["application/x-www-form-urlencoded", "application/json"])(
    "may be the whole query string, as %s",
    (type) => {
      const content = { [type]: { schema: { type: "object" } } };
      expect(parameter(`${type}: { schema: { type: object } }`)).toEqual([
        [{ name: "q", in: "query", isQueryString: true, content }],
        [],
      ]);
    },
  );

  it("are left out with a warning where the query string is something else", () => {
    expect(parameter("text/plain: { schema: { type: string } }")).toEqual([
      [],
      ["6:20 querystring-unsupported"],
    ]);
  });
});

describe("other words of 3.2", () => {
  it("a response may have a summary alone", () => {
    const { root } = readClean(
      operation("responses: { 200: { summary: Short. }, 204: { summary: S., description: D. } }"),
    );
    const { responses = {} } = root.paths["/a"]?.get ?? {};
    expect(responses["200"]?.description).toBe("Short.");
    expect(responses["204"]?.description).toBe("D.");
  });

  it("tags have a parent, a kind and a summary", () => {
    const tag = "{ name: A, parent: B, kind: nav, summary: S. }";
    const { root } = readClean(`${head}paths: {}\ntags: [${tag}]`);
    expect(plain(root.tags)).toEqual([{ name: "A", parent: "B", kind: "nav", summary: "S." }]);
  });

  it("a requirement may refer to its scheme by address", () => {
    const { root } = readClean(`${head}paths: {}
security: [{ "#/components/securitySchemes/d": [s] }]
components:
  securitySchemes:
    d: { type: oauth2, oauth2MetadataUrl: https://l.example/m, flows: { deviceAuthorization: { deviceAuthorizationUrl: https://l.example/d, tokenUrl: https://l.example/t, scopes: {} } } }`);
    expect(plain(root.security)).toEqual([{ d: ["s"] }]);
    expect(plain(root.components.securitySchemes["d"])).toMatchObject({
      type: "oauth2",
      flows: { deviceAuthorization: { tokenUrl: "https://l.example/t" } },
    });
  });

  it("the description may go by an address of its own", () => {
    const { root } = readClean(`${head}$self: https://a.example/api.yaml
paths: {}
components:
  schemas: { A: { type: object, properties: { b: { $ref: "https://a.example/api.yaml#/components/schemas/B" } } }, B: { type: string } }`);
    expect(plain(root.components.schemas["A"])).toMatchObject({
      properties: { b: { $ref: "#/components/schemas/B" } },
    });
  });

  it("a discriminator has a schema for other tags", () => {
    const mapping = (name: string) =>
      read(`${head}paths: {}
components:
  schemas:
    A: { type: object, discriminator: { propertyName: k, defaultMapping: ${name} } }
    B: { type: object, xml: { nodeType: element } }`);
    expect(plain(mapping("B").document?.root.components.schemas["A"])).toMatchObject({
      discriminator: { defaultMapping: "#/components/schemas/B" },
    });
    expect(mapping("C").found).toEqual(["6:58 discriminator-mapping-unresolvable"]);
  });
});

describe("a client of 3.2", () => {
  it("writes a query string without a name, lists by repeating their key", () => {
    const value = { since: "a b", kinds: ["x", "y"], none: undefined };
    expect(queryString("q", value, "find, q")).toBe("since=a%20b&kinds=x&kinds=y");
    expect(() => queryString("q", "a=1&b", "find, q")).toThrow("find, q must be an object.");
  });

  it("groups by the first tag that is for navigation", async () => {
    const { file } = await generateFrom(`${head}servers: [{ url: https://a.example }]
tags: [{ name: Beta, kind: badge }, { name: Pets, kind: nav }]
paths:
  /run:
    get: { operationId: run, tags: [Beta, Pets], ${done} }
    post: { operationId: run, tags: [Beta], ${done} }`);
    expect(file("api.md")).toMatch(/client\.pets\.\w+\(options\?\) → nothing {4}GET \/run/u);
    expect(file("api.md")).toMatch(/client\.beta\.\w+\(options\?\) → nothing {4}POST \/run/u);
  });

  it("writes a query string of JSON without a name", async () => {
    const media = "application/json: { schema: { type: object } }";
    const lines = `operationId: find\ntags: [Pets]\nparameters: [{ in: querystring, name: q, content: { ${media} } }]`;
    const { file } = await generateFrom(operation(`${lines}\n${done}`));
    expect(file("src/resources/a.ts")).toContain("query: { q: { encode: jsonValue } }");
  });
});
