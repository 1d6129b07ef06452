import { structuredPatch } from "diff";

/** More edits than this take seconds to find, and nobody reads them. */
const maximumEdits = 1_000;

/** The lines of a unified diff without its file headers; empty for equal texts, one remark for hopeless ones. */
export function unifiedDiff(from: string, to: string): readonly string[] {
  if (from === "" || to === "") return wholeText(from, to);
  const patch = structuredPatch("", "", from, to, "", "", {
    context: 3,
    maxEditLength: maximumEdits,
  });
  if (!patch) return ["(too different to compare line by line)"];
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
}

/** The first line, from 1, in which the texts differ. */
export function firstDifference(from: string, to: string): number {
  const [a, b] = [from.split("\n"), to.split("\n")];
  const index = a.findIndex((line, at) => line !== b[at]);
  return (index === -1 ? a.length : index) + 1;
}

function wholeText(from: string, to: string): readonly string[] {
  if (from === to) return [];
  const [sign, text] = from === "" ? ["+", to] : ["-", from];
  const lines = text.replace(/\n$/, "").split("\n");
  const range = from === "" ? `-0,0 +1,${lines.length}` : `-1,${lines.length} +0,0`;
  return [`@@ ${range} @@`, ...lines.map((line) => `${sign}${line}`)];
}
