import { catalogue, type DiagnosticCode } from "./diagnostics/catalogue.js";
import type { Diagnostic, DiagnosticDetail } from "./diagnostics/diagnostic.js";

export type { CatalogueEntry, Severity } from "./diagnostics/catalogue-entry.js";
export { catalogue, type DiagnosticCode } from "./diagnostics/catalogue.js";
export type {
  Diagnostic,
  DiagnosticDetail,
  RepairAction,
  SourceRef,
} from "./diagnostics/diagnostic.js";
export { renderDiagnostics, type RenderOptions } from "./diagnostics/render.js";

/** Collects what one run has to say, so that all problems are reported together. */
export class Diagnostics {
  /** By everything a reader sees: what is met twice, as a shared parameter is, is said once. */
  readonly #found = new Map<string, Diagnostic>();

  report(code: DiagnosticCode, detail: DiagnosticDetail): void {
    this.add([diagnostic(code, detail)]);
  }

  /** Takes over what another collector, or a `DiagnosticError`, holds. */
  add(diagnostics: readonly Diagnostic[]): void {
    for (const found of diagnostics) {
      const { code, message, where } = found;
      const key = [code, where?.file, where?.line, where?.column, message].join("\n");
      if (!this.#found.has(key)) this.#found.set(key, found);
    }
  }

  /** Sorted by file, line, column and code: the order of discovery is not the reader's. */
  get list(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(compare);
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === "error");
  }
}

/** Thrown when a stage cannot go on; the command line prints the diagnostics and exits with 2. */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
    this.name = "DiagnosticError";
    this.diagnostics = diagnostics;
  }
}

/** One diagnostic, with the severity that the catalogue gives its code. */
export function diagnostic(code: DiagnosticCode, detail: DiagnosticDetail): Diagnostic {
  const { message, where, help, repair } = detail;
  return {
    code,
    severity: catalogue[code].severity,
    message,
    ...(where && { where }),
    ...(help !== undefined && { help }),
    ...(repair && { repair }),
  };
}

function compare(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.where?.file ?? "", b.where?.file ?? "") ||
    (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
    (a.where?.column ?? 0) - (b.where?.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** By code unit: a locale would make the order depend on the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
