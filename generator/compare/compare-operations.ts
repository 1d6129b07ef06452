import { everyResource } from "../model/every-resource.js";
import { formatPointer } from "../spec/pointer.js";
import type { Direction, Operation, Parameter, Resource, TypeSource } from "../model/types.js";
import type { Used } from "./change.js";
import type { ChangeKind } from "./classification.js";
import { compareErrors } from "./compare-errors.js";
import { compareHeaders } from "./compare-headers.js";
import { compareDocs, compareNotes } from "./compare-notes.js";
import { compareTypes } from "./compare-types.js";
import { describe } from "./describe.js";
import { unionOf } from "./shape.js";
import type { Shape, Shapes } from "./shape.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** An operation with its place in the client. */
interface Placed {
  readonly resource: Resource;
  readonly operation: Operation;
  /** `conversations.list` */
  readonly call: string;
}

/** What the client can call: matched by method and path, then by their names. */
export function compareOperations(versions: Versions): void {
  const old = placedIn(versions.old.model.resources);
  const now = placedIn(versions.new.model.resources);
  const pairs = pairUp(old, now);
  for (const before of old) {
    const after = pairs.get(before);
    if (after !== undefined) compareOperation(before, after, versions);
    else {
      add(versions, "operation-removed", before, {
        message: "was removed",
        before: endpointOf(before.operation),
      });
    }
  }
  const known = new Set(pairs.values());
  for (const { operation, call, resource } of now) {
    if ([...known].some((one) => one.operation === operation)) continue;
    versions.recorder.add({
      kind: "operation-added",
      subject: `client.${call}`,
      message: `was added: ${endpointOf(operation)}`,
      group: { kind: "resource", name: resource.path },
      after: endpointOf(operation),
      operations: [call],
      new: operation.source,
    });
  }
}

function placedIn(resources: readonly Resource[]): readonly Placed[] {
  return [...everyResource(resources)].flatMap((resource) =>
    resource.operations.map((operation) => ({
      resource,
      operation,
      call: `${resource.path}.${operation.name}`,
    })),
  );
}

function pairUp(old: readonly Placed[], now: readonly Placed[]): ReadonlyMap<Placed, Placed> {
  const pairs = new Map<Placed, Placed>();
  const taken = new Set<Placed>();
  const keys: readonly ((placed: Placed) => string)[] = [
    ({ operation }) => endpointOf(operation),
    // The name of a path parameter is no part of what a caller sees of the path.
    ({ operation }) => endpointOf(operation).replace(/\{[^}]*\}/gu, "{}"),
    ({ call }) => call,
  ];
  for (const keyOf of keys) {
    const free = new Map(now.filter((one) => !taken.has(one)).map((one) => [keyOf(one), one]));
    for (const before of old) {
      const after = pairs.has(before) ? undefined : free.get(keyOf(before));
      if (after === undefined || taken.has(after)) continue;
      pairs.set(before, after);
      taken.add(after);
    }
  }
  return pairs;
}

interface Told {
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly new?: Placed;
  readonly used?: readonly Used[];
}

function add(versions: Versions, kind: ChangeKind, old: Placed, told: Told): void {
  versions.recorder.add({
    kind,
    subject: `client.${old.call}`,
    message: told.message,
    before: told.before,
    after: told.after,
    group: { kind: "resource", name: old.resource.path },
    operations: [old.call],
    old: old.operation.source,
    new: told.new?.operation.source,
    used: told.used ?? [methodOf(old)],
  });
}

