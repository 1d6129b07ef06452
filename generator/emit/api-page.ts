import { errorBodyType } from "./errors.js";
import { codeSpan, fence, joinMarkdown, marked, prose, type Markdown } from "./markdown.js";
import { exportsOf } from "./models.js";
import { everyResource } from "../model/every-resource.js";
import type { ApiModel, CallOperation, Model, Operation, Resource } from "../model/types.js";
import type { TextFile } from "./package.js";
import { choiceType, otherTypes } from "./resource.js";
import type { SchemaTypes } from "./schema-types.js";
import { ModuleScope } from "../morph/scope.js";
import type { Document } from "../spec/document.js";

/** `api.md`: one line per method and per type, the file that a reviewer of a regenerated package reads first. */
export function emitApiPage(model: ApiModel, document: Document, types: SchemaTypes): TextFile {
  const lines = [
    marked`# API of ${prose(model.title)}`,
    marked``,
    marked`Every method and type of ${codeSpan(model.clientName)}. A question mark means that it may be left out.`,
    marked``,
    ...[...everyResource(model.resources)].flatMap((resource) => resourceLines(resource, types)),
    ...typeLines(model, document, types),
  ];
  return { path: "api.md", text: joinMarkdown(lines, "\n") };
}

function typeLines({ models }: ApiModel, document: Document, types: SchemaTypes): Markdown[] {
  if (models.length === 0) return [];
  const lines = models.flatMap((entry) => modelLines(entry, document, types));
  return [marked`## Types`, marked``, block(lines), marked``];
}

function resourceLines(resource: Resource, types: SchemaTypes): Markdown[] {
  if (resource.operations.length === 0) return [];
  return [
    marked`## client.${prose(resource.path)}`,
    marked``,
    block(
      resource.operations.flatMap((operation) => [
        operationLine(resource, operation, types),
        ...paramsLine(operation),
        ...choicesLines(operation, types),
        ...errorsLine(operation, types),
      ]),
    ),
    marked``,
  ];
}

function operationLine({ path }: Resource, operation: Operation, types: SchemaTypes): string {
  const required =
    operation.parameters.some((parameter) => parameter.required) ||
    operation.body?.required === true;
  const params = operation.paramsName === undefined ? [] : [required ? "params" : "params?"];
  const call = `client.${path}.${operation.name}(${[...params, "options?"].join(", ")})`;
  return `${call} → ${resultText(operation, types)}    ${operation.method} ${oneLine(operation.path)}`;
}

function paramsLine({ parameters, body }: Operation): string[] {
  const names = [
    ...parameters.map(({ key, required }) => key + (required ? "" : "?")),
    ...(body === undefined ? [] : [body.required ? "body" : "body?"]),
  ];
  return names.length === 0 ? [] : [`  params: ${oneLine(names.join(", "))}`];
}

/** What the caller may choose beside what the first lines say. */
function choicesLines(operation: Operation, types: SchemaTypes): string[] {
  const scope = new ModuleScope("index");
  const contents = operation.body?.alternatives ?? [];
  const choices = operation.kind === "list" ? [] : operation.choices;
  const sent = contents.map(({ mediaType }) => oneLine(mediaType)).join(", ");
  const received = choices
    .map((choice) => `${oneLine(choice.mediaType)} → ${oneLine(choiceType(choice, types, scope))}`)
    .join(", ");
  return [
    ...(contents.length > 0 ? [`  contentType: ${sent}`] : []),
    ...(choices.length > 0 ? [`  accept: ${received}`] : []),
  ];
}

function errorsLine({ errors }: Operation, types: SchemaTypes): string[] {
  if (errors === undefined) return [];
  const scope = new ModuleScope("index");
  const texts = errors.responses.map(({ status, body }) =>
    body.kind === "none" ? String(status) : `${status} ${errorBodyType(body, types, scope)}`,
  );
  return [`  errors: ${oneLine(texts.join(", "))}`];
}

function resultText(operation: Operation, types: SchemaTypes): string {
  const scope = new ModuleScope("index");
  switch (operation.kind) {
    case "list":
      return `pages of ${oneLine(types.at(operation.item, scope))}`;
    case "download":
      return "Blob";
    case "call":
      return callText(operation, types, scope);
    default:
      return operation satisfies never;
  }
}

function callText(
  { results, otherResults }: CallOperation,
  types: SchemaTypes,
  scope: ModuleScope,
): string {
  const parts = new Set(results.map((result) => oneLine(types.at(result, scope))));
  for (const other of otherResults) parts.add(otherTypes[other]);
  return parts.size === 0 ? "nothing" : [...parts].join(" | ");
}

function modelLines(model: Model, document: Document, types: SchemaTypes): string[] {
  if (model.kind === "enum") {
    const values = model.members.map(({ value }) => JSON.stringify(value)).join(" | ");
    return [
      `${model.name} = ${oneLine(values)}`,
      `  values: ${exportsOf(model).values.slice(1).join(", ")}`,
    ];
  }
  const schema = document.schemaAt(model.pointer);
  return model.views.map(({ name, direction }) => {
    const scope = new ModuleScope("index");
    const place = { pointer: model.pointer, direction, scope };
    const properties = types.properties(schema, place);
    if (properties === undefined) return `${name} = ${oneLine(oneLine(types.of(schema, place)))}`;
    const members = properties.map((property) => {
      const key = property.name + (property.required ? "" : "?");
      return `${key}: ${oneLine(property.type)}`;
    });
    return `${name} { ${oneLine(members.join("; "))} }`;
  });
}

function block(lines: readonly string[]): Markdown {
  return fence("ts", `${lines.join("\n")}\n`);
}

function oneLine(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\//gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
