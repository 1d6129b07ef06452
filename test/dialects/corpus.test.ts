import { describe, expect, it } from "vitest";
import type { Recognised } from "./recognised.js";
import { corpus, hasCorpus, recogniseAll } from "./recognised.js";

describe.skipIf(!hasCorpus)(
  `published descriptions (skipped where ${corpus} is not at hand)`,
  () => {
    it("are recognised as in the table, which was reviewed by hand", async () => {
      await expect(table(await recogniseAll())).toMatchFileSnapshot("recognised.md");
    });
  },
);

function table(all: readonly Recognised[]): string {
  const counted = all.filter(({ lists, missed }) => lists.length + missed.length > 0);
  const sum = (of: (api: Recognised) => number): number =>
    all.reduce((total, api) => total + of(api), 0);
  return [
    "# What is recognised in published descriptions",
    "",
    "Made by `npx vitest run test/dialects -u`. Every row of a list was reviewed by hand; what is missed is a note.",
    "",
    `${sum(({ lists }) => lists.length)} lists recognised, ${sum(({ missed }) => missed.length)} plausible ones not.`,
    "",
    "| API | GET | page | offset | cursor | link | missed |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...counted.map(({ api, gets, lists, missed }) => {
      const styles = ["page", "offset", "cursor", "link"].map(
        (style) => lists.filter(({ pagination }) => pagination.style === style).length,
      );
      return row(api, gets, ...styles, missed.length);
    }),
    ...counted.flatMap(section),
    "",
    "## Credentials",
    "",
    "| API | scheme | evidence |",
    "| --- | --- | --- |",
    ...all.flatMap(({ api, schemes }) =>
      schemes.map(({ name, evidence }) => row(api, name, evidence)),
    ),
    "",
    "## Labels and names of enums",
    "",
    ...all.flatMap(({ api, enums }) =>
      enums.length === 0
        ? []
        : [
            `- ${api}: ${enums.length}: ${enums.slice(0, 12).join(", ")}${enums.length > 12 ? " …" : ""}`,
          ],
    ),
    "",
  ].join("\n");
}

function section({ api, lists, missed }: Recognised): string[] {
  // Operations of one kind share a row: their evidence is the same but for the path.
  const groups = new Map<string, string[]>();
  for (const { id, pagination } of lists) {
    const [dialect = "", ...evidence] = pagination.evidence;
    const extras = [
      pagination.style === "page" &&
        `from ${pagination.first ?? (pagination.current === undefined ? 1 : `${pagination.current.join(".")} of the response`)}`,
      pagination.next !== undefined && `next ${pagination.next.join(".")}`,
      pagination.total !== undefined && `total ${pagination.total.join(".")}`,
    ].filter((text) => text !== false);
    const key = row(
      dialect.replace(/: GET .*$/u, ""),
      pagination.style,
      pagination.items.join(".") || "the body",
      extras.join(", "),
      evidence.join("; "),
    );
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [
    "",
    `## ${api}`,
    "",
    ...(lists.length === 0
      ? []
      : [
          "| operations | dialect | style | items | how | evidence |",
          "| --- | --- | --- | --- | --- | --- |",
        ]),
    ...[...groups].map(([key, ids]) => `| ${ids.map(cell).join(", ")} ${key}`),
    ...(missed.length === 0 ? [] : ["", "Missed:", ""]),
    ...missed.map(({ id, why }) => `- ${id}: ${why}`),
  ];
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((text) => cell(String(text))).join(" | ")} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