function compareOperation(old: Placed, now: Placed, versions: Versions): void {
  const [before, after] = [old.operation, now.operation];
  const tell = (kind: ChangeKind, told: Told): void =>
    add(versions, kind, old, { ...told, new: now });
  if (old.call !== now.call) {
    tell("operation-renamed", {
      message: `is now client.${now.call}`,
      before: old.call,
      after: now.call,
      // The names of its types follow its own.
      used: [methodOf(old), ...exportedNames(old, now).map(([, , used]) => used)],
    });
  } else {
    compareExportedNames(old, now, tell);
  }
  if (
    endpointOf(before).replace(/\{[^}]*\}/gu, "") !== endpointOf(after).replace(/\{[^}]*\}/gu, "")
  ) {
    tell("operation-moved", {
      message: `now calls ${endpointOf(after)}`,
      before: endpointOf(before),
      after: endpointOf(after),
    });
  }
  if (before.paramsName === undefined && after.paramsName !== undefined) {
    tell("operation-takes-parameters", {
      message: "now takes parameters before its options",
      before: `${before.name}(options?)`,
      after: `${after.name}(params, options?)`,
    });
  }
  compareParameters(old, now, versions);
  compareBodies(old, now, versions);
  compareResults(old, now, tell, versions);
  compareErrors(before, after, siteOf(old, "response"), tell, versions);
  compareHeaders(
    before,
    after,
    { site: docsSite(old, now), module: moduleOf(old) },
    tell,
    versions,
  );
  compareConduct(before, after, tell);
  compareDocs(before.docs, after.docs, docsSite(old, now), versions);
}

type Tell = (kind: ChangeKind, told: Told) => void;

function compareExportedNames(old: Placed, now: Placed, tell: Tell): void {
  for (const [before, after, used] of exportedNames(old, now)) {
    if (after === undefined) {
      tell("type-removed", { message: `no longer has the type ${before}`, before, used: [used] });
    } else {
      tell("type-renamed", {
        message: `has its type ${before} under the name ${after}`,
        before,
        after,
        used: [used],
      });
    }
  }
}

/** The types of an operation that have another name now, or none. */
function exportedNames(
  old: Placed,
  now: Placed,
): readonly (readonly [before: string, after: string | undefined, used: Used])[] {
  const names: readonly (readonly [string | undefined, string | undefined])[] = [
    [old.resource.className, now.resource.className],
    [old.operation.paramsName, now.operation.paramsName],
    [old.operation.errors?.name, now.operation.errors?.name],
    [old.operation.headers?.name, now.operation.headers?.name],
    [old.operation.alternativeParamsName, now.operation.alternativeParamsName],
  ];
  return names.flatMap(([before, after]) =>
    before === undefined || before === after
      ? []
      : [[before, after, { kind: "export", module: moduleOf(old), name: before }] as const],
  );
}

function compareParameters(old: Placed, now: Placed, versions: Versions): void {
  const key = ({ in: place, name }: Parameter): string => `${place} ${name}`;
  const rest = new Map(now.operation.parameters.map((one) => [key(one), one]));
  const lost: Parameter[] = [];
  for (const before of old.operation.parameters) {
    const after = rest.get(key(before));
    rest.delete(key(before));
    if (after === undefined) lost.push(before);
    else compareParameter(before, after, old, versions);
  }
  for (const before of lost) {
    // What stands at the same place of the path, or moved from the path to the query, is the same under another name.
    const after = [...rest.values()].find(
      (one) => one.key === before.key || (one.in === "path" && isSamePlace(before, one, old, now)),
    );
    if (after !== undefined) {
      rest.delete(key(after));
      compareParameter(before, after, old, versions);
      continue;
    }
    addParameter(versions, "parameter-removed", old, {
      old: before,
      message: "was removed",
      used: memberUsed(old, before.key),
    });
  }
  for (const after of rest.values()) {
    addParameter(versions, after.required ? "parameter-added-required" : "parameter-added", old, {
      new: after,
      message: after.required ? "was added and is required" : "was added",
      after: describe(versions.newShapes.at(after.type)),
      used: after.required ? [methodOf(old)] : [],
    });
  }
}

function isSamePlace(before: Parameter, after: Parameter, old: Placed, now: Placed): boolean {
  const index = (path: string, name: string): number => path.split("/").indexOf(`{${name}}`);
  const place = index(old.operation.path, before.name);
  return before.in === "path" && place >= 0 && place === index(now.operation.path, after.name);
}

interface ParameterTold {
  readonly old?: Parameter;
  readonly new?: Parameter;
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly used: readonly Used[];
}

function addParameter(
  versions: Versions,
  kind: ChangeKind,
  placed: Placed,
  { old, new: now, message, before, after, used }: ParameterTold,
): void {
  versions.recorder.add({
    kind,
    subject: `client.${placed.call}({ ${(old ?? now)?.key ?? ""} })`,
    message,
    before,
    after,
    group: { kind: "resource", name: placed.resource.path },
    operations: [placed.call],
    old: old === undefined ? placed.operation.source : versions.old.document.at(old.type.pointer),
    new: now === undefined ? undefined : versions.new.document.at(now.type.pointer),
    used,
  });
}

