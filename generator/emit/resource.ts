import { camelCase, pascalCase, singular } from "../model/names.js";
import { isText } from "../model/responses.js";
import type {
  Body,
  BodyContent,
  ListOperation,
  Operation,
  Pagination,
  Parameter,
  Resource,
  ResultChoice,
} from "../model/types.js";
import {
  code,
  docText,
  identifier,
  join,
  literal,
  memberName,
  Mention,
  printed,
  propertyKey,
  stringLiteral,
} from "../morph/encode.js";
import type { Code, DocText, Literal } from "../morph/encode.js";
import { ModuleScope } from "../morph/scope.js";
import type { Ref } from "../morph/scope.js";
import type { Declaration, FunctionParameter, Method, Property } from "../morph/structures.js";
import type { Slots, Template } from "../morph/template.js";
import { docs, factsText } from "./docs.js";
import { errorsText, errorType } from "./errors.js";
import { headersInterface, headersReader } from "./headers.js";
import { bodyEncoder, parameterEncoder, propertyEncoder } from "./encoders.js";
import type { EmittedConversions } from "./conversions.js";
import type { Examples } from "./examples.js";
import {
  apiClient,
  binaryBody,
  httpError,
  listOperation,
  listOptions,
  operation as operationRef,
  requestOptions,
} from "./runtime-refs.js";
import type { SchemaTypes } from "./schema-types.js";

/** What the resources of a client share. */
export interface ResourceContext {
  readonly types: SchemaTypes;
  readonly conversions: EmittedConversions;
  readonly examples: Examples;
}

/** A resource: the interfaces of its parameters, its class, and what each operation is, as data. */
export function emitResource(
  resource: Resource,
  { types, conversions, examples }: ResourceContext,
  shell: Template,
): ModuleScope {
  const scope = new ModuleScope(`resources/${resource.fileName}`);
  scope.reserve(resource.className);
  for (const operation of resource.operations) {
    for (const name of [operation.paramsName, operation.alternativeParamsName])
      if (name !== undefined) scope.reserve(name);
    if (operation.errors !== undefined) scope.reserve(operation.errors.name);
    if (operation.headers !== undefined) scope.reserve(operation.headers.name);
    scope.reserve(constantName(resource, operation));
  }
  const client = scope.use(apiClient);
  const isEmpty = resource.operations.length === 0;
  const children = resource.children.map((child) => ({
    docs: docs(child.docs),
    slots: {
      $child: memberName(child.accessor),
      $Child: scope.use({
        name: child.className,
        module: `resources/${child.fileName}`,
        typeOnly: false,
      }),
    },
  }));
  scope.add(
    ...resource.operations.flatMap((operation) => [
      ...paramsInterface(operation, types, scope),
      ...headersInterface(resource, operation),
      ...errorType(resource, operation, types, scope),
    ]),
    {
      kind: "class",
      name: identifier(resource.className),
      docs: docs(resource.docs),
      properties: [
        ...children.map(({ docs, slots }) => ({
          name: slots.$child,
          type: slots.$Child,
          readonly: true,
          docs,
        })),
        // A resource that only leads to others has no use for it.
        ...(isEmpty ? [] : [{ name: code`#client`, type: client, readonly: true }]),
      ],
      constructor_: {
        parameters: [{ name: identifier("client"), type: client }],
        body: join(
          [
            ...(isEmpty ? [] : [shell.body("constructor", scope, {})]),
            ...children.map(({ slots }) => shell.body("assign", scope, slots)),
          ],
          "\n",
        ),
      },
      methods: resource.operations.map((operation) =>
        method(resource, operation, types, shell, examples, scope),
      ),
      getters: [],
    },
    ...resource.operations.map((operation) => constant(resource, operation, conversions, scope)),
  );
  return scope;
}

function paramsInterface(
  operation: Operation,
  types: SchemaTypes,
  scope: ModuleScope,
): Declaration[] {
  if (operation.paramsName === undefined) return [];
  const { body } = operation;
  const bodyType = body === undefined ? undefined : typeOfBody(body, types, scope);
  const properties = operation.parameters.map((parameter): Property => {
    const type = types.at(parameter.type, scope);
    return {
      name: propertyKey(parameter.key),
      type: parameter.required ? type : code`${type} | undefined`,
      optional: !parameter.required,
      docs: docs(parameter.docs, factsText(parameter.facts)),
    };
  });
  if (body !== undefined && bodyType !== undefined) {
    properties.push({
      name: identifier("body"),
      type: body.required ? bodyType : code`${bodyType} | undefined`,
      optional: !body.required,
      docs: docs(body.docs),
    });
  }
  if (body !== undefined && operation.alternativeParamsName !== undefined) {
    properties.push({
      name: identifier("contentType"),
      type: code`${stringLiteral(body.mediaType)} | undefined`,
      optional: true,
      docs: docText("Media type of the body."),
    });
  }
  const name = identifier(operation.paramsName);
  return [
    { kind: "interface", name, properties },
    ...alternativeParams(operation, name, types, scope),
  ];
}

