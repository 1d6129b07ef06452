import { emitApiPage } from "./emit/api-page.js";
import { emitClient } from "./emit/client.js";
import { EmittedConversions } from "./emit/conversions.js";
import { emitCore } from "./emit/core.js";
import { emitIndex } from "./emit/entry.js";
import { Examples } from "./emit/examples.js";
import { emitModels } from "./emit/models.js";
import { emitPackage } from "./emit/package.js";
import { emitPaths } from "./emit/paths.js";
import { emitProvenance } from "./emit/provenance.js";
import { emitReadme } from "./emit/readme.js";
import { emitResource, type ResourceContext } from "./emit/resource.js";
import { SchemaTypes } from "./emit/schema-types.js";
import { configured, modelOptions, type GenerateOptions } from "./configured.js";
import { Diagnostics } from "./diagnostics.js";
import type { Diagnostic } from "./diagnostics.js";
import { gate } from "./gate.js";
import { buildModel } from "./model/build.js";
import { checkPagination } from "./model/check-pagination.js";
import { checkSize } from "./model/check-size.js";
import { everyResource } from "./model/every-resource.js";
import type { ApiModel } from "./model/types.js";
import type { ModuleScope } from "./morph/scope.js";
import { writeModule } from "./morph/write.js";
import { emptyReport, reportOf } from "./report.js";
import type { GenerateReport } from "./report.js";
import type { ReferencedSource } from "./spec/documents.js";
import type { SourceText } from "./spec/load.js";
import type { Document } from "./spec/document.js";
import { readDocument, type DocumentSources } from "./spec/read-document.js";
import type { Templates } from "./templates.js";

export type { GenerateOptions } from "./configured.js";

export interface GenerateInput {
  readonly description: SourceText;
  readonly overlays: readonly SourceText[];
  /** The documents that the description refers to, by their locations. */
  readonly references?: readonly ReferencedSource[];
  /** More descriptions of the same API, which are merged with the first. */
  readonly others?: readonly DocumentSources[];
  readonly options: GenerateOptions;
  readonly templates: Templates;
  readonly generatorVersion: string;
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
  const described = readDocument(input, diagnostics);
  if (described === undefined) {
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const document = configured(described, input.options, diagnostics);
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
  checkSize(document, diagnostics);
  checkPagination(document, input.options.operations ?? {}, diagnostics);
  if (diagnostics.hasErrors) {
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const model = buildModel(document, modelOptions(input.options, reservedTypeNames));
  const files = await emit(model, document, input);
  gate(files, input.templates);
  return { files, diagnostics: diagnostics.list, report: reportOf(model, document) };
}

async function emit(
  model: ApiModel,
  document: Document,
  { templates, generatorVersion }: GenerateInput,
): Promise<readonly GeneratedFile[]> {
  const { runtime, openapiFetchVersion } = templates;
  const printed = printedParts(model, document);
  const { types, examples } = printed;
  const modules = emitModules(model, document, templates, printed);
  const files = [
    ...emitPackage(model, openapiFetchVersion),
    await emitReadme(model, examples, formatted),
    emitApiPage(model, document, types),
    ...(await printAll(modules)),
    ...runtime,
  ];
  return [...files, emitProvenance(model, { generatorVersion, document }, files)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

function printedParts(model: ApiModel, document: Document): ResourceContext {
  const types = new SchemaTypes(document, model);
  const conversions = new EmittedConversions(model.models);
  return { types, conversions, examples: new Examples(model, conversions) };
}

/** What is particular to an API of what ships, before it is printed and formatted. */
export function emitModules(
  model: ApiModel,
  document: Document,
  { shells, runtimeExports }: Templates,
  context = printedParts(model, document),
): readonly ModuleScope[] {
  const { types, conversions } = context;
  return [
    ...emitModels(model.models, document, types, conversions),
    ...[...everyResource(model.resources)].map((resource) =>
      emitResource(resource, context, shells.resource),
    ),
    emitCore(model, shells.core),
    emitClient(model, shells.client),
    emitPaths(model, document),
    emitIndex(model, runtimeExports),
  ];
}

async function printAll(modules: readonly ModuleScope[]): Promise<readonly GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const scope of modules) {
    files.push({
      path: `src/${scope.path}.ts`,
      text: writeModule(scope) ?? (await laidOut(scope)),
    });
  }
  return files;
}

/** By ts-morph and prettier, which know more than what we emit; loading them takes longer than most runs. */
async function laidOut(scope: ModuleScope): Promise<string> {
  const { Printer } = await import("./morph/print.js");
  return formatted(new Printer().print(scope));
}

async function formatted(code: string): Promise<string> {
  const { formatModule } = await import("./format.js");
  return formatModule(code);
}