function compareParameter(
  before: Parameter,
  after: Parameter,
  placed: Placed,
  versions: Versions,
): void {
  const used = memberUsed(placed, before.key);
  if (before.key !== after.key) {
    addParameter(versions, "parameter-renamed", placed, {
      old: before,
      new: after,
      message: `is now called ${after.key}`,
      before: before.key,
      after: after.key,
      used,
    });
  }
  compareRequired(before, after, placed, versions);
  const site = parameterSite(placed, before.key, before.type.pointer, after.type.pointer);
  const [old, now] = [versions.oldShapes.at(before.type), versions.newShapes.at(after.type)];
  compareTypes(old, now, site, versions);
  const {
    description: _,
    title: __,
    deprecated: ___,
    ...was
  } = objectOf(versions.oldShapes, before.type);
  const {
    description: ____,
    title: _____,
    deprecated: ______,
    ...is
  } = objectOf(versions.newShapes, after.type);
  compareNotes(was, is, site, versions);
  compareDocs(before.docs, after.docs, site, versions);
}

function objectOf(shapes: Shapes, { pointer }: TypeSource) {
  const schema = shapes.schemaAt(pointer);
  return typeof schema === "boolean" ? {} : schema;
}

function compareRequired(
  before: Parameter,
  after: Parameter,
  placed: Placed,
  versions: Versions,
): void {
  if (before.required === after.required) return;
  addParameter(
    versions,
    after.required ? "parameter-now-required" : "parameter-now-optional",
    placed,
    {
      old: before,
      new: after,
      message: after.required ? "is now required" : "is now optional",
      used: after.required ? [methodOf(placed)] : [],
    },
  );
}

function compareBodies(old: Placed, now: Placed, versions: Versions): void {
  const [before, after] = [old.operation.body, now.operation.body];
  const place = ({ operation: { path, method } }: Placed): string =>
    `${formatPointer(["paths", path, method.toLowerCase()])}/requestBody`;
  const tell = (kind: ChangeKind, told: Omit<ParameterTold, "old" | "new">): void =>
    versions.recorder.add({
      kind,
      subject: `client.${old.call}({ body })`,
      ...told,
      group: { kind: "resource", name: old.resource.path },
      operations: [old.call],
      old: versions.old.document.at(place(old)),
      new: versions.new.document.at(place(now)),
    });
  if (before === undefined && after === undefined) return;
  if (before === undefined) {
    return tell(after?.required === true ? "parameter-added-required" : "parameter-added", {
      message: after?.required === true ? "was added and is required" : "was added",
      used: after?.required === true ? [methodOf(old)] : [],
    });
  }
  const used = memberUsed(old, "body");
  if (after === undefined) return tell("parameter-removed", { message: "was removed", used });
  if (before.required !== after.required) {
    tell(after.required ? "parameter-now-required" : "parameter-now-optional", {
      message: after.required ? "is now required" : "is now optional",
      used: after.required ? [methodOf(old)] : [],
    });
  }
  if (before.mediaType !== after.mediaType) {
    tell("body-sent-otherwise", {
      message: `is sent as ${after.mediaType}, was sent as ${before.mediaType}`,
      before: before.mediaType,
      after: after.mediaType,
      used,
    });
  }
  const shapeOf = (body: typeof before, shapes: Shapes): Shape => {
    if (body.format === "bytes") return { kind: "bytes" };
    return body.type === undefined ? { kind: "unknown" } : shapes.at(body.type);
  };
  const site = {
    ...parameterSite(
      old,
      "body",
      before.type?.pointer ?? place(old),
      after.type?.pointer ?? place(now),
    ),
  };
  compareTypes(
    shapeOf(before, versions.oldShapes),
    shapeOf(after, versions.newShapes),
    site,
    versions,
  );
  compareDocs(before.docs, after.docs, site, versions);
}

