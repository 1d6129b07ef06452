import { createHash } from "node:crypto";
import { basename } from "node:path";
import { everyResource } from "../model/every-resource.js";
import type { ApiModel, Operation } from "../model/types.js";
import type { Document } from "../spec/document.js";
import { json } from "./package.js";
import type { TextFile } from "./package.js";

/** What the package was made from. */
export interface Origin {
  readonly generatorVersion: string;
  readonly document: Document;
  /** Digests of what the configuration says, by its keys. */
  readonly settings: Readonly<Record<string, string>>;
  /** Where something was assumed, by the code of the warning that says what. */
  readonly repairs: Readonly<Record<string, readonly string[]>>;
}

/**
 * `generation.json`: where the package comes from, what was decided on the way, and a digest of each file, by which a
 * file that was edited by hand is told from one that is out of date. The one file that changes with every run that
 * changes anything.
 */
export function emitProvenance(
  model: ApiModel,
  origin: Origin,
  files: readonly TextFile[],
): TextFile {
  return {
    path: "generation.json",
    text: json({
      generator: { name: "clientwright", version: origin.generatorVersion },
      package: { name: model.packageName, version: model.packageVersion },
      api: { title: model.title, version: model.version },
      openapi: origin.document.version,
      inputs: origin.document.inputs.map(({ role, file, sha256 }) => ({
        role,
        // Only the name: the same input gives the same bytes wherever it lies. A reference is named as it leads there.
        file: role === "reference" ? file : basename(file),
        sha256,
      })),
      settings: origin.settings,
      decisions: {
        operations: Object.fromEntries(
          [...everyResource(model.resources)].flatMap(({ path, operations }) =>
            operations.map((operation) => [
              `${path}.${operation.name}`,
              operationDecision(operation),
            ]),
          ),
        ),
        credentials: Object.fromEntries(
          model.schemes.map(({ name, option, evidence }) => [name, { option, evidence }]),
        ),
        repairs: origin.repairs,
      },
      files: Object.fromEntries(
        [...files]
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map(({ path, text }) => [path, digest(text)]),
      ),
    }),
  };
}

function operationDecision(operation: Operation): object {
  const { id, method, path } = operation;
  return {
    operationId: id,
    endpoint: `${method} ${path}`,
    ...(operation.kind === "list" && { pagination: operation.pagination }),
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
