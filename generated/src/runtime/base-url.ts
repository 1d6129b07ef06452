/** Where requests go: the base URL, decided once when the client is made. */

import { ConfigError } from "./errors.js";
import type { Api, Server } from "./operation.js";

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
  if (server === undefined) {
    throw new ConfigError(
      name === undefined
        ? "baseUrl is required."
        : `There is no server named ${JSON.stringify(name)}.`,
    );
  }
  return parseBaseUrl(fillVariables(server, options));
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

function fillVariables(server: Server, options: Readonly<Record<string, unknown>>): string {
  return server.url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const variable = server.variables?.[name];
    const option = variable?.option ?? name;
    const value = options[option] ?? variable?.default;
    const allowed = variable?.enum;
    // Without this a value such as `evil.test/` would send every credential elsewhere.
    const fits =
      value === variable?.default ||
      (typeof value === "string" &&
        (allowed ? allowed.includes(value) : /^(?!\.+$)[A-Za-z0-9._-]+$/.test(value)));
    if (!fits || value === undefined) {
      throw new ConfigError(
        `${option}: ${allowed ? `expected one of ${allowed.join(", ")}` : "expected letters, digits, . _ or -"}.`,
      );
    }
    return value as string;
  });
}

/** True if credentials may be sent there: over TLS, or to this machine. */
export function isConfidential(base: BaseUrl): boolean {
  const { protocol, hostname } = new URL(base.origin);
  return (
    protocol === "https:" ||
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
