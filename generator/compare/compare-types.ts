import type { Direction } from "../model/types.js";
import type { Used } from "./change.js";
import { describe } from "./describe.js";
import { flatten } from "./fits.js";
import { compareNotes } from "./compare-notes.js";
import { keyOf, unionOf } from "./shape.js";
import type { ObjectShape, PropertyShape, Shape } from "./shape.js";
import { report } from "./site.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** Two types in one position; named types that are the same thing are compared where they are declared. */
export function compareTypes(old: Shape, now: Shape, site: Site, versions: Versions): void {
  if (keyOf(old) === keyOf(now, versions.pairs.oldNameOf)) {
    compareTexts(old, now, site, versions);
    return;
  }
  const before = withoutNull(old);
  const after = withoutNull(now);
  if (before.isNullable !== after.isNullable) {
    report(versions, site, after.isNullable ? "now-nullable" : "no-longer-nullable", {
      message: after.isNullable ? "may now be null" : "is no longer null",
      before: describe(old),
      after: describe(now),
    });
    if (keyOf(before.shape) === keyOf(after.shape, versions.pairs.oldNameOf)) return;
  }
  compareRest(before.shape, after.shape, site, versions);
}

/** What is said of the fields of two types that are the same. */
function compareTexts(old: Shape, now: Shape, site: Site, versions: Versions): void {
  if (old.kind === "array" && now.kind === "array") {
    const inside = { ...below(site, "items"), subject: `${site.subject}[]` };
    compareTexts(old.items, now.items, inside, versions);
  } else if (old.kind === "object" && now.kind === "object") {
    for (const before of old.properties.values()) {
      const after = now.properties.get(before.name);
      if (after !== undefined) compareProperties(before, after, site, versions);
    }
  } else if ("members" in old && "members" in now) {
    const rest = new Map(
      now.members.map((member) => [keyOf(member, versions.pairs.oldNameOf), member]),
    );
    for (const member of old.members) {
      const same = rest.get(keyOf(member));
      if (same !== undefined) compareTexts(member, same, site, versions);
    }
  }
}

function compareRest(old: Shape, now: Shape, site: Site, versions: Versions): void {
  if (keyOf(old) === keyOf(now, versions.pairs.oldNameOf)) return;
  if (old.kind === "array" && now.kind === "array") {
    const inside = { ...below(site, "items"), subject: `${site.subject}[]` };
    return compareTypes(old.items, now.items, inside, versions);
  }
  if (old.kind === "values" && now.kind === "values") {
    return compareValues(old, now, site, versions);
  }
  if (old.kind !== "model" || now.kind !== "model") {
    const left = flatten(old, versions.oldShapes, site.direction);
    const right = flatten(now, versions.newShapes, site.direction);
    if (left !== undefined && right !== undefined)
      return compareObjects(left, right, site, versions, { old, new: now });
  }
  if (old.kind === "union" || now.kind === "union") return compareUnions(old, now, site, versions);
  if (old.kind === "intersection" && now.kind === "intersection") {
    const [lost, gained] = differing(old.members, now.members, versions);
    const [left] = lost;
    const [right] = gained;
    if (lost.length === 1 && gained.length === 1 && left && right && left.kind === right.kind)
      return compareRest(left, right, site, versions);
  }
  reportType(old, now, site, versions);
}

function reportType(old: Shape, now: Shape, site: Site, versions: Versions): void {
  const fits = versions.fits(old, now, site.direction);
  report(versions, site, fits ? "type-changed-compatibly" : "type-changed", {
    message: `is now ${describe(now, inMessages)}, was ${describe(old, inMessages)}`,
    before: describe(old),
    after: describe(now),
  });
}

/** Longer types stand beside the message only. */
const inMessages = 60;

function compareObjects(
  old: ObjectShape,
  now: ObjectShape,
  site: Site,
  versions: Versions,
  whole: { readonly old: Shape; readonly new: Shape },
): void {
  const inherited = inheritedOf(whole.old, whole.new, site.direction, versions);
  for (const before of old.properties.values()) {
    if (inherited.has(before.name)) continue;
    const after = now.properties.get(before.name);
    if (after === undefined) {
      const isTaken = isStillTaken(before, now, site.direction, versions);
      report(
        versions,
        propertySite(site, before),
        isTaken ? "property-unlisted" : "property-removed",
        {
          message: isTaken ? "is no longer listed, only taken as any other" : "was removed",
          before: describe(before.shape),
          new: site.new,
        },
      );
    } else {
      compareProperties(before, after, site, versions);
    }
  }
  for (const after of now.properties.values()) {
    if (!old.properties.has(after.name) && !inherited.has(after.name))
      reportAdded(after, old, site, versions);
  }
  compareOthers(old, now, site, versions);
}

