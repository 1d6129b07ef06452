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
import { emitResource } from "./emit/resource.js";
import { SchemaTypes } from "./emit/schema-types.js";
import type { Setting } from "./config/section.js";
import { Diagnostics } from "./diagnostics.js";
import type { Diagnostic } from "./diagnostics.js";
import { formatModule } from "./format.js";
import { buildModel } from "./model/build.js";
import { checkPagination } from "./model/check-pagination.js";
import { checkSize } from "./model/check-size.js";
import { everyResource } from "./model/every-resource.js";
import { reportUnknown, withPagination } from "./model/operation-settings.js";
import { reportModelNames } from "./model/type-names.js";
import type { ApiModel, ClientSettings, Formats, OperationSettings } from "./model/types.js";
import { Printer } from "./morph/print.js";
import type { ModuleScope } from "./morph/scope.js";
import { emptyReport, reportOf } from "./report.js";
import type { GenerateReport } from "./report.js";
import type { ReferencedSource } from "./spec/documents.js";
import type { SourceText } from "./spec/load.js";
import { selectOperations, type Selection } from "./spec/select.js";
import type { Document } from "./spec/document.js";
import { readDocument, type DocumentSources } from "./spec/read-document.js";
import type { Templates } from "./templates.js";

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

/** What the user decides; what is absent follows from the description. */
export interface GenerateOptions {
  readonly packageName?: string;
  readonly packageVersion?: string;
  readonly clientName?: string;
  readonly settings?: ClientSettings;
  readonly operations?: OperationSettings;
  readonly formats?: Formats;
  /** Which operations the client has; all, if nothing is said. */
  readonly selection?: Selection;
  /** Names of types, by those of their schemas. */
  readonly models?: Readonly<Record<string, Setting<string>>>;
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
  const { models, ...options } = input.options;
  const model = buildModel(document, {
    ...options,
    ...(models && { models: valuesOf(models) }),
    reservedTypeNames,
  });
  const files = await emit(model, document, input);
  return { files, diagnostics: diagnostics.list, report: reportOf(model, document) };
}

/** The document as the configuration wants it: with the operations it selects, paging as it says. */
function configured(
  document: Document,
  { operations = {}, selection, models = {} }: GenerateOptions,
  diagnostics: Diagnostics,
): Document {
  reportUnknown(document, operations, diagnostics);
  reportModelNames(document, models, diagnostics);
  const selected = selection ? selectOperations(document, selection, diagnostics) : document;
  return withPagination(selected, operations);
}

function valuesOf(settings: Readonly<Record<string, Setting<string>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]));
}

async function emit(
  model: ApiModel,
  document: Document,
  { templates, generatorVersion }: GenerateInput,
): Promise<readonly GeneratedFile[]> {
  const { shells, runtime, runtimeExports, openapiFetchVersion } = templates;
  const types = new SchemaTypes(document, model);
  const conversions = new EmittedConversions(model.models);
  const examples = new Examples(model, conversions);
  const modules = [
    ...emitModels(model.models, document, types, conversions),
    ...[...everyResource(model.resources)].map((resource) =>
      emitResource(resource, { types, conversions, examples }, shells.resource),
    ),
    emitCore(model, shells.core),
    emitClient(model, shells.client),
    emitPaths(model, document),
    emitIndex(model, runtimeExports),
  ];
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

async function printAll(modules: readonly ModuleScope[]): Promise<readonly GeneratedFile[]> {
  const printer = new Printer();
  const files: GeneratedFile[] = [];
  for (const scope of modules) {
    files.push({ path: `src/${scope.path}.ts`, text: await formatModule(printer.print(scope)) });
  }
  return files;
}
