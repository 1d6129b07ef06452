import type { Document } from "../spec/document.js";
import type { Operation, Schema } from "../spec/openapi.js";
import { camelCase, pascalCase, sameWord, words } from "./names.js";
import type { Literal } from "./path-segments.js";
import { successBodies } from "./responses.js";
import type { Pagination } from "./types.js";
import { isPlural } from "./verbs.js";

/** An operation as the rules of its name see it: nothing of its neighbours. */
export interface Placed {
  readonly path: string;
  /** As it is sent: `GET`. */
  readonly method: string;
  readonly operation: Operation;
  readonly pagination?: Pagination;
}

/** The method of a path that ends with its resource, or with one item of it. */
export function ownName(
  document: Document,
  placed: Placed,
  thing: Literal | undefined,
  isItem: boolean,
): string {
  const id = verbsOf(placed.operation);
  const isMany = !isItem && thing !== undefined && isPlural(thing.text);
  const all = (name: string): string =>
    id.has("bulk") ? `bulk${pascalCase(name)}` : isMany ? `${name}All` : name;
  switch (placed.method) {
    case "GET":
      return readingOf(document, placed, thing?.text ?? "", isItem);
    case "POST":
      if (id.has("bulk") && !isItem) return "bulkCreate";
      return isItem && !says(id, "create", "add", "insert", "new") ? "update" : "create";
    case "PUT":
      return (
        puttingOf(placed, id, isItem, isMany) ??
        all(says(id, "update", "edit", "modify") ? "update" : "replace")
      );
    case "PATCH":
      return all(id.has("partial") ? "partialUpdate" : "update");
    case "DELETE":
      return id.has("disable") ? "disable" : all("delete");
    case "HEAD":
      return isItem ? "exists" : "head";
    default:
      return camelCase(placed.method.toLowerCase()) || "call";
  }
}

/** A PUT that is not the replacement of what is there. */
function puttingOf(
  { operation }: Placed,
  id: ReadonlySet<string>,
  isItem: boolean,
  isMany: boolean,
): string | undefined {
  if (isMany) return undefined;
  if (/create.?or.?(update|replace)/iu.test(operation.operationId ?? "")) return "createOrUpdate";
  const said = ["create", "add", "enable", "set"].find((verb) => id.has(verb));
  if (said !== undefined) return said;
  // With nothing to put, it puts the item there.
  return operation.requestBody === undefined && isItem && !says(id, "update", "replace")
    ? "add"
    : undefined;
}

function says(id: ReadonlySet<string>, ...verbs: readonly string[]): boolean {
  return verbs.some((verb) => id.has(verb));
}

/** `list` or `retrieve`: what the answer is, then what the operationId says, then what the path is called. */
function readingOf(
  document: Document,
  { operation, pagination }: Placed,
  text: string,
  isItem: boolean,
): string {
  if (pagination !== undefined) return "list";
  const bodies = successBodies(operation).map(({ schema }) =>
    schema === undefined ? true : document.resolve(schema),
  );
  if (bodies.some(isList)) return "list";
  const isMany = isPlural(text);
  const id = verbsOf(operation);
  if (isItem ? /^([^/]*\/)?list/iu.test(operation.operationId ?? "") : id.has("list"))
    return "list";
  if (id.has("check") && bodies.length === 0) return "check";
  const holds = bodies.flatMap((body) =>
    typeof body === "object" ? [Object.entries(body.properties ?? {})] : [],
  );
  if (isItem) return "retrieve";
  if (!isMany) return holds.some((members) => isPage(document, members)) ? "list" : "retrieve";
  const isOne = holds.some(
    (members) =>
      members.length > 0 &&
      !members.some(([key, schema]) => mayHoldList(document, key, schema, text)),
  );
  return isOne ? "retrieve" : "list";
}

/** One list and what leads on from it; the paths of some APIs name their collections in the singular. */
function isPage(document: Document, members: readonly (readonly [string, Schema])[]): boolean {
  const lists = members.filter(([, schema]) => isList(document.resolve(schema)));
  return (
    lists.length === 1 &&
    members.some(([key]) => /^(count|has_?more|is_?last|next|total)/iu.test(key))
  );
}

function mayHoldList(document: Document, key: string, schema: Schema, text: string): boolean {
  const resolved = document.resolve(schema);
  return (
    typeof resolved === "boolean" ||
    isList(resolved) ||
    resolved.additionalProperties !== undefined ||
    /^(data|items|payload|response|result)s?$/iu.test(key) ||
    sameWord(key, text)
  );
}

function isList(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  return schema.type === "array" || (Array.isArray(schema.type) && schema.type.includes("array"));
}

/** Words of the operationId at the places where conventions put the verb: `listPets`, `issues/list-labels`, `pets_list`. */
export function verbsOf({ operationId = "" }: Operation): ReadonlySet<string> {
  const all = words(operationId).map((word) => word.toLowerCase());
  const firsts = operationId.split(/[/._]/u).map((chunk) => words(chunk)[0]?.toLowerCase() ?? "");
  const last = all.at(-1) ?? "";
  const anywhere = ["bulk", "partial"].filter((word) => all.includes(word));
  return new Set([...firsts, all[0] ?? "", last, ...anywhere]);
}
