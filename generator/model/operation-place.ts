import type { Document } from "../spec/document.js";
import type { Operation } from "../spec/openapi.js";
import { camelCase, sameWord, singular, stem, words } from "./names.js";
import { ownName, verbsOf } from "./operation-verb.js";
import type { Placed } from "./operation-verb.js";
import { segmentsOf } from "./path-segments.js";
import type { Literal, PathSegments } from "./path-segments.js";
import { groupingTag } from "./tags.js";
import { isAction, isReading } from "./verbs.js";

/** Where an operation belongs, by its own evidence alone. */
export interface Place {
  /** Accessors from the client down: `["repos", "issues"]`. */
  readonly resource: readonly string[];
  /** Names for its method, best first; the others stand in where another operation has the better claim. */
  readonly wishes: readonly string[];
  /** Of the API, as the path says; the name for an operation whose counterpart of another version has the first one. */
  readonly version: number;
  readonly versioned: string;
}

/** A client with deeper nesting is no easier to find one's way in. */
const maxDepth = 3;

export function placeOf(document: Document, placed: Placed): Place {
  const segments = segmentsOf(placed.path);
  const tag = groupingTag(placed.operation, document.root.tags);
  const { things, rest } = isCall(placed, segments)
    ? { things: [], rest: segments.literals }
    : split(segments.literals, tag);
  const resource =
    things.length === 0
      ? [withoutPath(placed.operation, tag)]
      : things.map(({ text }) => camelCase(text) || "resource");
  const name = nameIn(document, placed, { things, rest }, resource, endsInItem(segments));
  const wishes = wishesOf(name, placed, resource, segments);
  const { version } = segments;
  return {
    resource,
    wishes,
    version,
    versioned: camelCase(`${wishes[0] ?? ""} v${String(version)}`),
  };
}

/** `POST /sendMessage` with the operationId sendMessage: a function by its name, whatever the word. */
function isCall({ method, operation }: Placed, { literals }: PathSegments): boolean {
  const [only, ...others] = literals;
  if (method !== "POST" || only === undefined || others.length > 0 || only.ofItem) return false;
  return camelCase(only.text) === camelCase(operation.operationId ?? "");
}

function nameIn(
  document: Document,
  placed: Placed,
  { things, rest }: Split,
  resource: readonly string[],
  isItem: boolean,
): string {
  if (rest.length > 0) return lowerName(document, placed, rest, resource);
  const own = ownName(document, placed, things.at(-1), isItem);
  if (things.length === 0) return descriptive(placed.operation, []) ?? own;
  const isUsual = usualMethods.has(placed.method);
  return isUsual ? own : (descriptive(placed.operation, resource) ?? own);
}

/** Whose names follow from the path; what MKCOL or LINK is for, the operationId says better. */
const usualMethods: ReadonlySet<string> = new Set(
  "GET POST PUT PATCH DELETE HEAD OPTIONS TRACE".split(" "),
);

interface Split {
  /** What becomes the resource. */
  readonly things: readonly Literal[];
  /** What is left for the name of the method: an act, or what is nested too deeply. */
  readonly rest: readonly Literal[];
}

function split(literals: readonly Literal[], tag: string | undefined): Split {
  const act = literals.findIndex(
    ({ role }, index) =>
      (index > 0 || literals.length === 1 || role === "method") && isAct(literals, index),
  );
  const all = act === -1 ? literals : literals.slice(0, act);
  const things = withoutNamespaces(all, tag);
  return {
    things: things.slice(0, maxDepth),
    rest: [...things.slice(maxDepth), ...(act === -1 ? [] : literals.slice(act))],
  };
}

function isAct(literals: readonly Literal[], index: number): boolean {
  const literal = literals[index];
  if (literal === undefined) return false;
  const { text, role, ofItem } = literal;
  if (role !== "either") return role === "method";
  return isAction(text, index === literals.length - 1 && !ofItem);
}

/**
 * More segments before the first parameter than resources nest are namespaces that no caller wants to write: where the
 * tag names one of them, the resource begins there, and is called like the tag.
 */
function withoutNamespaces(
  things: readonly Literal[],
  tag: string | undefined,
): readonly Literal[] {
  const below = things.findIndex(({ belowItem }) => belowItem);
  const namespaces = below === -1 ? things.length : below;
  if (tag === undefined || namespaces <= maxDepth) return things;
  const start = things.findLastIndex(
    ({ text }, index) => index < namespaces && sameWord(text, tag),
  );
  const [first, ...others] = things.slice(Math.max(start, 0));
  return start < 1 || first === undefined ? things : [{ ...first, text: tag }, ...others];
}

