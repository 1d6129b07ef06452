import { STATUS_CODES } from "node:http";
import { describe, expect, expectTypeOf, it } from "vitest";

import type { ApiPromise } from "../../templates/runtime/api-promise.js";
import * as runtime from "../../templates/runtime/index.js";
import type { ListOperation, Operation } from "../../templates/runtime/operation.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";
import type { Answer } from "./support.js";
import { failure, fakeFetch, getItem, json, networkError, testClient } from "./support.js";

// What a generated resource declares.
interface Item {
  a: number;
}
interface Missing {
  missing: string;
}
interface Wrong {
  fields: string[];
}
type ItemError =
  | runtime.RedirectError<undefined, 302 | 304>
  | runtime.NotFoundError<Missing>
  | runtime.UnprocessableEntityError<Wrong>
  | runtime.HttpError<string, 418>
  | runtime.ServerError<Missing, 500>
  | runtime.OtherHttpError<404 | 418 | 422, Wrong, "4XX">
  | runtime.OtherHttpError<302 | 304 | 500, unknown, "3XX" | "5XX">;

const listOperation = {
  id: "listItems",
  method: "GET",
  path: "/items/",
  query: { page: {} },
  pagination: { style: "page", page: "page", items: "results", next: "next" },
} as const satisfies ListOperation;

/** A client as it is generated, for each kind of call one method, behind `client.safe`. */
function safeItems(options: object, operation: Operation = getItem) {
  const { client } = testClient({ maxRetries: 0, ...options });
  return runtime.safe({
    items: {
      get: (id: unknown, call?: runtime.RequestOptions): ApiPromise<Item, ItemError> =>
        client.call(operation, { id }, call),
      list: (call?: runtime.ListOptions): runtime.PagePromise<Item, object, ItemError> =>
        paginateByPage(client, listOperation, {}, call),
      any: () => client.call<Item>(getItem, { id: 1 }),
    },
  }).items;
}

async function errorOf(answer: Answer, options: object = {}, call: runtime.RequestOptions = {}) {
  const result = await safeItems({ fetch: fakeFetch(answer), ...options }).get(1, call);
  if (result.ok) throw new Error("It should have failed.");
  return result.error;
}

/** What a program does with an error: the compiler knows at each place which one it is. */
function told(error: ItemError | runtime.CallError): unknown {
  switch (error.status) {
    case 404:
      expectTypeOf(error).toEqualTypeOf<runtime.NotFoundError<Missing>>();
      return error.body.missing;
    case 422:
      expectTypeOf(error).toEqualTypeOf<runtime.UnprocessableEntityError<Wrong>>();
      return error.body.fields;
    case 418:
      expectTypeOf(error.body).toEqualTypeOf<string>();
      return error.body;
    case 302:
    case 304:
      expectTypeOf(error).toEqualTypeOf<runtime.RedirectError<undefined, 302 | 304>>();
      return error.location;
    case 500:
      expectTypeOf(error.body).toEqualTypeOf<Missing>();
      return error.body.missing;
    case 400:
    case 403:
      expectTypeOf(error.body).toEqualTypeOf<Wrong>();
      return error.body.fields;
    case 503:
      expectTypeOf(error.body).toEqualTypeOf<unknown>();
      return error.body;
    case 200:
      expectTypeOf(error).toEqualTypeOf<runtime.DecodeError>();
      return error.code;
    case undefined:
      expectTypeOf(error).toEqualTypeOf<Exclude<runtime.CallError, runtime.DecodeError>>();
      return error.name;
    default:
      return undefined;
  }
}

