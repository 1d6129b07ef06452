/** Lists of a server whose rows come and go, in every style of pages: nothing is lost, nothing is endless. */

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { PaginationError } from "../../templates/runtime/index.js";
import { paginateByCursor } from "../../templates/runtime/cursor-pagination.js";
import { paginateByLink } from "../../templates/runtime/link-pagination.js";
import { paginateByOffset } from "../../templates/runtime/offset-pagination.js";
import type { CursorPagination, ListOperation } from "../../templates/runtime/operation.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";
import type { ListOptions, PagePromise } from "../../templates/runtime/pagination.js";
import { paginateByUrl } from "../../templates/runtime/url-pagination.js";
import { failure, json, serve, testClient } from "../runtime/support.js";
import { describeRows, emit } from "./emitted.js";

interface Row {
  readonly id: number;
}
type List = PagePromise<Row, unknown>;

const shared = {
  id: "listRows",
  method: "GET",
  path: "/rows/",
  query: { page: {}, size: {}, limit: {}, offset: {}, cursor: {}, search: {} },
} as const;
const envelope = { items: "results", next: "next", total: "count" } as const;
const cursor = (
  more: Omit<CursorPagination, "style" | "cursor">,
): ListOperation<CursorPagination> => ({
  ...shared,
  pagination: { style: "cursor", cursor: "cursor", items: "results", ...more },
});

const byPosition = ["page", "pageByTotal", "pageUntilEmpty", "offset", "offsetByTotal"] as const;
const byKey = ["cursorInLink", "cursorInBody", "lastId", "link", "url"] as const;
type Style = (typeof byPosition)[number] | (typeof byKey)[number];
const all: readonly Style[] = [...byPosition, ...byKey];

/** Every style, as the server answers it and as the client is told of it. */
const styles: Readonly<
  Record<
    Style,
    (client: ReturnType<typeof testClient>["client"], params: object, options?: ListOptions) => List
  >
> = {
  page: (client, params, options) =>
    paginateByPage(
      client,
      { ...shared, pagination: { style: "page", page: "page", size: "size", ...envelope } },
      params,
      options,
    ),
  pageByTotal: (client, params, options) =>
    paginateByPage(
      client,
      {
        ...shared,
        pagination: { style: "page", page: "page", size: "size", items: "results", total: "count" },
      },
      params,
      options,
    ),
  pageUntilEmpty: (client, params, options) =>
    paginateByPage(
      client,
      { ...shared, pagination: { style: "page", page: "page", items: "results" } },
      params,
      options,
    ),
  offset: (client, params, options) =>
    paginateByOffset(
      client,
      { ...shared, pagination: { style: "offset", offset: "offset", limit: "limit", ...envelope } },
      params,
      options,
    ),
  offsetByTotal: (client, params, options) =>
    paginateByOffset(
      client,
      {
        ...shared,
        pagination: {
          style: "offset",
          offset: "offset",
          limit: "limit",
          items: "results",
          total: "count",
        },
      },
      params,
      options,
    ),
  cursorInLink: (client, params, options) =>
    paginateByCursor(client, cursor({ next: "next" }), params, options),
  cursorInBody: (client, params, options) =>
    paginateByCursor(client, cursor({ next: "after" }), params, options),
  lastId: (client, params, options) =>
    paginateByCursor(client, cursor({ hasMore: "more", id: "id" }), params, options),
  link: (client, params, options) =>
    paginateByLink(
      client,
      { ...shared, pagination: { style: "link", params: ["cursor"], items: "results" } },
      params,
      options,
    ),
  url: (client, params, options) =>
    paginateByUrl(
      client,
      { ...shared, pagination: { style: "url", items: "results", next: "own" } },
      params,
      options,
    ),
};
type Change =
  { readonly delete: number } | { readonly insertAt: number } | { readonly fail: number };

/** A table behind a proxy that hides its host, with a cap on the size of a page. */
class Table {
  rows: Row[];
  readonly requests: URL[] = [];
  /** All states that a request has met. */
  readonly history: Row[][] = [];
  #nextId: number;

