import { Diagnostics } from "../../generator/diagnostics.js";
import type { Document } from "../../generator/spec/document.js";
import { readDocument } from "../../generator/spec/read-document.js";

export interface Reading {
  readonly document: Document | undefined;
  /** `line:column code` of each diagnostic, behind its file where that is not the description's. */
  readonly found: readonly string[];
  readonly messages: readonly string[];
}

/** Reads a description in YAML (or JSON, in a file of that name) with overlays, and says what was found. */
export function read(text: string, overlays: readonly string[] = [], file = "api.yaml"): Reading {
  const diagnostics = new Diagnostics();
  const document = readDocument(
    {
      description: { file, text },
      overlays: overlays.map((overlay, index) => ({
        file: `overlay${index || ""}.yaml`,
        text: overlay,
      })),
    },
    diagnostics,
  );
  return {
    document,
    found: diagnostics.list.map(({ code, where }) => {
      const place = where ? `${where.line}:${where.column}` : "nowhere";
      return `${where && where.file !== file ? `${where.file}:` : ""}${place} ${code}`;
    }),
    messages: diagnostics.list.map(({ message }) => message),
  };
}

/** Reads what is expected to be without any fault. */
export function readClean(text: string, overlays: readonly string[] = []): Document {
  const { document, found, messages } = read(text, overlays);
  if (!document || found.length > 0) throw new Error(`${found.join("\n")}\n${messages.join("\n")}`);
  return document;
}

/** A description whose only schema is `Given`, and the normal form of that schema. */
export function normalised(schema: unknown, version = "3.0.3", others: object = {}): unknown {
  const { document, messages } = read(
    JSON.stringify({
      openapi: version,
      info: { title: "T", version: "1" },
      paths: {},
      components: { schemas: { Given: schema, ...others } },
    }),
    [],
    "api.json",
  );
  return document ? plain(document.root.components.schemas["Given"]) : messages;
}

/** Without prototypes, for comparison. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
