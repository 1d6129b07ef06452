// What all calls of one API share.
import { ApiClient } from "../runtime/client.js";
import type { ClientOptions } from "../runtime/client.js";
import type { Api } from "../runtime/operation.js";

declare const $api: Api;
type $Options = ClientOptions;

/** The client without its resources: give it to a resource class to bundle that resource alone. */
export function createClient(options: $Options): ApiClient {
  return new ApiClient($api, options);
}
