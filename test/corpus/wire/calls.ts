/** Calls of a generated client with made-up arguments, against a server that judges them. */

import { METHODS } from "node:http";
import type {
  ApiModel,
  ListOperation,
  Operation,
  Resource,
} from "../../../generator/model/types.js";
import { isObject, list, object, own } from "./description.js";
import type {
  Json,
  JsonObject,
  WireApi,
  WireMedia,
  WireOperation,
  WireParameter,
  WireResponse,
} from "./description.js";
import type { Answer, WireServer } from "./exchange.js";
import type { Random } from "./random.js";
import { difference, problems } from "./reading.js";
import type { Expectation, Passed } from "./reading.js";
import type { Schemas } from "./schemas.js";
import { json, Values } from "./values.js";
import type { Place, Sampled } from "./values.js";

/** An operation as the server knows it, beside what it is called in the package. */
export interface Pair {
  readonly wire: WireOperation;
  readonly model: Operation;
  readonly resource: Resource;
}

export interface Judge {
  readonly api: WireApi;
  readonly model: ApiModel;
  readonly Client: new (options: object) => object;
  readonly server: WireServer;
  readonly request: Schemas;
  readonly response: Schemas;
}

export interface Verdict {
  /** Calls that were made. */
  readonly calls: number;
  readonly problems: readonly string[];
  /** Why no call could be made. */
  readonly skipped?: string;
}

const BASE = "/base";
type Result = PromiseLike<unknown> & AsyncIterable<unknown>;

/** Every operation in the words of both. */
export function pairsOf(api: WireApi, model: ApiModel): Pair[] {
  const found: Pair[] = [];
  const wires = new Map(api.operations.map((wire) => [`${wire.method} ${wire.path}`, wire]));
  const visit = (resource: Resource): void => {
    for (const operation of resource.operations) {
      const wire = wires.get(`${operation.method} ${operation.path}`);
      if (wire !== undefined) found.push({ wire, model: operation, resource });
    }
    resource.children.forEach(visit);
  };
  model.resources.forEach(visit);
  return found;
}

/** One call that succeeds, the pages of a list, and one call that fails with a documented error. */
export async function judge(judged: Judge, pair: Pair, random: Random): Promise<Verdict> {
  const passed = passedTo(judged, pair, random);
  if (typeof passed === "string") return { calls: 0, problems: [], skipped: passed };
  const found: string[] = [];
  let calls = 0;
  const successes = pair.wire.responses.filter(({ status }) => /^2(\d\d|XX)$/i.test(status));
  const documented =
    successes.length > 0
      ? successes
      : pair.wire.responses.filter(({ status }) => status === "default");
  for (const response of documented.length > 0
    ? documented
    : [{ status: "200", content: new Map() }]) {
    const answer = answerFor(judged, response, pair.wire, random);
    if (answer === undefined) continue;
    calls++;
    found.push(...(await succeed(judged, pair, passed, answer)));
  }
  const errors = pair.wire.responses.filter(({ status }) => /^[45](\d\d|XX)$/i.test(status));
  if (errors.length > 0) {
    const answer = answerFor(judged, random.pick(errors), pair.wire, random);
    if (answer !== undefined) {
      calls++;
      found.push(...(await fail(judged, pair, passed, answer)));
    }
  }
  return calls > 0
    ? { calls, problems: found }
    : { calls, problems: found, skipped: "no valid answer was made up" };
}

const PATH_TEXT = "abcXYZ 019-_~/?&=+%#@:é;";
const HEADER_TEXT = "abcXYZ019-_~/?&=+%#@:.";

/** Headers that `fetch` writes itself, whatever its caller gives (Fetch Standard, 2.2.2). */
function isOfPlatform({ in: place, name }: WireParameter): boolean {
  return place === "header" && /^(?:connection|content-length|host|transfer-encoding)$/i.test(name);
}

