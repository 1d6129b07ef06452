/** From the body of a response to data. */

import { describe, plainText } from "./error-text.js";
import { DecodeError } from "./errors.js";
import type { DecodeErrorCode, DecodeErrorInit } from "./errors.js";
import type { Operation } from "./operation.js";
import type { StandardSchema } from "./options.js";

const MAX_ERROR_BYTES = 1_048_576;
const MAX_RAW_BODY = 65_536;

/**
 * The data of a success. What the operation documents comes first, then the Content-Type;
 * `undefined` where there is no content. `maxBytes` limits JSON and text; 0 does not.
 *
 * @throws DecodeError if JSON is documented and something else arrived.
 */
export async function decode(
  operation: Operation,
  response: Response,
  maxBytes: number,
): Promise<unknown> {
  const { response: kind, method } = operation;
  const { status, headers } = response;
  if (kind === "none" || method === "HEAD" || status === 204 || status === 205 || status === 304) {
    discard(response);
    return undefined;
  }
  const type = essence(headers.get("content-type"));
  const isJsonWanted = !kind && (isJson(type) || isJsonDocumented(operation, status));
  if (kind === "blob" || !(kind || isJsonWanted || isText(type))) {
    const blob = await response.blob();
    return kind || blob.size > 0 ? blob : undefined;
  }
  const { text, isComplete } = maxBytes
    ? await readText(response, maxBytes)
    : { text: await response.text(), isComplete: true };
  if (!isComplete) {
    throw refuse("too_large", operation, response, `the body is longer than ${maxBytes} bytes.`);
  }
  if (!isJsonWanted) return text || undefined;
  try {
    return (operation.parse ?? JSON.parse)(text) as unknown;
  } catch {
    if (text.trim() === "") return undefined;
    // Neither the text nor the parser's own error, which quotes it, stands in the message: it may be data, or a page
    // that repeats the request.
    const got = isJson(type) ? "something else" : type || "no Content-Type";
    const details = { excerpt: plainText(text) };
    throw refuse("invalid_json", operation, response, `expected JSON, got ${got}.`, details);
  }
}

/** @throws DecodeError if the schema refuses the data. */
export async function validate(
  schema: StandardSchema,
  data: unknown,
  operation: Operation,
  response: Response,
): Promise<unknown> {
  const result = await schema["~standard"].validate(data);
  if (!result.issues) return result.value;
  const { issues } = result;
  throw refuse("schema", operation, response, "the data does not match the schema.", { issues });
}

function refuse(
  code: DecodeErrorCode,
  operation: Operation,
  { status, headers }: Response,
  problem: string,
  details?: Partial<DecodeErrorInit>,
): DecodeError {
  const contentType = essence(headers.get("content-type")) || null;
  const message = `${status} ${describe(operation)}: ${problem}`;
  return new DecodeError(message, { code, status, contentType, ...details });
}

export interface ErrorBody {
  readonly body: unknown;
  readonly rawBody: string | undefined;
  readonly decodeFailed: boolean;
}

/** The body of an error: JSON if it says so, else text. At most 1 MiB is read. */
export async function decodeError(
  { parseError = JSON.parse }: Operation,
  response: Response,
): Promise<ErrorBody> {
  const { text, isComplete } = await readText(response, MAX_ERROR_BYTES);
  if (text.trim() === "") return { body: undefined, rawBody: undefined, decodeFailed: false };
  const rawBody = text.slice(0, MAX_RAW_BODY);
  const type = essence(response.headers.get("content-type"));
  if (!isJson(type) && type !== "") return { body: text, rawBody, decodeFailed: !isComplete };
  try {
    return { body: parseError(text) as unknown, rawBody, decodeFailed: false };
  } catch {
    return { body: type === "" ? text : undefined, rawBody, decodeFailed: type !== "" };
  }
}

/**
 * Cancels a body that nobody reads, so that its connection becomes free. Not waited for: a body that
 * has been cloned is only cancelled with its clone, and one that broke off cannot be.
 */
export function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

/** Whether the description promises JSON, and nothing else, for this status. */
function isJsonDocumented({ accept, statuses = [200] }: Operation, status: number): boolean {
  const isDocumented = statuses.includes(status) || statuses.includes("2XX");
  return isDocumented && (accept?.every((type) => isJson(essence(type))) ?? true);
}

/** The media type without its parameters, in lower case. */
export function essence(contentType: string | null): string {
  return contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
}

export function isJson(type: string): boolean {
  return type === "application/json" || type === "text/json" || type.endsWith("+json");
}

/** XML is text whatever it is called (RFC 7303). */
export function isText(type: string): boolean {
  return type.startsWith("text/") || /[/+]xml$/.test(type);
}

interface LimitedText {
  readonly text: string;
  readonly isComplete: boolean;
}

async function readText(response: Response, maxBytes: number): Promise<LimitedText> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let left = maxBytes; reader && left >= 0;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isComplete: true };
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  reader?.cancel().catch(() => undefined);
  return { text, isComplete: !reader };
}
