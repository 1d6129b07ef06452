/** Log lines about requests, without anything that ought to stay secret. */

import { describe } from "./error-text.js";
import type { Middleware, OutgoingRequest } from "./middleware.js";
import type { Operation } from "./operation.js";
import { redact } from "./redact.js";

export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** `console`, or any logger of the same shape. */
export type Logger = Readonly<Record<Exclude<LogLevel, "off">, (line: string) => void>>;

export interface LoggingOptions {
  readonly logger: Logger;
  /** `info` tells of each attempt, `debug` also of headers; "off" by default. */
  readonly level?: LogLevel | undefined;
  /** Query parameters whose values may be logged. */
  readonly allowQuery?: readonly string[] | undefined;
  /** Shows what is left of a body in `debug` lines; without it bodies are not logged. */
  readonly redactBody?: ((body: string) => string) | undefined;
}

const LEVELS: readonly LogLevel[] = ["off", "error", "warn", "info", "debug"];
const OPEN_HEADERS =
  /^(accept|content-type|content-length|date|etag|retry-after|x?-?ratelimit-.*|x-request-id|request-id|x-correlation-id|traceparent|cf-ray|user-agent)$/;

/** Middleware for the client option of that name. Put it last to see what is really sent. */
export function logging(options: LoggingOptions): Middleware {
  const { logger, level = "off" } = options;
  const isOn = (wanted: LogLevel) => LEVELS.indexOf(wanted) <= LEVELS.indexOf(level);
  const warned = new Set<string>();
  const warnOnce = (operation: Operation, text: string) => {
    const line = `${describe(operation)}: ${text}`;
    if (!isOn("warn") || warned.has(line)) return;
    warned.add(line);
    logger.warn(line);
  };
  return {
    async handle(request, next) {
      const { operation, attempt, body } = request;
      const started = Date.now();
      // A server may repeat a credential in any header.
      const hidden = hiddenValues(request, options);
      const line = (outcome: string) =>
        `${describe(operation)} ${outcome} after ${Date.now() - started} ms, attempt ${attempt}`;
      if (operation.deprecated) warnOnce(operation, "the operation is deprecated.");
      if (isOn("debug")) {
        logger.debug(
          `${describe(operation)} → ${showQuery(request, options)} ${showHeaders(request.headers)}`,
        );
        if (options.redactBody && typeof body === "string") logger.debug(options.redactBody(body));
      }
      try {
        const response = await next(request);
        const { status, headers } = response;
        const id = headers.get("x-request-id");
        if (isOn("info"))
          logger.info(line(String(status)) + (id ? `, request id ${redact(id, hidden)}` : ""));
        if (isOn("debug")) {
          logger.debug(`${describe(operation)} ← ${redact(showHeaders(headers), hidden)}`);
        }
        for (const name of ["deprecation", "sunset"]) {
          const notice = headers.get(name);
          if (notice !== null) {
            warnOnce(operation, `the server announces ${name}: ${redact(notice, hidden)}`);
          }
        }
        return response;
      } catch (error) {
        const name = error instanceof Error ? error.name : "error";
        if (isOn("warn")) logger.warn(line(name));
        throw error;
      }
    },
  };
}

function showQuery({ url }: OutgoingRequest, { allowQuery = [] }: LoggingOptions): string {
  const names: string[] = [];
  new URL(url).searchParams.forEach((value, name) => {
    names.push(`${name}=${allowQuery.includes(name) ? value : "[redacted]"}`);
  });
  return names.length > 0 ? `?${names.join("&")}` : "";
}

/** What a request holds that is not shown: headers and their words, passwords, cookies, query values. */
function hiddenValues(
  { url, headers }: OutgoingRequest,
  { allowQuery = [] }: LoggingOptions,
): string[] {
  const values: string[] = [];
  headers.forEach((value, name) => {
    if (OPEN_HEADERS.test(name)) return;
    const word = value.slice(value.indexOf(" ") + 1);
    const cookies = name === "cookie" ? value.split("; ") : [];
    values.push(value, word, ...cookies.map((pair) => pair.slice(pair.indexOf("=") + 1)));
    if (/^basic /i.test(value)) values.push(passwordOf(word));
  });
  new URL(url).searchParams.forEach((value, name) => {
    if (!allowQuery.includes(name)) values.push(value);
  });
  // What is a part of a longer one must not be taken out of it first.
  return values.sort((a, b) => b.length - a.length);
}

function passwordOf(userAndPassword: string): string {
  try {
    const bytes = Uint8Array.from(atob(userAndPassword), (unit) => unit.charCodeAt(0));
    return new TextDecoder().decode(bytes).replace(/^[^:]*:/, "");
  } catch {
    return "";
  }
}

function showHeaders(headers: Headers): string {
  const shown: string[] = [];
  headers.forEach((value, name) => {
    shown.push(`${name}: ${OPEN_HEADERS.test(name) ? value : "[redacted]"}`);
  });
  return shown.join("; ");
}
