/** Dates and integers of 64 bits on their way over a real connection, where the configuration asks for them. */

import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { root } from "../generate/harness.js";
import { failure, serve } from "../runtime/support.js";
import type { TestServer } from "../runtime/support.js";
import { emit } from "./emitted.js";

interface Client {
  readonly entries: {
    list(
      params: object,
    ): PromiseLike<{ items: Record<string, unknown>[] }> & AsyncIterable<Record<string, unknown>>;
    create(params: object): Promise<Record<string, unknown>>;
  };
  readonly events: { list(): Promise<Record<string, Record<string, unknown>>> };
  readonly names: { list(): Promise<unknown> };
  readonly raw: { GET(path: string): Promise<{ data: Record<string, never> }> };
}

const description = readFileSync(`${root}test/scenarios/formats/openapi.yaml`, "utf8");
const made = await emit(description, { formats: { "date-time": "Date", int64: "bigint" } });
const Made = made.exports["TestClient"] as unknown as new (options: object) => Client;
let answer = "";
let status = 200;
let server: TestServer;
let client: Client;

beforeEach(async () => {
  status = 200;
  server = await serve((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(answer);
  });
  client = new Made({ baseUrl: server.url, maxRetries: 0 });
});

const entry = `{
  "id": 9007199254740993, "at": "2026-11-23T10:00:00.5+02:00", "cleared": null, "amount": -12,
  "day": "2026-11-23", "marks": [["2026-01-01T00:00:00Z"], []],
  "span": ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "9007199254740993"],
  "corrects": { "id": 18446744073709551616, "at": "2026-01-01T00:00:00Z", "corrects": { "id": 1.5, "at": 3 } },
  "meta": { "seen": "2026-01-01T00:00:00Z", "__proto__": "2026-01-01T00:00:00Z", "other": 9007199254740993 },
  "unknown": "2026-01-01T00:00:00Z"
}`;
const newYear = new Date("2026-01-01T00:00:00Z");

describe("what is received", () => {
  it("has Dates and bigints where the description says so, and nowhere else", async () => {
    answer = entry;
    const found = await client.entries.create({ body: { at: newYear } });
    expect(found).toMatchObject({
      id: 9007199254740993n,
      at: new Date("2026-11-23T08:00:00.500Z"),
      cleared: null,
      amount: -12n,
      day: "2026-11-23",
      marks: [[newYear], []],
      span: [newYear, "2026-01-01T00:00:00Z", "9007199254740993"],
      corrects: { id: 18446744073709551616n, at: newYear, corrects: { id: 1.5, at: 3 } },
      unknown: "2026-01-01T00:00:00Z",
    });
    const meta = found["meta"] as Record<string, unknown>;
    expect(meta["seen"]).toEqual(newYear);
    expect(meta["other"]).toBe(9007199254740992);
    // A key of the server's is no prototype.
    expect(Object.getPrototypeOf(meta)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(meta, "__proto__")?.value).toEqual(newYear);
  });

  it("has them in the items of a list", async () => {
    answer = `{ "count": 1, "next": null, "results": [${entry}] }`;
    const page = await client.entries.list({ since: newYear });
    expect(page.items[0]).toMatchObject({ id: 9007199254740993n, marks: [[newYear], []] });
    for await (const item of client.entries.list({ since: newYear }))
      expect(item["at"]).toBeInstanceOf(Date);
  });

  it("is told apart by the discriminator", async () => {
    const when = '"when": "2026-01-01T00:00:00Z"';
    answer = `{ "a": { "kind": "opened", ${when} }, "b": { "kind": "closed", ${when} }, "c": { "kind": "x", ${when} } }`;
    expect(await client.events.list()).toEqual({
      a: { kind: "opened", when: newYear },
      b: { kind: "closed", when: "2026-01-01T00:00:00Z" },
      c: { kind: "x", when: "2026-01-01T00:00:00Z" },
    });
  });

  it("is converted in errors, too", async () => {
    status = 422;
    answer = '{ "detail": "no", "timestamp": "2026-01-01T00:00:00Z" }';
    const error = await failure<{ body: unknown }>(() => client.entries.list({ since: newYear }));
    expect(error.body).toEqual({ detail: "no", timestamp: newYear });
  });

  it("stays as it is through client.raw, and where nothing is to be converted", async () => {
    answer = '[{ "name": "2026-01-01T00:00:00Z" }]';
    expect(await client.names.list()).toEqual([{ name: "2026-01-01T00:00:00Z" }]);
    answer = '{ "a": { "kind": "opened", "when": "2026-01-01T00:00:00Z" } }';
    const { data } = await client.raw.GET("/events");
    expect(data).toEqual({ a: { kind: "opened", when: "2026-01-01T00:00:00Z" } });
  });
});

describe("what is sent", () => {
  it("has texts for Dates, and numbers of all their digits for bigints", async () => {
    answer = "{}";
    const marks = [[newYear]];
    await client.entries.create({
      body: { at: newYear, amount: 2n ** 64n, marks, meta: { note: '"1":2' }, day: "1:2" },
    });
    expect(server.requests[0]?.body.toString()).toBe(
      '{"at":"2026-01-01T00:00:00.000Z","amount":18446744073709551616,"marks":[["2026-01-01T00:00:00.000Z"]],"meta":{"note":"\\"1\\":2"},"day":"1:2"}',
    );
    answer = '{ "results": [] }';
    await client.entries.list({ since: newYear, above: 2n ** 60n });
    expect(server.requests[1]?.url).toBe(
      "/entries?since=2026-01-01T00%3A00%3A00.000Z&above=1152921504606846976",
    );
  });
});

it("costs a client nothing that does not ask for it", async () => {
  const { code } = await emit(description);
  expect(code).not.toMatch(/getRandomValues|BigInt\(|Conversion\b/);
});
