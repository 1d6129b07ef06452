import type { Operation } from "../model/types.js";
import type { Used } from "./change.js";
import type { ChangeKind } from "./classification.js";
import { compareBodies } from "./compare-bodies.js";
import { compareErrors } from "./compare-errors.js";
import { compareHeaders } from "./compare-headers.js";
import { compareDocs } from "./compare-notes.js";
import { compareParameters } from "./compare-parameters.js";
import { compareResults } from "./compare-results.js";
import {
  add,
  docsSite,
  endpointOf,
  methodOf,
  moduleOf,
  placedIn,
  siteOf,
  type Placed,
  type Tell,
  type Told,
} from "./placed.js";
import type { Versions } from "./versions.js";

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
