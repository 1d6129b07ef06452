import { fileName, type FileName } from "../file-name.js";
import type { Document } from "../spec/document.js";
import type * as OpenApi from "../spec/openapi.js";
import { escapeSegment } from "../spec/pointer.js";
import type { Conversions } from "./conversions.js";
import { docsOf } from "./docs.js";
import { example } from "./examples.js";
import { kebabCase, uniqueNames, words } from "./names.js";
import { itemPointer } from "./pagination.js";
import { responseHeaders } from "./response-headers.js";
import { everyResource } from "./every-resource.js";
import type { NamedOperation, NamedResource } from "./resources.js";
import {
  acceptedTypes,
  alternativesOf,
  bodyFormat,
  errorAnswers,
  hasEmptySuccess,
  isJson,
  isText,
  otherBodies,
  preferred,
  successBodies,
  successStatuses,
} from "./responses.js";
import type { SuccessBody } from "./responses.js";
import type { TypeNames } from "./type-names.js";
import type {
  Body,
  BodyContent,
  DocumentedErrors,
  ErrorBody,
  FormProperty,
  Operation,
  OtherResult,
  Parameter,
  Resource,
  ResultChoice,
  TypeSource,
} from "./types.js";

/** The resources with their operations and those within them, sorted by accessor. */
export function buildOperations(
  document: Document,
  resources: readonly NamedResource[],
  context: OperationContext,
): readonly Resource[] {
  const { names } = context;
  const fileNames = uniqueNames(
    new Map([...everyResource(resources)].map(({ key }) => [key, fileNameOf(key)])),
    new Set(),
    "",
  );
  const build = (named: NamedResource): Resource => {
    const { key, accessor, className, tag, operations, children } = named;
    return {
      accessor,
      path: key,
      className: names.classes.get(key) ?? className,
      fileName: fileName(fileNames.get(key) ?? fileNameOf(key)),
      docs: tag === undefined ? { summary: titleOf(key) } : { summary: tag.name, ...docsOf(tag) },
      operations: operations.map((operation) => buildOperation(document, operation, context)),
      children: children.map(build),
    };
  };
  return resources.map(build);
}

function fileNameOf(key: string): FileName {
  return fileName(key.split(".").map(kebabCase).join("/"));
}

