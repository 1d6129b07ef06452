import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { Diagnostics } from "../../generator/diagnostics.js";
import { readSource } from "../../generator/spec/load.js";
import { readDocument, readReferences } from "../../generator/spec/read-document.js";
import { ReferenceReader } from "../../generator/spec/reference-reader.js";

// Published descriptions are test data that is not part of this repository.
const corpus = resolve("../shared/corpus");
const hatchet = "real/_multi/hatchet-api/api-contracts/openapi/openapi.yaml";
const camara = "real/_multi/camara-qod/code/API_definitions/quality-on-demand.yaml";
const orval = "features/orval/tests/specifications";
const openzaak = "real/drf-openzaak-zaken.yaml";

/** The description, a wider root if it needs one, how many documents it refers to, and what its schemas are called. */
const cases: readonly (readonly [string, string | undefined, number, readonly string[]])[] = [
  [hatchet, undefined, 49, ["APIErrors", "Tenant", "V1TaskSummary", "WorkflowRun"]],
  [camara, "real/_multi/camara-qod/code", 2, ["ErrorInfo", "XCorrelator", "CreateSession"]],
  [`${orval}/issue-1935/issue-1935.yaml`, undefined, 4, ["UserProject"]],
  [
    `${orval}/multi-files-with-same-import-names/api.yaml`,
    undefined,
    3,
    ["ExternalBackendService1Pet", "ExternalBackendService2Pet", "Pet"],
  ],
  [
    "features/kubb/packages/adapter-oas/mocks/phantom/main.yaml",
    undefined,
    4,
    ["Employer", "User"],
  ],
  [
    "features/oai-learn/examples/v2.0/yaml/petstore-separate/spec/swagger.yaml",
    "features/oai-learn/examples/v2.0/yaml/petstore-separate",
    4,
    ["Error", "NewPet", "Pet"],
  ],
];

async function read(file: string, root: string | undefined) {
  const description = await readSource(file, corpus);
  const rules = {
    base: corpus,
    allow: [],
    ...(root !== undefined && { root: resolve(corpus, root) }),
  };
  const reader = new ReferenceReader(description.file, rules);
  const sources = { description, overlays: [] };
  const references = await readReferences(sources, (files) => reader.read(files));
  const diagnostics = new Diagnostics();
  const document = readDocument({ ...sources, references }, diagnostics);
  const errors = diagnostics.list.filter(({ severity }) => severity === "error");
  const refused = diagnostics.list.filter(({ code }) => code === "schema-refused");
  return { document, errors, refused, references };
}

describe.skipIf(!existsSync(`${corpus}/index.tsv`))(
  "published descriptions of several files (skipped where the corpus is not at hand)",
  () => {
    it.each(cases)("%s", async (file, root, count, names) => {
      const { document, errors, references } = await read(file, root);
      expect(errors).toEqual([]);
      expect(references).toHaveLength(count);
      const schemas = Object.keys(document?.root.components.schemas ?? {});
      expect(schemas).toEqual(expect.arrayContaining([...names]));
      // No name was needed twice for one schema.
      expect(schemas.filter((name) => /_[0-9a-f]{6}_?$/.test(name))).toEqual([]);
    });

    it("refers to an address, which is not fetched", async () => {
      const { refused } = await read(openzaak, undefined);
      expect(refused).toMatchObject([
        { code: "schema-refused", where: { line: 14384, column: 19 } },
      ]);
    });
  },
);
