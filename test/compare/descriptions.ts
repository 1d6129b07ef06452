import type { Random } from "./random.js";

/** JSON as it is changed by mutations. */
export type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

const words = ["name", "kind", "size", "color", "owner", "note", "tags", "state", "count", "ref"];
const enumNames = ["Status", "Level"];

/** A small API that has something of everything: lists, bodies, enums, unions, maps, composition, errors, credentials. */
export function randomDescription(random: Random): Json {
  const schemas: Json = {
    Status: { type: "string", enum: ["open", "closed", "archived"] },
    Level: random.chance(0.5)
      ? { type: "integer", enum: [1, 2, 3] }
      : { type: "string", enum: ["low", "high"] },
    Leaf: objectSchema(random, []),
    Branch: objectSchema(random, ["Leaf"]),
    Pet: objectSchema(random, ["Leaf", "Branch"]),
    Problem: objectSchema(random, []),
  };
  schemas["Owner"] = random.chance(0.5)
    ? { allOf: [{ $ref: "#/components/schemas/Leaf" }, objectSchema(random, ["Branch"], "own_")] }
    : objectSchema(random, ["Branch", "Leaf"]);
  schemas["Page"] = {
    type: "object",
    required: ["count", "results"],
    properties: {
      count: { type: "integer" },
      next: { type: ["string", "null"] },
      previous: { type: ["string", "null"] },
      results: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
    },
  };
  return {
    openapi: "3.1.0",
    info: { title: "Sample", version: "1.0.0" },
    servers: [{ url: "https://api.example.com" }],
    security: [{ key: [] }],
    components: {
      securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
      schemas,
    },
    paths: {
      "/pets": {
        get: {
          operationId: "listPets",
          parameters: [
            parameter("page", { type: "integer" }),
            parameter("page_size", { type: "integer" }),
            ...randomParameters(random),
          ],
          responses: answers(random, ref("Page")),
        },
        post: {
          operationId: "createPet",
          parameters: random.chance(0.3) ? randomParameters(random) : [],
          requestBody: body(random, ref("Pet")),
          responses: answers(random, ref("Pet")),
        },
      },
      "/pets/{petId}": {
        parameters: [{ ...parameter("petId", { type: "string" }), in: "path", required: true }],
        get: { operationId: "getPet", responses: answers(random, ref("Pet")) },
        patch: {
          operationId: "updatePet",
          requestBody: body(random, objectSchema(random, ["Leaf"])),
          responses: answers(random, ref("Branch")),
        },
        delete: { operationId: "deletePet", responses: { 204: { description: "Gone." } } },
      },
      "/status": {
        get: {
          operationId: "getStatus",
          responses: answers(random, objectSchema(random, ["Leaf"])),
        },
      },
      "/owners": {
        get: {
          operationId: "listOwners",
          parameters: randomParameters(random),
          responses: answers(random, { type: "array", items: ref("Owner") }),
        },
        put: {
          operationId: "putOwners",
          requestBody: body(random, ref("Owner")),
          responses: answers(random, ref("Owner")),
        },
      },
    },
  };
}

export function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

export function objectSchema(random: Random, refs: readonly string[], prefix = ""): Json {
  const properties: Json = {};
  const count = 3 + random.below(4);
  for (let index = 0; index < count; index++) {
    properties[prefix + random.pick(words)] = anySchema(random, refs, 2);
  }
  const required = Object.keys(properties).filter(() => random.chance(0.5));
  return { type: "object", ...(required.length > 0 && { required }), properties };
}

/** A schema of any kind; `depth` ends the nesting. */
export function anySchema(random: Random, refs: readonly string[], depth: number): Json {
  const simple = (): Json =>
    random.pick<Json>([
      { type: "string" },
      { type: "string", format: "date-time" },
      { type: "integer" },
      { type: "number" },
      { type: "boolean" },
      { type: ["string", "null"] },
      { type: "string", enum: ["a", "b", "c"] },
      { type: "string", enum: ["a", "b"], readOnly: true },
      { type: "string", writeOnly: true },
      ref(random.pick(enumNames)),
    ]);
  if (depth === 0) return structuredClone(simple());
  const roll = random.below(12);
  if (roll < 6) return structuredClone(simple());
  const inner = (): Json => withoutDirection(anySchema(random, refs, depth - 1));
  if (roll === 6) return { type: "array", items: inner() };
  if (roll === 7) return { type: "object", additionalProperties: inner() };
  if (roll === 8) return { anyOf: [{ type: "integer" }, { type: "string" }] };
  if (roll === 9 && refs.length > 0) return { oneOf: [ref(random.pick(refs)), { type: "string" }] };
  if (refs.length > 0) return ref(random.pick(refs));
  return { type: "object", properties: { inner: inner() }, required: ["inner"] };
}

export function withoutDirection({ readOnly: _, writeOnly: __, ...schema }: Json): Json {
  return schema;
}

export function parameter(name: string, schema: Json, required = false): Json {
  return { name, in: "query", ...(required && { required }), schema };
}

function randomParameters(random: Random): Json[] {
  const names = words.filter(() => random.chance(0.3));
  return names.map((name) =>
    parameter(name, withoutDirection(anySchema(random, [], 0)), random.chance(0.25)),
  );
}

function body(random: Random, schema: Json): Json {
  return {
    ...(random.chance(0.6) && { required: true }),
    content: { "application/json": { schema } },
  };
}

function answers(random: Random, schema: Json): Json {
  return {
    200: { description: "OK", content: { "application/json": { schema } } },
    ...(random.chance(0.4) && {
      404: { description: "No.", content: { "application/json": { schema: ref("Problem") } } },
    }),
    ...(random.chance(0.3) && { 409: { description: "No." } }),
  };
}
