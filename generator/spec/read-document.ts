import { createHash } from "node:crypto";
import { Diagnostics } from "../diagnostics.js";
import {
  type Correction,
  createDocument,
  type Document,
  type DocumentInput,
  type DocumentParts,
} from "./document.js";
import { Documents, type ReferencedSource } from "./documents.js";
import { parseDescription } from "./load.js";
import { relativeLocation } from "./locations.js";
import { mergeDescriptions } from "./merge.js";
import { findReferences, normalise } from "./normalise.js";
import { applyOverlays } from "./overlay.js";
import { Provenance } from "./provenance.js";
import { isObject, kindOf, type RawObject } from "./raw.js";
import { Reader } from "./reader.js";
import type { SourceText } from "./source.js";
import { type Upgrade, upgradeFor } from "./upgrade.js";
import { validate } from "./validate.js";

export interface DocumentSources {
  readonly description: SourceText;
  /** Applied in this order, to the description itself. */
  readonly overlays: readonly SourceText[];
  /** The documents that it refers to, by their locations. */
  readonly references?: readonly ReferencedSource[];
}

/**
 * Texts → the normalised document, of several descriptions merged into one. `undefined` when an error was reported;
 * warnings name what was repaired.
 */
export function readDocument(
  { others = [], ...first }: DocumentSources & { readonly others?: readonly DocumentSources[] },
  diagnostics: Diagnostics,
): Document | undefined {
  const [one, ...more] = [first, ...others].map((sources) => readOne(sources, diagnostics));
  const rest = more.filter((parts) => parts !== undefined);
  if (!one || diagnostics.hasErrors) return undefined;
  return createDocument(mergeDescriptions([one, ...rest], diagnostics));
}

function readOne(sources: DocumentSources, diagnostics: Diagnostics): DocumentParts | undefined {
  const opened = openDescription(sources, diagnostics);
  if (!opened) return undefined;
  const { upgrade, reader, corrections } = opened;
  const documents = documentsOf(sources, opened);
  const root = normalise(opened.root, upgrade, reader, documents);
  validate(root, reader);
  return {
    root,
    version: upgrade.version,
    corrections,
    inputs: [
      inputOf("description", sources.description),
      ...sources.overlays.map((overlay) => inputOf("overlay", overlay)),
      ...documents.read.map((source) => referenceOf(source, sources.description)),
    ],
    provenance: reader.provenance,
  };
}

/**
 * The documents that the description refers to, found by following its references as `readDocument` would, as often as
 * those that `read` brings refer to more. Where a reference is mere data, or in a part that no client serves, nothing
 * is read for it.
 */
export async function readReferences(
  sources: DocumentSources,
  read: (files: readonly string[]) => Promise<readonly ReferencedSource[]>,
): Promise<readonly ReferencedSource[]> {
  if (![sources.description, ...sources.overlays].some(({ text }) => mayReferElsewhere(text)))
    return [];
  const opened = openDescription(sources, new Diagnostics());
  if (!opened) return [];
  const documents = documentsOf(sources, opened);
  const references: ReferencedSource[] = [];
  for (let known = -1; known < references.length;) {
    known = references.length;
    findReferences(opened.root, opened.upgrade, opened.reader, documents);
    if (documents.wanted.size === 0) break;
    const brought = await read([...documents.wanted].sort());
    documents.add(brought);
    references.push(...brought);
  }
  return references;
}

/** False only where every `$ref` plainly starts with `#`: most descriptions need no second look. */
export function mayReferElsewhere(text: string): boolean {
  return (
    /\$(?:r|dynamicR)ef(?!["']?\s*:\s*["']?#)/.test(text) ||
    /\\(?:u00|x|U000000)(?:24|[56][0-9a-f]|7[0-9])/i.test(text)
  );
}

/** The description with its corrections, and how it is to be read. */
interface OpenedDescription {
  readonly root: RawObject;
  readonly upgrade: Upgrade;
  readonly reader: Reader;
  readonly corrections: readonly Correction[];
}

function openDescription(
  { description, overlays }: DocumentSources,
  diagnostics: Diagnostics,
): OpenedDescription | undefined {
  const tree = parseDescription(description, diagnostics);
  if (!tree) return undefined;
  const provenance = new Provenance(tree);
  const reader = new Reader(provenance, diagnostics);
  if (!isObject(tree.root)) {
    reader.report(
      "not-openapi",
      [],
      undefined,
      `An OpenAPI document is expected, not ${kindOf(tree.root)}.`,
    );
    return undefined;
  }
  const corrections = applyOverlays(tree, overlays, provenance, diagnostics);
  const upgrade = upgradeFor(tree.root, reader);
  return upgrade && corrections && { root: tree.root, upgrade, reader, corrections };
}

function documentsOf(
  { description, references = [] }: DocumentSources,
  { reader }: OpenedDescription,
): Documents {
  return new Documents(description, references, reader.provenance, reader.diagnostics);
}

function inputOf(role: DocumentInput["role"], { file, text }: SourceText): DocumentInput {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return { role, file, sha256: createHash("sha256").update(lines).digest("hex") };
}

/** Named as seen from the description, so that the same input gives the same bytes wherever it lies. */
function referenceOf(source: SourceText, description: SourceText): DocumentInput {
  return { ...inputOf("reference", source), file: relativeLocation(description.file, source.file) };
}
