import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Middleware } from "../../templates/runtime/middleware.js";
import { TimeoutError } from "../../templates/runtime/errors.js";
import { createItem, failure, listItems, testClient } from "../runtime/support.js";
import { misbehave, ok } from "./server.js";
import type { Reply } from "./server.js";

// Time is the test's; sockets are real and do not need it.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const WHOLE = ok({ ok: true });
const HEAD = WHOLE.indexOf("\r\n\r\n") + 4;

/** Lets what is on the wire arrive. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A client of a server with that reply, and how far its first call has come. */
async function stalled(reply: Reply, options: object = {}) {
  const signals = new EventTarget();
  const heard = (name: string) =>
    new Promise<void>((resolve) => {
      signals.addEventListener(name, () => {
        resolve();
      });
    });
  const [hasAsked, hasHead] = [heard("asked"), heard("head")];
  const server = await misbehave((request, socket, self) => {
    reply(request, socket, self);
    signals.dispatchEvent(new Event("asked"));
  });
  const watch: Middleware = {
    async handle(request, next) {
      const response = await next(request);
      signals.dispatchEvent(new Event("head"));
      return response;
    },
  };
  const { client, waits } = testClient({ baseUrl: server.url, middleware: [watch], ...options });
  return { server, client, waits, hasAsked, hasHead };
}

const positions = [
  ["before the head", 0, "headers"],
  ["within the status line", 7, "headers"],
  ["within the head", HEAD - 2, "headers"],
  ["after the head", HEAD, "body"],
  ["within the body", HEAD + 4, "body"],
] as const;

describe.each(positions)("a server that stalls %s", (_, end, phase) => {
  const reply: Reply = (__, socket) => void socket.write(WHOLE.subarray(0, end));
  const progress = phase === "body" ? "hasHead" : "hasAsked";

  it("R33 times out in the right phase, and its connection is closed", async () => {
    const { server, client, ...reached } = await stalled(reply, { maxRetries: 0 });
    const outcome = failure<TimeoutError>(client.call(listItems));
    const settled = vi.fn();
    void outcome.then(settled);
    await reached[progress];
    await vi.advanceTimersByTimeAsync(59_999);
    await settle();
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    const error = await outcome;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase, timeoutMs: 60_000, attempts: 1 });
    await server.isLeft();
  });

  it("R36 is asked again by GET, and R37 not by POST", async () => {
    let requests = 0;
    const onceStalled: Reply = (request, socket, server) => {
      if (++requests === 1) reply(request, socket, server);
      else socket.write(WHOLE);
    };
    const reading = await stalled(onceStalled);
    const data = reading.client.call(listItems);
    await reading[progress];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await data).toEqual({ ok: true });
    expect(reading.server.requests).toHaveLength(2);

    requests = 0;
    const writing = await stalled(onceStalled);
    const error = failure(writing.client.call(createItem, { body: {} }));
    await writing[progress];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await error).toMatchObject({ name: "TimeoutError", phase, attempts: 1 });
    expect(writing.server.requests).toHaveLength(1);
  });

  it("R32 is left at once when the caller has had enough", async () => {
    const controller = new AbortController();
    const { server, client, ...reached } = await stalled(reply);
    const outcome = failure(client.call(listItems, {}, { signal: controller.signal }));
    await reached[progress];
    await settle();
    controller.abort("enough");
    expect(await outcome).toMatchObject({ name: "AbortError", cause: "enough", attempts: 1 });
    await server.isLeft();
    expect(server.requests).toHaveLength(1);
  });
});

describe("a server that sends a byte at a time", () => {
  /** Gives the bytes out one by one, `ms` of the test's time apart, as long as `goesOn`. */
  async function drip(socket: Socket, ms: number, goesOn: () => boolean = () => true) {
    for (const byte of WHOLE) {
      if (!goesOn()) return;
      socket.write(Buffer.of(byte));
      await settle();
      await vi.advanceTimersByTimeAsync(ms);
    }
  }

  it("R26 is heard to its end within the limit", async () => {
    const { client } = await stalled((_, socket) => void drip(socket, 500));
    expect(WHOLE.length * 500).toBeLessThan(60_000);
    expect(await client.call(listItems)).toEqual({ ok: true });
  });

  it("R26 does not gain time by every byte", async () => {
    for (const [ms, phase] of [
      [Math.ceil(60_000 / (HEAD - 5)), "headers"],
      [Math.ceil(60_000 / (HEAD + 5)), "body"],
    ] as const) {
      let isOver = false;
      const { client, server } = await stalled(
        (_, socket) => void drip(socket, ms, () => !isOver),
        { maxRetries: 0 },
      );
      const error = await failure(client.call(listItems));
      isOver = true;
      expect(error).toMatchObject({ name: "TimeoutError", phase, timeoutMs: 60_000 });
      await server.isLeft();
    }
  });

  it("R28 keeps an unread response open as long as each byte comes in time", async () => {
    let wire: Socket | undefined;
    const { client, server } = await stalled(
      (_, socket) => {
        wire = socket;
        socket.write(WHOLE.subarray(0, HEAD));
      },
      { idleTimeout: 1000, timeout: 5000 },
    );
    const response = await client.call(listItems).asResponse();
    const reader = response.body?.getReader();
    for (const byte of WHOLE.subarray(HEAD, -1)) {
      const next = reader?.read();
      await vi.advanceTimersByTimeAsync(999);
      wire?.write(Buffer.of(byte));
      expect((await next)?.value).toEqual(Uint8Array.of(byte));
    }
    // One who takes his time over what has arrived is no reason to end it.
    await vi.advanceTimersByTimeAsync(10_000);
    const last = failure(Promise.resolve(reader?.read()));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await last).toMatchObject({ name: "TimeoutError", phase: "idle", timeoutMs: 1000 });
    await server.isLeft();
  });
});