/** Whether an object admits any property, so that one that it lists no more still fits. */
function isStillTaken(
  before: PropertyShape,
  { others }: ObjectShape,
  direction: Direction,
  versions: Versions,
): boolean {
  if (others === undefined || (direction === "response" && before.required)) return false;
  return versions.fits(before.shape, others, direction);
}

function compareProperties(
  before: PropertyShape,
  after: PropertyShape,
  site: Site,
  versions: Versions,
): void {
  const place = { ...propertySite(site, before), new: after.pointer };
  if (before.required !== after.required) {
    const kind = after.required ? "property-now-required" : "property-now-optional";
    const missing = after.required ? literalsOf(site) : [];
    report(versions, { ...place, used: [...place.used, ...missing] }, kind, {
      message: after.required ? "is now required" : "is now optional",
      before: before.required ? "required" : "optional",
      after: after.required ? "required" : "optional",
    });
  }
  compareTypes(before.shape, after.shape, place, versions);
  compareNotes(before.schema, after.schema, place, versions);
}

function reportAdded(after: PropertyShape, old: ObjectShape, site: Site, versions: Versions): void {
  const place = { ...propertySite(site, after), old: site.old, used: [] };
  // A name that the old type took for one of its unlisted properties had a type before.
  if (old.others !== undefined && !versions.fits(old.others, after.shape, site.direction)) {
    report(versions, place, "type-changed", {
      message: `is now ${describe(after.shape)}, was ${describe(old.others)}`,
      before: describe(old.others),
      after: describe(after.shape),
    });
    return;
  }
  const missing = after.required && site.direction === "request" ? literalsOf(site) : [];
  report(
    versions,
    { ...place, used: missing },
    after.required ? "property-added-required" : "property-added",
    {
      message: after.required ? "was added and is required" : "was added",
      after: describe(after.shape),
    },
  );
}

function compareOthers(old: ObjectShape, now: ObjectShape, site: Site, versions: Versions): void {
  if (old.others !== undefined && now.others !== undefined) {
    const place = { ...below(site, "additionalProperties"), subject: `${site.subject}[key]` };
    return compareTypes(old.others, now.others, place, versions);
  }
  if (old.others === now.others) return;
  const breaksReader = site.direction === "response" && now.others === undefined;
  const breaksWriter =
    site.direction === "request" &&
    (now.others === undefined || !isIndexed(old, indexOf(now, now.others), site, versions));
  report(
    versions,
    site,
    breaksReader || breaksWriter ? "type-changed" : "type-changed-compatibly",
    {
      message:
        now.others === undefined
          ? "no longer takes properties that are not listed"
          : "now takes properties that are not listed",
    },
  );
}

/** What any key may hold: the compiler wants the types of the listed ones among it. */
function indexOf({ properties }: ObjectShape, others: Shape): Shape {
  return unionOf([others, ...[...properties.values()].map(({ shape }) => shape)]);
}

/** Whether the compiler takes an object for a map: an interface never, a type written out if all of it fits. */
function isIndexed(old: ObjectShape, others: Shape, site: Site, versions: Versions): boolean {
  if (site.owner !== undefined) return false;
  return [...old.properties.values()].every(
    ({ required, shape }) => required && versions.fits(shape, others, site.direction),
  );
}

/** Properties that both versions take over from the same named type: they are compared there. */
function inheritedOf(
  old: Shape,
  now: Shape,
  direction: Direction,
  { pairs, oldShapes, newShapes }: Versions,
): ReadonlySet<string> {
  if (old.kind !== "intersection" || now.kind !== "intersection") return new Set();
  const names = new Set<string>();
  const own = new Set<string>();
  for (const part of old.members) {
    const match =
      part.kind === "model" &&
      now.members.find((other) => other.kind === "model" && pairs.areSame(part.model, other.model));
    const left = flatten(part, oldShapes, direction)?.properties.keys() ?? [];
    if (!match) for (const name of left) own.add(name);
    else {
      for (const name of left) names.add(name);
      for (const name of flatten(match, newShapes, direction)?.properties.keys() ?? [])
        names.add(name);
    }
  }
  for (const part of now.members) {
    if (
      part.kind === "model" &&
      old.members.some((one) => one.kind === "model" && pairs.areSame(one.model, part.model))
    )
      continue;
    for (const name of flatten(part, newShapes, direction)?.properties.keys() ?? []) own.add(name);
  }
  return new Set([...names].filter((name) => !own.has(name)));
}

