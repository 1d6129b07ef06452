import type { SourceRef } from "../diagnostics.js";
import type { Direction } from "../model/types.js";
import { severityOf } from "./classification.js";
import type { ChangeKind } from "./classification.js";
import type { Change, Group, Used } from "./change.js";
import { severities } from "./change.js";

/** A difference as it is found; the same one is found again in each position that it affects. */
export interface Finding {
  readonly kind: ChangeKind;
  readonly subject: string;
  readonly message: string;
  readonly group: Group;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly direction?: Direction | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly old?: SourceRef | undefined;
  readonly new?: SourceRef | undefined;
  readonly used?: readonly Used[] | undefined;
}

/** Collects findings: one change for all that say the same. */
export class Recorder {
  readonly #found = new Map<string, Finding[]>();

  add(finding: Finding): void {
    const { kind, subject, message, before, after } = finding;
    const key = JSON.stringify([kind, subject, message, before, after]);
    const same = this.#found.get(key);
    if (same === undefined) this.#found.set(key, [finding]);
    else same.push(finding);
  }

  /** By severity, then by subject. */
  get changes(): readonly Change[] {
    return [...this.#found.values()]
      .flatMap((findings) => {
        const [first] = findings;
        return first === undefined ? [] : [changeOf(first, findings)];
      })
      .sort(
        (a, b) =>
          severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
          compareText(a.subject, b.subject) ||
          compareText(a.kind, b.kind) ||
          compareText(a.message, b.message),
      );
  }
}

function changeOf(first: Finding, findings: readonly Finding[]): Change {
  const { kind, subject, message, group, before, after, old, new: now } = first;
  const directions = distinct(
    findings.flatMap(({ direction }) => (direction === undefined ? [] : [direction])),
  );
  return {
    kind,
    severity: severityOf(kind, directions),
    subject,
    message,
    group,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    directions,
    operations: distinct(findings.flatMap(({ operations = [] }) => operations)),
    ...(old !== undefined && { old }),
    ...(now !== undefined && { new: now }),
    used: [
      ...new Map(
        findings.flatMap(({ used = [] }) => used).map((one) => [JSON.stringify(one), one]),
      ).values(),
    ],
  };
}

function distinct<T extends string>(list: readonly T[]): readonly T[] {
  return [...new Set(list)].sort();
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
