/** A description that has every place for a text that OpenAPI knows; `positions.test.ts` shows that none is missing. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export interface JsonObject {
  [key: string]: Json;
}

const docs = { description: "Elsewhere.", url: "https://docs.example" };
const server = {
  url: "https://{region}.api.example/{base}",
  description: "A server.",
  variables: {
    region: { enum: ["eu", "us"], default: "eu", description: "Where." },
    base: { default: "v1" },
  },
};
const ref = (section: string, name: string): JsonObject => ({
  $ref: `#/components/${section}/${name}`,
});
const text = { type: "string" };
const example = { summary: "An example.", description: "Of a pet.", value: "Rex", "x-note": "n" };
const external = { summary: "Outside.", externalValue: "https://example.com/pet.json" };

const pet: JsonObject = {
  title: "Pet",
  type: "object",
  description: "An animal.",
  required: ["id", "kind"],
  properties: {
    id: { type: "string", format: "uuid", readOnly: true, example: "x" },
    kind: text,
    name: { type: "string", pattern: "^[A-Z]", default: "Rex", "x-note": "n" },
    mood: { type: "string", enum: ["good", "bad"], "x-enum-varnames": ["Good", "Bad"] },
    secret: { type: "string", writeOnly: true },
    tags: { type: "array", items: text, externalDocs: docs },
    more: { type: "object", additionalProperties: text },
    either: { oneOf: [text, { type: "number" }] },
    any: { anyOf: [text, ref("schemas", "Toy")] },
    both: { allOf: [ref("schemas", "Toy"), { type: "object", properties: { size: text } }] },
    none: { not: text },
  },
  discriminator: { propertyName: "kind", mapping: { dog: "#/components/schemas/Dog" } },
  xml: { name: "pet", namespace: "https://xml.example", prefix: "p" },
  externalDocs: docs,
  example: "none",
  default: "none",
};

const header: JsonObject = {
  description: "How many.",
  style: "simple",
  schema: text,
  example: "1",
};
const described: JsonObject = {
  schema: text,
  examples: { one: example, out: external },
};
const inContent: JsonObject = { content: { "application/json": { schema: text } } };
const encoding: JsonObject = {
  contentType: "text/plain",
  style: "form",
  headers: { "X-Part": header },
};
const media: JsonObject = {
  schema: ref("schemas", "Pet"),
  examples: { one: example, out: external },
};
const link: JsonObject = {
  operationId: "getPet",
  operationRef: "#/paths/~1pets~1{id}/get",
  parameters: { id: "$response.body#/id" },
  requestBody: "$request.body",
  description: "The pet.",
  server,
};
const response: JsonObject = {
  description: "Pets.",
  headers: {
    "X-Total": header,
    "X-Many": described,
    "X-Json": inContent,
    Shared: ref("headers", "Shared"),
  },
  content: { "application/json": media, "text/csv": { schema: text, example: "a" } },
  links: { self: link, shared: ref("links", "Self") },
};
const failure: JsonObject = {
  description: "No.",
  content: { "application/json": { schema: pet } },
};
const body: JsonObject = {
  description: "What is sent.",
  required: true,
  content: {
    "multipart/form-data": {
      schema: { type: "object", properties: { note: text, tags: { type: "array", items: text } } },
      encoding: { note: encoding },
    },
    "application/json": media,
  },
};
const parameter = (place: string, name: string, style: string): JsonObject => ({
  name,
  in: place,
  description: "Chooses.",
  ...(place === "path" && { required: true }),
  style,
  schema: { type: "string", default: "a" },
  example: "b",
});
const callback: JsonObject = {
  "{$request.body#/url}": {
    post: { operationId: "onPet", summary: "Heard.", responses: { "200": { description: "Ok." } } },
  },
};
const getPet: JsonObject = {
  tags: ["pets"],
  summary: "One pet.",
  description: "By its id.",
  externalDocs: docs,
  operationId: "getPet",
  parameters: [
    parameter("query", "filter", "form"),
    parameter("header", "X-Trace", "simple"),
    parameter("cookie", "session", "form"),
    { name: "json", in: "query", content: { "application/json": { schema: text } } },
    { name: "many", in: "query", schema: text, examples: { one: example, out: external } },
    ref("parameters", "Shared"),
  ],
  responses: { "200": response, "404": failure, default: ref("responses", "Failure") },
  callbacks: { heard: callback, shared: ref("callbacks", "Heard") },
  security: [{ key: [] }, { oauth: ["read"] }],
  servers: [server],
};
const flow = (more: JsonObject): JsonObject => ({
  refreshUrl: "https://auth.example/refresh",
  scopes: { read: "May read." },
  ...more,
});
const authorizationUrl = "https://auth.example/authorize";
const tokenUrl = "https://auth.example/token";

/** Version 3.0, or 3.1 with what is new in it. */
export function everything(version: "3.0" | "3.1"): JsonObject {
  const is31 = version === "3.1";
  const own = structuredClone({
    openapi: is31 ? "3.1.0" : "3.0.3",
    info: {
      title: "Pets",
      description: "All pets.",
      termsOfService: "https://example.com/terms",
      contact: { name: "Ana", url: "https://example.com", email: "ana@example.com" },
      license: { name: "MIT", url: "https://example.com/mit", ...(is31 && { identifier: "MIT" }) },
      version: "1",
      ...(is31 && { summary: "Pets." }),
    },
    externalDocs: docs,
    servers: [server],
    security: [{ key: [] }],
    tags: [{ name: "pets", description: "About pets.", externalDocs: docs }],
    paths: {
      // The same operations under another path.
      "/animals/{id}": { $ref: "#/paths/~1pets~1{id}" },
      "/pets/{id}": {
        summary: "Pets.",
        description: "One of them.",
        servers: [server],
        parameters: [parameter("path", "id", "simple")],
        get: getPet,
        put: {
          ...getPet,
          operationId: "putPet",
          requestBody: body,
          callbacks: {},
        },
        post: {
          operationId: "postPet",
          requestBody: ref("requestBodies", "Shared"),
          responses: { "200": response },
        },
      },
    },
    ...(is31 && {
      jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base",
      webhooks: { heard: { post: { operationId: "hook", responses: { "200": response } } } },
    }),
    components: {
      schemas: {
        Pet: pet,
        Dog: { allOf: [ref("schemas", "Toy")], type: "object", properties: { kind: text } },
        Toy: { type: "object", properties: { size: text } },
      },
      responses: { Failure: failure },
      parameters: { Shared: parameter("query", "shared", "form") },
      examples: { One: example },
      requestBodies: { Shared: body },
      headers: { Shared: header },
      securitySchemes: {
        key: { type: "apiKey", name: "X-Key", in: "header", description: "A key." },
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A token." },
        basic: { type: "http", scheme: "basic" },
        oauth: {
          type: "oauth2",
          description: "Several ways.",
          flows: {
            implicit: flow({ authorizationUrl }),
            password: flow({ tokenUrl }),
            clientCredentials: flow({ tokenUrl }),
            authorizationCode: flow({ authorizationUrl, tokenUrl }),
          },
        },
        open: {
          type: "openIdConnect",
          openIdConnectUrl: "https://auth.example/.well-known",
          description: "O.",
        },
      },
      links: { Self: link },
      callbacks: { Heard: callback },
      ...(is31 && {
        pathItems: { Shared: { get: { operationId: "shared", responses: { "200": response } } } },
      }),
    },
  });
  return own as JsonObject;
}
