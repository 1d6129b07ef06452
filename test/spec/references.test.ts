import { describe, expect, it } from "vitest";
import { plain, read, readClean } from "./read.js";

describe("references to schemas that have no name", () => {
  const description = (ref: string, version = "3.0.3"): string => `
openapi: ${version}
info: { title: T, version: "1" }
paths:
  /pets:
    get:
      responses:
        200:
          description: ""
          content:
            application/json:
              schema: { type: object, properties: { tags: { type: array, items: { type: string } } } }
  /user:
    get:
      responses:
        200:
          description: ""
          content: { application/json: { schema: { $ref: "${ref}" } } }
components:
  responses:
    NotFound:
      description: ""
      content: { application/json: { schema: { type: object, title: nf } } }
  parameters:
    Page: { name: page, in: query, schema: { type: integer } }
  schemas:
    Pet:
      type: object
      properties:
        owner: { type: object, title: owner }
        tags: { type: array, items: { type: object, title: tag } }
      $defs:
        Size: { type: integer, $anchor: size }
    a b/c~d%e: { type: string, title: odd }
  x-inner: { Thing: { type: number } }
`;

  it.each([
    ["#/components/schemas/Pet/properties/owner", "PetOwner"],
    ["#/components/schemas/Pet/properties/tags/items", "PetTagsItem"],
    ["#/components/schemas/Pet/$defs/Size", "PetSize"],
    ["#/components/responses/NotFound/content/application~1json/schema", "NotFoundResponse"],
    ["#/components/parameters/Page/schema", "PageParameter"],
    ["#/paths/~1pets/get/responses/200/content/application~1json/schema", "GetPetsResponse"],
    [
      "#/paths/~1pets/get/responses/200/content/application~1json/schema/properties/tags",
      "GetPetsResponseTags",
    ],
    ["#/components/x-inner/Thing", "Thing"],
  ])("%s is named %s", (ref, name) => {
    const document = readClean(description(ref));
    const content = document.root.paths["/user"]?.get?.responses["200"]?.content;
    expect(content?.["application/json"]?.schema).toEqual({ $ref: `#/components/schemas/${name}` });
    expect(document.root.components.schemas[name]).toBeDefined();
    expect(document.at(`/components/schemas/${name}`).line).toBeGreaterThan(3);
  });

  it("resolves anchors", () => {
    const { schemas } = readClean(description("#size", "3.1.0")).root.components;
    expect(schemas["Size"]).toEqual({ type: "integer" });
  });

  it("resolves encoded names, and writes them in one form", () => {
    for (const ref of [
      "#/components/schemas/a%20b~1c~0d%25e",
      "#/components/schemas/a b~1c~0d%e",
    ]) {
      const document = readClean(description(ref));
      const schema =
        document.root.paths["/user"]?.get?.responses["200"]?.content?.["application/json"]
          ?.schema ?? {};
      expect(schema).toEqual({ $ref: "#/components/schemas/a b~1c~0d%e" });
      expect(document.resolve(schema)).toEqual({ type: "string", title: "odd" });
    }
  });

  it("lets the place refer to the name, too", () => {
    const { schemas } = readClean(description("#/components/schemas/Pet/properties/owner")).root
      .components;
    expect(plain(schemas["Pet"])).toMatchObject({
      properties: { owner: { $ref: "#/components/schemas/PetOwner" } },
    });
    expect(schemas["PetOwner"]).toEqual({ type: "object", title: "owner" });
  });

  it("takes no name that is taken, in whatever order the references stand", () => {
    const parts = (order: readonly string[]): string => `{
      "openapi": "3.1.0", "info": { "title": "T", "version": "1" }, "paths": {},
      "components": { "schemas": {
        "PetOwner": { "type": "null" },
        "Pet": { "properties": { "owner": { "type": "string" }, "Owner": { "type": "number" } } },
        "Users": { "prefixItems": [${order.map((name) => `{ "$ref": "#/components/schemas/Pet/properties/${name}" }`).join()}] }
      } } }`;
    const one =
      read(parts(["owner", "Owner"]), [], "a.json").document?.root.components.schemas ?? {};
    const other =
      read(parts(["Owner", "owner"]), [], "a.json").document?.root.components.schemas ?? {};
    expect(Object.keys(one)).toHaveLength(5);
    expect(Object.keys(other)).toEqual(Object.keys(one));
    expect(other["Pet"]).toEqual(one["Pet"]);
  });

  it("gives no name to what data or other references point at", () => {
    const { schemas } = readClean(`
openapi: 3.0.3
info: { title: T, version: "1" }
paths:
  /a: { get: { responses: { 200: { description: "" } } } }
  /b: { get: { responses: { 200: { $ref: "#/paths/~1a/get/responses/200" } } } }
components:
  schemas:
    A: { type: object, example: { $ref: "#/components/schemas/A/example/x", x: {} }, default: { $ref: "#/info" } }
`).root.components;
    expect(Object.keys(schemas)).toEqual(["A"]);
  });

  it("survives a schema that refers into itself", () => {
    const { schemas } = readClean(`
openapi: 3.0.3
info: { title: T, version: "1" }
paths: {}
components:
  schemas:
    Tree:
      type: object
      properties:
        node:
          type: object
          properties: { next: { $ref: "#/components/schemas/Tree/properties/node" } }
`).root.components;
    expect(plain(schemas["TreeNode"])).toEqual({
      type: "object",
      properties: { next: { $ref: "#/components/schemas/TreeNode" } },
    });
  });
});

