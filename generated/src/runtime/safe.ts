/** Calls that return their error instead of throwing it. */

import { ApiPromise } from "./api-promise.js";
import { ClientError, ConfigError } from "./errors.js";
import { HttpError } from "./http-error.js";

/** A call's outcome. `error` is one of the documented errors, or one that is not an answer of the server. */
export type Result<T, E = HttpError> =
  | { readonly ok: true; readonly data: T; readonly response: Response }
  | {
      readonly ok: false;
      readonly error: E | ClientError;
      readonly response?: Response | undefined;
    };

/** The same client with every call returning a `Result`. */
export type Safe<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => ApiPromise<infer D, infer E>
    ? (...args: A) => Promise<Result<D, E>>
    : T[K] extends (...args: never) => unknown
      ? T[K]
      : T[K] extends object
        ? Safe<T[K]>
        : T[K];
};

/** Waits for a call; rejects only for a ConfigError, which no retry and no user input can mend. */
export async function settle<T, E>(call: ApiPromise<T, E>): Promise<Result<T, E>> {
  try {
    const { data, response } = await call.withResponse();
    return { ok: true, data, response };
  } catch (error) {
    if (error instanceof ConfigError || !(error instanceof ClientError)) throw error;
    return { ok: false, error, response: error instanceof HttpError ? error.response : undefined };
  }
}

/** `safe(client).items.get(…)` is `settle(client.items.get(…))`. */
export function safe<T extends object>(client: T): Safe<T> {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value === "function") {
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(value, target, args);
          return result instanceof ApiPromise ? settle(result) : result;
        };
      }
      return typeof value === "object" && value !== null ? safe(value) : value;
    },
  }) as Safe<T>;
}
