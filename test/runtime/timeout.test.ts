import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { getEventListeners } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { AbortError, ConfigError, TimeoutError } from "../../templates/runtime/errors.js";
import {
  createItem,
  failure,
  fakeFetch,
  getItem,
  json,
  listItems,
  networkError,
  serve,
  testClient,
} from "./support.js";

const never = () => new Promise<Response>(() => undefined);

/** Headers arrive, the body never does; like a real one it fails when the signal is aborted. */
function stalled(signal: AbortSignal | null | undefined): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("{"));
      signal?.addEventListener("abort", () => controller.error(signal.reason));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

describe("time limits", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("R26 limits an attempt to 60 s by default, to the end of its body", async () => {
    const fetch = fakeFetch(({ init }) => stalled(init.signal));
    const error = failure<TimeoutError>(
      testClient({ fetch, maxRetries: 0 }).client.call(listItems),
    );
    const settled = vi.fn();
    void error.then(settled);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalled();
    expect(await error).toMatchObject({ name: "TimeoutError", timeoutMs: 60_000, phase: "body" });
  });

  it("R26 ends with the headers for an unread response", async () => {
    const fetch = fakeFetch(({ init }) => stalled(init.signal));
    const response = await testClient({ fetch }).client.call(listItems).asResponse();
    const reader = response.body!.getReader();
    await reader.read();
    const next = reader.read();
    const settled = vi.fn();
    void next.then(settled, settled);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(settled).not.toHaveBeenCalled();
  });

  it("R27 limits a call with all its attempts, and does not wait for what would come too late", async () => {
    const fetch = fakeFetch(json({ detail: "down" }, 503));
    const options = {
      fetch,
      random: () => 0,
      testing: { random: () => 0 },
      totalTimeout: 600,
      maxRetries: 5,
    };
    const error = failure<TimeoutError>(testClient(options).client.call(listItems));
    await vi.advanceTimersByTimeAsync(250);
    expect(await error).toMatchObject({
      phase: "total",
      timeoutMs: 600,
      attempts: 2,
      cause: { status: 503 },
    });
    const slow = failure(testClient({ fetch: never, totalTimeout: 600 }).client.call(listItems));
    await vi.advanceTimersByTimeAsync(600);
    expect(await slow).toMatchObject({ name: "TimeoutError", phase: "total" });
  });

  it("R28 limits the silence of a stream", async () => {
    const fetch = fakeFetch(({ init }) => stalled(init.signal));
    const response = await testClient({ fetch, idleTimeout: 1000 })
      .client.call(listItems)
      .asResponse();
    const text = failure(response.text());
    await vi.advanceTimersByTimeAsync(1000);
    expect(await text).toMatchObject({ name: "TimeoutError", phase: "idle" });
  });

  it("R29 takes 0 and false for no limit, and refuses what no timer can be", async () => {
    for (const timeout of [0, false]) {
      const call = testClient({ fetch: never, timeout }).client.call(listItems);
      const settled = vi.fn();
      void call.then(settled, settled);
      await vi.advanceTimersByTimeAsync(10_000_000);
      expect(settled).not.toHaveBeenCalled();
    }
    for (const timeout of [-1, 1.5, NaN, Infinity, 2_147_483_648, "5"]) {
      expect(await failure(() => testClient({ timeout }))).toBeInstanceOf(ConfigError);
      expect(
        await failure(testClient().client.call(listItems, {}, { timeout } as object)),
      ).toBeInstanceOf(ConfigError);
    }
    expect(await failure(() => testClient({ maxRetries: -1 }))).toBeInstanceOf(ConfigError);
  });

  it("R33 says which limit was reached, also for those of the platform", async () => {
    const error = failure(
      testClient({ fetch: never, timeout: 50, maxRetries: 0 }).client.call(getItem, { id: 7 }),
    );
    await vi.advanceTimersByTimeAsync(50);
    const ours = await error;
    expect(ours).toMatchObject({
      name: "TimeoutError",
      phase: "headers",
      timeoutMs: 50,
      attempts: 1,
    });
    expect(ours).toBeInstanceOf(TimeoutError);
    expect(ours.message).toBe("GET /items/{id} (getItem): no headers within 50 ms.");
    for (const [code, phase] of [
      ["UND_ERR_HEADERS_TIMEOUT", "headers"],
      ["UND_ERR_BODY_TIMEOUT", "body"],
      ["UND_ERR_CONNECT_TIMEOUT", "headers"],
    ] as const) {
      const fetch = fakeFetch(networkError(code));
      const theirs = await failure(testClient({ fetch, maxRetries: 0 }).client.call(listItems));
      expect(theirs).toMatchObject({ name: "TimeoutError", phase });
      expect(theirs.message).toContain(code);
    }
  });
});

