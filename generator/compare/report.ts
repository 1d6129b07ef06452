import type { Change, Group, Severity } from "./change.js";
import { severities, worst } from "./change.js";
import type { CallSite } from "./call-site.js";

/** What `diff` has to say, for every format. */
export interface DiffReport {
  readonly old: ApiTitle;
  readonly new: ApiTitle;
  readonly changes: readonly Change[];
  /** Where the program uses what changed, by the change; absent when no program was looked at. */
  readonly usage?: ReadonlyMap<Change, readonly CallSite[]>;
}

export interface ApiTitle {
  readonly title: string;
  readonly version: string;
  /** The description as it was named. */
  readonly file: string;
}

export function tallyOf(changes: readonly Change[]): Readonly<Record<Severity, number>> {
  const count = (wanted: Severity): number =>
    changes.filter(({ severity }) => severity === wanted).length;
  return {
    breaking: count("breaking"),
    caution: count("caution"),
    compatible: count("compatible"),
    documentation: count("documentation"),
  };
}

/** `2 breaking, 3 compatible`. */
export function tallyText(changes: readonly Change[]): string {
  const tally = tallyOf(changes);
  const parts = severities
    .filter((severity) => tally[severity] > 0)
    .map((severity) => `${tally[severity]} ${severity}`);
  return parts.length === 0 ? "no difference" : parts.join(", ");
}

/** `WhatsApp API 1.0.0 → 1.1.0` */
export function headingOf({ old, new: now }: DiffReport): string {
  const name = ({ title, version }: ApiTitle): string => `${title} ${version}`.trim();
  if (old.title !== now.title) return `${name(old)} → ${name(now)}`;
  return old.version === now.version ? name(now) : `${name(old)} → ${now.version}`;
}

export interface GroupOfChanges extends Group {
  readonly changes: readonly Change[];
}

/** By what they belong to, gravest first: the client, its resources by name, then the types by name. */
export function grouped(changes: readonly Change[]): readonly GroupOfChanges[] {
  const groups = new Map<string, { group: Group; changes: Change[] }>();
  for (const change of changes) {
    const key = `${order.indexOf(change.group.kind)} ${change.group.name}`;
    const entry = groups.get(key) ?? { group: change.group, changes: [] };
    entry.changes.push(change);
    groups.set(key, entry);
  }
  const gravity = (list: readonly Change[]): number =>
    severities.indexOf(worst(list.map(({ severity }) => severity)));
  return [...groups]
    .sort(
      ([a, one], [b, other]) => gravity(one.changes) - gravity(other.changes) || (a < b ? -1 : 1),
    )
    .map(([, { group, changes: list }]) => ({ ...group, changes: list }));
}

const order: readonly Group["kind"][] = ["client", "resource", "type"];

/** `client.conversations`, `Conversation`. */
export function groupTitle({ kind, name }: Group): string {
  return kind === "resource" ? `client.${name}` : name;
}

/** The calls that a change reaches, the first few by name; empty where the subject says it. */
export function callsText({ subject, operations }: Change, most = 3): string {
  if (operations.every((call) => subject.startsWith(`client.${call}`))) return "";
  const names = operations.slice(0, most).map((call) => `client.${call}`);
  const rest = operations.length - names.length;
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

export function placeText(place: {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}): string {
  return `${place.file}:${place.line}:${place.column}`;
}
