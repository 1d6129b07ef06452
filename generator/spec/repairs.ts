import type { RepairAction } from "../diagnostics.js";
import type { Provenance } from "./provenance.js";
import { isContainer, isObject, type Key, own, type RawObject, type RawValue } from "./raw.js";

/** What was assumed, said of the place that is reported: a member of an object or list, or the object itself. */
export type Repair =
  /** The place is left out; or another member, or with `key` undefined the object as a whole. */
  | { readonly kind: "remove"; readonly key?: Key | undefined }
  /** The object has these members, whatever it had under their names, and not those of `without`. */
  | {
      readonly kind: "set";
      readonly members: RawObject;
      readonly without?: readonly string[];
    }
  /** These join the lists and objects under their names. */
  | { readonly kind: "append"; readonly members: RawObject };

export interface RepairedPlace {
  readonly holder: object;
  readonly key: Key | undefined;
}

/**
 * A repair as actions of an overlay, which say it where the description says otherwise. `undefined` where no overlay can:
 * in other documents, and where the place is not written as it was read.
 */
export function repairActions(
  repair: Repair,
  { holder, key: reported }: RepairedPlace,
  provenance: Provenance,
): readonly RepairAction[] | undefined {
  const found = provenance.inTree(holder);
  if (!found) return undefined;
  const { path, raw } = found;
  const target = (way: readonly Key[]): string => jsonPath(way, provenance);
  switch (repair.kind) {
    case "remove": {
      const key = "key" in repair ? repair.key : reported;
      if (key === undefined)
        return isShared(path) ? undefined : [{ target: target(path), remove: true }];
      const isWritten =
        own(raw, key) !== undefined && own(raw, key) === own(holder as RawObject, key);
      return isWritten ? [{ target: target([...path, key]), remove: true }] : undefined;
    }
    case "set": {
      const { members, without = [] } = repair;
      if (!isObject(raw)) return undefined;
      const outdated = [
        ...Object.keys(members).filter((name) => isReplaced(raw, name, members[name])),
        ...without.filter((name) => own(raw, name) !== undefined),
      ];
      return [
        ...outdated.map((name) => ({ target: target([...path, name]), remove: true as const })),
        { target: target(path), update: members },
      ];
    }
    case "append":
      return isObject(raw) ? [{ target: target(path), update: repair.members }] : undefined;
    default:
      return repair satisfies never;
  }
}

/** Whether an update would be merged into what is there, or refused, where it is to take its place. */
function isReplaced(raw: RawObject, name: string, value: RawValue | undefined): boolean {
  const present = own(raw, name);
  if (present === undefined || present === null) return false;
  return isContainer(present) || isContainer(value);
}

/** A component as a whole: others may refer to it, so that it cannot be left out. */
function isShared([first, ...rest]: readonly Key[]): boolean {
  if (first === "components") return rest.length <= 2;
  return (
    (first === "parameters" || first === "responses" || first === "definitions") &&
    rest.length === 1
  );
}

/** A JSONPath (RFC 9535) to one place. Parameters are named, not counted: their list may get others. */
function jsonPath(path: readonly Key[], provenance: Provenance): string {
  const segments = path.map((key, index) => {
    if (typeof key === "string") return member(key);
    return parameter(path.slice(0, index), key, provenance) ?? `[${key}]`;
  });
  return `$${segments.join("")}`;
}

function member(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${quoted(name)}]`;
}

function parameter(
  path: readonly Key[],
  index: number,
  provenance: Provenance,
): string | undefined {
  if (path.at(-1) !== "parameters") return undefined;
  const list = provenance.valueAt(path);
  const identity = (entry: RawValue | undefined): string | undefined => {
    const name = isObject(entry) ? own(entry, "name") : undefined;
    const location = isObject(entry) ? own(entry, "in") : undefined;
    return typeof name === "string" && typeof location === "string"
      ? `[?@.name==${quoted(name)} && @.in==${quoted(location)}]`
      : undefined;
  };
  const entries = Array.isArray(list) ? list.map(identity) : [];
  const wanted = entries[index];
  return wanted !== undefined && entries.filter((entry) => entry === wanted).length === 1
    ? wanted
    : undefined;
}

/** A name as RFC 9535, 2.3.1.1, writes it in single quotes. */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\']/g, "\\$&")
    .replace(
      /[\0-\x1f\x7f-\x9f\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  return `'${escaped}'`;
}