/** The same parameters with a body of another media type. */
function alternativeParams(
  { alternativeParamsName, body }: Operation,
  params: Code,
  types: SchemaTypes,
  scope: ModuleScope,
): Declaration[] {
  if (alternativeParamsName === undefined || body === undefined) return [];
  const members = body.alternatives.map((content) => {
    const type = typeOfBody(content, types, scope);
    return code`{ contentType: ${stringLiteral(content.mediaType)}; body: ${type} }`;
  });
  const keys = printed('"body" | "contentType"');
  return [
    {
      kind: "type",
      name: identifier(alternativeParamsName),
      docs: docText(`\`${params}\` with a body of another media type.`),
      type: code`Omit<${params}, ${keys}> & (${join(members, " | ")})`,
    },
  ];
}

function typeOfBody(body: BodyContent, types: SchemaTypes, scope: ModuleScope): Code {
  if (body.format === "bytes") return scope.use(binaryBody);
  if (body.isUnnamedForm) return printed("FormData");
  // Whatever its schema says of XML, it is written by the caller.
  if (body.format === "text" && !/^text\//iu.test(body.mediaType)) return printed("string");
  return body.type === undefined ? printed("unknown") : types.at(body.type, scope);
}

function method(
  resource: Resource,
  operation: Operation,
  types: SchemaTypes,
  shell: Template,
  examples: Examples,
  scope: ModuleScope,
): Method {
  const slots = slotsOf(resource, operation, types, scope);
  const member = memberOf(operation);
  const parameters: FunctionParameter[] = [
    ...(operation.paramsName === undefined
      ? []
      : [
          {
            name: identifier("params"),
            type: paramsType(operation.paramsName, operation.alternativeParamsName),
            ...(allOptional(operation) && { initializer: printed("{}") }),
          },
        ]),
    {
      name: identifier("options"),
      type: scope.use(operation.kind === "list" ? listOptions : requestOptions),
      optional: true,
    },
  ];
  const described = {
    docs: methodDocs(resource, operation, examples),
    parameters,
    returnType: shell.returnType(member, scope, slots),
  };
  const method = { name: propertyKey(operation.name), body: shell.body(member, scope, slots) };
  if (operation.kind === "list" || operation.choices.length === 0)
    return { ...method, ...described };
  const typeOf = (result: Code): Code =>
    shell.returnType(member, scope, { ...slots, $Result: result });
  const chosen = operation.choices.map((choice) => choiceType(choice, types, scope));
  const anyOf = [...new Set([slots["$Result"] ?? printed("unknown"), ...chosen])];
  const requestType = scope.use(requestOptions);
  const special = operation.choices.map(({ mediaType }, index) => ({
    docs: docText(`The same, answered as \`${mediaType}\`.`),
    parameters: withoutDefaults(
      withOptions(
        parameters,
        code`${requestType} & { accept: ${stringLiteral(mediaType)} }`,
        false,
      ),
    ),
    returnType: typeOf(chosen[index] ?? printed("unknown")),
  }));
  return {
    ...method,
    parameters: withOptions(parameters, code`${requestType} & { accept?: string }`, true),
    returnType: typeOf(join(anyOf, " | ")),
    // The last one is what types see that look at a method as a whole.
    overloads: [...special, { ...described, parameters: withoutDefaults(parameters) }],
  };
}

function paramsType(name: string, alternative: string | undefined): Code {
  return join([name, ...(alternative === undefined ? [] : [alternative])].map(identifier), " | ");
}

/** The parameters with options of another type, which are optional or not. */
function withOptions(
  parameters: readonly FunctionParameter[],
  type: Code,
  areOptional: boolean,
): readonly FunctionParameter[] {
  const options = { name: identifier("options"), type, optional: areOptional };
  return [...parameters.slice(0, -1), options];
}

/** As an overload has them: it has no default values, and what is followed by something required is not optional. */
function withoutDefaults(parameters: readonly FunctionParameter[]): readonly FunctionParameter[] {
  const isAllOptional = parameters.at(-1)?.optional === true;
  return parameters.map(({ initializer, ...parameter }) => {
    if (initializer === undefined) return parameter;
    if (isAllOptional) return { ...parameter, optional: true };
    return { ...parameter, type: code`${parameter.type} | undefined` };
  });
}

export function choiceType(
  { kind, type }: ResultChoice,
  types: SchemaTypes,
  scope: ModuleScope,
): Code {
  if (kind === "blob") return printed("Blob");
  if (kind === "text") return printed("string");
  return type === undefined ? printed("unknown") : types.at(type, scope);
}

/** The member of the shell that an operation's kind stands for. */
function memberOf(operation: Operation): string {
  switch (operation.kind) {
    case "list":
      return operation.pagination.style;
    case "call":
    case "download": {
      const base = operation.choices.length > 0 ? "choose" : "call";
      return operation.paramsName === undefined ? `${base}WithoutParams` : base;
    }
    default:
      return operation satisfies never;
  }
}

function slotsOf(
  resource: Resource,
  operation: Operation,
  types: SchemaTypes,
  scope: ModuleScope,
): Slots {
  const shared = {
    $operation: identifier(constantName(resource, operation)),
    $Error: errorOf(operation, scope),
    $Headers: operation.headers === undefined ? code`` : identifier(operation.headers.name),
  };
  switch (operation.kind) {
    case "list":
      return {
        ...shared,
        $item: code``,
        $Item: types.at(operation.item, scope),
        $Result: types.at(operation.result, scope),
      };
    case "call":
      return { ...shared, $Result: resultType(operation, types, scope) };
    case "download":
      return { ...shared, $Result: printed(operation.maybeEmpty ? "Blob | undefined" : "Blob") };
    default:
      return operation satisfies never;
  }
}

/** Left out where it is the default of the type, unless another argument follows. */
function errorOf({ errors, headers }: Operation, scope: ModuleScope): Code {
  if (errors !== undefined) return identifier(errors.name);
  return headers === undefined ? code`` : scope.use(httpError("HttpError"));
}

function resultType(
  { results, otherResults, maybeEmpty }: Extract<Operation, { kind: "call" }>,
  types: SchemaTypes,
  scope: ModuleScope,
): Code {
  const parts = new Set(results.map((result) => types.at(result, scope)));
  for (const other of otherResults) parts.add(printed(otherTypes[other]));
  if (parts.size === 0) return printed(maybeEmpty ? "undefined" : "unknown");
  // Together with it, nothing else can be told.
  if (otherResults.includes("unknown")) return printed("unknown");
  return join([...parts, ...(maybeEmpty ? [printed("undefined")] : [])], " | ");
}

/** As the client decodes them. */
export const otherTypes = { bytes: "Blob", text: "string", unknown: "unknown" } as const;

function methodDocs(resource: Resource, operation: Operation, examples: Examples): DocText {
  const endpoint = `\`${operation.method} ${operation.path}\``;
  const id = operation.id.startsWith(`${operation.method} /`) ? "" : ` (${operation.id})`;
  const example =
    operation.kind === "list" ? `@example\n${examples.list(resource, operation)}` : undefined;
  return docs(operation.docs, docText(endpoint + id), errorsText(operation), example);
}

function allOptional({ parameters, body }: Operation): boolean {
  return parameters.every(({ required }) => !required) && body?.required !== true;
}

/** `listConversations`, `retrieveConversation`. */
export function constantName({ accessor }: Resource, { name, kind }: Operation): string {
  const noun = kind === "list" || name === "list" ? accessor : singular(accessor);
  return camelCase(name) + pascalCase(noun);
}

/** What the operation is, as a literal of the runtime's `Operation`; what is a default is left out. */
function constant(
  resource: Resource,
  operation: Operation,
  conversions: EmittedConversions,
  scope: ModuleScope,
): Declaration {
  const type = scope.use(operation.kind === "list" ? listOperation : operationRef);
  return {
    kind: "const",
    exported: false,
    name: identifier(constantName(resource, operation)),
    initializer: code`${literal(operationData(operation, conversions, scope))} as const satisfies ${type}`,
  };
}

function operationData(
  operation: Operation,
  conversions: EmittedConversions,
  scope: ModuleScope,
): Literal {
  const { id, method, path, parameters, body, accept, statuses, security, idempotent } = operation;
  const isUsual = (list: readonly unknown[], usual: unknown): boolean =>
    list.length === 1 && list[0] === usual;
  return {
    id,
    method,
    path,
    pathParams: parametersAt("path", parameters, scope),
    query: parametersAt("query", parameters, scope),
    header: parametersAt("header", parameters, scope),
    cookie: parametersAt("cookie", parameters, scope),
    body: body === undefined ? undefined : bodyData(body, conversions, scope),
    response: responseKind(operation),
    responseHeaders: headersReader(operation, scope),
    parse: conversions.reader(operation.conversion, scope),
    parseError: conversions.reader(operation.errorConversion, scope),
    accept: accept.length === 0 || isUsual(accept, "application/json") ? undefined : accept,
    statuses: statuses.length === 0 || isUsual(statuses, 200) ? undefined : statuses,
    security,
    idempotent: idempotent ? true : undefined,
    idempotencyHeader: operation.idempotencyHeader,
    deprecated: operation.docs.deprecated,
    pagination: operation.kind === "list" ? paginationData(operation) : undefined,
  };
}

function responseKind({ kind, accept, statuses }: Operation): Literal | undefined {
  if (kind === "download") return "blob";
  if (accept.length === 0) return statuses.length > 0 ? "none" : undefined;
  // By itself the runtime takes for text what calls itself so, which XML does not.
  return accept.every(isText) && !accept.every((type) => /^text\//iu.test(type))
    ? "text"
    : undefined;
}

function bodyData(body: Body, conversions: EmittedConversions, scope: ModuleScope): Literal {
  const holdsIntegers = body.conversion && conversions.holdsIntegers(body.conversion);
  return {
    type: body.mediaType === "application/json" ? undefined : body.mediaType,
    encode: mention(bodyEncoder(body, holdsIntegers), scope),
    properties: formProperties(body, scope),
    alternatives: alternativesData(body, conversions, scope),
  };
}

function alternativesData(
  { alternatives }: Body,
  conversions: EmittedConversions,
  scope: ModuleScope,
): Literal | undefined {
  if (alternatives.length === 0) return undefined;
  return Object.fromEntries(
    alternatives.map((content): [string, Literal] => {
      const holdsIntegers = content.conversion && conversions.holdsIntegers(content.conversion);
      return [
        content.mediaType,
        {
          encode: mention(bodyEncoder(content, holdsIntegers), scope),
          properties: formProperties(content, scope),
        },
      ];
    }),
  );
}

function formProperties(
  { format, properties }: BodyContent,
  scope: ModuleScope,
): Literal | undefined {
  const entries = properties.flatMap((property): [string, Literal][] => {
    const found = propertyEncoder(format, property);
    if (found === undefined) return [];
    return [[property.name, { type: found.type, encode: mention(found.encode, scope) }]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function parametersAt(
  place: Parameter["in"],
  parameters: readonly Parameter[],
  scope: ModuleScope,
): Literal | undefined {
  const here = parameters.filter((parameter) => parameter.in === place);
  if (here.length === 0) return undefined;
  const data = here.map((parameter): [string, Literal] => [
    parameter.key,
    {
      name: parameter.name === parameter.key ? undefined : parameter.name,
      encode: mention(parameterEncoder(parameter), scope),
      allowEmptyValue: parameter.allowEmptyValue ? true : undefined,
    },
  ]);
  return Object.fromEntries(data);
}

function mention(ref: Ref | undefined, scope: ModuleScope): Mention | undefined {
  return ref === undefined ? undefined : new Mention(scope.use(ref));
}

function paginationData({ pagination, parameters }: ListOperation): Literal {
  const keyOf = (name: string): string =>
    parameters.find((parameter) => parameter.in === "query" && parameter.name === name)?.key ??
    name;
  const { items, next, previous, total } = pagination;
  const shared = {
    items: bodyPath(items),
    next: bodyPath(next),
    previous: bodyPath(previous),
    total: bodyPath(total),
  };
  return { ...parametersOf(pagination, keyOf), ...shared };
}

/** The parameters that a strategy sets, by their keys in the signature. */
function parametersOf(
  pagination: Pagination,
  keyOf: (name: string) => string,
): { readonly [key: string]: Literal | undefined } {
  const optional = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : keyOf(name);
  switch (pagination.style) {
    case "page":
      return {
        style: "page",
        page: keyOf(pagination.page),
        first: pagination.first === 0 ? 0 : undefined,
        size: optional(pagination.size),
        current: bodyPath(pagination.current),
        totalPages: bodyPath(pagination.totalPages),
        isLast: bodyPath(pagination.isLast),
        hasMore: bodyPath(pagination.hasMore),
      };
    case "offset":
      return {
        style: "offset",
        offset: keyOf(pagination.offset),
        limit: optional(pagination.limit),
        isLast: bodyPath(pagination.isLast),
        hasMore: bodyPath(pagination.hasMore),
      };
    case "cursor":
      return {
        style: "cursor",
        cursor: keyOf(pagination.cursor),
        also: pagination.also?.map(keyOf),
        size: optional(pagination.size),
        hasMore: bodyPath(pagination.hasMore),
        id: pagination.id === "id" ? undefined : pagination.id,
      };
    case "link":
      return { style: "link", params: pagination.params.map(keyOf) };
    case "url":
      return { style: "url" };
    default:
      return pagination satisfies never;
  }
}

function bodyPath(path: readonly string[] | undefined): Literal | undefined {
  if (path === undefined || path.length === 0) return undefined;
  return path.length === 1 ? path[0] : path;
}
