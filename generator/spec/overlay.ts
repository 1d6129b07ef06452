import { JSONPathQuery } from "json-p3";
import type { Diagnostics } from "../diagnostics.js";
import type { Correction } from "./document.js";
import { parseDescription } from "./load.js";
import { type OverlayAction, readOverlay } from "./overlay-document.js";
import { mergeInto } from "./overlay-merge.js";
import { Provenance } from "./provenance.js";
import {
  depthOf,
  isContainer,
  isObject,
  type Key,
  maximumDepth,
  own,
  type RawContainer,
  type RawValue,
} from "./raw.js";
import { Reader } from "./reader.js";
import { locator, type SourceText, type SourceTree } from "./source.js";

/**
 * Applies overlays to a tree, in place: it is this run's alone. What each action did; an action that cannot be applied
 * is reported and left out, so that the description's own problems can be told in the same run. `undefined` when an
 * overlay as a whole cannot be read, since then what it would have corrected is no news.
 */
export function applyOverlays(
  tree: SourceTree,
  overlays: readonly SourceText[],
  provenance: Provenance,
  diagnostics: Diagnostics,
): readonly Correction[] | undefined {
  if (overlays.length === 0) return [];
  tree.places(); // While the tree is still as the text has it.
  const corrections: Correction[] = [];
  let areReadable = true;
  for (const source of overlays) {
    const overlay = parseDescription(source, diagnostics);
    const reader = overlay && new Reader(new Provenance(overlay), diagnostics);
    const actions = overlay && reader && readOverlay(overlay, reader);
    if (!actions) {
      areReadable = false;
      continue;
    }
    for (const action of actions) {
      const correction = applyAction(tree, action, provenance, reader);
      if (correction) corrections.push(correction);
    }
    if (depthOf(tree.root) > maximumDepth) {
      const message = `With this overlay, lists and objects are nested more than ${maximumDepth} deep.`;
      diagnostics.report("nesting-too-deep", { message, where: locator(source)(0) });
      return undefined;
    }
  }
  return areReadable ? corrections : undefined;
}

/** A place that a target selects: a member of a container, or the whole document. */
interface Selected {
  readonly holder: RawContainer | undefined;
  readonly key: Key;
  readonly value: RawValue;
}

function applyAction(
  tree: SourceTree,
  action: OverlayAction,
  provenance: Provenance,
  reader: Reader,
): Correction | undefined {
  const { raw, place, target, change } = action;
  const selected = select(
    tree.root,
    target.query.query(tree.root).nodes.map(({ location }) => location),
  );
  if (selected.length === 0) {
    const message = `"${target.text}" matches nothing in the description`;
    const behind = behindReference(tree, target, provenance);
    const help = "correct the target, or delete the action if the description no longer needs it.";
    if (behind)
      reader.report("overlay-no-match", raw, undefined, message + behind.reason, behind.help);
    else reader.report("overlay-no-match", raw, undefined, `${message}.`, help);
    return undefined;
  }
  switch (change.kind) {
    case "remove":
      if (!remove(selected, raw, reader)) return undefined;
      break;
    case "copy": {
      const sources = select(
        tree.root,
        change.from.query.query(tree.root).nodes.map(({ location }) => location),
      );
      const [source] = sources;
      if (!source || sources.length > 1) {
        const message = `"copy" is expected to select one place, not ${sources.length}.`;
        reader.report(source ? "overlay-update-invalid" : "overlay-no-match", raw, "copy", message);
        return undefined;
      }
      if (!update(selected, source.value, "copy", action, provenance, reader)) return undefined;
      break;
    }
    case "update":
      if (!update(selected, change.value, "update", action, provenance, reader)) return undefined;
      break;
    default:
      change satisfies never;
  }
  return {
    ...place,
    target: target.text,
    kind: change.kind,
    count: selected.length,
    ...(action.description !== undefined && { description: action.description }),
  };
}

/** Where the way to a target ends at a reference: overlays apply to the description, not to what it refers to. */
function behindReference(
  tree: SourceTree,
  { query }: OverlayAction["target"],
  provenance: Provenance,
): { readonly reason: string; readonly help: string } | undefined {
  for (let length = query.segments.length - 1; length > 0; length--) {
    const way = new JSONPathQuery(query.environment, query.segments.slice(0, length));
    for (const { value } of way.query(tree.root).nodes) {
      const ref = isObject(value) ? own(value, "$ref") : undefined;
      if (!isObject(value) || typeof ref !== "string") continue;
      const { file, line, column } = provenance.at(value, "$ref");
      const reason = `: the way to it leads through "${ref}" at ${file}:${line}:${column}, and an overlay changes the description itself.`;
      const help = ref.startsWith("#")
        ? `let the target select what ${ref} names.`
        : `correct ${ref}, or replace the reference: remove it in one action, and add what it stands for in the next.`;
      return { reason, help };
    }
  }
  return undefined;
}

function select(root: RawValue, locations: readonly (readonly Key[])[]): Selected[] {
  const seen = new Map<RawContainer | undefined, Set<Key>>();
  const selected: Selected[] = [];
  for (const location of locations) {
    let holder: RawContainer | undefined;
    let value: RawValue | undefined = root;
    let key: Key = "";
    for (const segment of location) {
      holder = isContainer(value) ? value : undefined;
      key = segment;
      value = holder && own(holder, segment);
    }
    // A query may select the same place twice, as ['a', 'a'] does; an action changes it once.
    const keys = seen.get(holder) ?? new Set<Key>();
    if (value === undefined || keys.has(key)) continue;
    seen.set(holder, keys.add(key));
    selected.push({ holder, key, value });
  }
  return selected;
}

function remove(selected: readonly Selected[], raw: RawContainer, reader: Reader): boolean {
  // From the back, so that the places of a list keep their numbers.
  const ordered = [...selected].sort((a, b) => Number(b.key) - Number(a.key));
  for (const { holder, key } of ordered) {
    if (!holder) {
      reader.report(
        "overlay-update-invalid",
        raw,
        "remove",
        "The whole document cannot be removed.",
      );
      return false;
    }
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  }
  return true;
}

function update(
  selected: readonly Selected[],
  value: RawValue,
  keyword: string,
  action: OverlayAction,
  provenance: Provenance,
  reader: Reader,
): boolean {
  let fits = true;
  for (const place of selected) {
    const mismatch = place.holder
      ? mergeInto(place.holder, place.key, structuredClone(value), {
          provenance,
          action: action.place,
        })
      : mergeRoot(place.value, value, { provenance, action: action.place });
    if (mismatch === undefined) continue;
    reader.report(
      "overlay-update-invalid",
      action.raw,
      keyword,
      `${mismatch}.`,
      "give an update of the same kind, or remove the target first.",
    );
    fits = false;
  }
  return fits;
}

/** The document itself has no holder: each member of the update is merged into it. */
function mergeRoot(
  root: RawValue,
  value: RawValue,
  by: Parameters<typeof mergeInto>[3],
): string | undefined {
  if (!isObject(root) || !isObject(value)) return "The document can be updated with an object only";
  const mismatches = Object.keys(value).map((key) =>
    mergeInto(root, key, structuredClone(own(value, key) ?? null), by),
  );
  return mismatches.find((mismatch) => mismatch !== undefined);
}