/** Valid arguments; a text says why there are none. */
function passedTo(
  { api, request, model }: Judge,
  { wire, model: operation }: Pair,
  random: Random,
): Passed | string {
  if (!METHODS.includes(wire.method)) return `no server of Node knows the method ${wire.method}`;
  const parameters: { parameter: WireParameter; value: Sampled }[] = [];
  for (const parameter of wire.parameters) {
    if (!operation.parameters.some(isSame(parameter)) || isOfPlatform(parameter)) continue;
    if (!parameter.required && !random.chance(0.6)) continue;
    const place: Place = {
      direction: "request",
      alphabet: parameter.in === "header" ? HEADER_TEXT : PATH_TEXT,
      isPlain: parameter.content === undefined,
      takesFiles: false,
    };
    const value = new Values(api, random, place).valid(parameter.schema, request);
    const isSent = value !== undefined && isWritable(value, parameter);
    if (isSent) parameters.push({ parameter, value });
    else if (parameter.required)
      return `no value for ${parameter.in} ${parameter.name} that its style can carry`;
  }
  const security = operation.security ?? [];
  const alternative = security.length > 0 ? random.pick(security) : [];
  const credentials = new Map(
    model.schemes
      .filter(({ name }) => alternative.includes(name))
      .map(({ name }, index) => [name, `secret-${index}-${name.replace(/[^a-z0-9]/gi, "")}`]),
  );
  if (wire.body === undefined || operation.body === undefined) return { parameters, credentials };
  if (!wire.body.required && random.chance(0.2)) return { parameters, credentials };
  const type = operation.body.mediaType;
  const media =
    wire.body.content.get(type) ??
    [...wire.body.content].find(([name]) => name.toLowerCase() === type.toLowerCase())?.[1];
  if (media === undefined) return `the body ${type} is not in the description`;
  const value = operation.body.isUnnamedForm
    ? { file: Uint8Array.from({ length: 40 }, () => random.between(0, 255)) }
    : bodyValue(api, type, media, request, random);
  if (value === undefined)
    return wire.body.required
      ? `no valid body of ${type} was made up`
      : { parameters, credentials };
  return { parameters, credentials, body: { type, media, value } };
}

function bodyValue(
  api: WireApi,
  type: string,
  media: WireMedia,
  schemas: Schemas,
  random: Random,
): Sampled | undefined {
  if (/[/+]json\b/i.test(type))
    return new Values(api, random, json("request")).valid(media.schema, schemas);
  if (/form-data|urlencoded/i.test(type)) {
    const value = new Values(api, random, {
      ...json("request"),
      takesFiles: /form-data/i.test(type),
    }).valid(media.schema, schemas);
    // A form has fields, and no other way to say "none" of one.
    if (!isObject(value as Json) || value instanceof Uint8Array || hasEmpty(value as Json))
      return undefined;
    return value;
  }
  if (/^text\/|[/+]xml\b/i.test(type)) return "<a>text é</a>";
  return Uint8Array.from({ length: 40 }, () => random.between(0, 255));
}

function hasEmpty(value: Json): boolean {
  return Object.values(object(value)).some(
    (each) => each === null || (Array.isArray(each) && each.some((item) => item === null)),
  );
}

/** Whether OpenAPI says how a value of this shape is written. */
function isWritable(
  value: Sampled,
  { style, content, in: place, explode }: WireParameter,
): boolean {
  if (content !== undefined) return /json/i.test(content) || place === "querystring";
  const isPlain = (each: unknown) => typeof each !== "object" && each !== "";
  if (typeof value !== "object") return value !== "";
  if (value === null) return false;
  if (style === "deepObject")
    return !Array.isArray(value) && Object.keys(value).length > 0 && isNested(value);
  const items = Object.values(value as object);
  if (items.length === 0 || !items.every(isPlain)) return false;
  const mark =
    style === "spaceDelimited"
      ? " "
      : style === "pipeDelimited"
        ? "|"
        : place === "header"
          ? ","
          : "";
  if (mark !== "" && !explode && items.some((each) => String(each).includes(mark))) return false;
  return !(style === "label" && items.some((each) => String(each).includes(".")));
}

function isNested(value: unknown): boolean {
  if (value === null) return false;
  if (typeof value !== "object") return true;
  const items = Object.entries(value);
  return (
    items.length > 0 &&
    items.every(
      ([key, each]) =>
        !/[[\]]/.test(key) && isNested(each) && !(Array.isArray(value) && typeof each === "object"),
    )
  );
}

function isSame(parameter: WireParameter) {
  return ({ name, in: place }: { readonly name: string; readonly in: string }): boolean =>
    name === parameter.name && place === (parameter.in === "querystring" ? "query" : parameter.in);
}

interface Sent extends Answer {
  /** What the client should make of it. */
  readonly data: unknown;
  readonly media: WireMedia | undefined;
}

