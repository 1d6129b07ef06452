import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Document } from "../../generator/spec/document.js";
import type { ReferencedSource } from "../../generator/spec/documents.js";
import { readDocument, readReferences } from "../../generator/spec/read-document.js";
import { plain } from "./read.js";

type Files = Readonly<Record<string, string>>;

interface Reading {
  readonly document: Document | undefined;
  /** `file:line:column code` of each diagnostic. */
  readonly found: readonly string[];
  readonly messages: readonly string[];
  /** What was asked for, in that order, the description apart. */
  readonly read: readonly string[];
}

/** Reads a description of several files, the first of them its root; what is not there cannot be read. */
async function readFiles(
  files: Files,
  overlay?: string,
  reorder = (given: readonly ReferencedSource[]) => given,
): Promise<Reading> {
  const [file = "", text = ""] = Object.entries(files)[0] ?? [];
  const overlays = overlay === undefined ? [] : [{ file: "overlay.yaml", text: overlay }];
  const read: string[] = [];
  const sources = { description: { file, text }, overlays };
  const references = await readReferences(sources, (names) => {
    read.push(...names);
    return Promise.resolve(
      names.map((name) => {
        const found = files[name];
        return found === undefined
          ? {
              file: name,
              fault: { code: "ref-unreadable" as const, reason: "there is no such file" },
            }
          : { file: name, text: found };
      }),
    );
  });
  const diagnostics = new Diagnostics();
  const document = readDocument({ ...sources, references: reorder(references) }, diagnostics);
  const found = diagnostics.list.map(
    ({ code, where }) => `${where?.file}:${where?.line}:${where?.column} ${code}`,
  );
  return { document, found, messages: diagnostics.list.map(({ message }) => message), read };
}

async function readClean(files: Files, overlay?: string): Promise<Document> {
  const { document, found, messages } = await readFiles(files, overlay);
  if (!document || found.length > 0) throw new Error([...found, ...messages].join("\n"));
  return document;
}

function root(lines: string, version = "3.0.3"): string {
  return `openapi: ${version}\ninfo: { title: T, version: "1" }\n${lines}`;
}

/** A description whose schema `Holder` has a property for each reference. */
function holder(...refs: readonly string[]): string {
  const properties = refs.map((ref, index) => `        p${index}: { $ref: "${ref}" }`);
  return root(
    `paths: {}\ncomponents:\n  schemas:\n    Holder:\n      properties:\n${properties.join("\n")}`,
  );
}

function schemasOf(document: Document | undefined): Record<string, never> {
  return plain(document?.root.components.schemas) as Record<string, never>;
}

/** The names that the properties of `Holder` refer to. */
function named(document: Document | undefined): string[] {
  const { properties } = schemasOf(document)["Holder"] as unknown as {
    properties: Record<string, { $ref?: string }>;
  };
  return Object.values(properties).map(({ $ref = "" }) => $ref.split("/").at(-1) ?? "");
}

