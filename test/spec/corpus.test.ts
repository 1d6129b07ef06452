import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DiagnosticError, Diagnostics } from "../../generator/diagnostics.js";
import { readSource } from "../../generator/spec/load.js";
import { operationsOf } from "../../generator/spec/openapi.js";
import { formatPointer } from "../../generator/spec/pointer.js";
import { readDocument } from "../../generator/spec/read-document.js";

// Published descriptions are test data that is not part of this repository; without them there is nothing to sweep.
const corpus = "../shared/corpus";
const index = `${corpus}/index.tsv`;
const rows = existsSync(index) ? readFileSync(index, "utf8").trim().split("\n").slice(1) : [];
const files = rows
  .map((row) => row.split("\t"))
  .map(([file = "", , , , version = "", , , , , , , , external = "", expectation = ""]) => ({
    file,
    version,
    external,
    expectation,
  }))
  .filter(({ version }) => /^(2\.0|3\.[012](\.|$))/.test(version));

async function sweep(file: string) {
  const diagnostics = new Diagnostics();
  try {
    const document = readDocument(
      { description: await readSource(`${corpus}/${file}`, "."), overlays: [] },
      diagnostics,
    );
    return { document, list: diagnostics.list };
  } catch (error) {
    // A file that cannot be read is a diagnostic, too; anything else is a bug of ours.
    if (!(error instanceof DiagnosticError)) throw error;
    return { document: undefined, list: error.diagnostics };
  }
}

describe.skipIf(files.length === 0)(
  "published descriptions (skipped where the corpus is not at hand)",
  () => {
    const real = files.filter(({ file }) => file.startsWith("real/"));
    const features = files.filter(({ file }) => file.startsWith("features/"));

    it.each(real)("$file ($version)", async ({ file, external }) => {
      const { document, list } = await sweep(file);
      const errors = list.filter(({ severity }) => severity === "error");
      const name = file.split("/").at(-1) ?? "";
      const told = errors.map(({ code, where }) => `${name}:${where?.line} ${code}`);
      if (external === "no")
        expect(told).toEqual(knownErrors.filter((known) => known.startsWith(`${name}:`)));
      expect(document === undefined).toBe(errors.length > 0);
      for (const { where } of list) expect(where?.line).toBeGreaterThan(0);
      // Every operation leads back to a place of its own.
      for (const [path, item] of Object.entries(document?.root.paths ?? {})) {
        for (const { place } of operationsOf(item)) {
          const pointer = formatPointer(["paths", path, ...place]);
          expect(document?.at(pointer).pointer).toBe(pointer);
        }
      }
    });

    it("small descriptions, valid or not, end in a document or in diagnostics with places", async () => {
      const silent: string[] = [];
      const found: string[] = [];
      for (const { file, external, expectation } of features) {
        const { document, list } = await sweep(file);
        const errors = list.filter(({ severity }) => severity === "error");
        const isTold = (document === undefined) === errors.length > 0;
        if (!isTold || list.some(({ where }) => !where)) silent.push(file);
        if (expectation !== "valid" || external !== "no") continue;
        for (const { code, where } of errors) {
          found.push(`${file.split("/").at(-1)}:${where?.line} ${code}`);
        }
      }
      expect(silent).toEqual([]);
      expect(found.sort()).toEqual(knownErrors);
    });
  },
);

/** Files that the index calls valid and that cannot be generated from: each was looked at. */
const knownErrors: readonly string[] = [
  "ref-duplicate-url.yaml:14 ref-unreadable", // Refers to another file, whatever the index says.
  "ref-duplicate-url.yaml:23 ref-unreadable",
];
