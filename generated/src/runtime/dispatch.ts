/** A request with everything that the client adds to it. */

import type { Attempt } from "./attempt.js";
import { chooseSchemes } from "./auth.js";
import type { Call, Transport } from "./call.js";
import { describe } from "./error-text.js";
import { setHeader } from "./headers.js";
import { compose } from "./middleware.js";
import type { Next, OutgoingRequest } from "./middleware.js";
import type { Limits, RequestOptions } from "./options.js";
import { isIdempotent } from "./retry.js";
import { send } from "./transport.js";

/**
 * Sends a request with the headers and credentials of the client, through its middleware, and with its limits. What
 * `read` returns stands for the response; it runs within the limits of the attempt.
 *
 * With `keepsErrors` a response that is no success is returned like one, after all retries.
 */
export function dispatch(
  transport: Transport,
  request: OutgoingRequest,
  options: RequestOptions,
  limits: Limits,
  read: (response: Response, attempt: Attempt) => Response | Promise<Response>,
  keepsErrors = false,
): Promise<Response> {
  const { api, options: own, platform } = transport;
  const { operation, headers } = request;
  if (platform !== undefined) setDefault(headers, "user-agent", transport.userAgent);
  if (own.telemetryHeaders) setDefault(headers, "x-client-info", transport.userAgent);
  const isUnsafe = !isIdempotent(operation.method) && !operation.idempotent;
  const keyHeader =
    operation.idempotencyHeader ??
    api.idempotencyHeader ??
    (options.idempotencyKey && "idempotency-key");
  if (keyHeader && isUnsafe) {
    setDefault(headers, keyHeader, options.idempotencyKey ?? crypto.randomUUID());
  }
  const explicit = new Set<string>();
  for (const values of [own.headers, options.headers]) {
    for (const [name, value] of Object.entries(values ?? {})) {
      if (value === undefined) continue;
      setHeader(headers, name, value === null ? null : String(value));
      explicit.add(name.toLowerCase());
    }
  }
  request.signal = options.signal;
  const call: Call = {
    operation,
    endpoint: describe(operation),
    options,
    limits,
    schemes: chooseSchemes(
      api,
      operation,
      own,
      (header) => explicit.has(header.toLowerCase()),
      platform === undefined,
    ),
    isRepeatable:
      !isUnsafe ||
      (options.retry ?? own.retry)?.unsafe === "always" ||
      (!!keyHeader && headers.has(keyHeader)),
    keepsErrors,
    attempts: 0,
  };
  const last: Next = (sent) => send(transport, call, sent, read);
  return compose(own.middleware, "call", last)(request);
}

/** Sets a header unless the operation's own parameters have. */
function setDefault(headers: Headers, name: string, value: string): void {
  if (!headers.has(name)) setHeader(headers, name, value);
}
