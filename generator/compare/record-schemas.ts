import { createHash } from "node:crypto";
import { operationsOf } from "../spec/openapi.js";
import type {
  MediaType,
  OpenApi,
  Operation,
  Parameter,
  PathItem,
  Schema,
  SchemaObject,
} from "../spec/openapi.js";
import { docsOf, limits, textOf } from "./compare-notes.js";

export type RecordedRoot = Pick<OpenApi, "paths" | "components">;

/** The schemas of a description at their places, as far as types and notes are compared; texts as digests. */
export function recordedRoot({ paths, components }: OpenApi): RecordedRoot {
  return {
    paths: mapped(paths, itemOf),
    components: { schemas: mapped(components.schemas, schemaOf), securitySchemes: {} },
  };
}

/** Enough to tell two texts of one place apart. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

function itemOf(item: PathItem): PathItem {
  const made: Record<string, unknown> = {};
  const additional: Record<string, Operation> = {};
  for (const { operation, place } of operationsOf(item)) {
    const [key = "", method] = place;
    if (method === undefined) made[key] = operationOf(operation);
    else additional[method] = operationOf(operation);
  }
  return {
    ...made,
    ...(Object.keys(additional).length > 0 && { additionalOperations: additional }),
  };
}

function operationOf({ parameters, requestBody, responses }: Operation): Operation {
  return {
    parameters: parameters.map(parameterOf),
    ...(requestBody && { requestBody: { content: mapped(requestBody.content, mediaTypeOf) } }),
    responses: mapped(responses, ({ content }) =>
      content ? { content: mapped(content, mediaTypeOf) } : {},
    ),
  };
}

function parameterOf({ name, in: place, schema, content }: Parameter): Parameter {
  return {
    name,
    in: place,
    ...(schema !== undefined && { schema: schemaOf(schema) }),
    ...(content && { content: mapped(content, mediaTypeOf) }),
  };
}

function mediaTypeOf({ schema }: MediaType): MediaType {
  return schema === undefined ? {} : { schema: schemaOf(schema) };
}

/** Keywords whose values are compared as they are. */
const plain = [
  "$ref",
  "type",
  "enum",
  "const",
  "format",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "required",
  ...limits,
] as const satisfies readonly (keyof SchemaObject)[];
const single = ["items", "additionalProperties"] as const;
const several = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const named = ["properties", "patternProperties"] as const;

function schemaOf(schema: Schema): Schema {
  if (typeof schema === "boolean") return schema;
  const text = textOf(docsOf(schema));
  const entries: readonly (readonly [string, unknown])[] = [
    ...plain.map((key) => [key, schema[key]] as const),
    ...single.map((key) => [key, ifThere(schema[key], schemaOf)] as const),
    ...several.map((key) => [key, schema[key]?.map(schemaOf)] as const),
    ...named.map((key) => [key, ifThere(schema[key], (map) => mapped(map, schemaOf))] as const),
    ["description", text === "" ? undefined : digest(text)],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function ifThere<T, R>(value: T | undefined, change: (value: T) => R): R | undefined {
  return value === undefined ? undefined : change(value);
}

function mapped<T, R>(map: Readonly<Record<string, T>>, change: (value: T) => R) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
