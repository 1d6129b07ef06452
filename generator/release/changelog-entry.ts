import type { Change, Severity } from "../compare/change.js";
import { callsText, groupTitle, grouped } from "../compare/report.js";
import { codeSpan, joinMarkdown, marked, prose, type Markdown } from "../emit/markdown.js";

/** What a changelog says of one version, before it is laid out. */
export interface ChangelogEntry {
  readonly version: string;
  /** By what the changes belong to, gravest first. */
  readonly sections: readonly ChangelogSection[];
  /** What has no section. */
  readonly note?: Markdown;
}

export interface ChangelogSection {
  readonly title: Markdown;
  readonly lines: readonly Markdown[];
}

/** The changes of a version in the words of the client's user; of those that only concern texts, their number. */
export function changelogEntry(version: string, changes: readonly Change[]): ChangelogEntry {
  const told = changes.filter(({ severity }) => severity !== "documentation");
  const texts = changes.length - told.length;
  return {
    version,
    sections: grouped(told).map((group) => ({
      title: prose(groupTitle(group)),
      lines: group.changes.map(lineOf),
    })),
    ...(texts > 0 && { note: texts === 1 ? oneText : prose(`${texts} texts differ.`) }),
    ...(changes.length === 0 && { note: noChange }),
  };
}

/** Of the version with which the changelog begins. */
export function firstEntry(version: string, isNew: boolean): ChangelogEntry {
  return { version, sections: [], note: isNew ? beginning : continuation };
}

/** Markdown that ends in a line feed. */
export function entryText({ version, sections, note }: ChangelogEntry): Markdown {
  const blocks = sections.flatMap(({ title, lines }) => [
    marked`### ${title}`,
    joinMarkdown(lines, "\n"),
  ]);
  const all = [marked`## ${prose(version)}`, ...blocks, ...(note ? [note] : [])];
  return marked`${joinMarkdown(all, "\n\n")}\n`;
}

const oneText = marked`One text differs.`;
const noChange = marked`No change of the API.`;
const beginning = marked`The first version.`;
const continuation = marked`What changes after this version is told here.`;

const words: Readonly<Record<Severity, Markdown>> = {
  breaking: marked`**Breaking:** `,
  caution: marked`**Look at:** `,
  compatible: marked``,
  documentation: marked``,
};

function lineOf(change: Change): Markdown {
  const calls = callsText(change);
  const where = calls === "" ? marked`` : marked` (in ${prose(calls)})`;
  return marked`- ${words[change.severity]}${codeSpan(change.subject)} ${prose(change.message)}${where}`;
}
