import { describe, expect, it } from "vitest";

import type { HttpError } from "../../templates/runtime/index.js";
import { ClientError, ConnectionError, RetryableError } from "../../templates/runtime/index.js";
import type { Middleware } from "../../templates/runtime/middleware.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { binary } from "../../templates/runtime/bytes.js";
import type { Answer } from "./support.js";
import {
  createItem,
  failure,
  fakeFetch,
  json,
  listItems,
  networkError,
  serve,
  testClient,
} from "./support.js";

const post = createItem;
const status = (code: number, headers?: Record<string, string>) => json({}, code, headers);

/** How many requests a call sends, and its waits, when every answer is the same. */
async function attempts(
  answer: Answer,
  operation: Operation = listItems,
  options = {},
  call = {},
  description = {},
) {
  const fetch = fakeFetch(answer);
  const { client, waits } = testClient({ fetch, ...options }, description);
  const params = operation.method === "POST" ? { body: 1 } : {};
  const error = await failure<HttpError>(client.call(operation, params, call));
  return { count: fetch.sent.length, waits, error, sent: fetch.sent };
}

describe("what is repeated", () => {
  it("R34 repeats twice by default, and as often as asked", async () => {
    expect((await attempts(status(503))).count).toBe(3);
    expect((await attempts(status(503), listItems, { maxRetries: 4 })).count).toBe(5);
    expect(
      (await attempts(status(503), listItems, { maxRetries: 4 }, { maxRetries: 0 })).count,
    ).toBe(1);
    const fetch = fakeFetch(status(503), status(500), json({ done: true }));
    expect(await testClient({ fetch }).client.call(listItems)).toEqual({ done: true });
  });

  it("R35 repeats passing statuses only, unless the server says otherwise", async () => {
    for (const code of [408, 425, 429, 500, 502, 503, 504]) {
      expect((await attempts(status(code))).count, String(code)).toBe(3);
      expect((await attempts(status(code, { "x-should-retry": "false" }))).count).toBe(1);
    }
    for (const code of [400, 401, 403, 404, 409, 422, 501, 505]) {
      expect((await attempts(status(code))).count, String(code)).toBe(1);
      expect((await attempts(status(code, { "x-should-retry": "true" }))).count).toBe(3);
    }
  });

  it("R36 repeats idempotent methods, and what is marked as such, after any passing failure", async () => {
    const failures: Answer[] = [
      status(500),
      status(502),
      networkError("ECONNRESET"),
      networkError("UND_ERR_HEADERS_TIMEOUT"),
    ];
    for (const answer of failures) {
      for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY"] as const) {
        expect((await attempts(answer, { ...listItems, method })).count, method).toBe(3);
      }
      expect((await attempts(answer, { ...post, idempotent: true })).count).toBe(3);
      expect((await attempts(answer, post, {}, { idempotencyKey: "k" })).count).toBe(3);
      expect((await attempts(answer, post)).count).toBe(1);
    }
  });

  it("R37 repeats a POST only if it has surely not been processed", async () => {
    const never: Answer[] = [
      status(500),
      status(502),
      status(504),
      status(503),
      networkError("ECONNRESET"),
      networkError("UND_ERR_BODY_TIMEOUT"),
    ];
    const safe: Answer[] = [
      status(408),
      status(425),
      status(429),
      status(503, { "retry-after": "1" }),
      ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].map(networkError),
    ];
    for (const method of ["POST", "PATCH"] as const) {
      for (const answer of never)
        expect((await attempts(answer, { ...post, method })).count).toBe(1);
      for (const answer of safe)
        expect((await attempts(answer, { ...post, method })).count).toBe(3);
    }
    for (const answer of never) {
      expect((await attempts(answer, post, { retry: { unsafe: "always" } })).count).toBe(3);
    }
  });

  it("R38 gives each unsafe call one idempotency key for all its attempts", async () => {
    const description = { idempotencyHeader: "Idempotency-Key" };
    const keys = async (call = {}, options = {}, operation: Operation = post) => {
      const { sent } = await attempts(status(500), operation, options, call, description);
      return sent.map(({ init }) => init.headers.get("idempotency-key"));
    };
    const [first, ...others] = await keys();
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(others).toEqual([first, first]);
    expect((await keys())[0]).not.toBe(first);
    expect(await keys({ idempotencyKey: "mine" })).toEqual(["mine", "mine", "mine"]);
    expect(await keys({ headers: { "idempotency-key": "mine" } })).toEqual([
      "mine",
      "mine",
      "mine",
    ]);
    expect(await keys({ maxRetries: 0 })).toHaveLength(1);
    expect((await keys({ maxRetries: 0 }))[0]).toBeTruthy();
    expect((await keys({}, {}, listItems))[0]).toBeNull();
    const own = { ...post, idempotencyHeader: "X-Key" };
    const { sent } = await attempts(status(500), own, {}, {}, {});
    expect(new Set(sent.map(({ init }) => init.headers.get("x-key"))).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it("R44 frees the connection of an answer that is not used", async () => {
    const { url, server } = await serve((_, response) => {
      response.writeHead(503, { "content-type": "application/json" });
      response.end("x".repeat(100_000));
    });
    const { client } = testClient({ baseUrl: url, maxRetries: 49, retryBudget: false });
    const error = await failure<HttpError>(client.call(listItems));
    expect(error.attempts).toBe(50);
    // The server hears of a closed connection a little later.
    const open = () =>
      new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
    await expect.poll(open, { timeout: 5000 }).toBeLessThanOrEqual(1);
  });

  it("R45 counts a body that breaks off as a broken connection", async () => {
    let count = 0;
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write("{");
      if (++count < 3) setTimeout(() => response.destroy(), 5);
      else response.end("x".repeat(99));
    });
    const broken = await failure(
      testClient({ baseUrl: url, maxRetries: 0 }).client.call(listItems),
    );
    expect(broken).toBeInstanceOf(ConnectionError);
    count = 1;
    const { client, waits } = testClient({ baseUrl: url });
    expect(await failure(client.call(listItems))).toMatchObject({
      name: "DecodeError",
      attempts: 2,
    });
    expect(waits).toHaveLength(1);
  });

  it("R46 does not repeat mistakes in programs", async () => {
    const bug = new TypeError("Cannot read properties of undefined");
    const { count, error } = await attempts(bug);
    expect(count).toBe(1);
    expect(error).toBe(bug);
    const throwing = (thrown: unknown): Middleware => ({ handle: () => Promise.reject(thrown) });
    const run = async (thrown: unknown) => {
      const { client, waits } = testClient({
        fetch: fakeFetch(status(200)),
        middleware: [throwing(thrown)],
      });
      const caught = await failure(client.call(listItems));
      return { caught, waits };
    };
    const own = new Error("mine");
    expect(await run(own)).toEqual({ caught: own, waits: [] });
    expect(
      (await run(new Error("wrapped", { cause: networkError("ECONNRESET") }))).waits,
    ).toHaveLength(2);
    expect((await run(new RetryableError("again"))).waits).toHaveLength(2);
  });

  it("R47 stops repeating when all calls together have failed too often", async () => {
    const fetch = fakeFetch(status(500));
    const { client } = testClient({ fetch, maxRetries: 1 });
    for (let call = 0; call < 60; call++) await failure(client.call(listItems));
    // 500 tokens pay for 50 retries.
    expect(fetch.sent).toHaveLength(110);
    const free = fakeFetch(status(500));
    const other = testClient({ fetch: free, maxRetries: 1, retryBudget: false }).client;
    for (let call = 0; call < 60; call++) await failure(other.call(listItems));
    expect(free.sent).toHaveLength(120);
  });

  it("R48 counts attempts on the error, and in a header where the API wants it", async () => {
    const { error, sent } = await attempts(
      status(500),
      listItems,
      {},
      {},
      { retryCountHeader: "X-Pets-Retry-Count" },
    );
    expect(error.attempts).toBe(3);
    expect(sent.map(({ init }) => init.headers.get("x-pets-retry-count"))).toEqual(["0", "1", "2"]);
    expect((await attempts(networkError("ECONNRESET"))).error.attempts).toBe(3);
  });

  it("R22 does not repeat a stream", async () => {
    const operation: Operation = {
      ...post,
      body: { type: "application/octet-stream", encode: binary },
    };
    const fetch = fakeFetch(status(503, { "retry-after": "0" }));
    const { client } = testClient({ fetch });
    await failure(client.call(operation, { body: new Blob(["x"]).stream() }));
    expect(fetch.sent).toHaveLength(1);
    expect((fetch.sent[0]!.init as { duplex?: string }).duplex).toBe("half");
  });
});

