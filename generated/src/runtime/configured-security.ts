/** Credentials for calls that no operation describes. */

import { hasCredential } from "./auth.js";
import type { ApiClient } from "./client.js";
import type { SecurityRequirements } from "./operation.js";

/** Every scheme that has a credential, but one for each header. */
export function configuredSecurity({ transport }: ApiClient): SecurityRequirements {
  const { api, options } = transport;
  const headers = new Set<string>();
  const names = Object.entries(api.security).flatMap(([name, scheme]) => {
    const header = scheme.header?.toLowerCase() ?? name;
    if (!hasCredential(scheme, options) || headers.has(header)) return [];
    headers.add(header);
    return name;
  });
  return [names];
}