  constructor(
    count: number,
    readonly cap: number,
    readonly changes: readonly (readonly Change[])[] = [],
    /** Every page of a cursor holds this many rows that a filter drops after paging. */
    readonly hidden: ReadonlySet<number> = new Set(),
  ) {
    this.rows = Array.from({ length: count }, (_, index) => ({ id: (index + 1) * 1000 }));
    this.#nextId = (count + 1) * 1000;
  }

  readonly fetch = async (address: string): Promise<Response> => {
    const url = new URL(address);
    this.requests.push(url);
    if (this.requests.length > 2000) throw new Error("the client does not stop");
    const changes = this.changes[this.requests.length - 2] ?? [];
    for (const change of changes) this.#apply(change);
    this.history.push([...this.rows]);
    const failing = changes.find((change) => "fail" in change);
    if (failing) return json({ detail: "busy" }, failing.fail);
    return this.#answer(url.searchParams);
  };

  #apply(change: Change): void {
    if ("delete" in change && this.rows.length > 0)
      this.rows.splice(change.delete % this.rows.length, 1);
    if ("insertAt" in change) {
      const at = change.insertAt % (this.rows.length + 1);
      // Between its neighbours, so that the rows stay sorted by id.
      const [before, after] = [
        this.rows[at - 1]?.id ?? 0,
        this.rows[at]?.id ?? (this.#nextId += 1000),
      ];
      if (after - before > 1) this.rows.splice(at, 0, { id: Math.floor((before + after) / 2) });
    }
  }

  #answer(query: URLSearchParams): Response {
    const size = Math.min(Number(query.get("size") ?? query.get("limit") ?? this.cap), this.cap);
    const page = Number(query.get("page") ?? 1);
    const given = query.get("cursor");
    const lastId = given === null ? 0 : Number(given.replace("after ", ""));
    const start =
      given === null
        ? Number(query.get("offset") ?? (page - 1) * size)
        : this.rows.findIndex(({ id }) => id > lastId);
    const rows = start < 0 ? [] : this.rows.slice(start, start + size);
    const isMore = start >= 0 && start + size < this.rows.length;
    if (page > 1 && rows.length === 0) return json({ detail: "Invalid page." }, 404);
    const link = (parameters: object) =>
      `http://10.0.0.3:8000/api/rows/?${new URLSearchParams({ ...Object.fromEntries(query), ...parameters })}`;
    const last = `after ${rows.at(-1)?.id ?? lastId}`;
    const next =
      query.has("offset") || query.has("limit")
        ? { offset: String(start + size) }
        : { page: String(page + 1) };
    const isByKey = given !== null || query.get("search") === "key";
    return json(
      {
        count: this.rows.length,
        results: rows.filter(({ id }) => !this.hidden.has(id)),
        next: isMore ? link(isByKey ? { cursor: last } : next) : null,
        after: isMore ? last : null,
        more: isMore,
        own: isMore ? `https://api.test/v1/rows/?cursor=${encodeURIComponent(last)}` : null,
      },
      200,
      isMore ? { link: `<${link({ cursor: last })}>; rel="next"` } : {},
    );
  }
}

function open(
  style: Style,
  table: Table,
  params: object = {},
  options: ListOptions & object = {},
): List {
  const { client } = testClient({ fetch: table.fetch });
  const own = byKey.some((name) => name === style)
    ? { search: "key" }
    : style.startsWith("offset")
      ? { limit: 50 }
      : {};
  return styles[style](client, { ...own, ...params }, options);
}

async function collect(list: AsyncIterable<Row>): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of list) ids.push(id);
  return ids;
}

const sizes = fc.record({ count: fc.nat(30), cap: fc.integer({ min: 1, max: 7 }) });
const asked = fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined });

