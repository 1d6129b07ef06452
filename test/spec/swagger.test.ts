import { describe, expect, it } from "vitest";
import type { Document } from "../../generator/spec/document.js";
import { plain, read, readClean } from "./read.js";

const head = `swagger: "2.0"
info: { title: T, version: "1" }
`;
const https = `host: api.example.com
schemes: [https]
`;

/** Lines of one operation, `GET /a` unless told otherwise, from line 7 on. */
function operation(lines: string, { method = "get", rest = "" } = {}): string {
  const inner = lines
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n");
  return `${head}${https}paths:\n  /a:\n    ${method}:\n${inner}\n${rest}`;
}

function operationOf(document: Document | undefined, path = "/a"): Record<string, never> {
  const item = plain(document?.root.paths[path]) as Record<string, Record<string, never>>;
  const [found] = Object.values(item);
  if (!found) throw new Error(`no operation at ${path}`);
  return found;
}

const done = "responses: { 204: { description: Done. } }";

describe("Swagger 2.0", () => {
  it("is read as 3.1, and the document says what it was", () => {
    const document = readClean(`${head}${https}paths: {}`);
    expect(document.version).toBe("2.0");
    expect(document.root.openapi).toBe("3.1.0");
  });

  it("is known by a number as well", () => {
    const { document, found } = read(`swagger: 2.0\ninfo: { title: T, version: "1" }\npaths: {}`);
    expect(document?.version).toBe("2.0");
    expect(found).toEqual([]);
  });
});

describe("servers of 2.0", () => {
  const servers = (lines: string) => {
    const { document, found } = read(`${head}${lines}\npaths: {}`);
    return [document?.root.servers.map(({ url }) => url), found];
  };

  it("are one for each scheme, https first", () => {
    expect(servers("host: a.example:8080\nbasePath: /v1/\nschemes: [http, https]")).toEqual([
      ["https://a.example:8080/v1", "http://a.example:8080/v1"],
      [],
    ]);
  });

  it("are relative without a host", () => {
    expect(servers("basePath: /v1\nschemes: [https]")).toEqual([["/v1"], []]);
    expect(servers("")).toEqual([["/"], []]);
  });

  it("are https where the description does not say, which is reported at the host", () => {
    expect(servers("basePath: v1\nhost: a.example")).toEqual([
      ["https://a.example/v1"],
      ["4:1 server-scheme-assumed"],
    ]);
  });

  it("have the scheme of the description's own address where they name none", () => {
    const { document, found } = read(
      `${head}host: a.example\npaths: {}`,
      [],
      "http://a.example/swagger.yaml",
    );
    expect(document?.root.servers).toMatchObject([{ url: "http://a.example" }]);
    expect(found).toEqual([]);
  });

  it("are never web sockets", () => {
    expect(servers("host: a.example\nschemes: [wss]")).toEqual([
      ["https://a.example"],
      ["4:1 server-scheme-assumed"],
    ]);
  });

  it("belong to an operation that has schemes of its own", () => {
    const { root } = readClean(operation(`schemes: [http]\n${done}`));
    expect(root.paths["/a"]?.get?.servers).toMatchObject([{ url: "http://api.example.com" }]);
    const same = readClean(operation(`schemes: [https]\n${done}`));
    expect(same.root.paths["/a"]?.get?.servers).toBeUndefined();
  });
});

