/** Functions around a call or around each of its attempts. */

import { ClientError } from "./errors.js";
import type { EncodedBody, Operation } from "./operation.js";

/** A request on its way: plain data that a middleware may change. */
export interface OutgoingRequest {
  url: string;
  method: string;
  headers: Headers;
  body: EncodedBody | undefined;
  /** Of the attempt, or of the call for middleware of that scope. */
  signal: AbortSignal | undefined;
  readonly operation: Operation;
  /** 1 for the first attempt; 0 outside of attempts. */
  readonly attempt: number;
}

export type Next = (request: OutgoingRequest) => Promise<Response>;

/**
 * `scope: "attempt"` (the default) stands around each request that is sent and sees credentials;
 * `scope: "call"` stands around all attempts of a call. `next` may be called several times. What is
 * returned is decoded as the response, so its body must not have been read.
 */
export interface Middleware {
  readonly scope?: "call" | "attempt" | undefined;
  handle(request: OutgoingRequest, next: Next): Promise<Response>;
}

export function compose(
  middleware: readonly Middleware[] | undefined,
  scope: "call" | "attempt",
  last: Next,
): Next {
  const own = middleware?.filter((item) => (item.scope ?? "attempt") === scope) ?? [];
  return own.reduceRight<Next>(
    (next, item) => async (request) => {
      const response = await item.handle(request, next);
      if (!response.bodyUsed) return response;
      throw new ClientError(
        "A middleware has read the body of the response: return a new Response, or read response.clone().",
      );
    },
    last,
  );
}

/** A copy whose body has arrived; what is beyond `maxBytes` is cancelled and left out. */
export async function buffered(response: Response, maxBytes = Infinity): Promise<Response> {
  const { body, status } = response;
  if (!body || [204, 205, 304].includes(status)) return new Response(null, response);
  if (maxBytes === Infinity) return new Response(await response.arrayBuffer(), response);
  const reader = body.getReader();
  const chunks: BlobPart[] = [];
  for (let left = maxBytes; left > 0;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.slice(0, left));
    left -= value.byteLength;
  }
  reader.cancel().catch(() => undefined);
  return new Response(new Blob(chunks), response);
}
