import { describe, expect, it } from "vitest";

import type { HttpError } from "../../templates/runtime/index.js";
import { RedirectError } from "../../templates/runtime/index.js";
import type {
  Api,
  HttpMethod,
  Operation,
  SecurityScheme,
} from "../../templates/runtime/operation.js";
import { inCookie, inQuery, userAndPassword } from "../../templates/runtime/schemes.js";
import { failure, testClient } from "../runtime/support.js";
import { answer, misbehave, ok } from "./server.js";
import type { FaultyServer } from "./server.js";

const SECRET = "s3cr3t-k3y";
const basic = { username: "me", password: SECRET };
const ENCODED = Buffer.from(`me:${SECRET}`).toString("base64");

/** Each way in which a credential is sent, and what it looks like on the wire. */
const schemes: Readonly<Record<string, readonly [SecurityScheme, unknown, string]>> = {
  "a key in a header": [
    { option: "credential", header: "X-API-Key" },
    SECRET,
    `X-API-Key: ${SECRET}`,
  ],
  "a key in the query": [{ option: "credential", attach: inQuery("key") }, SECRET, `key=${SECRET}`],
  "a cookie": [
    { option: "credential", attach: inCookie("session"), isCookie: true },
    SECRET,
    `session=${SECRET}`,
  ],
  "user and password": [
    { option: "credential", header: "Authorization", prefix: "Basic", encode: userAndPassword },
    basic,
    `Basic ${ENCODED}`,
  ],
  "a bearer token": [
    { option: "credential", header: "Authorization", prefix: "Bearer" },
    SECRET,
    `Bearer ${SECRET}`,
  ],
};

const statuses = [301, 302, 303, 307, 308];
const methods: readonly HttpMethod[] = ["GET", "HEAD", "POST", "PUT", "DELETE"];
const BODY = "b0dy-0f-the-c4ller";

const operationFor = (method: HttpMethod): Operation => ({
  id: "operation",
  method,
  path: "/{id}",
  pathParams: { id: {} },
  security: [["scheme"]],
  ...(/^(POST|PUT)$/.test(method) ? { body: {} } : {}),
});
const paramsFor = ({ body }: Operation, id: string) => ({ id, ...(body ? { body: BODY } : {}) });

/** A server whose `/start` redirects to where `location` says; everywhere else is a success. */
async function redirecting(status: number, location: string | undefined): Promise<FaultyServer> {
  return misbehave(({ target, method }, socket) => {
    const headers: Record<string, string> = location === undefined ? {} : { Location: location };
    const bytes = target.startsWith("/start") ? answer(status, "", headers) : ok({ at: target });
    socket.write(method === "HEAD" ? bytes.subarray(0, bytes.indexOf("\r\n\r\n") + 4) : bytes);
  });
}

/** A server that should not be asked, and would love to know. */
const attacker = () =>
  misbehave((_, socket) => {
    socket.write(ok({ at: "attacker" }));
  });

/** As it comes over the wire, headers are in lower case or not; credentials are searched for in any. */
const secretsIn = (text: string) =>
  [SECRET, ENCODED, BODY, "x-mine"].filter((part) =>
    text.toLowerCase().includes(part.toLowerCase()),
  );

