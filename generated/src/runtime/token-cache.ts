/** Tokens that expire: kept while they are good, renewed before they are not. */

import type { TokenSource } from "./auth.js";

export interface AccessToken {
  readonly token: string;
  /** Date, or milliseconds since 1970. */
  readonly expiresAt: Date | number;
}

/** From then on the token is renewed while calls go on using it. */
const RENEW_BEFORE_MS = 120_000;
/** From then on calls wait for the new one. */
const WAIT_BEFORE_MS = 30_000;
/** After a renewal in the background failed, the next one is tried so much later. */
const PAUSE_MS = 5_000;

/**
 * A credential that asks `provide` for a token, keeps it until shortly before it expires, and asks
 * again when the server refuses it. However many calls need one, `provide` runs once at a time.
 *
 * `now` gives milliseconds since 1970; it is there for tests.
 */
export function cachedToken(
  provide: () => AccessToken | Promise<AccessToken>,
  now: () => number = Date.now,
): Required<TokenSource> {
  let current: AccessToken | undefined;
  let renewal: Promise<AccessToken> | undefined;
  let notBefore = 0;

  const renew = (): Promise<AccessToken> => {
    renewal ??= (async () => provide())()
      .then((token) => (current = token))
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  return {
    async get() {
      const left = current ? Number(current.expiresAt) - now() : 0;
      if (!current || left <= WAIT_BEFORE_MS) return (await renew()).token;
      if (left <= RENEW_BEFORE_MS && now() >= notBefore) {
        renew().catch(() => {
          notBefore = now() + PAUSE_MS;
        });
      }
      return current.token;
    },
    async refresh(rejected) {
      // Another call may have renewed it since this one was sent.
      if (!current || current.token === rejected) await renew();
    },
  };
}
