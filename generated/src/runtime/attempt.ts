/** The time limit and the caller's signal of one attempt. */

import { AbortError, TimeoutError } from "./errors.js";
import type { TimeoutPhase } from "./errors.js";

/**
 * One AbortController, one timer and one listener, all removed by `end`. Nothing here relies on
 * `AbortSignal.any` or `AbortSignal.timeout`: on some platforms their results are collected as
 * garbage while the request is still under way, and then never fire.
 */
export class Attempt {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  readonly #endpoint: string;
  readonly #stopped: Promise<never>;
  #reject: (error: Error) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The body is read by the caller, who decides when this attempt is over. */
  handedOver = false;
  phase: TimeoutPhase = "headers";

  constructor(endpoint: string, caller: AbortSignal | undefined) {
    this.#endpoint = endpoint;
    this.#caller = caller;
    this.#stopped = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Nobody may be waiting when it happens.
    this.#stopped.catch(() => undefined);
    caller?.addEventListener("abort", this.#onAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the time limit, or removes it with `Infinity`. A limit set before is replaced. */
  limit(ms: number): void {
    clearTimeout(this.#timer);
    if (ms === Infinity) return;
    this.#timer = setTimeout(() => {
      const message = `${this.#endpoint}: no ${this.phase === "total" ? "success" : this.phase} within ${ms} ms.`;
      this.#stop(new TimeoutError(message, ms, this.phase));
    }, ms);
  }

  /** Rejects as soon as this attempt is stopped, even if `work` does not heed the signal. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#stopped]);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#onAbort);
  }

  #stop(error: Error): void {
    this.end();
    this.#reject(error);
    this.#controller.abort(error);
  }

  readonly #onAbort = (): void => {
    this.#stop(abortError(this.#endpoint, this.#caller));
  };
}

export function abortError(endpoint: string, signal: AbortSignal | undefined): AbortError {
  return new AbortError(`${endpoint}: aborted.`, { cause: signal?.reason });
}

/**
 * A response whose body is read by the caller: the signal stays connected until the body has been
 * read, cancelled or broken off. `idleMs` limits the time between two chunks; 0 does not.
 */
export function handOver(response: Response, attempt: Attempt, idleMs: number): Response {
  attempt.limit(Infinity);
  const reader = response.body?.getReader();
  if (!reader) return response;
  attempt.handedOver = true;
  attempt.phase = "idle";
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      attempt.limit(idleMs || Infinity);
      try {
        const { done, value } = await attempt.race(reader.read());
        attempt.limit(Infinity);
        if (!done) {
          controller.enqueue(value);
          return;
        }
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      attempt.end();
    },
    cancel(reason) {
      attempt.end();
      return reader.cancel(reason);
    },
  });
  const { url } = response;
  return Object.defineProperty(new Response(body, response), "url", { value: url });
}
