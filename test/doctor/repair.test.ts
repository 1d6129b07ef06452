import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { repair } from "../../generator/doctor/repair.js";
import { plain, read } from "../spec/read.js";

const head = 'openapi: 3.0.3\ninfo: { title: T, version: "1" }\n';
const shop = `${head}paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: getPet
      parameters:
        - { name: q, in: query, style: form, schema: { type: string, enum: [a, b] } }
        - { $ref: "#/components/parameters/limit" }
      responses:
        200: { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
        default: { description: no }
    post:
      operationId: setPet
      requestBody: { content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }
      responses: { 204: { description: ok } }
components:
  parameters: { limit: { name: limit, in: query, schema: { type: integer, maximum: 100 } } }
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Pet: { type: object, required: [id], properties: { id: { type: string, minLength: 1 }, kind: { $ref: "#/components/schemas/Kind" } } }
    Kind: { oneOf: [{ $ref: "#/components/schemas/Cat" }], discriminator: { propertyName: k, mapping: { c: Cat } } }
    Cat: { type: object, properties: { k: { type: string } } }
security: [{ key: [] }]
servers: [{ url: "https://{x}.example", variables: { x: { default: a } } }]
`;

function repaired(text: string, overlay?: string): string {
  const overlays = overlay === undefined ? [] : [{ file: "fix.yaml", text: overlay }];
  const found = repair(
    { description: { file: "api.yaml", text }, overlays },
    { file: "fix.yaml", text: overlay },
  );
  if (!found) throw new Error("nothing was repaired");
  return found.text;
}

describe("repairs", () => {
  const odd = [null, true, 0, "x", "", 1.5, ["x"], { $ref: "#/components/schemas/None" }] as const;

  it("keep the meaning of a description, however it is damaged, and leave nothing for a second run", () => {
    const seed = Date.now() % 2 ** 31;
    const places = placesOf(parse(shop));
    let repairs = 0;
    const damage = fc.record({ at: fc.constantFrom(...places), value: fc.constantFrom(...odd) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const tree = parse(shop) as object;
        for (const { at, value } of damages) replace(tree, at, value);
        const description = { file: "api.yaml", text: JSON.stringify(tree) };
        const found = repair({ description, overlays: [] }, { file: "fix.yaml" });
        if (!found) return;
        repairs++;
        const { text } = found;
        const [before, after] = [read(description.text), read(description.text, [text])];
        expect(plain(after.document?.root ?? null)).toEqual(plain(before.document?.root ?? null));
        const overlay = { file: "fix.yaml", text };
        expect(repair({ description, overlays: [overlay] }, overlay)).toBeUndefined();
      }),
      { seed, numRuns: 150 },
    );
    expect(repairs, `seed ${seed}`).toBeGreaterThan(10);
  });

  it("of an entry among others find it by its name, so that the list may change", () => {
    const text = shop.replace(
      "{ name: q, in: query, style: form",
      "{ name: q, in: query, style: simple",
    );
    expect(repaired(text)).toContain("get.parameters[?@.name=='q' && @.in=='query'].style");
  });

  it("of several entries of a list take the right ones", () => {
    const text = shop.replace(
      "security: [{ key: [] }]",
      "security: [{ a: [] }, { key: [] }, { b: [] }, { key: [], c: [] }]",
    );
    const fixed = repaired(text);
    expect(targetsOf(fixed)).toEqual(["$.security[3].c", "$.security[2]", "$.security[0]"]);
    expect(read(text, [fixed]).document?.root.security).toEqual([{ key: [] }, { key: [] }]);
  });

  it("are added to what an overlay says already, also where that moved what they concern", () => {
    const text = shop.replace("security: [{ key: [] }]", "security: [{ key: [] }, { a: [] }]");
    const overlay = `overlay: 1.0.0 # ours
info: { title: T, version: "1" }
actions:
    # The first is gone.
    - target: $.security[0]
      remove: true
`;
    const fixed = repaired(text, overlay);
    expect(fixed.startsWith(overlay)).toBe(true);
    expect(targetsOf(fixed)).toEqual(["$.security[0]", "$.security[0]"]);
    expect(read(text, [fixed])).toMatchObject({ found: [], document: { root: { security: [] } } });
  });

  it.each([
    ["in JSON", '{"overlay":"1.0.0","actions":[{"target":"$.info","update":{"title":"U"}}]}'],
    ["in one line", 'overlay: 1.0.0\nactions: [{ target: $.info, update: { title: "U" } }]\n'],
    [
      "with its actions first",
      'actions:\n- target: $.info\n  update: { title: "U" }\noverlay: 1.0.0',
    ],
    [
      "without a line feed at its end",
      "overlay: 1.0.0\nactions:\n- target: $.info\n  update: { title: U }",
    ],
  ])("are added to an overlay %s", (_, overlay) => {
    const text = shop.replace("operationId: setPet", "operationId: getPet");
    const { document, found } = read(text, [repaired(text, overlay)]);
    expect(found).toEqual([]);
    expect(document?.root.info.title).toBe("U");
    expect(document?.root.paths["/pets/{id}"]?.post?.operationId).toBe("getPet_2");
  });

  it("say the names of a description as they are, whatever they hold", () => {
    const path = `/a'b\\\\c"d\u2028e/{f g}`;
    const text = JSON.stringify({
      openapi: "3.0.3",
      info: { title: "T", version: "1" },
      paths: { [path]: { get: {} } },
    });
    const fixed = repaired(text);
    expect(read(text, [fixed]).found).toEqual([]);
    expect(plain(read(text, [fixed]).document?.root)).toEqual(plain(read(text).document?.root));
  });

  it("are not made where only a person can tell, or no overlay reaches", () => {
    const text = `${head}paths: { a: {} }\n`;
    const description = { file: "api.yaml", text };
    expect(repair({ description, overlays: [] }, { file: "fix.yaml" })).toBeUndefined();
  });
});

function targetsOf(overlay: string): readonly string[] {
  const { actions } = parse(overlay) as {
    readonly actions: readonly { readonly target: string }[];
  };
  return actions.map(({ target }) => target);
}

function placesOf(root: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof root !== "object" || root === null) return [path];
  const below = Object.entries(root).flatMap(([key, value]) => placesOf(value, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function replace(tree: object, path: readonly string[], value: unknown): void {
  let holder = tree as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    const next = holder[key];
    if (typeof next !== "object" || next === null) return;
    holder = next as Record<string, unknown>;
  }
  holder[path.at(-1) ?? ""] = structuredClone(value);
}
