/** From the body of a response to data. */

import { describe, plainText } from "./error-text.js";
import { DecodeError } from "./errors.js";
import type { DecodeErrorCode } from "./errors.js";
import type { Operation } from "./operation.js";
import type { StandardSchema } from "./options.js";

const MAX_ERROR_BYTES = 1_048_576;
const MAX_RAW_BODY = 65_536;

/**
 * The data of a success. What the operation documents comes first, then the Content-Type;
 * `undefined` where there is no content. `maxBytes` limits JSON and text; 0 does not.
 *
 * @throws DecodeError if JSON is documented and something else arrived, or if `schema` refuses the data.
 */
export async function decode(
  operation: Operation,
  response: Response,
  maxBytes: number,
  schema?: StandardSchema,
): Promise<unknown> {
  const data = await decodeBody(operation, response, maxBytes);
  const result = await schema?.["~standard"].validate(data);
  if (!result?.issues) return result ? result.value : data;
  const { status, headers } = response;
  const message = `${status} ${describe(operation)}: the data does not match the schema.`;
  const contentType = headers.get("content-type");
  throw new DecodeError(message, { code: "schema", status, contentType, issues: result.issues });
}

async function decodeBody(
  operation: Operation,
  response: Response,
  maxBytes: number,
): Promise<unknown> {
  const { status, headers } = response;
  const { response: kind, accept = [JSON_TYPE], statuses = [200], method } = operation;
  if (kind === "none" || method === "HEAD" || [204, 205, 304].includes(status)) {
    discard(response);
    return undefined;
  }
  if (kind === "blob") return response.blob();
  const contentType = headers.get("content-type");
  const type = essence(contentType);
  const isDocumented = statuses.includes(status) || statuses.includes("2XX");
  const mustBeJson = !kind && isDocumented && accept.every((type) => isJson(essence(type)));
  if (kind !== "text" && !mustBeJson && !isJson(type) && !type.startsWith("text/")) {
    const blob = await response.blob();
    return blob.size > 0 ? blob : undefined;
  }
  const { text, isComplete } = await readText(response, maxBytes || Infinity);
  const refuse = (code: DecodeErrorCode, problem: string) => {
    const excerpt = plainText(text);
    const message = `${status} ${describe(operation)}: ${problem}`;
    return new DecodeError(message, { code, status, contentType, excerpt });
  };
  if (!isComplete) throw refuse("too_large", `the body is longer than ${maxBytes} bytes.`);
  if (kind === "text" || !(mustBeJson || isJson(type))) return text || undefined;
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A login or proxy page says in its words what went wrong. Other text may be data and stays out,
    // as does the parser's own error, which quotes it.
    const page = type === "text/html" ? `: ${plainText(text)}` : ".";
    throw refuse("invalid_json", `expected JSON, got ${type || "no Content-Type"}${page}`);
  }
}

export interface ErrorBody {
  readonly body: unknown;
  readonly rawBody: string | undefined;
  readonly decodeFailed: boolean;
}

/** The body of an error: JSON if it says so, else text. At most 1 MiB is read. */
export async function decodeError(response: Response): Promise<ErrorBody> {
  const { text, isComplete } = await readText(response, MAX_ERROR_BYTES);
  if (text.trim() === "") return { body: undefined, rawBody: undefined, decodeFailed: false };
  const rawBody = text.slice(0, MAX_RAW_BODY);
  const type = essence(response.headers.get("content-type"));
  if (!isJson(type) && type !== "") return { body: text, rawBody, decodeFailed: !isComplete };
  try {
    return { body: JSON.parse(text) as unknown, rawBody, decodeFailed: false };
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

const JSON_TYPE = "application/json";

/** The media type without its parameters, in lower case. */
function essence(contentType: string | null): string {
  return contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
}

function isJson(type: string): boolean {
  return type === JSON_TYPE || type === "text/json" || type.endsWith("+json");
}

interface LimitedText {
  readonly text: string;
  readonly isComplete: boolean;
}

async function readText(response: Response, maxBytes: number): Promise<LimitedText> {
  if (maxBytes === Infinity) return { text: await response.text(), isComplete: true };
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let left = maxBytes; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
    if (left < 0) {
      reader.cancel().catch(() => undefined);
      return { text, isComplete: false };
    }
  }
  return { text: text + decoder.decode(), isComplete: true };
}
