import type { HeaderKind, Operation } from "../model/types.js";
import type { ChangeKind } from "./classification.js";
import type { Used } from "./change.js";
import { compareDocs } from "./compare-notes.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

interface Told {
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly used?: readonly Used[];
}

/** The documented headers of an operation's success: what they are, and which there are. */
export function compareHeaders(
  before: Operation,
  after: Operation,
  { site, module }: { readonly site: Site; readonly module: string },
  tell: (kind: ChangeKind, told: Told) => void,
  versions: Versions,
): void {
  const now = new Map(after.headers?.headers.map((header) => [header.name, header]));
  for (const old of before.headers?.headers ?? []) {
    const match = now.get(old.name);
    now.delete(old.name);
    const used: readonly Used[] = [
      { kind: "member", module, of: before.headers?.name ?? "", name: old.name },
    ];
    if (match === undefined) {
      tell("header-removed", { message: `no longer documents the header ${old.name}`, used });
    } else if (match.kind !== old.kind) {
      tell("header-type-changed", {
        message: `gives the header ${old.name} as ${words[match.kind]}, gave it as ${words[old.kind]}`,
        before: words[old.kind],
        after: words[match.kind],
        used,
      });
    } else {
      const subject = `${site.subject} header ${old.name}`;
      compareDocs(old.docs, match.docs, { ...site, subject }, versions);
    }
  }
  for (const name of now.keys()) tell("header-added", { message: `documents the header ${name}` });
}

const words: Readonly<Record<HeaderKind, string>> = {
  string: "a text",
  number: "a number",
  boolean: "a boolean",
  strings: "a list of texts",
  numbers: "a list of numbers",
};
