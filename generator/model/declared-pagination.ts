import type { ListFacts } from "../dialects/list-facts.js";
import type { Pagination } from "./types.js";

/** What is wrong with a declaration. */
export interface DeclarationProblem {
  readonly code: "pagination-invalid" | "pagination-items-missing" | "pagination-parameter-missing";
  readonly message: string;
}

/** What `x-pagination` of an operation declares. */
export interface Declaration {
  /** Undefined where the operation is declared not to page, or the declaration is wrong. */
  readonly pagination: Pagination | undefined;
  readonly problems: readonly DeclarationProblem[];
}

type Style = Pagination["style"];
type Kind = "parameter" | "parameters" | "field" | "key" | "number";

/** What each style may say; a value of `true` has to be there. */
const keys: Readonly<Record<Style, Readonly<Record<string, readonly [Kind, boolean]>>>> = {
  page: {
    page: ["parameter", true],
    size: ["parameter", false],
    first: ["number", false],
    current: ["field", false],
    totalPages: ["field", false],
    isLast: ["field", false],
    hasMore: ["field", false],
    next: ["field", false],
  },
  offset: {
    offset: ["parameter", true],
    limit: ["parameter", false],
    isLast: ["field", false],
    hasMore: ["field", false],
    next: ["field", false],
  },
  cursor: {
    cursor: ["parameter", true],
    size: ["parameter", false],
    also: ["parameters", false],
    hasMore: ["field", false],
    id: ["key", false],
    next: ["field", false],
  },
  link: { params: ["parameters", true] },
  url: { next: ["field", true] },
};
const shared: Readonly<Record<string, readonly [Kind, boolean]>> = {
  items: ["field", false],
  previous: ["field", false],
  total: ["field", false],
};

/**
 * The extension `x-pagination`: `false`, or a style with the names of its parameters and the places of its fields,
 * `meta.next` or `[meta, next]`. Undefined where an operation has none.
 */
export function declaredPagination(list: ListFacts): Declaration | undefined {
  const given = list.operation["x-pagination"];
  if (given === undefined) return undefined;
  if (given === false) return { pagination: undefined, problems: [] };
  const style = isRecord(given) ? given["style"] : undefined;
  if (!isRecord(given) || typeof style !== "string" || !Object.hasOwn(keys, style)) {
    const message = `x-pagination is neither false nor an object whose style is one of ${Object.keys(keys).join(", ")}.`;
    return { pagination: undefined, problems: [{ code: "pagination-invalid", message }] };
  }
  const allowed = { ...keys[style as Style], ...shared };
  const problems: DeclarationProblem[] = [];
  const read: Record<string, unknown> = { style, items: [] };
  for (const [key, value] of Object.entries(given)) {
    if (key === "style") continue;
    const [kind] = Object.hasOwn(allowed, key) ? (allowed[key] ?? []) : [];
    if (kind === undefined) {
      const message = `x-pagination says ${JSON.stringify(key)}, which the style ${style} does not have.`;
      problems.push({ code: "pagination-invalid", message });
    } else {
      read[key] = valueOf(list, key, kind, value, problems);
    }
  }
  const missing = Object.entries(allowed).filter(
    ([key, [, isNeeded]]) => isNeeded && !Object.hasOwn(given, key),
  );
  for (const [key] of missing) {
    const message = `x-pagination of style ${style} has to say ${key}.`;
    problems.push({ code: "pagination-invalid", message });
  }
  if (problems.length === 0 && !list.isList(read["items"] as readonly string[])) {
    const place = (read["items"] as readonly string[]).join(".") || "The body";
    const message = `${place} is declared as the items of a page, but is no list of the response.`;
    problems.push({ code: "pagination-items-missing", message });
  }
  if (problems.length > 0) return { pagination: undefined, problems };
  // Each key was read by the table above, which is made after the type.
  const pagination = {
    ...read,
    evidence: [`x-pagination of ${list.path}`],
  } as unknown as Pagination;
  return { pagination, problems };
}

function valueOf(
  list: ListFacts,
  key: string,
  kind: Kind,
  value: unknown,
  problems: DeclarationProblem[],
): unknown {
  const wrong = (expected: string): undefined => {
    const message = `${key} of x-pagination is not ${expected}.`;
    problems.push({ code: "pagination-invalid", message });
  };
  const check = (names: readonly string[]): void => {
    for (const name of names.filter((name) => !list.names(name))) {
      const message = `x-pagination names the query parameter ${JSON.stringify(name)}, which the operation does not have.`;
      problems.push({ code: "pagination-parameter-missing", message });
    }
  };
  switch (kind) {
    case "parameter":
      if (typeof value !== "string") return wrong("the name of a query parameter");
      check([value]);
      return value;
    case "parameters":
      if (!isTexts(value)) return wrong("a list of names of query parameters");
      check(value);
      return value;
    case "key":
      return typeof value === "string" ? value : wrong("the name of a property of an item");
    case "number":
      return value === 0 || value === 1 ? value : wrong("0 or 1");
    case "field": {
      const path = typeof value === "string" ? value.split(".").filter(Boolean) : value;
      if (!isTexts(path)) return wrong("a field of the response");
      if (key !== "items" && !list.has(path)) {
        const message = `x-pagination names the field ${path.join(".")}, which the response does not have.`;
        problems.push({ code: "pagination-invalid", message });
      }
      return path;
    }
    default:
      return kind satisfies never;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
