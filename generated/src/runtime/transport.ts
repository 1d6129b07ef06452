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
import { backoff, isRetryableResponse, jitter, serverWait } from "./retry.js";

/**
 * Sends a request, repeats it where that is safe and promising, and gives the success to `read`,
 * which runs within the attempt's time limit: a body that breaks off is a broken connection.
 */
export async function send<T>(
  transport: Transport,
  call: Call,
  request: OutgoingRequest,
  read: (response: Response, attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { endpoint, limits, isRepeatable } = call;
  const { signal } = call.options;
  const { now, random, sleep } = transport.testing;
  const deadline = limits.totalTimeout ? now() + limits.totalTimeout : Infinity;
  const canRepeat = !(request.body instanceof ReadableStream);
  const abort = () => counted(abortError(endpoint, signal), call) as Error;
  let retries = 0;
  let lastCost = 0;
  let hasRefreshed = false;

  // Takes a retry out of the limits and says how long to wait before it, unless there is none left.
  const takeRetry = (response?: Response): number | undefined => {
    const asked = response && serverWait(response, now());
    if (!canRepeat || retries >= limits.maxRetries || (asked ?? 0) > limits.maxRetryAfter) return;
    lastCost = transport.budget?.take(response?.status === 429) ?? 1;
    if (lastCost === 0) return;
    return asked === undefined ? backoff(retries++, random) : (retries++, jitter(asked, random));
  };

  for (;;) {
    if (signal?.aborted) throw abort();
    const attempt = new Attempt(endpoint, signal);
    const left = deadline - now();
    if (left < Infinity && left <= (limits.timeout || Infinity)) attempt.phase = "total";
    attempt.limit(Math.min(limits.timeout || Infinity, left));
    let secrets: Secret[] = [];
    let wait: number | undefined;
    let error: unknown;
    try {
      const response = await attempt.race(
        (async () => {
          secrets = await Promise.all(
            call.schemes.map((scheme) => resolveSecret(scheme, transport.options)),
          );
          if (transport.api.retryCountHeader) {
            request.headers.set(transport.api.retryCountHeader, String(retries));
          }
          const sent = { ...request, signal: attempt.signal, attempt: ++call.attempts };
          return exchange(transport, call, secrets, sent);
        })(),
      );
      if (attempt.phase === "headers") attempt.phase = "body";
      // 304 is what a conditional request asks for; the platform answers it itself if it has a cache.
      const isNotModified = response.status === 304 && request.headers.has("if-none-match");
      if (response.ok || isNotModified) {
        const value = await attempt.race(read(response, attempt));
        transport.budget?.give(lastCost);
        return value;
      }
      if (response.status === 401 && canRepeat && !hasRefreshed) {
        // The same token may be refused to many calls at once; its source renews it for all of them.
        const renewals = secrets.map(({ source, text }) => source?.refresh?.(text)).filter(Boolean);
        hasRefreshed = renewals.length > 0;
        await attempt.race(Promise.all(renewals));
        if (hasRefreshed) wait = 0;
      }
      if (wait === undefined && isRetryableResponse(response, isRepeatable)) {
        wait = takeRetry(response);
      }
      if (wait !== undefined && wait < deadline - now()) discard(response);
      else if (call.keepsErrors) return await attempt.race(read(response, attempt));
      else error = await attempt.race(httpError(transport, call, response, secrets));
    } catch (thrown) {
      const failure = explainFailure(thrown, endpoint);
      error = failure.error;
      wait = undefined;
      if (failure.kind !== "other" && (isRepeatable || failure.beforeSending)) wait = takeRetry();
    } finally {
      if (!attempt.handedOver) attempt.end();
    }
    if (wait === undefined) throw counted(error, call);
    if (wait >= deadline - now()) {
      if (error instanceof TimeoutError && error.phase === "total") throw counted(error, call);
      const message = `${endpoint}: no success within ${limits.totalTimeout} ms.`;
      const options = { cause: error };
      throw counted(new TimeoutError(message, limits.totalTimeout, "total", options), call);
    }
    if (wait > 0) await sleep(wait, signal, abort);
  }
}

function counted(error: unknown, call: Call): unknown {
  if (error instanceof ClientError) error.attempts = call.attempts;
  return error;
}

async function httpError(
  { api, testing }: Transport,
  { operation, attempts }: Call,
  response: Response,
  secrets: readonly Secret[],
): Promise<HttpError> {
  // The status is known and worth more than the reason why the rest did not arrive.
  const body = await decodeError(response).catch(() => UNREADABLE);
  return createHttpError({
    ...body,
    operation,
    response,
    attempts,
    requestId: requestId(api, response),
    retryAfterMs: serverWait(response, testing.now()),
    secrets: secrets.map(({ text }) => text),
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