function compareResults(old: Placed, now: Placed, tell: Tell, versions: Versions): void {
  const [before, after] = [old.operation, now.operation];
  if (before.kind !== after.kind) {
    return tell("operation-answers-otherwise", {
      message: `now gives ${resultWords[after.kind]}, gave ${resultWords[before.kind]}`,
      before: resultWords[before.kind],
      after: resultWords[after.kind],
    });
  }
  const site = siteOf(old, "response");
  const places = (source: TypeSource | undefined, operation: Operation): string =>
    source?.pointer ??
    `${formatPointer(["paths", operation.path, operation.method.toLowerCase()])}/responses`;
  const compare = (
    [left, was]: readonly [Shape, TypeSource | undefined],
    [right, is]: readonly [Shape, TypeSource | undefined],
    subject: string,
  ): void =>
    compareTypes(
      left,
      right,
      {
        ...site,
        subject: `${site.subject}${subject}`,
        old: places(was, before),
        new: places(is, after),
      },
      versions,
    );
  if (before.kind === "call" && after.kind === "call") {
    compare(
      [resultShape(before, versions.oldShapes), before.results[0]],
      [resultShape(after, versions.newShapes), after.results[0]],
      "()",
    );
  } else if (before.kind === "list" && after.kind === "list") {
    const { oldShapes, newShapes } = versions;
    compare(
      [oldShapes.at(before.result), before.result],
      [newShapes.at(after.result), after.result],
      "()",
    );
    compare(
      [oldShapes.at(before.item), before.item],
      [newShapes.at(after.item), after.item],
      "() items",
    );
  }
}

const resultWords: Readonly<Record<Operation["kind"], string>> = {
  call: "one answer",
  list: "pages of items",
  download: "bytes",
};

function resultShape(
  { results, maybeEmpty }: Extract<Operation, { kind: "call" }>,
  shapes: Shapes,
): Shape {
  if (results.length === 0) return { kind: maybeEmpty ? "undefined" : "unknown" };
  const empty: readonly Shape[] = maybeEmpty ? [{ kind: "undefined" }] : [];
  return unionOf([...results.map((result) => shapes.at(result)), ...empty]);
}

/** What no type shows: who may call, and how pages follow each other. */
function compareConduct(before: Operation, after: Operation, tell: Tell): void {
  const [was, is] = [securityWords(before), securityWords(after)];
  if (was !== is) {
    tell("security-changed", {
      message: `asks for ${is}, asked for ${was}`,
      before: was,
      after: is,
    });
  }
  if (before.kind !== "list" || after.kind !== "list") return;
  const { evidence: _, ...old } = before.pagination;
  const { evidence: __, ...now } = after.pagination;
  if (JSON.stringify(old) === JSON.stringify(now)) return;
  tell("pagination-changed", {
    message:
      old.style === now.style
        ? `pages follow each other by other fields or parameters`
        : `pages follow each other by ${now.style}, not by ${old.style}`,
    before: JSON.stringify(old),
    after: JSON.stringify(now),
  });
}

function securityWords({ security }: Operation): string {
  if (security === undefined || security.length === 0) return "no credentials";
  return security
    .map((schemes) => (schemes.length === 0 ? "no credentials" : schemes.join(" and ")))
    .join(", or ");
}

function endpointOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

function siteOf(placed: Placed, direction: Direction): Site {
  return {
    subject: `client.${placed.call}`,
    group: { kind: "resource", name: placed.resource.path },
    direction,
    operations: [placed.call],
    old: "",
    new: "",
    used: [methodOf(placed)],
  };
}

function docsSite(old: Placed, now: Placed): Site {
  const pointer = ({ operation: { path, method } }: Placed): string =>
    formatPointer(["paths", path, method.toLowerCase()]);
  return { ...siteOf(old, "response"), old: pointer(old), new: pointer(now) };
}

function parameterSite(placed: Placed, key: string, old: string, now: string): Site {
  return {
    ...siteOf(placed, "request"),
    subject: `client.${placed.call}({ ${key} })`,
    used: memberUsed(placed, key),
    old,
    new: now,
  };
}

function memberUsed(placed: Placed, key: string): readonly Used[] {
  const { paramsName } = placed.operation;
  return paramsName === undefined
    ? []
    : [{ kind: "member", module: moduleOf(placed), of: paramsName, name: key }];
}

function methodOf(placed: Placed): Used {
  const { resource, operation } = placed;
  return { kind: "member", module: moduleOf(placed), of: resource.className, name: operation.name };
}

function moduleOf({ resource }: Placed): string {
  return `resources/${resource.fileName}`;
}
