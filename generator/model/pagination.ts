import { ask } from "../dialects/index.js";
import { ListFacts } from "../dialects/list-facts.js";
import type { Document } from "../spec/document.js";
import type { Operation, Schema } from "../spec/openapi.js";
import { escapeSegment } from "../spec/pointer.js";
import { declaredPagination } from "./declared-pagination.js";
import { isJson, successBodies } from "./responses.js";
import type { Pagination } from "./types.js";

/** How an operation pages: as it declares, else by the evidence of its parameters and the shape of its response. */
export function recognisePagination(
  document: Document,
  path: string,
  method: string,
  operation: Operation,
): Pagination | undefined {
  const facts = listFacts(document, path, operation);
  if (facts === undefined) return undefined;
  const declared = declaredPagination(facts);
  if (declared !== undefined) return declared.pagination;
  if (method !== "GET") return undefined;
  const found = ask((dialect) => dialect.pagination?.(facts));
  if (found === undefined) return undefined;
  const { answer, dialect } = found;
  return { ...answer, evidence: [`${dialect}: GET ${path}`, ...answer.evidence] };
}

/** What there is to know about an operation whose one success is JSON; undefined for any other. */
export function listFacts(
  document: Document,
  path: string,
  operation: Operation,
): ListFacts | undefined {
  const [success, ...others] = successBodies(operation);
  if (success?.schema === undefined || others.length > 0 || !isJson(success.mediaType))
    return undefined;
  return new ListFacts(path, operation, success.schema, (schema) => document.resolve(schema));
}

/** Where the schema of one item stands: below a component where references lead there, and inside `allOf`. */
export function itemPointer(document: Document, body: string, items: readonly string[]): string {
  let places = [body];
  for (const key of items) {
    places = places
      .flatMap((place) => parts(document, place))
      .filter((place) => Object.hasOwn(propertiesAt(document, place), key))
      .map((place) => `${place}/properties/${escapeSegment(key)}`);
  }
  const lists = places
    .flatMap((place) => parts(document, place))
    .filter((place) => {
      const schema = document.schemaAt(place);
      return typeof schema === "object" && schema.items !== undefined;
    });
  // Where `allOf` says it more than once, the last is the one that says more than a base does.
  return `${lists.at(-1) ?? places.at(-1) ?? body}/items`;
}

/** The place behind references, and those of its `allOf` or of the one alternative to null. */
function parts(document: Document, pointer: string, depth = 0): string[] {
  const place = behindReferences(document, pointer);
  const schema = document.schemaAt(place);
  if (typeof schema !== "object" || depth > 8) return [place];
  const choice = schema.anyOf ?? schema.oneOf ?? [];
  const real = choice.filter((part) => !isNull(document, part));
  const below = [
    ...(schema.allOf ?? []).map((_, index) => `${place}/allOf/${index}`),
    ...(real.length === 1 && real[0] !== undefined
      ? [`${place}/${schema.anyOf === undefined ? "oneOf" : "anyOf"}/${choice.indexOf(real[0])}`]
      : []),
  ];
  return [place, ...below.flatMap((part) => parts(document, part, depth + 1))];
}

function behindReferences(document: Document, pointer: string): string {
  let place = pointer;
  // References of a validated document end.
  for (;;) {
    const schema = document.schemaAt(place);
    if (typeof schema !== "object" || schema.$ref === undefined) return place;
    place = schema.$ref.slice(1);
  }
}

function propertiesAt(document: Document, pointer: string): object {
  const schema = document.schemaAt(pointer);
  return typeof schema === "object" ? (schema.properties ?? {}) : {};
}

function isNull(document: Document, schema: Schema): boolean {
  const resolved = document.resolve(schema);
  return typeof resolved === "object" && resolved.type === "null";
}
