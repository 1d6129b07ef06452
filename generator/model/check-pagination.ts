import type { Diagnostics } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import { methods } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { declaredPagination } from "./declared-pagination.js";
import { listFacts } from "./pagination.js";

/** Reports what is wrong with the `x-pagination` of the description's operations. */
export function checkPagination(document: Document, diagnostics: Diagnostics): void {
  for (const [path, item] of Object.entries(document.root.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation?.["x-pagination"] === undefined) continue;
      const where = document.at(formatPointer(["paths", path, method]));
      const facts = listFacts(document, path, operation);
      if (facts === undefined) {
        if (operation["x-pagination"] === false) continue;
        diagnostics.report("pagination-items-missing", {
          where,
          message: `${method.toUpperCase()} ${path} has x-pagination, but not one success of JSON.`,
          help: "describe its response, or remove x-pagination.",
        });
        continue;
      }
      for (const { code, message } of declaredPagination(facts)?.problems ?? []) {
        diagnostics.report(code, {
          where,
          message: `${method.toUpperCase()} ${path}: ${message}`,
          help: "correct it in an overlay, or set x-pagination: false.",
        });
      }
    }
  }
}
