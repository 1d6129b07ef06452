import { describe, expect, it } from "vitest";
import type { Change } from "../../generator/compare/change.js";
import { compare } from "../../generator/compare/compare.js";
import {
  apiOf as apiOfRecord,
  readRecord,
  recordOf,
  recordText,
} from "../../generator/compare/record.js";
import type { Api } from "../../generator/compare/shape.js";
import { randomDescription, type Json } from "./descriptions.js";
import { apiOf } from "./judge.js";
import { mutations } from "./mutations.js";
import { Random } from "./random.js";

/** What changed, without the wording: a record has texts as digests, and spells types with their members sorted. */
function told(changes: readonly Change[]): readonly string[] {
  return changes.map(({ kind, subject, severity, operations }) =>
    JSON.stringify([kind, subject, severity, operations]),
  );
}

function recorded(api: Api): Api {
  const record = readRecord(recordText(recordOf(api)));
  if (record === undefined) throw new Error("the record cannot be read");
  return apiOfRecord(record);
}

describe("the record of an API", () => {
  it("tells the same changes as the descriptions themselves", () => {
    const kinds = new Set<string>();
    for (const [seed, mutation] of Object.entries(mutations)) {
      for (let base = 1; base <= 2; base++) {
        const random = new Random(base);
        const old = randomDescription(random);
        const now = structuredClone(old);
        mutation(now, random);
        const [before, after] = [apiOf(old, "old.json"), apiOf(now, "new.json")];
        const direct = compare(before, after);
        expect(told(compare(recorded(before), recorded(after))), `${seed} ${base}`).toEqual(
          told(direct),
        );
        for (const { kind } of direct) kinds.add(kind);
      }
    }
    expect(kinds.size).toBeGreaterThan(20);
  });

  it("holds headers and media types, too", () => {
    const schema = { type: "string" };
    const version = (header: string, type: string, kind: string): Json => ({
      openapi: "3.1.0",
      info: { title: "Notes", version: "1" },
      paths: {
        "/notes": {
          post: {
            requestBody: {
              content: { "application/json": { schema }, [type]: { schema } },
            },
            responses: {
              200: {
                description: "",
                headers: { [header]: { schema }, "X-Kind": { schema: { type: kind } } },
                content: { "application/json": { schema }, [type]: { schema } },
              },
              202: { description: "", content: { [type]: { schema } } },
            },
          },
        },
      },
    });
    const [old, now] = [
      version("X-A", "text/csv", "integer"),
      version("X-B", "image/png", "string"),
    ];
    const [before, after] = [apiOf(old, "old.json"), apiOf(now, "new.json")];
    const direct = told(compare(before, after));
    expect(direct.length).toBeGreaterThan(5);
    expect(told(compare(recorded(before), recorded(after)))).toEqual(direct);
  });

  it("has no text of the description, and is the same however that is laid out", () => {
    const description = randomDescription(new Random(7));
    description["components"].schemas.Leaf.description = "Words that nobody compares.";
    const text = recordText(recordOf(apiOf(description)));
    expect(text).not.toContain("nobody compares");
    const words = structuredClone(description);
    words["components"].schemas.Leaf.description = "Words  that\nnobody compares.";
    words["components"].schemas = Object.fromEntries(
      Object.entries(words["components"].schemas as Json).reverse(),
    );
    words["paths"] = Object.fromEntries(Object.entries(words["paths"] as Json).reverse());
    expect(recordText(recordOf(apiOf(words)))).toBe(text);
    words["components"].schemas.Leaf.description = "Other words.";
    expect(recordText(recordOf(apiOf(words)))).not.toBe(text);
  });

  it("has a line for each operation, type, path and schema", () => {
    const api = apiOf(randomDescription(new Random(3)));
    const lines = recordText(recordOf(api)).split("\n");
    expect(lines.filter((line) => line.startsWith('"pets.list": '))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('"/pets": '))).toHaveLength(1);
    for (const name of Object.keys(api.document.root.components.schemas)) {
      expect(lines.filter((line) => line.startsWith(`"${name}": `))).toHaveLength(1);
    }
  });

  it("is not read in another form", () => {
    const text = recordText(recordOf(apiOf(randomDescription(new Random(3)))));
    expect(readRecord(text)).toBeDefined();
    for (const other of [
      text.replace('"form": 1', '"form": 0'),
      text.slice(1),
      "null",
      "[]",
      '{"form":1}',
    ]) {
      expect(readRecord(other)).toBeUndefined();
    }
  });
});
