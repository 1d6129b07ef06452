const KINDS = ["retail", "wholesale", "export", "rental", "repair"];
const NOUNS = [
  ["order", "orders"],
  ["invoice", "invoices"],
  ["shipment", "shipments"],
  ["customer", "customers"],
  ["product", "products"],
  ["price", "prices"],
  ["discount", "discounts"],
  ["warehouse", "warehouses"],
  ["supplier", "suppliers"],
  ["payment", "payments"],
  ["refund", "refunds"],
  ["contract", "contracts"],
  ["ticket", "tickets"],
  ["vehicle", "vehicles"],
  ["driver", "drivers"],
  ["route", "routes"],
  ["report", "reports"],
  ["user", "users"],
  ["team", "teams"],
  ["project", "projects"],
];

/** Resources of the description below, each with twenty operations. */
export const largeResources = KINDS.flatMap((kind) =>
  NOUNS.map(([one, many]) => ({
    tag: `${kind}_${many}`,
    model: `${capital(kind)}${capital(one)}`,
  })),
);

/** An API of 2,000 operations, always the same: 100 resources with lists, bodies, enums, nested models and errors. */
export function largeDescription() {
  const paths = {};
  const schemas = { ...SHARED };
  largeResources.forEach(({ tag, model }, index) => {
    Object.assign(schemas, schemasOf(model, index));
    Object.assign(paths, pathsOf(tag, model, index));
  });
  return {
    openapi: "3.1.0",
    info: { title: "Large", version: "1.0.0" },
    servers: [
      {
        url: "https://{region}.example.com",
        variables: { region: { enum: ["eu", "us"], default: "eu" } },
      },
    ],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas,
    },
  };
}

const text = { type: "string" };
const count = { type: "integer" };
const day = { type: "string", format: "date-time" };
const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const list = (items) => ({ type: "array", items });
const nullable = (type) => ({ type: [type, "null"] });

const SHARED = {
  Problem: {
    type: "object",
    required: ["title"],
    properties: { title: text, status: count, detail: text },
  },
  ValidationProblem: {
    type: "object",
    required: ["fields"],
    properties: { fields: { type: "object", additionalProperties: list(text) } },
  },
  Country: { type: "string", enum: ["AT", "CH", "DE", "FR", "IT"] },
  Address: {
    type: "object",
    required: ["street", "country"],
    properties: { street: text, zip: nullable("string"), country: ref("Country") },
  },
  Card: {
    type: "object",
    required: ["method", "last4"],
    properties: { method: { type: "string", const: "card" }, last4: text },
  },
  Transfer: {
    type: "object",
    required: ["method", "iban"],
    properties: { method: { type: "string", const: "transfer" }, iban: text },
  },
  Payment: {
    oneOf: [ref("Card"), ref("Transfer")],
    discriminator: {
      propertyName: "method",
      mapping: { card: "#/components/schemas/Card", transfer: "#/components/schemas/Transfer" },
    },
  },
  LineInput: {
    type: "object",
    required: ["amount"],
    properties: { amount: count, article: text },
  },
  Changes: { type: "object", properties: { name: text, notes: nullable("string") } },
  Summary: {
    type: "object",
    required: ["total", "by_status"],
    properties: { total: count, by_status: { type: "object", additionalProperties: count } },
  },
  Search: { type: "object", required: ["text"], properties: { text, limit: count } },
  Assignment: { type: "object", required: ["user"], properties: { user: text, at: day } },
};

