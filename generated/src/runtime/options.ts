/** What a user can set, for a client or for one call. */

import { ConfigError } from "./errors.js";
import type { HeaderValues } from "./headers.js";
import type { Middleware } from "./middleware.js";

/**
 * Extra settings for `fetch`: `dispatcher`, `cache`, `credentials`, `next`, `cf` and whatever else
 * the platform takes. Method, body, headers, signal and redirect are the client's own.
 */
export type FetchOptions =
  | Readonly<Omit<RequestInit, "method" | "body" | "headers" | "signal" | "redirect">>
  | Readonly<Record<string, unknown>>;

/** A function like the platform's `fetch`, called as `fetch(url, init)`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

interface SharedOptions {
  /** Headers to add, to replace, or with `null` to leave out. Those of the call win. */
  readonly headers?: HeaderValues | undefined;
  /**
   * Milliseconds for one attempt, from sending it to the end of its body; 60,000 by default, none
   * with 0 or `false`. For unread responses and streams it ends with the headers.
   */
  readonly timeout?: number | false | undefined;
  /** Milliseconds for the call with all its attempts and waits; none by default. */
  readonly totalTimeout?: number | false | undefined;
  /** Milliseconds without a byte after which a stream fails; none by default. */
  readonly idleTimeout?: number | false | undefined;
  /** Repetitions after the first attempt; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** Milliseconds; a server that asks for a longer wait is not waited for. 60,000 by default. */
  readonly maxRetryAfter?: number | undefined;
  /**
   * `unsafe: "always"` repeats POST and PATCH under the same conditions as GET, although the server
   * may then do the work twice.
   */
  readonly retry?: { readonly unsafe?: "always" | undefined } | undefined;
  /** Bytes of JSON or text that a success may have; no limit by default. */
  readonly maxResponseBytes?: number | false | undefined;
  /** Merged over the platform's defaults; those of the call win. */
  readonly fetchOptions?: FetchOptions | undefined;
}

export interface RequestOptions extends SharedOptions {
  /** Ends the call, whatever it is waiting for. */
  readonly signal?: AbortSignal | undefined;
  /** Sent in the API's idempotency header; makes a POST repeatable. By default one is made per call. */
  readonly idempotencyKey?: string | undefined;
  /** Any Standard Schema (zod, valibot, arktype …); the data is what it returns. */
  readonly validate?: StandardSchema | undefined;
}

export interface ClientOptions extends SharedOptions {
  /** Where the API is, instead of the servers of the description. A path of its own is kept. */
  readonly baseUrl?: string | URL | undefined;
  /** Name of one of the description's servers. */
  readonly server?: string | undefined;
  /** Instead of the platform's `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Functions around every call or every attempt; the first one is outermost. */
  readonly middleware?: readonly Middleware[] | undefined;
  /** Allows credentials over plain http to other hosts than this machine. */
  readonly allowInsecureHttp?: boolean | undefined;
  /**
   * What browsers do about redirects; by default "follow", or "error" if a credential is sent in a
   * header of its own, which browsers take along to other origins. Elsewhere redirects are ours.
   */
  readonly redirect?: "follow" | "error" | undefined;
  /** `false` lifts the limit on retries that all calls of a client share. */
  readonly retryBudget?: boolean | undefined;
  /**
   * Adds the line of the call to the stack of its error. Off by default: it costs as much as the rest of a call, and
   * engines find the line that awaits a call without it. For calls that are awaited elsewhere, or late.
   */
  readonly captureStack?: boolean | undefined;
  /** Adds headers that say which platform and version this is. */
  readonly telemetryHeaders?: boolean | undefined;
  /** Clock, chance and waiting, to be replaced by tests. */
  readonly testing?: Partial<TestDoubles> | undefined;
}

export interface TestDoubles {
  /** Milliseconds since 1970. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  sleep(ms: number, signal: AbortSignal | undefined, abortError: () => Error): Promise<void>;
}

/** The common part of schema libraries (standardschema.dev, version 1). */
export interface StandardSchema {
  readonly "~standard": {
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
  };
}

export type SchemaResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly unknown[] };

/** The limits of one call, checked. */
export interface Limits {
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly idleTimeout: number;
  readonly maxRetries: number;
  readonly maxRetryAfter: number;
  readonly maxResponseBytes: number;
}

/** @throws ConfigError if a limit is no whole number, or longer than a timer can be. */
export function resolveLimits(client: ClientOptions, call: RequestOptions): Limits {
  const limit = (name: keyof Limits, fallback: number): number => {
    const value = call[name] ?? client[name] ?? fallback;
    if (value === false) return 0;
    if (Number.isInteger(value) && value >= 0 && value <= 0x7fffffff) return value;
    throw new ConfigError(`${name} must be a whole number from 0 to 2147483647.`);
  };
  return {
    timeout: limit("timeout", 60_000),
    totalTimeout: limit("totalTimeout", 0),
    idleTimeout: limit("idleTimeout", 0),
    maxRetries: limit("maxRetries", 2),
    maxRetryAfter: limit("maxRetryAfter", 60_000),
    maxResponseBytes: limit("maxResponseBytes", 0),
  };
}
