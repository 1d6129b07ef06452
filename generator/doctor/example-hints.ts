import type { Diagnostics } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import type { Example, Schema } from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { contradiction } from "./contradiction.js";
import { placedContent, placedSchemas, type PlacedOperation } from "./places.js";

/** Examples of schemas, parameters, requests and answers that are no values of their schema. */
export function reportExamples(
  document: Document,
  operations: readonly PlacedOperation[],
  diagnostics: Diagnostics,
): void {
  const check = (value: unknown, schema: Schema, pointer: string): void => {
    const fault = contradiction(value, schema, (given) => document.resolve(given));
    if (fault === undefined) return;
    const message = `The example contradicts its schema: ${fault}.`;
    diagnostics.report("example-invalid", { message, where: document.at(pointer) });
  };
  const checkAll = (
    examples: Readonly<Record<string, Example>> | undefined,
    schema: Schema | undefined,
    pointer: string,
  ): void => {
    for (const [name, example] of Object.entries(examples ?? {})) {
      if (example.value === undefined || schema === undefined) continue;
      check(example.value, schema, pointer + formatPointer(["examples", name, "value"]));
    }
  };
  for (const placed of operations) {
    for (const [index, { examples, schema }] of placed.operation.parameters.entries())
      checkAll(examples, schema, placed.pointer + formatPointer(["parameters", index]));
    for (const { media, pointer } of placedContent(placed)) {
      // In a form, everything may be given as text.
      if (/json/i.test(pointer)) checkAll(media.examples, media.schema, pointer);
    }
  }
  for (const { schema, pointer } of placedSchemas(document)) {
    if (typeof schema !== "object") continue;
    for (const [index, example] of (schema.examples ?? []).entries())
      check(example, schema, pointer + formatPointer(["examples", index]));
  }
}