describe("a list that stays as it is", () => {
  it.each(all)(
    "R69 is given whole, in order and once, whatever size is asked for: %s",
    async (style) => {
      await fc.assert(
        fc.asyncProperty(
          sizes,
          asked,
          fc.constantFrom(0 as const, 1 as const),
          async ({ count, cap }, size, prefetch) => {
            const table = new Table(count, cap);
            const params = {
              ...(size !== undefined && {
                size,
                ...(style.startsWith("offset") && { limit: size }),
              }),
            };
            const ids = await collect(open(style, table, params, { prefetch }));
            expect(ids).toEqual(table.rows.map(({ id }) => id));
            // One request per page; one more where only an empty page says that it is the last.
            const pages = Math.max(1, Math.ceil(count / Math.min(cap, size ?? cap)));
            expect(table.requests.length).toBeLessThanOrEqual(
              pages + (style === "pageUntilEmpty" ? 1 : 0),
            );
            for (const { origin, pathname, username } of table.requests)
              expect([origin, pathname, username]).toEqual(["https://api.test", "/v1/rows/", ""]);
          },
        ),
        { numRuns: 12 },
      );
    },
  );

  it("R81 knows from the token how many items came before, which a capped size does not say", async () => {
    // Of three asked for, two are given: by its number, the second page would be the last of five.
    const table = new Table(5, 2);
    const { token } = await open("pageByTotal", table, { size: 3 });
    const ids = await collect(open("pageByTotal", table, { size: 3 }, { from: token }));
    expect(ids).toEqual([3000, 4000, 5000]);
  });

  it("R72 ends where the page of a token has gone meanwhile", async () => {
    const table = new Table(5, 2);
    const { token } = await open("page", table);
    table.rows.splice(1);
    expect(token).toBeDefined();
    expect(await collect(open("page", table, {}, { from: token }))).toEqual([]);
    const error = await failure(collect(open("page", table, {}, { from: token, endOn404: false })));
    expect(error.name).toBe("NotFoundError");
  });

  it.each(all)("R80 is given once although requests fail and are repeated: %s", async (style) => {
    const busy = fc.array(fc.constantFrom<Change[]>([], [{ fail: 503 }], [{ fail: 429 }]), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(sizes, busy, async ({ count, cap }, changes) => {
        // Three in a row are an error; with two repetitions each, two in a row are not.
        const calm = changes.map((change, index) => (index % 3 === 0 ? [] : change));
        const table = new Table(count, cap, calm);
        const list = open(style, table);
        expect(await collect(list)).toEqual(table.rows.map(({ id }) => id));
        // Iterating again begins with the page that is there, and asks for the others.
        expect(await collect(list)).toEqual(table.rows.map(({ id }) => id));
      }),
      { numRuns: 12 },
    );
  });

  it.each(all.filter((style) => style !== "url"))(
    "R81 is whole when it is resumed from any page: %s",
    async (style) => {
      await fc.assert(
        fc.asyncProperty(sizes, asked, fc.nat(5), async ({ count, cap }, size, after) => {
          const table = new Table(count, cap);
          const params = style.startsWith("offset") ? { limit: size ?? 50 } : { size };
          const ids: number[] = [];
          let token: string | undefined;
          let left = after;
          for await (const page of open(style, table, params).pages()) {
            ids.push(...page.items.map(({ id }) => id));
            token = page.token;
            expect(token === undefined).toBe(!page.hasNext);
            if (left-- === 0) break;
          }
          if (token !== undefined) {
            const [, content = ""] = token.split(".");
            expect(Buffer.from(content, "base64url").toString()).not.toMatch(
              /http|api\.test|10\.0\.0|rows\//,
            );
            ids.push(...(await collect(open(style, table, params, { from: token }))));
          }
          expect(ids).toEqual(table.rows.map(({ id }) => id));
        }),
        { numRuns: 12 },
      );
    },
  );

  it("R70 is given whole although a filter empties pages after they were cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.uniqueArray(fc.integer({ min: 1, max: 30 })),
        async ({ count, cap }, hide) => {
          const hidden = new Set(hide.map((row) => row * 1000));
          for (const style of ["page", "cursorInLink", "cursorInBody", "link", "url"] as const) {
            const table = new Table(count, cap, [], hidden);
            const ids = await collect(open(style, table, {}, { maxEmptyPages: 40 }));
            expect(ids).toEqual(table.rows.map(({ id }) => id).filter((id) => !hidden.has(id)));
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it("R74 hands a cursor on as it is, whatever it consists of", async () => {
    const opaque = fc
      .string({ unit: "binary", minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== "" && !/[?]/.test(text) && !/^https?:\/\//i.test(text));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(opaque, { maxLength: 5 }), async (cursors) => {
        const got: (string | null)[] = [];
        const { client } = testClient({
          fetch: async (url: string) => {
            got.push(new URL(url).searchParams.get("cursor"));
            return json({ results: [{ id: got.length }], after: cursors[got.length - 1] ?? null });
          },
        });
        const list = styles.cursorInBody(client, {});
        expect(await collect(list)).toHaveLength(cursors.length + 1);
        expect(got).toEqual([null, ...cursors]);
        const { token } = await list;
        if (token === undefined) return;
        // The token gives the same cursor back.
        await styles.cursorInBody(client, {}, { from: token });
        expect(got.at(-1)).toBe(cursors[0]);
      }),
      { numRuns: 30 },
    );
  });

  it("R74 takes a link without a cursor for the end, and never for a cursor", async () => {
    for (const next of [
      "https://10.0.0.3/rows/",
      "https://10.0.0.3/rows/?page=2",
      "/rows/?page=2",
      "?page=2",
      "  ",
    ]) {
      const requests: string[] = [];
      const { client } = testClient({
        fetch: async (url: string) => {
          requests.push(url);
          return json({ results: [{ id: 1 }], next });
        },
      });
      expect(await collect(styles.cursorInLink(client, {}))).toEqual([1]);
      expect(requests).toHaveLength(1);
    }
  });
});

describe("a list that changes while it is read", () => {
  const change = fc.oneof(fc.record({ delete: fc.nat(40) }), fc.record({ insertAt: fc.nat(40) }));
  const changes = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 });

  it.each(byKey)(
    "R74 gives every row that was there throughout, once and in order: %s",
    async (style) => {
      await fc.assert(
        fc.asyncProperty(sizes, changes, async ({ count, cap }, events) => {
          const table = new Table(count, cap, events);
          const ids = await collect(open(style, table));
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
          for (const { id } of table.history[0] ?? [])
            if (table.history.every((rows) => rows.some((row) => row.id === id)))
              expect(ids).toContain(id);
        }),
        { numRuns: 30 },
      );
    },
  );

  it.each(byPosition)(
    "R72 gives every row that was there throughout and never moved to the front: %s",
    async (style) => {
      await fc.assert(
        fc.asyncProperty(sizes, changes, async ({ count, cap }, events) => {
          const table = new Table(count, cap, events);
          const ids = await collect(open(style, table));
          const stayed = (table.history[0] ?? []).filter(({ id }) => {
            const places = table.history.map((rows) => rows.findIndex((row) => row.id === id));
            return places.every((place, index) => place >= (places[index - 1] ?? 0));
          });
          // A total that is reached says that nothing follows, also if rows were inserted before it was.
          const isComplete = (id: number) => ids.includes(id);
          expect(stayed.map(({ id }) => id).filter((id) => !isComplete(id))).toEqual([]);
        }),
        { numRuns: 30 },
      );
    },
  );
});

