/** The one way out: every request of every kind passes through `send`. */

import { Attempt, abortError } from "./attempt.js";
import { resolveSecret } from "./auth.js";
import type { Secret } from "./auth.js";
import type { Call, Transport } from "./call.js";
import { decodeError, discard } from "./decode.js";
import { ClientError, TimeoutError } from "./errors.js";
import { exchange } from "./exchange.js";
import { createHttpError } from "./http-error.js";
import type { HttpError } from "./http-error.js";
import type { OutgoingRequest } from "./middleware.js";
import { explainFailure } from "./network.js";
import type { Api } from "./operation.js";
import { redact as redactAll } from "./redact.js";
import { backoff, isRetryableResponse, jitter, serverWait } from "./retry.js";

/** What an attempt came to: a value, or an error that is thrown unless there is something to wait for. */
type Outcome<T> =
  { readonly value: T } | { readonly error: unknown; readonly wait: number | undefined };

/**
 * Sends a request, repeats it where that is safe and promising, and gives the success to `read`,
 * which runs within the attempt's time limit: a body that breaks off is a broken connection.
 */
export async function send<T>(
  transport: Transport,
  call: Call,
  request: OutgoingRequest,
  read: (response: Response, attempt: Attempt) => T | Promise<T>,
): Promise<T> {
  const { api, budget, options } = transport;
  const { endpoint, limits, isRepeatable, schemes } = call;
  const { signal } = call.options;
  const { now, random, sleep } = transport.testing;
  const deadline = limits.totalTimeout ? now() + limits.totalTimeout : Infinity;
  const canRepeat = !(request.body instanceof ReadableStream);
  const counted = (error: unknown) => {
    if (error instanceof ClientError) error.attempts = call.attempts;
    return error as Error;
  };
  const abort = () => counted(abortError(endpoint, signal));
  let retries = 0;
  let lastCost = 0;
  let hasRefreshed = false;

  // Takes a retry out of the limits and says how long to wait before it, unless there is none left.
  const takeRetry = (response?: Response): number | undefined => {
    const asked = response && serverWait(response, now());
    if (!canRepeat || retries >= limits.maxRetries || (asked ?? 0) > limits.maxRetryAfter) return;
    lastCost = budget ? budget.take(response?.status === 429) : 1;
    if (lastCost === 0) return;
    return asked === undefined ? backoff(retries++, random) : (retries++, jitter(asked, random));
  };

  const perform = async (attempt: Attempt): Promise<Outcome<T>> => {
    const secrets: Secret[] = [];
    for (const scheme of schemes) secrets.push(await resolveSecret(scheme, options));
    attempt.signal.throwIfAborted();
    if (api.retryCountHeader) request.headers.set(api.retryCountHeader, String(retries));
    call.attempts++;
    const response = await exchange(transport, call, secrets, request, attempt.signal);
    // Whoever waited has been told why already.
    attempt.signal.throwIfAborted();
    if (attempt.phase === "headers") attempt.phase = "body";
    // 304 is what a conditional request asks for; the platform answers it itself if it has a cache.
    const { ok, status } = response;
    if (ok || (status === 304 && request.headers.has("if-none-match"))) {
      const value = await read(response, attempt);
      budget?.give(lastCost);
      return { value };
    }
    let wait: number | undefined;
    if (status === 401 && canRepeat && !hasRefreshed) {
      // The same token may be refused to many calls at once; its source renews it for all of them.
      const renewals = secrets.map(({ source, text }) => source?.refresh?.(text)).filter(Boolean);
      hasRefreshed = renewals.length > 0;
      await Promise.all(renewals);
      if (hasRefreshed) wait = 0;
    }
    if (wait === undefined && isRetryableResponse(response, isRepeatable)) {
      wait = takeRetry(response);
    }
    if (wait !== undefined && wait < deadline - now()) {
      discard(response);
      return { error: undefined, wait };
    }
    if (call.keepsErrors) return { value: await read(response, attempt) };
    return { error: await httpError(transport, call, response, secrets), wait };
  };

  for (;;) {
    if (signal?.aborted) throw abort();
    const attempt = new Attempt(endpoint, signal);
    const left = deadline - now();
    if (left < Infinity && left <= (limits.timeout || Infinity)) attempt.phase = "total";
    attempt.limit(Math.min(limits.timeout || Infinity, left));
    let outcome: Outcome<T>;
    try {
      outcome = await attempt.race(perform(attempt));
    } catch (thrown) {
      const { error, kind, beforeSending } = explainFailure(thrown, endpoint);
      const isPassing = kind !== "other" && (isRepeatable || beforeSending);
      outcome = { error, wait: isPassing ? takeRetry() : undefined };
    } finally {
      if (!attempt.handedOver) attempt.end();
    }
    if ("value" in outcome) return outcome.value;
    const { error, wait } = outcome;
    if (wait === undefined) throw counted(error);
    if (wait >= deadline - now()) {
      if (error instanceof TimeoutError && error.phase === "total") throw counted(error);
      const message = `${endpoint}: no success within ${limits.totalTimeout} ms.`;
      const cause = { cause: error };
      throw counted(new TimeoutError(message, limits.totalTimeout, "total", cause));
    }
    if (wait > 0) await sleep(wait, signal, abort);
  }
}

async function httpError(
  { api, testing }: Transport,
  { operation, attempts }: Call,
  response: Response,
  secrets: readonly Secret[],
): Promise<HttpError> {
  // The status is known and worth more than the reason why the rest did not arrive.
  const body = await decodeError(operation, response).catch(() => UNREADABLE);
  const hidden = secrets.flatMap(({ hidden }) => hidden);
  const redact = (text: string) => redactAll(text, hidden);
  const id = requestId(api, response);
  return createHttpError({
    ...body,
    operation,
    response,
    attempts,
    requestId: id && redact(id),
    retryAfterMs: serverWait(response, testing.now()),
    redact,
  });
}

const UNREADABLE = { body: undefined, rawBody: undefined, decodeFailed: true };
const REQUEST_ID_HEADERS = [
  "x-request-id",
  "request-id",
  "x-correlation-id",
  "traceparent",
  "cf-ray",
];

/** What the server calls the request. */
export function requestId(api: Api, { headers }: Response): string | undefined {
  for (const name of api.requestIdHeaders ?? REQUEST_ID_HEADERS) {
    const id = headers.get(name);
    if (id) return id;
  }
  return undefined;
}
