/** The public names of the runtime. */

export { ApiClient } from "./client.js";
export type { ClientOptions, RequestOptions } from "./client.js";
export { ApiPromise } from "./api-promise.js";
export type { ApiResult } from "./api-promise.js";
export { PagePromise } from "./pagination.js";
export type { ListOptions, Page } from "./pagination.js";
export {
  AbortError,
  ClientError,
  ConfigError,
  ConnectionError,
  DecodeError,
  PaginationError,
  RequestBuildError,
  RetryableError,
  TimeoutError,
  UnexpectedError,
  WebhookVerificationError,
} from "./errors.js";
export type { SuccessStatus } from "./errors.js";
export {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  GoneError,
  HttpError,
  NotFoundError,
  PayloadTooLargeError,
  RateLimitError,
  RedirectError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
  isHttpError,
} from "./http-error.js";
export type { ErrorRange, ErrorStatus, OtherHttpError } from "./http-error.js";
export { cachedToken } from "./token-cache.js";
export type { AccessToken } from "./token-cache.js";
export type { BasicCredential, Credential, TokenSource, UserAndPassword } from "./auth.js";
export { toFile } from "./file.js";
export type { FileSource } from "./file.js";
export { logging } from "./logging.js";
export type { LogLevel, Logger, LoggingOptions } from "./logging.js";
export type { Middleware, Next, OutgoingRequest } from "./middleware.js";
export type { RawClient, RawResult } from "./raw.js";
export { request } from "./request.js";
export type { RequestContent } from "./request.js";
export { safe, settle } from "./safe.js";
export type { CallError, Result, Safe } from "./safe.js";
export type { HeaderValues } from "./headers.js";
export type { Fetch, FetchOptions, StandardSchema } from "./options.js";
export type { BinaryBody } from "./operation.js";
export type { JsonValue } from "./json.js";
export type { Open } from "./enum.js";
