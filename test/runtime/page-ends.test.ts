import { describe, expect, it } from "vitest";
import { paginateByCursor } from "../../templates/runtime/cursor-pagination.js";
import { paginateByLink } from "../../templates/runtime/link-pagination.js";
import { paginateByOffset } from "../../templates/runtime/offset-pagination.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";
import type { PagePromise } from "../../templates/runtime/pagination.js";
import type { Answer } from "./support.js";
import { fakeFetch, json, listItems, testClient } from "./support.js";

interface Item {
  id: number;
}
const items = (...ids: number[]): Item[] => ids.map((id) => ({ id }));
const paginators = {
  page: paginateByPage,
  offset: paginateByOffset,
  cursor: paginateByCursor,
  link: paginateByLink,
};

/** What comes of a list whose pages are these, and what was sent for it. */
async function run(
  style: keyof typeof paginators,
  pagination: object,
  answers: readonly (Answer | object)[],
  params: object = {},
) {
  const fetch = fakeFetch(
    ...answers.map((answer) => (typeof answer === "function" ? (answer as Answer) : json(answer))),
  );
  const query = { page: {}, size: {}, offset: {}, limit: {}, cursor: {}, Page: {} };
  const operation = { ...listItems, query, pagination: { style, items: "data", ...pagination } };
  const { client } = testClient({ fetch, maxRetries: 0 });
  const list = paginators[style](client, operation as never, params) as PagePromise<Item>;
  const ids: number[] = [];
  for await (const { id } of list) ids.push(id);
  const sent = fetch.sent.map(({ url }) => url.replace("https://api.test/v1/items/", ""));
  return { ids, sent, first: await list };
}

describe("where a list ends", () => {
  it("R69 takes a list that is left out, or null, for an empty one", async () => {
    const cursor = { cursor: "cursor", next: "next" };
    for (const empty of [{}, { data: null }, { data: [] }]) {
      const { ids, sent } = await run("cursor", cursor, [{ data: items(1), next: "b" }, empty]);
      expect({ ids, sent }).toEqual({ ids: [1], sent: ["", "?cursor=b"] });
    }
    const wrong = run("cursor", cursor, [{ data: { id: 1 } }]);
    await expect(wrong).rejects.toThrow("listItems: data is no list.");
    const elsewhere = run("cursor", cursor, [{ rows: items(1) }]);
    await expect(elsewhere).rejects.toThrow("data is no list.");
  });

  it("R67 counts pages from 0 where the first is 0", async () => {
    const pagination = { page: "page", size: "size", first: 0, total: "count" };
    const { ids, sent, first } = await run("page", pagination, [
      { data: items(1, 2), count: 5 },
      { data: items(3, 4), count: 5 },
      { data: items(5), count: 5 },
    ]);
    expect({ ids, sent }).toEqual({ ids: [1, 2, 3, 4, 5], sent: ["", "?page=1", "?page=2"] });
    expect(first.hasPrevious).toBe(false);
    // Two pages of two stand before page 2, so that the fifth item is the last.
    const middle = await run("page", pagination, [{ data: items(5), count: 5 }], {
      page: 2,
      size: 2,
    });
    expect(middle).toMatchObject({ ids: [5], sent: ["?page=2&size=2"] });
    expect(middle.first.hasPrevious).toBe(true);
  });

  it("R67 takes the page's number from the body where the first one's is not known", async () => {
    const pagination = { page: "page", current: ["meta", "page"] };
    for (const start of [0, 1]) {
      const { sent } = await run("page", pagination, [
        { data: items(1), meta: { page: start } },
        { data: items(2), meta: { page: start + 1 } },
        { data: [] },
      ]);
      expect(sent).toEqual(["", `?page=${start + 1}`, `?page=${start + 2}`]);
    }
  });

  it("R69 takes the number 0 for no page", async () => {
    const pagination = { page: "page", next: ["p", "next"], previous: ["p", "previous"] };
    const { ids, sent, first } = await run("page", pagination, [
      { data: items(1), p: { next: 2, previous: 0 } },
      { data: items(2), p: { next: 0, previous: 1 } },
    ]);
    expect({ ids, sent }).toEqual({ ids: [1, 2], sent: ["", "?page=2"] });
    expect(first.hasPrevious).toBe(false);
  });

  it.each([
    ["a flag of the last page", { isLast: "last" }, { last: false }, { last: true }],
    [
      "a flag of more pages",
      { hasMore: ["m", "more"] },
      { m: { more: true } },
      { m: { more: false } },
    ],
    ["the number of pages", { totalPages: "pages" }, { pages: 3 }, { pages: 3 }],
  ])("R69 ends page numbers by %s, even behind an empty page", async (_, pagination, on, end) => {
    const { ids, sent } = await run("page", { page: "page", ...pagination }, [
      { data: items(1), ...on },
      { data: [], ...on },
      { data: items(2), ...end },
    ]);
    expect({ ids, sent }).toEqual({ ids: [1, 2], sent: ["", "?page=2", "?page=3"] });
  });

  it("R69 goes by the total where a flag is left out", async () => {
    const pagination = { page: "page", isLast: "last", totalPages: "pages", total: "count" };
    const { sent } = await run("page", pagination, [
      { data: items(1), count: 2 },
      { data: items(2), count: 2 },
    ]);
    expect(sent).toEqual(["", "?page=2"]);
  });

  it("R73 ends an offset by a flag, whatever the total says, and at an empty page", async () => {
    const pagination = { offset: "offset", isLast: "last", total: "count" };
    const flagged = await run("offset", pagination, [
      { data: items(1, 2), last: false, count: 2 },
      { data: items(3), last: true, count: 99 },
    ]);
    expect(flagged).toMatchObject({ ids: [1, 2, 3], sent: ["", "?offset=2"] });
    const stuck = await run("offset", pagination, [{ data: [], last: false }]);
    expect(stuck.sent).toEqual([""]);
  });

  it("R74 believes a cursor where its flag is left out, and the flag where it is not", async () => {
    const pagination = { cursor: "cursor", next: "next", hasMore: "more" };
    const { ids, sent } = await run("cursor", pagination, [
      { data: items(1), next: "a" },
      { data: items(2), next: "b", more: true },
      { data: items(3), next: "c", more: false },
    ]);
    expect({ ids, sent }).toEqual({ ids: [1, 2, 3], sent: ["", "?cursor=a", "?cursor=b"] });
    // An id is there on the last page, too.
    const byId = await run("cursor", { cursor: "cursor", hasMore: "more" }, [{ data: items(1) }]);
    expect(byId.sent).toEqual([""]);
  });

  it("R74 takes what goes with a cursor from the same link, and nothing else", async () => {
    const pagination = { cursor: "cursor", also: ["Page"], next: "next" };
    const { sent } = await run("cursor", pagination, [
      { data: items(1), next: "/2010/Calls.json?Page=1&cursor=PA1&limit=9" },
      { data: items(2), next: null },
    ]);
    expect(sent).toEqual(["", "?cursor=PA1&Page=1"]);
  });

  it("R75 has the total of a list by Link headers where the body gives it", async () => {
    const { first } = await run("link", { params: ["page"], total: "count" }, [
      { data: items(1), count: 7 },
    ]);
    expect(first).toMatchObject({ total: 7, hasNext: false });
  });
});
