/**
 * How names are chosen. The README tells users the same ("How names are chosen"); change both.
 *
 * An operation's place follows from the operation alone, never from its neighbours, so that operations that come or go
 * leave the names of the others as they are.
 *
 * 1. What the user says comes first: the configuration, then extensions of the description (`operation-settings.ts`).
 * 2. The path is the resource: its literal segments, in order, without what every path begins with (`/api/v1`,
 *    `/rest`). `/repos/{owner}/{repo}/issues/{number}/comments` is `repos.issues.comments`. Paths are what everybody who
 *    reads the API's documentation knows, they tell `/user/repos` from `/orgs/{org}/repos`, and they all follow one
 *    grammar, where tags group for a menu and operationIds follow many conventions. The tag has its say in two cases:
 *    behind more namespaces than resources nest (`/channel/whatsapp/inbox/conversation` with the tag Conversations is
 *    `conversations`), and where the path has no resource (`POST /generate`).
 * 3. Resources nest three levels deep. What is deeper goes into the method: `repos.actions.runs.listAttemptJobs`.
 * 4. A segment that says what is done is the method: `/charges/{charge}/capture` is `charges.capture`. Whether it does
 *    is read from the word (`verbs.ts`), or from its place: the last part of `/chat.postMessage`, `/items/{id}:undelete`.
 * 5. Otherwise the HTTP method gives the verb: list, retrieve, create, update (PATCH, and POST to an item), replace
 *    (PUT), delete, exists (HEAD). A whole collection is replaceAll, updateAll, deleteAll. The operationId decides
 *    between words for one request: list and retrieve, `partialUpdate`, `bulkUpdate`, and for PUT also update, add, set.
 * 6. Where two operations have one name, the one of the older version of the API keeps it, then the one below
 *    more items (`/issues/{number}/comments` before `/issues/comments`), then the one with the shorter path; the
 *    other is called by its version (`createV2`), its operationId, its parameters (`retrieveByName`) or its method.
 *    A resource within keeps its name before a method.
 */
import { createHash } from "node:crypto";
import type { Document } from "../spec/document.js";
import { methods, operationsOf } from "../spec/openapi.js";
import type { Operation, Tag } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { overrideOf } from "./operation-settings.js";
import { pascalCase, sameWord, singular } from "./names.js";
import { placeOf } from "./operation-place.js";
import type { Place } from "./operation-place.js";
import type { Placed } from "./operation-verb.js";
import { recognisePagination } from "./pagination.js";
import { segmentsOf } from "./path-segments.js";
import { groupingTag } from "./tags.js";
import type { OperationSettings, Pagination } from "./types.js";

/** An operation of the document with the place it gets in the client. */
export interface NamedOperation {
  readonly name: string;
  readonly path: string;
  /** As it is sent: `GET`. */
  readonly method: string;
  readonly operation: Operation;
  /** JSON Pointer of the operation. */
  readonly pointer: string;
  readonly pagination?: Pagination;
}

export interface NamedResource {
  /** Accessors from the client down, joined by dots: `repos.issues`. */
  readonly key: string;
  /** The last of them: `issues`. */
  readonly accessor: string;
  readonly className: string;
  /** What the names of its parameters and errors begin with: `ReposIssue`. */
  readonly typeBase: string;
  readonly tag?: Tag;
  readonly operations: readonly NamedOperation[];
  readonly children: readonly NamedResource[];
}

interface Candidate extends Placed {
  readonly pointer: string;
  readonly place: Place;
  /** Whether the user has chosen the name. */
  readonly isChosen: boolean;
}

/** The resources of the client, each with those within it. */
export function nameOperations(
  document: Document,
  overrides: OperationSettings = {},
): readonly NamedResource[] {
  const root: Node = { candidates: [], children: new Map() };
  for (const candidate of candidatesOf(document, overrides)) {
    let node = root;
    for (const [index, name] of candidate.place.resource.entries()) {
      const accessor = accessorFor(name, index === 0);
      const child = node.children.get(accessor) ?? { candidates: [], children: new Map() };
      node.children.set(accessor, child);
      node = child;
    }
    node.candidates.push(candidate);
  }
  const singulars = new Map<string, number>();
  countSingulars(root, [], singulars);
  return resourcesOf(root, [], { document, singulars });
}

interface Node {
  readonly candidates: Candidate[];
  readonly children: Map<string, Node>;
}

function* candidatesOf(document: Document, overrides: OperationSettings): Generator<Candidate> {
  const paths = Object.entries(document.root.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, item] of paths) {
    for (const { method, operation, place: keys } of operationsOf(item)) {
      const pointer = formatPointer(["paths", path, ...keys]);
      const pagination = recognisePagination(document, path, method, operation);
      const placed = { path, method, operation, ...(pagination !== undefined && { pagination }) };
      const place = placeOf(document, placed);
      const chosen = overrideOf(placed, overrides);
      yield {
        ...placed,
        pointer,
        isChosen: chosen.name !== undefined,
        place: {
          ...place,
          resource: chosen.resource ?? place.resource,
          wishes: chosen.name === undefined ? place.wishes : [chosen.name, ...place.wishes],
        },
      };
    }
  }
}

