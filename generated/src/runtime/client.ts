/** The client that generated resources call. */

import createClient from "openapi-fetch";

import { ApiPromise } from "./api-promise.js";
import type { ApiResult } from "./api-promise.js";
import { handOver } from "./attempt.js";
import type { Attempt } from "./attempt.js";
import { chooseSchemes, hasCredential, headerOf } from "./auth.js";
import { isConfidential, resolveBaseUrl } from "./base-url.js";
import { encodeBody } from "./body.js";
import type { Call, Options, Transport } from "./call.js";
import { decode } from "./decode.js";
import { platformName } from "./environment.js";
import { describe } from "./error-text.js";
import { ConfigError } from "./errors.js";
import { acceptHeader, setHeader, setHeaderParameters } from "./headers.js";
import type { HttpError } from "./http-error.js";
import { buffered, compose } from "./middleware.js";
import type { Next, OutgoingRequest } from "./middleware.js";
import type { Api, Operation, SecurityRequirements } from "./operation.js";
import { resolveLimits } from "./options.js";
import type { ClientOptions, Limits, RequestOptions } from "./options.js";
import { RetryBudget, isIdempotent, sleep } from "./retry.js";
import { requestId, send } from "./transport.js";
import { buildPath, buildQuery } from "./url.js";
import type { Arguments } from "./url.js";

export type { ClientOptions, RequestOptions } from "./options.js";

/** openapi-fetch as far as it is used: it puts URL, headers and body together and hands them to `fetch`. */
interface RequestBuilder {
  request(method: string, path: string, init: object): Promise<{ response: Response }>;
}

/**
 * What openapi-fetch builds instead of the platform's Request: plain data keeps the body repeatable
 * and the caller's signal connected.
 */
export class PlainRequest {
  readonly url: string;

  constructor(url: string, init: object) {
    this.url = url;
    Object.assign(this, init);
  }
}

/** For calls that other modules of the runtime make. */
export interface CallSettings {
  /** Nothing is sent until somebody asks for the result. */
  readonly isLazy?: boolean;
  /** Goes there instead of the operation's path; credentials only if it is within the API's origin. */
  readonly url?: string | undefined;
}

/** Under this key the options of a derived client name the client that it shares its retry budget with. */
const sharing = Symbol("sharing");

export class ApiClient {
  readonly #transport: Transport;
  readonly #builder: RequestBuilder;
  readonly #platform = platformName();

