import type { ErrorBody, ErrorRange, ErrorResponse, Operation, Resource } from "../model/types.js";
import { code, docText, identifier, join, numberLiteral, stringLiteral } from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import type { ModuleScope } from "../morph/scope.js";
import type { Declaration } from "../morph/structures.js";
import { httpError } from "./runtime-refs.js";
import type { SchemaTypes } from "./schema-types.js";

/**
 * The union of an operation's documented errors and, since a server may answer anything, of all others; the statuses
 * tell its members apart.
 */
export function errorType(
  { path }: Resource,
  { name, errors }: Operation,
  types: SchemaTypes,
  scope: ModuleScope,
): Declaration[] {
  if (errors === undefined) return [];
  const members = [
    ...statusMembers(errors.responses, types, scope),
    ...otherMembers(errors.responses, types, scope),
  ];
  return [
    {
      kind: "type",
      name: identifier(errors.name),
      docs: docText(`Answers of \`${path}.${name}\` that are no success.`),
      type: join(members, " | "),
    },
  ];
}

/** Statuses that are documented one by one. Those of a class that stands for several share it where the body is the same. */
function statusMembers(
  responses: readonly ErrorResponse[],
  types: SchemaTypes,
  scope: ModuleScope,
): Code[] {
  const groups = new Map<string, { type: Code; statuses: Code[] }>();
  for (const { status, body } of responses) {
    if (typeof status !== "number") continue;
    const name = classOf(status);
    const type = code`${scope.use(httpError(name))}<${errorBodyType(body, types, scope)}`;
    const group = groups.get(type) ?? { type, statuses: [] };
    if (statusOfClass.get(name) === undefined) group.statuses.push(numberLiteral(status));
    groups.set(type, group);
  }
  return [...groups.values()].map(({ type, statuses }) =>
    statuses.length === 0 ? code`${type}>` : code`${type}, ${join(statuses, " | ")}>`,
  );
}

/** Ranges and `default`, and with an unknown body what is not documented at all. */
function otherMembers(
  responses: readonly ErrorResponse[],
  types: SchemaTypes,
  scope: ModuleScope,
): Code[] {
  const documented = ranges.filter((range) => responses.some(({ status }) => status === range));
  const rest = ranges.filter((range) => !documented.includes(range));
  const statuses = responses.flatMap(({ status }) => (typeof status === "number" ? [status] : []));
  const member = (covered: readonly ErrorRange[], body: ErrorBody | undefined): Code => {
    const known = statuses.filter((status) => covered.includes(rangeOf(status)));
    const type = body === undefined ? code`unknown` : errorBodyType(body, types, scope);
    const args = [
      known.length === 0 ? code`never` : join(known.map(numberLiteral), " | "),
      type,
      join(covered.map(stringLiteral), " | "),
    ];
    // What is a default of the type is left out, from the end.
    if (covered.length === ranges.length) args.pop();
    if (args.length === 2 && type === "unknown") args.pop();
    if (args.length === 1 && known.length === 0) args.pop();
    const other = scope.use(httpError("OtherHttpError"));
    return args.length === 0 ? other : code`${other}<${join(args, ", ")}>`;
  };
  const byDefault = responses.find(({ status }) => status === "default")?.body;
  return [
    ...documented.map((range) =>
      member([range], responses.find(({ status }) => status === range)?.body),
    ),
    ...(rest.length === 0 ? [] : [member(rest, byDefault)]),
  ];
}

/** The type of an error's body as the client decodes it. */
export function errorBodyType(body: ErrorBody, types: SchemaTypes, scope: ModuleScope): Code {
  switch (body.kind) {
    case "none":
      return code`undefined`;
    case "text":
      return code`string`;
    case "json":
      return body.type === undefined ? code`unknown` : types.at(body.type, scope);
    default:
      return body satisfies never;
  }
}

/** `@throws` with what the description says of an error, one line for each. */
export function errorsText({ errors }: Operation): string | undefined {
  const lines = errors?.responses.flatMap(({ status, docs }) => {
    const name = typeof status === "number" ? classOf(status) : "HttpError";
    const text = oneLine(docs.description ?? "");
    if (text === "" || fold(text) === fold(name)) return [];
    const isSaid = statusOfClass.has(name) || status === "default";
    return [`@throws {${name}} ${isSaid ? "" : `${status}: `}${text}`];
  });
  return lines?.join("\n");
}

const ranges: readonly ErrorRange[] = ["3XX", "4XX", "5XX"];

function rangeOf(status: number): ErrorRange {
  return status < 400 ? "3XX" : status < 500 ? "4XX" : "5XX";
}

/** The classes of `templates/runtime/http-error.ts` that stand for one status. */
const classes: ReadonlyMap<number, string> = new Map([
  [400, "BadRequestError"],
  [401, "UnauthorizedError"],
  [403, "ForbiddenError"],
  [404, "NotFoundError"],
  [409, "ConflictError"],
  [410, "GoneError"],
  [413, "PayloadTooLargeError"],
  [422, "UnprocessableEntityError"],
  [429, "RateLimitError"],
]);
const statusOfClass: ReadonlyMap<string, number> = new Map(
  [...classes].map(([status, name]) => [name, status]),
);

function classOf(status: number): string {
  const usual = status >= 500 ? "ServerError" : status < 400 ? "RedirectError" : "HttpError";
  return classes.get(status) ?? usual;
}

const maxLength = 120;

/** The first paragraph as one line, shortened; an `@` in it begins no tag but an inline one (TSDoc's escape). */
function oneLine(description: string): string {
  const [paragraph = ""] = description
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/gu, "\n")
    .trim()
    .split(/\n\s*\n/u);
  const text = [...paragraph.replace(/\s+/gu, " ").replace(/(?<![\w.{])@(?=\S)/gu, "\\@")];
  return text.length <= maxLength ? text.join("") : `${text.slice(0, maxLength - 1).join("")}…`;
}

/** `Not found.` says no more than `NotFoundError`. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/error$/u, "");
}
