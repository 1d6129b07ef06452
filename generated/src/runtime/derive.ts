/** Clients with other options, and what they share with the first one. */

import { sharedBudget } from "./call.js";
import type { ApiClient } from "./client.js";
import type { ClientOptions } from "./options.js";

/**
 * The options of a client that differs from `client` in `options` only. It shares the retry budget, unless it goes
 * elsewhere or as somebody else.
 */
export function derivedOptions<TOptions extends ClientOptions>(
  { transport }: ApiClient,
  options: Partial<TOptions>,
): TOptions {
  const { api, budget, options: own } = transport;
  const credentials = Object.values(api.security).map(({ option }) => option);
  const isOther = ["baseUrl", "server", ...credentials].some((key) => key in options);
  return {
    ...own,
    ...options,
    [sharedBudget]: isOther ? undefined : budget,
  } as unknown as TOptions;
}
