import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { generateClients } from "./generate.mjs";
import { table } from "./table.mjs";

const ROUNDS = 60;
const WARM_UP = 15;
const CALLS = 150;
/** Of openapi-fetch's own overhead: 60 µs where it costs 100. */
const GOAL_RATIO = 0.6;

const ITEM = { id: "1", name: "Lamp" };
const TEXT = JSON.stringify(ITEM);
const BASE = "https://api.example.com/v1";

/** Answers at once; a response can be read once, so each call gets its own. */
const fakeFetch = () =>
  Promise.resolve(new Response(TEXT, { headers: { "content-type": "application/json" } }));

const PROGRAM = `
  export { ShopClient } from "./ours/src/index.js";
  export { configure, items_create, items_retrieve } from "./redocly/client.js";
  export { itemsCreate, itemsRetrieve } from "./hey-api/index.js";
  export { client as heyApi } from "./hey-api/client.gen.js";
  export { default as ky } from "ky";
  export { default as createOpenapiFetch } from "openapi-fetch";`;

/** What a call costs beside the \`fetch\` in it. */
export async function measureOverhead(bench) {
  const folder = generateClients(bench, "get-and-post");
  const subjects = subjectsOf(await load(folder));
  const sections = [];
  for (const method of ["GET", "POST"]) sections.push(await section(method, subjects));
  return [
    "## Overhead",
    "",
    "Microseconds that a call takes over the same call by bare `fetch`, where `fetch` is a function that has the",
    "response ready: median (and quartiles) of the differences within a round.",
    `${ROUNDS} rounds of ${CALLS} calls each, in turns. All clients as they are by default.`,
    ...sections.flatMap((lines) => ["", ...lines]),
  ];
}

function subjectsOf(loaded) {
  const { ShopClient, createOpenapiFetch, configure, items_create, items_retrieve } = loaded;
  const { heyApi, itemsCreate, itemsRetrieve, ky } = loaded;
  const ours = new ShopClient({ fetch: fakeFetch });
  const withoutStack = new ShopClient({ fetch: fakeFetch, captureStack: false });
  const openapiFetch = createOpenapiFetch({ baseUrl: BASE, fetch: fakeFetch });
  configure({ fetch: fakeFetch });
  heyApi.setConfig({ fetch: fakeFetch });
  const kyInstance = ky.create({ prefix: BASE, fetch: fakeFetch });
  return [
    {
      name: "bare fetch",
      GET: async () => (await fakeFetch(`${BASE}/items/1`, { method: "GET" })).json(),
      POST: async () => {
        const headers = { "content-type": "application/json" };
        const init = { method: "POST", headers, body: JSON.stringify(ITEM) };
        return (await fakeFetch(`${BASE}/items`, init)).json();
      },
    },
    {
      name: "openapi-fetch",
      GET: async () =>
        (await openapiFetch.GET("/items/{id}", { params: { path: { id: "1" } } })).data,
      POST: async () => (await openapiFetch.POST("/items", { body: ITEM })).data,
    },
    {
      name: "Clientwright",
      GET: () => ours.items.retrieve({ id: "1" }),
      POST: () => ours.items.create({ body: ITEM }),
    },
    {
      name: "Clientwright, captureStack: false",
      GET: () => withoutStack.items.retrieve({ id: "1" }),
      POST: () => withoutStack.items.create({ body: ITEM }),
    },
    {
      name: "Redocly generate-client",
      GET: () => items_retrieve({ path: { id: "1" } }),
      POST: () => items_create({ body: ITEM }),
    },
    {
      name: "hey-api, client-fetch",
      GET: async () => (await itemsRetrieve({ path: { id: "1" } })).data,
      POST: async () => (await itemsCreate({ body: ITEM })).data,
    },
    {
      name: "ky, by hand",
      GET: () => kyInstance.get("items/1").json(),
      POST: () => kyInstance.post("items", { json: ITEM }).json(),
    },
  ];
}

/** Unminified and for Node, as a server runs it; the packages stay where they are. */
async function load(folder) {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: folder, loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["openapi-fetch", "ky"],
    write: false,
    logLevel: "silent",
  });
  const file = join(folder, "overhead-subjects.mjs");
  writeFileSync(file, outputFiles[0].contents);
  return import(pathToFileURL(file).href);
}

async function section(method, subjects) {
  for (const { name, [method]: call } of subjects) {
    const data = await call();
    // A client that fails fast would win.
    if (JSON.stringify(data) !== TEXT)
      throw new Error(`${name} ${method}: ${JSON.stringify(data)}`);
  }
  const rounds = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const times = new Map();
    // Another one begins each time, so that none always runs after the same one's garbage.
    for (let i = 0; i < subjects.length; i++) {
      const { name, [method]: call } = subjects[(i + round + WARM_UP) % subjects.length];
      times.set(name, await microsecondsPerCall(call));
    }
    if (round >= 0) rounds.push(times);
  }
  const [{ name: bare }, ...clients] = subjects;
  const overheads = clients.map(({ name }) => ({
    name,
    ...quartiles(rounds.map((times) => times.get(name) - times.get(bare))),
  }));
  const reference = overheads.find(({ name }) => name === "openapi-fetch").median;
  const ours = overheads.find(({ name }) => name === "Clientwright").median;
  const ratio = ours / reference;
  return [
    `### ${method}`,
    "",
    ...table(
      ["client", "µs over fetch", "quartiles", "of openapi-fetch's"],
      overheads.map(({ name, low, median, high }) => [
        name,
        median.toFixed(1),
        `${low.toFixed(1)} to ${high.toFixed(1)}`,
        `${Math.round((median / reference) * 100)} %`,
      ]),
    ),
    "",
    `Bare \`fetch\` itself took ${quartiles(rounds.map((times) => times.get(bare))).median.toFixed(1)} µs.` +
      (method === "GET"
        ? ` Goal: at most ${GOAL_RATIO * 100} % of openapi-fetch's overhead: ${ratio <= GOAL_RATIO ? "reached" : "missed"}.`
        : ""),
  ];
}

async function microsecondsPerCall(call) {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) await call();
  return ((performance.now() - start) / CALLS) * 1000;
}

function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round((sorted.length - 1) * share)];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}
