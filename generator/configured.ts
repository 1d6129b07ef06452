import type { Setting } from "./config/section.js";
import type { Diagnostics } from "./diagnostics.js";
import { reportUnknown, withPagination } from "./model/operation-settings.js";
import { reportModelNames } from "./model/type-names.js";
import type { ClientSettings, Formats, ModelOptions, OperationSettings } from "./model/types.js";
import type { Document } from "./spec/document.js";
import { selectOperations, type Selection } from "./spec/select.js";

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

/** The document as the configuration wants it: with the operations it selects, paging as it says. */
export function configured(
  document: Document,
  { operations = {}, selection, models = {} }: GenerateOptions,
  diagnostics: Diagnostics,
): Document {
  reportUnknown(document, operations, diagnostics);
  reportModelNames(document, models, diagnostics);
  const selected = selection ? selectOperations(document, selection, diagnostics) : document;
  return withPagination(selected, operations);
}

export function modelOptions(
  { models, ...options }: GenerateOptions,
  reservedTypeNames: readonly string[],
): ModelOptions {
  const names = Object.entries(models ?? {}).map(([key, { value }]) => [key, value] as const);
  return { ...options, models: Object.fromEntries(names), reservedTypeNames };
}
