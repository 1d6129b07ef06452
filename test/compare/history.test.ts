import { existsSync, readFileSync, readdirSync } from "node:fs";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { compare } from "../../generator/compare/compare.js";
import { renderDiff } from "../../generator/compare/render.js";
import { readApis } from "../../generator/diff/read-api.js";
import { loadTemplates } from "../../generator/templates.js";
import { root } from "../generate/harness.js";

// Published descriptions are test data that is not part of this repository; without them there is nothing to compare.
const history = "../shared/corpus/history";
const names = existsSync(`${history}/index.tsv`)
  ? readFileSync(`${history}/index.tsv`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t")[0] ?? "")
  : [];
const isLong = process.env["CLIENTWRIGHT_PAIRS"] !== undefined;
const chosen = isLong ? names : names.filter((name) => name === "qdrant" || name === "figma");

/** What both descriptions show: some lines that must be said of them, and how grave each is. */
const known: Readonly<Record<string, readonly string[]>> = {
  clerk: [
    "breaking: client.commerce.listPlans was removed",
    "breaking: CommercePlan.currency was removed",
  ],
  discord: [
    "compatible: BulkLobbyMemberRequest.additional_name was added",
    "compatible: client.guilds.bulkBan() can no longer be undefined",
  ],
  figma: [
    "breaking: client.payments.retrieve({ user_id }) is now string, was number",
    "breaking: WebhookCreateBody.context was added and is required",
    'caution: VariableScope gained "FONT_VARIATIONS"',
  ],
  inventree: [
    "breaking: client.build.list({ tags }) was removed",
    "compatible: client.part.list({ tag_name }) was added",
  ],
  langfuse: ["breaking: UnstableEvaluatorBase.scope was removed"],
  mastodon: [
    "breaking: CollectionCreateBody.account_ids is now string[], was string",
    'caution: NotificationTypeEnum gained "added_to_collection"',
  ],
  meilisearch: [
    "breaking: client.indexes.settings.dictionary.update is now client.indexes.settings.dictionary.replace",
    'breaking: Code lost "invalid_embedder"',
  ],
  qdrant: [
    "breaking: OptimizersConfig.deleted_threshold is now optional",
    "caution: client.collections.create({ timeout }) has minimum 1; had minimum (none)",
  ],
  spotify: [
    "breaking: PlaylistObject.followers was removed",
    "caution: client.search.search({ limit }) has maximum 10; had maximum 50",
  ],
};

describe.skipIf(chosen.length === 0)(
  "published updates (skipped where the corpus is not at hand)",
  () => {
    it.each(chosen)("%s", { timeout: 120_000 }, async (name) => {
      const folder = `${history}/${name}`;
      const file = (start: string): string =>
        readdirSync(folder).find((entry) => entry.startsWith(start)) ?? "";
      const reserved = loadTemplates(root).runtimeExports.map((one) => one.name);
      const [old, now] = await readApis(file("old"), file("new"), {}, reserved, folder);
      const changes = compare(old, now);
      const told = changes.map(
        ({ severity, subject, message }) => `${severity}: ${subject} ${message}`,
      );
      expect(known[name]?.filter((line) => !told.includes(line))).toEqual([]);
      expect(new Set(told).size).toBe(told.length);
      expect(compare(old, old)).toEqual([]);
      const title = { title: name, version: "1", file: "old" };
      const report = { old: title, new: title, changes };
      const text = renderDiff(report, "text", picocolors.createColors(false));
      for (const { severity, subject } of changes) {
        if (severity !== "documentation") expect(text).toContain(subject);
      }
      expect(text).not.toContain("undefined {");
    });
  },
);
