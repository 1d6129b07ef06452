import { inCookie } from "../../templates/runtime/schemes.js";
import { afterEach, describe, expect, it, vi } from "vitest";

import { RequestBuildError } from "../../templates/runtime/errors.js";
import * as styles from "../../templates/runtime/styles.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { createItem, failure, fakeFetch, json, listItems, testClient } from "./support.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const security = { token: { option: "token", header: "Authorization", prefix: "Bearer" } } as const;

async function headersOf(
  options: object,
  operation: Operation = listItems,
  params: object = {},
  call: object = {},
) {
  const fetch = fakeFetch(json({}));
  await testClient({ ...options, fetch }, { security }).client.call(operation, params, call);
  return fetch.sent[0]!.init.headers;
}

describe("request headers", () => {
  it("R18 lets the call win over the client, the client over credentials, and those over the operation", async () => {
    const operation: Operation = {
      ...listItems,
      header: { "X-Trace": {}, Accept: {} },
      security: [["token"]],
    };
    const params = { "X-Trace": "param", Accept: "param/accept" };
    const plain = await headersOf({ token: "t" }, operation, params);
    expect(plain.get("x-trace")).toBe("param");
    expect(plain.get("accept")).toBe("param/accept");
    expect(plain.get("authorization")).toBe("Bearer t");
    const client = { token: "t", headers: { "x-trace": "client", other: 1 } };
    expect((await headersOf(client, operation, params)).get("x-trace")).toBe("client");
    const call = { headers: { "X-TRACE": null, other: undefined, "User-Agent": null } };
    const both = await headersOf(client, operation, params, call);
    expect(both.has("x-trace")).toBe(false);
    expect(both.has("user-agent")).toBe(false);
    expect(both.get("other")).toBe("1");
  });

  it("R18 takes an explicit Authorization for the credential, and asks no other", async () => {
    const operation: Operation = { ...listItems, security: [["token"]] };
    const provider = vi.fn(() => "provided");
    const own = { headers: { Authorization: "Custom x" } };
    expect((await headersOf({ token: provider }, operation, {}, own)).get("authorization")).toBe(
      "Custom x",
    );
    expect((await headersOf(own, operation)).get("authorization")).toBe("Custom x");
    expect(
      (
        await headersOf({ token: provider }, operation, {}, { headers: { authorization: null } })
      ).has("authorization"),
    ).toBe(false);
    expect(provider).not.toHaveBeenCalled();
  });

  it("R19 refuses CR, LF and NUL wherever a header comes from, without showing the value", async () => {
    const fetch = fakeFetch(json({}));
    const secured: Operation = { ...listItems, security: [["token"]] };
    const cookie: Operation = { ...listItems, cookie: { sid: {} } };
    const keys = { key: { option: "key", attach: inCookie("sid"), isCookie: true } } as const;
    for (const evil of ["s3cret\r\nX-Evil: 1", "s3cret\n", "s3cret\0", "s3cret\u{1f600}"]) {
      const calls = [
        testClient({ fetch, headers: { "X-A": evil } }).client.call(listItems),
        testClient({ fetch }).client.call(listItems, {}, { headers: { "X-A": evil } }),
        testClient({ fetch }).client.call({ ...listItems, header: { "X-A": {} } } as Operation, {
          "X-A": evil,
        }),
        testClient({ fetch, token: evil }, { security }).client.call(secured),
        testClient({ fetch, key: evil }, { security: keys }).client.call({
          ...listItems,
          security: [["key"]],
        } as Operation),
        testClient({ fetch }).client.call(createItem, { body: 1 }, { idempotencyKey: evil }),
      ];
      for (const call of calls) {
        const error = await failure(call);
        expect(error).toBeInstanceOf(RequestBuildError);
        expect(JSON.stringify(error) + String(error.stack)).not.toContain("s3cret");
      }
    }
    const named = await failure(
      testClient({ fetch }).client.call(listItems, {}, { headers: { "X-A\r\n": "v" } }),
    );
    expect(named).toBeInstanceOf(RequestBuildError);
    expect(fetch.sent).toHaveLength(0);
    await testClient({ fetch }).client.call(cookie, { sid: "a;b\n" });
    expect(fetch.sent[0]?.init.headers.get("cookie")).toBe("sid=a%3Bb%0A");
  });

  it("R20 accepts the documented media types first, and names a Content-Type only for a body", async () => {
    expect((await headersOf({})).get("accept")).toBe(
      "application/json, application/problem+json;q=0.9, */*;q=0.1",
    );
    const accept = { ...listItems, accept: ["text/csv", "application/json"] };
    expect((await headersOf({}, accept)).get("accept")).toBe(
      "text/csv, application/json, application/problem+json;q=0.9, */*;q=0.1",
    );
    expect((await headersOf({})).has("content-type")).toBe(false);
    expect((await headersOf({}, createItem)).has("content-type")).toBe(false);
    expect((await headersOf({}, createItem, { body: { a: 1 } })).get("content-type")).toBe(
      "application/json",
    );
    const form = new FormData();
    expect(
      (
        await headersOf(
          {},
          { ...createItem, body: { type: "multipart/form-data" } },
          { body: form },
        )
      ).has("content-type"),
    ).toBe(false);
    expect(
      (await headersOf({}, createItem, { body: 1 }, { headers: { "Content-Type": null } })).has(
        "content-type",
      ),
    ).toBe(false);
  });

  it("R25 names package and platform outside of browsers, and nothing more", async () => {
    const headers = await headersOf({});
    expect(headers.get("user-agent")).toBe(`pets/1.2.3 (node/${process.versions.node})`);
    expect([...headers.keys()].sort()).toEqual(["accept", "user-agent"]);
    expect((await headersOf({ telemetryHeaders: true })).get("x-client-info")).toContain(
      "pets/1.2.3",
    );
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11)" });
    expect((await headersOf({})).has("user-agent")).toBe(false);
  });

  it("writes header and cookie parameters in their styles", async () => {
    const operation: Operation = {
      ...listItems,
      header: {
        "X-List": { encode: styles.headerList },
        "X-Object": { encode: styles.headerListExploded },
        "X-Plain": {},
      },
      cookie: { sid: {}, ids: { encode: styles.cookieExploded } },
    };
    const headers = await headersOf({}, operation, {
      "X-List": ["a b", 2],
      "X-Object": { a: 1 },
      "X-Plain": true,
      sid: "x y",
      ids: [1, 2],
    });
    expect(headers.get("x-list")).toBe("a b,2");
    expect(headers.get("x-object")).toBe("a=1");
    expect(headers.get("x-plain")).toBe("true");
    expect(headers.get("cookie")).toBe("sid=x%20y; ids=1; ids=2");
  });
});
