import { createHash } from "node:crypto";
import type { Diagnostics } from "../diagnostics.js";
import { createDocument, type Document, type DocumentInput } from "./document.js";
import { parseDescription } from "./load.js";
import { normalise } from "./normalise.js";
import { applyOverlays } from "./overlay.js";
import { Provenance } from "./provenance.js";
import { isObject, kindOf } from "./raw.js";
import { Reader } from "./reader.js";
import type { SourceText } from "./source.js";
import { upgradeFor } from "./upgrade.js";
import { validate } from "./validate.js";

export interface DocumentSources {
  readonly description: SourceText;
  /** Applied in this order. */
  readonly overlays: readonly SourceText[];
}

/** Texts → the normalised document. `undefined` when an error was reported; warnings name what was repaired. */
export function readDocument(
  sources: DocumentSources,
  diagnostics: Diagnostics,
): Document | undefined {
  const tree = parseDescription(sources.description, diagnostics);
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
  const corrections = applyOverlays(tree, sources.overlays, provenance, diagnostics);
  const upgrade = upgradeFor(tree.root, reader);
  if (!upgrade || !corrections) return undefined;
  const root = normalise(tree.root, upgrade, reader);
  validate(root, reader);
  if (diagnostics.hasErrors) return undefined;
  return createDocument({
    root,
    version: upgrade.version,
    corrections,
    inputs: [
      inputOf("description", sources.description),
      ...sources.overlays.map((overlay) => inputOf("overlay", overlay)),
    ],
    provenance,
  });
}

function inputOf(role: DocumentInput["role"], { file, text }: SourceText): DocumentInput {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return { role, file, sha256: createHash("sha256").update(lines).digest("hex") };
}
