import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";

import type { Operation } from "../../templates/runtime/operation.js";
import { failure, testClient } from "../runtime/support.js";
import { cutOff, misbehave, ok } from "./server.js";
import type { Ending, FaultyServer } from "./server.js";

const get: Operation = { id: "get", method: "GET", path: "/{id}", pathParams: { id: {} } };
const post: Operation = { ...get, id: "post", method: "POST", body: {} };

const both = [
  [get, {}],
  [post, { body: {} }],
] as const;

/*
 * What a cut means (RFC 9112, 6.3 and 8), and what Node's fetch makes of it:
 *
 * | the body ends            | cut in the head | cut in the body, FIN           | cut in the body, RST           |
 * | ------------------------ | --------------- | ------------------------------ | ------------------------------ |
 * | after Content-Length     | broken          | broken                         | broken                         |
 * | after the last chunk     | broken          | broken                         | broken                         |
 * | … and Connection: close  | broken          | broken; Node: the end          | broken; Node: the end          |
 * | when the connection does | broken          | the end, all that came is whole| broken; Node: the end          |
 *
 * Where Node takes the cut for the end, nothing above it can tell: such a call fails because JSON that was cut cannot
 * be read, is not repeated, and if not one byte of the body came it has no data, like every empty success (R59).
 */
