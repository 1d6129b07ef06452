import { describe, expect, expectTypeOf, it } from "vitest";

import { HttpError, PaginationError } from "../../templates/runtime/index.js";
import { paginateByCursor } from "../../templates/runtime/cursor-pagination.js";
import { paginateByLink } from "../../templates/runtime/link-pagination.js";
import { parseLinks } from "../../templates/runtime/links.js";
import { paginateByOffset } from "../../templates/runtime/offset-pagination.js";
import type { ListOperation, PagePagination } from "../../templates/runtime/operation.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";
import type { ListOptions, PagePromise } from "../../templates/runtime/pagination.js";
import { paginateByUrl } from "../../templates/runtime/url-pagination.js";
import type { Answer, Sent } from "./support.js";
import { failure, fakeFetch, json, listItems, testClient } from "./support.js";

interface Item {
  id: number;
}
interface Envelope {
  results: Item[];
  next?: string | number | null;
  previous?: string | null;
  count?: number;
  extra?: string;
}

const byPage = {
  ...listItems,
  query: { page: {}, page_size: {}, search: {} },
  pagination: {
    style: "page",
    page: "page",
    size: "page_size",
    items: "results",
    next: "next",
    previous: "previous",
    total: "count",
  },
} as const satisfies ListOperation<PagePagination>;

const items = (...ids: number[]) => ids.map((id) => ({ id }));
const ids = (list: readonly Item[]) => list.map(({ id }) => id);

function pages(
  answers: Answer[],
  params: object = {},
  options: ListOptions = {},
  operation: ListOperation<PagePagination> = byPage,
  more = {},
) {
  const fetch = fakeFetch(...answers);
  const { client } = testClient({ fetch, maxRetries: 0, ...more });
  return { fetch, list: () => paginateByPage<Item, Envelope>(client, operation, params, options) };
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}

const paths = (sent: Sent[]) => sent.map(({ url }) => url.replace("https://api.test/v1", ""));

/** A DRF server behind a proxy: its links name the inner host. At most two items fit on a page. */
const drf =
  (count: number): Answer =>
  ({ url }) => {
    const page = Number(new URL(url).searchParams.get("page") ?? 1);
    const link = (to: number) =>
      to < 1 || (to - 1) * 2 >= count
        ? null
        : `http://10.0.0.3:8000/api/items/?${to > 1 ? `page=${to}&` : ""}page_size=9`;
    const results = items(
      ...Array.from({ length: count }, (_, index) => index + 1).slice((page - 1) * 2, page * 2),
    );
    if (page > 1 && results.length === 0) return json({ detail: "Invalid page." }, 404);
    return json({ count, next: link(page + 1), previous: link(page - 1), results });
  };

