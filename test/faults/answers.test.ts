import { constants, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

import type { HttpError } from "../../templates/runtime/index.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { createItem, failure, listItems, testClient } from "../runtime/support.js";
import { answer, misbehave, ok } from "./server.js";
import type { FaultyServer } from "./server.js";

/** A server that answers everything with the same bytes, and a client that does not repeat. */
async function answering(bytes: Buffer | string, options: object = {}) {
  const server = await misbehave((_, socket) => void socket.write(bytes));
  return { server, ...testClient({ baseUrl: server.url, maxRetries: 0, ...options }) };
}

const html = (title: string) => ({
  page: `<!doctype html><html><head><title>${title}</title><style>p{color:red}</style></head><body><p>${title}</p>${"<br>".repeat(30_000)}</body></html>`,
  type: { "Content-Type": "text/html; charset=utf-8" },
});

describe("a success that is none", () => {
  const login = html("Please log in");
  const cases: readonly [what: string, bytes: Buffer, message: string][] = [
    ["a page", answer(200, login.page, login.type), "expected JSON, got text/html"],
    ["JSON that stops", answer(200, '{"items":[1,2'), "expected JSON"],
    ["two JSON texts", answer(200, "{}{}"), "expected JSON"],
    ["a text of another type", answer(200, "fine", { "Content-Type": "text/plain" }), "text/plain"],
    ["bytes", answer(200, Buffer.of(0, 255, 254), { "Content-Type": "image/png" }), "image/png"],
    ["UTF-16", answer(200, Buffer.from("\ufeff{}", "utf16le")), "expected JSON"],
  ];

  it.each(cases)("R61 is a DecodeError and no data: %s", async (_, bytes, message) => {
    const { server, client } = await answering(bytes);
    const error = await failure(client.call(listItems));
    expect(error).toMatchObject({ name: "DecodeError", code: "invalid_json", status: 200 });
    expect(error.message).toContain(message);
    expect(error.message).not.toMatch(/[<>]|color/);
    expect(error.message.length).toBeLessThan(500);
    expect(server.requests).toHaveLength(1);
  });

  it("R61 is not asked for again: the server has answered", async () => {
    const { server, client, waits } = await answering(answer(200, "{"), { maxRetries: 5 });
    for (const [operation, params] of [
      [listItems, {}],
      [createItem, { body: {} }],
    ] as const) {
      expect((await failure(client.call(operation, params))).name).toBe("DecodeError");
    }
    expect(server.requests).toHaveLength(2);
    expect(waits).toEqual([]);
  });

  it("R62 is too large: the rest is not taken, and the connection is closed", async () => {
    const bytes = answer(200, JSON.stringify("x".repeat(20_000_000)));
    const { server, client } = await answering(bytes, { maxResponseBytes: 100_000 });
    expect(await failure(client.call(listItems))).toMatchObject({
      name: "DecodeError",
      code: "too_large",
    });
    await server.isLeft();
  });
});

describe("an error page", () => {
  it("R51 of a proxy gives its status and one line of text", async () => {
    for (const [status, name] of [
      [502, "ServerError"],
      [403, "ForbiddenError"],
    ] as const) {
      const { page, type } = html(`${status} from <b>nginx</b>`);
      const { client } = await answering(answer(status, page, type));
      const error = await failure<HttpError>(client.call(listItems));
      expect(error).toMatchObject({ name, status, decodeFailed: false });
      expect(error.message).toMatch(/^\d{3} GET \/items\/ \(listItems\): \d{3} from nginx/);
      expect(error.message).not.toMatch(/[<>]|color/);
      expect(error.message.length).toBeLessThan(500);
      expect(error.rawBody?.length).toBe(65_536);
    }
  });

  it("R62 without an end is read to 1 MiB, and the connection is closed", async () => {
    const bytes = answer(500, `{"detail":"${"x".repeat(20_000_000)}"}`);
    const { server, client } = await answering(bytes);
    const error = await failure<HttpError>(client.call(listItems));
    expect(error).toMatchObject({ status: 500, decodeFailed: true });
    expect(error.rawBody?.length).toBe(65_536);
    expect(error.message.length).toBeLessThan(500);
    await server.isLeft();
  });

  it("R53 that says JSON and is none keeps its status", async () => {
    for (const body of ["", "{", "nope", "\u0000\u0001"]) {
      const { client } = await answering(answer(500, body));
      const error = await failure<HttpError>(client.call(listItems));
      expect(error).toMatchObject({ status: 500, decodeFailed: body !== "" });
      expect(error.message).not.toMatch(/[\u0000-\u001f]/);
    }
  });
});

describe("bytes that are no text", () => {
  // With and without a limit the body is read in two ways, which must agree.
  const ways = [{}, { maxResponseBytes: 1000 }];

  it("R60 become the replacement character where they are no UTF-8, wherever the packets end", async () => {
    const bytes = answer(
      200,
      Buffer.concat([Buffer.from('["é€😀'), Buffer.of(0xff, 0xc3), Buffer.from('"]')]),
    );
    const head = bytes.indexOf("\r\n\r\n") + 4;
    for (const options of ways) {
      for (let end = head; end < bytes.length; end++) {
        const server = await misbehave((_, socket) => {
          socket.write(bytes.subarray(0, end), () => {
            setImmediate(() => socket.write(bytes.subarray(end)));
          });
        });
        const { client } = testClient({ baseUrl: server.url, ...options });
        expect(await client.call(listItems), String(end)).toEqual(["é€😀\ufffd\ufffd"]);
      }
    }
  });

  it("R60 are left out if they are a byte order mark", async () => {
    for (const options of ways) {
      const { client } = await answering(answer(200, "\ufeff[1]"), options);
      expect(await client.call(listItems)).toEqual([1]);
      expect(
        await (await answering(answer(200, "\ufeff"), options)).client.call(listItems),
      ).toBeUndefined();
    }
  });
});

describe("a Content-Encoding", () => {
  const gzip = { "Content-Encoding": "gzip" };
  const value = { items: Array.from({ length: 50 }, (_, index) => index * 7919) };
  const packed = gzipSync(JSON.stringify(value));
  const unpacked = (start: Buffer) =>
    gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString();

  it("R45 that the body does not have is a broken connection", async () => {
    const { server, client } = await answering(answer(200, '{"plain":true}', gzip), {
      maxRetries: 2,
    });
    expect(await failure(client.call(listItems))).toMatchObject({
      name: "ConnectionError",
      attempts: 3,
    });
    expect(server.requests).toHaveLength(3);
    expect(await failure(client.call(createItem, { body: {} }))).toMatchObject({ attempts: 1 });
  });

  it("R61 whose body stops early gives all of the data or none", async () => {
    // Node's fetch does not mind a missing end, so that it is the JSON that has to be whole.
    const server = await misbehave(({ target }, socket) => {
      socket.write(answer(200, packed.subarray(0, Number(target.slice(1))), gzip));
    });
    const { client } = testClient({ baseUrl: server.url, maxRetries: 0 });
    const operation: Operation = {
      id: "cut",
      method: "GET",
      path: "/{id}",
      pathParams: { id: {} },
    };
    const outcomes = new Set<string>();
    for (let id = 0; id < packed.length; id++) {
      const outcome: unknown = await client
        .call(operation, { id })
        .catch((error: unknown) => error);
      if (outcome instanceof Error) outcomes.add(outcome.name);
      else if (outcome !== undefined) expect(outcome, String(id)).toEqual(value);
      // Not one byte of the text has come, which is like an empty success.
      else expect(unpacked(packed.subarray(0, id))).toBe("");
    }
    expect([...outcomes]).toEqual(["DecodeError"]);
  });
});

describe("a head", () => {
  const broken: readonly [what: string, bytes: string][] = [
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} "],
    [
      "the same length twice",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    ],
    [
      "length and chunks",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
    ["a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}"],
    [
      "100 kB in one field",
      `HTTP/1.1 200 OK\r\nX-Long: ${"x".repeat(100_000)}\r\nContent-Length: 2\r\n\r\n{}`,
    ],
    [
      "100 kB in many fields",
      `HTTP/1.1 200 OK\r\n${"X-More: of them\r\n".repeat(7_000)}Content-Length: 2\r\n\r\n{}`,
    ],
    ["no HTTP", "SSH-2.0-OpenSSH_9.6\r\n\r\n"],
  ];

  it.each(broken)(
    "R37 that cannot be trusted is a broken connection, and no POST is repeated: %s",
    async (_, bytes) => {
      const { server, client } = await answering(bytes, { maxRetries: 2 });
      expect(await failure(client.call(listItems))).toMatchObject({
        name: "ConnectionError",
        attempts: 3,
      });
      expect(await failure(client.call(createItem, { body: {} }))).toMatchObject({
        name: "ConnectionError",
        attempts: 1,
      });
      expect(server.requests.map(({ method }) => method)).toEqual(["GET", "GET", "GET", "POST"]);
    },
  );

  it("R58 may follow others that only inform", async () => {
    const early = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
    const processing = "HTTP/1.1 102 Processing\r\n\r\n";
    const { server, client } = await answering(
      Buffer.concat([Buffer.from(processing + early + early), ok([1])]),
    );
    const { data, response } = await client.call(listItems).withResponse();
    expect(data).toEqual([1]);
    expect(response.status).toBe(200);
    expect(await client.call(createItem, { body: {} })).toEqual([1]);
    expect(server.requests).toHaveLength(2);
  });

  it("R59 that allows no body has none, and what follows is no answer to the next call", async () => {
    for (const status of [204, 304] as const) {
      let count = 0;
      const server: FaultyServer = await misbehave((_, socket) => {
        socket.write(count++ === 0 ? answer(status, '{"stray":true}') : ok({ own: true }));
      });
      const { client } = testClient({ baseUrl: server.url });
      const options = { headers: { "if-none-match": '"1"' } };
      expect(await client.call(listItems, {}, options)).toBeUndefined();
      expect(await client.call(listItems)).toEqual({ own: true });
      expect(await client.call(listItems)).toEqual({ own: true });
    }
  });
});
