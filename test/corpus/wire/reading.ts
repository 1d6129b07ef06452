/**
 * Reads a request as a server does that has the description, and says what is wrong with it: what the description does
 * not allow, and what is not the value that the caller passed.
 */

import { isDeepStrictEqual } from "node:util";
import { readMultipart } from "../../properties/multipart-reader.js";
import { readCookie, readHeader, readPath, readQuery } from "../../properties/reader.js";
import type { Described, Read } from "../../properties/reader.js";
import { isObject, object, own } from "./description.js";
import type {
  Json,
  JsonObject,
  WireApi,
  WireMedia,
  WireOperation,
  WireParameter,
  WireScheme,
} from "./description.js";
import type { Received } from "./exchange.js";
import type { Schemas } from "./schemas.js";
import type { Sampled } from "./values.js";

export interface Passed {
  readonly parameters: readonly { readonly parameter: WireParameter; readonly value: Sampled }[];
  readonly body?: { readonly type: string; readonly media: WireMedia; readonly value: Sampled };
  /** Credentials by scheme. */
  readonly credentials: ReadonlyMap<string, string>;
}

export interface Expectation {
  readonly api: WireApi;
  readonly operation: WireOperation;
  readonly schemas: Schemas;
  /** What stands before the paths of the description. */
  readonly base: string;
  readonly passed: Passed;
  /** Values that differ from what was passed, because they say which page is wanted. */
  readonly isFurtherPage: boolean;
}

/** What is wrong with a request. */
export function problems(received: Received, expected: Expectation): string[] {
  const found: string[] = [];
  const { operation } = expected;
  if (received.method !== operation.method) found.push(`method ${received.method}`);
  const at = received.target.indexOf("?");
  const path = at < 0 ? received.target : received.target.slice(0, at);
  const query = at < 0 ? "" : received.target.slice(at + 1);
  const texts = pathTexts(`${expected.base}${operation.path.split(/[?#]/)[0] ?? ""}`, path);
  if (texts === undefined) return [...found, `path ${path}`];
  attempt(found, "parameters", () =>
    found.push(...parameterProblems({ received, query, texts, expected })),
  );
  attempt(found, "body", () => found.push(...bodyProblems(received, expected)));
  found.push(...credentialProblems(received, query, expected));
  return found;
}

function attempt(found: string[], what: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    found.push(`${what}: ${String(error)}`);
  }
}

/** The texts in place of a template's braces, by name. */
function pathTexts(template: string, path: string): Map<string, string> | undefined {
  const names: string[] = [];
  const source = template
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([^/]*)";
    })
    .join("");
  const match =
    new RegExp(`^${source}$`).exec(path) ?? new RegExp(`^${source}$`).exec(decodeURI(path));
  return match === null
    ? undefined
    : new Map(names.map((name, index) => [name, match[index + 1] ?? ""]));
}

interface Reading {
  readonly received: Received;
  readonly query: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly expected: Expectation;
}

