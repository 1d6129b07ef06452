/** Errors, retries, time limits and aborted calls. */

import {
  AbortError,
  ConfigError,
  ConnectionError,
  RequestBuildError,
  TimeoutError,
} from "pets/runtime/errors.js";
import {
  HttpError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnprocessableEntityError,
  isHttpError,
} from "pets/runtime/http-error.js";
import { browsers, check, equal, failure, pet } from "./suite.js";
import type { Behaviour, Session } from "./suite.js";

const one = { pet_id: "1" };

export const failures: readonly Behaviour[] = [
  {
    title: "R49 R50 an error has its class, status, body, request id and path template",
    async run(session) {
      const headers = { "x-request-id": "r-1" };
      await session.answer({ status: 404, json: { detail: "No such pet." }, headers });
      const call = session.client().pets.retrieve({ pet_id: "secret-id" });
      const error = await failure(call, NotFoundError);
      equal(error.body, { detail: "No such pet." });
      equal([error.status, error.requestId, error.path], [404, "r-1", "/pets/{pet_id}"]);
      check(error.message.includes("No such pet."), "the message has the server's text");
      check(error instanceof HttpError && isHttpError(error, 404), "an HttpError");
    },
  },
  {
    title: "R52 the errors of fields are found",
    async run(session) {
      await session.answer({ status: 422, json: { name: ["Too long."], tags: [{ id: ["No."] }] } });
      const call = session.client().pets.create({ body: pet });
      const error = await failure(call, UnprocessableEntityError);
      equal(error.fieldErrors(), { name: ["Too long."], "tags[0].id": ["No."] });
    },
  },
  {
    title: "R53 an error without a body, or with broken JSON, keeps its status",
    async run(session) {
      const broken = { text: "{", headers: { "content-type": "application/json" } };
      await session.answer({ status: 404 }, { status: 404, ...broken });
      const client = session.client();
      const empty = await failure(client.pets.retrieve(one), NotFoundError);
      equal([empty.body, empty.decodeFailed], [undefined, false]);
      const error = await failure(client.pets.retrieve(one), NotFoundError);
      equal([error.rawBody, error.decodeFailed], ["{", true]);
    },
  },
  {
    title: "R55 JSON and the printed fields of an error hide headers, body and values",
    async run(session) {
      await session.answer({ status: 404, json: { detail: "x", note: "BODY-SECRET" } });
      const client = session.client({ token: "TOKEN-SECRET", headers: { "X-A": "HEADER-SECRET" } });
      const call = client.pets.retrieve({ pet_id: "PATH-SECRET", since: "QUERY-SECRET" });
      const error = await failure(call, NotFoundError);
      const shown = [JSON.stringify(error), String(error), ...Object.values(error).map(String)];
      check(!/-SECRET/.test(shown.join("\n")), "no secret is shown");
      check(shown[0]?.includes('"status":404') === true, "the status is shown");
    },
  },
  {
    title: "R57 safe mode returns errors with their response",
    async run(session) {
      await session.answer({ json: pet }, { status: 404, json: { detail: "Gone." } });
      const { pets } = session.client().safe;
      const good = await pets.retrieve(one);
      equal(good.ok && good.data, pet);
      const bad = await pets.retrieve(one);
      equal([!bad.ok && bad.error.name, bad.response?.status], ["NotFoundError", 404]);
      const lost = await session.client({ baseUrl: session.deadOrigin }).safe.pets.retrieve(one);
      equal(!lost.ok && lost.error.name, "ConnectionError");
    },
  },
  {
    title: "R40 GET is repeated after 503 when the server says",
    async run(session) {
      await session.answer({ status: 503, headers: { "retry-after": "2" } }, { json: pet });
      equal(await session.client().pets.retrieve(one), pet);
      equal(session.waits, [2000], "waits");
      equal((await session.requests()).length, 2, "requests");
    },
  },
  {
    title: "R34 R39 three attempts at most, with growing waits",
    async run(session) {
      await session.answer({ status: 500, text: "no" });
      const error = await failure(session.client().pets.retrieve(one), ServerError);
      equal([error.attempts, session.waits], [3, [250, 500]]);
      equal((await session.requests()).length, 3, "requests");
    },
  },
  {
    title: "R37 POST is not repeated after 500",
    async run(session) {
      await session.answer({ status: 500 });
      const error = await failure(session.client().pets.create({ body: pet }), ServerError);
      equal([error.attempts, (await session.requests()).length], [1, 1]);
    },
  },
  {
    title: "R43 a wait that is too long is not waited for",
    async run(session) {
      await session.answer({ status: 429, headers: { "retry-after": "3600" } });
      const error = await failure(session.client().pets.retrieve(one), RateLimitError);
      equal([error.retryAfterMs, error.attempts, session.waits], [3_600_000, 1, []]);
    },
  },
  {
    title: "R38 all attempts of a POST carry one idempotency key",
    async run(session) {
      await session.answer({ status: 500 }, { status: 201, json: pet });
      await session.client().pets.create({ body: pet }, { idempotencyKey: "k-1" });
      const keys = (await session.requests()).map(({ headers }) => headers["idempotency-key"]);
      equal(keys, ["k-1", "k-1"]);
    },
  },
  {
    title: "R26 R33 the time limit counts until the headers",
    async run(session) {
      await session.answer({ instead: "silence" });
      const call = session.client().pets.retrieve(one, { timeout: 60, maxRetries: 0 });
      const error = await failure(call, TimeoutError);
      equal([error.phase, error.timeoutMs, error.attempts], ["headers", 60, 1]);
      await session.until(([request]) => request?.isCut === true, "the end of the request");
    },
  },
  {
    title: "R26 R33 the time limit counts until the end of the body",
    async run(session) {
      await session.answer({ json: pet, half: "silence" });
      const call = session.client().pets.retrieve(one, { timeout: 400, maxRetries: 0 });
      equal((await failure(call, TimeoutError)).phase, "body");
      await session.until(([request]) => request?.isCut === true, "the end of the request");
    },
  },
  {
    title: "R27 the time limit of the whole call covers its attempts",
    async run(session) {
      await session.answer({ instead: "silence" });
      const call = session.client().pets.retrieve(one, { timeout: false, totalTimeout: 60 });
      equal((await failure(call, TimeoutError)).phase, "total");
    },
  },
  {
    title: "R28 a stream that stops fails after its idle time",
    async run(session) {
      await session.answer({ text: "ab", half: "silence" });
      const call = session.client().files.download({ idleTimeout: 60 });
      const response = await call.asResponse();
      equal((await failure(response.text(), TimeoutError)).phase, "idle");
    },
    elsewhere: {
      on: browsers,
      because: "Chromium's text() hides why a body failed behind a TypeError; a reader of it tells",
      async run(session) {
        await session.answer({ text: "ab", half: "silence" });
        const options = { idleTimeout: 60 };
        const hidden = await session.client().files.download(options).asResponse();
        await failure(hidden.text(), TypeError);
        const response = await session.client().files.download(options).asResponse();
        const reader = response.body?.getReader();
        await reader?.read();
        const rest = reader?.read() ?? Promise.resolve();
        equal((await failure(rest, TimeoutError)).phase, "idle");
      },
    },
  },
  {
    title: "R32 a call that is aborted before it starts sends nothing",
    async run(session) {
      const signal = AbortSignal.abort("enough");
      const error = await failure(session.client().pets.retrieve(one, { signal }), AbortError);
      equal([error.name, error.cause, error.attempts], ["AbortError", "enough", 0]);
      equal((await session.requests()).length, 0, "requests");
    },
  },
  {
    title: "R32 a call is aborted while the server is silent",
    async run(session) {
      await session.answer({ instead: "silence" });
      await abortedAfterRequest(session);
    },
  },
  {
    title: "R32 a call is aborted while its body arrives",
    async run(session) {
      await session.answer({ json: pet, half: "silence" });
      await abortedAfterRequest(session);
    },
  },
  {
    title: "R32 a call is aborted while it waits for another attempt",
    async run(session) {
      await session.answer({ status: 503, headers: { "retry-after": "30" } });
      // This client really waits.
      await abortedAfterRequest(session, session.client({ testing: {} }));
    },
  },
  {
    title: "R32 a response that is read by the caller is aborted by his signal",
    async run(session) {
      await session.answer({ text: "abcd", half: "silence" });
      const controller = new AbortController();
      const { signal } = controller;
      const response = await session.client().files.download({ signal }).asResponse();
      const reader = response.body?.getReader();
      equal(new TextDecoder().decode((await reader?.read())?.value), "ab");
      const rest = reader?.read() ?? Promise.resolve();
      controller.abort("enough");
      equal((await failure(rest, AbortError)).cause, "enough");
      await session.until(([request]) => request?.isCut === true, "the end of the request");
    },
  },
  {
    title: "R36 nobody listens: a ConnectionError after three attempts",
    async run(session) {
      const client = session.client({ baseUrl: session.deadOrigin });
      const error = await failure(client.pets.retrieve(one), ConnectionError);
      equal([error.name, error.attempts, session.waits], ["ConnectionError", 3, [250, 500]]);
      check(error.cause instanceof Error, "the cause is what fetch threw");
    },
  },
  {
    title: "R37 nobody listens: POST is repeated, because it was surely not received",
    async run(session) {
      const client = session.client({ baseUrl: session.deadOrigin });
      equal((await failure(client.pets.create({ body: pet }), ConnectionError)).attempts, 3);
    },
    elsewhere: {
      on: browsers,
      because: "browsers do not say why a connection failed, so the request may have been received",
      async run(session) {
        const client = session.client({ baseUrl: session.deadOrigin });
        equal((await failure(client.pets.create({ body: pet }), ConnectionError)).attempts, 1);
      },
    },
  },
  {
    title: "R36 a connection that breaks is a ConnectionError, and GET is repeated",
    async run(session) {
      await session.answer({ instead: "reset" });
      const error = await failure(session.client().pets.retrieve(one), ConnectionError);
      equal(error.attempts, 3);
    },
  },
  {
    title: "R37 a connection that breaks ends a POST",
    async run(session) {
      await session.answer({ instead: "reset" });
      const error = await failure(session.client().pets.create({ body: pet }), ConnectionError);
      equal(error.attempts, 1);
    },
  },
  {
    title: "R45 a body that breaks off is a broken connection, and GET is repeated",
    async run(session) {
      await session.answer({ json: pet, half: "reset" });
      const error = await failure(session.client().pets.retrieve(one), ConnectionError);
      equal(error.attempts, 3);
      equal((await session.requests()).length, 3, "requests");
    },
  },
  {
    title: "R46 a mistake of the program is not repeated",
    async run(session) {
      let calls = 0;
      const client = session.client({
        fetch: async () => {
          calls++;
          throw new TypeError("undefined is not a function");
        },
      });
      const error = await failure(client.pets.retrieve(one), TypeError);
      check(!(error instanceof ConnectionError) && calls === 1, "one call, its own error");
    },
  },
  {
    title: "R29 limits that make no sense are refused at once",
    async run(session) {
      await failure((async () => session.client({ timeout: -1 }))(), ConfigError);
      await failure((async () => session.client({ timeout: 2 ** 31 }))(), ConfigError);
    },
  },
  {
    title: "R19 a line break in a header is refused, and its value not shown",
    async run(session) {
      const call = session.client().pets.retrieve({ ...one, "X-Trace": "a\r\nX-Evil: SECRET" });
      const error = await failure(call, RequestBuildError);
      check(!error.message.includes("SECRET"), "the message is without the value");
      equal((await session.requests()).length, 0, "requests");
    },
  },
];

async function abortedAfterRequest(session: Session, client = session.client()): Promise<void> {
  const controller = new AbortController();
  const call = client.pets.retrieve(one, { signal: controller.signal });
  const failed = failure(call, AbortError);
  await session.until((requests) => requests.length > 0, "the request");
  controller.abort("enough");
  const error = await failed;
  equal([error.name, error.cause, error.attempts], ["AbortError", "enough", 1]);
  equal((await session.requests()).length, 1, "requests");
}