  /** @throws ConfigError if the options are contradictory, or would send credentials in the clear. */
  constructor(api: Api, options: ClientOptions) {
    const all = options as Options & { readonly [sharing]?: ApiClient };
    const shared = all[sharing];
    const base = resolveBaseUrl(api, all);
    const schemes = Object.values(api.security).filter((scheme) => hasCredential(scheme, all));
    if (schemes.length > 0 && !options.allowInsecureHttp && !isConfidential(base)) {
      throw new ConfigError("Credentials would be sent over plain http; see allowInsecureHttp.");
    }
    resolveLimits(options, {});
    // Browsers drop `Authorization` when a redirect leaves the origin, and keep every other header.
    const isExposed = schemes.some((scheme) => !["", "authorization"].includes(headerOf(scheme)));
    const { redirect = isExposed ? "error" : "follow", retryBudget, testing } = options;
    this.#transport = {
      api,
      base,
      options: all,
      redirect: this.#platform === undefined ? redirect : "manual",
      budget:
        retryBudget === false ? undefined : shared ? shared.#transport.budget : new RetryBudget(),
      testing: { now: Date.now, random: Math.random, sleep, ...testing },
    };
    this.#builder = createClient({
      Request: PlainRequest as unknown as typeof Request,
    }) as unknown as RequestBuilder;
  }

  /** Without a slash at its end. */
  get baseUrl(): string {
    return this.#transport.base.href;
  }

  /** Every scheme that has a credential, for calls that no operation describes; one per place. */
  get configuredSecurity(): SecurityRequirements {
    const { api, options } = this.#transport;
    const places = new Set<string>();
    const names = Object.entries(api.security).flatMap(([name, scheme]) => {
      const place = headerOf(scheme) || name;
      if (!hasCredential(scheme, options) || places.has(place)) return [];
      places.add(place);
      return name;
    });
    return [names];
  }

  /** A client with other options; see `optionsWith`. */
  withOptions(options: ClientOptions): ApiClient {
    return new ApiClient(this.#transport.api, this.optionsWith(options));
  }

  /**
   * The options of a client that differs from this one in `options` only. It shares the retry budget, unless it goes
   * elsewhere or as somebody else.
   */
  optionsWith<TOptions extends ClientOptions>(options: Partial<TOptions>): TOptions {
    const { api, options: own } = this.#transport;
    const identity = [
      "baseUrl",
      "server",
      ...Object.values(api.security).map(({ option }) => option),
    ];
    const isOther = identity.some((key) => key in options);
    return { ...own, ...options, [sharing]: isOther ? undefined : this } as unknown as TOptions;
  }

  /** Starts a call. `params` holds the parameters of all locations by their keys, and `body`. */
  call<T, E = HttpError>(
    operation: Operation,
    params: object = {},
    options: RequestOptions = {},
    settings: CallSettings = {},
  ): ApiPromise<T, E> {
    const isStackWanted =
      this.#transport.options.captureStack ?? this.#platform?.startsWith("node/");
    const site = isStackWanted ? new Error().stack : undefined;
    const run = (isRaw: boolean) =>
      this.#run<T>(operation, params as Arguments, options, settings.url, isRaw).catch(
        (error: unknown) => {
          // An asynchronous stack ends in the runtime; the line that a user looks for is his own.
          if (site && error instanceof Error) {
            error.stack = `${error.stack}\n    called:${site.slice(site.indexOf("\n"))}`;
          }
          throw error;
        },
      );
    return new ApiPromise<T, E>(
      { read: () => run(false), respond: async () => (await run(true)).response },
      settings.isLazy,
    );
  }

  /**
   * Sends a request that has been built: with the headers and credentials of the client, through its
   * middleware, and with its limits. Resources use `call`; this is for other modules of the runtime.
   */
  async forward(
    request: OutgoingRequest,
    options: RequestOptions,
    read: (response: Response, attempt: Attempt, limits: Limits) => Promise<Response>,
    keepsErrors = false,
  ): Promise<Response> {
    const transport = this.#transport;
    const { api, options: own } = transport;
    const { operation } = request;
    const headers = this.#runtimeHeaders(operation);
    const isUnsafe = !isIdempotent(operation.method) && !operation.idempotent;
    const keyHeader = api.idempotencyHeader ?? (options.idempotencyKey && "idempotency-key");
    if (keyHeader && isUnsafe) {
      setHeader(headers, keyHeader, options.idempotencyKey ?? crypto.randomUUID());
    }
    request.headers.forEach((value, name) => {
      headers.set(name, value);
    });
    const explicit = new Set<string>();
    for (const values of [own.headers, options.headers]) {
      for (const [name, value] of Object.entries(values ?? {})) {
        if (value === undefined) continue;
        setHeader(headers, name, value === null ? null : String(value));
        explicit.add(name.toLowerCase());
      }
    }
    request.headers = headers;
    request.signal = options.signal;
    const limits = resolveLimits(own, options);
    const call: Call = {
      operation,
      endpoint: describe(operation),
      options,
      limits,
      schemes: chooseSchemes(api, operation, own, (header) => explicit.has(header)),
      isRepeatable:
        !isUnsafe ||
        (options.retry ?? own.retry)?.unsafe === "always" ||
        (!!keyHeader && headers.has(keyHeader)),
      keepsErrors,
      attempts: 0,
    };
    const last: Next = (sent) =>
      send(transport, call, sent, (response, attempt) => read(response, attempt, limits));
    return compose(own.middleware, "call", last)(request);
  }

  #runtimeHeaders(operation: Operation): Headers {
    const { api, options } = this.#transport;
    const headers = new Headers({ accept: acceptHeader(operation) });
    const name = `${api.name.replace("@", "").replace("/", "-")}/${api.version}`;
    const info = `${name} (${this.#platform ?? "browser"})`;
    if (this.#platform !== undefined) setHeader(headers, "user-agent", info);
    if (options.telemetryHeaders) setHeader(headers, "x-client-info", info);
    return headers;
  }

  async #run<T>(
    operation: Operation,
    args: Arguments,
    options: RequestOptions,
    url: string | undefined,
    isRaw: boolean,
  ): Promise<ApiResult<T>> {
    const { api, base, options: own } = this.#transport;
    const value = Object.hasOwn(args, "body") ? args["body"] : undefined;
    const { body, contentType } = encodeBody(operation, value);
    const headers = new Headers();
    if (contentType !== undefined) setHeader(headers, "content-type", contentType);
    setHeaderParameters(headers, operation, args);
    const isWrapped = own.middleware?.some(({ scope }) => scope === "call") ?? false;
    let data: unknown;
    const readData = async (response: Response) => {
      const { maxResponseBytes } = resolveLimits(own, options);
      data = await decode(operation, response, maxResponseBytes, options.validate);
      return response;
    };
    const { response } = await this.#builder.request(operation.method, operation.path, {
      params: { path: args, query: args },
      pathSerializer: () => url ?? base.href + buildPath(operation, args),
      querySerializer: () => (url === undefined ? buildQuery(operation, args) : ""),
      bodySerializer: (encoded: unknown) => encoded,
      parseAs: "stream",
      body,
      headers,
      operation,
      attempt: 0,
      fetch: (request: OutgoingRequest) =>
        this.forward(request, options, async (response, attempt, { idleTimeout }) => {
          if (isRaw) return handOver(response, attempt, idleTimeout);
          return isWrapped ? buffered(response) : readData(response);
        }),
    });
    if (isWrapped && !isRaw) await readData(response);
    return {
      data: data as T,
      response,
      requestId: requestId(api, response),
      notModified: response.status === 304,
    };
  }
}
