/** The client that generated resources call. */

import { ApiPromise } from "./api-promise.js";
import type { ApiResult } from "./api-promise.js";
import { handOver } from "./attempt.js";
import { hasCredential } from "./auth.js";
import { isConfidential, resolveBaseUrl } from "./base-url.js";
import { buildRequest } from "./build-request.js";
import { sharedBudget } from "./call.js";
import type { Options, Transport } from "./call.js";
import { decode, validate } from "./decode.js";
import { dispatch } from "./dispatch.js";
import { platformName } from "./environment.js";
import { ClientError, ConfigError } from "./errors.js";
import type { HttpError } from "./http-error.js";
import type { Api, Operation } from "./operation.js";
import { resolveLimits } from "./options.js";
import type { ClientOptions, RequestOptions } from "./options.js";
import { RetryBudget, sleep } from "./retry.js";
import { requestId } from "./transport.js";
import type { Arguments } from "./url.js";

export type { ClientOptions, RequestOptions } from "./options.js";

/** What engines have beside the standard. */
interface Engine {
  captureStackTrace?(error: Error): void;
}

/** For calls that other modules of the runtime make. */
export interface CallSettings {
  /** Nothing is sent until somebody asks for the result. */
  readonly isLazy?: boolean;
  /** Goes there instead of the operation's path; credentials only if it is within the API's origin. */
  readonly url?: string | undefined;
}

export class ApiClient {
  /** Private, because it holds the credentials: `util.inspect` shows every other field. */
  readonly #transport: Transport;

  /** @throws ConfigError if the options are contradictory, or would send credentials in the clear. */
  constructor(api: Api, options: ClientOptions) {
    const all: Options = options as Options;
    const base = resolveBaseUrl(api, all);
    const platform = platformName();
    const schemes = Object.values(api.security).filter((scheme) => hasCredential(scheme, all));
    if (schemes.length > 0 && !options.allowInsecureHttp && !isConfidential(base)) {
      throw new ConfigError("Credentials would be sent over plain http; see allowInsecureHttp.");
    }
    if (schemes.length > 0 && api.serverOnly && platform === undefined) {
      throw new ConfigError("The credentials of this API must not be used in a browser.");
    }
    resolveLimits(options, {});
    // Browsers drop `Authorization` when a redirect leaves the origin, and keep every other header.
    const isExposed = schemes.some(
      ({ header }) => header !== undefined && header.toLowerCase() !== "authorization",
    );
    const { redirect = isExposed ? "error" : "follow", retryBudget, testing } = options;
    this.#transport = {
      api,
      base,
      options: all,
      platform,
      userAgent: `${api.name.replace("@", "").replace("/", "-")}/${api.version} (${platform ?? "browser"})`,
      redirect: platform === undefined ? redirect : "manual",
      budget: retryBudget === false ? undefined : (all[sharedBudget] ?? new RetryBudget()),
      testing: { now: Date.now, random: Math.random, sleep, ...testing },
    };
  }

  /** For other modules of the runtime. */
  get transport(): Transport {
    return this.#transport;
  }

  /** Starts a call. `params` holds the parameters of all locations by their keys, and `body`. */
  call<T, E = HttpError, H = object>(
    operation: Operation,
    params: object = {},
    options: RequestOptions = {},
    settings: CallSettings = {},
  ): ApiPromise<T, E, H> {
    const site = this.#transport.options.captureStack ? new Error() : undefined;
    const run = async (isRaw: boolean) => {
      try {
        return await this.#run<T, H>(operation, params as Arguments, options, settings.url, isRaw);
      } catch (error) {
        // From here V8 knows the way back to the line that awaits the call, which is what a user looks for.
        if (error instanceof ClientError) (Error as Engine).captureStackTrace?.(error);
        const stack = site?.stack;
        if (stack && error instanceof Error) {
          error.stack = `${error.stack}\n    called:${stack.slice(stack.indexOf("\n"))}`;
        }
        throw error;
      }
    };
    return new ApiPromise<T, E, H>(
      { read: () => run(false), respond: async () => (await run(true)).response },
      settings.isLazy,
    );
  }

  async #run<T, H>(
    operation: Operation,
    args: Arguments,
    options: RequestOptions,
    url: string | undefined,
    isRaw: boolean,
  ): Promise<ApiResult<T, H>> {
    const transport = this.#transport;
    const { middleware } = transport.options;
    const isWrapped = middleware?.some(({ scope }) => scope === "call");
    let data: unknown;
    const request = buildRequest(transport, operation, args, url);
    const limits = resolveLimits(transport.options, options);
    const readData = async (response: Response) => {
      data = await decode(operation, response, limits.maxResponseBytes);
      if (options.validate && response.status !== 304)
        data = await validate(options.validate, data, operation, response);
      return response;
    };
    const response = await dispatch(transport, request, options, limits, (received, attempt) => {
      if (isRaw) return handOver(received, attempt, limits.idleTimeout);
      return isWrapped ? buffered(received) : readData(received);
    });
    if (isWrapped && !isRaw) await readData(response);
    return {
      data: data as T,
      response,
      get headers() {
        return (operation.responseHeaders?.(response.headers) ?? {}) as H;
      },
      get requestId() {
        return requestId(transport.api, response);
      },
      notModified: response.status === 304,
    };
  }
}

/** A copy whose body has arrived, for middleware that is outside of the attempt's time limit. */
async function buffered(response: Response): Promise<Response> {
  return new Response(response.body && (await response.arrayBuffer()), response);
}