describe("a list that leads nowhere good", () => {
  /** Each page leads to any page, or to none. */
  const ways = fc.array(fc.option(fc.nat(9), { nil: null }), { minLength: 1, maxLength: 10 });
  const leading = ["page", "offset", "cursorInLink", "cursorInBody", "link", "url"] as const;

  it.each(leading)("R71 ends wherever its links lead, and gives what it saw: %s", async (style) => {
    await fc.assert(
      fc.asyncProperty(ways, fc.constantFrom(0 as const, 1 as const), async (targets, prefetch) => {
        const seen: number[] = [];
        const { client } = testClient({
          maxRetries: 0,
          fetch: async (address: string) => {
            const query = new URL(address).searchParams;
            const at = Number(query.get("page") ?? query.get("offset") ?? query.get("cursor") ?? 0);
            seen.push(at);
            // Answers come in microtasks, which no time limit interrupts: a loop must end by itself.
            if (seen.length > 100) throw new Error("the client does not stop");
            const to = targets[at % targets.length] ?? null;
            if (to === null) return json({ results: [{ id: at }], next: null });
            const link = `http://10.0.0.3/?page=${to}&offset=${to}&cursor=${to}`;
            const own = `https://api.test/v1/rows/?cursor=${to}`;
            const body = { results: [{ id: at }], next: link, after: String(to), own, count: 1000 };
            return json(body, 200, { link: `<${link}>; rel=next` });
          },
        });
        const ids: number[] = [];
        let error: unknown;
        try {
          for await (const { id } of styles[style](client, {}, { prefetch })) ids.push(id);
        } catch (thrown) {
          error = thrown;
        }
        expect(ids).toEqual(seen.slice(0, ids.length));
        // Each page once, and the first one again where it was asked for without its number.
        expect(ids.length).toBeLessThanOrEqual(12);
        const last = targets[(ids.at(-1) ?? 0) % targets.length] ?? null;
        if (last === null) expect(error).toBeUndefined();
        else expect(error).toBeInstanceOf(PaginationError);
      }),
      { numRuns: 30 },
    );
  });

  it("R76 follows a whole URL below the base only, however it is written", async () => {
    const bases = fc.constantFrom(
      "https://api.test/v1",
      "https://api.test",
      "https://api.test:8443/a/b/",
    );
    const segments = fc.constantFrom(
      "v1",
      "a",
      "b",
      "rows",
      "..",
      ".",
      "%2e%2e",
      "v1evil",
      "",
      "@",
      "\\",
      "x",
    );
    const starts = fc.constantFrom(
      "https://api.test",
      "https://api.test:8443",
      "http://api.test",
      "https://api.test.evil.test",
      "https://evil.test",
      "https://api.test@evil.test",
      "https://user:pw@api.test",
      "//evil.test",
      "\\\\evil.test",
      "https:\\\\evil.test",
      "HTTPS://API.TEST",
      "ftp://api.test",
      "javascript:",
      "",
      "/",
      "https://api.test%2eevil.test",
      "https://xn--api-.test",
    );
    await fc.assert(
      fc.asyncProperty(
        bases,
        starts,
        fc.array(segments, { maxLength: 4 }),
        async (baseUrl, start, path) => {
          const sent: { url: string; token: string | null }[] = [];
          const { client } = testClient({
            baseUrl,
            maxRetries: 0,
            headers: { "x-own": "secret" },
            fetch: async (url: string, init: RequestInit) => {
              sent.push({ url, token: new Headers(init.headers).get("x-own") });
              return json({
                results: [],
                own: sent.length === 1 ? [start, ...path].join("/") : null,
              });
            },
          });
          const error = await collect(styles.url(client, {})).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          const base = new URL(baseUrl);
          for (const { url } of sent) {
            const { origin, pathname, username } = new URL(url);
            expect([origin, username]).toEqual([base.origin, ""]);
            expect(`${pathname}/`.startsWith(base.pathname.replace(/\/?$/, "/"))).toBe(true);
          }
          if (sent.length === 1 && error !== undefined)
            expect(error).toBeInstanceOf(PaginationError);
        },
      ),
      {
        numRuns: 120,
        examples: [["https://api.test/v1", "https://api.test", ["v1evil", "rows"]]],
      },
    );
  });
});