describe("schemas of other files", () => {
  it("are one type, by whatever way they are meant", async () => {
    const document = await readClean({
      "api/openapi.yaml": holder(
        "schemas/pet.yaml",
        "./schemas/pet.yaml#",
        "../api/schemas//pet.yaml",
        "schemas/p%65t.yaml",
        "index.json#/Pet",
        "schemas/owner.yaml",
      ),
      "api/schemas/pet.yaml": "type: object\ntitle: pet",
      "api/schemas/owner.yaml": "properties: { pet: { $ref: pet.yaml } }",
      "api/index.json": '{ "Pet": { "$ref": "schemas/pet.yaml" } }',
    });
    expect(named(document)).toEqual(["Pet", "Pet", "Pet", "Pet", "Pet", "Owner"]);
    expect(schemasOf(document)).toMatchObject({
      Pet: { type: "object", title: "pet" },
      Owner: { properties: { pet: { $ref: "#/components/schemas/Pet" } } },
    });
    expect(Object.keys(schemasOf(document))).toHaveLength(3);
  });

  it.each([
    ["a.yaml#/components/schemas/Error_v2", "Error_v2"],
    ["a.yaml#/definitions/Error", "Error"],
    ["a.yaml#/$defs/Error", "Error"],
    ["a.yaml#/Error", "Error"],
    ["a.yaml#/Error/properties/code", "ErrorCode"],
    ["a.yaml#/properties/code", "ACode"],
    ["a.yaml#/items", "AItem"],
    ["user-profile.yaml", "UserProfile"],
    ["user.schema.json", "User"],
    ["pet/index.yaml", "Pet"],
    ["a.yaml#thing", "Named"],
  ])("%s is named %s", async (ref, name) => {
    const error = "{ type: object, properties: { code: { type: string } } }";
    const whole = `components: { schemas: { Error_v2: ${error} } }
definitions: { Error: ${error} }
$defs: { Error: ${error} }
Error: ${error}
properties: { code: { type: integer } }
items: { type: string }
Named: { $anchor: thing }
`;
    const file = ref.replace(/#.*/, "");
    const text = file.endsWith(".json") ? '{ "type": "object" }' : whole;
    const document = await readClean({ "openapi.yaml": holder(ref), [file]: text });
    expect(named(document)).toEqual([name]);
  });

  it("go by the name of the component that is nothing but a reference to them", async () => {
    const document = await readClean({
      "openapi.yaml": root(`paths: {}
components:
  schemas:
    Animal: { $ref: pet.yaml }
    Zoo: { properties: { first: { $ref: pet.yaml } } }
    Beast: { $ref: pet.yaml }`),
      "pet.yaml": "type: object",
    });
    expect(schemasOf(document)).toEqual({
      Animal: { type: "object" },
      Zoo: { properties: { first: { $ref: "#/components/schemas/Animal" } } },
      Beast: { $ref: "#/components/schemas/Animal" },
    });
    expect(document.at("/components/schemas/Animal")).toMatchObject({ file: "pet.yaml", line: 1 });
  });

  it("may come as a whole map, and so may paths and components", async () => {
    const document = await readClean({
      "openapi.yaml": root("paths: { $ref: paths.yaml }\ncomponents: { $ref: parts.yaml }"),
      "paths.yaml":
        "/a: { get: { responses: { 200: { description: x, content: { text/json: { schema: { $ref: 'openapi.yaml#/components/schemas/Pet' } } } } } } }",
      "parts.yaml":
        "schemas: { $ref: schemas/index.yaml }\nsecuritySchemes: { $ref: 'security.yaml#/all' }",
      "security.yaml": "all: { k: { $ref: '#/one' } }\none: { type: http, scheme: basic }",
      "schemas/index.yaml":
        "Pet: { $ref: 'pet.yaml#/Pet' }\nToy: { properties: { of: { $ref: '#/Pet' } } }",
      "schemas/pet.yaml": "Pet: { properties: { toys: { items: { $ref: 'index.yaml#/Toy' } } } }",
    });
    expect(schemasOf(document)).toEqual({
      Pet: { properties: { toys: { items: { $ref: "#/components/schemas/Toy" } } } },
      Toy: { properties: { of: { $ref: "#/components/schemas/Pet" } } },
    });
    expect(document.root.components.securitySchemes).toMatchObject({ k: { scheme: "basic" } });
    expect(document.at("/paths/~1a/get")).toMatchObject({
      file: "paths.yaml",
      pointer: "/~1a/get",
    });
  });

  it("with the same name are told apart by their files, in whatever order all of it stands", async () => {
    const files = (refs: readonly string[]): Files => ({
      "openapi.yaml": `${holder(...refs)}\n    Pet: { type: string }`,
      "a/pet.yaml": "type: integer",
      "b/pet.yaml": "type: number",
      "shop.yaml": "components: { schemas: { Pet: { type: boolean }, Cat: { type: array } } }",
      "farm.yaml": "definitions: { Cat: { type: object } }",
    });
    const refs = [
      "a/pet.yaml",
      "shop.yaml#/components/schemas/Cat",
      "b/pet.yaml",
      "farm.yaml#/definitions/Cat",
      "shop.yaml#/components/schemas/Pet",
    ];
    const one = await readFiles(files(refs));
    const other = await readFiles(files([...refs].reverse()), undefined, (given) =>
      [...given].reverse(),
    );
    expect(named(one.document)).toEqual(["APet", "ShopCat", "BPet", "Cat", "ShopPet"]);
    expect(named(other.document).reverse()).toEqual(named(one.document));
    const { Holder: _, ...schemas } = schemasOf(one.document);
    expect(schemas).toEqual({
      Pet: { type: "string" },
      APet: { type: "integer" },
      BPet: { type: "number" },
      Cat: { type: "object" },
      ShopCat: { type: "array" },
      ShopPet: { type: "boolean" },
    });
    expect(Object.keys(schemasOf(other.document))).toEqual(Object.keys(schemasOf(one.document)));
  });

  it("leave their names to each other where something that is no schema is called the same", async () => {
    const document = await readClean({
      "openapi.yaml": root(`paths: { /pets: { $ref: paths/pet.yaml } }`),
      "paths/pet.yaml":
        "get: { responses: { 200: { description: x, content: { text/json: { schema: { $ref: ../schemas/pet.yaml } } } } } }",
      "schemas/pet.yaml": "type: object",
    });
    expect(Object.keys(schemasOf(document))).toEqual(["Pet"]);
  });

  it("have their names from their place, also behind an alias of the description", async () => {
    const document = await readClean({
      "openapi.yaml": `${holder("#/x-shared/Thing", "pet.yaml")}\nx-shared: { Thing: { $ref: pet.yaml } }`,
      "pet.yaml": "type: string",
    });
    expect(named(document)).toEqual(["Pet", "Pet"]);
  });

  it("may refer in circles through several files", async () => {
    const document = await readClean({
      "openapi.yaml": holder("a.yaml"),
      "a.yaml": "properties: { b: { $ref: b.yaml }, self: { $ref: a.yaml } }",
      "b.yaml":
        "properties: { a: { $ref: a.yaml }, root: { $ref: 'openapi.yaml#/components/schemas/Holder' } }",
    });
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    expect(schemasOf(document)).toMatchObject({
      A: { properties: { b: ref("B"), self: ref("A") } },
      B: { properties: { a: ref("A"), root: ref("Holder") } },
    });
  });

  it("are read by the rules of the description's version", async () => {
    const files = (version: string): Files => ({
      "openapi.yaml": root("paths: {}\ncomponents: { schemas: { A: { $ref: a.yaml } } }", version),
      "a.yaml":
        "properties:\n  b: { $ref: '#/definitions/B', description: mine }\ndefinitions: { B: { type: string } }",
    });
    const property = async (version: string): Promise<unknown> =>
      (schemasOf(await readClean(files(version)))["A"] as unknown as { properties: object })
        .properties;
    expect(await property("3.0.3")).toEqual({ b: { $ref: "#/components/schemas/B" } });
    expect(await property("3.1.0")).toEqual({
      b: { $ref: "#/components/schemas/B", description: "mine" },
    });
  });

  it("may go by an address of their own, for which nothing is fetched", async () => {
    const id = "https://example.com/pet";
    const { document, read } = await readFiles({
      "openapi.yaml": root(
        `paths: {}
components:
  schemas:
    Pet: { $id: "${id}", properties: { name: { type: string } } }
    User: { properties: { pet: { $ref: "${id}" }, name: { $ref: "${id}#/properties/name" } } }`,
        "3.1.0",
      ),
    });
    expect(read).toEqual([]);
    expect(schemasOf(document)["User"]).toEqual({
      properties: {
        pet: { $ref: "#/components/schemas/Pet" },
        name: { $ref: "#/components/schemas/PetName" },
      },
    });
  });

  it("may be what a discriminator maps to, where something else refers to them", async () => {
    const { document, read, found } = await readFiles({
      "openapi.yaml": root(`paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: cat.yaml }]
      discriminator: { propertyName: kind, mapping: { cat: ./cat.yaml, dog: dog.yaml } }`),
      "cat.yaml": "properties: { kind: { type: string } }",
      "dog.yaml": "properties: { kind: { type: string } }",
    });
    expect(read).toEqual(["cat.yaml"]);
    expect(found).toEqual(["openapi.yaml:8:72 discriminator-mapping-unresolvable"]);
    expect(schemasOf(document)["Pet"]).toMatchObject({
      discriminator: { mapping: { cat: "#/components/schemas/Cat" } },
    });
  });
});

describe("other parts in other files", () => {
  it("are resolved in place, each from the file that refers to it", async () => {
    const document = await readClean({
      "spec/openapi.yaml": root("paths: { /a: { $ref: paths/all.json#/~1a } }", "3.1.0"),
      "spec/paths/all.json": JSON.stringify({
        "/a": {
          parameters: [{ $ref: "../parts.yaml#/parameters/p" }],
          post: {
            requestBody: { $ref: "../parts.yaml#/body" },
            responses: { 200: { $ref: "../parts.yaml#/response", description: "mine" } },
          },
        },
      }),
      "spec/parts.yaml": `parameters:
  p: { $ref: more.yaml }
body: { content: { text/plain: { examples: { e: { $ref: "#/example" } } } } }
example: { value: { $ref: "not/a/reference.yaml" } }
response: { description: theirs, headers: { x: { $ref: "#/header" } } }
header: { schema: { type: integer } }`,
      "spec/more.yaml": "{ name: p, in: query, schema: { type: string } }",
    });
    expect(plain(document.root.paths)).toEqual({
      "/a": {
        post: {
          parameters: [{ name: "p", in: "query", schema: { type: "string" } }],
          requestBody: {
            content: {
              "text/plain": { examples: { e: { value: { $ref: "not/a/reference.yaml" } } } },
            },
          },
          responses: {
            "200": { description: "mine", headers: { x: { schema: { type: "integer" } } } },
          },
        },
      },
    });
    expect(document.at("/paths/~1a/post/parameters/0/name")).toMatchObject({
      file: "spec/more.yaml",
      pointer: "/name",
    });
    expect(document.inputs.map(({ role, file }) => `${role} ${file}`)).toEqual([
      "description spec/openapi.yaml",
      "reference more.yaml",
      "reference parts.yaml",
      "reference paths/all.json",
    ]);
  });

  it("of a description by address are found beside it", async () => {
    const base = "https://api.example/v1/";
    const document = await readClean({
      [`${base}openapi.yaml`]: holder("schemas/pet.yaml?version=2#/Pet"),
      [`${base}schemas/pet.yaml?version=2`]: "Pet: { properties: { toy: { $ref: ../toy.yaml } } }",
      [`${base}toy.yaml`]: "type: string",
    });
    expect(Object.keys(schemasOf(document))).toEqual(["Holder", "Pet", "Toy"]);
    expect(document.inputs.map(({ file }) => file).slice(1)).toEqual([
      "schemas/pet.yaml?version=2",
      "toy.yaml",
    ]);
  });
});

describe("what is read", () => {
  it("is what a client needs, and nothing for the sake of data", async () => {
    const { read } = await readFiles({
      "openapi.yaml": root(`info2: { $ref: x.yaml }
x-more: { $ref: x.yaml }
paths:
  /a:
    get:
      responses: { 200: { description: x, content: { text/json: { example: { $ref: x.yaml } } } } }
      callbacks: { c: { $ref: x.yaml } }
components:
  responses: { Unused: { $ref: x.yaml } }
  schemas:
    A:
      type: object
      example: { $ref: x.yaml }
      default: { $ref: x.yaml }
      enum: [{ $ref: x.yaml }]
      externalDocs: { url: x.yaml }
      properties: { $ref: { type: string }, b: { $ref: a.yaml } }`),
      "a.yaml": "example: { $ref: x.yaml }\nexternalValue: x.yaml\nitems: { $ref: b.yaml }",
      "b.yaml": "type: string",
      "x.yaml": "type: string",
    });
    expect(read).toEqual(["a.yaml", "b.yaml"]);
  });

  it("follows what the overlays made of the description", async () => {
    const { document, read } = await readFiles(
      { "openapi.yaml": holder("old.yaml"), "new.yaml": "type: string", "old.yaml": "type: array" },
      `overlay: 1.0.0
info: { title: o, version: "1" }
actions:
  - target: $.components.schemas.Holder.properties.p0
    update: { $ref: new.yaml }`,
    );
    expect(read).toEqual(["new.yaml"]);
    expect(named(document)).toEqual(["New"]);
  });
});

describe("an overlay", () => {
  const files: Files = {
    "openapi.yaml": root("paths:\n  /a:\n    $ref: a.yaml\n  /b: { $ref: '#/x-b' }\nx-b: {}"),
    "a.yaml": "get: { summary: x, responses: {} }",
  };
  const overlay = (target: string): string =>
    `overlay: 1.0.0\ninfo: { title: o, version: "1" }\nactions:\n  - target: ${target}\n    update: y`;

  it("that aims behind a reference is told where the reference stands", async () => {
    const { document, found, messages } = await readFiles(
      files,
      overlay("$.paths['/a'].get.summary"),
    );
    expect(document).toBeUndefined();
    expect(found).toEqual(["overlay.yaml:4:5 overlay-no-match"]);
    expect(messages[0]).toContain('leads through "a.yaml" at openapi.yaml:5:5');
  });

  it("that aims nowhere is told just that", async () => {
    const { messages } = await readFiles(files, overlay("$.info.nothing"));
    expect(messages).toEqual(['"$.info.nothing" matches nothing in the description.']);
  });
});

describe("problems", () => {
  it("are all told in one run, each where it stands", async () => {
    const { document, found } = await readFiles({
      "openapi.yaml": root(`paths:
  /a: { $ref: paths.yaml#/a }
  /b: { $ref: paths.yaml#/none }
  /c: { $ref: none.yaml }
  /d: { $ref: readme.md }
  /e: { $ref: broken.yaml }
  /f: { $ref: twice.json }
  /g: { $ref: scalar.yaml }
  /h: { $ref: circle.yaml }
  /i: { $ref: file:///etc/passwd }
  /j: { $ref: paths.yaml#/whole }`),
      "paths.yaml": `a:
  get:
    parameters: [{ $ref: '#/p' }]
    responses:
      200:
        description: x
        content: { text/json: { schema: { $ref: 'paths.yaml#/missing' } } }
whole: { get: { responses: { 200: { description: x, content: { text/json: { schema: { $ref: openapi.yaml } } } } } } }
p: { $ref: '#/p' }`,
      "readme.md": "# No",
      "broken.yaml": "a: [",
      "twice.json": '{ "a": 1, "a": 2 }',
      "scalar.yaml": "just text",
      "circle.yaml": "$ref: back.yaml",
      "back.yaml": "$ref: circle.yaml",
    });
    expect(document).toBeUndefined();
    expect(found).toEqual([
      "broken.yaml:1:5 yaml-syntax",
      "openapi.yaml:5:9 ref-unresolvable",
      "openapi.yaml:6:9 ref-unreadable",
      "openapi.yaml:7:9 ref-unreadable",
      "openapi.yaml:10:9 ref-unresolvable",
      "openapi.yaml:11:9 ref-cycle",
      "openapi.yaml:12:9 ref-refused",
      "paths.yaml:3:20 ref-cycle",
      "paths.yaml:7:43 schema-unresolvable",
      "paths.yaml:8:87 schema-unresolvable",
      "twice.json:1:11 json-duplicate-key",
    ]);
  });

  it("with a map in another file are told once, not at each reference through it", async () => {
    const { found } = await readFiles({
      "openapi.yaml": root(
        "paths: {}\ncomponents:\n  schemas: { $ref: none.yaml }\nx-a: 1",
      ).replace(
        "paths: {}",
        "paths: { /a: { get: { responses: { 200: { description: x, content: { text/json: { schema: { $ref: '#/components/schemas/A' } } } } } } } }",
      ),
    });
    expect(found).toEqual(["openapi.yaml:5:14 ref-unreadable"]);
  });

  it("of a chain are told at the link that breaks", async () => {
    const { found } = await readFiles({
      "openapi.yaml": holder("a.yaml#/A"),
      "a.yaml": "A: { $ref: 'b.yaml#/B' }",
      "b.yaml": "B: { $ref: 'c.yaml#/C' }",
      "c.yaml": "D: {}",
    });
    expect(found).toEqual(["b.yaml:1:6 schema-unresolvable"]);
  });
});

describe("a spelling that may be read as another file", () => {
  it.each([
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:a.yaml",
    "/etc/passwd",
    "//127.0.0.1/a.yaml",
    "\\\\\\\\127.0.0.1\\\\share\\\\a.yaml",
    "..\\\\a.yaml",
    "C:/a.yaml",
    "c:a.yaml",
    "%2e%2e/a.yaml",
    "%2E./a.yaml",
    "x/%2e/a.yaml",
    "..%2fa.yaml",
    "..%5Ca.yaml",
    "a%00.yaml",
    "a.yaml%",
    "a.yaml?x",
    "a\\tb.yaml",
    " a.yaml",
    "http:a.yaml",
    "http:///a.yaml",
    "https://user:word@127.0.0.1/a.yaml",
    "http://127.0.0.1/x%2f..%2fa.yaml",
    "data:application/json,{}",
    "javascript:0",
    "urn:a",
  ])("is refused: %s", async (ref) => {
    const { found, read } = await readFiles({ "api/openapi.yaml": holder(ref), "a.yaml": "" });
    expect(read).toEqual([]);
    expect(found).toEqual(["api/openapi.yaml:8:15 schema-refused"]);
  });

  it("is no tag of YAML, either", async () => {
    const text = holder("a.yaml").replace('"a.yaml"', "!<http://127.0.0.1/a> a.yaml");
    const { found, read } = await readFiles({ "openapi.yaml": text });
    expect([found, read]).toEqual([["openapi.yaml:8:21 yaml-unknown-tag"], []]);
  });
});