function schemasOf(model, index) {
  // Every resource has fields of its own, so that no two models are the same type.
  const extra = Object.fromEntries(
    Array.from({ length: 3 + (index % 5) }, (_, i) => [
      `field_${index}_${i}`,
      i % 2 ? nullable("string") : count,
    ]),
  );
  const fields = {
    name: text,
    status: ref(`${model}Status`),
    address: ref("Address"),
    billing: ref("Address"),
    payment: ref("Payment"),
    labels: { type: "object", additionalProperties: text },
    notes: nullable("string"),
    ...extra,
  };
  return {
    [`${model}Status`]: {
      type: "string",
      enum: ["draft", "open", "closed", `state_${index}`],
    },
    [model]: {
      type: "object",
      required: ["id", "name", "status", "address", "created_on", "lines"],
      properties: {
        id: { ...text, readOnly: true },
        created_on: { ...day, readOnly: true },
        lines: list(ref(`${model}Line`)),
        ...fields,
      },
    },
    [`${model}Input`]: {
      type: "object",
      required: ["name", "address"],
      properties: { ...fields, lines: list(ref("LineInput")) },
    },
    [`${model}Line`]: {
      type: "object",
      required: ["id", "amount"],
      properties: { id: text, amount: count, article: text, delivery: ref("Address") },
    },
    [`${model}Page`]: {
      type: "object",
      required: ["count", "results"],
      properties: {
        count,
        next: nullable("string"),
        previous: nullable("string"),
        results: list(ref(model)),
      },
    },
  };
}

