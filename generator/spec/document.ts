import type { SourceRef } from "../diagnostics.js";
import { componentName } from "./component-refs.js";
import type { OpenApi, Schema, SchemaObject } from "./openapi.js";
import { parsePointer } from "./pointer.js";
import type { Provenance } from "./provenance.js";

/** The normalised description, with a way back from each place to the file it came from. */
export interface Document {
  readonly root: OpenApi;
  /** The version that the description states. */
  readonly version: string;
  /** The schema behind a chain of `$ref`s; the schema itself when it is none. */
  resolve(schema: Schema): ResolvedSchema;
  /** The schema at a JSON Pointer of the normal form; a pointer that leads nowhere is a mistake of ours and throws. */
  schemaAt(pointer: string): Schema;
  /** Where a place of the normal form stands in the files the user gave; the nearest ancestor when it is ours alone. */
  at(pointer: string): SourceRef;
  /** The same description with another normal form, whose new objects stand for those they were made from. */
  revise(change: (root: OpenApi, derive: Derive) => OpenApi): Document;
  /** What the overlays did, action by action. */
  readonly corrections: readonly Correction[];
  /** The texts that the document was made from, for the record. */
  readonly inputs: readonly DocumentInput[];
}

/** Says that `made` stands for `from`, and returns it. */
export type Derive = <T extends object>(made: T, from: object) => T;

export type ResolvedSchema = Exclude<Schema, SchemaObject & { $ref: string }>;

export interface Correction {
  /** The place of the action in its overlay. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly target: string;
  readonly kind: "update" | "remove" | "copy";
  /** How many places the target selected. */
  readonly count: number;
  readonly description?: string;
}

export interface DocumentInput {
  readonly role: "description" | "overlay" | "reference";
  readonly file: string;
  /** Of the text with line feeds and without a byte order mark, so that a checkout elsewhere gives the same. */
  readonly sha256: string;
}

export interface DocumentParts {
  readonly root: OpenApi;
  readonly version: string;
  readonly corrections: readonly Correction[];
  readonly inputs: readonly DocumentInput[];
  readonly provenance: Places;
}

/** Where the objects of a normal form come from. */
export type Places = Pick<Provenance, "knows" | "at" | "derive">;

export function createDocument({ provenance, ...facts }: DocumentParts): Document {
  const { root } = facts;
  return {
    ...facts,
    resolve: (schema) => {
      let current = schema;
      // References of a validated document end: cycles of aliases were reported as errors.
      while (typeof current === "object" && current.$ref !== undefined) {
        current = root.components.schemas[componentName(current.$ref)] ?? {};
      }
      return current;
    },
    schemaAt: (pointer) => schemaAt(root, pointer),
    revise: (change) =>
      createDocument({
        ...facts,
        root: change(root, (made, from) => provenance.derive(made, from)),
        provenance,
      }),
    at: (pointer) => placeOf(root, pointer, provenance),
  };
}

function schemaAt(root: OpenApi, pointer: string): Schema {
  let value: unknown = root;
  for (const segment of parsePointer(pointer) ?? []) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) {
      throw new Error(`no schema at ${pointer}`);
    }
    value = (value as Record<string, unknown>)[segment];
  }
  return value as Schema;
}

function placeOf(root: OpenApi, pointer: string, provenance: Places): SourceRef {
  let known: object = root;
  let key: string | undefined;
  let value: unknown = root;
  for (const segment of parsePointer(pointer) ?? []) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) break;
    // A member of an object that we made stands, if anywhere, at the same name in what the object was made from.
    key = value === known ? segment : undefined;
    value = (value as Record<string, unknown>)[segment];
    if (typeof value === "object" && value !== null && provenance.knows(value)) {
      known = value;
      key = undefined;
    }
  }
  return provenance.at(known, key);
}
