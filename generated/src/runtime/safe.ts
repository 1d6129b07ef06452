/** Calls that return their error instead of throwing it. */

import { ApiPromise } from "./api-promise.js";
import {
  AbortError,
  ClientError,
  ConfigError,
  ConnectionError,
  DecodeError,
  PaginationError,
  RequestBuildError,
  TimeoutError,
  UnexpectedError,
} from "./errors.js";
import { HttpError } from "./http-error.js";

/**
 * What a call can end in without an answer, or with a success that is not what the description promises. `name` tells
 * them apart; only a DecodeError has a status, that of the success.
 */
export type CallError =
  | AbortError
  | ConnectionError
  | DecodeError
  | PaginationError
  | RequestBuildError
  | TimeoutError
  | UnexpectedError;

/**
 * A call's outcome. `error.status` tells which of the answers `E` it is, whose body then has the type that the
 * description gives it; it is undefined where there was no answer.
 */
export type Result<T, E = HttpError, H = object> =
  | { readonly ok: true; readonly data: T; readonly headers: H; readonly response: Response }
  | {
      readonly ok: false;
      readonly error: E | CallError;
      readonly response?: Response | undefined;
    };

/** The same client with every call returning a `Result`. */
export type Safe<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => ApiPromise<infer D, infer E, infer H>
    ? (...args: A) => Promise<Result<D, E, H>>
    : T[K] extends (...args: never) => unknown
      ? T[K]
      : T[K] extends object
        ? Safe<T[K]>
        : T[K];
};

/** Waits for a call; rejects only for a ConfigError, which no retry and no user input can mend. */
export async function settle<T, E, H>(call: ApiPromise<T, E, H>): Promise<Result<T, E, H>> {
  try {
    const { data, headers, response } = await call.withResponse();
    return { ok: true, data, headers, response };
  } catch (thrown) {
    if (thrown instanceof ConfigError) throw thrown;
    const error = isExpected<E>(thrown) ? thrown : unexpected(thrown);
    return { ok: false, error, response: error instanceof HttpError ? error.response : undefined };
  }
}

/**
 * Whether the client throws such errors itself. Those of another package's client, called within this one, are of
 * classes of their own: a status among them is no answer to this call.
 */
function isExpected<E>(thrown: unknown): thrown is E | CallError {
  const classes = [
    HttpError,
    AbortError,
    ConnectionError,
    DecodeError,
    PaginationError,
    RequestBuildError,
    TimeoutError,
    UnexpectedError,
  ];
  return classes.some((Class) => thrown instanceof Class);
}

function unexpected(cause: unknown): UnexpectedError {
  if (!(cause instanceof ClientError)) {
    return new UnexpectedError("Code around the call threw; see cause.", { cause });
  }
  // Of no class that tells what happened, such as a middleware that has read the body: its message does.
  const error = new UnexpectedError(cause.message, { cause });
  error.attempts = cause.attempts;
  return error;
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
