import type { Document } from "../spec/document.js";
import type { Schema } from "../spec/openapi.js";
import { escapeSegment } from "../spec/pointer.js";
import { pascalCase, singular, typeName, uniqueNames } from "./names.js";
import type { NamedOperation, NamedResource } from "./resources.js";
import { bodyFormat, preferred, successBodies } from "./responses.js";

/** The exported names of every type that the description leads to, each given once. */
export interface TypeNames {
  /** By JSON Pointer of the schema: components, and the objects written inline in bodies and responses. */
  readonly models: ReadonlyMap<string, string>;
  /** By JSON Pointer of the operation. */
  readonly params: ReadonlyMap<string, string>;
  /** By key of the resource. */
  readonly classes: ReadonlyMap<string, string>;
}

/**
 * The description's own names come first and stay as they are; names that we make up (for inline objects, parameters
 * and resource classes) give way to them.
 */
export function typeNames(
  document: Document,
  resources: readonly NamedResource[],
  reserved: readonly string[],
): TypeNames {
  const taken = new Set([...reserved, ...globalNames]);
  const models = uniqueNames(componentNames(document), taken, "Model");
  // In the key of a component stands its schema's name, so that a name that needs no change is seen as such.
  const byPointer = new Map(
    [...models].map(([schema, name]) => [`/components/schemas/${escapeSegment(schema)}`, name]),
  );
  for (const name of models.values()) taken.add(name);

  const made = uniqueNames(
    new Map(resources.flatMap((resource) => [...madeNames(resource)])),
    taken,
    "Type",
  );
  const params = new Map<string, string>();
  const classes = new Map<string, string>();
  for (const [key, name] of made) {
    const [kind = "", rest = ""] = splitOnce(key);
    if (kind === "inline") byPointer.set(rest, name);
    else if (kind === "params") params.set(rest, name);
    else classes.set(rest, name);
  }
  return { models: byPointer, params, classes };
}

/** Global types that emitted modules mention. */
const globalNames: readonly string[] = [
  "Array",
  "Blob",
  "Date",
  "Object",
  "Omit",
  "Partial",
  "Promise",
  "Readonly",
  "Record",
  "Required",
  "String",
  "URL",
  "Uint8Array",
];

function componentNames(document: Document): Map<string, string> {
  return new Map(
    Object.keys(document.root.components.schemas).map((schema) => [schema, typeName(schema)]),
  );
}

function* madeNames(resource: NamedResource): Generator<[string, string]> {
  yield [`class ${resource.key}`, resource.className];
  for (const operation of resource.operations) {
    const base = singular(resource.className) + pascalCase(operation.name);
    yield [`params ${operation.pointer}`, `${base}Params`];
    for (const [pointer, part] of inlineObjects(operation)) {
      yield [`inline ${pointer}`, base + part];
    }
  }
}

/** Objects without a name in what an operation sends and receives, and the items of its list. */
function* inlineObjects({
  operation,
  pointer,
  pagination,
}: NamedOperation): Generator<[pointer: string, part: string]> {
  const content = operation.requestBody?.content ?? {};
  const mediaType = preferred(Object.keys(content));
  if (
    mediaType !== undefined &&
    ["json", "multipart", "urlencoded"].includes(bodyFormat(mediaType))
  ) {
    const schema = content[mediaType]?.schema;
    if (isInlineObject(schema)) {
      yield [`${pointer}/requestBody/content/${escapeSegment(mediaType)}/schema`, "Body"];
    }
  }
  const bodies = successBodies(operation);
  for (const { status, schema, pointer: inOperation } of bodies) {
    const part = bodies.length === 1 ? "" : pascalCase(status).replace(/^_/u, "");
    if (isInlineObject(schema)) yield [pointer + inOperation, `Response${part}`];
    if (typeof schema !== "object") continue;
    if (schema.type === "array" && isInlineObject(schema.items)) {
      yield [`${pointer}${inOperation}/items`, `Item${part}`];
    }
    const [items] = pagination?.items ?? [];
    const list = items === undefined ? undefined : schema.properties?.[items];
    if (items !== undefined && typeof list === "object" && isInlineObject(list.items)) {
      yield [`${pointer}${inOperation}/properties/${escapeSegment(items)}/items`, `Item${part}`];
    }
  }
}

function isInlineObject(schema: Schema | undefined): boolean {
  return (
    typeof schema === "object" &&
    schema.$ref === undefined &&
    Object.keys(schema.properties ?? {}).length > 0
  );
}

function splitOnce(key: string): [string, string] {
  const space = key.indexOf(" ");
  return [key.slice(0, space), key.slice(space + 1)];
}
