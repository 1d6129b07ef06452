/** What is said on the wire is what the description says and the caller meant; the corpus has the large sample. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadTemplates } from "../../../generator/templates.js";
import { root } from "../../generate/harness.js";
import { judgeApi } from "./apis.js";
import { readApi } from "./description.js";
import { problems } from "./reading.js";
import { Schemas } from "./schemas.js";

const templates = loadTemplates(root);
const folder = join(root, "test/scenarios");
const files = readdirSync(folder, { withFileTypes: true })
  // One of many files is not one text, which is what the server has.
  .filter((entry) => entry.isDirectory() && entry.name !== "many-files")
  .map(({ name }) => join(folder, name, "openapi.yaml"));
const LIMIT = 8;
let judged = 0;

describe("a server that has the description", () => {
  it.each([
    "test/corpus/wire/kinds.yaml",
    ...files.map((file) => file.slice(root.length)),
    "spec/whatsapp.openapi.json",
  ])("takes the requests of %s, and its answers are read as they were meant", async (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const outcomes = await judgeApi({ file, text }, templates, LIMIT);
    const wrong = outcomes.flatMap(({ operation, seed, problems: found, skipped }) => [
      ...found.map((problem) => `${operation} (seed ${seed}): ${problem}`),
      ...(skipped === undefined ? [] : [`${operation} (seed ${seed}): no call: ${skipped}`]),
    ]);
    expect(wrong).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(0);
    judged += outcomes.length;
  });

  it("has seen about forty operations", () => {
    expect(judged).toBeGreaterThan(35);
  });
});

describe("the judge", () => {
  const api = readApi(
    JSON.stringify({
      openapi: "3.1.1",
      components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
      security: [{ key: [] }],
      paths: {
        "/rows/{id}": {
          put: {
            parameters: [
              { in: "path", name: "id", schema: { type: "integer" } },
              { in: "query", name: "tags", explode: false, schema: { type: "array" } },
            ],
            requestBody: {
              content: {
                "application/json": {
                  schema: { type: "object", properties: { id: { readOnly: true } } },
                },
              },
            },
          },
        },
      },
    }),
  );
  const [operation] = api.operations;
  const media = operation!.body!.content.get("application/json")!;
  const [id, tags] = operation!.parameters;
  const good = {
    method: "PUT",
    target: "/base/rows/7?tags=a,b%2Cc",
    headers: { "content-type": "application/json", "x-key": "secret" },
    body: Buffer.from('{"a":1}'),
  };
  const verdict = (received: object) =>
    problems(
      { ...good, ...received },
      {
        api,
        operation: operation!,
        schemas: new Schemas(api, "request"),
        base: "/base",
        isFurtherPage: false,
        passed: {
          parameters: [
            { parameter: id!, value: 7 },
            { parameter: tags!, value: ["a", "b,c"] },
          ],
          body: { type: "application/json", media, value: { a: 1 } },
          credentials: new Map([["key", "secret"]]),
        },
      },
    );

  it("has nothing to say of a request as it is described", () => {
    expect(verdict({})).toEqual([]);
  });

  it.each([
    ["another method", { method: "POST" }],
    ["another path", { target: "/rows/7?tags=a,b%2Cc" }],
    ["another value in the path", { target: "/base/rows/8?tags=a,b%2Cc" }],
    ["a list in another style", { target: "/base/rows/7?tags=a&tags=b%2Cc" }],
    ["an item that is not encoded", { target: "/base/rows/7?tags=a,b,c" }],
    ["a missing parameter", { target: "/base/rows/7" }],
    ["a parameter that was not passed", { target: "/base/rows/7?tags=a,b%2Cc&more=1" }],
    ["another body", { body: Buffer.from('{"a":"1"}') }],
    ["a read-only field", { body: Buffer.from('{"a":1,"id":1}') }],
    ["another type of body", { headers: { ...good.headers, "content-type": "text/plain" } }],
    ["no credentials", { headers: { "content-type": "application/json" } }],
  ])("finds %s", (_, received) => {
    expect(verdict(received)).toHaveLength(1);
  });
});
