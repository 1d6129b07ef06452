/** Calls of endpoints that the description does not have. */

import type { ApiPromise } from "./api-promise.js";
import type { ApiClient } from "./client.js";
import { configuredSecurity } from "./configured-security.js";
import { RequestBuildError } from "./errors.js";
import type { HttpMethod, Parameter } from "./operation.js";
import type { RequestOptions } from "./options.js";

export interface RequestContent {
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON, or as it is if it is a Blob, bytes, a form or a stream. */
  readonly body?: unknown;
}

/**
 * Sends a request to a path below the base URL, with every configured credential.
 *
 * @throws RequestBuildError (as a rejection) if the path does not begin with one slash: another
 * host must never come out of it.
 */
export function request<T = unknown>(
  client: ApiClient,
  method: HttpMethod,
  path: string,
  { query = {}, body }: RequestContent = {},
  options?: RequestOptions,
): ApiPromise<T> {
  const names = Object.keys(query).map((name): [string, Parameter] => [name, {}]);
  const operation = {
    id: "request",
    method,
    path,
    query: Object.fromEntries(names),
    security: configuredSecurity(client),
  };
  const call = (params: object) => client.call<T>(operation, params, options);
  if (!/^\/(?![/\\])/.test(path) || /[{}?#\s]/.test(path)) {
    throw new RequestBuildError("request: the path must begin with one slash and hold no query.");
  }
  return call({ ...query, body });
}
