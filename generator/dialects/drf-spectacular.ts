import type { CsrfNames, Pagination } from "../model/types.js";
import type { SchemaObject, SecurityScheme } from "../spec/openapi.js";
import type { CredentialPrefix, Dialect, EnumLabels } from "./dialect.js";
import type { ListFacts } from "./list-facts.js";

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
  const [sentence, quoted, bare] =
    /required prefix (?:["“']([A-Za-z][A-Za-z0-9-]*)["”']|([A-Za-z][A-Za-z0-9-]*)\.?$)/iu.exec(
      scheme.description ?? "",
    ) ?? [];
  const prefix = quoted ?? bare;
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
function pagination(list: ListFacts): Pagination | undefined {
  const items = ["results"];
  if (!list.isList(items)) return undefined;
  const has = (name: string): boolean => list.rootFields().includes(name);
  if (!has("next") && !has("count")) return numbered(list);
  const fields = ["count", "next", "previous", "results"].filter(has);
  const shared = {
    items,
    ...(has("next") && { next: ["next"] }),
    ...(has("previous") && { previous: ["previous"] }),
    ...(has("count") && { total: ["count"] }),
  };
  const evidence = (...parameters: (string | undefined)[]): string[] =>
    list.evidence(
      parameters,
      fields.map((name) => [name]),
    );
  const size = list.names("page_size") ? "page_size" : undefined;
  const sized = size === undefined ? {} : { size };
  if (list.names("page")) {
    return { style: "page", page: "page", ...sized, ...shared, evidence: evidence("page", size) };
  }
  if (list.names("offset") && list.names("limit")) {
    return {
      style: "offset",
      offset: "offset",
      limit: "limit",
      ...shared,
      evidence: evidence("limit", "offset"),
    };
  }
  if (list.names("cursor") && has("next")) {
    return {
      style: "cursor",
      cursor: "cursor",
      ...sized,
      ...shared,
      evidence: evidence("cursor", size),
    };
  }
  return undefined;
}

/** A paginator of one's own that gives numbers instead of links, 0 where there is no other page (authentik). */
function numbered(list: ListFacts): Pagination | undefined {
  const next = ["pagination", "next"];
  const previous = ["pagination", "previous"];
  const total = ["pagination", "count"];
  if (!list.takes("page", "integer")) return undefined;
  if (![next, previous, total, ["pagination", "current"]].every((at) => list.gives(at, "integer")))
    return undefined;
  const size = list.parameter(["page_size"], "integer");
  return {
    style: "page",
    page: "page",
    ...(size !== undefined && { size }),
    items: ["results"],
    next,
    previous,
    total,
    evidence: list.evidence(["page", size], [["results"], next, previous, total]),
  };
}
