/**
 * Every code a run can report, in one table. To add one, add a line: its severity, a title in a few words, what
 * causes it, and what the user can do. The message of a report says the particulars; a code, once released, keeps
 * its meaning.
 */
import type { CatalogueEntry } from "./catalogue-entry.js";
import { configCodes } from "./config-codes.js";
import { descriptionCodes } from "./description-codes.js";
import { doctorCodes } from "./doctor-codes.js";
import { inputCodes } from "./input-codes.js";
import { modelCodes } from "./model-codes.js";
import { overlayCodes } from "./overlay-codes.js";

const codes = {
  ...inputCodes,
  ...overlayCodes,
  ...descriptionCodes,
  ...modelCodes,
  ...configCodes,
  ...doctorCodes,
};

export type DiagnosticCode = keyof typeof codes;

export const catalogue: Readonly<Record<DiagnosticCode, CatalogueEntry>> = codes;
