import type { Direction, EnumModel, Model } from "../model/types.js";
import type { Used } from "./change.js";
import { compareDocs } from "./compare-notes.js";
import { compareTypes } from "./compare-types.js";
import { report, viewName } from "./site.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** The named types: each compared once, in each direction that it travels, with the calls that this affects. */
export function compareModels(versions: Versions): void {
  const { list, removed, added } = versions.pairs;
  for (const [old, now] of list) compareModel(old, now, versions);
  for (const model of removed) {
    for (const name of namesOf(model)) {
      addName(versions, "type-removed", { old: model, name, message: "was removed" });
    }
  }
  for (const model of added) {
    for (const name of namesOf(model)) {
      addName(versions, "type-added", { new: model, name, message: "was added" });
    }
  }
}

function compareModel(old: Model, now: Model, versions: Versions): void {
  compareNames(old, now, versions);
  const directions = versions.oldReach.directionsOf(old);
  const shown: readonly Direction[] =
    directions.length > 0
      ? directions
      : [old.kind === "schema" ? (old.views[0]?.direction ?? "response") : "request"];
  for (const direction of shown) {
    const site = siteOf(old, now, direction, versions);
    if (old.kind === "enum" && now.kind === "enum") {
      compareEnums(old, now, site, versions);
    } else {
      compareTypes(
        versions.oldShapes.behind(old, direction),
        versions.newShapes.behind(now, direction),
        site,
        versions,
      );
    }
    compareDocs(old.docs, now.docs, site, versions);
  }
}

function siteOf(old: Model, now: Model, direction: Direction, versions: Versions): Site {
  const name = viewName(old, direction);
  return {
    subject: name,
    group: { kind: "type", name: old.name },
    direction,
    operations: versions.oldReach.callsOf(old, direction),
    old: old.pointer,
    new: now.pointer,
    used: [exported(old, name)],
    owner: { module: moduleOf(old), name },
  };
}

function compareNames(old: Model, now: Model, versions: Versions): void {
  const before = namesOf(old);
  const after = namesOf(now);
  for (const name of before) {
    if (after.includes(name)) continue;
    const renamed = viewName(now, directionOf(old, name));
    const isGone = before.includes(renamed);
    addName(versions, isGone ? "type-removed" : "type-renamed", {
      old,
      new: now,
      name,
      message: isGone
        ? `was removed: it is the same as ${renamed} now`
        : `is now called ${renamed}`,
      ...(!isGone && { renamed }),
    });
  }
  if (before.length === 1 && after.length === 2 && after.some((name) => before.includes(name))) {
    const input = viewName(now, "request");
    addName(versions, "type-split", {
      old,
      new: now,
      name: old.name,
      message: `is now what is received; what is sent is ${input}`,
    });
  }
  if (old.kind === "enum" && now.kind === "schema") {
    addName(versions, "enum-constants-removed", {
      old,
      new: now,
      name: old.name,
      message: "no longer has constants: it is no enum now",
    });
  } else if (old.kind === "enum" && now.kind === "enum" && old.labelled && !now.labelled) {
    addName(versions, "enum-constants-removed", {
      old,
      new: now,
      name: old.name,
      message: "no longer has labels",
    });
  }
}

interface NameChange {
  readonly old?: Model;
  readonly new?: Model;
  readonly name: string;
  readonly renamed?: string;
  readonly message: string;
}

function addName(
  { recorder, old: before, new: after, oldReach, newReach }: Versions,
  kind: "type-added" | "type-removed" | "type-renamed" | "type-split" | "enum-constants-removed",
  { old, new: now, name, renamed, message }: NameChange,
): void {
  const [reach, model] = old === undefined ? [newReach, now] : [oldReach, old];
  recorder.add({
    kind,
    subject: name,
    message,
    group: { kind: "type", name: model?.name ?? name },
    ...(renamed !== undefined && { before: name, after: renamed }),
    operations:
      model === undefined
        ? []
        : (["request", "response"] as const).flatMap((way) => reach.callsOf(model, way)),
    old: old && before.document.at(old.pointer),
    new: now && after.document.at(now.pointer),
    used: old === undefined ? [] : [exported(old, name)],
  });
}

function compareEnums(old: EnumModel, now: EnumModel, site: Site, versions: Versions): void {
  const before = new Map(old.members.map((member) => [member.value, member]));
  const after = new Map(now.members.map((member) => [member.value, member]));
  for (const { value, key } of now.members) {
    const same = before.get(value);
    if (same === undefined) {
      report(versions, site, "enum-value-added", {
        message: `gained ${JSON.stringify(value)}`,
        after: JSON.stringify(value),
      });
    } else if (same.key !== key) {
      report(versions, { ...site, used: [memberOf(old, same.key)] }, "enum-member-renamed", {
        message: `calls ${JSON.stringify(value)} ${key} now, not ${same.key}`,
        before: same.key,
        after: key,
      });
    } else if (
      same.label !== after.get(value)?.label ||
      same.description !== after.get(value)?.description
    ) {
      report(versions, { ...site, subject: `${site.subject}.${key}` }, "documentation-changed", {
        message: "is described in other words",
        before: same.label ?? same.description ?? "",
        after: after.get(value)?.label ?? after.get(value)?.description ?? "",
      });
    }
  }
  for (const { value, key } of old.members) {
    if (after.has(value)) continue;
    report(versions, { ...site, used: [memberOf(old, key)] }, "enum-value-removed", {
      message: `lost ${JSON.stringify(value)}`,
      before: JSON.stringify(value),
    });
  }
  if (old.nullable !== now.nullable) {
    report(versions, site, now.nullable ? "now-nullable" : "no-longer-nullable", {
      message: now.nullable ? "may now be null" : "is no longer null",
    });
  }
}

function namesOf(model: Model): readonly string[] {
  return model.kind === "enum" ? [model.name] : model.views.map(({ name }) => name);
}

function directionOf(model: Model, name: string): Direction {
  if (model.kind === "enum") return "request";
  return model.views.find((view) => view.name === name)?.direction ?? "response";
}

function moduleOf({ fileName }: Model): string {
  return `models/${fileName}`;
}

function exported(model: Model, name: string): Used {
  return { kind: "export", module: moduleOf(model), name };
}

function memberOf(model: Model, key: string): Used {
  return { kind: "member", module: moduleOf(model), of: model.name, name: key };
}
