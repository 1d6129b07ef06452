import fc from "fast-check";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { EmittedConversions } from "../../generator/emit/conversions.js";
import { Examples } from "../../generator/emit/examples.js";
import { sectionsOf } from "../../generator/emit/readme-sections.js";
import { formatModule } from "../../generator/format.js";
import { emitModules } from "../../generator/generate.js";
import { buildModel } from "../../generator/model/build.js";
import type { ApiModel } from "../../generator/model/types.js";
import { code, identifier } from "../../generator/morph/encode.js";
import { Printer } from "../../generator/morph/print.js";
import { ModuleScope } from "../../generator/morph/scope.js";
import { writeExcerpt, writeModule } from "../../generator/morph/write.js";
import { readDocument } from "../../generator/spec/read-document.js";
import { loadTemplates } from "../../generator/templates.js";
import { root } from "../generate/harness.js";
import { module } from "./declarations.js";

const templates = loadTemplates(root);
const reservedTypeNames = templates.runtimeExports.map(({ name }) => name);
const printer = new Printer();

/** As ts-morph prints and prettier lays out what we write ourselves. */
function reference(scope: ModuleScope): Promise<string> {
  return formatModule(printer.print(scope));
}

describe("the modules of a description are laid out as prettier would", () => {
  const scenarios = readdirSync(join(root, "test/scenarios"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, "test/scenarios", name, "openapi.yaml"));
  const published = (process.env["CLIENTWRIGHT_LAYOUTS"] ?? "").split("\n").filter(existsSync);

  it.each([...scenarios, ...published])(
    "%s",
    async (file) => {
      const read = descriptionOf(file);
      if (read === undefined) return;
      for (const scope of emitModules(read.model, read.document, templates)) {
        const text = writeModule(scope);
        expect(text, `${scope.path} is written by us`).toBeDefined();
        expect(text, scope.path).toBe(await reference(scope));
      }
      for (const section of sectionsOf(read.model, examplesOf(read.model))) {
        if (typeof section === "string") continue;
        expect(writeExcerpt(section.code)).toBe(await formatModule(section.code));
      }
    },
    600_000,
  );

  it("most of them can be read", () => {
    const read = scenarios.filter((file) => descriptionOf(file) !== undefined);
    // One of them has its parts in other files.
    expect(read.length).toBe(scenarios.length - 1);
  });
});

it("what we never emit is left to prettier", () => {
  for (const type of [code`A extends B ? C : D`, code`() => void`, code`{ [K in A]: B }`]) {
    const scope = new ModuleScope("core");
    scope.add({ kind: "type", name: identifier("Probe"), type });
    expect(writeModule(scope)).toBeUndefined();
  }
  expect(writeExcerpt(code`while (true) { console.log("\\a"); }`)).toBeUndefined();
});

it("any declarations are laid out as prettier would", async () => {
  await fc.assert(
    fc.asyncProperty(module, async (scope) => {
      expect(writeModule(scope)).toBe(await reference(scope));
    }),
    { numRuns: Number(process.env["CLIENTWRIGHT_RUNS"] ?? 150) },
  );
}, 600_000);

/** What the modules are made of; undefined for a description that is not whole. */
function descriptionOf(file: string) {
  const text = readFileSync(file, "utf8");
  const document = readDocument({ description: { file, text }, overlays: [] }, new Diagnostics());
  if (document === undefined) return undefined;
  return { document, model: buildModel(document, { reservedTypeNames }) };
}

function examplesOf(model: ApiModel): Examples {
  return new Examples(model, new EmittedConversions(model.models));
}
