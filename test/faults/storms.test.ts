import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";

import type { HttpError } from "../../templates/runtime/index.js";
import { ClientError } from "../../templates/runtime/index.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { createItem, failure, listItems, testClient } from "../runtime/support.js";
import { answer, misbehave, ok } from "./server.js";

const unavailable = (headers?: Record<string, string>) =>
  misbehave((_, socket) => {
    socket.write(answer(503, '{"detail":"Down."}', headers));
  });

describe("a server that is down", () => {
  it("R47 is asked 50 times more by all calls together, then once by each", async () => {
    const server = await unavailable();
    const { client, waits } = testClient({ baseUrl: server.url });
    for (let call = 0; call < 60; call++) {
      expect(await failure(client.call(listItems))).toMatchObject({ status: 503 });
    }
    expect(waits).toHaveLength(50);
    expect(server.requests).toHaveLength(60 + 50);
    // Calls that are not repeated do not make it worse either.
    expect(await failure(client.call(createItem, { body: {} }))).toMatchObject({ attempts: 1 });
  });

  it("R44 holds one connection of calls that come one after the other", async () => {
    const server = await unavailable({ "Retry-After": "0" });
    const { client } = testClient({ baseUrl: server.url, retryBudget: false });
    for (let call = 0; call < 10; call++) await failure(client.call(listItems));
    expect(server.requests).toHaveLength(30);
    // Node's fetch closes the connection of a body that is cancelled, and opens another one in advance.
    await expect.poll(() => server.used(), { timeout: 5000 }).toBeLessThanOrEqual(1);
  });

  it("R44 is left by every answer that is too long to have arrived when it is given up", async () => {
    const server = await misbehave((_, socket) => {
      socket.write(answer(503, "x".repeat(5_000_000)));
    });
    const { client } = testClient({ baseUrl: server.url, maxRetries: 9 });
    expect(await failure(client.call(listItems))).toMatchObject({ status: 503, attempts: 10 });
    await server.isLeft();
    expect(server.requests).toHaveLength(10);
  });

  it("R40 is asked again when it wants to be, and by POST only because it said so", async () => {
    const server = await unavailable({ "Retry-After": "3" });
    const { client, waits } = testClient({ baseUrl: server.url });
    const error = await failure<HttpError>(client.call(createItem, { body: {} }));
    expect(error).toMatchObject({ status: 503, attempts: 3, retryAfterMs: 3000 });
    expect(waits).toEqual([3000, 3000]);
    const silent = await unavailable();
    const { client: other } = testClient({ baseUrl: silent.url });
    expect(await failure(other.call(createItem, { body: {} }))).toMatchObject({ attempts: 1 });
    expect(silent.requests).toHaveLength(1);
  });
});

describe("a client whose clock is wrong", () => {
  const HOUR = 3_600_000;
  const truth = Date.UTC(2026, 10, 22, 12);
  const later = new Date(truth + 5000).toUTCString();

  /** What the server gets to see of a client that is so far ahead. */
  async function skewed(ms: number, headers: Record<string, string> = {}) {
    const server = await unavailable({ "Retry-After": later, ...headers });
    const waits: number[] = [];
    const testing = {
      now: () => truth + ms,
      random: () => 0.999,
      sleep: async (wait: number) => void waits.push(wait),
    };
    const { client } = testClient({ baseUrl: server.url, testing });
    const error = await failure<HttpError>(client.call(listItems));
    return { requests: server.requests.length, waits, error };
  }

  it("R41 waits a little instead of not at all if it is ahead", async () => {
    for (const hours of [1, 5, 24 * 365]) {
      const { requests, waits } = await skewed(hours * HOUR);
      expect(requests).toBe(3);
      for (const wait of waits) expect(wait).toBeGreaterThan(0);
      for (const wait of waits) expect(wait).toBeLessThanOrEqual(100);
    }
  });

  it("R43 does not wait for hours if it is behind, and says what it was asked for", async () => {
    for (const hours of [1, 5, 24 * 365]) {
      const { requests, waits, error } = await skewed(-hours * HOUR);
      expect(requests).toBe(1);
      expect(waits).toEqual([]);
      expect(error).toMatchObject({ status: 503, retryAfterMs: hours * HOUR + 5000 });
    }
  });

  it("R41 waits as asked if the server tells its own time, whatever the client's", async () => {
    for (const hours of [-5, 0, 5]) {
      const { requests, waits } = await skewed(hours * HOUR, {
        Date: new Date(truth).toUTCString(),
      });
      expect(requests).toBe(3);
      for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(5000);
      for (const wait of waits) expect(wait).toBeLessThanOrEqual(5500);
    }
  });

  it("R41 waits as asked if it is right", async () => {
    const { requests, waits } = await skewed(0);
    expect(requests).toBe(3);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(5000);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(5500);
  });
});

