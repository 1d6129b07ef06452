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
import type { GeneratedFile } from "./generated-file.js";
import { buildModel } from "./model/build.js";
import { newChangelog, withEntry } from "./release/changelog-file.js";
import { reportFlips } from "./release/flips.js";
import { changelogFile, recordFile, type PreviousPackage } from "./release/previous.js";
import { releaseOf, type Release } from "./release/release.js";
import { digestsOf } from "./release/settings.js";
import { checkPagination } from "./model/check-pagination.js";
import { checkSize } from "./model/check-size.js";
import { everyResource } from "./model/every-resource.js";
import type { ApiModel, ClientSettings } from "./model/types.js";
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
export type { GeneratedFile } from "./generated-file.js";

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
  /** What is in the folder: version and changelog go on from there. */
  readonly previous?: PreviousPackage;
  /** Version and changelog stay as they are, until somebody is done with editing. */
  readonly isDraft?: boolean;
}

export interface GenerateResult {
  /** Empty when there are errors. */
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly Diagnostic[];
  readonly report: GenerateReport;
  /** Absent when there are errors. */
  readonly release?: Release;
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
  reportUnknownSchemes(document, input.options.settings ?? {}, diagnostics);
  checkSize(document, diagnostics);
  checkPagination(document, input.options.operations ?? {}, diagnostics);
  if (diagnostics.hasErrors) {
    return { files: [], diagnostics: diagnostics.list, report: emptyReport };
  }
  const built = buildModel(document, modelOptions(input.options, reservedTypeNames));
  const repairs = repairsIn(diagnostics.list);
  reportFlips({ model: built, document }, input, diagnostics);
  const release = releaseOf({ model: built, document }, input, diagnostics);
  const model = { ...built, packageVersion: release.version };
  const files = await emit(model, document, { ...input, release, repairs });
  gate(files, input.templates);
  const shared = files.map((file) =>
    file.isShared === true ? withPrevious(file, release, input) : file,
  );
  return {
    files: shared.filter(({ isShared, text }) => isShared !== true || text !== ""),
    diagnostics: diagnostics.list,
    report: reportOf(model, document),
    release,
  };
}

function reportUnknownSchemes(
  document: Document,
  { credentialPrefixes = {}, credentialNames = {} }: ClientSettings,
  diagnostics: Diagnostics,
): void {
  const known = Object.keys(document.root.components.securitySchemes);
  for (const [key, given] of Object.entries({ credentialPrefixes, credentialNames })) {
    const unknown = Object.keys(given).find((name) => !known.includes(name));
    if (unknown === undefined) continue;
    diagnostics.report("config-invalid", {
      message: `client.${key} names ${JSON.stringify(unknown)}, which is no security scheme of the description.`,
      help: known.length === 0 ? "it has none." : `its schemes: ${known.join(", ")}.`,
    });
  }
}

/** What people wrote in the file has nothing to do with the description, and is not for the gate to judge. */
function withPrevious(
  file: GeneratedFile,
  { entry }: Release,
  { previous }: GenerateInput,
): GeneratedFile {
  const { changelog } = previous ?? {};
  if (changelog === undefined) return file;
  return { ...file, text: entry === undefined ? changelog : withEntry(changelog, entry) };
}

/** Where something was assumed, by the code of the warning that says what. */
function repairsIn(
  diagnostics: readonly Diagnostic[],
): Readonly<Record<string, readonly string[]>> {
  const places = new Map<string, Set<string>>();
  for (const { code, severity, where } of diagnostics) {
    if (severity !== "warning" || where === undefined) continue;
    places.set(code, (places.get(code) ?? new Set()).add(where.pointer));
  }
  const sorted = [...places].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([code, found]) => [code, [...found].sort()]));
}

interface EmitInput extends GenerateInput {
  readonly release: Release;
  readonly repairs: Readonly<Record<string, readonly string[]>>;
}

async function emit(
  model: ApiModel,
  document: Document,
  { templates, generatorVersion, options, release, repairs }: EmitInput,
): Promise<readonly GeneratedFile[]> {
  const { runtime, openapiFetchVersion } = templates;
  const printed = printedParts(model, document);
  const { types, examples } = printed;
  const modules = emitModules(model, document, templates, printed);
  const files = [
    ...emitPackage(model, openapiFetchVersion),
    await emitReadme(model, examples, formatted),
    emitApiPage(model, document, types),
    { path: recordFile, text: release.record },
    ...(await printAll(modules)),
    ...runtime,
  ];
  const origin = { generatorVersion, document, settings: digestsOf(options), repairs };
  return [...files, emitProvenance(model, origin, files), changelogOf(release)].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

function changelogOf({ entry }: Release): GeneratedFile {
  return { path: changelogFile, text: entry ? newChangelog(entry) : "", isShared: true };
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
