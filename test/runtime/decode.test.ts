import { describe, expect, it } from "vitest";

import { DecodeError, HttpError } from "../../templates/runtime/index.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { failure, fakeFetch, json, listItems, serve, testClient } from "./support.js";

const typed = (body: BodyInit | null, type: string | undefined, status = 200) => {
  const response = new Response(body, { status });
  response.headers.delete("content-type");
  if (type !== undefined) response.headers.set("content-type", type);
  return response;
};

const call = (response: Response, operation: Operation = listItems, options = {}) =>
  testClient({ fetch: fakeFetch(response), ...options }).client.call<unknown>(operation, {}, {});

const anything: Operation = {
  ...listItems,
  accept: ["application/json", "text/plain", "application/pdf"],
};

describe("decoding", () => {
  it("R58 takes 2xx for success, and 304 only where it was asked for", async () => {
    expect(await call(json({ a: 1 }, 299))).toEqual({ a: 1 });
    const { url } = await serve((_, response) => response.writeHead(304).end());
    const { client } = testClient({ baseUrl: url });
    const asked = await client
      .call(listItems, {}, { headers: { "If-None-Match": '"x"' } })
      .withResponse();
    expect(asked).toMatchObject({ data: undefined, notModified: true });
    expect(await failure(client.call(listItems))).toMatchObject({
      status: 304,
      name: "RedirectError",
    });
    expect((await call(json({})).withResponse()).notModified).toBe(false);
  });

  it("R59 gives undefined where there is no content", async () => {
    expect(await call(typed(null, "application/json", 204))).toBeUndefined();
    expect(await call(typed(null, "application/json", 205))).toBeUndefined();
    expect(await call(typed("", "application/json"))).toBeUndefined();
    expect(await call(typed(" \n", "application/json"))).toBeUndefined();
    expect(await call(typed("", "text/plain"), anything)).toBeUndefined();
    expect(await call(typed("", "application/pdf"), anything)).toBeUndefined();
    expect(
      await call(typed("{}", "application/json"), { ...listItems, method: "HEAD" }),
    ).toBeUndefined();
    expect(
      await call(typed("{}", "application/json"), { ...listItems, response: "none" }),
    ).toBeUndefined();
  });

  it("R60 reads XML as text beside other documented types", async () => {
    for (const type of ["application/xml", "application/atom+xml; charset=utf-8", "text/xml"]) {
      expect(await call(typed("<a/>", type), anything), type).toBe("<a/>");
    }
    expect(await call(typed("<a/>", "application/xmlish"), anything)).toBeInstanceOf(Blob);
  });

  it("R60 decodes by what is documented, then by Content-Type", async () => {
    for (const type of [
      "application/json",
      "Application/JSON; charset=x",
      "application/vnd.api+json",
      "text/json",
    ]) {
      expect(await call(typed('\ufeff{"a":1}', type), anything), type).toEqual({ a: 1 });
    }
    expect(await call(typed("hé", "text/plain; charset=utf-8"), anything)).toBe("hé");
    const pdf = await call(typed("%PDF", "application/pdf"), anything);
    expect(pdf).toBeInstanceOf(Blob);
    const blob = await call(typed('{"a":1}', "application/json"), {
      ...listItems,
      response: "blob",
    });
    expect(await (blob as Blob).text()).toBe('{"a":1}');
    expect(
      await call(typed('{"a":1}', "application/json"), { ...listItems, response: "text" }),
    ).toBe('{"a":1}');
    expect(await call(typed('{"a":1}', undefined))).toEqual({ a: 1 });
  });

  it("R61 never returns a page or broken JSON as data", async () => {
    const page = await failure<DecodeError>(
      call(typed("<html><h1>Log in</h1></html>", "text/html")),
    );
    expect(page).toBeInstanceOf(DecodeError);
    expect(page).toMatchObject({
      code: "invalid_json",
      status: 200,
      contentType: "text/html",
      excerpt: "Log in",
      attempts: 1,
    });
    expect(page.message).toBe("200 GET /items/ (listItems): expected JSON, got text/html.");
    const broken = await failure<DecodeError>(call(typed('{"pin": 1234', "application/json")));
    expect(broken).toBeInstanceOf(DecodeError);
    expect(broken.excerpt).toBe('{"pin": 1234');
    expect(broken.message + String(broken.cause) + JSON.stringify(broken)).not.toContain("1234");
    expect(await failure(call(typed("hello", "text/plain")))).toBeInstanceOf(DecodeError);
  });

  it("R62 reads no more of a body than allowed", async () => {
    let written = 0;
    const { url } = await serve((request, response) => {
      response.writeHead(request.url === "/items/" ? 500 : 200, {
        "content-type": "application/json",
      });
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(65_536))) written += 65_536;
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    const { client } = testClient({ baseUrl: url, maxRetries: 0 });
    const error = await failure<HttpError>(client.call(listItems));
    expect(error).toMatchObject({ status: 500, decodeFailed: true });
    const success = { ...listItems, path: "/other" };
    const large = await failure(client.call(success, {}, { maxResponseBytes: 1000 }));
    expect(large).toMatchObject({ name: "DecodeError", code: "too_large" });
    expect(written).toBeLessThan(50_000_000);
    expect(await call(json("é".repeat(4)), listItems, { maxResponseBytes: 10 })).toBe("éééé");
    expect(
      await failure(call(json("é".repeat(4)), listItems, { maxResponseBytes: 9 })),
    ).toMatchObject({ code: "too_large" });
  });

  it("R63 decodes an undocumented success by its Content-Type, and throws for other statuses", async () => {
    const documented: Operation = listItems;
    expect(await call(typed("queued", "text/plain", 202), documented)).toBe("queued");
    expect(await call(json({ a: 1 }, 202), documented)).toEqual({ a: 1 });
    expect(await failure(call(json({}, 418), documented))).toBeInstanceOf(HttpError);
  });

  it("R64 validates on request, with any Standard Schema", async () => {
    const schema = (result: { value: unknown } | { issues: unknown[] }) => ({
      "~standard": { validate: async () => result },
    });
    const { client } = testClient({ fetch: fakeFetch(json({ a: 1 })) });
    const accepted = await client.call(
      listItems,
      {},
      { validate: schema({ value: "parsed" }) as never },
    );
    expect(accepted).toBe("parsed");
    const refused = await failure(
      client.call(listItems, {}, { validate: schema({ issues: [{ message: "no" }] }) as never }),
    );
    expect(refused).toMatchObject({
      name: "DecodeError",
      code: "schema",
      issues: [{ message: "no" }],
    });
  });
});
