import semver from "semver";
import type { ChangelogEntry, ChangelogSection } from "./changelog-entry.js";
import { entryText } from "./changelog-entry.js";

/**
 * CHANGELOG.md with an entry more. The file belongs to both: what people write in it, between entries or within them,
 * stays as it is. An entry is known by its heading, `## 0.2.0`; the new one goes before the first of them. A version that
 * has its entry already gets only the lines that are missing there.
 */
export function withEntry(existing: string, entry: ChangelogEntry): string {
  const lineEnd = existing.includes("\r\n") ? "\r\n" : "\n";
  const lines = existing.replaceAll("\r\n", "\n").split("\n");
  const headings = versionHeadings(lines);
  const same = headings.find(({ version }) => version === entry.version);
  const text = same
    ? added(lines, same, entry)
    : inserted(lines, headings[0]?.line, entryText(entry));
  return text.replaceAll("\n", lineEnd);
}

/** A changelog that has this entry only. */
export function newChangelog(entry: ChangelogEntry): string {
  return `# Changelog\n\n${entryText(entry)}`;
}

interface VersionHeading {
  readonly version: string;
  readonly line: number;
  /** The line after the last one of its entry. */
  readonly end: number;
}

/** The headings of versions, outside of blocks of code; `## [0.2.0] - 2026-01-31` is one, too. */
function versionHeadings(lines: readonly string[]): readonly VersionHeading[] {
  const found: { version: string | undefined; line: number }[] = [];
  let fence = "";
  for (const [line, text] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(text)?.[1] ?? "";
    if (fence !== "") {
      if (mark.startsWith(fence)) fence = "";
    } else if (mark !== "") {
      fence = mark;
    } else if (/^##?\s/u.test(text)) {
      const word = /^##\s+\[?v?([^\s\]]+)/u.exec(text)?.[1] ?? "";
      found.push({ version: semver.valid(word) ?? undefined, line });
    }
  }
  return found.flatMap(({ version, line }, index) =>
    version === undefined ? [] : [{ version, line, end: found[index + 1]?.line ?? lines.length }],
  );
}

function inserted(lines: readonly string[], line: number | undefined, entry: string): string {
  const before = lines.slice(0, line ?? lines.length).join("\n");
  const head = before.trim() === "" ? before.trim() : `${before.replace(/\n+$/u, "")}\n\n`;
  const after = line === undefined ? "" : `\n${lines.slice(line).join("\n")}`;
  return `${head}${entry}${after}`;
}

/** The lines of an entry with those that it does not have yet, each below its heading. */
function added(
  lines: readonly string[],
  { line, end }: VersionHeading,
  { sections, note }: ChangelogEntry,
): string {
  let body = lines.slice(line + 1, end);
  for (const section of sections) body = withSection(body, section);
  const isKnown = sections.length > 0 || body.some((text) => text.trim() !== "");
  if (note !== undefined && !isKnown) body = ["", note, ""];
  return [...lines.slice(0, line + 1), ...body, ...lines.slice(end)].join("\n");
}

function withSection(body: readonly string[], { title, lines }: ChangelogSection): string[] {
  const start = body.indexOf(`### ${title}`);
  const missing = lines.filter((text) => !body.includes(text));
  if (missing.length === 0) return [...body];
  if (start === -1) return [...trimmed(body), "", `### ${title}`, "", ...lines, ""];
  const next = body.findIndex((text, index) => index > start && /^#{1,3}\s/u.test(text));
  const end = next === -1 ? body.length : next;
  return [...trimmed(body.slice(0, end)), ...missing, "", ...body.slice(end)];
}

/** Without the empty lines at the end. */
function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((text) => text.trim() !== "");
  return lines.slice(0, last + 1);
}
