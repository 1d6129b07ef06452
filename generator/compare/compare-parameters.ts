import type { Parameter, TypeSource } from "../model/types.js";
import type { Schema } from "../spec/openapi.js";
import type { Used } from "./change.js";
import type { ChangeKind } from "./classification.js";
import { compareDocs, compareNotes } from "./compare-notes.js";
import { compareTypes } from "./compare-types.js";
import { describe } from "./describe.js";
import { memberUsed, methodOf, siteOf, type Placed } from "./placed.js";
import type { Shapes } from "./shape.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** What a call takes: its parameters one by one, matched by place and name. */
export function compareParameters(old: Placed, now: Placed, versions: Versions): void {
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
  const was = withoutWords(versions.oldShapes, before.type);
  const is = withoutWords(versions.newShapes, after.type);
  compareNotes(was, is, site, versions);
  compareDocs(before.docs, after.docs, site, versions);
}

/** The parameter has words of its own; those of its schema are not shown. */
function withoutWords(shapes: Shapes, { pointer }: TypeSource): Schema {
  const schema = shapes.schemaAt(pointer);
  if (typeof schema === "boolean") return schema;
  const { description: _, title: __, deprecated: ___, ...others } = schema;
  return others;
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

/** Where one of the parameters is compared. */
export function parameterSite(placed: Placed, key: string, old: string, now: string): Site {
  return {
    ...siteOf(placed, "request"),
    subject: `client.${placed.call}({ ${key} })`,
    used: memberUsed(placed, key),
    old,
    new: now,
  };
}
