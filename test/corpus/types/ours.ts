import { fileName } from "../../../generator/file-name.js";
import { readFileSync } from "node:fs";
import { Diagnostics } from "../../../generator/diagnostics.js";
import { EmittedConversions } from "../../../generator/emit/conversions.js";
import { emitModels } from "../../../generator/emit/models.js";
import { SchemaTypes } from "../../../generator/emit/schema-types.js";
import { buildModel } from "../../../generator/model/build.js";
import type { Direction } from "../../../generator/model/types.js";
import { identifier } from "../../../generator/morph/encode.js";
import { Printer } from "../../../generator/morph/print.js";
import { ModuleScope } from "../../../generator/morph/scope.js";
import { readDocument } from "../../../generator/spec/read-document.js";
import { escapeSegment } from "../../../generator/spec/pointer.js";
import { loadTemplates } from "../../../generator/templates.js";

/** What is measured of one description: the modules, and by schema and direction the name of its type in `probe`. */
export interface Emitted {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly types: Readonly<Record<string, Readonly<Record<Direction, string>>>>;
}

/**
 * The modules of the models as `generate` writes them, but not formatted, and one that mentions each schema as a place
 * that refers to it does. Undefined for a description that is refused.
 */
export function emitTypes(root: string, file: string): Emitted | undefined {
  const diagnostics = new Diagnostics();
  const description = { file: "openapi.json", text: readFileSync(file, "utf8") };
  const document = readDocument({ description, overlays: [] }, diagnostics);
  if (document === undefined || diagnostics.hasErrors) return undefined;
  const { runtimeExports, runtime } = loadTemplates(root);
  const reservedTypeNames = runtimeExports.map(({ name }) => name);
  const model = buildModel(document, { reservedTypeNames });
  const { models } = model;
  const types = new SchemaTypes(document, model);
  const probe = new ModuleScope(`models/${fileName("probe")}`);
  const named: Record<string, Record<Direction, string>> = {};
  for (const [index, name] of Object.keys(document.root.components.schemas).entries()) {
    const pointer = `/components/schemas/${escapeSegment(name)}`;
    const [response, request] = (["response", "request"] as const).map((direction) => {
      const alias = `${direction === "response" ? "R" : "Q"}${String(index)}_`;
      probe.reserve(alias);
      const type = types.at({ pointer, direction }, probe);
      probe.add({ kind: "type", name: identifier(alias), type });
      return alias;
    });
    named[name] = { response: response ?? "", request: request ?? "" };
  }
  const printer = new Printer();
  const modules = [...emitModels(models, document, types, new EmittedConversions(models)), probe];
  return {
    files: [
      ...modules.map((scope) => ({ path: `src/${scope.path}.ts`, text: printer.print(scope) })),
      ...runtime.filter(({ path }) => /\/(?:enum|json)\.ts$/u.test(path)),
    ],
    types: named,
  };
}