describe("200 calls at once on a server that fails at random", () => {
  /** Numbers that look like chance and are the same each time (Lehmer, 1951). */
  function chance(seed: number): () => number {
    let state = seed;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  }

  const get: Operation = { id: "get", method: "GET", path: "/get/{id}", pathParams: { id: {} } };
  const post: Operation = { ...get, id: "post", method: "POST", path: "/post/{id}", body: {} };
  const keyed: Operation = { ...post, id: "keyed", path: "/keyed/{id}" };
  type Fault = "reset before" | "reset after" | "refuse" | "later" | "none";

  it.each([1, 2])("R37 loses and doubles none of them (seed %s)", async (seed) => {
    const random = chance(seed * 7919);
    const ledger = new Map<string, { fault: Fault; key: string | undefined; body: string }[]>();
    const act: Readonly<Record<Fault, (socket: Socket, target: string) => void>> = {
      "reset before": (socket) => socket.resetAndDestroy(),
      "reset after": (socket, target) => {
        socket.write(ok({ target }).subarray(0, -3), () => socket.resetAndDestroy());
      },
      refuse: (socket) => socket.write(answer(503, "{}")),
      later: (socket) => socket.write(answer(503, "{}", { "Retry-After": "1" })),
      none: (socket, target) => socket.write(ok({ target })),
    };
    const server = await misbehave(({ target, headers, body }, socket) => {
      const faults = Object.keys(act) as Fault[];
      const fault = random() < 0.5 ? "none" : (faults[Math.floor(random() * 4)] ?? "none");
      const entry = { fault, key: headers["idempotency-key"], body };
      ledger.set(target, [...(ledger.get(target) ?? []), entry]);
      act[fault](socket, target);
    });
    const { client } = testClient({ baseUrl: server.url, retryBudget: false });

    const results = await Promise.all(
      Array.from({ length: 200 }, async (_, id) => {
        const operation = [get, post, keyed][id % 3] ?? get;
        const target = operation.path.replace("{id}", String(id));
        const params = { id, ...(operation.body ? { body: { id } } : {}) };
        const options = operation === keyed ? { idempotencyKey: `key-${id}` } : {};
        const outcome: unknown = await client
          .call(operation, params, options)
          .catch((error: unknown) => error);
        return { id, operation, target, outcome };
      }),
    );

    expect(ledger.size).toBe(200);
    for (const { id, operation, target, outcome } of results) {
      const entries = ledger.get(target) ?? [];
      const last = entries.at(-1);
      if (outcome instanceof ClientError) {
        expect(last?.fault, target).not.toBe("none");
        expect(outcome.attempts, target).toBe(entries.length);
        expect(outcome.name).toBe(
          last?.fault.startsWith("reset") ? "ConnectionError" : "ServerError",
        );
      } else {
        // The answer to this very request, not to one of its neighbours.
        expect(outcome, target).toEqual({ target });
        expect(last?.fault, target).toBe("none");
      }
      // Nothing follows a success, and nothing unsafe follows what may have been done.
      for (const { fault, key, body } of entries.slice(0, -1)) {
        expect(fault, target).not.toBe("none");
        if (operation === post) expect(fault, target).toBe("later");
        if (operation === keyed) expect(key).toBe(`key-${id}`);
        expect(body).toBe(operation.body ? JSON.stringify({ id }) : "");
      }
      if (operation === keyed) expect(last?.key).toBe(`key-${id}`);
    }
    const all = [...ledger.values()];
    expect(server.requests).toHaveLength(all.flat().length);
    expect(all.some(({ length }) => length === 3)).toBe(true);
  });
});
