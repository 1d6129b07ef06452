import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { constantOf, generateFrom } from "../generate/harness.js";

const description = readFileSync(
  new URL("../scenarios/paginations/openapi.yaml", import.meta.url),
  "utf8",
);

interface Provenance {
  readonly decisions: {
    readonly operations: Record<
      string,
      { operationId: string; pagination?: { evidence: string[] } }
    >;
    readonly credentials: Record<string, { option: string; evidence: string[] }>;
  };
}

const decisionsOf = (text: string) => (JSON.parse(text) as Provenance).decisions;

describe("conventions of pages", () => {
  it("recognises every list that the scenario calls one, by two pieces of evidence, and no other", async () => {
    const { file } = await generateFrom(description);
    const { operations } = decisionsOf(file("generation.json"));
    const all = Object.values(operations);
    expect(all).toHaveLength(description.match(/operationId:/gu)?.length ?? 0);
    const paged = all.filter(({ pagination }) => pagination !== undefined);
    expect(paged.map(({ operationId }) => operationId).sort()).toEqual(
      all
        .map(({ operationId }) => operationId)
        .filter((id) => id.startsWith("list") || (id.startsWith("declare") && id !== "declareNone"))
        .sort(),
    );
    for (const { operationId, pagination } of paged) {
      if (operationId.startsWith("list")) expect(pagination?.evidence.length).toBeGreaterThan(2);
    }
  });

  it("recognises nothing by the response alone", async () => {
    const without = description.replaceAll(
      /\{ in: query, name: [^,]+,/gu,
      "{ in: header, name: X-Nothing,",
    );
    const { file } = await generateFrom(without.replaceAll(/x-pagination: \{.*\}/gu, "x-none: 1"));
    const { operations } = decisionsOf(file("generation.json"));
    expect(Object.values(operations).filter(({ pagination }) => pagination)).toEqual([]);
  });
});

describe("x-pagination", () => {
  const list = (extension: unknown) => ({
    openapi: "3.1.0",
    info: { title: "Lists", version: "1" },
    paths: {
      "/things": {
        get: {
          operationId: "listThings",
          "x-pagination": extension,
          parameters: [{ in: "query", name: "p", schema: { type: "integer" } }],
          responses: {
            "200": {
              description: "",
              content: {
                "application/json": {
                  schema: {
                    type: "object",
                    properties: { rows: { type: "array", items: { type: "string" } } },
                  },
                },
              },
            },
          },
        },
      },
    },
  });

  it.each([
    [true, "pagination-invalid"],
    [{ style: "pages" }, "pagination-invalid"],
    [{ style: "page", items: "rows" }, "pagination-invalid"],
    [{ style: "page", page: "p", items: "rows", cursor: "p" }, "pagination-invalid"],
    [{ style: "page", page: "p", items: "rows", first: 2 }, "pagination-invalid"],
    [{ style: "page", page: "p", items: "rows", total: "meta.total" }, "pagination-invalid"],
    [{ style: "page", page: "p", items: 7 }, "pagination-invalid"],
    [{ style: "page", page: "q", items: "rows" }, "pagination-parameter-missing"],
    [{ style: "link", params: ["p", "q"], items: "rows" }, "pagination-parameter-missing"],
    [{ style: "page", page: "p", items: "data" }, "pagination-items-missing"],
    [{ style: "page", page: "p" }, "pagination-items-missing"],
  ])("refuses %j with %s and its place", async (extension, code) => {
    const { diagnostics, files } = await generateFrom(list(extension));
    expect(diagnostics.map((found) => found.code)).toContain(code);
    expect(diagnostics.every(({ where }) => (where?.line ?? 0) > 0)).toBe(true);
    expect(files).toEqual([]);
  });

  it("takes what is declared", async () => {
    const { file, diagnostics } = await generateFrom(
      list({ style: "page", page: "p", items: "rows" }),
    );
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(decisionsOf(file("generation.json")).operations).toMatchObject({
      "things.list": { pagination: { style: "page", evidence: ["x-pagination of /things"] } },
    });
  });
});

describe("credentials by description", () => {
  it.each([
    ["Send `Authorization: Bearer <token>`.", "Bearer"],
    ['Value: "ApiKey {key}"', "ApiKey"],
    ["Token-based authentication with required prefix Token", "Token"],
    ['Either "Bearer <token>" or "Token <key>".', undefined],
    ["A bearer token.", undefined],
    ["Your token, without any prefix", undefined],
  ])("%s", async (text, prefix) => {
    const { file } = await generateFrom({
      openapi: "3.1.0",
      info: { title: "Keys", version: "1" },
      security: [{ key: [] }],
      components: {
        securitySchemes: {
          key: { type: "apiKey", in: "header", name: "Authorization", description: text },
        },
      },
      paths: { "/a": { get: { responses: { "204": { description: "" } } } } },
    });
    const core = file("src/core.ts");
    if (prefix === undefined) expect(core).not.toMatch(/prefix:/u);
    else expect(core).toContain(`prefix: "${prefix}"`);
  });
});

describe("names of enum values", () => {
  const enumWith = async (extension: object) => {
    const { file } = await generateFrom({
      openapi: "3.1.0",
      info: { title: "Enums", version: "1" },
      components: { schemas: { Level: { type: "integer", enum: [1, 2], ...extension } } },
      paths: {
        "/a": {
          get: {
            responses: {
              "200": {
                description: "",
                content: {
                  "application/json": { schema: { $ref: "#/components/schemas/Level" } },
                },
              },
            },
          },
        },
      },
    });
    return file("src/models/level.ts");
  };

  it.each([
    ["x-enum-varnames", ["Low", "High"]],
    ["x-enumNames", ["Low", "High"]],
    [
      "x-ms-enum",
      {
        name: "Level",
        values: [
          { value: 2, name: "High" },
          { value: 1, name: "Low" },
        ],
      },
    ],
  ])("come from %s", async (name, extension) => {
    const text = await enumWith({ [name]: extension });
    expect(constantOf(text, "Level")).toEqual({ Low: 1, High: 2 });
  });

  it("do not come from a list that is longer than the enum", async () => {
    const text = await enumWith({ "x-enum-varnames": ["Zero", "Low", "High"] });
    expect(constantOf(text, "Level")).toEqual({ VALUE_1: 1, VALUE_2: 2 });
  });

  it.each([
    ["x-enum-descriptions", ["Not much.", "A lot."]],
    ["x-enumDescriptions", { "2": "A lot.", "1": "Not much." }],
    [
      "x-ms-enum",
      {
        values: [
          { value: 1, description: "Not much." },
          { value: 2, description: "A lot." },
        ],
      },
    ],
  ])("are explained by %s", async (name, extension) => {
    const text = await enumWith({ [name]: extension });
    expect(text).toMatch(/Not much\.[^]*VALUE_1[^]*A lot\.[^]*VALUE_2/u);
  });
});