describe("other references", () => {
  it("are resolved in place, also through each other", () => {
    const document = readClean(`
openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /a: { $ref: "#/components/pathItems/a" }
components:
  pathItems:
    a:
      parameters: [{ $ref: "#/components/parameters/alias" }]
      post:
        requestBody: { $ref: "#/components/requestBodies/b" }
        responses:
          200: { $ref: "#/components/responses/r", description: mine }
          4xx: { $ref: "#/components/responses/r" }
  parameters:
    alias: { $ref: "#/components/parameters/p" }
    p: { name: p, in: query, schema: { type: string }, example: x }
  requestBodies:
    b: { content: { text/plain: { examples: { e: { $ref: "#/components/examples/e" } } } } }
  examples:
    e: { value: { $ref: "#/not/a/reference" } }
  headers:
    x-limit: { schema: { type: integer } }
  responses:
    r:
      description: theirs
      headers: { x-limit: { $ref: "#/components/headers/x-limit" } }
`);
    const response = { headers: { "x-limit": { schema: { type: "integer" } } } };
    expect(plain(document.root.paths)).toEqual({
      "/a": {
        post: {
          parameters: [
            {
              name: "p",
              in: "query",
              schema: { type: "string" },
              examples: { example: { value: "x" } },
            },
          ],
          requestBody: {
            content: {
              "text/plain": { examples: { e: { value: { $ref: "#/not/a/reference" } } } },
            },
          },
          responses: {
            "200": { ...response, description: "mine" },
            "4XX": { ...response, description: "theirs" },
          },
        },
      },
    });
    expect(document.at("/paths/~1a/post/parameters/0/name")).toMatchObject({
      pointer: "/components/parameters/p/name",
      line: 17,
      column: 10,
    });
    expect(document.at("/paths/~1a/post/responses/4XX/headers/x-limit/schema")).toMatchObject({
      pointer: "/components/headers/x-limit/schema",
    });
  });

  it("unfold once, however many ways lead to them", () => {
    const rungs = Array.from({ length: 60 }, (_, index) => {
      const next = { $ref: `#/components/schemas/S${index + 1}` };
      return [`S${index}`, { type: "object", properties: { a: next, b: next } }] as const;
    });
    const text = JSON.stringify({
      openapi: "3.0.3",
      info: { title: "T", version: "1" },
      paths: {},
      components: { schemas: { ...Object.fromEntries(rungs), S60: { type: "string" } } },
    });
    expect(
      Object.keys(read(text, [], "a.json").document?.root.components.schemas ?? {}),
    ).toHaveLength(61);
  });
});
