import { describe, expect, it } from "vitest";
import { readConfigs } from "../../generator/config.js";
import type { GenerateOptions } from "../../generator/generate.js";
import { generateFrom, type Generated } from "./harness.js";

const page = (item: string) => `
  description: A page.
  content:
    application/json:
      schema:
        type: object
        properties:
          rows: { type: array, items: { $ref: "#/components/schemas/${item}" } }
          more: { type: string }`;
const shop = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
security: [{ key: [] }]
paths:
  /v1/pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters: [{ in: query, name: from, schema: { type: string } }]
      responses: { "200": { $ref: "#/components/responses/Pets" } }
    post:
      operationId: createPet
      tags: [pets, admin]
      deprecated: true
      responses: { "204": { description: Done. } }
  /v1/pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters: [{ in: path, name: id, required: true, schema: { type: string } }]
      responses: { "200": { description: A pet., content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
  /v2/owners:
    get:
      operationId: listOwners
      tags: [owners]
      security: [{ login: [] }]
      responses: { "200": { $ref: "#/components/responses/Owners" } }
components:
  responses:
    Pets: ${page("Pet").replaceAll("\n", "\n      ")}
    Owners: ${page("Owner").replaceAll("\n", "\n      ")}
  schemas:
    Pet: { type: object, properties: { name: { type: string }, kind: { $ref: "#/components/schemas/Kind" } } }
    Kind: { type: string, enum: [cat, dog] }
    Owner: { type: object, properties: { name: { type: string } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    login: { type: http, scheme: basic }
`;

/** The options that a configuration stands for. */
function configured(yaml: string): GenerateOptions {
  const [config] = readConfigs({ file: "clientwright.config.yaml", text: yaml }, "/project");
  if (!config) throw new Error("no configuration");
  const { settings, operations, selection, models, formats } = config;
  return { settings, operations, selection, models, formats };
}

const generate = (yaml: string): Promise<Generated> => generateFrom(shop, configured(yaml));
const calls = (result: Generated): string[] =>
  [...result.file("api.md").matchAll(/^client\.(\S+)\(/gmu)].map(([, call = ""]) => call).sort();
const told = (result: Generated): string[] =>
  result.diagnostics.map(
    ({ code, message, where, help }) =>
      `${where?.file}:${where?.line} ${code}: ${message}${help === undefined ? "" : ` (${help})`}`,
  );
const everything = ["owners.list", "pets.create", "pets.list", "pets.retrieve"];

describe("the operations of a client", () => {
  it.each([
    ["output: client", everything],
    ["include: { tags: [pets] }", ["pets.create", "pets.list", "pets.retrieve"]],
    ["include: { paths: ['/v2/**'] }", ["owners.list"]],
    ["include: { paths: ['/v1/*'] }", ["pets.create", "pets.list"]],
    ["include: { paths: ['/v1/pets/{id}'] }", ["pets.retrieve"]],
    ["include: { operations: [listOwners, 'GET /v1/pets'] }", ["owners.list", "pets.list"]],
    ["include: { tags: [owners], paths: ['/v1/pets/**'] }", everything],
    ["exclude: { tags: [admin] }", ["owners.list", "pets.list", "pets.retrieve"]],
    ["exclude: { deprecated: true }", ["owners.list", "pets.list", "pets.retrieve"]],
    ["exclude: { deprecated: false }", everything],
    ["include: { tags: [pets] }\nexclude: { operations: [getPet] }", ["pets.create", "pets.list"]],
  ])("are those that are selected: %s", async (yaml, expected) => {
    const result = await generate(yaml);
    expect(told(result)).toEqual([]);
    expect(calls(result)).toEqual(expected);
  });

  it("bring the schemas and credentials that they need, and no others", async () => {
    const without = await generate("exclude: { tags: [owners] }");
    const models = (result: Generated) =>
      result.files
        .flatMap(({ path }) => /^src\/models\/([a-z]+)\.ts$/u.exec(path)?.[1] ?? [])
        .filter((name) => name !== "index");
    expect(models(without)).toEqual(["kind", "pet"]);
    expect(without.file("src/core.ts")).not.toContain("login");
    const only = await generate("include: { tags: [owners] }");
    expect(models(only)).toEqual(["owner"]);
    expect(only.file("src/core.ts")).toContain("login");
    expect(models(await generate("output: client"))).toEqual(["kind", "owner", "pet"]);
  });

  it("keep the variants of a schema with a discriminator", async () => {
    const description = shop.replace(
      "    Owner: { type: object, properties",
      '    Company: { allOf: [{ $ref: "#/components/schemas/Owner" }, { properties: { vat: { type: string } } }] }\n' +
        "    Owner: { type: object, discriminator: { propertyName: name }, properties",
    );
    const { files } = await generateFrom(description, configured("include: { tags: [owners] }"));
    expect(files.map(({ path }) => path)).toContain("src/models/company.ts");
  });

  it("are not selected by what names nothing", async () => {
    const result = await generate(
      "include:\n  tags: [pet]\n  operations: [GET /v1/pet]\nexclude:\n  paths: [/v3/**]",
    );
    expect(result.files).toEqual([]);
    expect(told(result)).toEqual([
      'clientwright.config.yaml:2 config-invalid: No operation of the description has the tag "pet". (did you mean "pets"?)',
      'clientwright.config.yaml:3 config-invalid: No operation of the description has the operationId or endpoint "GET /v1/pet". (did you mean "GET /v1/pets"?)',
      'clientwright.config.yaml:5 config-invalid: No operation of the description has the path "/v3/**".',
    ]);
  });

  it("are at least one", async () => {
    const result = await generate("include: { tags: [pets] }\nexclude: { paths: ['/**'] }");
    expect(told(result)).toEqual([
      "clientwright.config.yaml:1 config-invalid: include and exclude leave no operation.",
    ]);
  });

  it("give the same bytes in whatever order the selection says it", async () => {
    const one = await generate("include: { tags: [pets, owners], operations: [getPet] }");
    const two = await generate("include: { operations: [getPet], tags: [owners, pets] }");
    expect(one.files).toEqual(two.files);
  });
});

describe("pagination in the configuration", () => {
  const cursor = "{ style: cursor, cursor: from, next: more, items: rows }";

  it("is what it says, by operationId or endpoint", async () => {
    for (const name of ["listPets", '"GET /v1/pets"']) {
      const result = await generate(`operations: { ${name}: { pagination: ${cursor} } }`);
      expect(told(result)).toEqual([]);
      expect(result.file("src/resources/pets.ts")).toContain("paginateByCursor");
      const { files } = result;
      const record = JSON.parse(
        files.find(({ path }) => path === "generation.json")?.text ?? "{}",
      ) as { operations: Record<string, { pagination?: unknown }> };
      expect(JSON.stringify(record)).toContain("x-pagination of /v1/pets");
    }
  });

  it("turns off what the description declares", async () => {
    const declared = shop.replace(
      "operationId: listPets",
      `operationId: listPets\n      x-pagination: ${cursor}`,
    );
    const on = await generateFrom(declared);
    expect(on.file("src/resources/pets.ts")).toContain("paginateByCursor");
    const off = await generateFrom(
      declared,
      configured("operations: { listPets: { pagination: false } }"),
    );
    expect(off.file("src/resources/pets.ts")).not.toContain("paginate");
  });

  it("is checked against the operation", async () => {
    const result = await generate(
      "operations:\n  listPets:\n    pagination: { style: cursor, cursor: form, items: row }\n  createPet:\n    pagination: { style: page, page: p }\n  getPet:\n    pagination: { stile: page }",
    );
    expect(result.files).toEqual([]);
    expect(told(result)).toEqual([
      'clientwright.config.yaml:3 pagination-parameter-missing: GET /v1/pets: x-pagination names the query parameter "form", which the operation does not have. (correct it, or write pagination: false.)',
      "clientwright.config.yaml:5 pagination-items-missing: POST /v1/pets is said to page, but has not one success of JSON. (describe its response, or do not say that it pages.)",
      "clientwright.config.yaml:7 pagination-invalid: GET /v1/pets/{id}: x-pagination is neither false nor an object whose style is one of page, offset, cursor, link, url. (correct it, or write pagination: false.)",
    ]);
  });
});

describe("names of types in the configuration", () => {
  it("take the place of the schemas' own", async () => {
    const result = await generate("models: { Pet: Animal, Kind: Species }");
    expect(told(result)).toEqual([]);
    const animal = result.file("src/models/animal.ts");
    expect(animal).toContain("export interface Animal {");
    expect(animal).toContain("kind?: Open<Species>");
    expect(result.file("src/models/species.ts")).toContain("export type Species");
    expect(result.file("src/resources/pets.ts")).not.toMatch(/\bPet\b/u);
    // Users of openapi-fetch find schemas by the names of the description.
    expect(result.file("src/paths.ts")).toContain("Pet: Animal;");
  });

  it("are of schemas that are there, and not those of other types", async () => {
    const result = await generate(
      "models:\n  Pat: Animal\n  Pet: Owner\n  Owner: Date\n  Kind: Owner",
    );
    expect(result.files).toEqual([]);
    expect(told(result)).toEqual([
      'clientwright.config.yaml:2 config-invalid: models names "Pat", which is no schema of the description. (did you mean "Pet"?)',
      "clientwright.config.yaml:4 config-invalid: models: Owner cannot be called Date, which is the name of another type.",
      "clientwright.config.yaml:5 config-invalid: models: Kind cannot be called Owner, which is the name of another type.",
    ]);
  });
});
