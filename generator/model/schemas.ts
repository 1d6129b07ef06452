import { fileName } from "../file-name.js";
import type { Document } from "../spec/document.js";
import type { Schema } from "../spec/openapi.js";
import { componentOf, escapeSegment } from "../spec/pointer.js";
import type { Conversions } from "./conversions.js";
import { docsOf } from "./docs.js";
import { enumModel } from "./enums.js";
import { kebabCase, uniqueNames } from "./names.js";
import type { TypeNames } from "./type-names.js";
import type { Model, View } from "./types.js";
import { usageOf } from "./usage.js";
import type { Usage } from "./usage.js";

/** One model per named schema, sorted by name. */
export function buildModels(
  document: Document,
  names: TypeNames,
  conversions: Conversions,
): readonly Model[] {
  const usage = usageOf(document);
  const wishes = new Map(
    [...names.models.values()].map((name) => [name, fileName(kebabCase(name))]),
  );
  const fileNames = uniqueNames(wishes, new Set(["index"]), "-model");
  const typeNamesTaken = new Set(names.models.values());
  const schemas = new Map<string, Schema>(componentSchemas(document));
  const models = [...names.models].map(([pointer, name]): Model => {
    const schema = schemas.get(pointer) ?? document.schemaAt(pointer);
    const base = { name, fileName: fileName(fileNames.get(name) ?? kebabCase(name)), pointer };
    const asEnum = enumModel(schema, {
      ...base,
      open: usage.reached.response.has(componentOf(pointer) ?? ""),
    });
    if (asEnum !== undefined) return asEnum;
    // Only components are referred to; what is written inline is converted with what it stands in.
    const isConverted = componentOf(pointer) !== undefined && conversions.at(pointer) !== undefined;
    return {
      kind: "schema",
      ...base,
      ...(isConverted && { conversion: conversions.declared(pointer) ?? {} }),
      docs: typeof schema === "object" ? docsOf({ ...titleOf(schema.title), ...schema }) : {},
      views: viewsOf(pointer, name, usage, typeNamesTaken),
    };
  });
  return models.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* componentSchemas(document: Document): Generator<[string, Schema]> {
  for (const [name, schema] of Object.entries(document.root.components.schemas)) {
    yield [`/components/schemas/${escapeSegment(name)}`, schema];
  }
}

function titleOf(title: string | undefined): { summary?: string } {
  return title === undefined ? {} : { summary: title };
}

/**
 * Two types only for a schema that travels both ways and is not the same both ways; what is sent is then called
 * `…Input`.
 */
function viewsOf(
  pointer: string,
  name: string,
  { reached, differing }: Usage,
  taken: ReadonlySet<string>,
): readonly View[] {
  const schema = componentOf(pointer);
  if (schema === undefined) {
    return [{ name, direction: pointer.includes("/requestBody/") ? "request" : "response" }];
  }
  const sent = reached.request.has(schema);
  const received = reached.response.has(schema);
  if (sent && received && differing.has(schema)) {
    let input = `${name}Input`;
    while (taken.has(input)) input += "Value";
    return [
      { name, direction: "response" },
      { name: input, direction: "request" },
    ];
  }
  return [{ name, direction: sent && !received ? "request" : "response" }];
}
