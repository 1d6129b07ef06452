import type { Document } from "../spec/document.js";
import {
  operationsOf,
  type MediaType,
  type Operation,
  type Schema,
  type SchemaObject,
} from "../spec/openapi.js";
import { formatPointer } from "../spec/pointer.js";
import { keywords } from "../spec/schema-keywords.js";

/** An operation, and its place in the normal form. */
export interface PlacedOperation {
  /** `GET /pets`. */
  readonly name: string;
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly pointer: string;
}

/** A schema, and its place in the normal form. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly pointer: string;
  /** The keyword it stands under, or what holds it where that is no schema. */
  readonly role: "component" | "content" | "parameter" | "part";
}

export function* placedOperations({ root }: Document): Generator<PlacedOperation> {
  for (const [path, item] of Object.entries(root.paths)) {
    for (const { method, operation, place } of operationsOf(item)) {
      const pointer = formatPointer(["paths", path, ...place]);
      yield { name: `${method} ${path}`, path, method, operation, pointer };
    }
  }
}

/** Every schema that is written out somewhere: components, those of operations, and what they are made of. */
export function* placedSchemas(document: Document): Generator<PlacedSchema> {
  const rest = [...outermost(document)].reverse();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    yield next;
    if (typeof next.schema === "object") rest.push(...partsOf(next.schema, next.pointer));
  }
}

/** The content of requests and answers, with its place: `/paths/~1pets/get/responses/200/content/application~1json`. */
export function* placedContent({
  operation,
  pointer,
}: PlacedOperation): Generator<{ readonly media: MediaType; readonly pointer: string }> {
  const { requestBody, responses } = operation;
  yield* mediaOf(requestBody?.content, `${pointer}/requestBody`);
  for (const [status, { content }] of Object.entries(responses))
    yield* mediaOf(content, pointer + formatPointer(["responses", status]));
}

function* mediaOf(
  content: Readonly<Record<string, MediaType>> = {},
  pointer: string,
): Generator<{ readonly media: MediaType; readonly pointer: string }> {
  for (const [type, media] of Object.entries(content))
    yield { media, pointer: pointer + formatPointer(["content", type]) };
}

function* outermost(document: Document): Generator<PlacedSchema> {
  for (const placed of placedOperations(document)) {
    for (const [index, { schema }] of placed.operation.parameters.entries()) {
      if (schema === undefined) continue;
      const pointer = placed.pointer + formatPointer(["parameters", index, "schema"]);
      yield { schema, pointer, role: "parameter" };
    }
    for (const { media, pointer } of placedContent(placed)) {
      if (media.schema === undefined) continue;
      yield { schema: media.schema, pointer: `${pointer}/schema`, role: "content" };
    }
  }
  for (const [name, schema] of Object.entries(document.root.components.schemas)) {
    const pointer = formatPointer(["components", "schemas", name]);
    yield { schema, pointer, role: "component" };
  }
}

function* partsOf(schema: SchemaObject, pointer: string): Generator<PlacedSchema> {
  for (const [keyword, value] of Object.entries(schema)) {
    const place = pointer + formatPointer([keyword]);
    const role = "part";
    switch (keywords[keyword]) {
      case "schema":
        yield { schema: value as Schema, pointer: place, role };
        break;
      case "schemas":
      case "schemaMap":
        for (const [key, part] of Object.entries(value as Readonly<Record<string, Schema>>))
          yield { schema: part, pointer: place + formatPointer([key]), role };
        break;
    }
  }
}
