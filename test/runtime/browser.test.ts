import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { csrfToken } from "../../templates/runtime/csrf.js";
import { ConfigError } from "../../templates/runtime/errors.js";
import type { Api } from "../../templates/runtime/operation.js";
import { inCookie } from "../../templates/runtime/schemes.js";
import { createItem, failure, fakeFetch, json, listItems, testClient } from "./support.js";

const session: Partial<Api> = {
  security: { session: { option: "session", attach: inCookie("sessionid"), isCookie: true } },
  csrf: csrfToken("csrftoken", "X-CSRFToken"),
};
const create = { ...createItem, security: [["session"]] };
const list = { ...listItems, security: [["session"]] };

/** What a page of `origin` sees; the tests with a real browser are in `test/platforms`. */
function openPage(origin: string, cookie: string) {
  vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0" });
  vi.stubGlobal("location", { origin, href: `${origin}/page` });
  vi.stubGlobal("document", { cookie });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("in a browser", () => {
  beforeEach(() => {
    openPage("https://api.test", "theme=dark; csrftoken=a1%3D; xcsrftoken=no");
  });

  async function sent(operation: typeof create | typeof list, options: object = {}) {
    const fetch = fakeFetch(json({}));
    await testClient({ fetch, ...options }, session).client.call(operation, { body: {} });
    return fetch.sent[0]!.init.headers;
  }

  it("R97 leaves the session to the browser's cookie, and repeats its token where something changes", async () => {
    const headers = await sent(create);
    expect(headers.get("x-csrftoken")).toBe("a1%3D");
    expect((await sent(list)).has("x-csrftoken")).toBe(false);
  });

  it("R97 lets a caller give the token", async () => {
    const headers = await sent(create, { headers: { "x-csrftoken": "own" } });
    expect(headers.get("x-csrftoken")).toBe("own");
  });

  it("R97 sends no token to another origin than the page's", async () => {
    openPage("https://shop.test", "csrftoken=a1");
    expect((await sent(create)).has("x-csrftoken")).toBe(false);
  });

  it("R97 sends no token without a cookie of that name", async () => {
    openPage("https://api.test", "xcsrftoken=a1");
    expect((await sent(create)).has("x-csrftoken")).toBe(false);
  });

  it("R97 refuses secret keys where they would be public, if the package was generated so", async () => {
    const security = { key: { option: "key", header: "X-API-Key" } };
    const make = (options: object, serverOnly: boolean) => () =>
      testClient(options, { security, serverOnly });
    expect(await failure(make({ key: "k" }, true))).toBeInstanceOf(ConfigError);
    expect(make({ key: "k" }, false)).not.toThrow();
    expect(make({}, true)).not.toThrow();
    vi.unstubAllGlobals();
    expect(make({ key: "k" }, true)).not.toThrow();
  });
});

it("R97 needs the session elsewhere", async () => {
  const fetch = fakeFetch(json({}));
  const { client } = testClient({ fetch }, session);
  expect(await failure(client.call(create, { body: {} }))).toBeInstanceOf(ConfigError);
  expect(fetch.sent).toEqual([]);
});
