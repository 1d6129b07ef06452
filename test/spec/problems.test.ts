import { describe, expect, it } from "vitest";
import { catalogue } from "../../generator/diagnostics.js";
import { descriptionCodes } from "../../generator/diagnostics/description-codes.js";
import { repair } from "../../generator/doctor/repair.js";
import { plain, read } from "./read.js";

/** Lines of a description in YAML, and what is found in it. Errors leave no document, warnings leave one. */
const cases: Readonly<Record<string, readonly (readonly [string, string, ...string[]])[]>> = {
  "not-openapi": [
    ["no version", "info: {}\npaths: {}", "1:1 not-openapi"],
    ["a version that is an object", "openapi: {}", "1:1 not-openapi"],
    ["text", "hello", "1:1 not-openapi"],
  ],
  "unsupported-version": [
    ["Swagger 1.2", 'swagger: "1.2"', "1:1 unsupported-version"],
    ["Swagger 1.2 as a number", "info: {}\nswagger: 1.2", "2:1 unsupported-version"],
    ["2 under the name of 3", "openapi: 2.0.0", "1:1 unsupported-version"],
    ["4", "openapi: 4.0.0", "1:1 unsupported-version"],
    ["no version at all", "openapi: next", "1:1 unsupported-version"],
  ],
  "version-newer": [["3.10", with_("paths: {}", "3.10.0"), "1:1 version-newer"]],
  "container-wrong-type": [
    ["paths", with_("paths: []"), "3:1 container-wrong-type"],
    ["a path item", with_("paths:\n  /a: text"), "4:3 container-wrong-type"],
    ["an operation", with_("paths:\n  /a: { get: [] }"), "4:9 container-wrong-type"],
    ["parameters", operation("parameters: { name: x }"), "6:7 container-wrong-type"],
    ["a parameter", operation("parameters: [x]"), "6:20 container-wrong-type"],
    [
      "responses",
      with_("paths:\n  /a:\n    get:\n      responses: []"),
      "6:7 container-wrong-type",
    ],
    ["tags", with_("paths: {}\ntags: x"), "4:1 container-wrong-type"],
    ["security", with_("paths: {}\nsecurity: { a: [] }"), "4:1 container-wrong-type"],
    ["servers", with_("paths: {}\nservers: x"), "4:1 container-wrong-type"],
    ["properties", schema("properties: [a]"), "7:7 container-wrong-type"],
    ["a property", schema("properties: { a: text }"), "7:21 container-wrong-type"],
    ["allOf", schema("allOf: {}"), "7:7 container-wrong-type"],
    [
      "all of one run",
      with_("paths: []\ntags: x"),
      "3:1 container-wrong-type",
      "4:1 container-wrong-type",
    ],
  ],
  "value-wrong-type": [
    [
      "a version in a number",
      "openapi: 3.0\ninfo: { title: T, version: '1' }\npaths: {}",
      "1:1 value-wrong-type",
    ],
    [
      "a number for text",
      "openapi: 3.0.3\ninfo: { title: T, version: 1.5 }\npaths: {}",
      "2:19 value-wrong-type",
    ],
    ["text for a boolean", operation("deprecated: 'true'"), "6:7 value-wrong-type"],
    ["an object for text", operation("summary: {}"), "6:7 value-wrong-type"],
    ["text for a number", schema("maxLength: '5'"), "7:7 value-wrong-type"],
    [
      "an unknown style",
      operation("parameters: [{ name: a, in: query, style: big, schema: {} }]"),
      "6:42 value-wrong-type",
    ],
  ],
  "info-missing": [
    ["no info", "openapi: 3.0.3\npaths: {}", "1:1 info-missing"],
    ["no version", "openapi: 3.0.3\ninfo:\n  title: T\npaths: {}", "2:1 info-missing"],
  ],
  "paths-empty": [
    ["components only", with_("components: {}"), "1:1 paths-empty"],
    ["webhooks only", with_("webhooks: {}"), "1:1 paths-empty"],
    ["nothing", with_(""), "1:1 paths-empty"],
  ],
  "path-without-slash": [["a path", with_("paths:\n  a: {}"), "4:3 path-without-slash"]],
  "ref-refused": [
    ["a parameter elsewhere", operation("parameters: [{ $ref: 'C:/p.yaml' }]"), "6:22 ref-refused"],
    [
      "a response",
      with_("paths:\n  /a:\n    get:\n      responses: { 200: { $ref: /r } }"),
      "6:27 ref-refused",
    ],
  ],
  "ref-unreadable": [
    ["a file", schema("$ref: other.yaml#/A"), "7:7 ref-unreadable"],
    ["an address", schema("$ref: http://127.0.0.1:9/a.json"), "7:7 ref-unreadable"],
    ["a parameter elsewhere", operation("parameters: [{ $ref: 'p.yaml' }]"), "6:22 ref-unreadable"],
  ],
  "ref-unresolvable": [
    [
      "a parameter",
      operation("parameters: [{ $ref: '#/components/parameters/p' }]"),
      "6:22 ref-unresolvable",
    ],
  ],
  "ref-cycle": [
    [
      "parameters",
      `${operation("parameters: [{ $ref: '#/components/parameters/p' }]")}\ncomponents:\n  parameters:\n    p: { $ref: '#/components/parameters/p' }`,
      "6:22 ref-cycle",
    ],
  ],
  "schema-refused": [
    ["an absolute address", schema("$ref: file:///etc/passwd"), "7:7 schema-refused"],
    ["an absolute path", schema("$ref: /etc/passwd"), "7:7 schema-refused"],
  ],
  "schema-unresolvable": [
    ["a schema", schema("$ref: '#/components/schemas/B'"), "7:7 schema-unresolvable"],
    [
      "into nothing",
      schema("$ref: '#/components/schemas/A/properties/x'"),
      "7:7 schema-unresolvable",
    ],
    ["an anchor", schema("$ref: '#nowhere'", "3.1.0"), "7:7 schema-unresolvable"],
    [
      "a response as a schema",
      `${schema("$ref: '#/components/responses/R'")}\n  responses: { R: { description: '' } }`,
      "7:7 schema-unresolvable",
    ],
    ["a text", schema("$ref: '#/info/title'"), "7:7 schema-unresolvable"],
  ],
  "schema-cycle": [
    ["itself", schema("$ref: '#/components/schemas/A'"), "7:7 schema-cycle"],
    [
      "each other",
      `${schema("$ref: '#/components/schemas/B'")}\n    B:\n      $ref: '#/components/schemas/A'`,
      "7:7 schema-cycle",
    ],
    [
      "through a wrapper",
      schema("allOf: [{ $ref: '#/components/schemas/A' }]"),
      "6:5 schema-cycle",
    ],
    [
      "in the middle",
      schema("properties:\n        a: { $ref: '#/components/schemas/A/properties/a' }"),
      "8:14 schema-cycle",
    ],
  ],
  "ref-not-text": [
    ["a schema", schema("$ref: 1"), "7:7 ref-not-text"],
    [
      "a response",
      with_("paths:\n  /a:\n    get:\n      responses: { 200: { $ref: [] } }"),
      "6:27 ref-not-text",
    ],
  ],
  "schema-type-unknown": [
    ["a type", schema("type: any"), "7:7 schema-type-unknown"],
    ["one of a list", schema("type: [string, date]", "3.1.0"), "7:7 schema-type-unknown"],
  ],
  "schema-keyword-invalid": [
    ["required: true", schema("required: true"), "7:7 schema-keyword-invalid"],
    ["an empty enum", schema("enum: []"), "7:7 schema-keyword-invalid"],
    ["examples that are no list", schema("examples: {}", "3.1.0"), "7:7 schema-keyword-invalid"],
    ["a discriminator in text", schema("discriminator: kind"), "7:7 schema-keyword-invalid"],
    ["a schema without anything", schema("properties:\n        a:"), "8:9 schema-keyword-invalid"],
  ],
  "schema-nullable-outdated": [
    ["3.1", schema("type: string\n      nullable: true", "3.1.0"), "8:7 schema-nullable-outdated"],
  ],
  "discriminator-mapping-unresolvable": [
    [
      "a name",
      schema("discriminator: { propertyName: k, mapping: { b: B } }"),
      "7:52 discriminator-mapping-unresolvable",
    ],
    [
      "an address",
      schema("discriminator: { propertyName: k, mapping: { b: http://127.0.0.1:9/ } }"),
      "7:52 discriminator-mapping-unresolvable",
    ],
  ],
  "parameter-ref-misplaced": [
    [
      "a query parameter",
      swagger("parameters: [{ in: query, name: a, $ref: '#/info' }]"),
      "9:42 parameter-ref-misplaced",
    ],
  ],
  "request-body-ambiguous": [
    [
      "a body beside a form",
      swagger("parameters: [{ in: formData, name: a }, { in: body, name: b, schema: {} }]"),
      "9:20 request-body-ambiguous",
    ],
  ],
  "collection-format-unsupported": [
    [
      "tabs",
      swagger(
        "parameters: [{ in: query, name: a, type: array, items: {}, collectionFormat: tsv }]",
      ),
      "9:66 collection-format-unsupported",
    ],
  ],
  "example-misplaced": [
    [
      "no media type",
      swagger("produces: [a/b]", "{ 200: { description: '', examples: { one: 1 }, schema: {} } }"),
      "10:56 example-misplaced",
    ],
  ],
  "server-scheme-assumed": [
    [
      "no scheme",
      'swagger: "2.0"\ninfo: { title: T, version: "1" }\npaths: {}\nhost: a.example',
      "4:1 server-scheme-assumed",
    ],
  ],
  "querystring-unsupported": [
    [
      "text",
      operation("parameters: [{ in: querystring, name: q, content: { text/plain: {} } }]"),
      "6:20 querystring-unsupported",
    ],
  ],
  "streaming-unsupported": [
    [
      "events",
      operation("requestBody: { content: { text/event-stream: { itemSchema: {} } } }").replace(
        "get:",
        "post:",
      ),
      "6:54 streaming-unsupported",
    ],
  ],
  "media-type-unstructured": [
    [
      "XML",
      operation("requestBody: { content: { text/xml: { schema: { type: object } } } }").replace(
        "get:",
        "post:",
      ),
      "6:45 media-type-unstructured",
    ],
  ],
  "encoding-unsupported": [
    [
      "by position",
      operation("requestBody: { content: { multipart/mixed: { itemEncoding: {} } } }"),
      "6:52 encoding-unsupported",
    ],
  ],
  "method-invalid": [
    [
      "GET",
      with_("paths:\n  /a:\n    additionalOperations:\n      GET: { responses: {} }"),
      "6:7 method-invalid",
    ],
  ],
  "parameter-without-name": [
    ["a parameter", operation("parameters: [{ in: query }]"), "6:20 parameter-without-name"],
  ],
  "parameter-location-unknown": [
    ["body", operation("parameters: [{ name: b, in: body }]"), "6:31 parameter-location-unknown"],
    ["nowhere", operation("parameters: [{ name: b }]"), "6:20 parameter-location-unknown"],
  ],
  "parameter-without-schema": [
    [
      "a parameter",
      operation("parameters: [{ name: a, in: query }]"),
      "6:20 parameter-without-schema",
    ],
  ],
  "parameter-duplicate": [
    [
      "in one list",
      operation(
        "parameters:\n      - { name: a, in: query, schema: {} }\n      - { name: a, in: query, schema: {} }",
      ),
      "8:9 parameter-duplicate",
    ],
  ],
  "parameter-style-misplaced": [
    [
      "a path's style in a query",
      operation("parameters: [{ name: a, in: query, style: matrix, schema: {} }]"),
      "6:42 parameter-style-misplaced",
    ],
  ],
  "parameter-ignored": [
    [
      "a header",
      operation("parameters: [{ name: accept, in: header, schema: {} }]"),
      "6:20 parameter-ignored",
    ],
  ],
  "path-parameter-undeclared": [
    ["a path parameter", operation("summary: x", "/a/{id}"), "5:5 path-parameter-undeclared"],
  ],
  "path-parameter-unused": [
    [
      "a path parameter",
      operation("parameters: [{ name: id, in: path, required: true, schema: {} }]"),
      "6:20 path-parameter-unused",
    ],
  ],
  "path-parameter-optional": [
    [
      "not said",
      operation("parameters: [{ name: id, in: path, schema: {} }]", "/a/{id}"),
      "6:20 path-parameter-optional",
    ],
    [
      "denied",
      operation("parameters: [{ name: id, in: path, required: false, schema: {} }]", "/a/{id}"),
      "6:42 path-parameter-optional",
    ],
  ],
  "request-body-unsendable": [
    [
      "required",
      operation("requestBody: { required: true, content: { text/plain: {} } }"),
      "6:7 request-body-unsendable",
    ],
    [
      "of fields",
      operation(
        "requestBody: { content: { application/json: { schema: { type: object, properties: { a: {} } } } } }",
      ),
      "6:7 request-body-unsendable",
    ],
  ],
  "request-body-without-content": [
    ["a body", operation("requestBody: { required: true }"), "6:7 request-body-without-content"],
  ],
  "responses-missing": [
    ["an operation", with_("paths:\n  /a:\n    get: {}"), "5:5 responses-missing"],
  ],
  "response-key-invalid": [
    [
      "a word",
      with_("paths:\n  /a:\n    get:\n      responses:\n        ok: {}"),
      "7:9 response-key-invalid",
    ],
    [
      "a number",
      with_("paths:\n  /a:\n    get:\n      responses:\n        2000: {}"),
      "7:9 response-key-invalid",
    ],
  ],
  "operation-id-duplicate": [
    [
      "two",
      with_(
        "paths:\n  /b: { get: { operationId: x, responses: {} } }\n  /a: { get: { operationId: x, responses: {} } }",
      ),
      "4:16 operation-id-duplicate",
    ],
  ],
  "server-without-url": [
    ["a server", with_("paths: {}\nservers: [{ description: x }]"), "4:11 server-without-url"],
  ],
  "server-variable-undeclared": [
    [
      "a variable",
      with_("paths: {}\nservers:\n  - url: https://{a}.example.com"),
      "5:5 server-variable-undeclared",
    ],
  ],
  "server-variable-unused": [
    [
      "a variable",
      with_(
        "paths: {}\nservers:\n  - url: https://example.com\n    variables:\n      a: { default: b }",
      ),
      "7:7 server-variable-unused",
    ],
  ],
  "security-scheme-invalid": [
    [
      "no type",
      with_("paths: {}\ncomponents:\n  securitySchemes:\n    a: {}"),
      "6:5 security-scheme-invalid",
    ],
    [
      "an unknown type",
      with_("paths: {}\ncomponents:\n  securitySchemes:\n    a: { type: magic }"),
      "6:5 security-scheme-invalid",
    ],
    [
      "a key in no place",
      with_("paths: {}\ncomponents:\n  securitySchemes:\n    a: { type: apiKey, name: k }"),
      "6:5 security-scheme-invalid",
    ],
    [
      "http without a scheme",
      with_("paths: {}\ncomponents:\n  securitySchemes:\n    a: { type: http }"),
      "6:5 security-scheme-invalid",
    ],
  ],
  "security-scheme-unknown": [
    ["of the document", with_("paths: {}\nsecurity: [{ a: [] }]"), "4:14 security-scheme-unknown"],
    ["of an operation", operation("security: [{ a: [] }]"), "6:20 security-scheme-unknown"],
  ],
};

