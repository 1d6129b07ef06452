/** From the arguments of a call to a request. */

import { encodeBody } from "./body.js";
import type { Transport } from "./call.js";
import { acceptHeader, setHeader, setHeaderParameters } from "./headers.js";
import type { OutgoingRequest } from "./middleware.js";
import type { Operation } from "./operation.js";
import { buildPath, buildQuery } from "./url.js";
import type { Arguments } from "./url.js";

/**
 * The request as the operation describes it, without credentials and the caller's headers. It goes to `url` if one is
 * given, instead of the operation's path.
 *
 * @throws RequestBuildError if an argument is missing or cannot be written. Nothing has been sent then.
 */
export function buildRequest(
  { base }: Transport,
  operation: Operation,
  args: Arguments,
  url?: string,
): OutgoingRequest {
  const { method } = operation;
  const { body, contentType } = encodeBody(
    operation,
    Object.hasOwn(args, "body") ? args["body"] : undefined,
    args["contentType"],
  );
  const headers = new Headers({ accept: acceptHeader(operation) });
  if (contentType !== undefined) setHeader(headers, "content-type", contentType);
  setHeaderParameters(headers, operation, args);
  if (url === undefined) {
    const path = buildPath(operation, args);
    const query = buildQuery(operation, args);
    url = base.href + path + (query && (path.includes("?") ? "&" : "?") + query);
  }
  return { url, method, headers, body, signal: undefined, operation, attempt: 0 };
}
