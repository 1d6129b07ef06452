import type { Direction, Model } from "../model/types.js";
import type { Group, Used } from "./change.js";
import type { ChangeKind } from "./classification.js";
import type { Finding } from "./recorder.js";
import type { Versions } from "./versions.js";

/** A place whose type is compared: what it is called, where it stands, and who is affected. */
export interface Site {
  readonly subject: string;
  readonly group: Group;
  readonly direction: Direction;
  readonly operations: readonly string[];
  readonly old: string;
  readonly new: string;
  readonly used: readonly Used[];
  /** The declaration in the old package that has the properties of this place, if it has a name. */
  readonly owner?: { readonly module: string; readonly name: string } | undefined;
}

type Told = Pick<Finding, "message" | "before" | "after"> & { readonly new?: string };

/** Notes a change at a site. */
export function report(versions: Versions, site: Site, kind: ChangeKind, told: Told): void {
  const { subject, group, direction, operations, used } = site;
  versions.recorder.add({
    kind,
    subject,
    group,
    direction,
    operations,
    used,
    message: told.message,
    before: told.before,
    after: told.after,
    old: versions.old.document.at(site.old),
    new: versions.new.document.at(told.new ?? site.new),
  });
}

/** The name of a type in one direction. */
export function viewName(model: Model, direction: Direction): string {
  if (model.kind === "enum") return model.name;
  return (
    (model.views.find((view) => view.direction === direction) ?? model.views[0])?.name ?? model.name
  );
}
