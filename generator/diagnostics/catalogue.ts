/**
 * Every code a run can report, in one table. To add one, add a line: its severity, a title in a few words, what
 * causes it, and what the user can do. The message of a report says the particulars; a code, once released, keeps
 * its meaning.
 */
import { configCodes } from "./config-codes.js";
import { descriptionCodes } from "./description-codes.js";
import { inputCodes } from "./input-codes.js";
import { modelCodes } from "./model-codes.js";
import { overlayCodes } from "./overlay-codes.js";

export interface CatalogueEntry {
  /** An error stops generation: no honest client can be made. A warning names the repair that was made. */
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}

const codes = {
  ...inputCodes,
  ...overlayCodes,
  ...descriptionCodes,
  ...modelCodes,
  ...configCodes,
};

export type DiagnosticCode = keyof typeof codes;

export const catalogue: Readonly<Record<DiagnosticCode, CatalogueEntry>> = codes;
