/** Errors that are not an answer of the server. Those that are stand in `http-error.ts`. */

/**
 * Gives properties that can be read but are not printed: loggers, `util.inspect` and
 * `JSON.stringify` list enumerable properties, and bodies and headers do not belong in a log.
 */
export function hide(error: object, properties: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(properties)) {
    Object.defineProperty(error, key, { value, configurable: true });
  }
}

/** Everything that a client throws on purpose. */
export class ClientError extends Error {
  override readonly name: string = "ClientError";
  /** Status of the response, for an error that is about one; tells the errors of a call apart. */
  declare readonly status?: number | undefined;
  /** Requests sent for this call, retries included; 0 if it failed before the first. */
  attempts = 0;

  /** What `JSON.stringify` shows: the message and the plain fields, never headers or bodies. */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/** The client was set up wrongly: base URL, server variable, credential, limit. Nothing was sent. */
export class ConfigError extends ClientError {
  override readonly name = "ConfigError";
  declare readonly status?: undefined;
}

/** The arguments of a call cannot be made into a request. Nothing was sent. */
export class RequestBuildError extends ClientError {
  override readonly name = "RequestBuildError";
  declare readonly status?: undefined;
}

/** No answer, or not a whole one: DNS, refused or broken connection, TLS. `cause` is what `fetch` threw. */
export class ConnectionError extends ClientError {
  override readonly name: "ConnectionError" | "RetryableError" = "ConnectionError";
  declare readonly status?: undefined;
}

/** The caller's signal was aborted; `cause` is its reason. */
export class AbortError extends ClientError {
  override readonly name = "AbortError";
  declare readonly status?: undefined;
}

/**
 * What the time limit was waiting for: the response headers, the end of the body, the whole call
 * with its retries, or the next bytes of a stream.
 */
export type TimeoutPhase = "headers" | "body" | "total" | "idle";

/** A time limit of the client, or of the platform's `fetch`, was reached. */
export class TimeoutError extends ClientError {
  override readonly name = "TimeoutError";
  declare readonly status?: undefined;
  /** The limit in milliseconds; 0 if it was a limit of the platform. */
  readonly timeoutMs: number;
  readonly phase: TimeoutPhase;

  constructor(message: string, timeoutMs: number, phase: TimeoutPhase, options?: ErrorOptions) {
    super(message, options);
    this.timeoutMs = timeoutMs;
    this.phase = phase;
  }
}

/**
 * Why a body was not accepted: not the documented JSON, longer than `maxResponseBytes`, refused by
 * the schema given as `validate`, or a broken line of a stream.
 */
export type DecodeErrorCode = "invalid_json" | "too_large" | "schema" | "stream_json";

/** The statuses of success that are registered (IANA HTTP Status Code Registry). */
export type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226;

export interface DecodeErrorInit {
  readonly code: DecodeErrorCode;
  readonly status: number;
  readonly contentType: string | null;
  readonly excerpt?: string | undefined;
  readonly issues?: readonly unknown[] | undefined;
}

/** A success whose body is not what the description promises. */
export class DecodeError extends ClientError {
  override readonly name = "DecodeError";
  readonly code: DecodeErrorCode;
  override readonly status: SuccessStatus;
  readonly contentType: string | null;
  /** The first 200 characters without markup; not printed. */
  declare readonly excerpt: string | undefined;
  /** What the schema reported; not printed. */
  declare readonly issues: readonly unknown[] | undefined;

  constructor(message: string, init: DecodeErrorInit, options?: ErrorOptions) {
    super(message, options);
    this.code = init.code;
    this.status = init.status as SuccessStatus;
    this.contentType = init.contentType;
    hide(this, { excerpt: init.excerpt, issues: init.issues });
  }
}

/** The server's links between pages make no sense: a page that repeats, or one outside the API. */
export class PaginationError extends ClientError {
  override readonly name = "PaginationError";
  declare readonly status?: undefined;
}

/** A webhook whose signature, timestamp or form is not right. */
export class WebhookVerificationError extends ClientError {
  override readonly name = "WebhookVerificationError";
  declare readonly status?: undefined;
}

/**
 * Code that is not the client's threw during a call: a middleware, a credential function, a schema. `cause` is what it
 * threw. A call that throws passes that on as it is; only one that returns its error needs a form for it.
 */
export class UnexpectedError extends ClientError {
  override readonly name = "UnexpectedError";
  declare readonly status?: undefined;
}

/**
 * Thrown by a middleware to have the call repeated like after a broken connection, within the
 * same limits.
 */
export class RetryableError extends ConnectionError {
  override readonly name = "RetryableError";
}
