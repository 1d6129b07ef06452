import { bundle } from "./bundle.mjs";
import { generateClients } from "./generate.mjs";
import { table } from "./table.mjs";

export const GOAL_BYTES = 6_000;

const BASE = "https://api.example.com/v1";

/** Programs that make one GET: without a credential, and with a bearer token. */
const ONE_GET = [
  {
    name: "Clientwright, one resource",
    without: `import { Items, createClient } from "./ours/src/index.js";
      export const item = await new Items(createClient({})).retrieve({ id: "1" });`,
    withToken: `import { Items, createClient } from "./ours/src/index.js";
      export const item = await new Items(createClient({ token: "t" })).retrieve({ id: "1" });`,
  },
  {
    name: "Clientwright, whole client",
    without: `import { ShopClient } from "./ours/src/index.js";
      export const item = await new ShopClient().items.retrieve({ id: "1" });`,
    withToken: `import { ShopClient } from "./ours/src/index.js";
      export const item = await new ShopClient({ token: "t" }).items.retrieve({ id: "1" });`,
  },
  {
    name: "hey-api, client-fetch",
    without: `import { itemsRetrieve } from "./hey-api/index.js";
      export const { data: item } = await itemsRetrieve({ path: { id: "1" } });`,
    withToken: `import { itemsRetrieve } from "./hey-api/index.js";
      export const { data: item } = await itemsRetrieve({ path: { id: "1" }, auth: "t" });`,
  },
  {
    name: "Redocly generate-client",
    without: `import { items_retrieve } from "./redocly/client.js";
      export const item = await items_retrieve({ path: { id: "1" } });`,
    withToken: `import { configure, items_retrieve } from "./redocly/client.js";
      configure({ auth: { bearer: "t" } });
      export const item = await items_retrieve({ path: { id: "1" } });`,
  },
  {
    name: "ky, by hand",
    without: `import ky from "ky";
      export const item = await ky.get("${BASE}/items/1").json();`,
    withToken: `import ky from "ky";
      const headers = { authorization: "Bearer t" };
      export const item = await ky.get("${BASE}/items/1", { headers }).json();`,
  },
  {
    name: "openapi-fetch, bare",
    without: `import createClient from "openapi-fetch";
      const client = createClient({ baseUrl: "${BASE}" });
      export const { data } = await client.GET("/items/{id}", { params: { path: { id: "1" } } });`,
    withToken: `import createClient from "openapi-fetch";
      const headers = { authorization: "Bearer t" };
      const client = createClient({ baseUrl: "${BASE}", headers });
      export const { data } = await client.GET("/items/{id}", { params: { path: { id: "1" } } });`,
  },
];

const ONE_LIST = `import { Items, createClient } from "./ours/src/index.js";
  export const items = await new Items(createClient({})).list().toArray({ limit: 10 });`;

/** What a browser downloads for one call. */
export async function measureSize(bench) {
  const folder = generateClients(bench, "one-get");
  const bearerFolder = generateClients(bench, "one-get-bearer");
  const listFolder = generateClients(bench, "one-list");
  const rows = [];
  for (const { name, without, withToken } of ONE_GET) {
    const bundles = [await bundle(without, folder), await bundle(withToken, bearerFolder)];
    rows.push({ name, bundles });
  }
  const [{ bundles: ours }] = rows;
  const list = await bundle(ONE_LIST, listFolder);
  const [, { gzipped, modules }] = ours;
  const isReached = gzipped <= GOAL_BYTES;
  return [
    "## Size",
    "",
    "A bundle for browsers that makes one GET, by esbuild, minified, in bytes: of an API without credentials, and of the",
    "same one with a bearer token.",
    "",
    ...table(
      ["client", "minified", "gzip", "with token, minified", "gzip"],
      rows.map(({ name, bundles }) => [
        name,
        ...bundles.flatMap(({ minified, gzipped }) => [minified, gzipped]),
      ]),
    ),
    "",
    `One resource with one list in pages instead, without a token: ${list.minified}, gzip ${list.gzipped}.`,
    "",
    `Goal: at most ${GOAL_BYTES} bytes gzipped for one resource with one GET and a token: ` +
      (isReached ? "reached." : `missed by ${gzipped - GOAL_BYTES}.`),
    "",
    "Where the bytes of the first row with a token are, minified, before gzip:",
    "",
    ...table(
      ["module", "bytes"],
      modules.map(({ path, bytes }) => [path.replace("ours/src/", ""), bytes]),
    ),
  ];
}
