/** The time limit and the caller's signal of one attempt. */

import { AbortError, TimeoutError } from "./errors.js";
import type { TimeoutPhase } from "./errors.js";

/** What is done when a signal is aborted, and the one listener that does it. */
interface Watch {
  readonly actions: Set<() => void>;
  readonly listener: () => void;
}

/** Kept beside the signals, which are not ours: it ends with each of them, and says nothing about a call. */
const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `action` when the signal is aborted, until the function that is returned has been called. However many wait for
 * a signal, it has one listener, and none when nobody waits: one signal is often given to many calls, and platforms
 * take the eleventh listener for a leak.
 */
export function onAbort(signal: AbortSignal | undefined, action: () => void): () => void {
  if (!signal) return () => undefined;
  const { actions, listener } = watches.get(signal) ?? watch(signal);
  if (actions.size === 0) signal.addEventListener("abort", listener);
  actions.add(action);
  return () => {
    if (actions.delete(action) && actions.size === 0) signal.removeEventListener("abort", listener);
  };
}

function watch(signal: AbortSignal): Watch {
  const actions = new Set<() => void>();
  const listener = () => {
    for (const action of actions) action();
  };
  const created = { actions, listener };
  watches.set(signal, created);
  return created;
}

/**
 * One AbortController, one timer and one place among those who wait for the caller's signal, all given back by `end`.
 * Nothing here relies on `AbortSignal.any` or `AbortSignal.timeout`: on some platforms their results are collected as
 * garbage while the request is still under way, and then never fire.
 */
export class Attempt {
  readonly #controller = new AbortController();
  readonly #endpoint: string;
  readonly #forget: () => void;
  #error: Error | undefined;
  #reject: (error: Error) => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The body is read by the caller, who decides when this attempt is over. */
  handedOver = false;
  phase: TimeoutPhase = "headers";

  constructor(endpoint: string, caller: AbortSignal | undefined) {
    this.#endpoint = endpoint;
    this.#forget = onAbort(caller, () => {
      this.#stop(abortError(endpoint, caller));
    });
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

  /**
   * Rejects as soon as this attempt is stopped, even if `work` does not heed the signal. For one work after the other:
   * each has a promise of its own to lose against, because one for all of them would hold on to every result.
   */
  race<T>(work: Promise<T>): Promise<T> {
    const stopped = new Promise<never>((_, reject) => {
      this.#reject = reject;
      if (this.#error) reject(this.#error);
    });
    return Promise.race([work, stopped]);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }

  #stop(error: Error): void {
    this.end();
    this.#error = error;
    this.#reject(error);
    this.#controller.abort(error);
  }
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
  const { body: source, url } = response;
  if (!source) return response;
  attempt.handedOver = true;
  attempt.phase = "idle";
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // From `response`, so that it lives as long as this stream: a platform frees the connection of a response
        // that is collected unread, and only of one that nobody has locked.
        reader ??= response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
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
        return (reader ?? source).cancel(reason);
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
  return Object.defineProperty(new Response(body, response), "url", { value: url });
}