function compareValues(
  old: Extract<Shape, { kind: "values" }>,
  now: Extract<Shape, { kind: "values" }>,
  site: Site,
  versions: Versions,
): void {
  const kinds = (shape: typeof old): string =>
    [...new Set(shape.values.map((value) => typeof value))].sort().join();
  if (kinds(old) !== kinds(now)) return reportType(old, now, site, versions);
  for (const value of now.values.filter((one) => !old.values.includes(one))) {
    // A list that was not open promised that no other value comes.
    const isPromised = site.direction === "response" && !old.open;
    report(versions, site, isPromised ? "type-changed" : "value-added", {
      message: `gained the value ${JSON.stringify(value)}`,
      after: JSON.stringify(value),
    });
  }
  const removed = old.values.filter((one) => !now.values.includes(one));
  for (const value of removed) {
    const isClosed = site.direction === "response" && !now.open;
    report(versions, site, isClosed ? "value-no-longer-open" : "value-removed", {
      message: `lost the value ${JSON.stringify(value)}`,
      before: JSON.stringify(value),
    });
  }
}

function compareUnions(old: Shape, now: Shape, site: Site, versions: Versions): void {
  const before = old.kind === "union" ? old.members : [old];
  const after = now.kind === "union" ? now.members : [now];
  const [lost, gained] = differing(before, after, versions);
  const [left] = lost;
  const [right] = gained;
  if (lost.length === before.length && gained.length === after.length)
    return reportType(old, now, site, versions);
  // One member that is another now: what differs is within it.
  if (
    lost.length === 1 &&
    gained.length === 1 &&
    left &&
    right &&
    left.kind === right.kind &&
    left.kind !== "model"
  )
    return compareRest(left, right, site, versions);
  for (const member of gained) {
    const isSafe = site.direction === "response" && versions.fits(old, member, site.direction);
    report(versions, site, isSafe ? "type-changed-compatibly" : "variant-added", {
      message: `can now be ${describe(member)}`,
      after: describe(member),
    });
  }
  for (const member of lost) {
    // Nobody can have done anything with an answer that was not there.
    const isSafe =
      member.kind === "undefined" ||
      (site.direction === "request" && versions.fits(member, now, site.direction));
    report(versions, site, isSafe ? "type-changed-compatibly" : "variant-removed", {
      message: `can no longer be ${describe(member)}`,
      before: describe(member),
    });
  }
}

/** The members that only one of two lists has. */
function differing(
  old: readonly Shape[],
  now: readonly Shape[],
  { pairs }: Versions,
): readonly [lost: readonly Shape[], gained: readonly Shape[]] {
  const newKeys = new Set(now.map((member) => keyOf(member, pairs.oldNameOf)));
  const oldKeys = new Set(old.map((member) => keyOf(member)));
  return [
    old.filter((member) => !newKeys.has(keyOf(member))),
    now.filter((member) => !oldKeys.has(keyOf(member, pairs.oldNameOf))),
  ];
}

function propertySite(site: Site, { name, pointer }: PropertyShape): Site {
  const isWord = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
  const { owner } = site;
  return {
    ...site,
    subject: isWord ? `${site.subject}.${name}` : `${site.subject}[${JSON.stringify(name)}]`,
    old: pointer,
    new: pointer,
    used:
      owner === undefined
        ? site.used
        : [{ kind: "member", module: owner.module, of: owner.name, name }],
    owner: undefined,
  };
}

function literalsOf({ owner, used }: Site): readonly Used[] {
  return owner === undefined ? used : [{ kind: "literal", module: owner.module, of: owner.name }];
}

function below(site: Site, key: string): Site {
  return { ...site, old: `${site.old}/${key}`, new: `${site.new}/${key}` };
}

function withoutNull(shape: Shape): { readonly shape: Shape; readonly isNullable: boolean } {
  if (shape.kind !== "union") return { shape, isNullable: false };
  const rest = shape.members.filter(({ kind }) => kind !== "null");
  return { shape: unionOf(rest), isNullable: rest.length < shape.members.length };
}
