/** One attempt: credentials, `fetch`, and the redirects that are followed. */

import { attachSecret } from "./auth.js";
import type { Secret } from "./auth.js";
import type { Call, Transport } from "./call.js";
import { discard } from "./decode.js";
import { RequestBuildError } from "./errors.js";
import { compose } from "./middleware.js";
import type { OutgoingRequest } from "./middleware.js";

const MAX_REDIRECTS = 5;
/** Headers that say nothing about the caller: all that another origin gets to see. */
const ANONYMOUS = /^(accept|accept-language|content-type|if-range|range|user-agent)$/;

/** Sends a request and follows the redirects that are safe; other responses are returned as they are. */
export async function exchange(
  transport: Transport,
  call: Call,
  secrets: readonly Secret[],
  request: OutgoingRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { api, base, options } = transport;
  const send = compose(options.middleware, "attempt", (sent) =>
    platformFetch(transport, call, sent),
  );
  let from = request.url;
  let isTrusted = true;
  for (let hops = 0; ; hops++) {
    isTrusted &&= from.startsWith(`${base.origin}/`) || new URL(from).origin === base.origin;
    const headers = new Headers(request.headers);
    let url = from;
    if (isTrusted) {
      for (const secret of secrets) url = attachSecret(secret, url, headers);
      api.csrf?.(request.method, url, headers);
    } else {
      for (const name of [...headers.keys()]) if (!ANONYMOUS.test(name)) headers.delete(name);
    }
    const response = await send({ ...request, url, headers, signal, attempt: call.attempts });
    const to = hops < MAX_REDIRECTS ? redirectTarget(request, response, from) : undefined;
    if (to === undefined) return response;
    discard(response);
    from = to;
  }
}

/**
 * Where to go, if the redirect is one that is followed: within the origin for GET and HEAD, or for
 * any method whose body can be sent again where the status keeps it (307, 308). To another origin
 * only for downloads, which are often handed to a storage service, and never out of TLS.
 */
function redirectTarget(
  { method, body, operation }: OutgoingRequest,
  { status, headers }: Response,
  from: string,
): string | undefined {
  const location = headers.get("location");
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const { origin, protocol } = new URL(from);
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    return undefined;
  }
  const isReading = method === "GET" || method === "HEAD";
  const isAllowed =
    to.origin === origin
      ? isReading || (status > 303 && !(body instanceof ReadableStream))
      : isReading &&
        operation.response === "blob" &&
        (to.protocol === "https:" || to.protocol === protocol);
  // A URL such as blob:https://… has an origin too.
  return isAllowed && to.href.startsWith("http") && to.username + to.password === ""
    ? to.href
    : undefined;
}

function platformFetch(
  { options, redirect }: Transport,
  call: Call,
  { url, method, headers, body, signal }: OutgoingRequest,
): Promise<Response> {
  const isStream = body instanceof ReadableStream;
  if (isStream && body.locked) {
    throw new RequestBuildError(`${call.endpoint}: the body is a stream and has been sent.`);
  }
  // Taken out of its object, so that `this` is undefined: browsers refuse another one.
  const { fetch = globalThis.fetch } = options;
  return fetch(url, {
    ...options.fetchOptions,
    ...call.options.fetchOptions,
    method,
    headers,
    body,
    signal,
    redirect,
    ...(isStream && { duplex: "half" }),
  } as RequestInit);
}
