import { ask } from "../dialects/index.js";
import type { Document } from "../spec/document.js";
import type { Operation } from "../spec/openapi.js";
import { isJson, successBodies } from "./responses.js";
import type { Pagination } from "./types.js";

/** How an operation pages, by the evidence of its parameters and the shape of its response; undefined when it does not. */
export function recognisePagination(
  document: Document,
  path: string,
  method: string,
  operation: Operation,
): Pagination | undefined {
  if (method !== "GET") return undefined;
  const [success, ...others] = successBodies(operation);
  if (success?.schema === undefined || others.length > 0 || !isJson(success.mediaType))
    return undefined;
  const body = document.resolve(success.schema);
  if (typeof body === "boolean") return undefined;
  const candidate = {
    operation,
    body,
    resolve: (schema: Parameters<Document["resolve"]>[0]) => document.resolve(schema),
  };
  const found = ask((dialect) => dialect.pagination?.(candidate));
  if (found === undefined) return undefined;
  const { answer, dialect } = found;
  return { ...answer, evidence: [`${dialect}: GET ${path}`, ...answer.evidence] };
}
