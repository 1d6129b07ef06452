/** Lists in pages. */

import { PaginationError } from "pets/runtime/errors.js";
import { paginateByLink } from "pets/runtime/link-pagination.js";
import { createClient } from "pets/core.js";
import type { Pet } from "pets/models/pet.js";
import { check, equal, failure } from "./suite.js";
import type { Behaviour, Session } from "./suite.js";
import type { Answer } from "./wire.js";

const named = (...names: string[]) => names.map((name) => ({ name }));

/** Three pages whose links name a host that nobody reaches, as servers behind a proxy have it. */
const numbered: readonly Answer[] = [2, 3, undefined].map((next, index) => ({
  json: {
    count: 5,
    next: next === undefined ? null : `http://10.0.0.3:8000/api/lists/pages?page=${next}`,
    previous: null,
    results: [named("a", "b"), named("c", "d"), named("e")][index],
  },
}));

export const lists: readonly Behaviour[] = [
  {
    title: "R65 R67 for await gives the items of all pages, each asked for at the base URL",
    async run(session) {
      await session.answer(...numbered);
      const names: string[] = [];
      for await (const { name } of session.client().lists.pages({ search: "x y" }))
        names.push(name);
      equal(names, ["a", "b", "c", "d", "e"]);
      equal(await paths(session), [
        "/lists/pages?search=x%20y",
        "/lists/pages?page=2&search=x%20y",
        "/lists/pages?page=3&search=x%20y",
      ]);
    },
  },
  {
    title: "R66 a page knows its items, its total and its neighbours",
    async run(session) {
      await session.answer(...numbered);
      const first = await session.client().lists.pages();
      equal([first.items, first.total, first.hasNext], [named("a", "b"), 5, true]);
      const second = await first.next();
      equal(second?.items, named("c", "d"));
      equal(await (await second?.next())?.next(), null);
    },
  },
  {
    title: "R65 nothing is sent before a list is awaited, and a break asks for no more",
    async run(session) {
      await session.answer(...numbered);
      const list = session.client().lists.pages();
      equal((await session.requests()).length, 0, "requests");
      for await (const { name } of list) if (name === "b") break;
      equal((await session.requests()).length, 1, "requests");
    },
  },
  {
    title: "R81 a token goes on where a page ended",
    async run(session) {
      await session.answer(...numbered);
      const client = session.client();
      const { token } = await client.lists.pages();
      await session.answer(...numbered.slice(1));
      const rest = await client.lists.pages({}, { from: token }).toArray({ limit: 10 });
      equal(rest, named("c", "d", "e"));
      check(!atob((token ?? "").slice(3)).includes("http"), "the token holds no URL");
      await failure(client.lists.offsets({}, { from: token }), PaginationError);
    },
  },
  {
    title: "R77 the next page is asked for while the first is used, and a break gives it up",
    async run(session) {
      await session.answer(numbered[0] ?? {}, { instead: "silence" });
      for await (const { name } of session.client().lists.pages({}, { prefetch: 1 })) {
        if (name !== "a") continue;
        await session.until((requests) => requests.length === 2, "the second page's request");
        break;
      }
      await session.until((requests) => requests[1]?.isCut === true, "the end of that request");
    },
  },
  {
    title: "R71 a page that repeats ends the iteration",
    async run(session) {
      await session.answer(numbered[0] ?? {});
      const call = session.client().lists.pages().toArray({ limit: 100 });
      check((await failure(call, PaginationError)).message.includes("repeated"), "it says so");
      equal((await session.requests()).length, 2, "requests");
    },
  },
  {
    title: "R73 offsets grow by the items that came",
    async run(session) {
      await session.answer(
        { json: { count: 3, results: named("a", "b") } },
        { json: { count: 3, results: named("c") } },
      );
      const list = session.client().lists.offsets({ limit: 100 });
      equal(await list.toArray({ limit: 10 }), named("a", "b", "c"));
      equal((await paths(session))[1], "/lists/offsets?limit=100&offset=2");
    },
  },
  {
    title: "R74 cursors are passed on as they are",
    async run(session) {
      const next = "https://pets.example.com/lists/cursors?cursor=cD0y%2Bx%3D%3D";
      await session.answer(
        { json: { next, results: named("a") } },
        { json: { next: null, results: named("b") } },
      );
      const list = session.client().lists.cursors();
      equal(await list.toArray({ limit: 10 }), named("a", "b"));
      equal((await paths(session))[1], "/lists/cursors?cursor=cD0y%2Bx%3D%3D");
    },
  },
  {
    title: "R75 pages are found by Link headers",
    async run(session) {
      const link = '<https://elsewhere.example/x?page=2&evil=1>; rel="next"';
      await session.answer({ json: named("a"), headers: { link } }, { json: named("b") });
      const operation = {
        id: "byLink",
        method: "GET",
        path: "/lists/links",
        query: { page: {} },
        pagination: { style: "link", params: ["page"] },
      } as const;
      const client = createClient({ baseUrl: session.base });
      const list = paginateByLink<Pet, Pet[]>(client, operation, {});
      equal(await list.toArray({ limit: 10 }), named("a", "b"));
      equal(await paths(session), ["/lists/links", "/lists/links?page=2"]);
    },
  },
];

async function paths(session: Session): Promise<string[]> {
  return (await session.requests()).map(({ path }) => path);
}
