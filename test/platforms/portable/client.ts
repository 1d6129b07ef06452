/** Options, views of a response, middleware, logging, and what the platform lets a client see and send. */

import { ConfigError } from "pets/runtime/errors.js";
import { readEnv } from "pets/runtime/env.js";
import { logging } from "pets/runtime/logging.js";
import type { Middleware } from "pets/runtime/middleware.js";
import { browsers, check, equal, failure, pet } from "./suite.js";
import type { Behaviour } from "./suite.js";

const one = { pet_id: "1" };

export const client: readonly Behaviour[] = [
  {
    title: "R99 withResponse gives data, response and request id",
    async run(session) {
      await session.answer({ json: pet, headers: { "x-request-id": "r-1" } });
      const { data, response, requestId } = await session
        .client()
        .pets.retrieve(one)
        .withResponse();
      equal([data, response.status, requestId], [pet, 200, "r-1"]);
    },
  },
  {
    title: "R99 asResponse gives a body that is read in chunks",
    async run(session) {
      const text = "x".repeat(200_000);
      await session.answer({ text });
      const response = await session.client().files.download().asResponse();
      equal(response.status, 200);
      let length = 0;
      const reader = response.body?.getReader();
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) break;
        length += value.byteLength;
      }
      equal(length, text.length);
    },
  },
  {
    title: "R99 a response whose body is cancelled ends its request",
    async run(session) {
      await session.answer({ text: "abcd", half: "silence" });
      const response = await session.client().files.download().asResponse();
      await response.body?.cancel();
      await session.until(([request]) => request?.isCut === true, "the end of the request");
    },
  },
  {
    title: "R99 asResponse keeps status, headers and address of the response",
    async run(session) {
      await session.answer({ status: 201, text: "a", headers: { "x-request-id": "r-1" } });
      const response = await session.client().files.download().asResponse();
      equal([response.status, response.headers.get("x-request-id")], [201, "r-1"]);
      equal(response.url, `${session.base}/files/photo`);
    },
  },
  {
    title: "R92 middleware around the call runs once, around attempts each time, outermost first",
    async run(session) {
      await session.answer({ status: 503 }, { json: pet });
      const order: string[] = [];
      const named = (name: string, scope: "call" | "attempt"): Middleware => ({
        scope,
        async handle(request, next) {
          order.push(name);
          request.headers.set(`x-${name}`, "yes");
          return next(request);
        },
      });
      const middleware = [named("a", "attempt"), named("b", "call"), named("c", "attempt")];
      equal(await session.client({ middleware }).pets.retrieve(one), pet);
      equal(order, ["b", "a", "c", "a", "c"]);
      const [, second] = await session.requests();
      equal(
        ["x-a", "x-b", "x-c"].map((name) => second?.headers[name]),
        ["yes", "yes", "yes"],
      );
    },
  },
  {
    title: "R92 middleware may answer in the server's place",
    async run(session) {
      const middleware = [{ scope: "call" as const, handle: async () => Response.json(pet) }];
      equal(await session.client({ middleware }).pets.retrieve(one), pet);
      equal((await session.requests()).length, 0, "requests");
    },
  },
  {
    title: "client.raw is openapi-fetch's client with its middleware",
    async run(session) {
      await session.answer({ json: pet }, { status: 404, json: { detail: "No." } });
      const { raw } = session.client({ token: "t-1" });
      raw.use({
        onRequest({ request }) {
          request.headers.set("x-raw", "yes");
          return undefined;
        },
      });
      const params = { path: { pet_id: "a b" } };
      const good = await raw.GET("/pets/{pet_id}", { params });
      equal([good.data, good.error], [pet, undefined]);
      const bad = await raw.GET("/pets/{pet_id}", { params });
      equal([bad.data, bad.error, bad.response.status], [undefined, { detail: "No." }, 404]);
      const [first] = await session.requests();
      equal([first?.path, first?.headers["x-raw"]], ["/pets/a%20b", "yes"]);
      equal(first?.headers["authorization"], "Bearer t-1");
    },
  },
  {
    title: "R96 withOptions makes a client that differs in these options only",
    async run(session) {
      const first = session.client({ token: "t-1", headers: { "X-A": "a" } });
      await first.withOptions({ token: "t-2" }).keys.bearer();
      await first.keys.bearer();
      const [second, original] = await session.requests();
      equal([second?.headers["authorization"], second?.headers["x-a"]], ["Bearer t-2", "a"]);
      equal(original?.headers["authorization"], "Bearer t-1");
    },
  },
  {
    title: "R18 headers of the call win over those of the client, and null removes",
    async run(session) {
      const mine = session.client({ headers: { "X-A": "client", "X-B": "client" } });
      await mine.pets.retrieve(one, { headers: { "X-A": "call", "X-B": null } });
      const { headers } = await session.request();
      equal([headers["x-a"], headers["x-b"]], ["call", undefined]);
    },
  },
  {
    title: "R98 the platform's fetch gets fetchOptions, and another fetch no this",
    async run(session) {
      await session.answer({ json: pet });
      const fetchOptions = { cache: "no-store", method: "DELETE" };
      let init: RequestInit | undefined;
      let hasThis: boolean | undefined;
      const fetch = async function (this: unknown, url: string, given: RequestInit) {
        hasThis = this !== undefined;
        init = given;
        return globalThis.fetch(url, given);
      };
      equal(await session.client({ fetch, fetchOptions }).pets.retrieve(one), pet);
      equal([init?.cache, init?.method, hasThis], ["no-store", "GET", false]);
      equal(await session.client({ fetchOptions }).pets.retrieve(one), pet);
    },
  },
  {
    title: "R94 log lines hold no secret",
    async run(session) {
      await session.answer({ json: pet, headers: { "set-cookie": "s=RESPONSE-SECRET" } });
      const lines: string[] = [];
      const write = (line: string) => void lines.push(line);
      const logger = { debug: write, info: write, warn: write, error: write };
      const middleware = [logging({ logger, level: "debug" })];
      const mine = session.client({ middleware, token: "TOKEN-SECRET", queryKey: "QUERY-SECRET" });
      await mine.keys.bearer();
      await mine.keys.query();
      await mine.pets.retrieve({ pet_id: "PATH-SECRET", since: "SINCE-SECRET" });
      check(
        lines.some((line) => /GET \/keys\/bearer.* 200/.test(line)),
        "the answer is logged",
      );
      check(!/-SECRET/.test(lines.join("\n")), "no line holds a secret");
    },
  },
  {
    title: "R105 a deprecated operation is warned about once",
    async run(session) {
      const warnings: string[] = [];
      const nothing = () => undefined;
      const warn = (line: string) => void warnings.push(line);
      const logger = { debug: nothing, info: nothing, warn, error: nothing };
      const mine = session.client({ middleware: [logging({ logger, level: "warn" })] });
      await mine.pets.old();
      await mine.pets.old();
      equal(warnings.length, 1, "warnings");
      check(/GET \/pets\/old.*deprecated/.test(warnings[0] ?? ""), "it names the operation");
    },
  },
  {
    title: "R25 the User-Agent names package and platform",
    async run(session) {
      await session.client().pets.retrieve(one);
      const agent = (await session.request()).headers["user-agent"] ?? "";
      const platforms: Record<string, RegExp> = {
        node: /^pets-platforms\/4\.5\.6 \(node\/\d+\.\d+\.\d+\)$/,
        bun: /^pets-platforms\/4\.5\.6 \(bun\/\d+\.\d+\.\d+\)$/,
        deno: /^pets-platforms\/4\.5\.6 \(deno\/\d+\.\d+\.\d+\)$/,
        edge: /^pets-platforms\/4\.5\.6 \(Cloudflare-Workers\)$/,
      };
      check(platforms[session.platform]?.test(agent) === true, `${agent} names the platform`);
    },
    elsewhere: {
      on: browsers,
      because: "a browser names itself, and a header of ours would cost a preflight request",
      async run(session) {
        await session.client().pets.retrieve(one);
        const agent = (await session.request()).headers["user-agent"] ?? "";
        check(agent.startsWith("Mozilla/") && !agent.includes("pets"), `${agent} is its own`);
      },
    },
  },
  {
    title: "R25 a call without a credential needs no preflight, not even on another origin",
    async run(session) {
      await session.answer({ json: pet }, { json: { count: 1, results: [pet] } });
      const mine = session.client({ baseUrl: session.otherBase });
      equal(await mine.pets.retrieve(one), pet);
      equal(await mine.lists.pages({ page_size: 1 }).first(), pet);
      const methods = (await session.requests()).map(({ method }) => method);
      equal(methods, ["GET", "GET"]);
    },
  },
  {
    title: "R25 a call with a credential to another origin",
    async run(session) {
      const mine = session.client({ baseUrl: session.otherBase, token: "t-1" });
      await mine.keys.bearer();
      equal(
        (await session.requests()).map(({ method }) => method),
        ["GET"],
      );
    },
    elsewhere: {
      on: browsers,
      because: "browsers ask first whether the Authorization header may be sent",
      async run(session) {
        const mine = session.client({ baseUrl: session.otherBase, token: "t-1" });
        await mine.keys.bearer();
        const requests = await session.requests();
        equal(
          requests.map(({ method }) => method),
          ["OPTIONS", "GET"],
        );
        equal(requests[0]?.headers["access-control-request-headers"], "authorization");
        equal(requests[1]?.headers["authorization"], "Bearer t-1");
      },
    },
  },
  {
    title: "R95 the environment is read and trimmed, and what is blank is unset",
    async run() {
      equal(readEnv("CLIENTWRIGHT_PLATFORMS"), "a value");
      equal(readEnv("CLIENTWRIGHT_PLATFORMS_BLANK"), undefined);
      equal(readEnv("CLIENTWRIGHT_PLATFORMS_UNSET"), undefined);
    },
    elsewhere: {
      on: [...browsers, "edge"],
      because: "there is no environment",
      async run() {
        equal(readEnv("CLIENTWRIGHT_PLATFORMS"), undefined);
        check(!("process" in globalThis), "no process");
      },
    },
  },
  {
    title: "R6 a credential over plain http is refused",
    async run(session) {
      const make = async () => session.client({ baseUrl: "http://example.com", token: "t-1" });
      await failure(make(), ConfigError);
    },
  },
  {
    title: "R30 one signal serves many calls at once",
    async run(session) {
      await session.answer({ json: pet });
      const { signal } = new AbortController();
      const mine = session.client();
      const calls = Array.from({ length: 25 }, () => mine.pets.retrieve(one, { signal }));
      equal((await Promise.all(calls)).length, 25);
    },
  },
];