describe("parameters of 2.0", () => {
  const definitions = "definitions: { S: { type: string } }";
  const parameter = (text: string, rest = "") => {
    const { document, found } = read(operation(`parameters: [${text}]\n${done}`, { rest }));
    const [first] = operationOf(document)["parameters"] as unknown as [unknown];
    return [first, found];
  };

  it("hold their schema in themselves", () => {
    expect(
      parameter(
        "{ in: query, name: size, description: How many., type: integer, minimum: 1, default: 5, x-example: 7, x-internal: true }",
      ),
    ).toEqual([
      {
        name: "size",
        in: "query",
        description: "How many.",
        schema: { type: "integer", minimum: 1, default: 5 },
        examples: { example: { value: 7 } },
        "x-internal": true,
        "x-example": 7,
      },
      [],
    ]);
  });

  it.each([
    ["", { style: "form", explode: false }],
    ["collectionFormat: csv", { style: "form", explode: false }],
    ["collectionFormat: multi", { style: "form", explode: true }],
    ["collectionFormat: ssv", { style: "spaceDelimited", explode: false }],
    ["collectionFormat: pipes", { style: "pipeDelimited", explode: false }],
  ])("write lists as %j says", (format, style) => {
    const text = `{ in: query, name: a, type: array, items: { type: string }, ${format} }`;
    const [given, found] = parameter(text);
    expect(given).toMatchObject({ ...style, schema: { type: "array", items: { type: "string" } } });
    expect(found).toEqual([]);
  });

  it("fall back to commas where OpenAPI 3 has no such lists, and say where", () => {
    const list = "type: array, items: { type: string }";
    const [tabs, told] = parameter(`{ in: query, name: a, ${list}, collectionFormat: tsv }`);
    expect(tabs).toMatchObject({ style: "form", explode: false });
    expect(told).toEqual(["8:80 collection-format-unsupported"]);
    const [header, others] = parameter(`{ in: header, name: a, ${list}, collectionFormat: multi }`);
    expect(header).not.toHaveProperty("style");
    expect(others).toEqual(["8:81 collection-format-unsupported"]);
  });

  it("report how lists within lists are written", () => {
    const inner = "items: { type: array, items: { type: string }, collectionFormat: pipes }";
    const [, found] = parameter(`{ in: query, name: a, type: array, ${inner} }`);
    expect(found).toEqual(["8:102 collection-format-unsupported"]);
  });

  it("may have the reference of their schema beside their name, which is reported", () => {
    const [given, found] = parameter(
      "{ in: query, name: a, $ref: '#/definitions/S' }",
      definitions,
    );
    expect(given).toEqual({ in: "query", name: "a", schema: { $ref: "#/components/schemas/S" } });
    expect(found).toEqual(["8:42 parameter-ref-misplaced"]);
  });

  it("are no files outside of forms", () => {
    const [given, found] = parameter("{ in: query, name: a, type: file }");
    expect(given).toMatchObject({ schema: { type: "string" } });
    expect(found).toEqual(["8:42 schema-type-unknown"]);
  });
});

describe("bodies of 2.0", () => {
  const body = (lines: string, rest = "") => {
    const { document, found } = read(operation(`${lines}\n${done}`, { method: "post", rest }));
    return [operationOf(document)["requestBody"] as unknown, found];
  };

  it("take the media types that the operation consumes, else the document's, else JSON", () => {
    const parameters =
      "parameters: [{ in: body, name: b, required: true, schema: { type: object } }]";
    const media = { schema: { type: "object" } };
    const [usual] = body(parameters);
    expect(usual).toEqual({ required: true, content: { "application/json": media } });
    const [global] = body(parameters, "consumes: [application/vnd.a+json]");
    expect(global).toMatchObject({ content: { "application/vnd.a+json": media } });
    const own = `consumes: [application/json, text/json]\n${parameters}`;
    expect(body(own, "consumes: [application/xml]")).toEqual([
      { required: true, content: { "application/json": media, "text/json": media } },
      [],
    ]);
  });

  it("may be a parameter that is referred to, also from the path", () => {
    const { root } = readClean(`${head}${https}paths:
  /a:
    parameters: [{ $ref: "#/parameters/b" }]
    post: { ${done} }
    put: { parameters: [{ in: body, name: c, schema: { type: integer } }], ${done} }
parameters: { b: { in: body, name: b, description: The body., schema: { $ref: "#/definitions/B" } } }
definitions: { B: { type: string } }`);
    expect(plain(root.paths["/a"]?.post?.requestBody)).toEqual({
      description: "The body.",
      content: { "application/json": { schema: { $ref: "#/components/schemas/B" } } },
    });
    expect(plain(root.paths["/a"]?.put?.requestBody)).toEqual({
      content: { "application/json": { schema: { type: "integer" } } },
    });
  });

  it("are urlencoded forms without a file, each field with its own words", () => {
    const fields = `parameters:
  - { in: formData, name: a, type: string, required: true, description: An a. }
  - { in: formData, name: b, type: array, items: { type: string }, collectionFormat: multi }
  - { in: formData, name: c, type: array, items: { type: string } }`;
    expect(body(fields, "consumes: [application/json]")).toEqual([
      {
        required: true,
        content: {
          "application/x-www-form-urlencoded": {
            schema: {
              type: "object",
              properties: {
                a: { type: "string", description: "An a." },
                b: { type: "array", items: { type: "string" } },
                c: { type: "array", items: { type: "string" } },
              },
              required: ["a"],
            },
            encoding: { c: { style: "form", explode: false } },
          },
        },
      },
      [],
    ]);
  });

  it("are multipart forms with a file", () => {
    const fields = "parameters: [{ in: formData, name: f, type: file }]";
    expect(body(`consumes: [application/x-www-form-urlencoded]\n${fields}`)).toEqual([
      {
        required: false,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              properties: { f: { type: "string", format: "binary" } },
            },
          },
        },
      },
      [],
    ]);
  });

  it("are one: what comes beside it is reported and left out", () => {
    const [given, found] = body(`parameters:
  - { in: formData, name: a, type: string }
  - { in: body, name: b, schema: { type: integer } }
  - { in: body, name: c, schema: { type: string } }`);
    expect(given).toEqual({ content: { "application/json": { schema: { type: "integer" } } } });
    expect(found).toEqual(["9:11 request-body-ambiguous", "11:11 request-body-ambiguous"]);
  });
});

