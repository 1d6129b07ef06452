/** What a failure of `fetch` means. Platforms agree on throwing a TypeError and on little else. */

import { ConnectionError, ConfigError, TimeoutError } from "./errors.js";

/** The request has surely not reached the server. */
const BEFORE_SENDING =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/;
/** Codes of Node, undici and Bun for a connection that failed. */
const CODE =
  /^(E[A-Z]{4,}|EAI_\w+|UND_ERR_\w*(TIMEOUT|SOCKET|CLOSED|DESTROYED)|Connection\w+|ERR_SSL\w+|CERT_\w+|FailedToOpenSocket)$/;
/** Messages of Node, Chromium, Firefox, Safari, Deno, React Native and Workers, in this order. */
const MESSAGE =
  /fetch failed|terminated|error reading a body|failed to fetch|networkerror|load failed|error sending request|network (request failed|connection lost)/i;

export interface Failure {
  /** What to throw if the call is not repeated. */
  readonly error: unknown;
  readonly kind: "connection" | "timeout" | "other";
  readonly beforeSending: boolean;
}

/** `endpoint` names the operation in the message; URLs are not shown, they may hold credentials. */
export function explainFailure(thrown: unknown, endpoint: string): Failure {
  let kind: Failure["kind"] = thrown instanceof TimeoutError ? "timeout" : "other";
  if (kind === "timeout") return { error: thrown, kind, beforeSending: false };
  let code = "";
  for (let link = thrown, depth = 0; link && depth < 8; depth++) {
    const {
      code: own,
      message,
      cause,
    } = link as { code?: unknown; message?: unknown; cause?: unknown };
    if (typeof own === "string" && !code) code = own;
    if (
      link instanceof ConnectionError ||
      (link instanceof TypeError && MESSAGE.test(String(message)))
    ) {
      kind = "connection";
    }
    // Deno has no codes.
    if (/client error \(Connect\)/.test(String(message))) code ||= "ConnectionRefused";
    link = cause;
  }
  if (CODE.test(code)) kind = "connection";
  const beforeSending = BEFORE_SENDING.test(code);
  const options = { cause: withoutQuery(thrown) };
  if (code === "UND_ERR_INVALID_ARG") {
    const message = `${endpoint}: fetch refused its options. A dispatcher in fetchOptions must come from the same undici as fetch.`;
    return { error: new ConfigError(message, options), kind: "other", beforeSending };
  }
  if (kind === "other" || thrown instanceof ConnectionError) {
    return { error: thrown, kind, beforeSending };
  }
  if (/TIMEOUT$/.test(code) && code.startsWith("UND_ERR_")) {
    const phase = code === "UND_ERR_BODY_TIMEOUT" ? "body" : "headers";
    const message = `${endpoint}: a time limit of the platform's fetch was reached (${code}); its dispatcher can raise it.`;
    return { error: new TimeoutError(message, 0, phase, options), kind: "timeout", beforeSending };
  }
  const message = `${endpoint}: the connection failed${code ? ` (${code})` : ""}.`;
  return { error: new ConnectionError(message, options), kind, beforeSending };
}

/** Deno and others name the URL in their messages, whose query may hold a credential. */
function withoutQuery(thrown: unknown): unknown {
  const message = String((thrown as Error | undefined)?.message);
  const safe = message.replace(/(:\/\/[^\s?]*)\?[^\s)]*/g, "$1?[redacted]");
  return safe === message ? thrown : new TypeError(safe);
}