/** `repos.issueComments` as words: `Repos: issue comments`. */
function titleOf(key: string): string {
  const text = key
    .split(".")
    .map((accessor) => words(accessor).join(" ").toLowerCase())
    .join(": ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is known of the whole description. */
interface OperationContext {
  readonly names: TypeNames;
  readonly conversions: Conversions;
}

function buildOperation(
  document: Document,
  named: NamedOperation,
  { names, conversions }: OperationContext,
): Operation {
  const { operation, method, path, pointer, pagination } = named;
  const { parameters, idempotencyHeader } = withIdempotencyKey(
    buildParameters(document, operation, pointer, conversions),
    method,
  );
  const body = buildBody(document, operation, pointer, conversions);
  const { securitySchemes } = document.root.components;
  // A certificate belongs to the connection: it is no credential that a call could carry.
  const security = (operation.security ?? document.root.security).map((all) =>
    Object.keys(all).filter((name) => securitySchemes[name]?.type !== "mutualTLS"),
  );
  const paramsName = names.params.get(pointer);
  const alternativeParamsName = names.alternatives.get(pointer);
  const others = pagination === undefined ? otherBodies(operation) : [];
  const isOther = new Set(others.map(({ mediaType }) => mediaType));
  const choices = buildChoices(others, pointer);
  const headersName = names.headers.get(pointer);
  const base = {
    name: named.name,
    id: operation.operationId ?? `${method} ${path}`,
    method,
    path,
    docs: docsOf(operation),
    ...((parameters.length > 0 || body !== undefined) &&
      paramsName !== undefined && { paramsName }),
    ...(alternativeParamsName !== undefined && { alternativeParamsName }),
    parameters,
    ...(body !== undefined && { body }),
    accept: acceptedTypes(operation).filter((type) => !isOther.has(type)),
    statuses: successStatuses(operation),
    ...buildErrors(operation, pointer, names),
    ...(headersName !== undefined && {
      headers: { name: headersName, headers: responseHeaders(operation, document) },
    }),
    ...conversionsOf(operation, pointer, conversions),
    ...(security.length > 0 && { security }),
    idempotent: operation["x-idempotent"] === true,
    ...(idempotencyHeader !== undefined && { idempotencyHeader }),
    source: document.at(pointer),
  };
  const bodies = successBodies(operation);
  if (bodies.length > 0 && bodies.every(({ mediaType }) => isBytes(mediaType))) {
    return { kind: "download", ...base, choices, maybeEmpty: hasEmptySuccess(operation) };
  }
  const results = distinct(bodies.filter((body) => otherResult(body) === undefined)).map(
    (body): TypeSource => ({ pointer: pointer + body.pointer, direction: "response" }),
  );
  const [result] = results;
  if (pagination !== undefined && result !== undefined) {
    return {
      kind: "list",
      ...base,
      result,
      item: {
        pointer: itemPointer(document, result.pointer, pagination.items),
        direction: "response",
      },
      pagination,
    };
  }
  const otherResults = bodies.map(otherResult).filter((kind) => kind !== undefined);
  return {
    kind: "call",
    ...base,
    results,
    otherResults: [...new Set(otherResults)].sort(),
    choices,
    maybeEmpty: hasEmptySuccess(operation),
  };
}

function isBytes(mediaType: string): boolean {
  return !isJson(mediaType) && !isText(mediaType);
}

/** Of a range of media types nobody knows which one to ask for. */
function buildChoices(bodies: readonly SuccessBody[], pointer: string): readonly ResultChoice[] {
  const exact = bodies.filter(({ mediaType }) => !mediaType.includes("*"));
  return exact.map((body): ResultChoice => {
    const { mediaType } = body;
    if (!isJson(mediaType)) return { mediaType, kind: isText(mediaType) ? "text" : "blob" };
    const type = { pointer: pointer + body.pointer, direction: "response" } as const;
    return { mediaType, kind: "json", ...(body.schema !== undefined && { type }) };
  });
}

/** What the client makes of a body that has no type of its own. */
function otherResult({ mediaType, schema }: SuccessBody): OtherResult | undefined {
  if (isJson(mediaType)) return schema === undefined ? "unknown" : undefined;
  if (isBytes(mediaType)) return "bytes";
  return schema === undefined ? "text" : undefined;
}

/** A POST or PATCH with such a header gets a key from the client, so that its caller may leave it out. */
function withIdempotencyKey(
  parameters: readonly Parameter[],
  method: string,
): { parameters: readonly Parameter[]; idempotencyHeader?: string } {
  const key = parameters.find(
    (parameter) => parameter.in === "header" && /^(?:x-)?idempotency-key$/iu.test(parameter.name),
  );
  if (key === undefined || !["POST", "PATCH"].includes(method)) return { parameters };
  const said = key.docs.description === undefined ? [] : [key.docs.description];
  const optional: Parameter = {
    ...key,
    required: false,
    docs: {
      ...key.docs,
      description: [...said, "By default a UUID, one for each call."].join("\n\n"),
    },
  };
  return {
    parameters: parameters.map((parameter) => (parameter === key ? optional : parameter)),
    idempotencyHeader: key.name,
  };
}

/** Only JSON is converted; a text or a file is what it is. */
function conversionsOf(
  operation: OpenApi.Operation,
  pointer: string,
  conversions: Conversions,
): Pick<Operation, "conversion" | "errorConversion"> {
  const places = (bodies: readonly (Omit<SuccessBody, "status"> | undefined)[]): string[] =>
    bodies.flatMap((body) =>
      body?.schema !== undefined && isJson(body.mediaType) ? [pointer + body.pointer] : [],
    );
  const conversion = conversions.any(places(distinct(successBodies(operation))));
  const errors = errorAnswers(operation).flatMap(({ body }) => body ?? []);
  const errorConversion = conversions.any(places(distinct(errors)));
  return { ...(conversion && { conversion }), ...(errorConversion && { errorConversion }) };
}

function buildErrors(
  operation: OpenApi.Operation,
  pointer: string,
  { errors, errorPlaces }: TypeNames,
): { readonly errors?: DocumentedErrors } {
  const name = errors.get(pointer);
  if (name === undefined) return {};
  const responses = errorAnswers(operation).map(({ status, description, body }) => ({
    status,
    docs: description === undefined ? {} : { description },
    body: errorBody(body && { ...body, pointer: pointer + body.pointer }, errorPlaces),
  }));
  return { errors: { name, responses } };
}

function errorBody(
  body: Omit<SuccessBody, "status"> | undefined,
  places: TypeNames["errorPlaces"],
): ErrorBody {
  if (body === undefined) return { kind: "none" };
  if (!isJson(body.mediaType)) return { kind: "text" };
  if (body.schema === undefined) return { kind: "json" };
  const pointer = places.get(body.pointer) ?? body.pointer;
  return { kind: "json", type: { pointer, direction: "response" } };
}

/** Successes whose schemas are the same reference make one type. */
function distinct<Body extends { readonly schema: OpenApi.Schema | undefined }>(
  bodies: readonly Body[],
): Body[] {
  const seen = new Set<unknown>();
  return bodies.filter(({ schema }) => {
    const key = typeof schema === "object" ? (schema.$ref ?? schema) : schema;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Headers that the specification keeps out of `parameters` (OpenAPI 3.1, 4.8.12.2): other fields describe them. */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

function buildParameters(
  document: Document,
  operation: OpenApi.Operation,
  pointer: string,
  conversions: Conversions,
): readonly Parameter[] {
  const used = operation.parameters
    .map((parameter, index) => ({ parameter, index }))
    .filter(
      ({ parameter }) =>
        parameter.in !== "header" || !ignoredHeaders.has(parameter.name.toLowerCase()),
    );
  const keys = parameterKeys(used.map(({ parameter }) => parameter));
  return used.map(({ parameter, index }): Parameter => {
    const [mediaType, media] = Object.entries(parameter.content ?? {})[0] ?? [];
    const schema = parameter.schema ?? media?.schema ?? true;
    const place =
      parameter.schema === undefined && mediaType !== undefined
        ? `content/${escapeSegment(mediaType)}/schema`
        : "schema";
    const facts = document.resolve(schema);
    const type = {
      pointer: `${pointer}/parameters/${index}/${place}`,
      direction: "request",
    } as const;
    const isDescribed = parameter.schema !== undefined || media?.schema !== undefined;
    const conversion = isDescribed ? conversions.at(type.pointer) : undefined;
    return {
      key: keys.get(`${parameter.in} ${parameter.name}`) ?? parameter.name,
      name: parameter.name,
      in: parameter.in,
      required: parameter.required === true || parameter.in === "path",
      docs: docsOf(parameter),
      type,
      facts: {
        ...(typeof facts === "object" && facts.format !== undefined && { format: facts.format }),
      },
      ...styleOf(parameter, facts),
      ...(parameter.schema === undefined && mediaType !== undefined && { content: mediaType }),
      isQueryString: parameter.isQueryString === true,
      ...(conversion && { conversion }),
      example: example(document, schema, parameter.examples),
    };
  });
}

/** With the defaults of OpenAPI 3.1, 4.8.12. */
function styleOf(
  parameter: Pick<
    OpenApi.Parameter,
    "in" | "style" | "explode" | "allowReserved" | "allowEmptyValue"
  >,
  schema: OpenApi.Schema,
) {
  const usual = parameter.in === "query" || parameter.in === "cookie" ? "form" : "simple";
  const style = parameter.style ?? usual;
  const types = typesOf(schema);
  return {
    style,
    explode: parameter.explode ?? style === "form",
    isPrimitive: types.length > 0 && !types.includes("array") && !types.includes("object"),
    allowReserved: parameter.allowReserved === true,
    allowEmptyValue: parameter.allowEmptyValue === true && types.includes("null"),
  };
}

/** The types that a schema names; none when it leaves them open. */
function typesOf(schema: OpenApi.Schema): readonly OpenApi.SchemaType[] {
  if (typeof schema === "boolean") return [];
  if (schema.type !== undefined) return [schema.type].flat();
  return schema.enum?.every((value) => typeof value !== "object") === true ? ["string"] : [];
}

/** Members that TypeScript knows of every object, and takes a parameter of that name for. */
const namesOfEveryObject = Object.getOwnPropertyNames(Object.prototype).filter(
  (name) => !name.startsWith("__"),
);

/**
 * Keys are the names on the wire. Where two places use one name, the path keeps it and the others say where they
 * stand; `body` belongs to the body, and `constructor` and its like to every object, even one without parameters.
 */
function parameterKeys(parameters: readonly OpenApi.Parameter[]): Map<string, string> {
  const order = ["path", "query", "header", "cookie"];
  const taken = new Set(["body", ...namesOfEveryObject]);
  const keys = new Map<string, string>();
  const sorted = [...parameters].sort((a, b) => order.indexOf(a.in) - order.indexOf(b.in));
  for (const { name, in: place } of sorted) {
    let key = name;
    while (taken.has(key)) key = key === name ? `${name}_${place}` : `${key}_`;
    taken.add(key);
    keys.set(`${place} ${name}`, key);
  }
  return keys;
}

function buildBody(
  document: Document,
  { requestBody, parameters }: OpenApi.Operation,
  pointer: string,
  conversions: Conversions,
): Body | undefined {
  const content = requestBody?.content ?? {};
  const mediaType = preferred(Object.keys(content));
  const media = mediaType === undefined ? undefined : content[mediaType];
  if (requestBody === undefined || mediaType === undefined || media === undefined) return undefined;
  const contentOf = (type: string): BodyContent =>
    buildContent(document, type, content[type] ?? {}, { pointer, conversions });
  return {
    ...contentOf(mediaType),
    required: requestBody.required === true,
    docs: docsOf(requestBody),
    alternatives: alternativesOf(content, parameters).map(contentOf),
  };
}

function buildContent(
  document: Document,
  mediaType: string,
  media: OpenApi.MediaType,
  { pointer, conversions }: { readonly pointer: string; readonly conversions: Conversions },
): BodyContent {
  const format = bodyFormat(mediaType);
  const place = `${pointer}/requestBody/content/${escapeSegment(mediaType)}/schema`;
  const conversion = media.schema === undefined ? undefined : conversions.at(place);
  return {
    mediaType,
    format,
    ...(media.schema !== undefined && {
      type: { pointer: place, direction: "request" as const },
    }),
    ...(conversion && { conversion }),
    isUnnamedForm: format === "multipart" && isOneValue(document, media.schema),
    files: filesOf(document, media.schema ?? true),
    properties: format === "multipart" || format === "urlencoded" ? formOf(document, media) : [],
    example: example(document, media.schema ?? true, media.examples),
  };
}

function isOneValue(document: Document, schema: OpenApi.Schema | undefined): boolean {
  const types = typesOf(document.resolve(schema ?? true));
  return types.length > 0 && types.every((type) => type !== "object");
}

function filesOf(document: Document, schema: OpenApi.Schema): string[] {
  const resolved = document.resolve(schema);
  if (typeof resolved === "boolean") return [];
  const isFile = (given: OpenApi.Schema): boolean => {
    const property = document.resolve(given);
    if (typeof property === "boolean") return false;
    if (property.format === "binary") return true;
    return property.items !== undefined && isFile(property.items);
  };
  const properties = Object.entries(resolved.properties ?? {});
  return properties.flatMap(([name, property]) => (isFile(property) ? [name] : [])).sort();
}

/** Where a style is given, the media type does not count (OpenAPI 3.1, Encoding Object). */
function formOf(document: Document, { schema, encoding }: OpenApi.MediaType): FormProperty[] {
  const resolved = document.resolve(schema ?? true);
  const properties = typeof resolved === "object" ? (resolved.properties ?? {}) : {};
  return Object.entries(encoding ?? {}).map(([name, given]): FormProperty => {
    const { contentType, style, explode, allowReserved } = given;
    if (style !== undefined || explode !== undefined || allowReserved !== undefined) {
      const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return { name, query: styleOf({ in: "query", ...given }, document.resolve(own ?? true)) };
    }
    // Several types, or a range of them, leave the choice to the file that is sent.
    const isOne = contentType !== undefined && !/[*,]/u.test(contentType);
    return { name, ...(isOne && { mediaType: contentType }) };
  });
}
