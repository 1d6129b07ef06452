/** One attempt: credentials, `fetch`, and the redirects that are followed. */

import { attachSecret } from "./auth.js";
import type { Secret } from "./auth.js";
import { discard } from "./decode.js";
import { RequestBuildError } from "./errors.js";
import { compose } from "./middleware.js";
import type { Next, OutgoingRequest } from "./middleware.js";
import type { Call, Transport } from "./call.js";

const MAX_REDIRECTS = 5;
/** Headers that say nothing about the caller: all that another origin gets to see. */
const ANONYMOUS = /^(accept|accept-language|content-type|if-range|range|user-agent)$/;

/** Sends a request and follows the redirects that are safe; other responses are returned as they are. */
export async function exchange(
  transport: Transport,
  call: Call,
  secrets: readonly Secret[],
  request: OutgoingRequest,
): Promise<Response> {
  const send = compose(transport.options.middleware, "attempt", (sent) =>
    platformFetch(transport, call, sent),
  );
  let { url } = request;
  let trusted = true;
  for (let hops = 0; ; hops++) {
    trusted &&= new URL(url).origin === transport.base.origin;
    const headers = trusted ? new Headers(request.headers) : withoutIdentity(request.headers);
    let target = url;
    if (trusted) for (const secret of secrets) target = attachSecret(secret, target, headers);
    const response = await send({ ...request, url: target, headers });
    const next = hops < MAX_REDIRECTS ? followed(call, request, response, url) : undefined;
    if (next === undefined) return response;
    discard(response);
    url = next;
  }
}

/**
 * Where to go, if the redirect is one that is followed: within the origin for GET and HEAD, or for
 * any method whose body can be sent again where the status keeps it (307, 308). To another origin
 * only for downloads, which are often handed to a storage service, and never out of TLS.
 */
function followed(
  { operation }: Call,
  { method, body }: OutgoingRequest,
  { status, headers }: Response,
  from: string,
): string | undefined {
  const location = headers.get("location");
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return undefined;
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    return undefined;
  }
  const { origin, protocol } = new URL(from);
  const isReading = method === "GET" || method === "HEAD";
  const keepsBody = status > 303 && !(body instanceof ReadableStream);
  const isAllowed =
    to.origin === origin
      ? isReading || keepsBody
      : isReading &&
        operation.response === "blob" &&
        (to.protocol === "https:" || to.protocol === protocol);
  return isAllowed && /^https?:$/.test(to.protocol) && !to.username ? to.href : undefined;
}

function withoutIdentity(headers: Headers): Headers {
  const kept = new Headers();
  headers.forEach((value, name) => {
    if (ANONYMOUS.test(name)) kept.set(name, value);
  });
  return kept;
}

const platformFetch = (transport: Transport, call: Call, sent: Parameters<Next>[0]) => {
  const { url, method, headers, body, signal } = sent;
  const isStream = body instanceof ReadableStream;
  if (isStream && body.locked) {
    throw new RequestBuildError(
      `${call.endpoint}: the body is a stream and has been sent already.`,
    );
  }
  // Taken out of its object, so that `this` is undefined: browsers refuse another one.
  const { fetch = globalThis.fetch } = transport.options;
  return fetch(url, {
    ...transport.options.fetchOptions,
    ...call.options.fetchOptions,
    method,
    headers,
    body,
    signal,
    redirect: transport.redirect,
    ...(isStream ? { duplex: "half" } : {}),
  } as RequestInit);
};
