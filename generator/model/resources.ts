import type { Document } from "../spec/document.js";
import { methods } from "../spec/openapi.js";
import type { Method, Operation, Tag } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { camelCase, pascalCase, singular, uniqueNames, words } from "./names.js";
import { successBodies } from "./responses.js";
import { recognisePagination } from "./pagination.js";
import type { Pagination } from "./types.js";

/** An operation of the document with the place it gets in the client. */
export interface NamedOperation {
  readonly name: string;
  readonly path: string;
  readonly method: Method;
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
 * Resources follow the first tag, or the first segment of the path where there is none. Within one, the collection's
 * own path and the path of one of its items give the canonical methods (list, create, retrieve, update, delete); other
 * operations are named by their operationId without the words of the resource, or by their path.
 */
export function nameOperations(document: Document): readonly NamedResource[] {
  const groups = new Map<string, Unnamed[]>();
  for (const entry of operationsOf(document)) {
    const key = entry.operation.tags?.[0] ?? firstSegment(entry.path);
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
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      const pointer = formatPointer(["paths", path, method]);
      const pagination = recognisePagination(document, path, method, operation);
      yield { path, method, operation, pointer, ...(pagination !== undefined && { pagination }) };
    }
  }
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
  const collection = collectionPath(operations);
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

/** The path whose operations are the resource's own: the shortest that does not end in a parameter. */
function collectionPath(operations: readonly Unnamed[]): string | undefined {
  const candidates = operations
    .map(({ path }) => trimSlash(path))
    .map((path) => (endsInParameter(path) ? path.slice(0, path.lastIndexOf("/")) : path));
  const depth = (path: string): number => path.split("/").length;
  return [...candidates].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : a > b ? 1 : 0))[0];
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
    case "get":
      if (isItem) return "retrieve";
      if (!isCollection) return undefined;
      return pagination !== undefined || returnsList(operation) || !isSingleton
        ? "list"
        : "retrieve";
    case "post":
      return isCollection ? "create" : undefined;
    case "put":
      return isItem || isSingleton ? "update" : undefined;
    case "patch": {
      if (!isItem && !isSingleton) return undefined;
      const replaces = siblings.some((other) => other.method === "put" && other.path === path);
      return replaces ? "partialUpdate" : "update";
    }
    case "delete":
      return isItem || isSingleton ? "delete" : undefined;
    case "head":
    case "options":
    case "trace":
      return undefined;
    default:
      return method satisfies never;
  }
}

function returnsList(operation: Operation): boolean {
  return successBodies(operation).some(
    ({ schema }) => typeof schema === "object" && schema.type === "array",
  );
}

const articles: ReadonlySet<string> = new Set(["a", "an", "the"]);

/** The operationId without the words of the resource and articles; without an id, the method and what the path adds. */
function descriptiveName({ operation, path, method }: Unnamed, resource: string): string {
  const text = operation.operationId ?? `${method} ${path.replace(/[{}]/gu, " ")}`;
  const ofResource = new Set(words(resource).flatMap((word) => [fold(word), fold(singular(word))]));
  const all = words(text);
  const rest = all.filter((word) => !ofResource.has(fold(word)) && !articles.has(fold(word)));
  const name = camelCase((rest.length === 0 ? all : rest).join(" "));
  return name === "" ? method : name;
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

function fold(word: string): string {
  return word.toLowerCase();
}