describe.each(Object.entries(schemes))("with %s", (_, [scheme, credential, wire]) => {
  const description: Partial<Api> = { security: { scheme } };
  const options = { credential, headers: { "X-Mine": "x-mine" }, maxRetries: 0 };

  it("R89 follows reading calls within the origin, and R90 writing ones where the status keeps them", async () => {
    for (const status of statuses) {
      const server = await redirecting(status, "/end?x=1");
      const { client } = testClient({ baseUrl: server.url, ...options }, description);
      for (const method of methods) {
        server.requests.length = 0;
        const operation = operationFor(method);
        const where = `${status} ${method}`;
        const call = client.call(operation, paramsFor(operation, "start"));
        const isReading = method === "GET" || method === "HEAD";
        if (isReading || status > 303) await call;
        else expect(await failure(call), where).toBeInstanceOf(RedirectError);
        expect(server.requests.length, where).toBe(isReading || status > 303 ? 2 : 1);
        for (const request of server.requests) {
          expect(request.method, where).toBe(method);
          expect(request.text.toLowerCase(), where).toContain(wire.toLowerCase());
          expect(request.body, where).toBe(operation.body ? JSON.stringify(BODY) : "");
        }
      }
    }
  });

  it("R89 asks no other origin and no other scheme, whatever the method", async () => {
    const other = await attacker();
    for (const location of [
      `${other.url}/end`,
      `https://127.0.0.1:${other.port}/end`,
      `//127.0.0.1:${other.port}/end`,
    ]) {
      for (const status of statuses) {
        const server = await redirecting(status, location);
        const { client } = testClient({ baseUrl: server.url, ...options }, description);
        for (const method of methods) {
          const operation = operationFor(method);
          const error = await failure<HttpError>(
            client.call(operation, paramsFor(operation, "start")),
          );
          expect(error, `${status} ${method} ${location}`).toMatchObject({
            name: "RedirectError",
            status,
            location,
            attempts: 1,
          });
          expect(secretsIn(error.message)).toEqual([]);
        }
        expect(server.requests).toHaveLength(methods.length);
      }
    }
    expect(other.received()).toBe("");
  });

  it("R89 lets a download go to another origin, which sees nothing of the caller", async () => {
    const other = await attacker();
    for (const status of statuses) {
      for (const method of methods) {
        const server = await redirecting(status, `${other.url}/end`);
        const { client } = testClient({ baseUrl: server.url, ...options }, description);
        const operation: Operation = { ...operationFor(method), response: "blob" };
        other.requests.length = 0;
        const call = client.call(operation, paramsFor(operation, "start"));
        if (method === "GET" || method === "HEAD") await call;
        else expect(await failure(call)).toBeInstanceOf(RedirectError);
        expect(other.requests.length).toBe(method === "GET" || method === "HEAD" ? 1 : 0);
      }
      // TLS begins with a greeting, which the other side does not understand.
      const secure = await redirecting(status, `https://127.0.0.1:${other.port}/end`);
      const { client } = testClient({ baseUrl: secure.url, ...options }, description);
      const operation: Operation = { ...operationFor("GET"), response: "blob" };
      const closing = failure(client.call(operation, { id: "start" }));
      expect((await closing).name).toBe("ConnectionError");
    }
    expect(other.received()).toContain("GET /end HTTP/1.1");
    expect(secretsIn(other.received())).toEqual([]);
    expect(other.received().toLowerCase()).not.toMatch(/authorization|cookie|referer/);
  });

  it("R89 does not trust who comes back from another origin", async () => {
    const server: FaultyServer = await misbehave(({ target }, socket) => {
      socket.write(
        target.startsWith("/start") ? answer(302, "", { Location: `${other.url}/on` }) : ok({}),
      );
    });
    const other: FaultyServer = await misbehave((__, socket) => {
      socket.write(answer(302, "", { Location: `${server.url}/back` }));
    });
    const { client } = testClient({ baseUrl: server.url, ...options }, description);
    const operation: Operation = { ...operationFor("GET"), response: "blob" };
    await client.call(operation, { id: "start" });
    expect(server.requests.map(({ target }) => target.split("?")[0])).toEqual(["/start", "/back"]);
    expect(secretsIn(server.requests[1]?.text ?? SECRET)).toEqual([]);
    expect(secretsIn(other.received())).toEqual([]);
  });
});

describe("a Location", () => {
  const get = { ...operationFor("GET"), security: [] };
  const start = async (location: string | undefined, operation: Operation = get) => {
    const server = await redirecting(302, location);
    const { client } = testClient({ baseUrl: server.url, maxRetries: 0 });
    const outcome = await client.call(operation, { id: "start" }).catch((error: unknown) => error);
    return { outcome, server, targets: server.requests.map(({ target }) => target) };
  };

  const refused = [
    undefined,
    "http://[::1",
    "http://",
    "http://user:pass@127.0.0.1/",
    "//user@127.0.0.1/end",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:application/json,{}",
    "blob:http://127.0.0.1/1",
    "ftp://127.0.0.1/end",
    "ws://127.0.0.1/end",
  ];

  it.each(refused)("R89 is not followed, not even by a download: %s", async (location) => {
    for (const operation of [get, { ...get, response: "blob" } as const]) {
      const { outcome, targets } = await start(location, operation);
      expect(outcome).toMatchObject({ name: "RedirectError", location: location ?? null });
      expect(targets).toEqual(["/start"]);
    }
  });

  it.each(["http://me:pw@", "http://me@", "http://:pw@", "blob:http://"])(
    "R89 is not followed, although its origin is the API's own: %s",
    async (start) => {
      const server: FaultyServer = await misbehave((_, socket) => {
        socket.write(answer(302, "", { Location: `${start}127.0.0.1:${server.port}/end` }));
      });
      const { client } = testClient({ baseUrl: server.url });
      const error = await failure(client.call(get, { id: "start" }));
      expect(error).toBeInstanceOf(RedirectError);
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each([
    ["/end", "/end"],
    ["end", "/end"],
    ["./a/../end", "/end"],
    ["../../end", "/end"],
    ["/end#part", "/end"],
    ["/%65nd?a=b%20c", "/%65nd?a=b%20c"],
    ["  /end  ", "/end"],
  ])("R89 is resolved where the redirect came from: %s", async (location, target) => {
    const { outcome, targets } = await start(location);
    expect(targets).toEqual(["/start", target]);
    expect(outcome).toEqual({ at: target });
  });

  it("R89 that leads in a circle or too far ends after five hops", async () => {
    const server = await misbehave(({ target }, socket) => {
      const number = Number(target.slice(1));
      socket.write(number === 0 ? ok("there") : answer(307, "", { Location: `/${number - 1}` }));
    });
    const { client } = testClient({ baseUrl: server.url });
    expect(await client.call(get, { id: 5 })).toBe("there");
    const error = await failure(client.call(get, { id: 6 }));
    expect(error).toMatchObject({ name: "RedirectError", location: "/0", attempts: 1 });
    expect(server.requests).toHaveLength(6 + 6);

    const circle = await misbehave((_, socket) => {
      socket.write(answer(302, "", { Location: "/start" }));
    });
    const lost = failure(testClient({ baseUrl: circle.url }).client.call(get, { id: "start" }));
    expect(await lost).toBeInstanceOf(RedirectError);
    expect(circle.requests).toHaveLength(6);
  });
});
