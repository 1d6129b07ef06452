/** Credentials: which ones a call needs, and how they are put into a request. */

import { ConfigError } from "./errors.js";
import { setHeader } from "./headers.js";
import type { Api, Operation, SecurityScheme } from "./operation.js";

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
  readonly scheme: SecurityScheme;
  /** Without the scheme's prefix. */
  readonly text: string;
  /** All that must not occur in messages. */
  readonly hidden: readonly string[];
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
  { id, security = [] }: Operation,
  options: Options,
  isExplicit: (header: string) => boolean,
  isBrowser: boolean,
): SecurityScheme[] {
  for (const names of security) {
    const schemes: SecurityScheme[] = [];
    const isMet = names.every((name) => {
      const scheme = api.security[name];
      if (!scheme) return false;
      if (isExplicit(scheme.header ?? "")) return true;
      if (!hasCredential(scheme, options)) return isBrowser && scheme.isCookie;
      schemes.push(scheme);
      return true;
    });
    if (isMet) return schemes;
  }
  if (security.length === 0) return [];
  const missing = Array.from(
    new Set(security.flat()),
    (name) => `${name} (option ${api.security[name]?.option ?? "unknown"})`,
  );
  throw new ConfigError(`${id} needs a credential: ${missing.join(" or ")}.`);
}

/** An empty text counts as missing: it is what an unset variable of the environment becomes. */
export function hasCredential(scheme: SecurityScheme, options: Options): boolean {
  return (options[scheme.option] ?? "") !== "";
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
  const text = value && scheme.encode ? scheme.encode(value) : value;
  if (typeof text !== "string" || text === "") {
    throw new ConfigError(`The option ${scheme.option} gave no credential.`);
  }
  const { password } = value as Partial<UserAndPassword>;
  return { scheme, text, hidden: password ? [text, password] : [text], source };
}

/** Puts a credential into the headers, or returns the URL with it. */
export function attachSecret({ scheme, text }: Secret, url: string, headers: Headers): string {
  const { header, prefix, attach } = scheme;
  const value = prefix ? `${prefix} ${text}` : text;
  if (attach) return attach(value, url, headers);
  setHeader(headers, header ?? "authorization", value);
  return url;
}
