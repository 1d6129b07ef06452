import { listFacts, recognisePagination } from "../model/pagination.js";
import { isJson, successBodies } from "../model/responses.js";
import type { Document } from "../spec/document.js";
import type { Schema } from "../spec/openapi.js";
import type { PlacedOperation } from "./places.js";

/** A success of JSON whose type would be unknown, and its place. */
export function untypedAnswer(
  document: Document,
  { name, operation, pointer }: PlacedOperation,
): { readonly message: string; readonly pointer: string } | undefined {
  const untyped = successBodies(operation).find(
    ({ mediaType, schema }) =>
      isJson(mediaType) && (schema === undefined || saysNothing(document, schema)),
  );
  return (
    untyped && {
      message: `${name} answers JSON of unknown type with ${untyped.status}.`,
      pointer: pointer + untyped.pointer,
    }
  );
}

/** Whether any JSON, or any object, is a value of the schema. */
function saysNothing(document: Document, given: Schema): boolean {
  const schema = document.resolve(given);
  if (typeof schema !== "object") return schema;
  const says = Object.keys(schema).filter((key) => !isSilent(key));
  if (says.length === 0) return schema.type === undefined || schema.type === "object";
  return (
    schema.type === "array" &&
    says.every((key) => key === "items") &&
    saysNothing(document, schema.items ?? true)
  );
}

function isSilent(keyword: string): boolean {
  return silent.has(keyword) || keyword.startsWith("x-");
}

const silent = new Set([
  "type",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

/** What speaks of pages in a list of which the pages are not known. */
export function listHint(
  document: Document,
  { name, path, method, operation }: PlacedOperation,
): string | undefined {
  if (method !== "GET" || operation["x-pagination"] === false) return undefined;
  const facts = listFacts(document, path, operation);
  if (!facts || !(facts.isList([]) || facts.onlyListAnywhere())) return undefined;
  if (recognisePagination(document, path, method, operation)) return undefined;
  const parameters = operation.parameters
    .filter((parameter) => parameter.in === "query" && pagingParameter.test(parameter.name))
    .map((parameter) => parameter.name);
  const fields = facts.rootFields().filter((field) => pagingField.test(field));
  if (parameters.length === 0 && fields.length === 0) return undefined;
  const said = [
    ...(parameters.length > 0 ? [`takes ${parameters.join(", ")}`] : []),
    ...(fields.length > 0 ? [`answers with ${fields.join(", ")}`] : []),
  ];
  return `${name} ${said.join(" and ")}, but how its pages follow each other is not clear.`;
}

const pagingParameter =
  /^(?:page|page_?(?:number|num|index|no|token|cursor)|cursor|offset|skip|start|start_?(?:at|index)|after|before|starting_?after|(?:next|continuation)_?token|marker)$/iu;
const pagingField =
  /^(?:next|next_?(?:page|cursor|token|link|url|page_?token)|has_?(?:more|next)|total_?pages|page_?count|page_?info)$/iu;
