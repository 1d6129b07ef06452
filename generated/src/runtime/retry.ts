/** When a call is repeated, and how long to wait before. */

import { onAbort } from "./attempt.js";

const RETRYABLE = [408, 425, 429, 500, 502, 503, 504];
/** Statuses by which a server says that it has not processed the request. */
const NOT_PROCESSED = [408, 425, 429];
const SAFE = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];

/** Repeating these methods has no further effect (RFC 9110, 9.2.2). */
export function isIdempotent(method: string): boolean {
  return SAFE.includes(method);
}

/** The server's own word, `x-should-retry`, counts more than its status. */
export function isRetryableResponse({ status, headers }: Response, repeatable: boolean): boolean {
  const asked = headers.get("x-should-retry");
  if (asked === "true" || asked === "false") return asked === "true";
  if (repeatable) return RETRYABLE.includes(status);
  return NOT_PROCESSED.includes(status) || (status === 503 && headers.has("retry-after"));
}

/** Milliseconds before attempt n + 1 if the server does not say: 500, 1000, … 8000, less up to a half. */
export function backoff(retries: number, random: () => number): number {
  return Math.min(8000, 500 * 2 ** retries) * (0.5 + random() / 2);
}

/** Up to a tenth on top of what the server asked for, never less: all its clients wait for the same moment. */
export function jitter(waitMs: number, random: () => number): number {
  return waitMs + random() * (waitMs / 10 || 100);
}

/** Milliseconds that the server asks to wait, from `Retry-After` (RFC 9110, 10.2.3) and its kin. */
export function serverWait({ status, headers }: Response, now: number): number | undefined {
  const exact = seconds(headers.get("retry-after-ms"));
  if (exact !== undefined) return exact;
  const after = headers.get("retry-after");
  const delta = seconds(after);
  if (delta !== undefined) return delta * 1000;
  if (after !== null) {
    const date = httpDate(after);
    // By the server's own clock if it tells it: ours may be wrong by hours.
    const served = httpDate(headers.get("date") ?? "") ?? now;
    return date === undefined ? undefined : Math.max(0, date - served);
  }
  if (status !== 429 && status !== 503) return undefined;
  const reset = seconds(headers.get("ratelimit-reset") ?? headers.get("x-ratelimit-reset"));
  if (reset === undefined) return undefined;
  // Some servers send the moment instead of the distance; no distance is longer than 50 years.
  return reset < EPOCH_2024 ? reset * 1000 : Math.max(0, reset * 1000 - now);
}

const EPOCH_2024 = 1_704_067_200;

function seconds(text: string | null): number | undefined {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The three date forms of RFC 9110, 5.6.7. `Date.parse` alone would take nearly any text for a date. */
function httpDate(text: string): number | undefined {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/.test(text)) return undefined;
  // asctime has no zone and means GMT.
  const date = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

const BUDGET = 500;

/**
 * Keeps a client from multiplying the load of a server that is down: each retry costs tokens,
 * successes give them back, and with none left calls fail at their first error.
 */
export class RetryBudget {
  #tokens = BUDGET;

  /** Takes the price of a retry; 0 means that there is not enough left. */
  take(isThrottled: boolean): number {
    const cost = isThrottled ? 5 : 10;
    if (this.#tokens < cost) return 0;
    this.#tokens -= cost;
    return cost;
  }

  /** A success gives back what its last retry cost, or 1 if it needed none. */
  give(lastCost: number): void {
    this.#tokens = Math.min(BUDGET, this.#tokens + (lastCost || 1));
  }
}

/** Waits, or rejects with `abortError()` as soon as the signal is aborted. */
export function sleep(
  ms: number,
  signal: AbortSignal | undefined,
  abortError: () => Error,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      forget();
      if (signal?.aborted) reject(abortError());
      else resolve();
    };
    const timer = setTimeout(settle, ms);
    const forget = onAbort(signal, settle);
  });
}
