import type { CsrfNames, Pagination } from "../model/types.js";
import type { Schema, SchemaObject, SecurityScheme } from "../spec/openapi.js";
import type { CredentialPrefix, Dialect, EnumLabels, ListCandidate } from "./dialect.js";

/** Django REST framework, described by drf-spectacular. */
export const drfSpectacular: Dialect = {
  name: "drf-spectacular",
  enumLabels,
  credentialPrefix,
  csrf,
  pagination,
};

/**
 * Choices stand in the description as lines `` * `VALUE` - Label ``. They are matched by value, never by position:
 * labels may hold dashes and parentheses, and the order of the lines is that of the choices, not of the enum.
 */
function enumLabels(schema: SchemaObject): EnumLabels | undefined {
  if (schema.description === undefined || schema.enum === undefined) return undefined;
  const values = new Set(schema.enum.filter((value) => value !== null).map(String));
  const labels = new Map<string, string>();
  const rest: string[] = [];
  for (const line of schema.description.split(/\r?\n/u)) {
    const [, value, label] = /^\s*\* `(.*?)` - (.*)$/u.exec(line) ?? [];
    if (value !== undefined && label !== undefined && values.has(value)) {
      labels.set(value, label.trim());
    } else {
      rest.push(line);
    }
  }
  if (labels.size === 0) return undefined;
  return { labels, description: rest.join("\n").trim() };
}

/** Token authentication is an API key whose description says that the word `Token` stands before it. */
function credentialPrefix(scheme: SecurityScheme): CredentialPrefix | undefined {
  if (scheme.type !== "apiKey" || scheme.in !== "header") return undefined;
  if (scheme.name.toLowerCase() !== "authorization") return undefined;
  const [sentence, prefix] =
    /required prefix ["“']([A-Za-z][A-Za-z0-9-]*)["”']/iu.exec(scheme.description ?? "") ?? [];
  if (sentence === undefined || prefix === undefined) return undefined;
  return { prefix, evidence: `the scheme's description says ${sentence}` };
}

/** Whoever signs in by Django's session cookie has to repeat its token against request forgery; these are its defaults. */
function csrf(scheme: SecurityScheme): CsrfNames | undefined {
  return scheme.type === "apiKey" && scheme.in === "cookie" && scheme.name === "sessionid"
    ? { cookie: "csrftoken", header: "X-CSRFToken" }
    : undefined;
}

/**
 * The three paginators of Django REST framework: an object of `results` beside links, and a parameter that moves on.
 * The links' presence is what tells a page from any other object with results.
 */
function pagination({ operation, body, resolve }: ListCandidate): Pagination | undefined {
  const properties = body.properties ?? {};
  const results = property(properties, "results");
  if (results === undefined || !isArray(resolve(results))) return undefined;
  const hasNext = property(properties, "next") !== undefined;
  const hasTotal = property(properties, "count") !== undefined;
  if (!hasNext && !hasTotal) return undefined;
  const query = new Set(
    operation.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name),
  );
  const fields = ["count", "next", "previous", "results"].filter(
    (name) => property(properties, name) !== undefined,
  );
  const shared = {
    items: ["results"],
    ...(hasNext && { next: ["next"] }),
    ...(property(properties, "previous") !== undefined && { previous: ["previous"] }),
    ...(hasTotal && { total: ["count"] }),
  };
  const evidence = (...parameters: string[]): string[] => [
    `query parameters ${parameters.join(", ")}`,
    `response fields ${fields.join(", ")}`,
  ];
  if (query.has("page")) {
    const size = query.has("page_size") ? "page_size" : undefined;
    return {
      style: "page",
      page: "page",
      ...(size !== undefined && { size }),
      ...shared,
      evidence: evidence("page", ...(size === undefined ? [] : [size])),
    };
  }
  if (query.has("offset") && query.has("limit")) {
    return {
      style: "offset",
      offset: "offset",
      limit: "limit",
      ...shared,
      evidence: evidence("limit", "offset"),
    };
  }
  if (query.has("cursor") && hasNext) {
    const size = query.has("page_size") ? "page_size" : undefined;
    return {
      style: "cursor",
      cursor: "cursor",
      ...(size !== undefined && { size }),
      ...shared,
      evidence: evidence("cursor", ...(size === undefined ? [] : [size])),
    };
  }
  return undefined;
}

function property(properties: Readonly<Record<string, Schema>>, name: string): Schema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function isArray(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  return schema.type === "array" || (Array.isArray(schema.type) && schema.type.includes("array"));
}