const BODY = '{"ok":1}';
const START = "HTTP/1.1 200 OK\r\n";
const CHUNKS = '5\r\n{"ok"\r\n3\r\n:1}\r\n0\r\n\r\n';
const byLength = { head: `${START}Content-Length: 8\r\n\r\n`, body: BODY };
const byChunks = { head: `${START}Transfer-Encoding: chunked\r\n\r\n`, body: CHUNKS };
const byClose = { head: `${START}Connection: close\r\n\r\n`, body: BODY };
const byLastChunks = {
  head: `${START}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
  body: CHUNKS,
};

interface Framing {
  readonly head: string;
  readonly body: string;
}

/** Cuts the first answer to each path, `/12` behind its twelfth byte, and answers whole from then on. */
async function cutting({ head, body }: Framing, ending: Ending): Promise<FaultyServer> {
  const bytes = Buffer.from(head + body);
  const seen = new Set<string>();
  return misbehave(({ target }, socket) => {
    if (seen.has(target)) return void socket.write(ok({ ok: "again" }));
    seen.add(target);
    cutOff(socket, bytes.subarray(0, Number(target.slice(1))), ending);
  });
}

/** Runs some work for each number, a few at a time. */
async function forEach(from: number, to: number, work: (n: number) => Promise<void>) {
  for (let next = from; next < to; next += 16) {
    const batch = Array.from({ length: Math.min(16, to - next) }, (_, index) => next + index);
    await Promise.all(batch.map(work));
  }
}

const requestsTo = ({ requests }: FaultyServer, id: number) =>
  requests.filter(({ target }) => target === `/${id}`);

const endings: readonly Ending[] = ["FIN", "RST"];
const breaks = [
  ["a Content-Length", byLength, byLength.head.length + BODY.length],
  ["chunks", byChunks, byChunks.head.length + CHUNKS.length],
  ["the end of the connection", byClose, byClose.head.length],
] as const;

describe.each(breaks)("an answer with %s that is cut", (_, framing, end) => {
  it.each(endings)("R36 is asked for again by GET, wherever the %s comes", async (ending) => {
    const server = await cutting(framing, ending);
    const { client, waits } = testClient({ baseUrl: server.url });
    await forEach(0, end, async (id) => {
      expect(await client.call(get, { id }), String(id)).toEqual({ ok: "again" });
      expect(requestsTo(server, id)).toHaveLength(2);
    });
    expect(waits).toHaveLength(end);
  });

  it.each(endings)(
    "R37 is never asked for again by POST, wherever the %s comes",
    async (ending) => {
      const server = await cutting(framing, ending);
      const { client, waits } = testClient({ baseUrl: server.url });
      await forEach(0, end, async (id) => {
        const error = await failure(client.call(post, { id, body: { id } }));
        expect(error, String(id)).toMatchObject({ name: "ConnectionError", attempts: 1 });
        expect(requestsTo(server, id)).toMatchObject([{ body: JSON.stringify({ id }) }]);
      });
      expect(waits).toEqual([]);
    },
  );

  it.each(endings)("R38 is asked for again by POST with its key, after %s", async (ending) => {
    const server = await cutting(framing, ending);
    const { client } = testClient({ baseUrl: server.url });
    await forEach(0, end, async (id) => {
      const call = client.call(post, { id, body: { id } }, { idempotencyKey: `key ${id}` });
      expect(await call, String(id)).toEqual({ ok: "again" });
      const sent = requestsTo(server, id).map(({ headers, body }) => [
        headers["idempotency-key"],
        body,
      ]);
      expect(sent).toEqual(Array(2).fill([`key ${id}`, JSON.stringify({ id })]));
    });
  });
});

describe("an answer whose end nobody can tell", () => {
  const cases = [
    ["the end of the connection, FIN", byClose, "FIN"],
    ["the end of the connection, RST", byClose, "RST"],
    ["chunks before the connection ends, FIN", byLastChunks, "FIN"],
    ["chunks before the connection ends, RST", byLastChunks, "RST"],
  ] as const;

  it.each(cases)("R61 is no data unless it is whole: %s", async (_, framing, ending) => {
    const { head, body } = framing;
    // Behind the last byte of the JSON text, what is cut is the framing alone.
    const lastByte = head.length + body.lastIndexOf("}");
    for (const [operation, params] of both) {
      const server = await cutting(framing, ending);
      const { client, waits } = testClient({ baseUrl: server.url });
      await forEach(head.length, head.length + body.length + 1, async (id) => {
        const outcome = await client
          .call(operation, { id, ...params })
          .catch((error: unknown) => error);
        const hasBytes = body === BODY ? id > head.length : id > head.length + "5\r\n".length;
        if (id > lastByte) expect(outcome, String(id)).toEqual({ ok: 1 });
        else if (!hasBytes) expect(outcome, String(id)).toBeUndefined();
        else expect(outcome, String(id)).toMatchObject({ name: "DecodeError", attempts: 1 });
      });
      expect(waits).toEqual([]);
    }
  });
});

describe("a connection", () => {
  /** A port of this machine where nobody listens. */
  async function closedPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  it.each(["127.0.0.1", "localhost", "[::1]"])(
    "R37 that is refused by %s has sent nothing, so that POST tries again as well",
    async (host) => {
      const port = await closedPort();
      const { client, waits } = testClient({ baseUrl: `http://${host}:${port}` });
      for (const [operation, params] of both) {
        const error = await failure(client.call(operation, { id: 1, ...params }));
        expect(error).toMatchObject({ name: "ConnectionError", attempts: 3 });
        expect(error.message).toContain("ECONNREFUSED");
      }
      expect(waits).toEqual([250, 500, 250, 500]);
    },
  );

  it("R37 that is refused first and taken later carries a POST once", async () => {
    const port = await closedPort();
    let server: FaultyServer | undefined;
    const sleep = async () => {
      server ??= await misbehave((_, socket) => socket.write(ok({ made: true })), port);
    };
    const { client } = testClient({ baseUrl: `http://127.0.0.1:${port}`, testing: { sleep } });
    expect(await client.call(post, { id: 1, body: {} })).toEqual({ made: true });
    expect(server?.requests).toHaveLength(1);
  });

  it("R45 that breaks every time fails after the last attempt, as what it is", async () => {
    for (const ending of endings) {
      for (const [, { head, body }] of breaks.slice(0, 2)) {
        for (const end of [0, 9, head.length, head.length + 4]) {
          const bytes = Buffer.from(head + body).subarray(0, end);
          const server = await misbehave((_, socket) => cutOff(socket, bytes, ending));
          const { client } = testClient({ baseUrl: server.url });
          const error = await failure(client.call(get, { id: 1 }));
          expect(error).toMatchObject({ name: "ConnectionError", attempts: 3 });
          expect(server.requests).toHaveLength(3);
        }
      }
    }
  });

  it("R45 that breaks in an error's body keeps the status, and is asked again if the status is passing", async () => {
    const head =
      "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 22\r\n\r\n";
    for (const ending of endings) {
      for (const end of [0, 5, 21]) {
        const bytes = Buffer.from(head + '{"detail":"Not there"}'.slice(0, end));
        const server = await misbehave((_, socket) => cutOff(socket, bytes, ending));
        const error = await failure(
          testClient({ baseUrl: server.url }).client.call(get, { id: 1 }),
        );
        expect(error).toMatchObject({ name: "NotFoundError", status: 404, decodeFailed: true });
        expect(server.requests).toHaveLength(1);
      }
    }
  });

  it("R37 that the server closed while it was idle carries a POST at most once", async () => {
    const server = await misbehave((_, socket) => {
      socket.write(ok({}));
      // The client may or may not have heard of it when it sends the next request.
      setImmediate(() => socket.end());
    });
    const { client } = testClient({ baseUrl: server.url });
    for (let id = 0; id < 50; id++) {
      const error = await client.call(post, { id, body: {} }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(requestsTo(server, id).length, String(id)).toBeLessThanOrEqual(1);
      if (error === undefined) expect(requestsTo(server, id)).toHaveLength(1);
      else expect(error).toMatchObject({ name: "ConnectionError", attempts: 1 });
    }
  });
});
