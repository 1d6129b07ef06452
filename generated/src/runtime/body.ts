/** Request bodies. JSON is here; what is rarer comes with the operation (`bytes.ts`, `urlencoded.ts`, `multipart.ts`). */

import { RequestBuildError } from "./errors.js";
import type { EncodedBody, Operation } from "./operation.js";

export interface OutgoingBody {
  readonly body: EncodedBody | undefined;
  /** Undefined where the platform knows better: it makes up the boundary of a form. */
  readonly contentType: string | undefined;
}

/** @throws RequestBuildError if the value cannot be written as the operation asks. */
export function encodeBody(operation: Operation, value: unknown, chosen?: unknown): OutgoingBody {
  if (value === undefined) return { body: undefined, contentType: undefined };
  const { alternatives, ...usual } = operation.body ?? {};
  const own = typeof chosen === "string" ? alternatives?.[chosen] : undefined;
  const {
    type = "application/json",
    encode = encodeJson,
    properties,
  } = own ? { type: chosen as string, ...own } : usual;
  const body = isEncoded(value) ? value : encode(value, `${operation.id}: body`, properties);
  const contentType = type.includes("*")
    ? (body as { type?: string }).type || "application/octet-stream"
    : type;
  return { body, contentType: body instanceof FormData ? undefined : contentType };
}

/** What `fetch` sends as it is. Made into JSON it would be sent as `{}`. */
export function isEncoded(value: unknown): value is Exclude<EncodedBody, string> {
  const kinds = [Blob, ArrayBuffer, URLSearchParams, FormData, ReadableStream];
  return ArrayBuffer.isView(value) || kinds.some((kind) => value instanceof kind);
}

export function encodeJson(value: unknown, where: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new RequestBuildError(`${where} cannot be written as JSON.`, { cause });
  }
}
