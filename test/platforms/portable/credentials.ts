/** Credentials, and where redirects take them. */

import { ConfigError, ConnectionError } from "pets/runtime/errors.js";
import { RedirectError } from "pets/runtime/http-error.js";
import { cachedToken } from "pets/runtime/token-cache.js";
import { browsers, check, equal, failure, pet } from "./suite.js";
import type { Behaviour, Session } from "./suite.js";
import type { Seen } from "./wire.js";

export const credentials: readonly Behaviour[] = [
  {
    title: "R87 a token, a key in a header or in the query, and user and password",
    async run(session) {
      const client = session.client({
        token: "t-1",
        headerKey: "k-1",
        queryKey: "q 1",
        basicAuth: { username: "žofie", password: "pass:word" },
      });
      await client.keys.bearer();
      await client.keys.header();
      await client.keys.query();
      await client.keys.basic();
      const [bearer, header, query, basic] = await session.requests();
      equal(bearer?.headers["authorization"], "Bearer t-1");
      equal(header?.headers["x-api-key"], "k-1");
      equal(header?.headers["authorization"], undefined);
      equal(query?.path, "/keys/query?key=q%201");
      equal(basic?.headers["authorization"], "Basic xb5vZmllOnBhc3M6d29yZA==");
    },
  },
  {
    title: "R87 a key in a cookie",
    async run(session) {
      await session.client({ cookieKey: "c-1" }).keys.cookie();
      equal((await session.request()).headers["cookie"], "session=c-1");
    },
    elsewhere: {
      on: browsers,
      because: "a browser sends its own cookies and lets no program set them",
      async run(session) {
        await session.client({ cookieKey: "c-1" }).keys.cookie();
        equal((await session.request()).headers["cookie"], undefined);
      },
    },
  },
  {
    title: "R86 a credential that is missing is named before anything is sent",
    async run(session) {
      const error = await failure(session.client().keys.bearer(), ConfigError);
      check(error.message.includes("token"), "the message names it");
      equal((await session.requests()).length, 0, "requests");
    },
  },
  {
    title: "R84 a credential function is asked for each attempt",
    async run(session) {
      await session.answer({ status: 503 }, { json: pet });
      let count = 0;
      await session.client({ token: async () => `t-${++count}` }).keys.bearer();
      const seen = (await session.requests()).map(({ headers }) => headers["authorization"]);
      equal(seen, ["Bearer t-1", "Bearer t-2"]);
    },
  },
  {
    title: "R85 ten refused calls renew their token once",
    async run(session) {
      await session.answer({ to: "Bearer new", json: pet }, { to: "Bearer old", status: 401 });
      const tokens = ["old", "new"];
      const token = cachedToken(async () => ({
        token: tokens.shift() ?? "too many",
        expiresAt: Date.now() + 3_600_000,
      }));
      const { keys } = session.client({ token });
      const pets = await Promise.all(Array.from({ length: 10 }, () => keys.bearer()));
      equal(
        pets,
        Array.from({ length: 10 }, () => pet),
      );
      equal([(await session.requests()).length, tokens], [20, []]);
    },
  },
  {
    title: "R89 a redirect within the origin is followed with the credential",
    async run(session) {
      await session.answer(to(`${session.base}/moved`), { json: pet });
      equal(await session.client({ token: "t-1" }).keys.bearer(), pet);
      const [, second] = await session.requests();
      equal([second?.path, second?.headers["authorization"]], ["/moved", "Bearer t-1"]);
    },
  },
  {
    title: "R89 a redirect to another origin is refused",
    async run(session) {
      await session.answer(to(`${session.otherBase}/moved`), { json: pet });
      const error = await failure(session.client({ token: "t-1" }).keys.bearer(), RedirectError);
      equal([error.status, error.location], [302, `${session.otherBase}/moved`]);
      equal(await elsewhere(session), []);
    },
    elsewhere: {
      on: browsers,
      because: "browsers follow redirects themselves, and leave the Authorization header behind",
      async run(session) {
        await session.answer(to(`${session.otherBase}/moved`), { json: pet });
        equal(await session.client({ token: "t-1" }).keys.bearer(), pet);
        const [moved] = await elsewhere(session);
        equal([moved?.path, moved?.headers["authorization"]], ["/moved", undefined]);
      },
    },
  },
  {
    title: "R89 R91 a key in a header of its own never reaches another origin",
    async run(session) {
      await session.answer(to(`${session.otherBase}/moved`));
      await failure(session.client({ headerKey: "k-1" }).keys.header(), RedirectError);
      equal(await elsewhere(session), []);
    },
    elsewhere: {
      on: browsers,
      because: "browsers would take the header along, so that they are told to follow no redirect",
      async run(session) {
        await session.answer(to(`${session.otherBase}/moved`));
        await failure(session.client({ headerKey: "k-1" }).keys.header(), ConnectionError);
        equal(await elsewhere(session), []);
      },
    },
  },
  {
    title: "R91 the option redirect is for browsers: elsewhere the client's own rules hold",
    async run(session) {
      await session.answer(to(`${session.base}/moved`), { json: pet });
      equal(await session.client({ redirect: "error" }).pets.retrieve({ pet_id: "1" }), pet);
    },
    elsewhere: {
      on: browsers,
      because: "there the option decides",
      async run(session) {
        await session.answer(to(`${session.base}/moved`));
        const strict = session.client({ redirect: "error" });
        await failure(strict.pets.retrieve({ pet_id: "1" }), ConnectionError);
        check(!(await session.requests()).some(({ path }) => path === "/moved"), "not followed");
        await session.answer(to(`${session.base}/moved`), { json: pet });
        const lax = session.client({ redirect: "follow", headerKey: "k-1" });
        equal(await lax.keys.header(), pet);
      },
    },
  },
  {
    title: "R89 a download is followed to another origin, without anything of the caller's",
    async run(session) {
      await session.answer(to(`${session.otherBase}/stored`), { bytes: [1, 2, 3] });
      const client = session.client({ token: "t-1", headers: { "X-Mine": "m" } });
      equal((await client.keys.export()).size, 3);
      const [stored] = await elsewhere(session);
      equal([stored?.headers["authorization"], stored?.headers["x-mine"]], [undefined, undefined]);
    },
    elsewhere: {
      on: browsers,
      because: "browsers follow redirects themselves; headers of the caller go along",
      async run(session) {
        await session.answer(to(`${session.otherBase}/stored`), { bytes: [1, 2, 3] });
        equal((await session.client({ token: "t-1" }).keys.export()).size, 3);
        const [stored] = await elsewhere(session);
        equal(stored?.headers["authorization"], undefined);
      },
    },
  },
  {
    title: "R90 POST with 302 is not followed",
    async run(session) {
      await session.answer(to(`${session.base}/pets/`), { json: pet });
      const error = await failure(session.client().pets.create({ body: pet }), RedirectError);
      check(error.message.includes("slash"), "the message asks about the trailing slash");
      equal((await session.requests()).length, 1, "requests");
    },
    elsewhere: {
      on: browsers,
      because: "browsers make a GET of it and follow, as the Fetch Standard has it",
      async run(session) {
        await session.answer(to(`${session.base}/pets/`), { json: pet });
        await session.client().pets.create({ body: pet });
        equal(
          (await session.requests()).map(({ method }) => method),
          ["POST", "GET"],
        );
      },
    },
  },
  {
    title: "R90 POST with 307 within the origin is sent again with its body",
    async run(session) {
      await session.answer({ ...to(`${session.base}/moved`), status: 307 }, { json: pet });
      equal(await session.client().pets.create({ body: pet }), pet);
      const [first, second] = await session.requests();
      equal([second?.method, second?.text], ["POST", first?.text]);
    },
  },
];

function to(location: string) {
  return { status: 302, headers: { location } };
}

async function elsewhere(session: Session): Promise<Seen[]> {
  const requests = await session.requests();
  return requests.filter(({ at, method }) => at === "otherOrigin" && method !== "OPTIONS");
}
