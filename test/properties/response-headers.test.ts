/** Headers that the description documents, read from answers over a real connection. */

import { readFileSync } from "node:fs";
import { beforeEach, expect, it } from "vitest";
import { root } from "../generate/harness.js";
import { serve } from "../runtime/support.js";
import { emit } from "./emitted.js";

interface Result {
  readonly headers: object;
}
interface Call extends Promise<unknown> {
  withResponse(): Promise<Result>;
}
interface Client {
  readonly parcels: {
    list(): Call;
    create(): Call;
    readonly label: { retrieve(params: object): Call };
  };
}

const description = readFileSync(`${root}test/scenarios/response-headers/openapi.yaml`, "utf8");
const { exports } = await emit(description);
const Made = exports["TestClient"] as unknown as new (options: object) => Client;
const { safe } = exports as unknown as {
  readonly safe: (client: Client) => { parcels: { create(): Promise<Result> } };
};
let client: Client;
let answered: Record<string, string>;
let url: string;

beforeEach(async () => {
  ({ url } = await serve((request, response) => {
    const type = request.url?.endsWith("/label") === true ? "application/pdf" : "application/json";
    const body = request.method === "GET" ? "[]" : "{}";
    response.writeHead(200, { "content-type": type, ...answered }).end(body);
  }));
  client = new Made({ baseUrl: url, maxRetries: 0 });
});

const labelHeaders = async (headers: Record<string, string>) => {
  answered = headers;
  return (await client.parcels.label.retrieve({ id: "1" }).withResponse()).headers;
};

it("are what their schemas say, by their documented names", async () => {
  const headers = { "x-sizes": "1, 2,3", "X-COLOURS": "red,  green", "x-final": "false" };
  expect(await labelHeaders({ ...headers, "x-weight": "2.5e1", "x-other": "no" })).toEqual({
    "X-Sizes": [1, 2, 3],
    "X-Colours": ["red", "green"],
    "X-Final": false,
    "X-Weight": 25,
  });
  expect(await labelHeaders({ "x-final": "true", "x-colours": "", "x-sizes": "" })).toEqual({
    "X-Colours": [],
    "X-Final": true,
    "X-Sizes": [],
  });
});

it("are left out where they are not what they should be", async () => {
  const wrong = { "x-sizes": "1,two", "x-final": "yes", "x-weight": "heavy" };
  expect(await labelHeaders(wrong)).toEqual({});
  expect(await labelHeaders({ "x-weight": "0x10" })).toEqual({});
  expect(await labelHeaders({ "x-weight": "" })).toEqual({});
  expect(await labelHeaders({})).toEqual({});
});

it("have names of their own, whatever those mean to JavaScript", async () => {
  answered = { ["__proto__"]: "polluted", location: "7", "retry-after": "2" };
  const { headers } = await client.parcels.create().withResponse();
  expect(Object.entries(headers).sort()).toEqual([
    ["Location", "7"],
    ["Retry-After", 2],
    ["__proto__", "polluted"],
  ]);
  expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
});

it("come with the first page of a list and with the results of safe calls", async () => {
  answered = { "x-total-count": "12", link: "<https://depot.example/parcels?page=2>; rel=prev" };
  const { headers } = await client.parcels.list().withResponse();
  expect(headers).toEqual({ "X-Total-Count": 12, Link: answered["link"] });
  answered = { location: "/parcels/1" };
  const result = await safe(new Made({ baseUrl: url })).parcels.create();
  expect(result).toMatchObject({ ok: true, headers: { Location: "/parcels/1" } });
});
