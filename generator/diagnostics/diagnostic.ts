import type { DiagnosticCode } from "./catalogue.js";
import type { Severity } from "./catalogue-entry.js";

/** Where something stands in what the user gave us. Lines and columns count from 1. */
export interface SourceRef {
  readonly file: string;
  /** JSON Pointer (RFC 6901) within the file; empty for the whole document. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  /** The overlay action that put it there, if one did: its file and place. */
  readonly overlay?: { readonly file: string; readonly line: number; readonly column: number };
}

/** An action of an overlay (OpenAPI Overlay 1.0) that says in the description what was assumed without it. */
export type RepairAction =
  | { readonly target: string; readonly update: unknown }
  | { readonly target: string; readonly remove: true };

/** Something the user can act on: what is the matter, where, and what to do. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence or two, without the place. */
  readonly message: string;
  readonly where?: SourceRef;
  readonly help?: string;
  /** What was assumed, as corrections to the description; `doctor --fix` writes them down. */
  readonly repair?: readonly RepairAction[];
}

export interface DiagnosticDetail {
  readonly message: string;
  readonly where?: SourceRef | undefined;
  readonly help?: string | undefined;
  readonly repair?: readonly RepairAction[] | undefined;
}
