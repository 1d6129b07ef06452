/** Answers of the server that are not a success. */

import { errorMessage, fieldErrors } from "./error-text.js";
import type { HttpErrorInit } from "./error-text.js";
import { ClientError, hide } from "./errors.js";

/**
 * The statuses of a range that are registered and mean no success (IANA HTTP Status Code Registry, without those marked
 * as unused). A server may send others; the type checker knows no way to say "any other number".
 */
export type ErrorStatus<TRange extends ErrorRange = ErrorRange> = StatusesOf[TRange];

/** As OpenAPI writes them. */
export type ErrorRange = keyof StatusesOf;

interface StatusesOf {
  "3XX": 300 | 301 | 302 | 303 | 304 | 305 | 307 | 308;
  "4XX":
    | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414)
    | (415 | 416 | 417 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451);
  "5XX": 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
}

/** Marks an HttpError of any copy of this runtime, so that `isHttpError` works across packages. */
const brand: unique symbol = Symbol.for("clientwright.HttpError");

/**
 * The server answered with another status than 2xx. The message and the printed fields hold
 * neither URL nor headers nor bodies: those are on `body`, `headers` and `response`.
 */
export class HttpError<TBody = unknown, TStatus extends number = number> extends ClientError {
  declare readonly [brand]: true;
  override readonly name: string = "HttpError";
  override readonly status: TStatus;
  /** The operationId of the description. */
  readonly operationId: string;
  readonly method: string;
  /** Path template of the description, without the values that were filled in. */
  readonly path: string;
  /** What the server calls this request, from `X-Request-Id` and its like. */
  readonly requestId: string | undefined;
  /** Milliseconds that the server asks to wait before another attempt. */
  readonly retryAfterMs: number | undefined;
  /** The body claims to be JSON and is not, or was too long to read; see `rawBody`. */
  readonly decodeFailed: boolean;
  declare readonly statusText: string;
  declare readonly headers: Headers;
  /** The decoded body; `undefined` if it was empty. */
  declare readonly body: TBody;
  /** The first 64 KiB of the body as text. */
  declare readonly rawBody: string | undefined;
  /** The response, whose body has been read. */
  declare readonly response: Response;

  constructor(init: HttpErrorInit) {
    super(errorMessage(init));
    const { operation, response, body, rawBody } = init;
    this.status = response.status as TStatus;
    this.operationId = operation.id;
    this.method = operation.method;
    this.path = operation.path;
    this.requestId = init.requestId;
    this.retryAfterMs = init.retryAfterMs;
    this.decodeFailed = init.decodeFailed;
    this.attempts = init.attempts;
    const { statusText, headers } = response;
    hide(this, { statusText, headers, body, rawBody, response });
    Object.defineProperty(this, brand, { value: true });
  }

  /**
   * Messages by field, nested fields as `items[0].name`; messages about the whole stand under
   * `non_field_errors`. Empty if the body has no such form.
   */
  fieldErrors(): Record<string, string[]> {
    return fieldErrors(this.body);
  }
}

export class BadRequestError<TBody = unknown> extends HttpError<TBody, 400> {
  override readonly name = "BadRequestError";
}
export class UnauthorizedError<TBody = unknown> extends HttpError<TBody, 401> {
  override readonly name = "UnauthorizedError";
}
export class ForbiddenError<TBody = unknown> extends HttpError<TBody, 403> {
  override readonly name = "ForbiddenError";
}
export class NotFoundError<TBody = unknown> extends HttpError<TBody, 404> {
  override readonly name = "NotFoundError";
}
export class ConflictError<TBody = unknown> extends HttpError<TBody, 409> {
  override readonly name = "ConflictError";
}
export class GoneError<TBody = unknown> extends HttpError<TBody, 410> {
  override readonly name = "GoneError";
}
export class PayloadTooLargeError<TBody = unknown> extends HttpError<TBody, 413> {
  override readonly name = "PayloadTooLargeError";
}
export class UnprocessableEntityError<TBody = unknown> extends HttpError<TBody, 422> {
  override readonly name = "UnprocessableEntityError";
}
export class RateLimitError<TBody = unknown> extends HttpError<TBody, 429> {
  override readonly name = "RateLimitError";
}
/** Status 500 and above. */
export class ServerError<TBody = unknown, TStatus extends number = number> extends HttpError<
  TBody,
  TStatus
> {
  override readonly name = "ServerError";
}
/** Status 3xx that was not followed; see `redirect.ts` for what is. */
export class RedirectError<TBody = unknown, TStatus extends number = number> extends HttpError<
  TBody,
  TStatus
> {
  override readonly name = "RedirectError";

  /** Where the server wanted to send the request. */
  get location(): string | null {
    return this.headers.get("location");
  }
}

/**
 * An answer with another status than `TKnown`: one that the description does not mention, with any body, or one that it
 * covers by a range or by `default`. An interface, so that its status is worked out only where somebody reads it.
 */
export interface OtherHttpError<
  TKnown extends number = never,
  TBody = unknown,
  TRange extends ErrorRange = ErrorRange,
> extends HttpError<TBody, ErrorStatus<TRange>> {
  readonly status: Exclude<ErrorStatus<TRange>, TKnown>;
}

const byStatus: Readonly<Record<number, new (init: HttpErrorInit) => HttpError>> = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: GoneError,
  413: PayloadTooLargeError,
  422: UnprocessableEntityError,
  429: RateLimitError,
};

/** The error of the class that belongs to the status. */
export function createHttpError(init: HttpErrorInit): HttpError {
  const { status } = init.response;
  const Class =
    byStatus[status] ?? (status >= 500 ? ServerError : status < 400 ? RedirectError : HttpError);
  return new Class(init);
}

/** True for an HttpError of this or of another generated package, with that status if one is given. */
export function isHttpError<TStatus extends number = number>(
  error: unknown,
  status?: TStatus,
): error is HttpError<unknown, TStatus> {
  const candidate = error as Partial<HttpError> | null | undefined;
  return candidate?.[brand] === true && (status === undefined || candidate.status === status);
}
