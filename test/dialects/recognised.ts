import { existsSync, readdirSync } from "node:fs";
import { ask } from "../../generator/dialects/index.js";
import type { ListFacts } from "../../generator/dialects/list-facts.js";
import { DiagnosticError, Diagnostics } from "../../generator/diagnostics.js";
import { buildAuth } from "../../generator/model/auth.js";
import { listFacts, recognisePagination } from "../../generator/model/pagination.js";
import type { Pagination } from "../../generator/model/types.js";
import type { Document } from "../../generator/spec/document.js";
import { readSource } from "../../generator/spec/load.js";
import { readDocument } from "../../generator/spec/read-document.js";

/** Published descriptions are test data that is not part of this repository. */
export const corpus = "../shared/corpus/real";
export const hasCorpus = existsSync(corpus);

export interface Recognised {
  readonly api: string;
  readonly gets: number;
  readonly lists: readonly { readonly id: string; readonly pagination: Pagination }[];
  /** Operations that have a parameter to turn pages by and a list in their response, but are not recognised. */
  readonly missed: readonly { readonly id: string; readonly why: string }[];
  readonly schemes: readonly { readonly name: string; readonly evidence: string }[];
  readonly enums: readonly string[];
}

export async function recogniseAll(): Promise<readonly Recognised[]> {
  const found: Recognised[] = [];
  for (const file of readdirSync(corpus).sort()) {
    if (!/\.(json|ya?ml)$/u.test(file)) continue;
    const document = await read(`${corpus}/${file}`);
    if (document !== undefined) found.push(recognised(file, document));
  }
  return found;
}

async function read(path: string): Promise<Document | undefined> {
  try {
    return readDocument(
      { description: await readSource(path, "."), overlays: [] },
      new Diagnostics(),
    );
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

function recognised(api: string, document: Document): Recognised {
  const lists: Recognised["lists"][number][] = [];
  const missed: Recognised["missed"][number][] = [];
  let gets = 0;
  for (const [path, { get: operation }] of Object.entries(document.root.paths)) {
    if (operation === undefined) continue;
    gets++;
    const id = operation.operationId ?? `GET ${path}`;
    const pagination = recognisePagination(document, path, "GET", operation);
    if (pagination !== undefined) lists.push({ id, pagination });
    const facts = listFacts(document, path, operation);
    const why = pagination === undefined && facts !== undefined ? whyMissed(facts) : undefined;
    if (why !== undefined) missed.push({ id, why });
  }
  const schemes = buildAuth(document, {}).map(({ name, evidence }) => ({
    name,
    evidence: evidence.join("; "),
  }));
  return { api, gets, lists, missed, schemes, enums: enumsOf(document) };
}

const turning =
  /^(\$?skip|\$?top|take|page|page[_-]?(number|token|index|cursor)|.*cursor|offset|start_?(at|index)|.*after|.*before|marker|continue|.*pagination_?token|next_?page_?token|max_id|since_id)$/iu;
/** Filters by time, in the corpus, that end like the names of cursors. */
const filter =
  /(^|_)(at|created|updated|last|live|date|time|delete|not|on|cancel)_|(At|ed|ance)(After|Before)$/u;

function whyMissed(facts: ListFacts): string | undefined {
  const names = facts.operation.parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name }) => name)
    .filter((name) => turning.test(name) && !filter.test(name));
  const lists = facts.rootFields().filter((name) => facts.isList([name]));
  if (names.length === 0 || (lists.length === 0 && !facts.isList([]))) return undefined;
  const parameters = `takes ${names.join(", ")}`;
  if (facts.isList([])) return `${parameters}; a bare list, and no documented Link header`;
  const only = facts.onlyList();
  if (only === undefined) return `${parameters}; several lists: ${lists.join(", ")}`;
  const beside = facts.rootFields().filter((name) => name !== only[0]);
  return `${parameters}; ${only.join(".")} beside ${beside.length === 0 ? "nothing" : beside.slice(0, 8).join(", ")}`;
}

function enumsOf(document: Document): string[] {
  return Object.entries(document.root.components.schemas).flatMap(([name, schema]) => {
    if (typeof schema === "boolean" || schema.enum === undefined) return [];
    const found =
      ask((dialect) => dialect.enumLabels?.(schema)) ??
      ask((dialect) => dialect.enumNames?.(schema));
    return found === undefined ? [] : [`${name} (${found.dialect})`];
  });
}
