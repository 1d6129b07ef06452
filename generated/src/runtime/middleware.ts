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

/** `last` with the middleware of a scope around it. */
export function compose(
  middleware: readonly Middleware[] | undefined,
  scope: "call" | "attempt",
  last: Next,
): Next {
  return (middleware ?? []).reduceRight<Next>((next, item) => {
    if ((item.scope ?? "attempt") !== scope) return next;
    return async (request) => {
      const response = await item.handle(request, next);
      if (!response.bodyUsed) return response;
      throw new ClientError(
        "A middleware has read the body: return a new Response, or read response.clone().",
      );
    };
  }, last);
}