function pathsOf(tag, model, index) {
  const base = `/${tag.replaceAll("_", "-")}`;
  const id = { name: "id", in: "path", required: true, schema: text };
  const line = { name: "line_id", in: "path", required: true, schema: text };
  const query = (name, schema) => ({ name, in: "query", schema });
  const json = (schema) => ({ "application/json": { schema } });
  const body = (schema) => ({ required: true, content: json(schema) });
  const operation = (name, { parameters = [], request, status = "200", schema }) => ({
    operationId: `${tag}_${name}`,
    // One class with twenty methods for each, whatever the paths are.
    "x-fern-sdk-group-name": tag,
    "x-fern-sdk-method-name": name,
    tags: [tag],
    parameters,
    ...(request && { requestBody: request }),
    responses: {
      [status]: { description: "Done.", ...(schema && { content: json(schema) }) },
      ...(request && { 422: { description: "Refused.", content: json(ref("ValidationProblem")) } }),
      404: { description: "Not found.", content: json(ref("Problem")) },
    },
  });
  const paging = [query("page", count), query("page_size", count)];
  const filters = [
    query("status", ref(`${model}Status`)),
    query("search", text),
    query("since", day),
    query(`filter_${index}`, list(text)),
  ];
  return {
    [base]: {
      get: operation("list", { parameters: [...paging, ...filters], schema: ref(`${model}Page`) }),
      post: operation("create", {
        request: body(ref(`${model}Input`)),
        status: "201",
        schema: ref(model),
      }),
    },
    [`${base}/summary`]: {
      get: operation("summary", { parameters: filters, schema: ref("Summary") }),
    },
    [`${base}/statuses`]: { get: operation("statuses", { schema: list(ref(`${model}Status`)) }) },
    [`${base}/batch`]: {
      post: operation("batch", {
        request: body(list(ref(`${model}Input`))),
        schema: list(ref(model)),
      }),
    },
    [`${base}/search`]: {
      post: operation("search", {
        request: body(ref("Search")),
        schema: ref(`${model}Page`),
      }),
    },
    [`${base}/{id}`]: {
      get: operation("retrieve", { parameters: [id], schema: ref(model) }),
      put: operation("update", {
        parameters: [id],
        request: body(ref(`${model}Input`)),
        schema: ref(model),
      }),
      patch: operation("partial_update", {
        parameters: [id],
        request: body(ref("Changes")),
        schema: ref(model),
      }),
      delete: operation("delete", { parameters: [id], status: "204" }),
    },
    [`${base}/{id}/close`]: {
      post: operation("close", { parameters: [id], schema: ref(model) }),
    },
    [`${base}/{id}/assign`]: {
      post: operation("assign", {
        parameters: [id],
        request: body(ref("Assignment")),
        schema: ref(model),
      }),
    },
    [`${base}/{id}/owner`]: {
      get: operation("owner", { parameters: [id], schema: ref("Address") }),
      put: operation("set_owner", {
        parameters: [id],
        request: body(ref("Address")),
        schema: ref("Address"),
      }),
    },
    [`${base}/{id}/lines`]: {
      get: operation("list_lines", { parameters: [id], schema: list(ref(`${model}Line`)) }),
      post: operation("create_line", {
        parameters: [id],
        request: body(ref("LineInput")),
        status: "201",
        schema: ref(`${model}Line`),
      }),
    },
    [`${base}/{id}/lines/{line_id}`]: {
      get: operation("retrieve_line", { parameters: [id, line], schema: ref(`${model}Line`) }),
      patch: operation("update_line", {
        parameters: [id, line],
        request: body(ref("LineInput")),
        schema: ref(`${model}Line`),
      }),
      delete: operation("destroy_line", { parameters: [id, line], status: "204" }),
    },
    [`${base}/{id}/payment`]: {
      put: operation("pay", {
        parameters: [id],
        request: body(ref("Payment")),
        schema: ref("Payment"),
      }),
    },
  };
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

const camel = (text) => text.replace(/_(\w)/gu, (_, letter) => letter.toUpperCase());
const INPUT = `{ name: "a", address: { street: "b", country: "AT" }, lines: [{ amount: 1 }] }`;

/** One call for each operation of a resource, with what its caller does with the result. */
const CALLS = [
  (it) => `for await (const item of ${it}.list({ status: "open" })) show(item.address.country);`,
  (it) => `show((await ${it}.create({ body: ${INPUT} })).id);`,
  (it) => `show((await ${it}.retrieve({ id: "1" })).lines[0]?.article);`,
  (it) => `show((await ${it}.update({ id: "1", body: ${INPUT} })).status);`,
  (it) => `show((await ${it}.partialUpdate({ id: "1", body: { notes: null } })).notes);`,
  (it) => `await ${it}.delete({ id: "1" }, { timeout: 1000 });`,
  (it) => `show((await ${it}.batch({ body: [${INPUT}] })).length);`,
  (it) => `show((await ${it}.search({ body: { text: "a" } })).results[0]?.name);`,
  (it) => `show((await ${it}.statuses())[0]);`,
  (it) => `show((await ${it}.summary({ search: "a" })).total);`,
  (it) => `show((await ${it}.assign({ id: "1", body: { user: "a" } })).name);`,
  (it) => `show((await ${it}.close({ id: "1" })).created_on);`,
  (it) => `show((await ${it}.listLines({ id: "1" }))[0]?.amount);`,
  (it) => `show((await ${it}.createLine({ id: "1", body: { amount: 1 } })).id);`,
  (it) => `show((await ${it}.retrieveLine({ id: "1", line_id: "2" })).delivery?.zip);`,
  (it) => `await ${it}.destroyLine({ id: "1", line_id: "2" });`,
  (it) => `show((await ${it}.updateLine({ id: "1", line_id: "2", body: { amount: 2 } })).amount);`,
  (it) => `show((await ${it}.owner({ id: "1" })).street);`,
  (it) => `show((await ${it}.setOwner({ id: "1", body: { street: "a", country: "FR" } })).zip);`,
  (it) => `show((await ${it}.pay({ id: "1", body: { method: "card", last4: "1" } })).method);`,
];

/** Calls that return their error: what is read depends on whether there is one. */
const SAFE_CALLS = [
  (it) => `{ const r = await ${it}.retrieve({ id: "1" }); if (r.ok) show(r.data.name); }`,
  (it) => `{ const r = await ${it}.create({ body: ${INPUT} }); show(r.ok ? r.data.id : r.error); }`,
  (it) => `{ const r = await ${it}.summary(); if (r.ok) show(r.data.total); }`,
  (it) => `{ const r = await ${it}.delete({ id: "1" }); show(r.ok); }`,
];

const SHOW = "declare function show(value: unknown): void;";
const OURS = `import { LargeClient } from "large";\n${SHOW}\nexport const large = new LargeClient({ token: "t" });`;
const program = (head, lines) =>
  `${head}\nexport async function calls() {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
const hundred = (calls, place) =>
  largeResources.map(({ tag }, index) => calls[index % calls.length](place(tag)));
/** Programs of a hundred calls each, by what they call; `base` makes a client and calls nothing. */
export const largePrograms = {
  base: program(OURS, []),
  calls: program(
    OURS,
    hundred(CALLS, (tag) => `large.${camel(tag)}`),
  ),
  safe: program(
    OURS,
    hundred(SAFE_CALLS, (tag) => `large.safe.${camel(tag)}`),
  ),
};
