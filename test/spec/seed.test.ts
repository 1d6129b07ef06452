import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import type { Document } from "../../generator/spec/document.js";
import { readSource } from "../../generator/spec/load.js";
import { extractDescription } from "../../generator/spec/page.js";
import { readDocument } from "../../generator/spec/read-document.js";
import { plain } from "./read.js";

const description = await readSource("spec/whatsapp.openapi.json", ".");
const overlay = await readSource("spec/overlay.yaml", ".");
const page = "../shared/seed/list-conversations.md";

interface Given {
  readonly paths: Record<
    string,
    Record<string, { readonly parameters: { readonly name: string }[] }>
  >;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}
const given = JSON.parse(description.text) as Given;

function readAll(): { document: Document; diagnostics: Diagnostics } {
  const diagnostics = new Diagnostics();
  const document = readDocument({ description, overlays: [overlay] }, diagnostics);
  if (!document) throw new Error("The description has errors.");
  return { document, diagnostics };
}

it.skipIf(!existsSync(page))(
  "the description is what its page holds (skipped where the page is not at hand)",
  async () => {
    expect(extractDescription(await readSource(page, ".")).text).toBe(
      readFileSync("spec/whatsapp.openapi.json", "utf8"),
    );
  },
);

it("the description needs its overlay, and nothing else", () => {
  const bare = new Diagnostics();
  readDocument({ description, overlays: [] }, bare);
  expect(bare.list.map(({ code }) => code)).toEqual(["server-variable-undeclared"]);
  const { document, diagnostics } = readAll();
  expect(diagnostics.list).toEqual([]);
  expect(document.corrections.map(({ kind, count }) => [kind, count])).toEqual([
    ["update", 1],
    ["update", 1],
  ]);
  expect(document.inputs.map(({ role, file }) => [role, file])).toEqual([
    ["description", "spec/whatsapp.openapi.json"],
    ["overlay", "spec/overlay.yaml"],
  ]);
});

it("the overlay corrects the header and declares the server's variable", () => {
  const { root } = readAll().document;
  expect(root.components.securitySchemes).toEqual({
    tokenAuth: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description: 'Token-based authentication with required prefix "Token"',
    },
  });
  expect(root.servers[0]?.url).toBe("https://{youraccountname}.api-us1.com/api/3");
  expect(Object.keys(root.servers[0]?.variables ?? {})).toEqual(["youraccountname"]);
  expect(root.servers[0]?.variables["youraccountname"]?.default).toBeUndefined();
  expect(root.servers[0]?.variables["youraccountname"]?.description).toBeTruthy();
});

it("every schema and property is there, in order, with the normal form of its schema", () => {
  const { document } = readAll();
  const { schemas } = document.root.components;
  expect(Object.keys(schemas)).toEqual(Object.keys(given.components.schemas));
  for (const [name, schema] of Object.entries(given.components.schemas)) {
    const normal = plain(schemas[name]) as Record<string, unknown>;
    expect(normal["enum"]).toEqual(schema["enum"]);
    expect(normal["required"]).toEqual(schema["required"]);
    const before = Object.entries(
      (schema["properties"] ?? {}) as Record<string, Record<string, unknown>>,
    );
    const after = (normal["properties"] ?? {}) as Record<string, unknown>;
    expect(Object.keys(after)).toEqual(before.map(([property]) => property));
    for (const [property, value] of before)
      expect(after[property], `${name}.${property}`).toEqual(normalForm(value));
  }
});

/** What the head of openapi.ts promises, for the few forms that this description uses. */
function normalForm({
  allOf,
  nullable,
  type,
  example,
  ...others
}: Record<string, unknown>): Record<string, unknown> {
  const [wrapped] = (allOf ?? []) as Record<string, unknown>[];
  return {
    ...wrapped,
    ...others,
    ...(type !== undefined && { type: nullable === true ? [type, "null"] : type }),
    ...(example !== undefined && { examples: [example] }),
  };
}

it("every place leads back to its line", () => {
  const { document } = readAll();
  const lines = description.text.split("\n");
  const pointers = Object.entries(given.components.schemas).flatMap(([name, schema]) =>
    Object.keys(schema["properties"] ?? {}).map((property) => [name, property] as const),
  );
  for (const [name, property] of pointers) {
    const pointer = `/components/schemas/${name}/properties/${property}`;
    const { file, line, column, pointer: original } = document.at(pointer);
    expect([file, original]).toEqual(["spec/whatsapp.openapi.json", pointer]);
    expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^"${property}":`));
  }
  expect(document.at("/components/securitySchemes/tokenAuth/name").overlay).toMatchObject({
    file: "spec/overlay.yaml",
  });
  expect(document.at("/nowhere/at/all")).toMatchObject({ pointer: "", line: 1, column: 1 });
});
