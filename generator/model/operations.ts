import type { Document } from "../spec/document.js";
import type * as OpenApi from "../spec/openapi.js";
import { escapeSegment } from "../spec/pointer.js";
import { docsOf } from "./docs.js";
import { example } from "./examples.js";
import { fileName, uniqueNames, words } from "./names.js";
import { itemPointer } from "./pagination.js";
import { everyResource } from "./every-resource.js";
import type { NamedOperation, NamedResource } from "./resources.js";
import {
  acceptedTypes,
  bodyFormat,
  errorAnswers,
  hasEmptySuccess,
  isJson,
  isText,
  preferred,
  successBodies,
  successStatuses,
} from "./responses.js";
import type { SuccessBody } from "./responses.js";
import type { TypeNames } from "./type-names.js";
import type {
  Body,
  DocumentedErrors,
  ErrorBody,
  FormProperty,
  Operation,
  Parameter,
  Resource,
  TypeSource,
} from "./types.js";

/** The resources with their operations and those within them, sorted by accessor. */
export function buildOperations(
  document: Document,
  resources: readonly NamedResource[],
  names: TypeNames,
): readonly Resource[] {
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
      fileName: fileNames.get(key) ?? fileNameOf(key),
      docs: tag === undefined ? { summary: titleOf(key) } : { summary: tag.name, ...docsOf(tag) },
      operations: operations.map((operation) => buildOperation(document, operation, names)),
      children: children.map(build),
    };
  };
  return resources.map(build);
}

function fileNameOf(key: string): string {
  return key.split(".").map(fileName).join("/");
}

/** `repos.issueComments` as words: `Repos: issue comments`. */
function titleOf(key: string): string {
  const text = key
    .split(".")
    .map((accessor) => words(accessor).join(" ").toLowerCase())
    .join(": ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function buildOperation(document: Document, named: NamedOperation, names: TypeNames): Operation {
  const { operation, method, path, pointer, pagination } = named;
  const { parameters, idempotencyHeader } = withIdempotencyKey(
    buildParameters(document, operation, pointer),
    method,
  );
  const body = buildBody(document, operation, pointer);
  const security = (operation.security ?? document.root.security).map((all) => Object.keys(all));
  const paramsName = names.params.get(pointer);
  const base = {
    name: named.name,
    id: operation.operationId ?? `${method} ${path}`,
    method,
    path,
    docs: docsOf(operation),
    ...((parameters.length > 0 || body !== undefined) &&
      paramsName !== undefined && { paramsName }),
    parameters,
    ...(body !== undefined && { body }),
    accept: acceptedTypes(operation),
    statuses: successStatuses(operation),
    ...buildErrors(operation, pointer, names),
    ...(security.length > 0 && { security }),
    idempotent: operation["x-idempotent"] === true,
    ...(idempotencyHeader !== undefined && { idempotencyHeader }),
    source: document.at(pointer),
  };
  const bodies = successBodies(operation);
  const [first] = bodies;
  if (first !== undefined && !isJson(first.mediaType) && !isText(first.mediaType)) {
    return { kind: "download", ...base };
  }
  const results = distinct(bodies.filter(({ schema }) => schema !== undefined)).map(
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
  return { kind: "call", ...base, results, maybeEmpty: hasEmptySuccess(operation) };
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
    return {
      key: keys.get(`${parameter.in} ${parameter.name}`) ?? parameter.name,
      name: parameter.name,
      in: parameter.in,
      required: parameter.required === true || parameter.in === "path",
      docs: docsOf(parameter),
      type: { pointer: `${pointer}/parameters/${index}/${place}`, direction: "request" },
      facts: {
        ...(typeof facts === "object" && facts.format !== undefined && { format: facts.format }),
      },
      ...styleOf(parameter, facts),
      ...(parameter.schema === undefined && mediaType !== undefined && { content: mediaType }),
      isQueryString: parameter.isQueryString === true,
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

/**
 * Keys are the names on the wire. Where two places use one name, the path keeps it and the others say where they
 * stand; `body` belongs to the body.
 */
function parameterKeys(parameters: readonly OpenApi.Parameter[]): Map<string, string> {
  const order = ["path", "query", "header", "cookie"];
  const taken = new Set(["body"]);
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
  { requestBody }: OpenApi.Operation,
  pointer: string,
): Body | undefined {
  const content = requestBody?.content ?? {};
  const mediaType = preferred(Object.keys(content));
  const media = mediaType === undefined ? undefined : content[mediaType];
  if (requestBody === undefined || mediaType === undefined || media === undefined) return undefined;
  const format = bodyFormat(mediaType);
  return {
    mediaType,
    format,
    required: requestBody.required === true,
    docs: docsOf(requestBody),
    ...(media.schema !== undefined && {
      type: {
        pointer: `${pointer}/requestBody/content/${escapeSegment(mediaType)}/schema`,
        direction: "request" as const,
      },
    }),
    properties: format === "multipart" || format === "urlencoded" ? formOf(document, media) : [],
    example: example(document, media.schema ?? true, media.examples),
  };
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
