import type { Operation, Schema, SchemaObject, SecurityScheme } from "../spec/openapi.js";
import type { CsrfNames, Pagination } from "../model/types.js";

/**
 * What one producer's habits mean. Each fact comes with the evidence it rests on, in words that `generation.json` and
 * the terminal show; a dialect that sees no evidence answers nothing.
 */
export interface Dialect {
  readonly name: string;
  enumLabels?(schema: SchemaObject): EnumLabels | undefined;
  credentialPrefix?(scheme: SecurityScheme): CredentialPrefix | undefined;
  csrf?(scheme: SecurityScheme): CsrfNames | undefined;
  pagination?(list: ListCandidate): Pagination | undefined;
}

export interface EnumLabels {
  /** Label by value, as text. */
  readonly labels: ReadonlyMap<string, string>;
  /** What remains of the description without the labels. */
  readonly description: string;
}

export interface CredentialPrefix {
  readonly prefix: string;
  readonly evidence: string;
}

/** A GET operation with a JSON body on success. */
export interface ListCandidate {
  readonly operation: Operation;
  readonly body: SchemaObject;
  resolve(schema: Schema): Schema;
}
