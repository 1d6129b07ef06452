import { emitApiPage } from "./emit/api-page.js";
import { emitClient } from "./emit/client.js";
import { emitCore } from "./emit/core.js";
import { emitIndex } from "./emit/entry.js";
import { Examples } from "./emit/examples.js";
import { emitModels } from "./emit/models.js";
import { emitPackage } from "./emit/package.js";
import { emitPaths } from "./emit/paths.js";
import { emitProvenance } from "./emit/provenance.js";
import { emitReadme } from "./emit/readme.js";
import { emitResource } from "./emit/resource.js";
import { SchemaTypes } from "./emit/schema-types.js";
import { Diagnostics } from "./diagnostics.js";
import type { Diagnostic } from "./diagnostics.js";
import { formatModule } from "./format.js";
import { buildModel } from "./model/build.js";
import { checkPagination } from "./model/check-pagination.js";
import { everyResource } from "./model/every-resource.js";
import { reportUnknown } from "./model/name-overrides.js";
import type { ApiModel, ClientSettings, NameOverrides } from "./model/types.js";
import { Printer } from "./morph/print.js";
import type { ModuleScope } from "./morph/scope.js";
import { emptyReport, reportOf } from "./report.js";
import type { GenerateReport } from "./report.js";
import type { ReferencedSource } from "./spec/documents.js";
import type { SourceText } from "./spec/load.js";
import type { Document } from "./spec/document.js";
import { readDocument } from "./spec/read-document.js";
import type { Templates } from "./templates.js";

export interface GenerateInput {
  readonly description: SourceText;
  readonly overlays: readonly SourceText[];
  /** The documents that the description refers to, by their locations. */
  readonly references?: readonly ReferencedSource[];
  readonly options: GenerateOptions;
  readonly templates: Templates;
  readonly generatorVersion: string;
}

/** What the user decides; what is absent follows from the description. */
export interface GenerateOptions {
  readonly packageName?: string;
  readonly packageVersion?: string;
  readonly clientName?: string;
  readonly settings?: ClientSettings;
  readonly operations?: NameOverrides;
}

export interface GeneratedFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface GenerateResult {
  /** Empty when there are errors. */
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly report: GenerateReport;
}

/** The pipeline: sources in, files out. It reads no file, no clock and no environment. */
export async function generate(input: GenerateInput): Promise<GenerateResult> {
  const diagnostics = new Diagnostics();
  const document = readDocument(input, diagnostics);
  if (document === undefined) {
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const reservedTypeNames = input.templates.runtimeExports.map(({ name }) => name);
  const { clientName } = input.options;
  if (clientName !== undefined && reservedTypeNames.includes(clientName)) {
    diagnostics.report("config-invalid", {
      message: `The client cannot be called ${clientName}: the package exports something else by that name.`,
      help: "choose another name for the client.",
    });
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const { credentialPrefixes = {} } = input.options.settings ?? {};
  const unknown = Object.keys(credentialPrefixes).find(
    (name) => !Object.hasOwn(document.root.components.securitySchemes, name),
  );
  if (unknown !== undefined) {
    const names = Object.keys(document.root.components.securitySchemes);
    diagnostics.report("config-invalid", {
      message: `client.credentialPrefixes names ${JSON.stringify(unknown)}, which is no security scheme of the description.`,
      help: names.length === 0 ? "it has none." : `its schemes: ${names.join(", ")}.`,
    });
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  checkPagination(document, diagnostics);
  reportUnknown(document, input.options.operations ?? {}, diagnostics);
  if (diagnostics.hasErrors) {
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const model = buildModel(document, { ...input.options, reservedTypeNames });
  const files = await emit(model, document, input);
  return { files, diagnostics: diagnostics.list, report: reportOf(model, document) };
}

async function emit(
  model: ApiModel,
  document: Document,
  { templates, generatorVersion }: GenerateInput,
): Promise<readonly GeneratedFile[]> {
  const { runtime, openapiFetchVersion } = templates;
  const types = new SchemaTypes(document, model.models);
  const examples = new Examples(model);
  const modules = emitModules(model, document, templates, types, examples);
  const files = [
    ...emitPackage(model, openapiFetchVersion),
    await emitReadme(model, examples, formatModule),
    emitApiPage(model, document, types),
    ...(await printAll(modules)),
    ...runtime,
  ];
  return [...files, emitProvenance(model, { generatorVersion, document }, files)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

/** What is particular to an API of what ships, before it is printed and formatted. */
export function emitModules(
  model: ApiModel,
  document: Document,
  { shells, runtimeExports }: Templates,
  types = new SchemaTypes(document, model.models),
  examples = new Examples(model),
): readonly ModuleScope[] {
  return [
    ...emitModels(model.models, document, types),
    ...[...everyResource(model.resources)].map((resource) =>
      emitResource(resource, types, shells.resource, examples),
    ),
    emitCore(model, shells.core),
    emitClient(model, shells.client),
    emitPaths(model, document, types),
    emitIndex(model, runtimeExports),
  ];
}

async function printAll(modules: readonly ModuleScope[]): Promise<readonly GeneratedFile[]> {
  const printer = new Printer();
  const files: GeneratedFile[] = [];
  for (const scope of modules) {
    files.push({ path: `src/${scope.path}.ts`, text: await formatModule(printer.print(scope)) });
  }
  return files;
}
