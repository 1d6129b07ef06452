import { describe, expect, it } from "vitest";
import { normalised } from "./read.js";

const ref = { $ref: "#/components/schemas/Other" };
const others = { Other: { type: "object", properties: { id: { type: "string" } } } };

describe("a schema of OpenAPI 3.0 becomes", () => {
  it.each<[string, object, object]>([
    ["a type or null", { type: "string", nullable: true }, { type: ["string", "null"] }],
    ["nothing new", { type: "string", nullable: false }, { type: "string" }],
    [
      "an enum with null",
      { type: "string", enum: ["a"], nullable: true },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    ["an enum that had null already", { enum: ["a", null], nullable: true }, { enum: ["a", null] }],
    ["any JSON, null included", { readOnly: true, nullable: true }, { readOnly: true }],
    [
      "an object or null, where properties say so",
      { nullable: true, properties: {} },
      { type: ["object", "null"], properties: {} },
    ],
    [
      "a list or null, where items say so",
      { nullable: true, items: {} },
      { type: ["array", "null"], items: {} },
    ],
    [
      "a reference with annotations",
      { allOf: [ref], readOnly: true, description: "d" },
      { ...ref, readOnly: true, description: "d" },
    ],
    [
      "a reference with all annotations",
      {
        allOf: [ref],
        writeOnly: true,
        deprecated: true,
        default: { a: 1 },
        title: "t",
        example: 1,
        "x-a": 2,
      },
      {
        ...ref,
        writeOnly: true,
        deprecated: true,
        default: { a: 1 },
        title: "t",
        examples: [1],
        "x-a": 2,
      },
    ],
    [
      "a reference or null",
      { allOf: [ref], nullable: true, readOnly: true },
      { anyOf: [ref, { type: "null" }], readOnly: true },
    ],
    ["a reference, its type said twice", { type: "object", allOf: [ref] }, ref],
    [
      "a reference or null, its type said twice",
      { type: "object", allOf: [ref], nullable: true },
      { anyOf: [ref, { type: "null" }] },
    ],
    [
      "the inner schema",
      { allOf: [{ type: "string", description: "inner" }], description: "outer" },
      { type: "string", description: "outer" },
    ],
    [
      "an intersection still",
      { allOf: [ref, { type: "object" }] },
      { allOf: [ref, { type: "object" }] },
    ],
    [
      "an intersection still, with more than annotations",
      { allOf: [ref], required: ["id"] },
      { allOf: [ref], required: ["id"] },
    ],
    [
      "an intersection or null",
      { allOf: [ref, { type: "object" }], nullable: true, description: "d" },
      { anyOf: [{ allOf: [ref, { type: "object" }] }, { type: "null" }], description: "d" },
    ],
    [
      "a union with null",
      { oneOf: [ref, { type: "string" }], nullable: true },
      { oneOf: [ref, { type: "string" }, { type: "null" }] },
    ],
    [
      "a union that had null already",
      { oneOf: [ref, { enum: [null] }], nullable: true },
      { oneOf: [ref, { enum: [null] }] },
    ],
    [
      "DRF's union of enums",
      { oneOf: [ref, { enum: [""] }, { enum: [null] }] },
      { oneOf: [ref, { enum: [""] }, { enum: [null] }] },
    ],
    [
      "a discriminated union or null",
      { oneOf: [ref], discriminator: { propertyName: "id" }, nullable: true },
      { anyOf: [{ oneOf: [ref], discriminator: { propertyName: "id" } }, { type: "null" }] },
    ],
    ["the reference alone", { ...ref, description: "ignored in 3.0", nullable: true }, ref],
    [
      "an exclusive bound",
      { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      { exclusiveMinimum: 1, maximum: 9 },
    ],
    ["nothing, for an exclusive bound without a bound", { exclusiveMaximum: true }, {}],
    ["examples", { type: "string", example: "a" }, { type: "string", examples: ["a"] }],
    ["an example that is null", { example: null }, { examples: [null] }],
    [
      "the same data: $ref in it is text",
      { default: { $ref: "#/x" }, enum: [{ $ref: "y.yaml" }], example: { $ref: 1 } },
      { default: { $ref: "#/x" }, enum: [{ $ref: "y.yaml" }], examples: [{ $ref: 1 }] },
    ],
    [
      "a property named $ref",
      { properties: { $ref: { type: "string" } } },
      { properties: { $ref: { type: "string" } } },
    ],
    [
      "a mapping in one form",
      {
        discriminator: {
          propertyName: "k",
          mapping: { a: "Other", b: "#/components/schemas/Other" },
        },
      },
      { discriminator: { propertyName: "k", mapping: { a: ref.$ref, b: ref.$ref } } },
    ],
    ["a tuple", { items: [{ type: "string" }] }, { prefixItems: [{ type: "string" }] }],
    [
      "without keywords that have no meaning here",
      { xml: {}, externalDocs: {}, $comment: "c", type: "string", foo: 1 },
      { type: "string" },
    ],
  ])("%s", (_, given, expected) => {
    expect(normalised(given, "3.0.3", others)).toEqual(expected);
  });
});

describe("a schema of OpenAPI 3.1 becomes", () => {
  it.each<[string, unknown, unknown]>([
    [
      "the same",
      { type: ["string", "null"], const: null, $comment: "c" },
      { type: ["string", "null"], const: null },
    ],
    [
      "a type or null, also where YAML read it",
      { type: ["string", null] },
      { type: ["string", "null"] },
    ],
    ["one type", { type: ["string"] }, { type: "string" }],
    ["a boolean still", true, true],
    [
      "a reference with annotations",
      { ...ref, description: "d", default: null },
      { ...ref, description: "d", default: null },
    ],
    [
      "an intersection, for a reference with more",
      { ...ref, required: ["id"], description: "d" },
      { allOf: [ref, { required: ["id"] }], description: "d" },
    ],
    ["a reference, its type said twice", { ...ref, type: "object" }, ref],
    [
      "a wrapped reference with annotations",
      { allOf: [ref], readOnly: true },
      { ...ref, readOnly: true },
    ],
    ["the only alternative", { anyOf: [ref], title: "t" }, { ...ref, title: "t" }],
    [
      "a reference or null, where 3.0 shows through",
      { ...ref, nullable: true, description: "d" },
      { anyOf: [ref, { type: "null" }], description: "d" },
    ],
    [
      "a constant or null",
      { const: 1, nullable: true },
      { anyOf: [{ const: 1 }, { type: "null" }] },
    ],
    [
      "without alternatives, where there are none",
      { type: "string", allOf: [] },
      { type: "string" },
    ],
    ["examples, not doubled", { examples: [1], example: 2 }, { examples: [1] }],
    ["numbers as bounds", { exclusiveMinimum: 1, minimum: 0 }, { exclusiveMinimum: 1, minimum: 0 }],
    [
      "conditions, all read as schemas",
      { if: { allOf: [ref] }, then: true, else: { type: "null" } },
      { if: ref, then: true, else: { type: "null" } },
    ],
    ["no bound, where the number is beyond all numbers", { maximum: 1e400 }, {}],
  ])("%s", (_, given, expected) => {
    expect(normalised(given, "3.1.0", others)).toEqual(expected);
  });
});

it("keeps the order of properties, keywords and components", () => {
  const names = ["zebra", "apple", "_x", "Mango", "mango", "ñ", "a-b"];
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: "string", description: name }]),
  );
  const given = normalised({ description: "d", properties, type: "object" }) as Record<
    string,
    object
  >;
  expect(Object.keys(given)).toEqual(["description", "properties", "type"]);
  expect(Object.keys(given["properties"] ?? {})).toEqual(names);
});
