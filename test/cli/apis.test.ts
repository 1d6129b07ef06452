import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, contentsOf, emptyFolder, fill } from "./workspace.js";

const description = (title: string, path: string): string => `openapi: 3.1.0
info: { title: ${title}, version: "1" }
servers: [{ url: "https://${title}.example" }]
paths: { ${path}: { get: { responses: { "204": { description: Done. } } } } }
`;
const both = `apis:
  billing: { input: spec/billing.yaml, output: packages/billing }
  files:
    input: [spec/files.yaml, { description: spec/more.yaml, overlays: [spec/more.overlay.yaml] }]
    package: { name: "@acme/files" }
    exclude: { operations: [GET /secret] }
`;
const files = {
  "clientwright.config.yaml": both,
  "spec/billing.yaml": description("billing", "/invoices"),
  "spec/files.yaml": description("files", "/files"),
  "spec/more.yaml": description("files", "/folders").replace(
    "paths: {",
    "paths: { /secret: { get: { responses: {} } },",
  ),
  "spec/more.overlay.yaml": `overlay: 1.0.0
info: { title: O, version: "1" }
actions: [{ target: "$.paths['/folders'].get", update: { summary: All folders. } }]`,
};

function project(others: Readonly<Record<string, string>> = {}): string {
  const folder = emptyFolder();
  fill(folder, { ...files, ...others });
  return folder;
}

describe("several APIs in one configuration", () => {
  it("are generated and checked together, each into its folder", () => {
    const folder = project();
    const { code, stdout, stderr } = cli(folder, "generate");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^api +billing\nread +spec\/billing\.yaml\n/);
    expect(stdout).toMatch(
      /\n\napi +files\nread +spec\/files\.yaml · spec\/more\.yaml · 1 correction from spec\/more\.overlay\.yaml\n/,
    );
    const billing = contentsOf(join(folder, "packages/billing"));
    const filed = contentsOf(join(folder, "generated/files"));
    expect(billing["api.md"]).toContain("client.invoices.");
    expect(JSON.parse(filed["package.json"] ?? "")).toMatchObject({ name: "@acme/files" });
    expect(filed["api.md"]).toContain("client.files.");
    expect(filed["api.md"]).toContain("client.folders.");
    expect(filed["api.md"]).not.toContain("secret");
    expect(filed["src/resources/folders.ts"]).toContain("All folders.");
    expect(cli(folder, "check")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^packages\/billing\/ is up to date .*\n\ngenerated\/files\/ is up to date .*\n$/,
      ) as string,
    });
    fill(folder, { "spec/more.yaml": description("files", "/boxes") });
    fill(folder, { "clientwright.config.yaml": both.replace(/ {4}exclude.*\n/, "") });
    expect(cli(folder, "check").code).toBe(2); // The overlay has lost what it corrects.
  });

  it("are chosen by name", () => {
    const folder = project();
    expect(cli(folder, "generate", "--api", "billing").code).toBe(0);
    expect(existsSync(join(folder, "generated"))).toBe(false);
    const { stdout } = cli(folder, "check", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      apis: { billing: { upToDate: true }, files: { upToDate: false } },
    });
    const alone = cli(folder, "check", "--api", "files");
    expect(alone.code).toBe(1);
    expect(alone.stdout).toContain("Run `clientwright generate --api files`");
    expect(cli(folder, "generate", "--api", "x")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no "x"; it has billing, files') as string,
    });
  });

  it("do not stop each other", () => {
    const folder = project({ "spec/billing.yaml": "openapi: 3.1.0\npaths: []\n" });
    const { code, stdout, stderr } = cli(folder, "generate");
    expect(code).toBe(2);
    expect(stderr).toContain("spec/billing.yaml:2:1 error container-wrong-type");
    expect(stdout).toMatch(/^api +files\n/);
    expect(existsSync(join(folder, "packages/billing"))).toBe(false);
    expect(existsSync(join(folder, "generated/files/package.json"))).toBe(true);
  });

  it.each([
    [["-o", "x"], "-o is for one API"],
    [["spec/files.yaml", "--config", "clientwright.config.yaml"], "a description is for one API"],
    [["--client-name", "Acme"], "--client-name is for one API"],
  ])("are not all meant by %s", (options, message) => {
    const { code, stderr } = cli(project(), "generate", ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it("have folders of their own, and names", () => {
    const told = (yaml: string) =>
      cli(project({ "clientwright.config.yaml": yaml }), "generate").stderr;
    const same = "apis:\n  a: { input: x, output: c }\n  b: { input: x, output: ./c }\n";
    expect(told(same)).toContain("apis.b and apis.a have one output folder.");
    expect(told("apis: {}\n")).toContain("apis is empty");
    expect(told("apis: { 1a: { input: x } }\n")).toContain('"1a" is not the name of an API');
    expect(told("apis: { a: {} }\n")).toContain("apis.a: input is missing");
    expect(told("input: x\napis: { a: { input: x } }\n")).toContain('There is no setting "input".');
    expect(told("input: [a.yaml, b.yaml]\noverlays: [o.yaml]\n")).toContain(
      "overlays: there are several descriptions.",
    );
  });
});