/** A valid answer, from the description's examples or its schema. */
function answerFor(
  { api, response: schemas }: Judge,
  { status, content }: WireResponse,
  wire: WireOperation,
  random: Random,
): Sent | undefined {
  const code = /^\d+$/.test(status)
    ? Number(status)
    : status === "default"
      ? 200
      : Number(status[0]) * 100 + (status.startsWith("2") ? 0 : 9);
  const none: Sent = { status: code, body: Buffer.alloc(0), data: undefined, media: undefined };
  const types = [...content.keys()].sort();
  const type =
    types.find((each) => /[/+]json\b/i.test(each)) ??
    types.find((each) => each.startsWith("text/")) ??
    types[0];
  const media = type === undefined ? undefined : content.get(type);
  if (type === undefined || media === undefined || wire.method === "HEAD" || code === 204)
    return none;
  const concrete = type.includes("*") ? "application/octet-stream" : type;
  const isFile = object(media.schema)["type"] === "file";
  if (isFile || !/[/+]json\b/i.test(type)) {
    const isText = /^text\//i.test(type) || /[/+]xml\b/i.test(type);
    const body = isText ? Buffer.from("<a>text é</a>") : Buffer.from([0, 1, 2, 255, 254]);
    return {
      status: code,
      type: isFile ? "application/octet-stream" : concrete,
      body,
      data: isText && !isFile ? body.toString("utf8") : body,
      media,
    };
  }
  const example = media.examples.find((each) => schemas.problem(media.schema, each) === undefined);
  const data =
    random.chance(0.3) && example !== undefined
      ? example
      : (new Values(api, random, json("response")).valid(media.schema, schemas) ?? example);
  if (data === undefined) return undefined;
  return { status: code, type: concrete, body: Buffer.from(JSON.stringify(data)), data, media };
}

async function succeed(judged: Judge, pair: Pair, passed: Passed, answer: Sent): Promise<string[]> {
  const { server } = judged;
  const { model } = pair;
  const pages = model.kind === "list" ? pagesOf(model, answer, server.origin + BASE) : undefined;
  server.received = [];
  server.answers = pages?.answers ?? [answer];
  try {
    const result = call(judged, pair, passed);
    if (pages === undefined) {
      const got = await data(model, result);
      return [
        ...requestProblems(judged, pair, passed),
        ...labelled(`result ${answer.status}`, difference(got, await comparable(answer.data))),
      ];
    }
    const items: unknown[] = [];
    for await (const item of result) {
      items.push(item);
      if (items.length > 1000) throw new Error("the iteration does not end");
    }
    return [
      ...requestProblems(judged, pair, passed),
      ...labelled("items", difference(items, pages.items)),
    ];
  } catch (error) {
    return [...requestProblems(judged, pair, passed), `${answer.status}: ${messageOf(error)}`];
  }
}

