import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { largeDescription, largeResources } from "../types/large-description.mjs";
import { check, emitDeclarations, projectWith } from "../types/project.mjs";
import { generateClients } from "./generate.mjs";
import { table } from "./table.mjs";

const GOAL = { instantiations: 5_000, seconds: 1 };

const INPUT = `{ name: "a", address: { street: "b", country: "AT" }, lines: [{ amount: 1 }] }`;
const camel = (tag) => tag.replace(/_(\w)/gu, (_, letter) => letter.toUpperCase());
const pathOf = (tag) => `/${tag.replaceAll("_", "-")}`;

/** A hundred calls, one of each resource: every second one a GET with an id, the others a POST with a body. */
const CLIENTS = [
  {
    name: "Clientwright",
    head: `import { ShopClient } from "shop"; export const client = new ShopClient({ token: "t" });`,
    get: (tag) => `(await client.${camel(tag)}.retrieve({ id: "1" })).name`,
    post: (tag) => `(await client.${camel(tag)}.create({ body: ${INPUT} })).id`,
  },
  {
    name: "Clientwright, safe",
    head: `import { ShopClient } from "shop"; export const client = new ShopClient({ token: "t" }).safe;`,
    get: (tag) => `(await client.${camel(tag)}.retrieve({ id: "1" })).ok`,
    post: (tag) => `(await client.${camel(tag)}.create({ body: ${INPUT} })).ok`,
  },
  {
    name: "Clientwright, raw",
    head: `import { ShopClient } from "shop"; export const client = new ShopClient({ token: "t" }).raw;`,
    get: (tag) =>
      `(await client.GET("${pathOf(tag)}/{id}", { params: { path: { id: "1" } } })).data?.name`,
    post: (tag) => `(await client.POST("${pathOf(tag)}", { body: ${INPUT} })).data?.id`,
  },
  {
    name: "openapi-fetch over our paths",
    head: `import createClient from "openapi-fetch"; import type { paths } from "shop"; export const client = createClient<paths>();`,
    get: (tag) =>
      `(await client.GET("${pathOf(tag)}/{id}", { params: { path: { id: "1" } } })).data?.name`,
    post: (tag) => `(await client.POST("${pathOf(tag)}", { body: ${INPUT} })).data?.id`,
  },
  {
    name: "hey-api, client-fetch",
    head: `import * as client from "hey-api-client"; export { client };`,
    get: (tag) => `(await client.${camel(tag)}Retrieve({ path: { id: "1" } })).data?.name`,
    post: (tag) => `(await client.${camel(tag)}Create({ body: ${INPUT} })).data?.id`,
  },
  {
    name: "Redocly generate-client",
    head: `import * as client from "redocly-client"; export { client };`,
    get: (tag) => `(await client.${tag}_retrieve({ path: { id: "1" } })).name`,
    post: (tag) => `(await client.${tag}_create({ body: ${INPUT} })).id`,
  },
];

/** What a hundred calls cost a compiler, over a program that makes the client and calls nothing. */
export function measureTypes(bench) {
  const folder = generateClients(bench, "large", largeDescription());
  const project = projectWith("shop", join(folder, "ours"));
  try {
    for (const peer of ["hey-api", "redocly"]) installPeer(project, folder, peer);
    const rows = CLIENTS.map((client) => measure(project, client));
    const [{ 5.9: ours }] = rows;
    const isReached = ours.count <= GOAL.instantiations && ours.seconds <= GOAL.seconds;
    return [
      "## Types",
      "",
      "A hundred calls of a client with 2,000 operations, one of each of its 100 resources, over a program that makes the",
      "client and calls nothing: instantiations of types and seconds to check, by the declarations of each client.",
      "",
      ...table(
        ["client", "TypeScript 5.9", "s", "TypeScript 7.0", "s"],
        rows.map((row) => [
          row.name,
          ...["5.9", "7.0"].flatMap((version) => [
            row[version].count,
            row[version].seconds.toFixed(2),
          ]),
        ]),
      ),
      "",
      `Goal: at most ${GOAL.instantiations} and ${GOAL.seconds} s: ${isReached ? "reached" : "missed"}.`,
    ];
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function installPeer(project, folder, peer) {
  const installed = join(project, "node_modules", `${peer}-client`);
  mkdirSync(installed, { recursive: true });
  symlinkSync(join(folder, peer), join(installed, "src"), "junction");
  copyFileSync(join(folder, "ours/tsconfig.json"), join(installed, "tsconfig.json"));
  const entry = peer === "redocly" ? "client" : "index";
  writeFileSync(
    join(installed, "package.json"),
    JSON.stringify({
      name: `${peer}-client`,
      type: "module",
      exports: { ".": { types: `./dist/${entry}.d.ts` } },
    }),
  );
  emitDeclarations(installed, false);
}

function measure(project, { name, head, get, post }) {
  const calls = largeResources.map(({ tag }, index) => (index % 2 ? get(tag) : post(tag)));
  const base = `declare function show(value: unknown): void;\n${head}\n`;
  const program = (lines) =>
    `${base}export async function calls() {\n${lines.map((line) => `  show(${line});\n`).join("")}}\n`;
  const row = { name };
  for (const version of ["5.9", "7.0"]) {
    const without = check(version, project, { "program.ts": program([]) });
    const withCalls = check(version, project, { "program.ts": program(calls) });
    if (withCalls.errors !== "") throw new Error(`${name}\n${withCalls.errors.slice(0, 2000)}`);
    row[version] = {
      count: withCalls.count - without.count,
      seconds: withCalls.seconds - without.seconds,
    };
  }
  return row;
}