describe("responses of 2.0", () => {
  const response = (lines: string, rest = "", status = "200") => {
    const { document, found } = read(operation(lines, { rest }));
    const responses = operationOf(document)["responses"] as unknown as Record<string, unknown>;
    return [responses[status], found];
  };

  it("have what the operation produces, with headers and examples", () => {
    const lines = `produces: [application/json]
responses:
  200:
    description: Done.
    schema: { type: integer }
    headers: { X-N: { type: array, items: { type: integer }, description: Numbers. } }
    examples: { application/json: 5 }`;
    expect(response(lines, "produces: [text/plain]")).toEqual([
      {
        description: "Done.",
        headers: {
          "X-N": { description: "Numbers.", schema: { type: "array", items: { type: "integer" } } },
        },
        content: {
          "application/json": {
            schema: { type: "integer" },
            examples: { example: { value: 5 } },
          },
        },
      },
      [],
    ]);
  });

  it("of one definition differ by the operation that gives them", () => {
    const { root } = readClean(`${head}${https}paths:
  /a: { get: { produces: [text/plain], responses: { 200: { $ref: "#/responses/R" } } } }
  /b: { get: { responses: { 200: { $ref: "#/responses/R" } } } }
responses: { R: { description: R., schema: { type: string } } }`);
    const types = ["/a", "/b"].map((path) =>
      Object.keys(root.paths[path]?.get?.responses["200"]?.content ?? {}),
    );
    expect(types).toEqual([["text/plain"], ["application/json"]]);
  });

  it("without a schema have no content, unless an example shows it", () => {
    expect(response("responses: { 200: { description: Done. } }")).toEqual([
      { description: "Done." },
      [],
    ]);
    const shown = "responses: { 200: { description: D., examples: { text/csv: '1,2' } } }";
    expect(response(shown)).toEqual([
      { description: "D.", content: { "text/csv": { examples: { example: { value: "1,2" } } } } },
      [],
    ]);
  });

  it("that are files are bytes, and never JSON", () => {
    const lines = "responses: { 200: { description: D., schema: { type: file } } }";
    const content = {
      "application/octet-stream": { schema: { type: "string", format: "binary" } },
    };
    expect(response(lines, "produces: [application/json]")).toEqual([
      { description: "D.", content },
      [],
    ]);
  });

  it("that are errors and objects are JSON, whatever the operation produces", () => {
    const lines = `produces: [application/octet-stream]
responses: { 404: { description: D., schema: { $ref: "#/definitions/E" } } }`;
    const rest = "definitions: { E: { type: object } }";
    expect(response(lines, rest, "404")).toEqual([
      {
        description: "D.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/E" } } },
      },
      [],
    ]);
  });

  it("leave out an example of another media type, and say where", () => {
    const lines = `produces: [application/json]
responses: { 200: { description: D., schema: { type: integer }, examples: { text/csv: '1' } } }`;
    expect(response(lines)[1]).toEqual(["9:83 example-misplaced"]);
  });
});

describe("schemas of 2.0", () => {
  const given = (text: string, rest = "") =>
    plain(
      readClean(`${head}${https}paths: {}\ndefinitions:\n  Given: ${text}\n${rest}`).root.components
        .schemas["Given"],
    );

  it("may be null by x-nullable, also beside a reference", () => {
    expect(given("{ type: string, x-nullable: true }")).toMatchObject({ type: ["string", "null"] });
    expect(given("{ $ref: '#/definitions/B', x-nullable: true }", "  B: { type: string }")).toEqual(
      {
        anyOf: [{ $ref: "#/components/schemas/B" }, { type: "null" }],
      },
    );
  });

  it("name their discriminator, and read the other words of 3.0", () => {
    expect(
      given("{ type: object, discriminator: kind, properties: { kind: { type: string } } }"),
    ).toMatchObject({ discriminator: { propertyName: "kind" } });
    expect(given("{ type: number, minimum: 1, exclusiveMinimum: true, example: 2 }")).toEqual({
      type: "number",
      exclusiveMinimum: 1,
      examples: [2],
    });
    expect(given("{ type: file }")).toEqual({ type: "string", format: "binary" });
  });

  it("are referred to wherever they stand", () => {
    const { root } = readClean(
      operation(
        `responses: { 200: { description: D., schema: { type: object, properties: { a: { $ref: "#/definitions/P/properties/q" } } } } }`,
        {
          rest: `definitions: { P: { type: object, properties: { q: { type: integer }, r: { $ref: "#/paths/~1a/get/responses/200/schema" } } } }`,
        },
      ),
    );
    expect(Object.keys(root.components.schemas)).toEqual(["P", "PQ", "GetAResponse"]);
    expect(plain(root.paths["/a"]?.get?.responses["200"]?.content)).toEqual({
      "application/json": { schema: { $ref: "#/components/schemas/GetAResponse" } },
    });
    expect(plain(root.components.schemas["GetAResponse"])).toMatchObject({
      properties: { a: { $ref: "#/components/schemas/PQ" } },
    });
  });
});

