/** What an error response says, as one line for people and as messages by field. */

import type { Operation } from "./operation.js";

/** What is known of an answer that is not a success. */
export interface HttpErrorInit {
  readonly operation: Operation;
  readonly response: Response;
  readonly body: unknown;
  readonly rawBody: string | undefined;
  readonly decodeFailed: boolean;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly attempts: number;
  /** Takes the credentials of the call out of a text, which the server may repeat and the message must not. */
  readonly redact: (text: string) => string;
}

const MAX_MESSAGE = 500;

/** `404 GET /v1/items/{id} (getItem): Not found. [request id abc]` */
export function errorMessage(init: HttpErrorInit): string {
  const { operation, response, body, rawBody, requestId, redact } = init;
  const text =
    serverText(body, redact) ??
    (rawBody === undefined ? "(no body)" : plainText(redact(response.statusText)));
  const hint = init.response.status < 400 ? redirectHint(response) : "";
  const head = `${response.status} ${describe(operation)}: `;
  const tail = hint + (requestId === undefined ? "" : ` [request id ${requestId.slice(0, 100)}]`);
  return head + text.slice(0, Math.max(0, MAX_MESSAGE - head.length - tail.length)) + tail;
}

/** `GET /v1/items/{id} (getItem)`: how messages name an operation. */
export function describe({ method, path, id }: HttpErrorInit["operation"]): string {
  const endpoint = `${method} ${path}`;
  return id === "" || id === endpoint ? endpoint : `${endpoint} (${id})`;
}

/** A redirect to the same path with or without its last slash is the usual mistake (DRF's APPEND_SLASH). */
function redirectHint(response: Response): string {
  const location = response.headers.get("location")?.split(/[?#]/)[0] ?? "";
  const strip = (path: string) => path.replace(/\/$/, "");
  const path = response.url.split(/[?#]/)[0] ?? "";
  return location !== "" && path !== location && strip(path).endsWith(strip(location))
    ? " Redirected to the same path but for its trailing slash: is the path in the description right?"
    : "";
}

function serverText(body: unknown, redact: HttpErrorInit["redact"]): string | undefined {
  // Before anything is cut off: half a secret is one too.
  const shown = (text: string) => plainText(redact(text));
  if (typeof body === "string") return shown(body);
  if (typeof body !== "object" || body === null) return undefined;
  const { detail, title, message, error, error_description } = body as Record<string, unknown>;
  const nested = (error as { message?: unknown } | null | undefined)?.message;
  for (const text of [detail, title, message, nested, error, error_description]) {
    if (typeof text === "string" && text !== "") return shown(text);
  }
  const fields = Object.entries(fieldErrors(body)).slice(0, 3);
  if (fields.length === 0) return undefined;
  const lines = fields.map(
    ([field, messages]) => (field === NON_FIELD ? "" : `${field}: `) + messages.join(" "),
  );
  return shown(lines.join("; "));
}

/** The first 200 characters on one line, without markup: a page of a proxy is mostly markup. */
export function plainText(text: string): string {
  // Cut first: the expressions below then work on a bounded text.
  const start = text.slice(0, 4000);
  const plain = /^\s*<(?!\d)/.test(start)
    ? start.replace(/<(style|script)[^]*?<\/\1>|<[^>]*>?/gi, " ")
    : start;
  // Control characters could forge lines in a log.
  return plain
    .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ")
    .trim()
    .slice(0, 200);
}

const NON_FIELD = "non_field_errors";
const MAX_DEPTH = 20;

/** Flattens `{"items": [{"name": ["Required."]}]}` into `{"items[0].name": ["Required."]}` (Django REST framework). */
export function fieldErrors(body: unknown): Record<string, string[]> {
  const found: [field: string, messages: string[]][] = [];
  collect(body, "", 0, found);
  return Object.fromEntries(found);
}

function collect(value: unknown, path: string, depth: number, found: [string, string[]][]): void {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return;
  const isList = Array.isArray(value);
  const messages = isList ? value.filter((item) => typeof item === "string") : [];
  if (messages.length > 0) found.push([path === "" ? NON_FIELD : path, messages]);
  for (const [key, item] of Object.entries(value)) {
    const below = isList ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    collect(item, below, depth + 1, found);
  }
}