describe("results in place of exceptions", () => {
  it("R57 tells the documented answers apart by their status, with the body of each", async () => {
    const location = { location: "/elsewhere" };
    expect(told(await errorOf(json({ missing: "it" }, 404)))).toBe("it");
    expect(told(await errorOf(json({ fields: ["a"] }, 422)))).toEqual(["a"]);
    expect(told(await errorOf(new Response("teapot", { status: 418 })))).toBe("teapot");
    expect(
      told(await errorOf(new Response(null, { status: 302, headers: location }), { middleware })),
    ).toBe("/elsewhere");
    expect(told(await errorOf(new Response(null, { status: 304 })))).toBeNull();
    expect(told(await errorOf(json({ missing: "x" }, 500)))).toBe("x");
    expect(told(await errorOf(json({ fields: [] }, 403)))).toEqual([]);
    expect(told(await errorOf(json([1], 503)))).toEqual([1]);
    expect(told(await errorOf(new Response("<p>", { status: 200 })))).toBe("invalid_json");
    expect(told(await errorOf(networkError("ECONNREFUSED")))).toBe("ConnectionError");
  });

  it("R57 gives errors that are no answer no status, and a name that tells them apart", async () => {
    const none: [string, runtime.ClientError][] = [
      ["ConnectionError", await errorOf(networkError("ECONNRESET"))],
      ["AbortError", await errorOf(json({}), {}, { signal: AbortSignal.abort() })],
      [
        "TimeoutError",
        await errorOf(() => new Promise<never>(() => undefined), {}, { timeout: 1 }),
      ],
      ["RequestBuildError", await errorIn(safeItems({ fetch: fakeFetch(json({})) }).get(null))],
      [
        "PaginationError",
        await errorIn(safeItems({ fetch: fakeFetch(json({ other: [] })) }).list()),
      ],
    ];
    for (const [name, error] of none) {
      expect(error.name).toBe(name);
      // Declared for the compiler alone: a field would be printed with every error.
      expect("status" in error).toBe(false);
    }
    expectTypeOf<runtime.CallError["name"]>().toEqualTypeOf<
      | "AbortError"
      | "ConnectionError"
      | "DecodeError"
      | "PaginationError"
      | "RequestBuildError"
      | "RetryableError"
      | "TimeoutError"
      | "UnexpectedError"
    >();
  });

  it("R57 keeps classes apart that have the same members", () => {
    const classify = (error: runtime.CallError) => {
      if (error instanceof runtime.ConnectionError) return 1;
      // Were the classes the same to the compiler, nothing would be left here.
      expectTypeOf(error).toEqualTypeOf<Exclude<runtime.CallError, runtime.ConnectionError>>();
      if (error.name === "TimeoutError") return error.timeoutMs;
      expectTypeOf(error).not.toHaveProperty("timeoutMs");
      return 0;
    };
    expect(classify(new runtime.TimeoutError("late", 7, "body"))).toBe(7);
    expect(classify(new runtime.RetryableError("again"))).toBe(1);
  });

  it.each([
    ["an error", new TypeError("mine")],
    ["a text", "mine"],
    ["nothing", undefined],
    ["null", null],
    ["an error with a status", Object.assign(new Error("mine"), { status: 404, body: {} })],
    ["an error of another package", foreignError()],
    ["an error of no kind", new runtime.ClientError("mine")],
    ["an error that no call gives", new runtime.WebhookVerificationError("mine")],
  ])("R57 never rejects for %s that a middleware throws", async (_, thrown) => {
    for (const scope of ["call", "attempt"] as const) {
      const handle = () => Promise.reject(thrown as Error);
      const options = { middleware: [{ scope, handle }] };
      const error = await errorOf(json({}), options);
      expect(error).toBeInstanceOf(runtime.UnexpectedError);
      expect(error).toMatchObject({ name: "UnexpectedError" });
      expect(error.cause).toBe(thrown);
      expect(error.status).toBeUndefined();
      if (thrown instanceof runtime.ClientError) expect(error.message).toBe("mine");
      // Who asks for exceptions gets what was thrown.
      const { client } = testClient({ fetch: fakeFetch(json({})), maxRetries: 0, ...options });
      expect(await failure(client.call(getItem, { id: 1 }))).toBe(thrown);
    }
  });

  it("R57 never rejects for what credential functions and schemas throw", async () => {
    const thrown = new Error("mine");
    const { client } = testClient(
      { fetch: fakeFetch(json({})), token: () => Promise.reject(thrown) },
      { security: { token: { option: "token", header: "Authorization" } } },
    );
    const secured = { ...getItem, security: [["token"]] } as const satisfies Operation;
    const refused = await runtime.settle(client.call(secured, { id: 1 }));
    expect(refused).toMatchObject({ ok: false, error: { name: "UnexpectedError", cause: thrown } });
    const validate = {
      "~standard": {
        validate: () => {
          throw thrown;
        },
      },
    };
    const error = await errorOf(json({}), {}, { validate } as unknown as runtime.RequestOptions);
    expect(error).toMatchObject({ name: "UnexpectedError", cause: thrown });
  });

  it("R57 says of a middleware that has read the body what happened", async () => {
    const handle = async (request: runtime.OutgoingRequest, next: runtime.Next) => {
      const response = await next(request);
      await response.text();
      return response;
    };
    const error = await errorOf(json({}), { middleware: [{ handle }] });
    expect(error.name).toBe("UnexpectedError");
    expect(error.message).toContain("A middleware has read the body");
    expect(error.attempts).toBe(1);
  });

  it("R57 takes no answer of another package for one of its own", async () => {
    const handle = () => Promise.reject(foreignError());
    expect(told(await errorOf(json({}), { middleware: [{ handle }] }))).toBe("UnexpectedError");
  });

  it("R57 rejects for a client that is set up wrongly, for lists too", async () => {
    const items = safeItems({ fetch: fakeFetch(json({})) });
    for (const work of [items.get(1, { timeout: -1 }), items.list({ timeout: -1 })]) {
      expect(await failure(work)).toBeInstanceOf(runtime.ConfigError);
    }
  });

  it("R57 gives a list its first page or one of its errors", async () => {
    const items = safeItems({
      fetch: fakeFetch(json({ results: [{ a: 1 }] }), json({ missing: "p" }, 404)),
    });
    const first = await items.list();
    expectTypeOf(first).toEqualTypeOf<runtime.Result<runtime.Page<Item, object>, ItemError>>();
    expect(first).toMatchObject({ ok: true, data: { items: [{ a: 1 }] } });
    const second = await items.list();
    expect(second.ok).toBe(false);
    if (!second.ok) expect(told(second.error)).toBe("p");
  });

  it("R57 leaves the status open where the description documents no error", async () => {
    const result = await safeItems({ fetch: fakeFetch(json({ b: 1 }, 409)) }).any();
    if (result.ok) throw new Error("It should have failed.");
    const { error } = result;
    expectTypeOf(result).toEqualTypeOf<{
      readonly ok: false;
      readonly error: runtime.HttpError | runtime.CallError;
      readonly response?: Response | undefined;
    }>();
    if (error.status === undefined) {
      expectTypeOf(error).toEqualTypeOf<Exclude<runtime.CallError, runtime.DecodeError>>();
    } else if (error.status === 409) {
      expectTypeOf(error).toEqualTypeOf<runtime.HttpError>();
      expect(error.body).toEqual({ b: 1 });
    }
    expect(error.status).toBe(409);
  });
});

