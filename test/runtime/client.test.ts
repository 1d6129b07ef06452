import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";

import { ApiClient } from "../../templates/runtime/client.js";
import { derivedOptions } from "../../templates/runtime/derive.js";
import { readEnv } from "../../templates/runtime/env.js";
import { guard } from "../../templates/runtime/enum.js";
import { ClientError, ConfigError, HttpError, logging } from "../../templates/runtime/index.js";
import type { Middleware } from "../../templates/runtime/index.js";
import type { Operation } from "../../templates/runtime/operation.js";
import {
  api,
  failure,
  fakeFetch,
  getItem,
  json,
  listItems,
  networkError,
  testClient,
} from "./support.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the client", () => {
  it("R92 runs middleware around calls and attempts, the first one outermost", async () => {
    const events: string[] = [];
    const note = (name: string, scope?: "call" | "attempt"): Middleware => ({
      scope,
      async handle(request, next) {
        events.push(`${name} ${request.attempt}`);
        request.headers.set(`x-${name}`, "1");
        const response = await next(request);
        events.push(`${name} ${response.status}`);
        return response;
      },
    });
    const fetch = fakeFetch(json({}, 503), json({ a: 1 }));
    const middleware = [note("a"), note("call", "call"), note("b")];
    expect(await testClient({ fetch, middleware }).client.call(listItems)).toEqual({ a: 1 });
    expect(events).toEqual([
      "call 0",
      "a 1",
      "b 1",
      "b 503",
      "a 503",
      "a 2",
      "b 2",
      "b 200",
      "a 200",
      "call 200",
    ]);
    expect(fetch.sent[1]?.init.headers.get("x-call")).toBe("1");
    const twice: Middleware = {
      handle: async (request, next) => (await next(request), next(request)),
    };
    const double = fakeFetch(json({ n: 1 }), json({ n: 2 }));
    expect(await testClient({ fetch: double, middleware: [twice] }).client.call(listItems)).toEqual(
      { n: 2 },
    );
    const reading: Middleware = {
      handle: async (request, next) => {
        const response = await next(request);
        await response.text();
        return response;
      },
    };
    for (const scope of ["call", "attempt"] as const) {
      const error = await failure(
        testClient({ fetch: fakeFetch(json({})), middleware: [{ ...reading, scope }] }).client.call(
          listItems,
        ),
      );
      expect(error).toBeInstanceOf(ClientError);
      expect(error.message).toContain("middleware");
    }
  });

  it("R93 logs nothing unless told to", async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const logger = { debug: log, info: log, warn: log, error: log };
    const run = (level?: "debug" | "info") =>
      testClient({
        fetch: fakeFetch(json({}, 200, { "x-request-id": "abc" })),
        middleware: [logging({ logger, level })],
      }).client.call(getItem, { id: 4711 });
    await run();
    expect(lines).toEqual([]);
    await run("info");
    expect(lines).toEqual([
      expect.stringMatching(
        /^GET \/items\/\{id\} \(getItem\) 200 after \d+ ms, attempt 1, request id abc$/,
      ),
    ]);
  });

  it("R94 redacts query values and unknown headers", async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const logger = { debug: log, info: log, warn: log, error: log };
    const operation: Operation = { ...listItems, query: { q: {}, page: {} } };
    const middleware = [logging({ logger, level: "debug", allowQuery: ["page"] })];
    const fetch = fakeFetch(json({ b0dy: 1 }, 200, { "set-cookie": "c00kie" }));
    await testClient({ fetch, middleware, headers: { "x-own": "h3ader" } }).client.call(operation, {
      q: "qu3ry",
      page: 2,
    });
    const shown = lines.join("\n");
    for (const secret of ["qu3ry", "b0dy", "c00kie", "h3ader"]) expect(shown).not.toContain(secret);
    expect(shown).toContain("page=2");
    expect(shown).toContain("accept: application/json");
  });

  it("R95 reads the environment with care", () => {
    vi.stubEnv("PETS_TEST", "  x ");
    vi.stubEnv("PETS_BLANK", " ");
    expect(readEnv("PETS_TEST")).toBe("x");
    expect(readEnv("PETS_BLANK")).toBeUndefined();
    expect(readEnv("PETS_UNSET")).toBeUndefined();
    vi.unstubAllEnvs();
    vi.stubGlobal("process", undefined);
    expect(readEnv("PETS_TEST")).toBeUndefined();
    vi.stubGlobal("Deno", {
      env: {
        get: () => {
          throw new Error("NotCapable");
        },
      },
    });
    expect(readEnv("PETS_TEST")).toBeUndefined();
  });

  it("R96 makes clients with other options that share the retry budget", async () => {
    const fetch = fakeFetch(json({}, 500));
    const { client } = testClient({ fetch, maxRetries: 1, headers: { "x-own": "1" } });
    const derive = (options: object) => new ApiClient(api, derivedOptions(client, options));
    const other = derive({ headers: { "x-own": "2" } });
    for (let call = 0; call < 30; call++) await failure(client.call(listItems));
    for (let call = 0; call < 30; call++) await failure(other.call(listItems));
    expect(fetch.sent).toHaveLength(110);
    expect(fetch.sent.at(-1)?.init.headers.get("x-own")).toBe("2");
    const elsewhere = derive({ baseUrl: "https://other.test" });
    await failure(elsewhere.call(listItems));
    expect(fetch.sent).toHaveLength(112);
    expect(fetch.sent.at(-1)?.url).toBe("https://other.test/items/");
  });

  it("R98 calls fetch bare, and lets its options change nothing of ours", async () => {
    let self: unknown = "unset";
    const fetch = fakeFetch(json({}));
    const bare = function (this: unknown, url: string, init: RequestInit) {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- what is looked at
      self = this;
      return fetch(url, init);
    };
    const evil = {
      method: "DELETE",
      body: "x",
      headers: { a: "b" },
      signal: null,
      redirect: "follow",
    };
    const { client } = testClient({
      fetch: bare,
      fetchOptions: { ...evil, cache: "no-store", cf: 1 },
    });
    await client.call(listItems, {}, { fetchOptions: { ...evil, cf: 2 } });
    expect(self).toBeUndefined();
    const { init, url } = fetch.sent[0]!;
    expect(typeof url).toBe("string");
    expect(init).toMatchObject({
      method: "GET",
      body: undefined,
      redirect: "manual",
      cache: "no-store",
      cf: 2,
    });
    expect(init.headers.get("a")).toBeNull();
    expect(init.signal).toBeInstanceOf(AbortSignal);
    const mismatch = new TypeError("fetch failed", {
      cause: Object.assign(new Error("invalid onRequestStart method"), {
        code: "UND_ERR_INVALID_ARG",
      }),
    });
    const error = await failure(testClient({ fetch: fakeFetch(mismatch) }).client.call(listItems));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("dispatcher");
  });

  it("R99 gives the response at its headers, or together with the data", async () => {
    const fetch = fakeFetch(
      networkError("ECONNRESET"),
      json({ a: 1 }, 200, { "x-request-id": "r" }),
    );
    const { client } = testClient({ fetch });
    const response = await client.call(listItems).asResponse();
    expect(response.bodyUsed).toBe(false);
    expect(await response.json()).toEqual({ a: 1 });
    expect(fetch.sent).toHaveLength(2);
    const call = client.call<{ a: number }>(listItems);
    expect(await call.withResponse()).toMatchObject({ data: { a: 1 }, requestId: "r" });
    expect(await call).toEqual({ a: 1 });
    expect(fetch.sent).toHaveLength(3);
    expect(await failure(call.asResponse())).toBeInstanceOf(ClientError);
    expect(
      await failure(
        testClient({ fetch: fakeFetch(json({}, 404)) })
          .client.call(listItems)
          .asResponse(),
      ),
    ).toBeInstanceOf(HttpError);
  });

  it("R99 starts at once, like every promise, and behaves like one", async () => {
    const fetch = fakeFetch(json({ a: 1 }));
    const { client } = testClient({ fetch });
    const call = client.call(listItems);
    await new Promise((resolve) => setImmediate(resolve));
    expect(fetch.sent).toHaveLength(1);
    const steps: string[] = [];
    expect(await Promise.all([call, call.finally(() => void steps.push("finally"))])).toEqual([
      { a: 1 },
      { a: 1 },
    ]);
    expect(
      await failure(testClient({ fetch: fakeFetch(json({}, 404)) }).client.call(listItems)),
    ).toBeInstanceOf(HttpError);
    expect(
      await testClient({ fetch: fakeFetch(json({}, 404)) })
        .client.call(listItems)
        .catch(() => "caught"),
    ).toBe("caught");
    expect(steps).toEqual(["finally"]);
    expect(String(call)).toBe("[object ApiPromise]");
  });

  it("R105 warns of deprecated operations once", async () => {
    const warn = vi.fn();
    const silent = () => undefined;
    const middleware = [
      logging({ logger: { debug: silent, info: silent, warn, error: silent }, level: "warn" }),
    ];
    const fetch = fakeFetch(json({}, 200, { sunset: "Sat, 31 Dec 2026 23:59:59 GMT" }));
    const { client } = testClient({ fetch, middleware });
    for (let call = 0; call < 3; call++) await client.call({ ...listItems, deprecated: true });
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it("hides options from inspection", () => {
    const { client } = testClient(
      { token: "s3cret" },
      { security: { token: { option: "token", header: "Authorization", prefix: "Bearer" } } },
    );
    expect(inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client)).not.toContain(
      "s3cret",
    );
  });

  it("tells documented values of an enum from others", () => {
    const Status = { OPEN: "open", DONE: "done" } as const;
    const isStatus = guard(Status);
    expect(["open", "done", "OPEN", "toString", undefined].map(isStatus)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
