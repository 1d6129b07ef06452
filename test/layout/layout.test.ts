import fc from "fast-check";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { formatModule } from "../../generator/format.js";
import { emitModules } from "../../generator/generate.js";
import { buildModel } from "../../generator/model/build.js";
import { Printer } from "../../generator/morph/print.js";
import type { ModuleScope } from "../../generator/morph/scope.js";
import { writeModule } from "../../generator/morph/write.js";
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
      for (const scope of modulesOf(file)) {
        const text = writeModule(scope);
        expect(text, `${scope.path} is written by us`).toBeDefined();
        expect(text, scope.path).toBe(await reference(scope));
      }
    },
    600_000,
  );
});

it("any declarations are laid out as prettier would", async () => {
  await fc.assert(
    fc.asyncProperty(module, async (scope) => {
      expect(writeModule(scope)).toBe(await reference(scope));
    }),
    { numRuns: Number(process.env["CLIENTWRIGHT_RUNS"] ?? 150) },
  );
}, 600_000);

function modulesOf(file: string): readonly ModuleScope[] {
  const text = readFileSync(file, "utf8");
  const document = readDocument({ description: { file, text }, overlays: [] }, new Diagnostics());
  if (document === undefined) return [];
  return emitModules(buildModel(document, { reservedTypeNames }), document, templates);
}