describe.each(Object.entries(cases))("%s", (code, problems) => {
  it.each(problems.map(([name, text, ...found]) => [name, text, found] as const))(
    "%s",
    (_, text, found) => {
      const reading = read(text);
      expect(reading.found, reading.messages.join("\n")).toEqual(found);
      const { severity } = catalogue[code as keyof typeof catalogue];
      expect(reading.document === undefined).toBe(severity === "error");
    },
  );
});

/** What only a person can decide, or no overlay can say, and the cases of other codes where that is so. */
const byHand = new Set<string>([
  "version-newer",
  "paths-empty",
  "path-without-slash",
  "parameter-ref-misplaced",
  "request-body-ambiguous",
  "querystring-unsupported",
  "streaming-unsupported",
  "media-type-unstructured",
  "encoding-unsupported",
  "method-invalid",
  "server-variable-undeclared",
  "server-scheme-assumed",
  "security-scheme-invalid",
  "schema-cycle: through a wrapper",
]);
const warnings = Object.entries(cases)
  .filter(([code]) => catalogue[code as keyof typeof catalogue].severity === "warning")
  .flatMap(([code, problems]) => problems.map(([name, text]) => ({ code, name, text })));

describe("what was assumed, written into an overlay", () => {
  it.each(warnings)("$code: $name", ({ code, name, text }) => {
    const description = { file: "api.yaml", text };
    const fixed = repair({ description, overlays: [] }, { file: "fix.yaml" });
    const before = read(text);
    const after = read(text, fixed ? [fixed.text] : []);
    expect(plain(after.document?.root)).toEqual(plain(before.document?.root));
    const hasCode = after.found.some((line) => line.endsWith(code));
    expect(hasCode).toBe(byHand.has(code) || byHand.has(`${code}: ${name}`));
    if (!fixed) return;
    const overlay = { file: "fix.yaml", text: fixed.text };
    expect(repair({ description, overlays: [overlay] }, overlay)).toBeUndefined();
  });
});

it("covers every code of descriptions", () => {
  // What several descriptions say of each other has tests of its own: merge.test.ts.
  const codes = Object.keys(descriptionCodes).filter((code) => code !== "merge-conflict");
  expect(Object.keys(cases).sort()).toEqual(codes.sort());
});

/** Two lines of head, then the given lines. */
function with_(lines: string, version = "3.0.3"): string {
  return `openapi: ${version}\ninfo: { title: T, version: "1" }\n${lines}`;
}

/** An operation with the given member on line 6. */
function operation(member: string, path = "/a"): string {
  return with_(`paths:\n  ${path}:\n    get:\n      ${member}\n      responses: {}`);
}

/** An operation of Swagger 2.0 with the given member on line 9. */
function swagger(member: string, responses = "{}"): string {
  const head =
    'swagger: "2.0"\ninfo: { title: T, version: "1" }\nhost: a.example\nschemes: [https]\n';
  return `${head}basePath: /\npaths:\n  /a:\n    post:\n      ${member}\n      responses: ${responses}`;
}

/** A schema `A` with the given keywords from line 7 on. */
function schema(keywords: string, version = "3.0.3"): string {
  return with_(`paths: {}\ncomponents:\n  schemas:\n    A:\n      ${keywords}`, version);
}
