import { transformPathsObject } from "./engine-parts.js";
import type { PathsObject } from "openapi-typescript";
import ts from "typescript";
import type { ApiModel } from "../model/types.js";
import { code, docText, identifier, join, propertyKey, stringLiteral } from "../morph/encode.js";
import { ModuleScope } from "../morph/scope.js";
import type { Property } from "../morph/structures.js";
import type { Document } from "../spec/document.js";
import { methods } from "../spec/openapi.js";
import { componentOf, escapeSegment } from "../spec/pointer.js";
import type { MediaType, Operation, PathItem, Schema } from "../spec/openapi.js";
import { engineContext, printType } from "./engine.js";
import type { EngineSchema } from "./engine.js";
import { SchemaTypes } from "./schema-types.js";
import type { Place } from "./schema-types.js";

/** The API by its paths, for openapi-fetch: openapi-typescript's `paths`, `components` and `operations` over the models. */
export function emitPaths(model: ApiModel, document: Document): ModuleScope {
  const scope = new ModuleScope("paths");
  // openapi-fetch converts nothing.
  const types = new SchemaTypes(document, model, true);
  for (const name of ["paths", "components", "operations"]) scope.reserve(name);
  const view = pathsView(document, types, scope);
  scope.add(
    {
      kind: "interface",
      name: identifier("paths"),
      properties: membersOf(transformPathsObject(view, engineContext)),
    },
    {
      kind: "interface",
      name: identifier("components"),
      properties: [schemas(model, types, scope)],
    },
    { kind: "interface", name: identifier("operations"), properties: [...operations(document)] },
  );
  return scope;
}

/** The members of the engine's interface one by one, so that ours is printed as every other. */
function membersOf(node: ts.TypeNode): Property[] {
  if (!ts.isTypeLiteralNode(node))
    throw new Error("openapi-typescript made no interface of the paths");
  return node.members.filter(ts.isPropertySignature).map((member) => ({
    name: ts.isStringLiteral(member.name)
      ? stringLiteral(member.name.text)
      : printType(member.name),
    type: member.type === undefined ? code`unknown` : printType(member.type),
    optional: member.questionToken !== undefined,
  }));
}

function schemas({ models }: ApiModel, types: SchemaTypes, scope: ModuleScope): Property {
  const members = models.flatMap((model) => {
    const key = componentOf(model.pointer);
    if (key === undefined) return [];
    const type = types.declared(model, "response", scope);
    return [code`${propertyKey(key)}: ${type};`];
  });
  return { name: identifier("schemas"), type: code`{\n${join(members, "\n")}\n}` };
}

/** By operationId, each the very type that stands in `paths`. */
function* operations(document: Document): Generator<Property> {
  for (const [path, item] of sorted(document.root.paths)) {
    for (const method of methods) {
      const id = item[method]?.operationId;
      if (id === undefined) continue;
      yield {
        name: propertyKey(id),
        type: code`paths[${stringLiteral(path)}][${stringLiteral(method)}]`,
      };
    }
  }
}

function pathsView(document: Document, types: SchemaTypes, scope: ModuleScope): PathsObject {
  const entries = sorted(document.root.paths).map(
    ([path, item]) =>
      [path, itemView(item, `/paths/${escapeSegment(path)}`, types, scope)] as const,
  );
  return Object.fromEntries(entries) as PathsObject;
}

function itemView(item: PathItem, pointer: string, types: SchemaTypes, scope: ModuleScope): object {
  const entries = methods.flatMap((method) => {
    const operation = item[method];
    return operation === undefined
      ? []
      : [[method, operationView(operation, `${pointer}/${method}`, types, scope)] as const];
  });
  return Object.fromEntries(entries);
}

/** Without its id, so that the engine writes the operation where it stands. */
function operationView(
  operation: Operation,
  pointer: string,
  types: SchemaTypes,
  scope: ModuleScope,
): object {
  const view = (schema: Schema, place: Omit<Place, "scope">): EngineSchema =>
    types.viewAt(schema, { ...place, scope });
  const contentView = (
    content: Readonly<Record<string, MediaType>> | undefined,
    at: string,
    direction: Place["direction"],
  ): object | undefined =>
    content === undefined
      ? undefined
      : Object.fromEntries(
          sorted(content).map(([mediaType, { schema }]) => [
            mediaType,
            schema === undefined
              ? {}
              : {
                  schema: view(schema, {
                    pointer: `${at}/content/${escapeSegment(mediaType)}/schema`,
                    direction,
                  }),
                },
          ]),
        );
  const { requestBody } = operation;
  return {
    ...(operation.summary !== undefined && { summary: docText(operation.summary) }),
    ...(operation.deprecated === true && { deprecated: true }),
    parameters: operation.parameters.map((parameter, index) => ({
      in: parameter.in,
      name: parameter.name,
      ...(parameter.required === true && { required: true }),
      // A parameter with a media type is a text here: openapi-fetch does not know how to write it.
      schema: view(parameter.schema ?? { type: "string" }, {
        pointer: `${pointer}/parameters/${index}/schema`,
        direction: "request",
      }),
    })),
    ...(requestBody !== undefined && {
      requestBody: {
        ...(requestBody.required === true && { required: true }),
        content: contentView(requestBody.content, `${pointer}/requestBody`, "request"),
      },
    }),
    responses: Object.fromEntries(
      sorted(operation.responses).map(([status, response]) => [
        status,
        {
          ...(response.headers !== undefined && {
            headers: Object.fromEntries(
              sorted(response.headers).map(([name, header]) => [
                name,
                {
                  ...(header.required === true && { required: true }),
                  schema: view(header.schema ?? { type: "string" }, {
                    pointer: `${pointer}/responses/${status}/headers/${escapeSegment(name)}/schema`,
                    direction: "response",
                  }),
                },
              ]),
            ),
          }),
          ...(response.content !== undefined && {
            content: contentView(response.content, `${pointer}/responses/${status}`, "response"),
          }),
        },
      ]),
    ),
  };
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