/** Every status by its range; the compiler takes neither more nor fewer. */
const statuses = {
  "3XX": { 300: 1, 301: 1, 302: 1, 303: 1, 304: 1, 305: 1, 307: 1, 308: 1 },
  "4XX": {
    ...{ 400: 1, 401: 1, 402: 1, 403: 1, 404: 1, 405: 1, 406: 1, 407: 1, 408: 1, 409: 1 },
    ...{ 410: 1, 411: 1, 412: 1, 413: 1, 414: 1, 415: 1, 416: 1, 417: 1, 421: 1, 422: 1 },
    ...{ 423: 1, 424: 1, 425: 1, 426: 1, 428: 1, 429: 1, 431: 1, 451: 1 },
  },
  "5XX": {
    ...{ 500: 1, 501: 1, 502: 1, 503: 1, 504: 1, 505: 1, 506: 1, 507: 1, 508: 1, 510: 1, 511: 1 },
  },
} satisfies { [R in runtime.ErrorRange]: Record<runtime.ErrorStatus<R>, 1> };

describe("statuses", () => {
  it("R49 knows every registered status that is no success", () => {
    const all = Object.values(statuses).flatMap((range) => Object.keys(range));
    expectTypeOf<keyof (typeof statuses)["3XX"]>().toEqualTypeOf<runtime.ErrorStatus<"3XX">>();
    expectTypeOf<keyof (typeof statuses)["4XX"]>().toEqualTypeOf<runtime.ErrorStatus<"4XX">>();
    expectTypeOf<keyof (typeof statuses)["5XX"]>().toEqualTypeOf<runtime.ErrorStatus<"5XX">>();
    // Node's list has two more: 418 is marked as unused in the registry, 509 is not in it.
    const known = Object.keys(STATUS_CODES).filter((status) => Number(status) >= 300);
    expect([...all, "418", "509"].sort()).toEqual(known.sort());
  });

  it("R49 has the status in the type of each class", () => {
    expectTypeOf<runtime.BadRequestError["status"]>().toEqualTypeOf<400>();
    expectTypeOf<runtime.UnauthorizedError["status"]>().toEqualTypeOf<401>();
    expectTypeOf<runtime.ForbiddenError["status"]>().toEqualTypeOf<403>();
    expectTypeOf<runtime.NotFoundError["status"]>().toEqualTypeOf<404>();
    expectTypeOf<runtime.ConflictError["status"]>().toEqualTypeOf<409>();
    expectTypeOf<runtime.GoneError["status"]>().toEqualTypeOf<410>();
    expectTypeOf<runtime.PayloadTooLargeError["status"]>().toEqualTypeOf<413>();
    expectTypeOf<runtime.UnprocessableEntityError["status"]>().toEqualTypeOf<422>();
    expectTypeOf<runtime.RateLimitError["status"]>().toEqualTypeOf<429>();
    expectTypeOf<runtime.ServerError<unknown, 503>["status"]>().toEqualTypeOf<503>();
    expectTypeOf<runtime.OtherHttpError["status"]>().toEqualTypeOf<runtime.ErrorStatus>();
    expectTypeOf<runtime.OtherHttpError<404, Wrong>["body"]>().toEqualTypeOf<Wrong>();
    // Any of them is an HttpError with the body that is documented.
    expectTypeOf<ItemError>().toExtend<runtime.HttpError>();
  });
});

/** Answers with a redirect as it is, which the client would follow. */
const middleware: runtime.Middleware[] = [
  { scope: "call", handle: (request, next) => next({ ...request, method: "POST" }) },
];

async function errorIn(work: Promise<runtime.Result<unknown, ItemError>>) {
  const result = await work;
  if (result.ok) throw new Error("It should have failed.");
  return result.error;
}

/** The error of a client from another generated package: the same brand, a class of its own. */
function foreignError(): Error {
  const brand = { [Symbol.for("clientwright.HttpError")]: true };
  return Object.assign(new Error("mine"), brand, { name: "NotFoundError", status: 404, body: {} });
}
