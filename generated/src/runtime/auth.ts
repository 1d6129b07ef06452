/** Credentials: which ones a call needs, and how they are put into a request. */

import { ConfigError } from "./errors.js";
import { addCookie, setHeader } from "./headers.js";
import type { Api, Operation, SecurityScheme } from "./operation.js";
import { percentEncode } from "./values.js";

/** A token that is kept and renewed, for example by `cachedToken` of `token-cache.ts`. */
export interface TokenSource {
  /** Called once per attempt. */
  get(): string | Promise<string>;
  /** Called when the server refused `rejected` with 401; the call is then sent once more. */
  refresh?(rejected: string): Promise<unknown>;
}

/** A key or token, a function that gives it (called once per attempt), or a source that renews it. */
export type Credential = string | (() => string | Promise<string>) | TokenSource;

export interface UserAndPassword {
  readonly username: string;
  readonly password: string;
}

/** For HTTP basic authentication (RFC 7617). */
export type BasicCredential = UserAndPassword | (() => UserAndPassword | Promise<UserAndPassword>);

type Options = Readonly<Record<string, unknown>>;

/** A credential as it goes over the wire. */
export interface Secret {
  readonly in: "header" | "query" | "cookie";
  readonly name: string;
  readonly value: string;
  /** The credential alone, to be kept out of messages. */
  readonly text: string;
  readonly source: TokenSource | undefined;
}

/**
 * The schemes of the first alternative for which every credential is there; none if the operation
 * asks for none. `isExplicit` says whether the caller set a header himself, which then counts as
 * the credential and is not replaced.
 *
 * @throws ConfigError if no alternative can be met.
 */
export function chooseSchemes(
  api: Api,
  operation: Operation,
  options: Options,
  isExplicit: (header: string) => boolean,
): SecurityScheme[] {
  const alternatives = operation.security ?? [];
  const scheme = (name: string) => api.security[name];
  for (const names of alternatives) {
    const schemes = names.map(scheme);
    const met = schemes.every(
      (scheme) => scheme && (isExplicit(headerOf(scheme)) || hasCredential(scheme, options)),
    );
    if (met)
      return schemes.filter(
        (scheme) => scheme && !isExplicit(headerOf(scheme)),
      ) as SecurityScheme[];
  }
  if (alternatives.length === 0) return [];
  const missing = [...new Set(alternatives.flat())].map(
    (name) => `${name} (option ${scheme(name)?.option ?? "unknown"})`,
  );
  throw new ConfigError(`${operation.id} needs a credential: ${missing.join(" or ")}.`);
}

/** An empty text counts as missing: it is what an unset variable of the environment becomes. */
export function hasCredential(scheme: SecurityScheme, options: Options): boolean {
  return (options[scheme.option] ?? "") !== "";
}

/** The header in which a scheme puts its credential; empty if it uses none. */
export function headerOf(scheme: SecurityScheme): string {
  if (scheme.type !== "apiKey") return "authorization";
  return scheme.in === "header" ? scheme.name.toLowerCase() : "";
}

/** Asks for the credential of a scheme: once per attempt, because a token may have been renewed. */
export async function resolveSecret(scheme: SecurityScheme, options: Options): Promise<Secret> {
  const given = options[scheme.option] as Credential | BasicCredential;
  const source = typeof given === "object" && "get" in given ? given : undefined;
  const value: unknown = source
    ? await source.get()
    : typeof given === "function"
      ? await given()
      : given;
  const text = scheme.type === "basic" ? basic(value as UserAndPassword) : value;
  if (typeof text !== "string" || text === "") {
    throw new ConfigError(`The option ${scheme.option} gave no credential.`);
  }
  if (scheme.type !== "apiKey") {
    const prefix = scheme.type === "basic" ? "Basic" : "Bearer";
    return { in: "header", name: "authorization", value: `${prefix} ${text}`, text, source };
  }
  const prefix = scheme.prefix ? `${scheme.prefix} ` : "";
  return { in: scheme.in, name: scheme.name, value: prefix + text, text, source };
}

/** Puts a credential into the headers, or returns the URL with it. */
export function attachSecret(secret: Secret, url: string, headers: Headers): string {
  const { name, value } = secret;
  if (secret.in === "header") setHeader(headers, name, value);
  else if (secret.in === "cookie") addCookie(headers, name, value);
  else {
    const pair = `${percentEncode(name, name)}=${percentEncode(value, name)}`;
    return url + (url.includes("?") ? "&" : "?") + pair;
  }
  return url;
}

/** `btoa` takes bytes only; user and password are sent as UTF-8 (RFC 7617, 2.1). */
function basic({ username, password }: UserAndPassword): string {
  if (username.includes(":"))
    throw new ConfigError("A user name cannot hold a colon (RFC 7617, 2).");
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return btoa(String.fromCharCode(...bytes));
}
