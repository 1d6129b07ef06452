import { describe, expect, it } from "vitest";
import { camelCase, kebabCase } from "../../generator/model/names.js";
import { constantOf, generateFrom, generateHilos, hilosDescription } from "./harness.js";
import type { Generated } from "./harness.js";

interface EnumSchema {
  readonly enum: readonly string[];
  readonly description?: string;
}

/** Every enum of a description, by a reader that shares nothing with the generator. */
function enumsOf(description: object): [string, EnumSchema][] {
  const { components } = description as {
    components: { schemas: Record<string, Partial<EnumSchema>> };
  };
  return Object.entries(components.schemas).filter((entry): entry is [string, EnumSchema] =>
    Array.isArray(entry[1].enum),
  );
}

/** `` * `IN_PROGRESS` - In Progress `` per line. */
function labelsOf({ description = "" }: EnumSchema): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const line of description.split("\n")) {
    const start = line.indexOf("`");
    const end = line.indexOf("` - ");
    if (start >= 0 && end > start) labels[line.slice(start + 1, end)] = line.slice(end + 4);
  }
  return labels;
}

/** What the description says of its enums must stand in the output: values, order, labels, types and guards. */
function expectEnumsOf(description: object, generated: Generated): void {
  for (const [name, schema] of enumsOf(description)) {
    const text = generated.file(`src/models/${kebabCase(name)}.ts`);
    const base = camelCase(name);
    expect(constantOf(text, `${base}Values`), `${name}: values in order`).toEqual(schema.enum);
    expect(constantOf(text, name), `${name}: the object`).toEqual(
      Object.fromEntries(schema.enum.map((value) => [value, value])),
    );
    expect(Object.keys(constantOf(text, name) as object), `${name}: order of the object`).toEqual(
      schema.enum,
    );
    expect(constantOf(text, `${base}Labels`), `${name}: labels`).toEqual(labelsOf(schema));
    expect(text).toContain(`export const is${name} = /* @__PURE__ */ guard(${name});`);
    const index = generated.file("src/index.ts");
    for (const exported of [name, `${base}Values`, `${base}Labels`, `is${name}`]) {
      expect(index, `${exported} is exported`).toMatch(new RegExp(`\\b${exported},`));
    }
  }
}

describe("enums of the first API", () => {
  it("hold every value, in order, with its label", async () => {
    const description = hilosDescription();
    expect(enumsOf(description).length).toBeGreaterThan(0);
    expectEnumsOf(description, await generateHilos());
  });

  it("say In Progress for IN_PROGRESS", async () => {
    const generated = await generateHilos();
    const labels = constantOf(
      generated.file("src/models/conversation-status-enum.ts"),
      "conversationStatusEnumLabels",
    );
    expect(labels).toMatchObject({ IN_PROGRESS: "In Progress" });
  });

  it.each(enumsOf(hilosDescription()).map(([name]) => name))("%s reads well", async (name) => {
    const generated = await generateHilos();
    await expect(generated.file(`src/models/${kebabCase(name)}.ts`)).toMatchFileSnapshot(
      `snapshots/${kebabCase(name)}.ts.txt`,
    );
  });

  it("follow the description when a value is added, and the check of the old one fails", async () => {
    const before = hilosDescription();
    const after = structuredClone(before) as unknown as {
      components: { schemas: { ConversationStatusEnum: { enum: string[]; description: string } } };
    };
    after.components.schemas.ConversationStatusEnum.enum.push("ARCHIVED");
    after.components.schemas.ConversationStatusEnum.description +=
      "\n* `ARCHIVED` - Archived (by a person) - for good";
    const generated = await generateHilos(after);
    expectEnumsOf(after, generated);
    expect(() => expectEnumsOf(before, generated)).toThrow(/values in order/u);
  });
});

describe("enums of other descriptions", () => {
  const withSchemas = (schemas: object): object => ({
    openapi: "3.0.3",
    info: { title: "Shop", version: "1" },
    paths: {
      "/orders": {
        get: {
          operationId: "orders_list",
          tags: ["orders"],
          responses: {
            200: {
              description: "",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
            },
          },
        },
      },
    },
    components: { schemas },
  });
  const order = (properties: object): object => ({ Order: { type: "object", properties } });

  it("match labels by value, whatever their order, and keep the help text", async () => {
    const generated = await generateFrom(
      withSchemas({
        ...order({ state: { $ref: "#/components/schemas/State" } }),
        State: {
          type: "string",
          enum: ["b", "a"],
          description:
            "Where the order is.\n\n* `a` - First - with a dash (and parentheses)\n* `b` - Second",
        },
      }),
    );
    const text = generated.file("src/models/state.ts");
    expect(constantOf(text, "stateValues")).toEqual(["b", "a"]);
    expect(constantOf(text, "stateLabels")).toEqual({
      b: "Second",
      a: "First - with a dash (and parentheses)",
    });
    expect(text).toContain("Where the order is.");
    expect(text).not.toContain("* `a`");
  });

  it("have no labels where the description gives none", async () => {
    const generated = await generateFrom(
      withSchemas({
        ...order({ state: { $ref: "#/components/schemas/State" } }),
        State: { type: "string", enum: ["a", "b"] },
      }),
    );
    expect(generated.file("src/models/state.ts")).not.toContain("Labels");
  });

  it("name numbers, keep null apart and stay open where they are received", async () => {
    const generated = await generateFrom(
      withSchemas({
        ...order({ level: { $ref: "#/components/schemas/Level" } }),
        Level: { type: "integer", nullable: true, enum: [1, -2, null], "x-enum-varnames": ["LOW"] },
      }),
    );
    const text = generated.file("src/models/level.ts");
    expect(constantOf(text, "Level")).toEqual({ LOW: 1, VALUE_MINUS_2: -2 });
    expect(generated.file("src/models/order.ts")).toMatch(
      /level\?: Open<Level> \| null \| undefined;/u,
    );
  });

  it("are exact where they are sent, and open where the same type is received", async () => {
    const order = { $ref: "#/components/schemas/Order" };
    const json = { "application/json": { schema: order } };
    const { file } = await generateFrom({
      openapi: "3.1.0",
      info: { title: "Orders", version: "1" },
      paths: {
        "/orders": {
          post: {
            requestBody: { content: json },
            responses: { 201: { description: "", content: json } },
          },
        },
      },
      components: {
        schemas: {
          Order: {
            type: "object",
            properties: {
              state: { $ref: "#/components/schemas/State" },
              size: { enum: ["s", "m"] },
              plain: { $ref: "#/components/schemas/Plain" },
            },
          },
          State: { type: "string", enum: ["a", "b"] },
          Plain: { type: "object", properties: { kind: { enum: ["plain"] } } },
        },
      },
    });
    const text = file("src/models/order.ts");
    const [received = "", sent = ""] = text.split("export interface OrderInput ");
    expect(received).toContain("state?: Open<State> | undefined");
    expect(received).toContain('size?: Open<"s" | "m"> | undefined');
    expect(sent).toContain("state?: State | undefined");
    expect(sent).toContain('size?: "s" | "m" | undefined');
    expect(file("src/models/plain.ts")).not.toContain("PlainInput");
    expect(file("src/resources/orders.ts")).toContain("body?: OrderInput");
  });
});
