import type { OverlayRef, Provenance } from "./provenance.js";
import {
  isContainer,
  isObject,
  type Key,
  kindOf,
  own,
  type RawContainer,
  type RawValue,
  setOwn,
} from "./raw.js";

/** Who changes the tree, for the record. */
export interface MergeAuthor {
  readonly provenance: Provenance;
  readonly action: OverlayRef;
}

/**
 * Merges a value into a member, as the Overlay Specification says (1.1.0, 4.4.3): objects member by member, lists by
 * appending, single values by replacing. What does not fit is left as it is and told. The value becomes part of the
 * tree, so it must be the caller's to give away.
 */
export function mergeInto(
  holder: RawContainer,
  key: Key,
  value: RawValue,
  by: MergeAuthor,
): string | undefined {
  const present = own(holder, key);
  if (present === undefined) {
    put(holder, key, value, by);
    return undefined;
  }
  if (Array.isArray(present)) {
    for (const entry of Array.isArray(value) ? value : [value])
      put(present, present.length, entry, by);
    return undefined;
  }
  if (isObject(present) && isObject(value)) {
    const mismatches = Object.keys(value).map((name) =>
      mergeInto(present, name, own(value, name) ?? null, by),
    );
    return mismatches.find((mismatch) => mismatch !== undefined);
  }
  // A key without a value in YAML is null: there is nothing yet to be of another kind.
  if (isContainer(present) || (isContainer(value) && present !== null)) {
    return `${JSON.stringify(key)} is ${kindOf(present)}, and the update gives ${kindOf(value)}`;
  }
  put(holder, key, value, by);
  return undefined;
}

function put(
  holder: RawContainer,
  key: Key,
  value: RawValue,
  { provenance, action }: MergeAuthor,
): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else setOwn(holder, String(key), value);
  provenance.change(holder, key, action);
  if (isContainer(value)) adopt(value, holder, key, { provenance, action });
}

function adopt(container: RawContainer, holder: RawContainer, key: Key, by: MergeAuthor): void {
  by.provenance.adopt(container, holder, key, by.action);
  for (const [name, value] of Object.entries(container)) {
    if (isContainer(value)) adopt(value, container, name, by);
  }
}
