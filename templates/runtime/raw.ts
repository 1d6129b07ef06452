/** openapi-fetch's own client, typed by paths, over the transport of this package. */

import createClient from "openapi-fetch";
import type { Client } from "openapi-fetch";

import { handOver } from "./attempt.js";
import { encodeJson, isEncoded } from "./body.js";
import { PlainRequest } from "./client.js";
import type { ApiClient } from "./client.js";
import { buffered } from "./middleware.js";
import type { OutgoingRequest } from "./middleware.js";
import type { Operation } from "./operation.js";
import { deepObject } from "./styles.js";
import { buildPath, form } from "./url.js";
import { isContainer } from "./values.js";

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
export function rawClient<Paths extends object>(client: ApiClient): Client<Paths> {
  const raw = createClient<Paths>({
    baseUrl: client.baseUrl,
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
        security: client.configuredSecurity,
      };
      raw.isStream = options.parseAs === "stream";
    },
  });
  return raw;
}

function forward(client: ApiClient, request: RawRequest): Promise<Response> {
  const { signal, isStream } = request;
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    headers[name] = value;
  });
  request.headers = new Headers();
  return client.forward(
    request,
    { signal, headers },
    async (response, attempt, { idleTimeout }) =>
      isStream && response.ok
        ? handOver(response, attempt, idleTimeout)
        : buffered(response, response.ok ? Infinity : MAX_ERROR_BYTES),
    true,
  );
}

const MAX_ERROR_BYTES = 1_048_576;

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
