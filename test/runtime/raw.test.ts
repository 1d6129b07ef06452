import { describe, expect, it, vi } from "vitest";

import { RequestBuildError, TimeoutError } from "../../templates/runtime/errors.js";
import { rawClient } from "../../templates/runtime/raw.js";
import { failure, fakeFetch, json, networkError, serve, testClient } from "./support.js";

interface paths {
  "/items/{id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { path: { id: string }; query?: { tag?: string[]; f?: { a: number } } };
      responses: {
        200: { content: { "application/json": { a: number } } };
        404: { content: { "application/json": { detail: string } } };
      };
    };
    put: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": { a: number } } };
      responses: { 200: { content: { "application/json": { a: number } } } };
    };
  };
}

const security = { token: { option: "token", header: "Authorization", prefix: "Bearer" } } as const;

describe("the path-based client", () => {
  it("goes through the same transport: credentials, headers, retries, limits", async () => {
    const fetch = fakeFetch(json({}, 503), networkError("ECONNRESET"), json({ a: 1 }));
    const { client, waits } = testClient(
      { fetch, token: "t", headers: { "x-own": "1" } },
      { security },
    );
    const raw = rawClient<paths>(client);
    const { data, error, response } = await raw.GET("/items/{id}", {
      params: { path: { id: "a/b" }, query: { tag: ["x&", "y"], f: { a: 1 } } },
      headers: { "x-call": "2" },
    });
    expect(data).toEqual({ a: 1 });
    expect(error).toBeUndefined();
    expect(response.status).toBe(200);
    expect(waits).toHaveLength(2);
    const [{ url, init }] = fetch.sent as [(typeof fetch.sent)[number]];
    expect(url).toBe("https://api.test/v1/items/a%2Fb?tag=x%26&tag=y&f%5Ba%5D=1");
    expect(init.headers.get("authorization")).toBe("Bearer t");
    expect(init.headers.get("x-own")).toBe("1");
    expect(init.headers.get("x-call")).toBe("2");
    expect(init.redirect).toBe("manual");
  });

  it("returns errors as openapi-fetch does, and reads no endless ones", async () => {
    const { client } = testClient({ fetch: fakeFetch(json({ detail: "no" }, 404)) });
    const { error, response } = await rawClient<paths>(client).GET("/items/{id}", {
      params: { path: { id: "1" } },
    });
    expect(error).toEqual({ detail: "no" });
    expect(response.status).toBe(404);
    const { url } = await serve((_, answer) => {
      answer.writeHead(400);
      const write = () => {
        while (!answer.destroyed && answer.write("x".repeat(65_536)));
        if (!answer.destroyed) answer.once("drain", write);
      };
      write();
    });
    const endless = rawClient<paths>(testClient({ baseUrl: url }).client);
    const result = await endless.GET("/items/{id}", { params: { path: { id: "1" } } });
    expect((result.error as unknown as string).length).toBe(1 << 20);
  });

  it("refuses what openapi-fetch alone would send", async () => {
    const fetch = fakeFetch(json({}));
    const raw = rawClient<paths>(testClient({ fetch }).client);
    for (const id of ["..", ".", "", undefined]) {
      expect(
        await failure(raw.GET("/items/{id}", { params: { path: { id: id as string } } })),
      ).toBeInstanceOf(RequestBuildError);
    }
    expect(fetch.sent).toHaveLength(0);
  });

  it("sends bodies as they are, and JSON otherwise", async () => {
    const fetch = fakeFetch(json({ a: 1 }));
    const raw = rawClient<paths>(testClient({ fetch }).client);
    await raw.PUT("/items/{id}", { params: { path: { id: "1" } }, body: { a: 1 } });
    const blob = new Blob(["x"]);
    await raw.PUT("/items/{id}", { params: { path: { id: "1" } }, body: blob as never });
    expect(fetch.sent.map(({ init }) => init.body)).toEqual(['{"a":1}', blob]);
    expect(fetch.sent[0]?.init.headers.get("content-type")).toBe("application/json");
  });

  it("limits the time for the whole body, and heeds the signal", async () => {
    vi.useFakeTimers();
    const hanging = () =>
      new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }),
      );
    const raw = rawClient<paths>(
      testClient({ fetch: fakeFetch(hanging), timeout: 100, maxRetries: 0 }).client,
    );
    const error = failure(raw.GET("/items/{id}", { params: { path: { id: "1" } } }));
    await vi.advanceTimersByTimeAsync(100);
    vi.useRealTimers();
    expect(await error).toBeInstanceOf(TimeoutError);
    const controller = new AbortController();
    const aborted = failure(
      raw.GET("/items/{id}", { params: { path: { id: "1" } }, signal: controller.signal }),
    );
    controller.abort("enough");
    expect(await aborted).toMatchObject({ name: "AbortError", cause: "enough" });
  });
});
