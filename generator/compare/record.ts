import { canonicalJson } from "../canonical-json.js";
import { fileName } from "../file-name.js";
import { everyResource } from "../model/every-resource.js";
import type {
  ApiModel,
  Body,
  BodyContent,
  Docs,
  DocumentedErrors,
  DocumentedHeaders,
  EnumMember,
  Model,
  Operation,
  Parameter,
  Resource,
} from "../model/types.js";
import type { Places } from "../spec/document.js";
import { createDocument } from "../spec/document.js";
import { printable } from "../printable.js";
import { textOf } from "./compare-notes.js";
import { digest, recordedRoot } from "./record-schemas.js";
import type { RecordedRoot } from "./record-schemas.js";
import type { Api } from "./shape.js";

/** Raised when the form changes; a record in another form is not read. */
const form = 1;

/**
 * An API as far as comparison looks at it: the client's names, and the structure of the types behind them. Texts are
 * digests, examples and all that no type shows are gone, so that it is small enough to lie in the package, where the
 * next run finds what the API was.
 */
export interface ApiRecord {
  readonly form: typeof form;
  readonly client: ClientRecord;
  /** Class names, by the path of the resource. */
  readonly resources: Readonly<Record<string, string>>;
  /** By resource and name: `conversations.list`. */
  readonly operations: Readonly<Record<string, OperationRecord>>;
  readonly models: readonly ModelRecord[];
  readonly paths: RecordedRoot["paths"];
  readonly schemas: RecordedRoot["components"]["schemas"];
}

type ClientRecord = Pick<
  ApiModel,
  "clientName" | "packageName" | "formats" | "servers" | "schemes"
>;

type ParameterRecord = Pick<Parameter, "key" | "name" | "in" | "required" | "docs" | "type">;
type ContentRecord = Pick<BodyContent, "mediaType" | "format" | "type">;
interface BodyRecord extends ContentRecord, Pick<Body, "required" | "docs"> {
  readonly alternatives: readonly ContentRecord[];
}
interface OperationBaseRecord extends Pick<
  Operation,
  "method" | "path" | "docs" | "paramsName" | "alternativeParamsName" | "headers" | "security"
> {
  readonly parameters: readonly ParameterRecord[];
  readonly body?: BodyRecord;
  readonly errors?: DocumentedErrors;
}
type OperationRecord = OperationBaseRecord &
  (
    | Pick<
        Extract<Operation, { kind: "call" }>,
        "kind" | "results" | "otherResults" | "choices" | "maybeEmpty"
      >
    | Pick<Extract<Operation, { kind: "list" }>, "kind" | "result" | "item" | "pagination">
    | Pick<Extract<Operation, { kind: "download" }>, "kind" | "choices">
  );
type ModelRecord =
  | Pick<Extract<Model, { kind: "schema" }>, "kind" | "name" | "docs" | "pointer" | "views">
  | Pick<
      Extract<Model, { kind: "enum" }>,
      "kind" | "name" | "docs" | "pointer" | "members" | "open" | "nullable" | "labelled"
    >;

export function recordOf({ model, document }: Api): ApiRecord {
  const resources = [...everyResource(model.resources)];
  const root = recordedRoot(document.root);
  return {
    form,
    client: clientRecord(model),
    resources: Object.fromEntries(resources.map(({ path, className }) => [path, className])),
    operations: Object.fromEntries(
      resources.flatMap(({ path, operations }) =>
        operations.map((operation) => [`${path}.${operation.name}`, operationRecord(operation)]),
      ),
    ),
    models: model.models.map(modelRecord),
    paths: root.paths,
    schemas: root.components.schemas,
  };
}

/** One line for each operation, type, path and schema, in an order that the description does not decide. */
export function recordText(record: ApiRecord): string {
  const parts = Object.entries(record).map(([key, value]) => {
    const lines = Array.isArray(value)
      ? value.map((entry) => canonicalJson(entry)).sort()
      : Object.entries(value as object)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, entry]) => `${JSON.stringify(name)}: ${canonicalJson(entry)}`);
    if (typeof value !== "object") return `${JSON.stringify(key)}: ${canonicalJson(value)}`;
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    const inside = lines.length === 0 ? "" : `\n${lines.join(",\n")}\n`;
    return `${JSON.stringify(key)}: ${open ?? ""}${inside}${close ?? ""}`;
  });
  return printable(`{\n${parts.join(",\n")}\n}\n`);
}

const sections = ["client", "resources", "operations", "models", "paths", "schemas"] as const;

