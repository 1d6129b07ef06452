import type { Document } from "../spec/document.js";
import { docsOf } from "./docs.js";
import { uniqueNames } from "./names.js";
import type { Server } from "./types.js";

/** The document's servers; their variables become options of the client under their own names. */
export function buildServers(document: Document): readonly Server[] {
  const names = document.root.servers.flatMap(({ variables }) => Object.keys(variables));
  const options = uniqueNames(
    new Map(names.map((name) => [name, name])),
    clientOptionNames,
    "Variable",
  );
  return document.root.servers.map(({ url, name, variables, ...described }) => ({
    url,
    ...(name !== undefined && { name }),
    docs: docsOf(described),
    variables: inOrderOfUse(url, variables).map(
      ([variable, { default: fallback, enum: values, ...rest }]) => ({
        name: variable,
        option: options.get(variable) ?? variable,
        docs: docsOf(rest),
        ...(fallback !== undefined && { default: fallback }),
        ...(values !== undefined && { values }),
      }),
    ),
  }));
}

/** Variables as they stand in the URL, since the keys of an object have no order. */
function inOrderOfUse<Value>(
  url: string,
  variables: Readonly<Record<string, Value>>,
): [string, Value][] {
  const place = (name: string): number => url.indexOf(`{${name}}`);
  return Object.entries(variables).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Options that every client has; `templates/runtime/client.ts` says what they mean. */
export const clientOptionNames: ReadonlySet<string> = new Set([
  "baseUrl",
  "server",
  "headers",
  "timeout",
  "totalTimeout",
  "idleTimeout",
  "maxRetries",
  "maxRetryAfter",
  "maxResponseBytes",
  "retry",
  "retryBudget",
  "fetch",
  "fetchOptions",
  "allowInsecureHttp",
  "allowOrigins",
  "middleware",
  "logger",
  "logLevel",
  "logBodies",
  "onAttempt",
  "captureStack",
  "telemetryHeaders",
  "requestIdHeaders",
  "redirect",
  "clock",
  "random",
  "internals",
]);
