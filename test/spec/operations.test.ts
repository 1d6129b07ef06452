import { describe, expect, it } from "vitest";
import { plain, read, readClean } from "./read.js";

const head = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n';

it("merges parameters of the path item, the operation's first where both name one", () => {
  const { root } = readClean(`${head}
paths:
  /a/{id}:
    servers: [{ url: /path }]
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer } }
      - { name: q, in: query, schema: { type: string } }
      - { name: q, in: header, schema: { type: string } }
    get:
      parameters: [{ name: q, in: query, schema: { type: number } }]
      responses: {}
    put: { servers: [{ url: /own }], responses: {} }
`);
  const item = root.paths["/a/{id}"];
  const kinds = item?.get?.parameters.map(({ name, in: place, schema }) => [
    name,
    place,
    (schema as { type: string }).type,
  ]);
  expect(kinds).toEqual([
    ["id", "path", "integer"],
    ["q", "header", "string"],
    ["q", "query", "number"],
  ]);
  expect(item?.put?.parameters).toHaveLength(3);
  expect(item?.get?.servers).toEqual([{ url: "/path", variables: {} }]);
  expect(item?.put?.servers).toEqual([{ url: "/own", variables: {} }]);
});

describe("repairs", () => {
  it("declare what a path or an address names", () => {
    const { document } = read(`${head}
servers: [{ url: "https://{a}.{b}.example.com:{port}", variables: { b: { default: "" }, port: { default: 80, enum: [80, 443] } } }]
paths: { "/a/{x}/{y}": { get: { parameters: [{ name: z, in: path, required: true, schema: {} }], responses: {} } } }
`);
    const text = { in: "path", required: true, schema: { type: "string" } };
    expect(document?.root.paths["/a/{x}/{y}"]?.get?.parameters).toEqual([
      { name: "x", ...text },
      { name: "y", ...text },
    ]);
    expect(plain(document?.root.servers[0]?.variables)).toEqual({
      a: {},
      b: {},
      port: { default: "80", enum: ["80", "443"] },
    });
  });

  it("number operationIds by path and method, not by order", () => {
    const paths = [
      "/c: { get: { operationId: x, responses: {} } }",
      "/a: { put: { operationId: x, responses: {} }, get: { operationId: x, responses: {} } }",
      "/b: { get: { operationId: x_2, responses: {} } }",
    ];
    for (const order of [paths, paths.toReversed()]) {
      const { document } = read(`${head}paths:\n  ${order.join("\n  ")}`);
      const { "/a": a, "/b": b, "/c": c } = document?.root.paths ?? {};
      expect([a?.get, a?.put, b?.get, c?.get].map((operation) => operation?.operationId)).toEqual([
        "x",
        "x_3",
        "x_2",
        "x_4",
      ]);
    }
  });

  it("stand in for a missing title and version, and for missing servers", () => {
    const { document } = read("openapi: 3.0.3\npaths: {}");
    expect(document?.root).toMatchObject({
      info: { title: "API", version: "0.0.0" },
      servers: [{ url: "/" }],
      security: [],
      tags: [],
    });
  });

  it("do not make anonymous what asked for an unknown scheme", () => {
    const { document } = read(`${head}
paths:
  /a:
    get: { security: [{ nope: [] }, { key: [] }, {}], responses: {} }
    put: { security: [{ nope: [] , key: [] }], responses: {} }
    post: { security: [], responses: {} }
    patch: { responses: {} }
components: { securitySchemes: { key: { type: http, scheme: Bearer } } }
`);
    const { get, put, post, patch } = document?.root.paths["/a"] ?? {};
    expect(plain([get?.security, put?.security, post?.security, patch?.security ?? null])).toEqual([
      [{ key: [] }, {}],
      [{ key: [] }],
      [],
      null,
    ]);
    expect(document?.root.components.securitySchemes["key"]).toEqual({
      type: "http",
      scheme: "Bearer",
    });
  });

  it("say the same thing once, where a place is shared", () => {
    const { found } = read(`${head}
paths:
  /a:
    parameters: [{ name: z, in: path, required: true, schema: {} }]
    get: { responses: {} }
    put: { responses: {} }
`);
    expect(found).toEqual(["6:18 path-parameter-unused"]);
  });
});