/** Members that the client class has of its own, and words that cannot be one; `then` would make a promise of it. */
const reservedOnClient: ReadonlySet<string> = new Set(["raw", "safe", "withoptions"]);
const reservedEverywhere: ReadonlySet<string> = new Set(["constructor", "prototype", "then"]);

function accessorFor(name: string, isOnClient: boolean): string {
  const folded = name.toLowerCase();
  return reservedEverywhere.has(folded) || (isOnClient && reservedOnClient.has(folded))
    ? `${name}Resource`
    : name;
}

/** How many classes have the same singular, as `People` and `Persons` do. */
function countSingulars(node: Node, path: readonly string[], counts: Map<string, number>): void {
  for (const [accessor, child] of node.children) {
    const below = [...path, accessor];
    const one = fold(singular(classNameOf(below)));
    counts.set(one, (counts.get(one) ?? 0) + 1);
    countSingulars(child, below, counts);
  }
}

function classNameOf(path: readonly string[]): string {
  return path.map(pascalCase).join("");
}

function resourcesOf(
  { children }: Node,
  path: readonly string[],
  shared: { readonly document: Document; readonly singulars: ReadonlyMap<string, number> },
): readonly NamedResource[] {
  const sorted = [...children].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([accessor, node]): NamedResource => {
    const below = [...path, accessor];
    const className = classNameOf(below);
    const one = singular(className);
    const tag = tagOf(shared.document, accessor, node.candidates);
    return {
      key: below.join("."),
      accessor,
      className,
      // `users` beside `user`: only the latter's types begin with `User`.
      typeBase: shared.singulars.get(fold(one)) === 1 ? one : className,
      ...(tag !== undefined && { tag }),
      operations: inCanonicalOrder(nameMethods(node)),
      children: resourcesOf(node, below, shared),
    };
  });
}

/** The tag that speaks of this resource: one of its operations has it, and it is called like the resource. */
function tagOf(
  { root }: Document,
  accessor: string,
  candidates: readonly Candidate[],
): Tag | undefined {
  const names = candidates
    .flatMap(({ operation }) => groupingTag(operation, root.tags) ?? [])
    .sort();
  const name = names.find((tag) => sameWord(tag, accessor));
  return name === undefined ? undefined : (root.tags.find((tag) => tag.name === name) ?? { name });
}

function nameMethods({ candidates, children }: Node): NamedOperation[] {
  const taken = new Set([...reservedEverywhere, ...[...children.keys()].map(fold)]);
  const names = new Map<Candidate, string>();
  const holders = new Map<string, Candidate>();
  const claim = (candidate: Candidate, name: string | undefined): boolean => {
    if (name === undefined || taken.has(fold(name))) return false;
    taken.add(fold(name));
    names.set(candidate, name);
    holders.set(fold(name), candidate);
    return true;
  };
  // All first wishes before any second one: who steps aside must not push another from the name that is its own.
  const ranked = [...candidates].sort(byClaim);
  const others = ranked.filter((candidate) => !claim(candidate, candidate.place.wishes[0]));
  for (const candidate of others) {
    const { wishes, version, versioned } = candidate.place;
    const holder = holders.get(fold(wishes[0] ?? ""));
    const isVersion = holder !== undefined && holder.place.version !== version;
    if (isVersion && claim(candidate, versioned)) continue;
    if (wishes.some((name) => claim(candidate, name))) continue;
    let hashed = (wishes[0] ?? "call") + hash(candidate.pointer);
    while (!claim(candidate, hashed)) hashed += hash(hashed);
  }
  return candidates.map((candidate) => {
    const { place: _, isChosen: __, ...named } = candidate;
    return { ...named, name: names.get(candidate) ?? "call" };
  });
}

/** Who keeps a name that several operations want; the same in every order of the description. */
function byClaim(a: Candidate, b: Candidate): number {
  const rank = ({ path, method, isChosen, place }: Candidate): readonly number[] => {
    const { literals, parameters } = segmentsOf(path);
    // Below an item is more specific than across all: /issues/{number}/comments before /issues/comments.
    const items = literals.slice(0, -1).filter(({ ofItem }) => ofItem).length;
    const length = literals.length + parameters.length;
    return [isChosen ? 0 : 1, place.version, -items, length, path.length, methodRank(method)];
  };
  const ranksOfB = rank(b);
  const difference = rank(a)
    .map((value, index) => value - (ranksOfB[index] ?? 0))
    .find((value) => value !== 0);
  return difference ?? (a.path < b.path ? -1 : 1);
}

function methodRank(method: string): number {
  const index = methods.findIndex((known) => known.toUpperCase() === method);
  return index < 0 ? methods.length : index;
}

const canonicalOrder = [
  "list",
  "create",
  "retrieve",
  "update",
  "partialUpdate",
  "replace",
  "delete",
];

/** Canonical methods first, then the others by path and method. */
function inCanonicalOrder(operations: readonly NamedOperation[]): NamedOperation[] {
  const rank = ({ name }: NamedOperation): number => {
    const index = canonicalOrder.indexOf(name);
    return index === -1 ? canonicalOrder.length : index;
  };
  return [...operations].sort((a, b) => rank(a) - rank(b));
}

function fold(name: string): string {
  return name.toLowerCase();
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 4);
}