describe("over a real connection", () => {
  it("R77 cancels the page that was asked for ahead when nobody wants it", async () => {
    let cut: (path: string) => void = () => undefined;
    const aborted = new Promise<string>((resolve) => (cut = resolve));
    let arrived: () => void = () => undefined;
    const asking = new Promise<void>((resolve) => (arrived = resolve));
    const { url } = await serve((request, response) => {
      if (!request.url?.includes("page=2")) {
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({ results: [{ id: 1 }, { id: 2 }], next: "?page=2", count: 4 }),
        );
        return;
      }
      // Never answered.
      arrived();
      response.on("close", () => cut(String(request.url)));
    });
    const { client } = testClient({ baseUrl: url });
    for await (const { id } of styles.page(client, {}, { prefetch: 1 })) {
      expect(id).toBe(1);
      await asking;
      break;
    }
    expect(await aborted).toContain("page=2");
  });

  it("R77 shows the error of a page asked for ahead when that page is reached, and not before", async () => {
    const { url, requests } = await serve((request, response) => {
      const isSecond = request.url?.includes("page=2") === true;
      response.writeHead(isSecond ? 500 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ results: [{ id: 1 }, { id: 2 }], next: "?page=2" }));
    });
    const { client } = testClient({ baseUrl: url, maxRetries: 0 });
    const ids: number[] = [];
    const error = await failure(async () => {
      for await (const { id } of styles.page(client, {}, { prefetch: 1 })) {
        ids.push(id);
        // Long enough for the error to arrive.
        while (requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(error.name).toBe("ServerError");
    expect(ids).toEqual([1, 2]);
  });
});

describe("after a restart", () => {
  const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
  const module = join(folder, "client.mjs");
  const secret = "sk-secret-of-the-caller";

  beforeAll(async () => {
    const page = {
      type: "object",
      properties: {
        count: { type: "integer" },
        next: { type: "string" },
        previous: { type: "string" },
        results: { type: "array", items: { type: "object" } },
      },
    };
    const list = (path: string, names: string[]) => ({
      path,
      security: [{ key: [] }],
      parameters: names.map((name) => ({ in: "query", name, schema: {} })),
      responses: { "200": { description: "", content: { "application/json": { schema: page } } } },
    });
    const { code } = await emit(
      describeRows(
        {
          byPage: list("/pages/", ["page", "page_size"]),
          byOffset: list("/offsets/", ["offset", "limit"]),
          byCursor: list("/cursors/", ["cursor"]),
        },
        {
          components: {
            securitySchemes: { key: { type: "apiKey", in: "query", name: "api_key" } },
          },
        },
      ),
    );
    writeFileSync(module, code);
    writeFileSync(
      join(folder, "run.mjs"),
      `import { TestClient } from ${JSON.stringify(pathToFileURL(module).href)};
      const [baseUrl, method, apiKey, from] = process.argv.slice(2);
      const { rows } = new TestClient({ baseUrl, apiKey });
      const ids = [];
      let token;
      for await (const page of rows[method]({}, from ? { from } : {}).pages()) {
        ids.push(...page.items.map(({ id }) => id));
        token = page.token;
        if (!from && ids.length >= 4) break;
      }
      console.log(JSON.stringify({ ids, token }));`,
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function run(...args: string[]): Promise<{ ids: number[]; token?: string }> {
    const child = spawn(process.execPath, [join(folder, "run.mjs"), ...args], { stdio: "pipe" });
    let out = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk));
    const code = await new Promise((resolve) => child.on("close", resolve));
    if (code !== 0) throw new Error(errors);
    return JSON.parse(out) as { ids: number[]; token?: string };
  }

  it.each(["byPage", "byOffset", "byCursor"])(
    "R81 another process goes on from the token: %s",
    async (method) => {
      const rows = Array.from({ length: 11 }, (_, index) => ({ id: index + 1 }));
      const { url, requests } = await serve((request, response) => {
        const query = new URL(String(request.url), "http://h").searchParams;
        const start = Number(
          query.get("offset") ?? query.get("cursor") ?? (Number(query.get("page") ?? 1) - 1) * 3,
        );
        const to = { page: start / 3 + 2, offset: start + 3, cursor: start + 3 };
        const next = `http://10.0.0.3:8000/x/?api_key=${secret}&page=${to.page}&offset=${to.offset}&cursor=${to.cursor}`;
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({
            count: 11,
            next: start + 3 < 11 ? next : null,
            results: rows.slice(start, start + 3),
          }),
        );
      });
      const first = await run(url, method, secret);
      expect(first.ids).toEqual([1, 2, 3, 4, 5, 6]);
      const { token = "" } = first;
      const [, content = ""] = token.split(".");
      for (const hidden of [secret, "http", "127.0.0.1", "10.0.0.3"])
        expect(token + Buffer.from(content, "base64url").toString()).not.toContain(hidden);
      const second = await run(url, method, secret, token);
      expect([...first.ids, ...second.ids]).toEqual(rows.map(({ id }) => id));
      expect(requests).toHaveLength(4);
    },
  );
});
