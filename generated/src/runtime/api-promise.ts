/** The promise of a call. */

import { ClientError } from "./errors.js";
import type { HttpError } from "./http-error.js";

/** Data together with what it came in. */
export interface ApiResult<T, H = object> {
  readonly data: T;
  /** The headers that the description documents, as far as they came; all others stand in the response. */
  readonly headers: H;
  /** The response, whose body has been read. */
  readonly response: Response;
  /** What the server calls this request. */
  readonly requestId: string | undefined;
  /** The server answered 304 to a call with `If-None-Match`; there is no data. */
  readonly notModified: boolean;
}

/** What a call does: with its body read and decoded, or with the response as it came. */
export interface Runner<T, H = object> {
  read(): Promise<ApiResult<T, H>>;
  respond(): Promise<Response>;
}

declare const errors: unique symbol;

/**
 * A promise of the data, with two other views of the same call. `E` is the union of the errors that
 * the description documents; it exists for the type checker only. `H` are the documented headers.
 */
export class ApiPromise<T, E = HttpError, H = object> implements Promise<T> {
  declare readonly [errors]?: E;
  readonly [Symbol.toStringTag]: string = "ApiPromise";
  readonly #runner: Runner<T, H>;
  #result: Promise<ApiResult<T, H>> | undefined;
  #isRaw = false;

  /** A lazy one starts when somebody asks for it, others at once, like every promise. */
  constructor(runner: Runner<T, H>, isLazy = false) {
    this.#runner = runner;
    if (isLazy) return;
    // A microtask later, so that `call().asResponse()` is known before anything is read.
    queueMicrotask(() => {
      if (!this.#isRaw) void this.withResponse();
    });
  }

  /** The data with its response, its documented headers and its request id. */
  withResponse(): Promise<ApiResult<T, H>> {
    return (this.#result ??= this.#runner.read());
  }

  /**
   * The successful response with its body unread; errors and retries are as usual. To be called on
   * the call itself, before it is awaited.
   */
  asResponse(): Promise<Response> {
    if (this.#result) {
      return Promise.reject(
        new ClientError("asResponse() comes too late: the body has been read."),
      );
    }
    this.#isRaw = true;
    return this.#runner.respond();
  }

  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // Two steps, the second with what was given and nothing around it: so V8 finds the way from an error back to the
    // line that awaits.
    return this.withResponse()
      .then(({ data }) => data)
      .then(onfulfilled, onrejected);
  }

  catch<B = never>(onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onrejected);
  }

  finally(onfinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onfinally);
  }
}