/** For a path that names nothing: its tag, the group in `group/verb`, or the API itself. */
function withoutPath({ operationId = "" }: Operation, tag: string | undefined): string {
  const group = /^([^/.]+)[/.]/u.exec(operationId)?.[1];
  return [tag, group].map((name) => camelCase(name ?? "")).find((name) => name !== "") ?? "api";
}

/** The method of a path that goes on behind its resource: with an act, or deeper than resources nest. */
function lowerName(
  document: Document,
  placed: Placed,
  rest: readonly Literal[],
  resource: readonly string[],
): string {
  const last = rest.at(-1);
  const phrase = (literals: readonly Literal[]): string =>
    literals.map(({ text, ofItem }) => (ofItem ? singular(text) : text)).join(" ");
  const isCalled =
    resource.length > 0 && rest.length === 1 && last?.role === "either" && placed.method === "POST";
  const acts = isCalled ? rest : rest.filter((_, index) => isAct(rest, index));
  if (acts.length === 0 || last === undefined) {
    const verb = ownName(document, placed, last, last?.ofItem === true);
    return `${verb.replace(/All$/u, "")} ${phrase(rest)}`;
  }
  const { method } = placed;
  // `/cards/{card}/shipping/deliver` beyond the depth of resources: deliverShipping.
  const isLast = acts.includes(last) && acts[0] !== rest[0];
  const spoken = isLast ? `${last.text} ${phrase(rest.slice(0, -1))}` : phrase(rest);
  const isBulk = verbsOf(placed.operation).has("bulk") && !/^bulk/iu.test(spoken);
  const act = isBulk ? `bulk ${spoken}` : spoken;
  const isDone =
    last.role === "method" ||
    ["POST", "PUT", "PATCH"].includes(method) ||
    (method === "GET" && isReading(act));
  if (isDone) return act;
  const verb = method === "GET" ? "retrieve" : method.toLowerCase();
  if (sameWord(act, verb)) return act;
  const said = descriptive(placed.operation, resource);
  return said !== undefined && words(said).length <= 3 ? said : `${verb} ${act}`;
}

/**
 * What the method is called where the better name is another's: as the operationId has it, by its parameters, by its
 * HTTP method.
 */
function wishesOf(
  name: string,
  { operation, method }: Placed,
  resource: readonly string[],
  { parameters }: PathSegments,
): readonly string[] {
  const first = camelCase(name) || method.toLowerCase();
  const wishes = [
    first,
    descriptive(operation, resource, parameters) ?? first,
    ...(parameters.length > 0 ? [`${first} by ${parameters.at(-1) ?? ""}`] : []),
    ...(parameters.length > 1 ? [`${first} by ${parameters.join(" and ")}`] : []),
    `${first} with ${method.toLowerCase()}`,
  ].map(camelCase);
  return [...new Set(wishes)].filter((wish) => wish !== "");
}

const articles: ReadonlySet<string> = new Set(["a", "an", "the"]);

/** The operationId without its group, articles and the names of the resource, but with what a preposition leads to. */
function descriptive(
  { operationId = "" }: Operation,
  resource: readonly string[],
  names: readonly string[] = [],
): string | undefined {
  const parameters = names.flatMap(words).map((word) => word.toLowerCase());
  const known = new Set(resource.flatMap(words).map(stem));
  const spoken = words(operationId.replace(/^[^/]*\//u, ""))
    .map((word) => word.toLowerCase())
    .filter((word) => !articles.has(word) && !/^(api|rest|v?\d+)$/u.test(word));
  const relation = spoken.findIndex((word, index) => index > 0 && prepositions.has(word));
  const kept = spoken.filter(
    (word, index) => (relation !== -1 && index > relation) || !known.has(stem(word)),
  );
  // `getId` for GET /history/{id} says nothing that the path does not.
  const says = kept.some((word) => !httpWords.has(word) && !parameters.includes(word));
  return says ? camelCase(kept.join(" ")) : undefined;
}

const httpWords: ReadonlySet<string> = new Set(
  "delete get head id list patch post put retrieve update".split(" "),
);
const prepositions: ReadonlySet<string> = new Set(
  "across at between by for from in into of on per to under with without".split(" "),
);

function endsInItem({ literals }: PathSegments): boolean {
  return literals.at(-1)?.ofItem === true;
}
