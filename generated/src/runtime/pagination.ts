/** Lists that arrive in pages: what all pagination styles have in common. */

import { ApiPromise } from "./api-promise.js";
import type { ApiResult } from "./api-promise.js";
import { onAbort } from "./attempt.js";
import type { ApiClient } from "./client.js";
import { PaginationError } from "./errors.js";
import { isHttpError } from "./http-error.js";
import type { HttpError } from "./http-error.js";
import type { ListOperation } from "./operation.js";
import type { RequestOptions } from "./options.js";
import type { PageRequest } from "./page-request.js";
import { readToken, writeToken } from "./page-token.js";
import type { Arguments } from "./url.js";
import { VisitedPages } from "./visited-pages.js";

export interface ListOptions extends RequestOptions {
  /** `token` of a page, to go on from there. */
  readonly from?: string | undefined;
  /** Iteration ends after so many pages; no limit by default. */
  readonly maxPages?: number | undefined;
  /** Empty pages in a row after which iteration fails, although the server names a next one; 10 by default. */
  readonly maxEmptyPages?: number | undefined;
  /** 1 asks for the next page as soon as the first item of a page is taken; 0 by default. */
  readonly prefetch?: 0 | 1 | undefined;
  /**
   * A 404 for a later page ends the iteration: rows were deleted meanwhile, and the page is gone.
   * By default on for page numbers only.
   */
  readonly endOn404?: boolean | undefined;
  /**
   * Other origins that a list may lead to, for lists that give whole URLs only. Neither credentials
   * nor headers of the caller are sent there.
   */
  readonly allowOrigins?: readonly string[] | undefined;
}

/** What a strategy finds in a response. */
export interface PageContent<T> {
  readonly items: readonly T[];
  readonly total?: number | undefined;
  readonly next?: PageRequest | undefined;
  readonly previous?: PageRequest | undefined;
}

/** What a strategy may look at: the body, the response, and where in the list the page begins. */
export interface PageInput {
  readonly operation: ListOperation;
  readonly body: unknown;
  readonly response: Response;
  readonly params: Arguments;
  /** Items before this page, as far as they have been seen. */
  readonly seen: number;
  readonly baseUrl: string;
  readonly options: ListOptions;
}

export type Strategy = <T>(input: PageInput) => PageContent<T>;

/** One page. It does not change; going to another page is another request. */
export interface Page<T, TBody = unknown> {
  readonly items: readonly T[];
  /** Items on all pages, as this page states it; undefined where the API does not count. */
  readonly total: number | undefined;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  /** The next page, or `null` after the last one. */
  next(): Promise<Page<T, TBody> | null>;
  previous(): Promise<Page<T, TBody> | null>;
  /** The body as it came, with everything that is beside the items. */
  readonly raw: TBody;
  /** The response, whose body has been read. */
  readonly response: Response;
  /** Where to go on later, for the option `from`: holds page parameters only; undefined after the last page. */
  readonly token: string | undefined;
}

/** A page with what is needed to go on from it. */
interface Loaded<T, TBody, H> {
  readonly page: Page<T, TBody>;
  readonly result: ApiResult<TBody, H>;
  readonly params: Arguments;
  readonly next: PageRequest | undefined;
  /** Items up to the end of this page. */
  readonly end: number;
}

/** The calls of one list: the same operation and arguments each time, for another page. */
export class PageSource<T, TBody, H = object> {
  readonly operation: ListOperation;
  readonly options: ListOptions;
  readonly #client: ApiClient;
  readonly #params: Arguments;
  readonly #strategy: Strategy;

  constructor(
    client: ApiClient,
    operation: ListOperation,
    params: object,
    options: ListOptions,
    strategy: Strategy,
  ) {
    this.operation = operation;
    this.options = options;
    this.#client = client;
    this.#params = params as Arguments;
    this.#strategy = strategy;
  }

  /** A page is a call of its own, with its own retries and its own idempotency key. */
  call(request: PageRequest, signal = this.options.signal): ApiPromise<TBody, HttpError, H> {
    const params = { ...this.#params, ...request.params };
    const options = { ...this.options, signal, idempotencyKey: undefined };
    const settings = { isLazy: true, url: request.url };
    return this.#client.call(this.operation, params, options, settings);
  }

  async load(
    request: PageRequest,
    seen: number,
    signal?: AbortSignal,
  ): Promise<Loaded<T, TBody, H>> {
    const { operation } = this;
    if (request.refused) throw new PaginationError(`${operation.id}: ${request.refused}.`);
    const params = { ...this.#params, ...request.params };
    const result = await this.call(request, signal).withResponse();
    const { data: raw, response } = result;
    const { href: baseUrl } = this.#client.transport.base;
    const content = this.#strategy<T>({
      operation,
      body: raw,
      response,
      params,
      seen,
      baseUrl,
      options: this.options,
    });
    const { items, total, next, previous } = content;
    const end = seen + items.length;
    const go = async (to: PageRequest | undefined, start: number) =>
      to ? (await this.load(to, start)).page : null;
    const page: Page<T, TBody> = Object.freeze({
      items,
      total,
      hasNext: next !== undefined,
      hasPrevious: previous !== undefined,
      next: () => go(next, end),
      previous: () => go(previous, Math.max(0, seen - items.length)),
      raw,
      response,
      token:
        next && next.url === undefined ? writeToken(operation.id, next.params, end) : undefined,
    });
    return { page, result, params, next, end };
  }
}

