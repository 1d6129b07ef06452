import type { Diagnostics } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import { operationsOf } from "../spec/openapi.js";

/** Several times what the largest published descriptions have. */
const most = { operations: 10_000, schemas: 20_000 } as const;

/** Reports a description of which no client can be made in bounded time and memory; asked before one is begun. */
export function checkSize(document: Document, diagnostics: Diagnostics): void {
  const { paths, components } = document.root;
  const sizes = {
    operations: Object.values(paths).reduce((sum, item) => sum + operationsOf(item).length, 0),
    schemas: Object.keys(components.schemas).length,
  };
  for (const kind of ["operations", "schemas"] as const) {
    if (sizes[kind] <= most[kind]) continue;
    const message = `The client would have ${sizes[kind]} ${kind}; ${most[kind]} is the most.`;
    diagnostics.report("description-too-large", { message, where: document.at("") });
  }
}
