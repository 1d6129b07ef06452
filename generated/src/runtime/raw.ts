/** openapi-fetch's own client, typed by paths, over the transport of this package. */

import createClient from "openapi-fetch";
import type { Client, MaybeOptionalInit, ParseAsResponse } from "openapi-fetch";

import { handOver } from "./attempt.js";
import { encodeJson, isEncoded } from "./body.js";
import type { ApiClient } from "./client.js";
import { configuredSecurity } from "./configured-security.js";
import { dispatch } from "./dispatch.js";
import { acceptHeader } from "./headers.js";
import type { OutgoingRequest } from "./middleware.js";
import type { Operation } from "./operation.js";
import { resolveLimits } from "./options.js";
import { deepObject } from "./styles.js";
import { buildPath, form } from "./url.js";
import { isContainer } from "./values.js";

/**
 * openapi-fetch's client with its responses typed as `paths` has them. Its own types map every response over itself,
 * which takes dates, files and open enums apart.
 */
export interface RawClient<Paths extends object> extends Pick<Client<Paths>, "use" | "eject"> {
  readonly GET: RawMethod<Paths, "get">;
  readonly PUT: RawMethod<Paths, "put">;
  readonly POST: RawMethod<Paths, "post">;
  readonly DELETE: RawMethod<Paths, "delete">;
  readonly OPTIONS: RawMethod<Paths, "options">;
  readonly HEAD: RawMethod<Paths, "head">;
  readonly PATCH: RawMethod<Paths, "patch">;
  readonly TRACE: RawMethod<Paths, "trace">;
}

type Verb = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

type RawMethod<Paths extends object, Method extends Verb> = <
  Path extends PathWith<Paths, Method>,
  Init extends MaybeOptionalInit<Paths[Path], Method & keyof Paths[Path]>,
>(
  url: Path,
  ...init: undefined extends Init ? [Init?] : [Init]
) => Promise<RawResult<Paths[Path][Method & keyof Paths[Path]], Init>>;

/** openapi-fetch's own way to these compares whole clients, which takes seconds for a large API. */
type PathWith<Paths, Method extends string> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [K in Method]: unknown } ? Path : never;
}[keyof Paths];

/** Either a success with data, or an error: never both. */
export type RawResult<TOperation, Init> = TOperation extends { readonly responses: infer R }
  ? | {
        readonly data: ParseAsResponse<BodyOf<R[SuccessOf<R>]>, Init>;
        readonly error?: never;
        readonly response: Response;
      }
    | {
        readonly data?: never;
        readonly error: BodyOf<R[Exclude<keyof R, SuccessOf<R>>]>;
        readonly response: Response;
      }
  : never;

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 208 | 226 | "2XX";

/** The documented successes; `default` where there is no other. */
type SuccessOf<R> = [Extract<keyof R, SuccessStatus>] extends [never]
  ? keyof R & "default"
  : Extract<keyof R, SuccessStatus>;

/** The bodies of responses; `undefined` for one that has none. */
type BodyOf<R> = R extends { readonly content: infer C } ? C[keyof C] : undefined;

/**
 * What openapi-fetch builds instead of the platform's Request: plain data keeps the body repeatable
 * and the caller's signal connected.
 */
class PlainRequest {
  readonly url: string;

  constructor(url: string, init: object) {
    this.url = url;
    Object.assign(this, init);
  }
}

/** What this client puts onto each request before it is sent. */
interface RawRequest extends OutgoingRequest {
  operation: Operation;
  isStream?: boolean;
}

/**
 * The path-based client. Its calls carry every configured credential, are retried and limited like
 * all others, and return `{ data, error, response }`: a status other than 2xx is not thrown. Its
 * middleware sees a plain object with `url`, `method`, `headers` and `body` as the request.
 */
export function rawClient<Paths extends object>(client: ApiClient): RawClient<Paths> {
  const raw = createClient<Paths>({
    baseUrl: client.transport.base.href,
    Request: PlainRequest as unknown as typeof Request,
    fetch: (request) => forward(client, request as unknown as RawRequest),
    querySerializer: serializeQuery,
    pathSerializer: serializePath,
    bodySerializer: (body: unknown) => (isEncoded(body) ? body : encodeJson(body, "body")),
  });
  raw.use({
    onRequest({ request, schemaPath, options }) {
      const raw = request as unknown as RawRequest;
      const { method } = request;
      raw.operation = {
        id: "",
        method: method as Operation["method"],
        path: schemaPath,
        security: configuredSecurity(client),
      };
      raw.isStream = options.parseAs === "stream";
    },
  });
  return raw as unknown as RawClient<Paths>;
}

function forward(client: ApiClient, request: RawRequest): Promise<Response> {
  const { signal, isStream, operation } = request;
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    headers[name] = value;
  });
  request.headers = new Headers({ accept: acceptHeader(operation) });
  const { transport } = client;
  const limits = resolveLimits(transport.options, {});
  return dispatch(
    transport,
    request,
    { signal, headers },
    limits,
    (response, attempt) =>
      isStream && response.ok
        ? handOver(response, attempt, limits.idleTimeout)
        : buffered(response),
    true,
  );
}

const MAX_ERROR_BYTES = 1_048_576;

/** A copy whose body has arrived; of an error's body, what is beyond the limit is cancelled and left out. */
async function buffered(response: Response): Promise<Response> {
  const { body, status, ok } = response;
  if (!body || [204, 205, 304].includes(status)) return new Response(null, response);
  if (ok) return new Response(await response.arrayBuffer(), response);
  const reader = body.getReader();
  const chunks: BlobPart[] = [];
  for (let left = MAX_ERROR_BYTES; left > 0;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value.slice(0, left));
    left -= value.byteLength;
  }
  reader.cancel().catch(() => undefined);
  return new Response(new Blob(chunks), response);
}

/** openapi-fetch calls this with the base URL in front of the path. */
function serializePath(url: string, values: Readonly<Record<string, unknown>>): string {
  const names = Array.from(url.matchAll(/\{([^{}]*)\}/g), ([, name = ""]) => [name, {}] as const);
  const operation: Operation = {
    id: url.replace(/^https?:\/\/[^/]*/, ""),
    method: "GET",
    path: url,
    pathParams: Object.fromEntries(names),
  };
  return buildPath(operation, values);
}

/** Without the description at hand: lists exploded, objects as `deepObject`, like openapi-fetch's own default. */
function serializeQuery(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      const encode = isContainer(value) && !Array.isArray(value) ? deepObject : form;
      return encode(name, value, `parameter "${name}"`);
    })
    .filter(Boolean)
    .join("&");
}
