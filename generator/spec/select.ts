import picomatch from "picomatch";
import { nearest } from "../config/nearest.js";
import type { Diagnostics, SourceRef } from "../diagnostics.js";
import type { Derive, Document } from "./document.js";
import {
  operationsOf,
  withOperations,
  type ItemOperation,
  type OpenApi,
  type Operation,
  type PathItem,
} from "./openapi.js";
import { schemasReachableFrom } from "./reachable.js";

/** Which operations a client has: those of `include`, or all, without those of `exclude`. */
export interface Selection {
  readonly include?: OperationFilter;
  readonly exclude: OperationFilter;
  readonly isWithoutDeprecated: boolean;
}

/** Operations by any of their tags, paths (`/v1/**`), operationIds or endpoints (`GET /pets`). */
export interface OperationFilter {
  readonly tags: readonly FilterEntry[];
  readonly paths: readonly FilterEntry[];
  readonly operations: readonly FilterEntry[];
}

export interface FilterEntry {
  readonly value: string;
  readonly where: SourceRef;
}

interface Candidate extends ItemOperation {
  readonly path: string;
}

/**
 * The document with the operations that are selected, and with the schemas that these need. An entry that names nothing
 * is an error: it was meant for something, which the description has no more.
 */
export function selectOperations(
  document: Document,
  { include, exclude, isWithoutDeprecated }: Selection,
  diagnostics: Diagnostics,
): Document {
  const all = Object.entries(document.root.paths).flatMap(([path, item]) =>
    operationsOf(item).map((found): Candidate => ({ ...found, path })),
  );
  const included = include ? matches(include, all, diagnostics) : new Set(all);
  const excluded = matches(exclude, all, diagnostics);
  const kept = new Set(
    all
      .filter((candidate) => included.has(candidate) && !excluded.has(candidate))
      .map(({ operation }) => operation)
      .filter(({ deprecated }) => !(isWithoutDeprecated && deprecated === true)),
  );
  if (kept.size === all.length) return document;
  if (kept.size === 0 && !diagnostics.hasErrors) {
    const [first] = [...(include ? entriesOf(include) : []), ...entriesOf(exclude)];
    diagnostics.report("config-invalid", {
      message: "include and exclude leave no operation.",
      where: first?.where,
    });
  }
  return document.revise((root, derive) => withOnly(root, kept, derive));
}

function withOnly(root: OpenApi, kept: ReadonlySet<Operation>, derive: Derive): OpenApi {
  const isKept = ({ operation }: ItemOperation): boolean => kept.has(operation);
  const paths = Object.entries(root.paths)
    .filter(([, item]) => operationsOf(item).some(isKept))
    .map(([path, item]): [string, PathItem] => {
      const change = (found: ItemOperation) => (isKept(found) ? found.operation : undefined);
      return [path, withOperations(item, change, derive)];
    });
  const operations = [...kept];
  const schemas = schemasReachableFrom(root, operations);
  const needed = new Set(
    [root.security, ...operations.map(({ security }) => security ?? [])]
      .flat()
      .flatMap((requirement) => Object.keys(requirement)),
  );
  const components = {
    schemas: pick(root.components.schemas, schemas),
    securitySchemes: pick(root.components.securitySchemes, needed),
  };
  derive(components.schemas, root.components.schemas);
  derive(components.securitySchemes, root.components.securitySchemes);
  return derive(
    {
      ...root,
      paths: derive(record(paths), root.paths),
      components: derive(components, root.components),
    },
    root,
  );
}

function matches(
  filter: OperationFilter,
  all: readonly Candidate[],
  diagnostics: Diagnostics,
): ReadonlySet<Candidate> {
  const found = new Set<Candidate>();
  const apply = (
    kind: string,
    { value, where }: FilterEntry,
    isMeant: (candidate: Candidate) => boolean,
    known: (candidate: Candidate) => readonly string[],
  ): void => {
    const meant = all.filter(isMeant);
    for (const candidate of meant) found.add(candidate);
    if (meant.length > 0) return;
    const near = nearest(value, [...new Set(all.flatMap(known))]);
    diagnostics.report("config-invalid", {
      message: `No operation of the description has the ${kind} ${JSON.stringify(value)}.`,
      where,
      help: near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
    });
  };
  const tagsOf = ({ operation }: Candidate): readonly string[] => operation.tags ?? [];
  const pathOf = ({ path }: Candidate): readonly string[] => [path];
  for (const entry of filter.tags) {
    apply("tag", entry, (candidate) => tagsOf(candidate).includes(entry.value), tagsOf);
  }
  for (const entry of filter.paths) {
    const isMatch = picomatch(entry.value, pathOptions);
    apply("path", entry, ({ path }) => path === entry.value || isMatch(path), pathOf);
  }
  for (const entry of filter.operations) {
    const isNamed = (candidate: Candidate) => namesOf(candidate).includes(entry.value);
    apply("operationId or endpoint", entry, isNamed, namesOf);
  }
  return found;
}

/** In paths of OpenAPI, braces are parameters, and parentheses and brackets stand for themselves. */
const pathOptions: picomatch.PicomatchOptions = {
  dot: true,
  nobrace: true,
  nobracket: true,
  noextglob: true,
  nonegate: true,
};

function namesOf({ path, method, operation }: Candidate): readonly string[] {
  const endpoint = `${method} ${path}`;
  return operation.operationId === undefined ? [endpoint] : [operation.operationId, endpoint];
}

function entriesOf({ tags, paths, operations }: OperationFilter): readonly FilterEntry[] {
  return [...tags, ...paths, ...operations];
}

function pick<T>(from: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return record(Object.entries(from).filter(([name]) => names.has(name)));
}

/** Without a prototype: the names are the description's. */
function record<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const made = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) made[name] = value;
  return made;
}