async function fail(judged: Judge, pair: Pair, passed: Passed, answer: Sent): Promise<string[]> {
  const { server } = judged;
  server.received = [];
  server.answers = [answer];
  try {
    await call(judged, pair, passed);
    return [`${answer.status} was no error`];
  } catch (error) {
    const { status, body } = error as { status?: unknown; body?: unknown };
    if (status !== answer.status) return [`${answer.status}: ${messageOf(error)}`];
    const isBytes = answer.data instanceof Uint8Array;
    return [
      ...requestProblems(judged, pair, passed),
      ...(isBytes ? [] : labelled(`error ${answer.status}`, difference(body, answer.data))),
    ];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function labelled(what: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${what}: ${problem}`];
}

function requestProblems(
  { api, server, request }: Judge,
  { wire }: Pair,
  passed: Passed,
): string[] {
  if (server.received.length === 0) return ["nothing was sent"];
  if (server.received.length > 4) return [`${server.received.length} requests for two pages`];
  return server.received.flatMap((received, index) => {
    const expected: Expectation = {
      api,
      operation: wire,
      schemas: request,
      base: BASE,
      passed,
      isFurtherPage: index > 0,
    };
    return problems(received, expected);
  });
}

async function data(model: Operation, result: Result): Promise<unknown> {
  const got = model.kind === "list" ? ((await result) as { raw: unknown }).raw : await result;
  return comparable(got);
}

/** Bytes as a Buffer, whatever they came in. */
async function comparable(value: unknown): Promise<unknown> {
  if (value instanceof Blob) return Buffer.from(await value.arrayBuffer());
  return value;
}

/** The call that a user writes. */
function call(
  { Client, model, server }: Judge,
  { resource, model: operation }: Pair,
  { parameters, body, credentials }: Passed,
): Result {
  const given = model.schemes.flatMap(({ name, option, type }): [string, unknown][] => {
    const secret = credentials.get(name);
    if (secret === undefined) return [];
    return [[option, type === "basic" ? { username: "ana", password: secret } : secret]];
  });
  const options = {
    baseUrl: server.origin + BASE,
    maxRetries: 0,
    fetch: fetchHere(server.origin),
    ...Object.fromEntries(given),
  };
  let target = new Client(options) as Readonly<Record<string, unknown>>;
  for (const accessor of resource.path.split(".")) target = target[accessor] as typeof target;
  const method = target[operation.name] as (this: unknown, params?: object) => Result;
  if (operation.paramsName === undefined) return method.call(target);
  const params = new Map<string, unknown>();
  for (const { parameter, value } of parameters) {
    params.set(operation.parameters.find(isSame(parameter))?.key ?? parameter.name, value);
  }
  if (body !== undefined) {
    const isForm = operation.body?.isUnnamedForm === true;
    params.set("body", isForm ? formOf(body.value as Record<string, Uint8Array>) : body.value);
  }
  return method.call(target, Object.fromEntries(params));
}

function formOf(files: Readonly<Record<string, Uint8Array>>): FormData {
  const form = new FormData();
  for (const [name, bytes] of Object.entries(files))
    form.append(name, new Blob([new Uint8Array(bytes)]), name);
  return form;
}

/** No call leaves this machine, whatever a description says. */
function fetchHere(origin: string): typeof fetch {
  return (input, init) => {
    if (!String(input).startsWith(`${origin}/`)) throw new Error(`a request to ${String(input)}`);
    return fetch(input, init);
  };
}

interface Pages {
  readonly answers: readonly Answer[];
  readonly items: readonly unknown[];
}

/** The example as the first of two pages, the second without items and last. */
function pagesOf(
  { pagination, path }: ListOperation,
  answer: Sent,
  base: string,
): Pages | undefined {
  const first = structuredClone(answer.data) as Json;
  const found = at(first, pagination.items);
  if (!Array.isArray(found)) return undefined;
  const second = structuredClone(first);
  const url = `${base}${path}`;
  const page = pagination;
  if (page.style === "link" || page.style === "url") return undefined;
  const lead =
    page.style === "cursor"
      ? cursorLike(page.next === undefined ? undefined : at(first, page.next))
      : `${url}?${page.style === "page" ? `${page.page}=2` : `${page.offset}=${found.length}`}`;
  const set = (body: Json, keys: readonly string[] | undefined, value: Json) => {
    if (keys !== undefined) put(body, keys, value);
  };
  set(first, page.next, lead);
  set(second, page.next, null);
  set(first, page.hasMore, true);
  set(second, page.hasMore, false);
  if (page.style !== "cursor") {
    set(first, page.isLast, false);
    set(second, page.isLast, true);
  }
  if (page.style === "page") {
    set(first, page.current, page.first ?? 1);
    set(second, page.current, (page.first ?? 1) + 1);
    set(first, page.totalPages, 2);
    set(second, page.totalPages, 2);
  }
  set(first, page.total, found.length);
  set(second, page.total, found.length);
  if (pagination.items.length === 0)
    return { answers: [asAnswer(answer, first), asAnswer(answer, [])], items: found };
  put(second, pagination.items, []);
  return {
    answers: [asAnswer(answer, first), asAnswer(answer, second)],
    items: list(at(first, pagination.items)),
  };
}

/** Another one of its kind. */
function cursorLike(given: Json | undefined): Json {
  return typeof given === "number" ? given + 1 : "next-cursor";
}

function asAnswer({ status, type }: Sent, body: Json): Answer {
  return { status, ...(type !== undefined && { type }), body: Buffer.from(JSON.stringify(body)) };
}

function at(body: Json, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>(
    (value, key) => (isObject(value) ? own(value, key) : undefined),
    body,
  );
}

function put(body: Json, keys: readonly string[], value: Json): void {
  let target = body as JsonObject;
  for (const key of keys.slice(0, -1)) {
    if (!isObject(target[key])) target[key] = {};
    target = target[key] as JsonObject;
  }
  target[keys.at(-1)!] = value;
}
