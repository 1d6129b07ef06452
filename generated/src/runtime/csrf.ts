/** Tokens against cross-site request forgery, for browsers that sign in with a cookie. */

import { setHeader } from "./headers.js";
import type { Api } from "./operation.js";

interface Page {
  readonly document?: { readonly cookie?: string };
  readonly location?: { readonly origin?: string };
}

/**
 * Repeats the token in `cookie` in the header `header`, which no other site can do (Django's `csrftoken` and
 * `X-CSRFToken`). Only for methods that change something, only to the page's own origin, and only if the caller
 * has not set the header.
 */
export function csrfToken(cookie: string, header: string): NonNullable<Api["csrf"]> {
  return (method, url, headers) => {
    const { document, location } = globalThis as Page;
    if (/^(GET|HEAD|OPTIONS|TRACE|QUERY)$/.test(method) || headers.has(header)) return;
    if (!document?.cookie || new URL(url).origin !== location?.origin) return;
    const pair = document.cookie.split(/; */).find((text) => text.startsWith(`${cookie}=`));
    if (pair) setHeader(headers, header, pair.slice(cookie.length + 1));
  };
}