describe("security of 2.0", () => {
  it("has the schemes of 3.0", () => {
    const { root } = readClean(`${head}${https}paths: {}
securityDefinitions:
  basic: { type: basic, description: User and password. }
  key: { type: apiKey, in: query, name: k }
  a: { type: oauth2, flow: implicit, authorizationUrl: https://l.example/a, scopes: { s: S. } }
  b: { type: oauth2, flow: application, tokenUrl: https://l.example/t, scopes: {} }
  c: { type: oauth2, flow: password, tokenUrl: https://l.example/t }
  d: { type: oauth2, flow: accessCode, authorizationUrl: https://l.example/a, tokenUrl: https://l.example/t, scopes: {} }
security: [{ basic: [], a: [s] }]`);
    expect(plain(root.security)).toEqual([{ basic: [], a: ["s"] }]);
    expect(plain(root.components.securitySchemes)).toEqual({
      basic: { description: "User and password.", type: "http", scheme: "basic" },
      key: { type: "apiKey", in: "query", name: "k" },
      a: {
        type: "oauth2",
        flows: { implicit: { authorizationUrl: "https://l.example/a", scopes: { s: "S." } } },
      },
      b: {
        type: "oauth2",
        flows: { clientCredentials: { tokenUrl: "https://l.example/t", scopes: {} } },
      },
      c: { type: "oauth2", flows: { password: { tokenUrl: "https://l.example/t", scopes: {} } } },
      d: {
        type: "oauth2",
        flows: {
          authorizationCode: {
            authorizationUrl: "https://l.example/a",
            tokenUrl: "https://l.example/t",
            scopes: {},
          },
        },
      },
    });
  });

  it("reports a flow that does not exist", () => {
    const { document, found } = read(
      `${head}${https}paths: {}\nsecurityDefinitions:\n  a: { type: oauth2, flow: magic }`,
    );
    expect(found).toEqual(["7:22 value-wrong-type"]);
    expect(document?.root.components.securitySchemes["a"]).toMatchObject({ type: "oauth2" });
  });
});

describe("places of 2.0", () => {
  const text = `${head}${https}paths:
  /a:
    post:
      parameters:
        - in: body
          name: b
          schema:
            type: object
            properties:
              p: { type: strange }
        - in: query
          name: q
          type: strange
      responses:
        200:
          description: D.
          schema:
            type: strange
definitions:
  D:
    type: strange
`;

  it("are those of the file that was given", () => {
    expect(read(text).found).toEqual([
      "14:20 schema-type-unknown",
      "17:11 schema-type-unknown",
      "22:13 schema-type-unknown",
      "25:5 schema-type-unknown",
    ]);
  });

  it("are found from the normal form", () => {
    const { document } = read(text);
    const at = (pointer: string) => document?.at(pointer).pointer;
    expect(at("/paths/~1a/post")).toBe("/paths/~1a/post");
    expect(at("/paths/~1a/post/parameters/0")).toBe("/paths/~1a/post/parameters/1");
    expect(at("/paths/~1a/post/requestBody/content/application~1json/schema")).toBe(
      "/paths/~1a/post/parameters/0/schema",
    );
    expect(at("/paths/~1a/post/responses/200/content/application~1json/schema")).toBe(
      "/paths/~1a/post/responses/200/schema",
    );
    expect(at("/components/schemas/D")).toBe("/definitions/D");
  });

  it("name a reference to nothing as it was written", () => {
    const { messages, found } = read(
      operation(
        `responses: { 200: { description: D., schema: { $ref: "#/definitions/Nothing" } } }`,
      ),
    );
    expect(found).toEqual(["8:54 schema-unresolvable"]);
    expect(messages).toEqual(['"#/definitions/Nothing" does not exist in this document.']);
  });
});