describe("lists", () => {
  it("R65 is the first page when awaited, all items when iterated, and sends nothing before", async () => {
    const { fetch, list } = pages([drf(3)]);
    const promise = list();
    await new Promise((resolve) => setImmediate(resolve));
    expect(fetch.sent).toHaveLength(0);
    const page = await promise;
    expect(ids(page.items)).toEqual([1, 2]);
    expect(ids(await all(promise))).toEqual([1, 2, 3]);
    expect(fetch.sent).toHaveLength(2);
    expect((await all(list().pages())).map(({ items }) => items.length)).toEqual([2, 1]);
    const { data, response } = await list().withResponse();
    expect(data.items).toHaveLength(2);
    expect(response.status).toBe(200);
    expect(await (await list().asResponse()).json()).toMatchObject({ count: 3 });
    await expect(pages([json({}, 500)]).list()).rejects.toBeInstanceOf(HttpError);
  });

  it("R66 has immutable pages that lead to their neighbours", async () => {
    const { fetch, list } = pages([drf(5)]);
    const first = await list();
    expect(first).toMatchObject({ total: 5, hasNext: true, hasPrevious: false });
    expect(Object.isFrozen(first)).toBe(true);
    const second = (await first.next())!;
    expect(second.hasPrevious).toBe(true);
    expect(ids((await second.previous())!.items)).toEqual([1, 2]);
    const third = (await second.next())!;
    expect(third).toMatchObject({ hasNext: false, token: undefined });
    expect(await third.next()).toBeNull();
    expect(await first.previous()).toBeNull();
    expect(first.raw.results).toBe(first.items);
    const iterated = list();
    expect(await all(iterated)).toEqual(await all(iterated));
    // 4 pages by hand, 3 in the first round, 2 in the second, which shares the first page.
    expect(fetch.sent).toHaveLength(4 + 3 + 2);
  });

  it("R67 takes the page number from the link, and neither its host nor its path", async () => {
    const security = {
      token: { option: "token", header: "Authorization", prefix: "Bearer" },
    } as const;
    const fetch = fakeFetch(drf(3));
    const { client } = testClient({ fetch, token: "t" }, { security });
    const operation = { ...byPage, security: [["token"]] };
    expect(
      ids(await all(paginateByPage<Item, Envelope>(client, operation, { search: "a b" }))),
    ).toEqual([1, 2, 3]);
    expect(paths(fetch.sent)).toEqual(["/items/?search=a%20b", "/items/?page=2&search=a%20b"]);
    for (const { init } of fetch.sent) expect(init.headers.get("authorization")).toBe("Bearer t");
  });

  it("R67 goes where the link says, not simply to the next number", async () => {
    const { fetch, list } = pages([
      json({ results: items(1), next: "http://inner/?page=7" }),
      json({ results: items(2), next: null }),
    ]);
    await all(list());
    expect(paths(fetch.sent)).toEqual(["/items/", "/items/?page=7"]);
  });

  it("R68 takes no other parameters from the link", async () => {
    const next = "https://api.test/v1/items/?page=2&search=evil&admin=1&page_size=1000";
    const { fetch, list } = pages(
      [json({ results: items(1), next }), json({ results: items(2), next: null })],
      { page_size: 5 },
    );
    await all(list());
    expect(paths(fetch.sent)[1]).toBe("/items/?page=2&page_size=5");
  });

  it("R69 stops where the server says so, and not at a short page", async () => {
    const short = pages([drf(5)], { page_size: 1000 });
    expect(ids(await all(short.list()))).toEqual([1, 2, 3, 4, 5]);
    expect(short.fetch.sent).toHaveLength(3);
    for (const next of [null, undefined, ""]) {
      const { fetch, list } = pages([json({ results: items(1), next })]);
      await all(list());
      expect(fetch.sent).toHaveLength(1);
    }
    const plain = {
      ...byPage,
      pagination: { style: "page", page: "page", items: "results", total: "count" },
    } as const;
    const counted = pages(
      [json({ results: items(1, 2), count: 3 }), json({ results: items(3), count: 3 })],
      {},
      {},
      plain,
    );
    expect(ids(await all(counted.list()))).toEqual([1, 2, 3]);
    expect(paths(counted.fetch.sent)).toEqual(["/items/", "/items/?page=2"]);
    const uncounted = pages(
      [json({ results: items(1) }), json({ results: items(2) }), json({ results: [] })],
      { page: 4 },
      {},
      plain,
    );
    expect(ids(await all(uncounted.list()))).toEqual([1, 2]);
    expect(paths(uncounted.fetch.sent)).toEqual([
      "/items/?page=4",
      "/items/?page=5",
      "/items/?page=6",
    ]);
  });

  it("R70 goes on after an empty page, but not for ever", async () => {
    const empty = (page: number) => json({ results: [], next: `?page=${page}` });
    const some = pages([empty(2), empty(3), json({ results: items(1), next: null })]);
    expect(ids(await all(some.list()))).toEqual([1]);
    const none = pages([
      ({ url }) => empty(Number(new URL(url).searchParams.get("page") ?? 1) + 1),
    ]);
    expect(await failure(all(none.list()))).toBeInstanceOf(PaginationError);
    expect(none.fetch.sent).toHaveLength(10);
  });

  it("R71 notices that pages repeat, after giving their items", async () => {
    const to = (id: number, page: number) => json({ results: items(id), next: `?page=${page}` });
    const { fetch, list } = pages([to(1, 2), to(2, 3), to(3, 2)]);
    const found: number[] = [];
    const error = await failure(async () => {
      for await (const { id } of list()) found.push(id);
    });
    expect(error).toBeInstanceOf(PaginationError);
    expect(error.message).toContain("repeated page");
    expect(found).toEqual([1, 2, 3]);
    expect(fetch.sent).toHaveLength(3);
    const self = pages([to(1, 2), to(2, 2)]);
    expect((await failure(all(self.list()))).message).toContain("repeated page");
    expect(self.fetch.sent).toHaveLength(2);
  });

  it("R72 ends where a later page has gone meanwhile", async () => {
    const answers = [
      json({ results: items(1), next: "?page=2" }),
      json({ detail: "Invalid page." }, 404),
    ];
    expect(ids(await all(pages(answers).list()))).toEqual([1]);
    expect(await failure(all(pages(answers, {}, { endOn404: false }).list()))).toMatchObject({
      status: 404,
    });
    expect(await failure(all(pages([answers[1]!]).list()))).toMatchObject({ status: 404 });
  });

  it("R73 advances an offset by what came, or as the link says", async () => {
    const operation = {
      ...listItems,
      query: { offset: {}, limit: {} },
      pagination: {
        style: "offset",
        offset: "offset",
        limit: "limit",
        items: "results",
        next: "next",
        total: "count",
      },
    } as const satisfies ListOperation;
    const run = async (answers: Answer[], pagination: object = operation.pagination) => {
      const fetch = fakeFetch(...answers);
      const list = paginateByOffset<Item, Envelope>(
        testClient({ fetch }).client,
        { ...operation, pagination } as never,
        { limit: 100 },
      );
      return { found: ids(await all(list)), sent: paths(fetch.sent) };
    };
    const linked = await run([
      json({ results: items(1), next: "http://inner/?limit=3&offset=7" }),
      json({ results: items(2), next: null }),
    ]);
    expect(linked.sent).toEqual(["/items/?limit=100", "/items/?offset=7&limit=100"]);
    const { next: _, ...counted } = operation.pagination;
    const capped = await run(
      [json({ results: items(1, 2), count: 3 }), json({ results: items(3), count: 3 })],
      counted,
    );
    expect(capped).toEqual({
      found: [1, 2, 3],
      sent: ["/items/?limit=100", "/items/?offset=2&limit=100"],
    });
  });

  it("R74 hands cursors on as they are", async () => {
    const operation = (pagination: object) =>
      ({
        ...listItems,
        query: { cursor: {} },
        pagination: { style: "cursor", cursor: "cursor", items: "results", ...pagination },
      }) as never;
    const run = async (pagination: object, ...bodies: object[]) => {
      const fetch = fakeFetch(...bodies.map((body) => json(body)));
      const list = paginateByCursor<Item, Envelope>(
        testClient({ fetch }).client,
        operation(pagination),
        {},
      );
      const found = await all(list);
      return { found: ids(found), sent: paths(fetch.sent), list };
    };
    const next = { next: ["meta", "next"] };
    const opaque = await run(
      next,
      { results: items(1), meta: { next: "a%2Fb+c==" } },
      { results: items(2), meta: { next: " " } },
    );
    expect(opaque.sent).toEqual(["/items/", "/items/?cursor=a%252Fb%2Bc%3D%3D"]);
    const link = await run(
      { next: "next" },
      { results: items(1), next: "http://inner/?cursor=x%2By" },
      { results: [], next: null },
    );
    expect(link.sent[1]).toBe("/items/?cursor=x%2By");
    const byId = await run(
      { hasMore: "has_more" },
      { results: items(1, 2), has_more: true },
      { results: items(3), has_more: false },
    );
    expect(byId).toMatchObject({ found: [1, 2, 3], sent: ["/items/", "/items/?cursor=2"] });
    expect((await byId.list).total).toBeUndefined();
    expect(
      await failure(run({ next: "next" }, { results: items(1), next: "same" })),
    ).toBeInstanceOf(PaginationError);
  });

  it("R75 follows Link headers, whatever their form, in little time", async () => {
    expect([
      ...parseLinks(
        '<https://h/?page=3>; title="a, \\"b\\"; rel=x"; rel="next last", </p?page=1>;rel=prev, <x>; REL=next',
      ),
    ]).toEqual([
      ["next", "https://h/?page=3"],
      ["last", "https://h/?page=3"],
      ["prev", "/p?page=1"],
    ]);
    for (const header of [
      "<".repeat(100_000),
      "<x>;".repeat(25_000),
      `<x>; rel="${"a".repeat(100_000)}`,
      "<x>" + ";a=".repeat(30_000),
    ]) {
      const started = performance.now();
      parseLinks(header);
      // Quadratic work would take seconds.
      expect(performance.now() - started).toBeLessThan(500);
    }
    const operation = {
      ...listItems,
      query: { page: {}, q: {} },
      pagination: { style: "link", params: ["page"] },
    } as const;
    const fetch = fakeFetch(
      json(items(1), 200, { link: '<http://inner/other?page=2&q=evil>; rel="next"' }),
      json(items(2)),
    );
    const list = paginateByLink<Item, Item[]>(testClient({ fetch }).client, operation, {
      q: "mine",
    });
    expect(ids(await all(list))).toEqual([1, 2]);
    expect(paths(fetch.sent)).toEqual(["/items/?q=mine", "/items/?page=2&q=mine"]);
  });

  it("R76 follows whole URLs below the base only", async () => {
    const security = {
      token: { option: "token", header: "Authorization", prefix: "Bearer" },
    } as const;
    const operation = {
      ...listItems,
      security: [["token"]],
      pagination: { style: "url", items: "results", next: "next" },
    } as const;
    const run = async (next: string, options: ListOptions = {}) => {
      const fetch = fakeFetch(
        json({ results: items(1), next }),
        json({ results: items(2), next: null }),
      );
      const { client } = testClient({ fetch, token: "t" }, { security });
      const list = paginateByUrl<Item, Envelope>(client, operation, {}, options);
      const found: number[] = [];
      const error = await all(list).then(
        () => undefined,
        (error: unknown) => error,
      );
      return { error, sent: fetch.sent, found };
    };
    const good = await run("https://api.test/v1/items/?opaque=1");
    expect(good.sent[1]?.url).toBe("https://api.test/v1/items/?opaque=1");
    expect(good.sent[1]?.init.headers.get("authorization")).toBe("Bearer t");
    for (const next of [
      "https://evil.test/v1/items/",
      "http://api.test/v1/",
      "https://api.test/v2/",
      "https://api.test/v11/",
      "https://u@api.test/v1/",
      "//evil.test/v1/",
    ]) {
      const { error, sent } = await run(next);
      expect(error).toBeInstanceOf(PaginationError);
      expect(sent).toHaveLength(1);
    }
    const allowed = await run("https://other.test/x", {
      allowOrigins: ["https://other.test"],
      headers: { "x-own": "1" },
    });
    expect(allowed.error).toBeUndefined();
    expect([...allowed.sent[1]!.init.headers.keys()].sort()).toEqual(["accept", "user-agent"]);
  });

  it("R77 loads ahead on request, and cancels what is not wanted", async () => {
    const { fetch, list } = pages([drf(4)], {}, { prefetch: 1 });
    const iterator = list()[Symbol.asyncIterator]();
    await iterator.next();
    expect(fetch.sent).toHaveLength(2);
    await iterator.return();
    const slow = pages([drf(4), () => new Promise<Response>(() => undefined)], {}, { prefetch: 1 });
    for await (const _ of slow.list()) break;
    expect(slow.fetch.sent[1]?.init.signal?.aborted).toBe(true);
    const failing = pages([drf(4), json({}, 500)], {}, { prefetch: 1 });
    const found: number[] = [];
    await failure(async () => {
      for await (const { id } of failing.list()) found.push(id);
    });
    expect(found).toEqual([1, 2]);
    const sequential = pages([drf(4)]);
    await sequential.list()[Symbol.asyncIterator]().next();
    expect(sequential.fetch.sent).toHaveLength(1);
  });

  it("R78 states the total of each page, if there is one", async () => {
    const { list } = pages([
      json({ results: items(1), count: 7, next: "?page=2" }),
      json({ results: items(2), count: 8, next: null }),
    ]);
    expect((await all(list().pages())).map(({ total }) => total)).toEqual([7, 8]);
    expect((await pages([json({ results: [], count: "many" })]).list()).total).toBeUndefined();
  });

  it("R79 has helpers that ask for no page too many", async () => {
    const { fetch, list } = pages([drf(9)]);
    expect(ids(await list().toArray({ limit: 3 }))).toEqual([1, 2, 3]);
    expect(fetch.sent).toHaveLength(2);
    expect(ids(await all(list().take(2)))).toEqual([1, 2]);
    expect(fetch.sent).toHaveLength(3);
    expect(await list().first()).toEqual({ id: 1 });
    expect(
      await pages([drf(0)])
        .list()
        .first(),
    ).toBeUndefined();
    expect(await all(pages([drf(9)], {}, { maxPages: 2 }).list())).toHaveLength(4);
  });

  it("R80 retries and limits each page by itself", async () => {
    const answers = [json({}, 503), drf(3), json({}, 503), drf(3)];
    const { fetch, list } = pages(answers, {}, { maxRetries: 1, headers: { "x-own": "1" } });
    expect(await all(list())).toHaveLength(3);
    expect(fetch.sent).toHaveLength(4);
    for (const { init } of fetch.sent) expect(init.headers.get("x-own")).toBe("1");
    const controller = new AbortController();
    const aborted = pages([drf(5)], {}, { signal: controller.signal });
    const error = await failure(async () => {
      for await (const { id } of aborted.list()) if (id === 2) controller.abort("stop");
    });
    expect(error).toMatchObject({ name: "AbortError", cause: "stop" });
    expect(aborted.fetch.sent).toHaveLength(1);
  });

  it("R81 goes on from a token, of this operation only", async () => {
    const { list } = pages([drf(5)]);
    const { token } = await list();
    expect(token).toMatch(/^v1\.[\w-]+$/);
    const { fetch, list: resumed } = pages([drf(5)], { search: "x" }, { from: token });
    expect(ids(await all(resumed()))).toEqual([3, 4, 5]);
    expect(paths(fetch.sent)[0]).toBe("/items/?page=2&search=x");
    for (const from of ["", "v1.", "v2.abc", "v1.%%%", `v1.${btoa('["other",{"page":2}]')}`]) {
      expect(await failure(pages([drf(5)], {}, { from }).list())).toBeInstanceOf(PaginationError);
    }
    const forged = `v1.${btoa('["listItems",{"page":2,"admin":1,"body":{},"search":{"a":1}}]')}`;
    const { fetch: strict, list: restricted } = pages([drf(5)], {}, { from: forged });
    await restricted();
    expect(paths(strict.sent)).toEqual(["/items/?page=2"]);
  });

  it("R82 asks for each page once, however often `next` is called at the same time", async () => {
    const { fetch, list } = pages([drf(5)]);
    const iterator = list()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ value }) => (value as Item | undefined)?.id)).toEqual([
      1,
      2,
      3,
      4,
      5,
      undefined,
    ]);
    expect(fetch.sent).toHaveLength(3);
  });

  it("R83 has the item's type, and the envelope's on `raw`", async () => {
    const { list } = pages([json({ results: items(1), extra: "x", next: null })]);
    expectTypeOf(list()).toEqualTypeOf<PagePromise<Item, Envelope>>();
    const page = await list();
    expectTypeOf(page.items).toEqualTypeOf<readonly Item[]>();
    expectTypeOf(page.raw).toEqualTypeOf<Envelope>();
    expect(page.raw.extra).toBe("x");
    expect(await failure(pages([json({ data: [] })]).list())).toBeInstanceOf(PaginationError);
  });
});
