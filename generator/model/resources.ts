import type { Document } from "../spec/document.js";
import { operationsOf as operationsOfItem } from "../spec/openapi.js";
import type { Operation, Tag } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { camelCase, pascalCase, singular, uniqueNames, words } from "./names.js";
import { successBodies } from "./responses.js";
import { recognisePagination } from "./pagination.js";
import type { Pagination } from "./types.js";

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
  /** The tag, or the path segment that stands in for one. */
  readonly key: string;
  readonly accessor: string;
  readonly className: string;
  readonly tag?: Tag;
  readonly operations: readonly NamedOperation[];
}

type Unnamed = Omit<NamedOperation, "name">;

/**
 * Resources follow the first grouping tag, or the first segment of the path where there is none. Within one, the collection's
 * own path and the path of one of its items give the canonical methods (list, create, retrieve, update, delete); other
 * operations are named by their operationId without the words of the resource, or by their path.
 */
export function nameOperations(document: Document): readonly NamedResource[] {
  const groups = new Map<string, Unnamed[]>();
  for (const entry of operationsOf(document)) {
    const key = groupingTag(entry.operation, document.root.tags) ?? firstSegment(entry.path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const accessors = uniqueNames(
    new Map([...groups.keys()].map((key) => [key, camelCase(key) || "operations"])),
    reservedAccessors,
    "Resource",
  );
  return [...groups].map(([key, operations]) => {
    const accessor = accessors.get(key) ?? key;
    const tag = document.root.tags.find(({ name }) => name === key);
    return {
      key,
      accessor,
      className: pascalCase(accessor),
      ...(tag !== undefined && { tag }),
      operations: inCanonicalOrder(nameMethods(key, operations)),
    };
  });
}

/** Members that the client class has of its own, and words that cannot be one. */
const reservedAccessors: ReadonlySet<string> = new Set([
  "raw",
  "safe",
  "withOptions",
  "constructor",
  "prototype",
]);

function* operationsOf(document: Document): Generator<Unnamed> {
  const paths = Object.entries(document.root.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, item] of paths) {
    for (const { method, operation, place } of operationsOfItem(item)) {
      const pointer = formatPointer(["paths", path, ...place]);
      const pagination = recognisePagination(document, path, method, operation);
      yield { path, method, operation, pointer, ...(pagination !== undefined && { pagination }) };
    }
  }
}

/** The first tag that groups operations: in OpenAPI 3.2, a tag of another kind is a badge or names an audience. */
function groupingTag({ tags = [] }: Operation, declared: readonly Tag[]): string | undefined {
  const kindOf = (tag: string): string =>
    declared.find(({ name }) => name === tag)?.kind?.toLowerCase() ?? "nav";
  return tags.find((tag) => kindOf(tag) === "nav") ?? tags[0];
}

function firstSegment(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return (
    segments.find((segment) => !/^(api|v\d+(\.\d+)*)$/iu.test(segment)) ??
    segments[0] ??
    "operations"
  );
}

function nameMethods(resource: string, operations: readonly Unnamed[]): NamedOperation[] {
  const collection = collectionPath(operations, resource);
  const wishes = new Map<string, string>();
  for (const entry of operations) {
    wishes.set(
      entry.pointer,
      canonicalName(entry, collection, operations) ?? descriptiveName(entry, resource),
    );
  }
  const names = uniqueNames(wishes, new Set(["constructor"]), "Operation");
  return operations.map((entry) => ({ ...entry, name: names.get(entry.pointer) ?? "call" }));
}

/**
 * The path whose operations are the resource's own: the shortest that does not end in a parameter. Where several are
 * equally short, it is the one that is named like the resource, or none.
 */
function collectionPath(operations: readonly Unnamed[], resource: string): string | undefined {
  const paths = new Set(
    operations
      .map(({ path }) => trimSlash(path))
      .map((path) => (endsInParameter(path) ? path.slice(0, path.lastIndexOf("/")) : path)),
  );
  const depth = (path: string): number => path.split("/").length;
  const least = Math.min(...[...paths].map(depth));
  const shortest = [...paths].filter((path) => depth(path) === least);
  if (shortest.length === 1) return shortest[0];
  const named = (path: string): string => stem(words(path.slice(path.lastIndexOf("/"))).join(" "));
  const [match, ...others] = shortest.filter(
    (path) => named(path) === stem(words(resource).join(" ")),
  );
  return others.length === 0 ? match : undefined;
}

function canonicalName(
  { path, method, operation, pagination }: Unnamed,
  collection: string | undefined,
  siblings: readonly Unnamed[],
): string | undefined {
  const own = trimSlash(path);
  const isCollection = own === collection;
  const isItem = endsInParameter(own) && own.slice(0, own.lastIndexOf("/")) === collection;
  const isSingleton =
    isCollection &&
    !siblings.some(
      (other) => other.pagination !== undefined || endsInParameter(trimSlash(other.path)),
    );
  switch (method) {
    case "GET":
      if (isItem) return "retrieve";
      if (!isCollection) return undefined;
      return pagination !== undefined || returnsList(operation) || !isSingleton
        ? "list"
        : "retrieve";
    case "POST":
      return isCollection ? "create" : undefined;
    case "PUT":
      return isItem || isSingleton ? "update" : undefined;
    case "PATCH": {
      if (!isItem && !isSingleton) return undefined;
      const replaces = siblings.some((other) => other.method === "PUT" && other.path === path);
      return replaces ? "partialUpdate" : "update";
    }
    case "DELETE":
      return isItem || isSingleton ? "delete" : undefined;
    default:
      return undefined;
  }
}

function returnsList(operation: Operation): boolean {
  return successBodies(operation).some(
    ({ schema }) => typeof schema === "object" && schema.type === "array",
  );
}

const articles: ReadonlySet<string> = new Set(["a", "an", "the"]);

/** The operationId without the name of the resource and articles; without an id, the method and what the path adds. */
function descriptiveName({ operation, path, method }: Unnamed, resource: string): string {
  const verb = method.toLowerCase();
  const text = operation.operationId ?? `${verb} ${path.replace(/[{}]/gu, " ")}`;
  const all = words(text).filter((word) => !articles.has(fold(word)));
  const name = camelCase(withoutPhrase(all, words(resource)).join(" "));
  return name === "" ? camelCase(verb) || "call" : name;
}

/**
 * The words without one mention of the resource: at the front (`contacts_send`), after the verb (`getUserById`) or at
 * the end (`archiveContact`). Other mentions tell operations apart and stay: `circuits_circuit_groups_list`.
 */
function withoutPhrase(all: readonly string[], phrase: readonly string[]): readonly string[] {
  const isMention = (start: number): boolean =>
    phrase.length > 0 &&
    phrase.every((word, index) => stem(all[start + index] ?? "") === stem(word));
  const place = [0, 1, all.length - phrase.length].find(isMention);
  if (place === undefined || all.length === phrase.length) return all;
  return all.filter((_, index) => index < place || index >= place + phrase.length);
}

const canonicalOrder = ["list", "create", "retrieve", "update", "partialUpdate", "delete"];

/** Canonical methods first, then the others by path and method. */
function inCanonicalOrder(operations: readonly NamedOperation[]): NamedOperation[] {
  const rank = ({ name }: NamedOperation): number => {
    const index = canonicalOrder.indexOf(name);
    return index === -1 ? canonicalOrder.length : index;
  };
  return [...operations].sort((a, b) => rank(a) - rank(b));
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function endsInParameter(path: string): boolean {
  return /\/\{[^{}/]+\}$/u.test(path);
}

/** Singular and plural, in any case, have one stem. */
function stem(name: string): string {
  return fold(singular(fold(name)));
}

function fold(word: string): string {
  return word.toLowerCase();
}