describe("aborting", () => {
  it("R30 leaves neither timer nor listener behind", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on("warning", onWarning);
    const { client } = testClient({ fetch: fakeFetch(json({})) });
    for (let batch = 0; batch < 1000; batch++) {
      await Promise.all(Array.from({ length: 10 }, () => client.call(listItems, {}, { signal })));
    }
    await client
      .call(listItems, {}, { signal })
      .asResponse()
      .then((response) => response.text());
    await (await client.call(listItems, {}, { signal }).asResponse()).body?.cancel();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", onWarning);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(warnings.filter((warning) => String(warning).includes("MaxListeners"))).toEqual([]);
  });

  it("R31 still times out and aborts after garbage has been collected in flight", async () => {
    const { url } = await serve(() => undefined);
    const folder = mkdtempSync(join(tmpdir(), "runtime-"));
    const entry = new URL("../../templates/runtime/client.ts", import.meta.url).pathname;
    const bundle = join(folder, "client.mjs");
    buildSync({
      entryPoints: [entry],
      bundle: true,
      format: "esm",
      outfile: bundle,
      logLevel: "error",
    });
    const script = join(folder, "run.mjs");
    writeFileSync(
      script,
      `import { ApiClient } from "./client.mjs";
       const client = new ApiClient({ name: "x", version: "1", servers: [{ url: ${JSON.stringify(url)} }], security: {} }, { maxRetries: 0 });
       const op = { id: "op", method: "GET", path: "/" };
       const names = [];
       const note = (error) => names.push(error.name);
       const controller = new AbortController();
       const calls = [client.call(op, {}, { timeout: 300 }).catch(note), client.call(op, {}, { signal: controller.signal }).catch(note)];
       for (let i = 0; i < 10; i++) { await new Promise((r) => setTimeout(r, 10)); gc(); }
       setTimeout(() => controller.abort(), 100);
       await Promise.all(calls);
       console.log(names.sort().join());
       process.exit();`,
    );
    const output = execFileSync(process.execPath, ["--expose-gc", script], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(output.trim()).toBe("AbortError,TimeoutError");
  });

  it("R32 ends a call at any moment, with the caller's reason, and never repeats it", async () => {
    const reason = new Error("enough");
    const expected = { name: "AbortError", cause: reason };

    const early = fakeFetch(json({}));
    const before = await failure(
      testClient({ fetch: early }).client.call(
        listItems,
        {},
        { signal: AbortSignal.abort(reason) },
      ),
    );
    expect(before).toBeInstanceOf(AbortError);
    expect(before).toMatchObject({ ...expected, attempts: 0 });
    expect(early.sent).toHaveLength(0);

    for (const answer of [never, ({ init }: { init: RequestInit }) => stalled(init.signal)]) {
      const controller = new AbortController();
      const fetch = fakeFetch((sent) => {
        setTimeout(() => controller.abort(reason), 5);
        return answer(sent);
      });
      const error = await failure(
        testClient({ fetch }).client.call(listItems, {}, { signal: controller.signal }),
      );
      expect(error).toMatchObject({ ...expected, attempts: 1 });
    }

    // In a wait for the next attempt, with the real sleep.
    const controller = new AbortController();
    const fetch = fakeFetch(() => {
      setTimeout(() => controller.abort(reason), 5);
      return json({}, 503, { "retry-after": "50" });
    });
    const { client } = testClient({ fetch, testing: {} });
    const waiting = await failure(
      client.call(createItem, { body: 1 }, { signal: controller.signal }),
    );
    expect(waiting).toMatchObject({ ...expected, attempts: 1 });
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("R32 still aborts an unread response after its headers", async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      response.write("a");
    });
    const controller = new AbortController();
    const { client } = testClient({ baseUrl: url });
    const response = await client.call(listItems, {}, { signal: controller.signal }).asResponse();
    expect(response.url).toBe(`${url}/items/`);
    const text = failure(response.text());
    controller.abort("over");
    expect(await text).toMatchObject({ name: "AbortError", cause: "over" });
  });
});
