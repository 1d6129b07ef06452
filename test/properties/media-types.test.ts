/** Bodies whose media type the caller chooses, over a real connection. */

import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { root } from "../generate/harness.js";
import { serve } from "../runtime/support.js";
import type { TestServer } from "../runtime/support.js";
import { emit } from "./emitted.js";

interface Client {
  readonly reports: {
    retrieve(params: object, options?: object): Promise<unknown>;
    replace(params: object): Promise<unknown>;
  };
  readonly taken: { taken(params: object): Promise<unknown> };
}

const description = readFileSync(`${root}test/scenarios/media-types/openapi.yaml`, "utf8");
const made = await emit(description);
const Made = made.exports["TestClient"] as unknown as new (options: object) => Client;
const answers: Record<string, string> = {
  "application/json": '{"title":"T"}',
  "application/hal+json": '{"_links":{}}',
  "text/csv": '{"title":"no JSON"}',
  "application/pdf": "%PDF",
};
let server: TestServer;
let client: Client;

beforeEach(async () => {
  server = await serve((request, response) => {
    const [type = ""] = String(request.headers.accept).split(",");
    response.writeHead(200, { "content-type": type }).end(answers[type] ?? "");
  });
  client = new Made({ baseUrl: server.url, maxRetries: 0 });
});

describe("the caller", () => {
  it("chooses what is answered, and gets what it is", async () => {
    const retrieve = (options?: object) => client.reports.retrieve({ id: "1" }, options);
    expect(await retrieve()).toEqual({ title: "T" });
    expect(await retrieve({ accept: "application/hal+json" })).toEqual({ _links: {} });
    expect(await retrieve({ accept: "text/csv" })).toBe('{"title":"no JSON"}');
    const file = (await retrieve({ accept: "application/pdf" })) as Blob;
    expect(await file.text()).toBe("%PDF");
    // What is not asked for is not offered: a server that prefers CSV must not send it.
    expect(server.requests.map(({ headers }) => headers.accept)).toEqual([
      "application/json, text/json, text/plain, application/problem+json;q=0.9, */*;q=0.1",
      "application/hal+json, application/problem+json;q=0.9, */*;q=0.1",
      "text/csv, application/problem+json;q=0.9, */*;q=0.1",
      "application/pdf, application/problem+json;q=0.9, */*;q=0.1",
    ]);
  });

  it("chooses how a body is sent", async () => {
    const body = { title: "a b" };
    await client.reports.replace({ id: "1", body });
    await client.reports.replace({ id: "1", body, contentType: "application/json" });
    await client.reports.replace({
      id: "1",
      body,
      contentType: "application/x-www-form-urlencoded",
    });
    await client.reports.replace({ id: "1", body: "<r/>", contentType: "application/xml" });
    expect(
      server.requests.map(({ headers, body: sent }) => [headers["content-type"], sent.toString()]),
    ).toEqual([
      ["application/json", '{"title":"a b"}'],
      ["application/json", '{"title":"a b"}'],
      ["application/x-www-form-urlencoded", "title=a%20b"],
      ["application/xml", "<r/>"],
    ]);
  });

  it("cannot choose by what is a parameter of the description", async () => {
    await client.taken.taken({ contentType: "text/plain", body: "x" });
    expect(server.requests[0]).toMatchObject({
      url: "/taken?contentType=text%2Fplain",
      headers: { "content-type": "application/json" },
    });
  });
});