describe("waits", () => {
  const waitsFor = async (
    headers: Record<string, string>,
    random = 0,
    now?: number,
    code = 503,
    more = {},
  ) => {
    const waits: number[] = [];
    const testing = {
      random: () => random,
      now: () => now ?? Date.now(),
      sleep: async (ms: number) => void waits.push(ms),
    };
    const fetch = fakeFetch(status(code, headers));
    const error = await failure<HttpError>(
      testClient({ fetch, testing, ...more }).client.call(listItems),
    );
    return { waits, error };
  };

  it("R39 doubles from half a second up to eight, less up to a half by chance", async () => {
    expect((await waitsFor({})).waits).toEqual([250, 500]);
    const { waits } = await waitsFor({}, 1 - 2 ** -52, undefined, 503, { maxRetries: 6 });
    expect(waits.map(Math.round)).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });

  it("R40 waits as long as the server asks, a little longer, never less", async () => {
    expect((await waitsFor({ "retry-after": "2" })).waits).toEqual([2000, 2000]);
    expect((await waitsFor({ "retry-after": "2" }, 0.5)).waits).toEqual([2100, 2100]);
    expect((await waitsFor({ "retry-after": "2", "retry-after-ms": "1500" })).waits).toEqual([
      1500, 1500,
    ]);
  });

  it("R41 reads the three date forms, and nothing else", async () => {
    const now = Date.UTC(1994, 10, 6, 8, 49, 30);
    for (const date of [
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994",
    ]) {
      expect((await waitsFor({ "retry-after": date }, 0, now)).waits, date).toEqual([7000, 7000]);
    }
    expect(
      (await waitsFor({ "retry-after": "Sun, 06 Nov 1994 08:49:00 GMT" }, 1, now)).waits,
    ).toEqual([100, 100]);
    expect((await waitsFor({ "retry-after": "0" })).waits).toEqual([]);
    for (const garbage of ["soon", "-5", "foo 2", "1e3", "Mon"]) {
      expect((await waitsFor({ "retry-after": garbage }, 0, now)).waits, garbage).toEqual([
        250, 500,
      ]);
    }
  });

  it("R42 reads when a rate limit is reset, for 429 and 503 only", async () => {
    expect((await waitsFor({ "ratelimit-reset": "3" }, 0, 0, 429)).waits).toEqual([3000, 3000]);
    const now = Date.UTC(2026, 0, 1);
    expect(
      (await waitsFor({ "x-ratelimit-reset": String(now / 1000 + 4) }, 0, now, 429)).waits,
    ).toEqual([4000, 4000]);
    expect((await waitsFor({ "ratelimit-reset": "3" }, 0, 0, 500)).waits).toEqual([250, 500]);
  });

  it("R43 gives up at once if the server asks for more than is bearable", async () => {
    const { waits, error } = await waitsFor({ "retry-after": "61" });
    expect(waits).toEqual([]);
    expect(error).toBeInstanceOf(ClientError);
    expect(error.retryAfterMs).toBe(61_000);
    expect(
      (await waitsFor({ "retry-after": "61" }, 0, undefined, 503, { maxRetryAfter: 70_000 })).waits,
    ).toHaveLength(2);
  });
});
