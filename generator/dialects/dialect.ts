import type { SchemaObject, SecurityScheme } from "../spec/openapi.js";
import type { CsrfNames, Pagination } from "../model/types.js";
import type { ListFacts } from "./list-facts.js";

/**
 * What one producer's habits mean. Each fact comes with the evidence it rests on, in words that `generation.json` and
 * the terminal show; a dialect that sees no evidence answers nothing.
 */
export interface Dialect {
  readonly name: string;
  enumLabels?(schema: SchemaObject): EnumLabels | undefined;
  enumNames?(schema: SchemaObject): EnumNames | undefined;
  credentialPrefix?(scheme: SecurityScheme): CredentialPrefix | undefined;
  csrf?(scheme: SecurityScheme): CsrfNames | undefined;
  /** Asked for GET operations whose one success is JSON. Evidence is a parameter and a field of the response at least. */
  pagination?(list: ListFacts): Pagination | undefined;
}

export interface EnumLabels {
  /** Label by value, as text. */
  readonly labels: ReadonlyMap<string, string>;
  /** What remains of the description without the labels. */
  readonly description: string;
}

/** What an extension says about the values of an enum. */
export interface EnumNames {
  readonly names: ReadonlyMap<unknown, string>;
  readonly descriptions: ReadonlyMap<unknown, string>;
}

export interface CredentialPrefix {
  readonly prefix: string;
  readonly evidence: string;
}
