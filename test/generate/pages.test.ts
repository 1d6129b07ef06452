import { describe, expect, it } from "vitest";
import { kebabCase } from "../../generator/model/names.js";
import { constantOf, generateHilos, hilosDescription, interfaceOf } from "./harness.js";
import type { Generated } from "./harness.js";

interface PropertySchema {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly readOnly?: boolean;
  readonly $ref?: string;
  readonly items?: PropertySchema;
}

interface PageSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
}

function pageSchemasOf(description: object): [string, PageSchema][] {
  const { components } = description as { components: { schemas: Record<string, PageSchema> } };
  return Object.entries(components.schemas).filter(([name]) => /^Paginated.*List$/u.test(name));
}

/** The TypeScript type of a field, by rules that share nothing with the generator. */
function typeOf({ type, nullable, $ref, items }: PropertySchema): string {
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf("/") + 1);
  const plain =
    type === "array"
      ? `${typeOf(items ?? {})}[]`
      : type === "integer" || type === "number"
        ? "number"
        : String(type);
  return nullable === true ? `${plain} | null` : plain;
}

/** Every field of every page type: name, type, nullability, whether it may be missing. */
function expectPagesOf(description: object, generated: Generated): void {
  for (const [name, schema] of pageSchemasOf(description)) {
    const emitted = interfaceOf(generated.file(`src/models/${kebabCase(name)}.ts`), name);
    const expected = new Map(
      Object.entries(schema.properties).map(([field, property]) => [
        field,
        {
          type: typeOf(property),
          optional: schema.required?.includes(field) !== true,
          readonly: property.readOnly === true,
        },
      ]),
    );
    expect(Object.fromEntries(emitted), name).toEqual(Object.fromEntries(expected));
  }
}

type Mutable = {
  components: {
    schemas: Record<
      string,
      { required: string[]; properties: Record<string, Record<string, unknown>> }
    >;
  };
};
const pageName = "PaginatedConversationReadSimpleList";

describe("pages of the first API", () => {
  it("hold every field with its type and nullability", async () => {
    const description = hilosDescription();
    expect(pageSchemasOf(description).length).toBeGreaterThan(0);
    expectPagesOf(description, await generateHilos());
  });

  it("read well", async () => {
    const generated = await generateHilos();
    await expect(generated.file(`src/models/${kebabCase(pageName)}.ts`)).toMatchFileSnapshot(
      `snapshots/${kebabCase(pageName)}.ts.txt`,
    );
  });

  it("are walked by what the description says", async () => {
    const generated = await generateHilos();
    const resource = generated.file("src/resources/conversations.ts");
    const { properties } = pageSchemasOf(hilosDescription())[0]?.[1] ?? { properties: {} };
    const { pagination } = constantOf(resource, "listConversations") as {
      pagination: Record<string, string>;
    };
    expect(pagination).toEqual({
      style: "page",
      page: "page",
      size: "page_size",
      items: "results",
      next: "next",
      previous: "previous",
      total: "count",
    });
    for (const field of ["items", "next", "previous", "total"]) {
      expect(Object.keys(properties)).toContain(pagination[field]);
    }
    expect(resource).toContain(`): PagePromise<ConversationReadSimple, ${pageName}> {`);
    const recorded = JSON.parse(generated.file("generation.json")) as {
      decisions: { operations: Record<string, { pagination: { evidence: string[] } }> };
    };
    expect(recorded.decisions.operations["conversations.list"]?.pagination.evidence).toEqual([
      "drf-spectacular: GET /channel/whatsapp/inbox/conversation",
      "query parameters page, page_size",
      "response fields count, next, previous, results",
    ]);
  });

  it("follow the description when a field becomes nullable, and the check of the old one fails", async () => {
    const before = hilosDescription();
    const after = structuredClone(before) as unknown as Mutable;
    after.components.schemas[pageName]!.properties["count"]!["nullable"] = true;
    const generated = await generateHilos(after);
    expectPagesOf(after, generated);
    expect(() => expectPagesOf(before, generated)).toThrow(pageName);
  });

  it("are no pages any more when results is renamed, and the check of the old one fails", async () => {
    const before = hilosDescription();
    const after = structuredClone(before) as unknown as Mutable;
    const page = after.components.schemas[pageName]!;
    page.properties["rows"] = page.properties["results"]!;
    delete page.properties["results"];
    page.required = ["count", "rows"];
    const generated = await generateHilos(after);
    expectPagesOf(after, generated);
    expect(() => expectPagesOf(before, generated)).toThrow(pageName);
    expect(generated.report.lines.map(({ label }) => label)).not.toContain("pagination");
    expect(generated.file("src/resources/conversations.ts")).not.toContain("pagination");
  });
});
