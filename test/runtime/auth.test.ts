import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";

import { ConfigError, RedirectError, cachedToken } from "../../templates/runtime/index.js";
import { logging } from "../../templates/runtime/logging.js";
import type { Api, Operation, SecurityScheme } from "../../templates/runtime/operation.js";
import { inCookie, inQuery, userAndPassword } from "../../templates/runtime/schemes.js";
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

afterEach(() => {
  vi.unstubAllGlobals();
});

const schemes = {
  bearer: { option: "token", header: "Authorization", prefix: "Bearer" },
  basic: { option: "login", header: "Authorization", prefix: "Basic", encode: userAndPassword },
  drf: { option: "drfToken", header: "Authorization", prefix: "Token" },
  header: { option: "key", header: "X-API-Key" },
  query: { option: "queryKey", attach: inQuery("api key") },
  cookie: { option: "session", attach: inCookie("sessionid"), isCookie: true },
} as const satisfies Record<string, SecurityScheme>;

const secured = (...security: string[][]): Operation => ({ ...listItems, security });

async function sentWith(options: object, operation: Operation, params: object = {}) {
  const fetch = fakeFetch(json({}));
  await testClient({ fetch, ...options }, { security: schemes }).client.call(operation, params);
  return fetch.sent[0]!;
}

describe("credentials", () => {
  it("R84 asks for a credential at each attempt, and caches those that expire", async () => {
    const provider = vi.fn(async () => "t");
    const fetch = fakeFetch(json({}, 503));
    await failure(
      testClient({ fetch, token: provider }, { security: schemes }).client.call(
        secured(["bearer"]),
      ),
    );
    expect(provider).toHaveBeenCalledTimes(3);

    let now = 0;
    let count = 0;
    const provide = vi.fn(async () => ({ token: `t${++count}`, expiresAt: now + 600_000 }));
    const source = cachedToken(provide, () => now);
    expect(await Promise.all([source.get(), source.get(), source.get()])).toEqual([
      "t1",
      "t1",
      "t1",
    ]);
    now = 479_999;
    expect(await source.get()).toBe("t1");
    expect(provide).toHaveBeenCalledTimes(1);
    now = 481_000;
    expect(await source.get()).toBe("t1");
    expect(provide).toHaveBeenCalledTimes(2);
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await source.get()).toBe("t2");
    provide.mockRejectedValueOnce(new Error("down"));
    now += 481_000;
    expect(await source.get()).toBe("t2");
    await new Promise((resolve) => setImmediate(resolve));
    now += 4_000;
    await source.get();
    expect(provide).toHaveBeenCalledTimes(3);
    now += 100_000;
    expect(await source.get()).toBe("t3");
  });

  it("R85 renews a refused token once, for all calls together", async () => {
    let count = 0;
    const provide = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { token: `t${++count}`, expiresAt: Date.now() + 3_600_000 };
    });
    const token = cachedToken(provide);
    await token.get();
    const fetch = fakeFetch(({ init }) =>
      json({}, init.headers.get("authorization") === "Bearer t2" ? 200 : 401),
    );
    const { client } = testClient({ fetch, token, maxRetries: 0 }, { security: schemes });
    await Promise.all(Array.from({ length: 10 }, () => client.call(secured(["bearer"]))));
    expect(provide).toHaveBeenCalledTimes(2);
    expect(fetch.sent).toHaveLength(20);
    const refused = fakeFetch(json({}, 401));
    const other = testClient(
      { fetch: refused, token, maxRetries: 0 },
      { security: schemes },
    ).client;
    expect(await failure(other.call(secured(["bearer"])))).toMatchObject({
      status: 401,
      attempts: 2,
    });
    const fixed = fakeFetch(json({}, 401));
    await failure(
      testClient({ fetch: fixed, token: "t" }, { security: schemes }).client.call(
        secured(["bearer"]),
      ),
    );
    expect(fixed.sent).toHaveLength(1);
  });

  it("R86 uses the first alternative that can be met, and names what is missing", async () => {
    const either = secured(["bearer"], ["header", "cookie"]);
    expect((await sentWith({ key: "k", session: "s" }, either)).init.headers.get("x-api-key")).toBe(
      "k",
    );
    const both = await sentWith({ key: "k", session: "s", token: "t" }, either);
    expect(both.init.headers.get("authorization")).toBe("Bearer t");
    expect(both.init.headers.has("x-api-key")).toBe(false);
    const open = await sentWith({ token: "t" }, { ...listItems, security: [] });
    expect(open.init.headers.has("authorization")).toBe(false);
    expect((await sentWith({}, secured(["bearer"], []))).init.headers.has("authorization")).toBe(
      false,
    );
    const fetch = fakeFetch(json({}));
    for (const options of [
      {},
      { key: "k" },
      { token: "" },
      { token: undefined },
      { token: null },
    ]) {
      const error = await failure(
        testClient({ fetch, ...options }, { security: schemes }).client.call(either),
      );
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toContain("bearer");
    }
    expect(
      await failure(
        testClient({ fetch, token: () => "" }, { security: schemes }).client.call(either),
      ),
    ).toBeInstanceOf(ConfigError);
    expect(fetch.sent).toHaveLength(0);
  });

  it("R87 writes each kind of credential in its place", async () => {
    const header = async (options: object, scheme: string, name = "authorization") =>
      (await sentWith(options, secured([scheme]))).init.headers.get(name);
    expect(await header({ token: "t" }, "bearer")).toBe("Bearer t");
    expect(await header({ drfToken: "t" }, "drf")).toBe("Token t");
    expect(await header({ key: async () => "k" }, "header", "x-api-key")).toBe("k");
    expect(await header({ session: "s" }, "cookie", "cookie")).toBe("sessionid=s");
    expect(await header({ login: { username: "ü", password: "p:w" } }, "basic")).toBe(
      `Basic ${Buffer.from("ü:p:w").toString("base64")}`,
    );
    expect(
      await failure(header({ login: { username: "a:b", password: "" } }, "basic")),
    ).toBeInstanceOf(ConfigError);
    expect((await sentWith({ queryKey: "k&" }, secured(["query"]))).url).toBe(
      "https://api.test/v1/items/?api%20key=k%26",
    );
    const withQuery: Operation = { ...secured(["query"]), query: { a: {} } };
    expect((await sentWith({ queryKey: "k" }, withQuery, { a: 1 })).url).toBe(
      "https://api.test/v1/items/?a=1&api%20key=k",
    );
    const withCookie: Operation = { ...secured(["cookie"]), cookie: { a: {} } };
    expect(
      (await sentWith({ session: "s" }, withCookie, { a: 1 })).init.headers.get("cookie"),
    ).toBe("a=1; sessionid=s");
  });

  it("R94 never shows a credential", async () => {
    const secrets = {
      token: "s3cret-1",
      drfToken: "s3cret-2",
      key: "s3cret-3",
      queryKey: "s3cret-4",
      session: "s3cret-5",
      login: { username: "u", password: "s3cret-6" },
    };
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const middleware = [
      logging({ logger: { debug: log, info: log, warn: log, error: log }, level: "debug" }),
    ];
    for (const name of Object.keys(schemes) as (keyof typeof schemes)[]) {
      for (const answer of [
        json({ detail: `bad ${String(secrets[schemes[name].option])}` }, 400),
        networkError("ECONNRESET"),
        json({ deep: "s3cret" }, 200),
      ]) {
        const { client } = testClient(
          { fetch: fakeFetch(answer), middleware, maxRetries: 0, ...secrets },
          { security: schemes },
        );
        const operation: Operation = { ...secured([name]), deprecated: true };
        const error = await client.call(operation).then(
          () => undefined,
          (error: unknown) => error,
        );
        const shown = [
          inspect(error, { depth: 9 }),
          JSON.stringify(error),
          String(error),
          inspect(client, { depth: 9, showHidden: true }),
          JSON.stringify(client),
          ...lines,
        ].join("\n");
        expect(shown).not.toContain("s3cret");
        expect(shown).not.toContain(btoa("u:s3cret-6"));
      }
    }
    expect(lines.some((line) => line.includes("authorization: [redacted]"))).toBe(true);
  });
});

