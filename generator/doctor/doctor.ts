import { Diagnostics, type Diagnostic } from "../diagnostics.js";
import { checkPagination } from "../model/check-pagination.js";
import { withPagination } from "../model/operation-settings.js";
import type { OperationSettings } from "../model/types.js";
import { readDocument, type DocumentSources } from "../spec/read-document.js";
import { reportHints } from "./hints.js";

export interface Patient extends DocumentSources {
  /** Descriptions that are merged with the first. */
  readonly others?: readonly DocumentSources[];
  readonly operations?: OperationSettings;
}

/** All there is to say of a description: what is wrong, what was assumed, and what will disappoint. */
export function examine({ operations = {}, ...sources }: Patient): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  const described = readDocument(sources, diagnostics);
  if (described) {
    const document = withPagination(described, operations);
    checkPagination(document, operations, diagnostics);
    reportHints(document, diagnostics);
  }
  return diagnostics.list;
}