/**
 * A list: awaited it is its first page, iterated it is all items. Nothing is sent before that, and
 * both share the first request. Iterating again asks for the later pages again.
 */
export class PagePromise<T, TBody = unknown, E = HttpError, H = object> extends ApiPromise<
  Page<T, TBody>,
  E,
  H
> {
  override readonly [Symbol.toStringTag]: string = "PagePromise";
  readonly #source: PageSource<T, TBody, H>;
  readonly #first: () => Promise<Loaded<T, TBody, H>>;

  constructor(source: PageSource<T, TBody, H>) {
    const { from } = source.options;
    const start = () =>
      from === undefined ? { params: {}, seen: 0 } : readToken(from, source.operation);
    let loading: Promise<Loaded<T, TBody, H>> | undefined;
    const first = () =>
      (loading ??= (async () => {
        const { seen, ...request } = start();
        return source.load(request, seen);
      })());
    super(
      {
        read: async () => {
          const { page, result } = await first();
          return { ...result, data: page };
        },
        respond: async () => source.call(start()).asResponse(),
      },
      true,
    );
    this.#source = source;
    this.#first = first;
  }

  /** All items, page after page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /**
   * All pages.
   *
   * @throws PaginationError if the server leads to a page again, or only to empty ones.
   */
  async *pages(): AsyncGenerator<Page<T, TBody>, void, undefined> {
    const { maxPages = Infinity, maxEmptyPages = 10, prefetch } = this.#source.options;
    const visited = new VisitedPages();
    let loaded: Loaded<T, TBody, H>;
    try {
      loaded = await this.#first();
    } catch (error) {
      // A list that goes on from a token begins with a later page.
      if (this.#source.options.from !== undefined && this.#isEnd(error)) return;
      throw error;
    }
    let emptyPages = 0;
    for (let count = 1; ; count++) {
      const { page, next, params } = loaded;
      emptyPages = page.items.length > 0 ? 0 : emptyPages + 1;
      const goesOn = next !== undefined && count < maxPages;
      const isRepeated = goesOn && visited.isRepeated(next, params);
      const ahead =
        goesOn && !isRepeated && prefetch ? this.#loadAhead(next, loaded.end) : undefined;
      try {
        yield page;
        if (!goesOn) return;
        if (isRepeated) throw this.#error("repeated page");
        if (emptyPages >= maxEmptyPages) throw this.#error(`${emptyPages} empty pages in a row`);
        loaded = await (ahead ? ahead.loading : this.#source.load(next, loaded.end));
      } catch (error) {
        if (this.#isEnd(error)) return;
        throw error;
      } finally {
        ahead?.cancel();
      }
    }
  }

  /** At most `limit` items. A list can be longer than memory, so the limit is not optional. */
  async toArray({ limit }: { readonly limit: number }): Promise<T[]> {
    const items: T[] = [];
    for await (const item of this.take(limit)) items.push(item);
    return items;
  }

  /** The first `count` items; no page is asked for that they do not need. */
  async *take(count: number): AsyncGenerator<T, void, undefined> {
    if (count <= 0) return;
    let left = count;
    for await (const item of this) {
      yield item;
      if (--left <= 0) return;
    }
  }

  /** The first item, or `undefined` if there is none. */
  async first(): Promise<T | undefined> {
    for await (const item of this) return item;
    return undefined;
  }

  /** Starts loading a page before it is wanted; its error waits until it is. */
  #loadAhead(next: PageRequest, seen: number) {
    const { signal } = this.#source.options;
    const controller = new AbortController();
    const forget = onAbort(signal, () => {
      controller.abort(signal?.reason);
    });
    const loading = this.#source.load(next, seen, controller.signal);
    loading.catch(() => undefined);
    const cancel = () => {
      forget();
      controller.abort();
    };
    return { loading, cancel };
  }

  #isEnd(error: unknown): boolean {
    const { operation, options } = this.#source;
    const isDefault = operation.pagination.style === "page";
    return (options.endOn404 ?? isDefault) && isHttpError(error, 404);
  }

  #error(problem: string): PaginationError {
    return new PaginationError(`${this.#source.operation.id}: ${problem}.`);
  }
}