describe("redirects", () => {
  const api = (url: string): Partial<Api> => ({ servers: [{ url }], security: schemes });
  const post: Operation = { ...createItem, security: [["header"]] };
  const get: Operation = { ...listItems, security: [["header"]] };

  async function scene() {
    const other = await serve((_, response) => response.end('"other"'));
    const own = await serve((request, response) => {
      const url = new URL(request.url ?? "", "http://h");
      const to = url.searchParams.get("to");
      if (to === null) response.writeHead(200, { "content-type": "application/json" }).end('"own"');
      else response.writeHead(Number(url.searchParams.get("status")), { location: to }).end();
    });
    const { client } = testClient(
      { key: "k", headers: { "x-own": "1", cookie: "a=b" } },
      api(own.url),
    );
    const go = (operation: Operation, to: string, status: number) =>
      client.call<unknown>(
        { ...operation, query: { to: {}, status: {} } },
        { to, status, ...(operation.body ? { body: { a: 1 } } : {}) },
      );
    return { own, other, go };
  }

  it("R88 sends credentials to the origin of the base URL only", async () => {
    const fetch = fakeFetch(json({}));
    const { client } = testClient(
      { fetch, key: "k", headers: { "x-own": "1" } },
      { security: schemes },
    );
    await client.call(get, {}, {}, { url: "https://api.test.evil.test/v1/" });
    await client.call(get, {}, {}, { url: "https://api.test/elsewhere" });
    expect(fetch.sent.map(({ init }) => init.headers.get("x-api-key"))).toEqual([null, "k"]);
    expect(fetch.sent[0]?.init.headers.has("x-own")).toBe(false);
  });

  it("R89 follows redirects of GET within the origin, and no others", async () => {
    const { own, other, go } = await scene();
    for (const status of [301, 302, 303, 307, 308]) {
      expect(await go(get, "/final", status)).toBe("own");
      const crossGet = await failure<RedirectError>(go(get, `${other.url}/steal`, status));
      expect(crossGet).toBeInstanceOf(RedirectError);
      expect(crossGet.location).toBe(`${other.url}/steal`);
      expect(await failure(go(post, `${other.url}/steal`, status))).toBeInstanceOf(RedirectError);
    }
    expect(other.requests).toHaveLength(0);
    expect(
      own.requests
        .filter(({ url }) => url === "/final")
        .every(({ headers }) => headers["x-api-key"] === "k"),
    ).toBe(true);
    expect(await failure(go(get, "ftp://h/", 302))).toBeInstanceOf(RedirectError);
    expect(await failure(go(get, "http://", 302))).toBeInstanceOf(RedirectError);
    const loop = fakeFetch(new Response(null, { status: 302, headers: { location: "/v1/again" } }));
    expect(await failure(testClient({ fetch: loop }).client.call(listItems))).toBeInstanceOf(
      RedirectError,
    );
    expect(loop.sent).toHaveLength(6);
    const insecure = fakeFetch(
      new Response(null, { status: 302, headers: { location: "http://cdn.test/" } }),
    );
    expect(
      await failure(
        testClient({ fetch: insecure }).client.call({ ...listItems, response: "blob" }),
      ),
    ).toBeInstanceOf(RedirectError);
    expect(insecure.sent).toHaveLength(1);
    expect(insecure.sent[0]?.init.redirect).toBe("manual");
  });

  it("R89 follows a download to another origin without anything that identifies the caller", async () => {
    const { other, go } = await scene();
    const blob = (await go(
      { ...get, response: "blob" },
      `${other.url}/file?signature=x`,
      302,
    )) as Blob;
    expect(await blob.text()).toBe('"other"');
    const [{ headers }] = other.requests as [(typeof other.requests)[number]];
    for (const name of ["x-api-key", "x-own", "cookie", "authorization"])
      expect(headers[name]).toBeUndefined();
  });

  it("R90 sends a body again where the status keeps it, and explains the slash", async () => {
    const { own, go } = await scene();
    for (const status of [307, 308]) expect(await go(post, "/final", status)).toBe("own");
    expect(
      own.requests
        .filter(({ url }) => url === "/final")
        .map(({ method, body }) => `${method} ${body}`),
    ).toEqual(['POST {"a":1}', 'POST {"a":1}']);
    for (const status of [301, 302, 303])
      expect(await failure(go(post, "/final", status))).toBeInstanceOf(RedirectError);
    const slash = new Response(null, {
      status: 301,
      headers: { location: "https://api.test/v1/items" },
    });
    Object.defineProperty(slash, "url", { value: "https://api.test/v1/items/" });
    const error = await failure(
      testClient({ fetch: async () => slash }).client.call(createItem, { body: 1 }),
    );
    expect(error.message).toContain("trailing slash");
  });

  it("R91 leaves redirects to browsers, unless they would carry a credential along", async () => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0" });
    const redirect = async (options: object, operation: Operation) =>
      (await sentWith(options, operation)).init.redirect;
    expect(await redirect({ token: "t" }, secured(["bearer"]))).toBe("follow");
    expect(await redirect({ key: "k" }, secured(["header"]))).toBe("error");
    expect(await redirect({ key: "k", redirect: "follow" }, secured(["header"]))).toBe("follow");
  });
});