/** `undefined` for what is no record in this form. */
export function readRecord(text: string): ApiRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<ApiRecord> | null;
    const isWhole = sections.every((key) => typeof value?.[key] === "object");
    return value?.form === form && isWhole ? (value as ApiRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** What a record says, as an API to compare; where its parts stand in a description, if somebody knows. */
export function apiOf(record: ApiRecord, at: Api["document"]["at"] = () => nowhere): Api {
  const { client, models, paths, schemas } = record;
  const document = createDocument({
    root: { ...emptyRoot, paths, components: { schemas, securitySchemes: {} } },
    version: "",
    corrections: [],
    inputs: [],
    provenance: noPlaces,
  });
  return {
    model: {
      ...emptyModel,
      ...client,
      resources: resourcesOf(record, at),
      models: models.map((model) => ({ ...model, fileName: noFile })),
    },
    document: { ...document, at },
  };
}

function clientRecord({
  clientName,
  packageName,
  formats,
  servers,
  schemes,
}: ApiModel): ClientRecord {
  return {
    clientName,
    packageName,
    formats,
    servers: servers.map(({ url, variables }) => ({
      url,
      docs: {},
      variables: variables.map((variable) => ({ ...variable, docs: {} })),
    })),
    schemes: schemes.map((scheme) => ({ ...scheme, docs: {}, evidence: [] })),
  };
}

function operationRecord(operation: Operation): OperationRecord {
  const { method, path, docs, paramsName, alternativeParamsName, security } = operation;
  const { parameters, body, headers, errors } = operation;
  const base = {
    method,
    path,
    docs: docsRecord(docs),
    ...(paramsName !== undefined && { paramsName }),
    ...(alternativeParamsName !== undefined && { alternativeParamsName }),
    ...(security && { security }),
    parameters: parameters.map(parameterRecord),
    ...(body && { body: bodyRecord(body) }),
    ...(headers && { headers: headersRecord(headers) }),
    ...(errors && { errors: errorsRecord(errors) }),
  };
  switch (operation.kind) {
    case "call":
      return {
        ...base,
        kind: "call",
        results: operation.results,
        otherResults: operation.otherResults,
        choices: operation.choices,
        maybeEmpty: operation.maybeEmpty,
      };
    case "list": {
      const { kind, result, item, pagination } = operation;
      return { ...base, kind, result, item, pagination: { ...pagination, evidence: [] } };
    }
    case "download":
      return { ...base, kind: "download", choices: operation.choices };
    default:
      return operation satisfies never;
  }
}

function parameterRecord({
  key,
  name,
  in: place,
  required,
  docs,
  type,
}: Parameter): ParameterRecord {
  return { key, name, in: place, required, docs: docsRecord(docs), type };
}

function bodyRecord({ required, docs, alternatives, ...content }: Body): BodyRecord {
  return {
    required,
    ...contentRecord(content),
    docs: docsRecord(docs),
    alternatives: alternatives.map(contentRecord),
  };
}

function contentRecord({ mediaType, format, type }: ContentRecord): ContentRecord {
  return { mediaType, format, ...(type && { type }) };
}

function headersRecord({ name, headers }: DocumentedHeaders): DocumentedHeaders {
  return { name, headers: headers.map((header) => ({ ...header, docs: docsRecord(header.docs) })) };
}

function errorsRecord({ name, responses }: DocumentedErrors): DocumentedErrors {
  return { name, responses: responses.map(({ status, body }) => ({ status, body, docs: {} })) };
}

function modelRecord(model: Model): ModelRecord {
  const { name, pointer } = model;
  const base = { name, pointer, docs: docsRecord(model.docs) };
  if (model.kind === "schema") return { ...base, kind: "schema", views: model.views };
  const { kind, open, nullable, labelled } = model;
  return { ...base, kind, open, nullable, labelled, members: model.members.map(memberRecord) };
}

function memberRecord({ key, value, label, description }: EnumMember): EnumMember {
  const text = [label ?? "", description ?? ""].join("\n");
  return { key, value, ...(text !== "\n" && { label: digest(text) }) };
}

function docsRecord(docs: Docs): Docs {
  const text = textOf(docs);
  return {
    ...(text !== "" && { description: digest(text) }),
    ...(docs.deprecated === true && { deprecated: true }),
  };
}

function resourcesOf(
  { resources, operations }: ApiRecord,
  at: Api["document"]["at"],
): readonly Resource[] {
  const calls = Object.entries(operations).map(([call, record]) => {
    const dot = call.lastIndexOf(".");
    return { path: call.slice(0, dot), operation: operationOf(call.slice(dot + 1), record, at) };
  });
  return Object.entries(resources).map(([path, className]) => ({
    accessor: path,
    path,
    className,
    fileName: noFile,
    docs: {},
    operations: calls.filter((call) => call.path === path).map(({ operation }) => operation),
    children: [],
  }));
}

function operationOf(name: string, record: OperationRecord, at: Api["document"]["at"]): Operation {
  const { method, path, parameters, body, ...rest } = record;
  const place = `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`;
  return {
    ...emptyCall,
    ...rest,
    name,
    method,
    path,
    id: `${method} ${path}`,
    parameters: parameters.map((parameter) => ({ ...emptyParameter, ...parameter })),
    ...(body && { body: bodyOf(body) }),
    source: at(place),
  };
}

function bodyOf({ alternatives, ...body }: BodyRecord): Body {
  const contents = alternatives.map((content) => ({ ...emptyContent, ...content }));
  return { ...emptyContent, ...body, alternatives: contents };
}

const nowhere = { file: "api.json", pointer: "", line: 1, column: 1 };
const noPlaces: Places = { knows: () => false, at: () => nowhere, derive: (made) => made };
const noFile = fileName("api");
const emptyRoot = {
  openapi: "3.1.0",
  info: { title: "", version: "" },
  servers: [],
  security: [],
  tags: [],
};
/** What no comparison reads. */
const emptyModel = {
  title: "",
  version: "",
  docs: {},
  packageVersion: "0.0.0",
  settings: {},
};
const emptyCall = {
  accept: [],
  statuses: [],
  choices: [],
  otherResults: [],
  maybeEmpty: false,
  idempotent: false,
};
const emptyParameter = {
  facts: {},
  style: "form",
  explode: false,
  isPrimitive: true,
  allowReserved: false,
  allowEmptyValue: false,
  isQueryString: false,
  example: null,
} as const;
const emptyContent = { isUnnamedForm: false, files: [], properties: [], example: null };
