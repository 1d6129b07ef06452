/** Where requests go: the base URL, decided once when the client is made. */

import { ConfigError } from "./errors.js";
import type { Api } from "./operation.js";

export interface BaseUrl {
  /** Without a slash at its end, so that a path can be put behind it. */
  readonly href: string;
  readonly origin: string;
}

/**
 * The `baseUrl` option, or the server named by the `server` option, or the environment if the
 * package was generated to ask it, or the first server of the description.
 *
 * @throws ConfigError if the URL has parts that a base cannot have, or a server variable a value
 * that it may not have.
 */
export function resolveBaseUrl(api: Api, options: Readonly<Record<string, unknown>>): BaseUrl {
  const given = options["baseUrl"] ?? undefined;
  if (given !== undefined) return parseBaseUrl(String(given));
  const name = options["server"] ?? undefined;
  const fromEnv = name === undefined && api.env?.read(`${api.env.prefix}_BASE_URL`);
  if (fromEnv) return parseBaseUrl(fromEnv);
  const server =
    name === undefined ? api.servers[0] : api.servers.find((server) => server.name === name);
  if (!server) {
    throw new ConfigError(
      name === undefined ? "baseUrl is required." : `There is no server ${JSON.stringify(name)}.`,
    );
  }
  const { url } = server;
  return parseBaseUrl(typeof url === "string" ? url : url(options));
}

function parseBaseUrl(text: string): BaseUrl {
  let url: URL;
  try {
    // A browser may use a path alone; elsewhere there is no location and the URL must be whole.
    url = new URL(text, (globalThis as { location?: { href?: string } }).location?.href);
  } catch {
    throw new ConfigError("baseUrl is not an absolute URL.");
  }
  // The text itself is looked at as well: a URL parser drops an empty query.
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || /[?#]/.test(text)) {
    throw new ConfigError(
      "baseUrl must be http or https, without user, password, query or fragment.",
    );
  }
  return { href: (url.origin + url.pathname).replace(/\/+$/, ""), origin: url.origin };
}

/** True if credentials may be sent there: over TLS, or to this machine. */
export function isConfidential({ origin }: BaseUrl): boolean {
  return /^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(origin);
}
