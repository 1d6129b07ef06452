/** What the modules of the transport hand to each other. */

import type { BaseUrl } from "./base-url.js";
import type { Api, Operation, SecurityScheme } from "./operation.js";
import type { ClientOptions, Limits, RequestOptions, TestDoubles } from "./options.js";
import type { RetryBudget } from "./retry.js";

/** Under this key the options of a derived client hold the retry budget that it shares. */
export const sharedBudget: unique symbol = Symbol("sharedBudget");

/** Options with the credentials and server variables that the generated type adds. */
export type Options = ClientOptions &
  Readonly<Record<string, unknown>> & { readonly [sharedBudget]?: RetryBudget | undefined };

/** What all calls of a client share. */
export interface Transport {
  readonly api: Api;
  readonly base: BaseUrl;
  readonly options: Options;
  /** Name and version of the platform; undefined in browsers. */
  readonly platform: string | undefined;
  /** Name and version of the package and of the platform. */
  readonly userAgent: string;
  readonly redirect: "manual" | "follow" | "error";
  readonly budget: RetryBudget | undefined;
  readonly testing: TestDoubles;
}

/** One call with all its attempts. */
export interface Call {
  readonly operation: Operation;
  /** How messages name the operation. */
  readonly endpoint: string;
  readonly options: RequestOptions;
  readonly limits: Limits;
  readonly schemes: readonly SecurityScheme[];
  /** Repeating the call has no further effect, so that any passing failure is a reason to. */
  readonly isRepeatable: boolean;
  /** Responses that are no success are returned like one after all retries, instead of becoming errors. */
  readonly keepsErrors: boolean;
  /** Requests sent so far. */
  attempts: number;
}
