import { inspect } from "node:util";
import { describe, expect, it } from "vitest";

import * as runtime from "../../templates/runtime/index.js";
import type { ApiClient } from "../../templates/runtime/client.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";
import type { HttpError } from "../../templates/runtime/http-error.js";
import { isHttpError } from "../../templates/runtime/http-error.js";
import type { Operation } from "../../templates/runtime/operation.js";
import {
  failure,
  fakeFetch,
  getItem,
  json,
  listItems,
  networkError,
  testClient,
} from "./support.js";

async function errorOf(
  response: Response,
  options: object = {},
  operation: Operation = getItem,
  description = {},
) {
  const fetch = fakeFetch(response);
  return failure<HttpError>(
    testClient({ fetch, maxRetries: 0, ...options }, description).client.call(operation, {
      id: "4711",
    }),
  );
}

describe("errors", () => {
  it("R49 has a class for each kind, with connection errors apart from answers", async () => {
    const classes: [number, new (...args: never) => Error][] = [
      [400, runtime.BadRequestError],
      [401, runtime.UnauthorizedError],
      [403, runtime.ForbiddenError],
      [404, runtime.NotFoundError],
      [409, runtime.ConflictError],
      [410, runtime.GoneError],
      [413, runtime.PayloadTooLargeError],
      [422, runtime.UnprocessableEntityError],
      [429, runtime.RateLimitError],
      [418, runtime.HttpError],
      [500, runtime.ServerError],
      [599, runtime.ServerError],
      [302, runtime.RedirectError],
      [300, runtime.RedirectError],
    ];
    for (const [status, Class] of classes) {
      const error = await errorOf(json({}, status));
      expect(error).toBeInstanceOf(Class);
      expect(error).toBeInstanceOf(runtime.HttpError);
      expect(error).toBeInstanceOf(runtime.ClientError);
      expect(error.name).toBe(error.constructor.name);
    }
    const connection = await failure(
      testClient({ fetch: fakeFetch(networkError("ECONNRESET")) }).client.call(listItems),
    );
    expect(connection).toBeInstanceOf(runtime.ConnectionError);
    expect(connection).not.toBeInstanceOf(runtime.HttpError);
    expect(connection.message).toBe("GET /items/ (listItems): the connection failed (ECONNRESET).");
  });

  it("R50 carries everything about the answer", async () => {
    const body = { detail: "Not found." };
    const headers = { "x-request-id": "abc", "retry-after": "3", "x-other": "1" };
    const error = await errorOf(json(body, 404, headers));
    expect(error).toMatchObject({
      status: 404,
      operationId: "getItem",
      method: "GET",
      path: "/items/{id}",
      attempts: 1,
      requestId: "abc",
      retryAfterMs: 3000,
      decodeFailed: false,
    });
    expect(error.body).toEqual(body);
    expect(error.rawBody).toBe(JSON.stringify(body));
    expect(error.headers.get("x-other")).toBe("1");
    expect(error.response.bodyUsed).toBe(true);
    const long = await errorOf(new Response("x".repeat(100_000), { status: 500 }));
    expect(long.rawBody).toHaveLength(65_536);
    for (const name of ["request-id", "x-correlation-id", "traceparent", "cf-ray"]) {
      expect((await errorOf(json({}, 500, { [name]: "id" }))).requestId).toBe("id");
    }
    expect(
      (
        await errorOf(json({}, 500, { "x-own": "o", "x-request-id": "r" }), {}, getItem, {
          requestIdHeaders: ["x-own"],
        })
      ).requestId,
    ).toBe("o");
  });

  it("R51 says in one line what the server says", async () => {
    const message = async (body: unknown, status = 400) =>
      (await errorOf(json(body, status))).message;
    expect(
      (await errorOf(json({ detail: "Not found." }, 404, { "x-request-id": "abc" }))).message,
    ).toBe("404 GET /items/{id} (getItem): Not found. [request id abc]");
    const head = "400 GET /items/{id} (getItem): ";
    const texts: [unknown, string][] = [
      ["plain text", "plain text"],
      [{ title: "Out of credit" }, "Out of credit"],
      [{ title: "T", detail: "D" }, "D"],
      [{ message: "M" }, "M"],
      [{ error: { message: "EM" } }, "EM"],
      [{ error: "E" }, "E"],
      [{ error_description: "ED" }, "ED"],
      [{ name: ["This field is required."] }, "name: This field is required."],
      [{ a: ["1"], b: ["2"], c: ["3"], d: ["4"] }, "a: 1; b: 2; c: 3"],
      [{ non_field_errors: ["No."] }, "No."],
      [["First.", "Second."], "First. Second."],
      [{ detail: { name: ["Bad."] } }, "detail.name: Bad."],
    ];
    for (const [body, text] of texts)
      expect(await message(body), JSON.stringify(body)).toBe(head + text);
    const page = new Response("<html><style>b{}</style><h1>Bad  gateway</h1>\n<p>x</p></html>", {
      status: 502,
      headers: { "content-type": "text/html" },
    });
    expect((await errorOf(page)).message).toBe("502 GET /items/{id} (getItem): Bad gateway x");
    const long = await errorOf(
      json({ detail: "x".repeat(2000) }, 400, { "x-request-id": "y".repeat(600) }),
    );
    expect(long.message.length).toBeLessThanOrEqual(500);
    expect(long.message).not.toContain("4711");
    expect(await message({ detail: "two\r\nlines\u0007" })).toBe(`${head}two lines`);
  });

  it("R52 flattens field errors", async () => {
    const error = await errorOf(
      json(
        {
          name: ["Required."],
          address: { city: ["Too long.", "Unknown."] },
          items: [{}, { price: ["Negative."] }],
          non_field_errors: ["No."],
          __proto__x: ["p"],
          code: "not a list",
        },
        400,
      ),
    );
    expect(error.fieldErrors()).toEqual({
      name: ["Required."],
      "address.city": ["Too long.", "Unknown."],
      "items[1].price": ["Negative."],
      non_field_errors: ["No."],
      __proto__x: ["p"],
    });
    expect((await errorOf(new Response(null, { status: 500 }))).fieldErrors()).toEqual({});
  });

  it("R53 keeps the status when the body is empty or broken", async () => {
    const empty = await errorOf(
      new Response(null, { status: 500, headers: { "content-type": "application/json" } }),
    );
    expect(empty).toMatchObject({
      status: 500,
      body: undefined,
      rawBody: undefined,
      decodeFailed: false,
    });
    expect(empty.message).toBe("500 GET /items/{id} (getItem): (no body)");
    const broken = await errorOf(
      new Response("{oops", { status: 400, headers: { "content-type": "application/json" } }),
    );
    expect(broken).toMatchObject({
      status: 400,
      body: undefined,
      rawBody: "{oops",
      decodeFailed: true,
    });
  });

  it("R54 is recognised by instanceof and across copies", async () => {
    const error: unknown = await errorOf(json({}, 404));
    expect(isHttpError(error)).toBe(true);
    expect(isHttpError(error, 404)).toBe(true);
    expect(isHttpError(error, 400)).toBe(false);
    const copy = { [Symbol.for("clientwright.HttpError")]: true, status: 404 };
    expect(isHttpError(copy, 404)).toBe(true);
    for (const other of [null, undefined, 1, new Error("x"), { status: 404 }])
      expect(isHttpError(other)).toBe(false);
  });

  it("R55 prints neither headers nor bodies nor query values", async () => {
    const operation: Operation = { ...getItem, query: { q: {} }, security: [["token"]] };
    const description = { security: { token: { type: "bearer", option: "token" } } };
    const fetch = fakeFetch(
      json({ detail: "echo s3cret-token", data: "b0dy" }, 400, { "set-cookie": "c00kie" }),
      networkError("ECONNRESET"),
    );
    const { client } = testClient(
      { fetch, token: "s3cret-token", headers: { "x-own": "h3ader" }, maxRetries: 0 },
      description as object,
    );
    for (let index = 0; index < 2; index++) {
      const error = await failure(client.call(operation, { id: 1, q: "qu3ry" }));
      const printed = [
        JSON.stringify(error),
        inspect(error, { depth: 10 }),
        error.message,
        inspect(client, { depth: 10 }),
      ].join();
      for (const secret of ["s3cret-token", "b0dy", "c00kie", "h3ader", "qu3ry"])
        expect(printed).not.toContain(secret);
    }
  });

  it("R56 leads back to the line that awaits the call", async () => {
    const { client } = testClient({
      fetch: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return json({}, 404);
      },
    });
    const inner = async () => {
      const item: unknown = await client.call(getItem, { id: 1 });
      return item;
    };
    const outer = async () => [await inner()];
    const { stack } = await failure(outer());
    expect(stack).toMatch(/^NotFoundError: 404 .*\n/u);
    expect(stack).toMatch(/inner .*errors\.test\.ts.*\n.*outer .*errors\.test\.ts/u);
  });

  it("R56 leads back whatever the error is, also in lists and time limits", async () => {
    const inLine = async (
      options: object,
      run: (client: ApiClient) => PromiseLike<unknown> = (client) => client.call(listItems),
    ) => {
      const { client } = testClient({ maxRetries: 0, ...options });
      const awaiting = async () => [await run(client)];
      return (await failure(awaiting())).stack;
    };
    const stalled = () => new Promise<Response>(() => undefined);
    expect(await inLine({ fetch: stalled, timeout: 5 })).toMatch(/awaiting .*errors\.test/u);
    expect(await inLine({ fetch: fakeFetch(networkError("ECONNRESET")) })).toContain("awaiting");
    const list = { ...listItems, pagination: { style: "page", page: "page" } } as const;
    const stack = await inLine({ fetch: fakeFetch(json({}, 500)) }, (client) =>
      paginateByPage(client, list, {}),
    );
    expect(stack).toContain("awaiting");
  });

  it("R56 leads back to the call itself on request", async () => {
    const call = () => errorOf(json({}, 404), { captureStack: true });
    const error = await call();
    expect(error.stack?.split("called:")[1]).toContain("errors.test.ts");
    expect((await errorOf(json({}, 404))).stack).not.toContain("called:");
  });

  it("R57 returns results instead of throwing, in safe mode", async () => {
    const fetch = fakeFetch(
      json({ a: 1 }),
      json({ detail: "no" }, 404),
      networkError("ECONNREFUSED"),
    );
    const { client } = testClient({ fetch, maxRetries: 0 });
    const facade = {
      items: {
        get: (id: string) =>
          client.call<{ a: number }, runtime.NotFoundError<{ detail: string }>>(getItem, { id }),
      },
      count: 1,
    };
    const { items } = runtime.safe(facade);
    const found = await items.get("1");
    expect(found).toMatchObject({ ok: true, data: { a: 1 } });
    const missing = await items.get("2");
    if (missing.ok) throw new Error("not ok expected");
    expect(missing.error).toBeInstanceOf(runtime.NotFoundError);
    expect(missing.response?.status).toBe(404);
    const down = await runtime.settle(client.call(getItem, { id: 3 }));
    expect(down).toMatchObject({ ok: false, error: { name: "ConnectionError" } });
    expect(
      await failure(runtime.settle(client.call(listItems, {}, { timeout: -1 }))),
    ).toBeInstanceOf(runtime.ConfigError);
  });
});
