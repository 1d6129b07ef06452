/** Credentials that are more than a text in a header. */

import type { UserAndPassword } from "./auth.js";
import { ConfigError } from "./errors.js";
import { addCookie } from "./headers.js";
import type { SecurityScheme } from "./operation.js";
import { percentEncode } from "./values.js";

type Attach = NonNullable<SecurityScheme["attach"]>;

/** HTTP basic authentication (RFC 7617): `btoa` takes bytes only, and texts are sent as UTF-8. */
export function userAndPassword(credential: unknown): string {
  const { username, password } = credential as UserAndPassword;
  if (username.includes(":")) {
    throw new ConfigError("A user name cannot hold a colon (RFC 7617, 2).");
  }
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return btoa(String.fromCharCode(...bytes));
}

/** A key in the query. */
export function inQuery(name: string): Attach {
  return (text, url) => {
    const pair = `${percentEncode(name, name)}=${percentEncode(text, name)}`;
    return url + (url.includes("?") ? "&" : "?") + pair;
  };
}

/** A key in a cookie. Browsers ignore it: there the cookie is the browser's own. */
export function inCookie(name: string): Attach {
  return (text, url, headers) => {
    addCookie(headers, name, text);
    return url;
  };
}
