import type { Body, ErrorStatus } from "./types.js";
import { escapeSegment } from "../spec/pointer.js";
import type { MediaType, Operation, Parameter, Response, Schema } from "../spec/openapi.js";

/** One documented body of a success. */
export interface SuccessBody {
  readonly status: string;
  readonly mediaType: string;
  readonly schema: Schema | undefined;
  /** From the operation: `/responses/200/content/application~1json/schema`. */
  readonly pointer: string;
}

/** For each documented success with a body, the media type that the client reads: JSON where there is a choice. */
export function successBodies(operation: Operation): SuccessBody[] {
  return successes(operation).flatMap(([status, response]) => {
    const body = bodyOf(status, response);
    return body === undefined ? [] : [{ status, ...body }];
  });
}

function bodyOf(
  status: string,
  { content = {} }: Response,
): Omit<SuccessBody, "status"> | undefined {
  const mediaType = preferred(Object.keys(content));
  if (mediaType === undefined) return undefined;
  const schema = content[mediaType]?.schema;
  const pointer = `/responses/${status}/content/${escapeSegment(mediaType)}/schema`;
  return { mediaType, schema, pointer };
}

/** One documented answer that is no success. */
export interface ErrorAnswer {
  readonly status: ErrorStatus;
  readonly description?: string;
  /** Absent when it has no body. */
  readonly body?: Omit<SuccessBody, "status">;
}

/** By status, ranges after those and `default` last: it covers what nothing else does, unless it is the success. */
export function errorAnswers(operation: Operation): ErrorAnswer[] {
  const taken = new Set(successes(operation).map(([status]) => status));
  return Object.entries(operation.responses)
    .filter(([status]) => /^([345](\d\d|XX)|default)$/u.test(status) && !taken.has(status))
    .sort(([a], [b]) => (rankOf(a) < rankOf(b) ? -1 : 1))
    .map(([status, response]): ErrorAnswer => {
      const body = bodyOf(status, response);
      return {
        status: /^\d+$/u.test(status) ? Number(status) : (status as ErrorStatus),
        ...(response.description !== undefined && { description: response.description }),
        ...(body !== undefined && { body }),
      };
    });
}

function rankOf(status: string): string {
  return (/^\d+$/u.test(status) ? "0" : status === "default" ? "2" : "1") + status;
}

/** Whether a documented success comes without a body. */
export function hasEmptySuccess(operation: Operation): boolean {
  return successes(operation).some(([, { content }]) => Object.keys(content ?? {}).length === 0);
}

/** The media types of all successes, in the order of the description. */
export function acceptedTypes(operation: Operation): string[] {
  const types = successes(operation).flatMap(([, { content }]) => Object.keys(content ?? {}));
  return [...new Set(types)];
}

/** Media types of success beside the one that the client reads by itself, each with what it holds. */
export function otherBodies(operation: Operation): readonly SuccessBody[] {
  const read = successBodies(operation);
  const found = new Map<string, SuccessBody>();
  for (const [status, { content = {} }] of successes(operation)) {
    const usual = read.find((body) => body.status === status);
    for (const mediaType of Object.keys(content).sort()) {
      const schema = content[mediaType]?.schema;
      const pointer = `/responses/${status}/content/${escapeSegment(mediaType)}/schema`;
      if (usual === undefined || found.has(mediaType)) continue;
      // ASP.NET says `text/plain` and `text/json` of all that it writes as JSON.
      const isHabit = mediaType === "text/plain" && Object.hasOwn(content, "text/json");
      if (isHabit || isSame({ mediaType, schema }, usual)) continue;
      found.set(mediaType, { status, mediaType, schema, pointer });
    }
  }
  return [...found.values()];
}

/** JSON of one schema under two names, or two kinds of text. */
function isSame(
  one: Pick<SuccessBody, "mediaType" | "schema">,
  other: Pick<SuccessBody, "mediaType" | "schema">,
): boolean {
  if (one.mediaType === other.mediaType) return true;
  if (isJson(one.mediaType) || isJson(other.mediaType)) {
    const isAlike = JSON.stringify(one.schema) === JSON.stringify(other.schema);
    return isAlike && isJson(one.mediaType) && isJson(other.mediaType);
  }
  return isText(one.mediaType) === isText(other.mediaType);
}

/**
 * Media types of a request beside the preferred one, without those that say the same. Where a parameter of the
 * description has the name by which callers choose, there is no choice.
 */
export function alternativesOf(
  content: Readonly<Record<string, MediaType>>,
  parameters: readonly Pick<Parameter, "name">[],
): readonly string[] {
  const usual = preferred(Object.keys(content));
  if (usual === undefined || parameters.some(({ name }) => name === "contentType")) return [];
  return Object.keys(content)
    .sort()
    .filter((mediaType) => {
      if (mediaType === usual || mediaType.includes("*")) return false;
      const isAlike =
        JSON.stringify(content[mediaType]?.schema) === JSON.stringify(content[usual]?.schema);
      return !(isAlike && isJson(mediaType) && isJson(usual));
    });
}

/** The documented statuses of success; a range, or `default` on its own, stands for all of them. */
export function successStatuses(operation: Operation): (number | "2XX")[] {
  const statuses = successes(operation).map(([status]) =>
    /^\d+$/u.test(status) ? Number(status) : "2XX",
  );
  return statuses.includes("2XX") ? ["2XX"] : statuses;
}

/** 2xx, or `default` where nothing else is documented. */
export function successes(operation: Operation): [status: string, response: Response][] {
  const all = Object.entries(operation.responses).sort(([a], [b]) => (a < b ? -1 : 1));
  const documented = all.filter(([status]) => /^2(\d\d|XX)$/iu.test(status));
  return documented.length > 0 ? documented : all.filter(([status]) => status === "default");
}

/** The media type that a client reads or sends when it may choose. */
export function preferred(given: readonly string[]): string | undefined {
  const mediaTypes = [...given].sort();
  return (
    mediaTypes.find((type) => essence(type) === "application/json") ??
    mediaTypes.find(isJson) ??
    mediaTypes.find((type) => essence(type) === "multipart/form-data") ??
    mediaTypes.find((type) => essence(type) === "application/x-www-form-urlencoded") ??
    mediaTypes.find((type) => essence(type).startsWith("text/")) ??
    mediaTypes[0]
  );
}

export function isJson(mediaType: string): boolean {
  const type = essence(mediaType);
  return (
    type === "application/json" || type === "text/json" || type.endsWith("+json") || type === "*/*"
  );
}

export function isText(mediaType: string): boolean {
  const type = essence(mediaType);
  return type.startsWith("text/") || type.endsWith("/xml") || type.endsWith("+xml");
}

/** How a client writes a body of a media type. */
export function bodyFormat(mediaType: string): Body["format"] {
  if (isJson(mediaType)) return "json";
  const type = essence(mediaType);
  if (type === "multipart/form-data") return "multipart";
  if (type === "application/x-www-form-urlencoded") return "urlencoded";
  return isText(mediaType) ? "text" : "bytes";
}

function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
