import type { Diagnostics, SourceRef } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import { operationsOf, type Operation } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { declaredPagination } from "./declared-pagination.js";
import { settingFor } from "./operation-settings.js";
import { listFacts } from "./pagination.js";
import type { OperationSettings } from "./types.js";

/** Reports what is wrong with what the configuration or `x-pagination` says of the operations' pages. */
export function checkPagination(
  document: Document,
  settings: OperationSettings,
  diagnostics: Diagnostics,
): void {
  for (const [path, item] of Object.entries(document.root.paths)) {
    for (const { method, operation, place } of operationsOf(item)) {
      if (operation["x-pagination"] === undefined) continue;
      const configured = settingFor({ path, method, operation }, settings, "pagination")?.where;
      check(document, diagnostics, {
        path,
        method,
        operation,
        where: configured ?? document.at(formatPointer(["paths", path, ...place])),
        help: configured
          ? "correct it, or write pagination: false."
          : "correct it in an overlay, or set x-pagination: false.",
      });
    }
  }
}

interface Declared {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly where: SourceRef;
  readonly help: string;
}

function check(
  document: Document,
  diagnostics: Diagnostics,
  { path, method, operation, where, help }: Declared,
): void {
  const facts = listFacts(document, path, operation);
  if (facts === undefined) {
    if (operation["x-pagination"] === false) return;
    const message = `${method} ${path} is said to page, but has not one success of JSON.`;
    const describe = "describe its response, or do not say that it pages.";
    diagnostics.report("pagination-items-missing", { where, message, help: describe });
    return;
  }
  for (const { code, message } of declaredPagination(facts)?.problems ?? []) {
    diagnostics.report(code, { where, message: `${method} ${path}: ${message}`, help });
  }
}
