import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, contentsOf, emptyFolder, fill, repository } from "./workspace.js";

const description = `openapi: 3.0.3
info: { title: Shop, version: "1" }
paths:
  /pets/{id}:
    get:
      operationId: find
      responses: { 200: { description: ok } }
  /pets:
    get:
      operationId: find
      parameters:
        - { name: page, in: query, schema: { type: integer }, example: first }
        - { name: kind, in: query, schema: { type: string, enum: [cat, dog, fish] } }
      responses:
        200: { description: ok, content: { application/json: { schema: { type: array, items: {} } } } }
    post:
      responses: { 200: { description: ok, content: { application/json: {} } } }
`;

/** What the README shows. */
const shop = `openapi: 3.1.0
info: { title: Shop, version: "1" }
security: []
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: A pet by its number.
      responses:
        200:
          description: A pet.
          content: { application/json: { schema: { type: object } } }
`;

interface Found {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly severity: string;
    readonly where: { readonly file: string; readonly line: number };
  }[];
  readonly corrected: readonly { readonly file: string }[];
}

function findings(folder: string, ...argv: readonly string[]): Found {
  const { stdout, stderr } = cli(folder, "doctor", ...argv, "--format", "json");
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Found;
}

function warningsOf(found: Found): readonly string[] {
  return found.diagnostics.filter(({ severity }) => severity !== "hint").map(({ code }) => code);
}

describe("clientwright doctor", () => {
  it("says what was assumed and what will disappoint, by kinds, and writes nothing", () => {
    const folder = emptyFolder();
    fill(folder, { "api.yaml": description });
    const { code, stdout, stderr } = cli(folder, "doctor", "api.yaml");
    expect([code, stderr]).toEqual([0, ""]);
    expect(Object.keys(contentsOf(folder))).toEqual(["api.yaml"]);
    expect(stdout).toContain("api.yaml:5:5 warning path-parameter-undeclared");
    expect(stdout).toContain(
      "hint operation-without-errors: Operations that declare no errors (3)",
    );
    expect(stdout).toMatch(/\n2 warnings, \d+ hints\n$/);
    const found = findings(folder, "api.yaml").diagnostics.map(
      ({ code: kind, where }) => `${where.line} ${kind}`,
    );
    expect(found).toEqual([
      "1 security-undeclared",
      "5 description-missing",
      "5 description-missing",
      "5 operation-without-errors",
      "5 path-parameter-undeclared",
      "6 operation-id-duplicate",
      "9 operation-without-errors",
      "9 pagination-unrecognised",
      "12 example-invalid",
      "13 enum-unnamed",
      "15 response-untyped",
      "16 operation-without-errors",
      "16 operation-without-id",
      "17 response-untyped",
    ]);
    const github = cli(folder, "doctor", "api.yaml", "--format", "github");
    expect(github.stdout).toContain(
      "::notice file=api.yaml,line=16,col=5,title=operation-without-id::",
    );
    expect(cli(folder, "doctor", "api.yaml", "--strict").code).toBe(2);
  });

  it("writes what was assumed into a new overlay, once, and never into the description", () => {
    const folder = emptyFolder();
    fill(folder, { "api.yaml": description });
    const fix = ["api.yaml", "--overlay", "fix/overlay.yaml", "--fix"];
    const first = findings(folder, ...fix);
    expect([first.corrected.length, warningsOf(first)]).toEqual([1, []]);
    const after = contentsOf(folder);
    expect(Object.keys(after)).toEqual(["api.yaml", "fix/overlay.yaml"]);
    expect(after["api.yaml"]).toBe(description);
    expect(after["fix/overlay.yaml"]).toContain(
      'description: "path-parameter-undeclared: {id} of /pets/{id} is not',
    );
    expect(findings(folder, ...fix)).toMatchObject({ corrected: [] });
    expect(contentsOf(folder)).toEqual(after);
    const { code, stderr } = cli(
      folder,
      "generate",
      "api.yaml",
      "--overlay",
      "fix/overlay.yaml",
      "-o",
      "out",
      "--strict",
    );
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("prints what the README shows", () => {
    const folder = emptyFolder();
    fill(folder, { "shop.yaml": shop });
    const { stdout } = cli(folder, "doctor", "shop.yaml");
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    expect(readme).toContain(`$ npx clientwright doctor shop.yaml\n${stdout}\`\`\``);
  });

  it("takes the overlay of the configuration, for each API that has one, from any folder", () => {
    const folder = emptyFolder();
    const api = (name: string): string =>
      `  ${name}: { input: ${name}/api.yaml, overlays: [${name}/first.yaml, ${name}/fix.yaml] }\n`;
    const overlay = "overlay: 1.0.0\nactions:\n  - target: $.info\n    update: { title: Other }\n";
    fill(folder, {
      "clientwright.config.yaml": `apis:\n${api("one")}${api("two")}`,
      "one/api.yaml": description,
      "two/api.yaml": description.replace("{id}", "{key}"),
      "one/first.yaml": overlay,
      "two/first.yaml": overlay,
      "two/fix.yaml": overlay,
      "sub/x": "",
    });
    const { stdout, code } = cli(
      join(folder, "sub"),
      "doctor",
      "--config",
      "../clientwright.config.yaml",
      "--fix",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("created ../one/fix.yaml: 2 corrections");
    expect(stdout).toContain("added to ../two/fix.yaml: 2 corrections");
    expect(readFileSync(join(folder, "one/first.yaml"), "utf8")).toBe(overlay);
    expect(readFileSync(join(folder, "two/fix.yaml"), "utf8").startsWith(overlay)).toBe(true);
    expect(cli(folder, "doctor", "--strict").code).toBe(0);
  });

  it("asks for an overlay where none is known, and reports what cannot be read", () => {
    const folder = emptyFolder();
    fill(folder, { "api.yaml": description, "bad.yaml": "openapi: [" });
    const unknown = cli(folder, "doctor", "api.yaml", "--fix");
    expect([unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining("--overlay <file>"),
    ]);
    const bad = cli(folder, "doctor", "bad.yaml");
    expect([bad.code, bad.stdout]).toEqual([
      2,
      expect.stringContaining("bad.yaml:1:11 error yaml-syntax"),
    ]);
    const missing = cli(folder, "doctor", "none.yaml");
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringContaining("error input-unreadable"),
    ]);
  });
});

it("clientwright explain prints an entry of the catalogue, or the nearest code", () => {
  const folder = emptyFolder();
  const { code, stdout } = cli(folder, "explain", "ref-cycle");
  expect([code, stdout]).toEqual([
    0,
    expect.stringContaining("error ref-cycle: References that only refer"),
  ]);
  const unknown = cli(folder, "explain", "ref-cicle");
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining("did you mean ref-cycle?"),
  ]);
});