function parameterProblems(reading: Reading): string[] {
  const { expected, query } = reading;
  const found: string[] = [];
  for (const { parameter, value } of expected.passed.parameters) {
    const where = `${parameter.in} ${parameter.name}`;
    const problem = oneParameter(parameter, value, reading);
    if (problem !== undefined) found.push(`${where}: ${problem}`);
  }
  const passed = expected.passed.parameters.map(({ parameter }) => parameter.name);
  const isOpen = expected.passed.parameters.some(
    ({ parameter, value }) =>
      parameter.in === "querystring" ||
      (parameter.in === "query" && isRecord(value) && parameter.explode),
  );
  const keys = [...expected.api.schemes.values()].flatMap((scheme) =>
    scheme.kind === "query" ? [scheme.name] : [],
  );
  for (const pair of query === "" || isOpen ? [] : query.split("&")) {
    const name = decodeURIComponent(pair.split("=")[0] ?? "").replace(/\[.*$/s, "");
    const isKnown = [...passed.map((each) => each.replace(/\[.*$/s, "")), ...keys].includes(name);
    const isDeclared = expected.operation.parameters.some(
      (each) => each.in === "query" && each.name === name,
    );
    const isInPath =
      expected.operation.path.includes(`?`) && expected.operation.path.includes(pair);
    if (!isKnown && !isInPath && !(expected.isFurtherPage && isDeclared))
      found.push(`query ${name} was not passed`);
  }
  return found;
}

function oneParameter(
  parameter: WireParameter,
  value: Sampled,
  reading: Reading,
): string | undefined {
  const { received, query, texts, expected } = reading;
  const cookie = received.headers["cookie"] ?? null;
  if (parameter.in === "querystring") {
    const read = /json/i.test(parameter.content ?? "")
      ? (JSON.parse(decodeURIComponent(query)) as unknown)
      : Object.fromEntries(new URLSearchParams(query));
    return difference(read, /json/i.test(parameter.content ?? "") ? value : textsOf(value));
  }
  if (parameter.content !== undefined && /json/i.test(parameter.content)) {
    const as: Described = {
      style: "form",
      explode: false,
      name: parameter.name,
      shape: "primitive",
    };
    const text =
      parameter.in === "path"
        ? decodeURIComponent(texts.get(parameter.name) ?? "")
        : parameter.in === "query"
          ? readQuery(as, query)
          : parameter.in === "cookie"
            ? readCookie(as, cookie)
            : received.headers[parameter.name.toLowerCase()];
    return difference(JSON.parse(String(text)), value);
  }
  if (parameter.style === "deepObject" && isRecord(value)) {
    return difference(pairsUnder(parameter.name, query), flat(parameter.name, value));
  }
  const shape = Array.isArray(value) ? "array" : isRecord(value) ? "object" : "primitive";
  const described: Described = {
    style: parameter.style as Described["style"],
    explode: parameter.explode,
    name: parameter.name,
    shape,
  };
  let read: Read;
  if (parameter.in === "path") read = readPath(described, texts.get(parameter.name) ?? "");
  else if (parameter.in === "query") {
    const others = expected.passed.parameters.filter(
      (each) => each.parameter !== parameter && each.parameter.in === "query",
    );
    const own_ =
      shape === "object" && parameter.explode
        ? withoutNames(
            query,
            others.map((each) => each.parameter.name),
          )
        : query;
    read = readQuery(described, own_);
  } else if (parameter.in === "cookie") {
    const others = expected.passed.parameters.filter((each) => each.parameter !== parameter);
    const isSpread = shape === "object" && parameter.explode;
    const names = others.map((each) => each.parameter.name);
    read = readCookie(described, isSpread ? withoutCookies(cookie, names) : cookie);
  } else read = readHeader(described, received.headers[parameter.name.toLowerCase()] ?? null);
  if (expected.isFurtherPage && read !== undefined && !isDeepStrictEqual(read, textsOf(value))) {
    // Another page is asked for: then it need not be what was passed, but still what is declared.
    return expected.schemas.problem(parameter.schema, typed(read, value));
  }
  return difference(read, textsOf(value));
}

function withoutNames(query: string, names: readonly string[]): string {
  return query
    .split("&")
    .filter(
      (pair) => !names.includes(decodeURIComponent(pair.split("=")[0] ?? "").replace(/\[.*$/s, "")),
    )
    .join("&");
}

function withoutCookies(cookie: string | null, names: readonly string[]): string | null {
  const kept = (cookie ?? "")
    .split("; ")
    .filter((pair) => !names.includes(decodeURIComponent(pair.split("=")[0] ?? "")));
  return kept.length > 0 ? kept.join("; ") : null;
}

/** A text as the kind of value that was passed. */
function typed(read: Read, like: Sampled): unknown {
  if (typeof like === "number" && typeof read === "string") return Number(read);
  if (typeof like === "boolean") return read === "true";
  return read;
}

/** All that is on the wire is text. */
function textsOf(value: Sampled): Read {
  if (Array.isArray(value)) return value.map(String);
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
  return String(value);
}

/** `name[a][b]` by its texts, sorted by name. */
function flat(name: string, value: Sampled): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((each) => flat(name, each));
  if (isRecord(value))
    return sorted(Object.entries(value).flatMap(([key, each]) => flat(`${name}[${key}]`, each)));
  return value === null ? [] : [[name, String(value)]];
}

function pairsUnder(name: string, query: string): [string, string][] {
  const pairs = query.split("&").map((pair): [string, string] => {
    const [key = "", ...rest] = pair.split("=");
    return [decodeURIComponent(key), decodeURIComponent(rest.join("="))];
  });
  return sorted(pairs.filter(([key]) => key.startsWith(`${name}[`)));
}

function sorted(pairs: [string, string][]): [string, string][] {
  return pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function bodyProblems({ headers, body }: Received, { passed, schemas }: Expectation): string[] {
  const sent = headers["content-type"];
  if (passed.body === undefined) {
    return [
      ...(body.length > 0 ? ["a body that was not passed"] : []),
      ...(sent === undefined ? [] : [`Content-Type ${sent} without a body`]),
    ];
  }
  const { type, media, value } = passed.body;
  if (!matches(type, sent ?? "")) return [`Content-Type ${sent ?? "missing"} instead of ${type}`];
  if (/[/+]json\b/i.test(type)) {
    const read = JSON.parse(body.toString("utf8")) as unknown;
    const wrong = schemas.problem(media.schema, read) ?? difference(read, value);
    return wrong === undefined ? [] : [`body: ${wrong}`];
  }
  const wrong = /^multipart\/form-data/i.test(type)
    ? multipartProblem(sent ?? "", body, value, media)
    : /urlencoded/i.test(type)
      ? formProblem(body.toString("utf8"), value, media)
      : difference(
          body,
          value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)),
        );
  return wrong === undefined ? [] : [`body: ${wrong}`];
}

/** Whether a Content-Type is the documented media type, which may be a range. */
function matches(documented: string, sent: string): boolean {
  const essence = (text: string) => (text.split(";")[0] ?? "").trim().toLowerCase();
  const [wanted, got] = [essence(documented), essence(sent)];
  if (wanted === "*/*") return got !== "";
  return wanted.endsWith("/*") ? got.startsWith(wanted.slice(0, -1)) : wanted === got;
}

/** Lists repeat the name, objects are JSON, files have names (OpenAPI 3.1.1, "Encoding Object"). */
function multipartProblem(
  contentType: string,
  body: Buffer,
  value: Sampled,
  { encoding }: WireMedia,
): string | undefined {
  const parts = readMultipart(contentType, body).map(({ name, fileName, bytes }) => ({
    name,
    isFile: fileName !== undefined,
    bytes: bytes.toString("latin1"),
  }));
  const wanted = Object.entries(isRecord(value) ? value : {}).flatMap(([name, given]) => {
    const { style, explode } = object(own(encoding, name));
    if (style !== undefined || explode !== undefined) {
      const fields = [...fieldsOf(name, given, encoding)];
      const bytes = (text: string) => Buffer.from(text).toString("latin1");
      return fields.map(([key, text]) => ({ name: key, isFile: false, bytes: bytes(text) }));
    }
    return [given].flat().flatMap((item) => {
      if (item === null) return [];
      if (item instanceof Uint8Array)
        return [{ name, isFile: true, bytes: Buffer.from(item).toString("latin1") }];
      const text = typeof item === "object" ? JSON.stringify(item) : String(item);
      return [{ name, isFile: false, bytes: Buffer.from(text).toString("latin1") }];
    });
  });
  // Parts of JSON are Blobs to the platform, which gives them a file name; a server tells them by their type.
  const told = parts.map((part, index) => ({
    ...part,
    isFile: wanted[index]?.isFile === true && part.isFile,
  }));
  return difference(told, wanted);
}

function formProblem(text: string, value: Sampled, { encoding }: WireMedia): string | undefined {
  const entries = Object.entries(isRecord(value) ? value : {});
  const wanted = entries.flatMap(([name, given]) => fieldsOf(name, given, encoding));
  return difference(sorted([...new URLSearchParams(text.replaceAll("+", "%2B"))]), sorted(wanted));
}

/** One property as fields of a form, by its encoding. */
function fieldsOf(name: string, given: Sampled, encoding: JsonObject): [string, string][] {
  const { style, explode } = object(own(encoding, name));
  if (style === "deepObject" && typeof given === "object" && given !== null)
    return flat(name, given);
  if (Array.isArray(given) && explode === false) {
    const mark = style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : ",";
    return given.length === 0 ? [] : [[name, given.join(mark)]];
  }
  if (isRecord(given) && (style !== undefined || explode !== undefined))
    return flat("", given).map(([key, each]) => [key.slice(1, -1), each]);
  return [given]
    .flat()
    .flatMap((item): [string, string][] =>
      item === null ? [] : [[name, typeof item === "object" ? JSON.stringify(item) : String(item)]],
    );
}

function credentialProblems(
  { headers }: Received,
  query: string,
  { operation, api, passed }: Expectation,
): string[] {
  if (operation.security.length === 0 || operation.security.some((all) => all.length === 0))
    return [];
  const holds = (name: string): boolean => {
    const scheme: WireScheme | undefined = api.schemes.get(name);
    const secret = passed.credentials.get(name) ?? "";
    switch (scheme?.kind) {
      case "header":
        return (headers[scheme.name.toLowerCase()] ?? "").split(" ").at(-1) === secret;
      case "query":
        return new URLSearchParams(query).get(scheme.name) === secret;
      case "cookie":
        return (headers["cookie"] ?? "").split("; ").includes(`${scheme.name}=${secret}`);
      case "basic":
        return (
          headers["authorization"] === `Basic ${Buffer.from(`ana:${secret}`).toString("base64")}`
        );
      case "bearer":
        return headers["authorization"] === `Bearer ${secret}`;
      default:
        return true;
    }
  };
  return operation.security.some((all) => all.every(holds))
    ? []
    : ["no alternative of the credentials is satisfied"];
}

function isRecord(value: unknown): value is { [key: string]: Sampled } {
  return isObject(value as Json) && !(value instanceof Uint8Array);
}

export function difference(got: unknown, wanted: unknown): string | undefined {
  if (isDeepStrictEqual(got, wanted)) return undefined;
  const show = (value: unknown) => (JSON.stringify(value) ?? "undefined").slice(0, 300);
  return `got ${show(got)}, wanted ${show(wanted)}`;
}
