import type { FileName } from "../file-name.js";
import type { SourceRef } from "../diagnostics.js";

/**
 * What a client of the API consists of, decided once, before anything is printed. Plain data: no OpenAPI objects and
 * no functions. Where a type is needed, `TypeSource` names the schema by its place in the normalised document.
 */
export interface ApiModel {
  readonly title: string;
  /** Version of the API, as `info.version` gives it; not the version of the package. */
  readonly version: string;
  readonly docs: Docs;
  readonly packageName: string;
  readonly packageVersion: string;
  /** Class name of the client, `HilosClient`. */
  readonly clientName: string;
  readonly servers: readonly Server[];
  readonly schemes: readonly AuthScheme[];
  readonly settings: ClientSettings;
  readonly formats: Formats;
  readonly resources: readonly Resource[];
  readonly models: readonly Model[];
}

/** What the caller decides about the client's behaviour, where the description does not say or is wrong. */
export interface ClientSettings {
  /** Prefix of environment variables that the client reads: `ACME` for `ACME_BASE_URL`. */
  readonly envPrefix?: string;
  /** Header that makes POST and PATCH repeatable. */
  readonly idempotencyHeader?: string;
  /** Header that tells the server how often a call has been repeated. */
  readonly retryCountHeader?: string;
  /** Response headers that hold the server's name for a request, best first. */
  readonly requestIdHeaders?: readonly string[];
  /** "error": a client with credentials is refused in a browser. */
  readonly secretKeyInBrowser?: "error" | "allow";
  /** Cookie with the token against request forgery, and the header that repeats it. */
  readonly csrf?: CsrfNames;
  /** Word before the credential, by the name of the security scheme. */
  readonly credentialPrefixes?: Readonly<Record<string, string>>;
  /** Option of the client for the credential, by the name of the security scheme. */
  readonly credentialNames?: Readonly<Record<string, string>>;
}

/** Formats whose values have another type than JSON gives them. */
export interface Formats {
  readonly "date-time"?: "string" | "Date";
  readonly int64?: "number" | "bigint";
}

/**
 * Where in a value there are dates and large integers that JSON has as texts and numbers: at this place itself, in
 * another model, or below.
 */
export type Conversion = "date" | "bigint" | ModelConversion | Shape;

export interface ModelConversion {
  readonly model: string;
}

export interface Shape {
  readonly properties?: Readonly<Record<string, Conversion>>;
  readonly values?: Conversion;
  readonly items?: Conversion;
  readonly entries?: readonly (Conversion | null)[];
  readonly all?: readonly Conversion[];
  readonly tag?: string;
  readonly variants?: Readonly<Record<string, Conversion>>;
}

export interface CsrfNames {
  readonly cookie: string;
  readonly header: string;
}

/** What the user says of an operation; what is absent follows from the rules. */
export interface OperationSetting {
  /** Accessors from the client down, joined by dots: `repos.issues`. */
  readonly resource?: string;
  readonly name?: string;
  /** As `x-pagination` would say it: `false`, or how it pages. */
  readonly pagination?: { readonly value: unknown; readonly where: SourceRef };
  /** The line of the configuration that says so. */
  readonly where?: SourceRef;
}

/** By operationId, or by method and path: `GET /repos/{owner}/{repo}/issues`. */
export type OperationSettings = Readonly<Record<string, OperationSetting>>;

/** What the caller decides about the package; what is absent follows from the description. */
export interface ModelOptions {
  readonly packageName?: string;
  readonly packageVersion?: string;
  readonly clientName?: string;
  readonly settings?: ClientSettings;
  readonly operations?: OperationSettings;
  readonly formats?: Formats;
  /** Names of types, by those of their schemas. */
  readonly models?: Readonly<Record<string, string>>;
  /** Names that the shipped runtime exports, which no type of the description may take. */
  readonly reservedTypeNames: readonly string[];
}

/** Text of the description about one thing, as it stands there. */
export interface Docs {
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
}

/** A schema by its JSON Pointer in the normalised document, seen from the client: what it sends or what it receives. */
export interface TypeSource {
  readonly pointer: string;
  readonly direction: Direction;
}

/** `request` leaves out what is read-only, `response` what is write-only. */
export type Direction = "request" | "response";

export interface Server {
  readonly url: string;
  readonly name?: string;
  readonly docs: Docs;
  readonly variables: readonly ServerVariable[];
}

export interface ServerVariable {
  readonly name: string;
  /** Key in the client options. */
  readonly option: string;
  readonly docs: Docs;
  /** Without a default the option is required. */
  readonly default?: string;
  readonly values?: readonly string[];
}

interface AuthSchemeBase {
  /** Name in `components.securitySchemes`. */
  readonly name: string;
  /** Key of the credential in the client options. */
  readonly option: string;
  readonly docs: Docs;
  /** Whether every operation needs this scheme, so that a client without it is of no use. */
  readonly required: boolean;
  readonly evidence: readonly string[];
}

export type AuthScheme =
  | (AuthSchemeBase & {
      readonly type: "apiKey";
      readonly in: "header" | "query" | "cookie";
      readonly parameter: string;
      /** Word before the key in the value: `Token`. */
      readonly prefix?: string;
    })
  | (AuthSchemeBase & { readonly type: "basic" })
  /** A token behind the name of its scheme (RFC 9110, 11.6.2): `Bearer`. */
  | (AuthSchemeBase & { readonly type: "http"; readonly prefix: string });

export interface Resource {
  /** Property of the client, or of the resource that it is within: `issues`. */
  readonly accessor: string;
  /** From the client down, joined by dots: `repos.issues`. */
  readonly path: string;
  readonly className: string;
  /** File below `resources/`, without extension: `repos/issues`. */
  readonly fileName: FileName;
  readonly docs: Docs;
  /** Empty where a resource only leads to others. */
  readonly operations: readonly Operation[];
  /** The resources within, by accessor. */
  readonly children: readonly Resource[];
}

interface OperationBase {
  /** Method of the resource class: `list`. */
  readonly name: string;
  /** operationId, or `GET /path` where there is none. */
  readonly id: string;
  /** As it is sent: `GET`. */
  readonly method: string;
  readonly path: string;
  readonly docs: Docs;
  /** Name of the interface of its parameters; absent when it has none. */
  readonly paramsName?: string;
  /** Name of the type of its parameters with a body of another media type. */
  readonly alternativeParamsName?: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  /** Documented media types of success, in order; empty when no success has a body. */
  readonly accept: readonly string[];
  /** Documented success statuses. */
  readonly statuses: readonly (number | "2XX")[];
  /** Absent when no answer but success is documented. */
  readonly errors?: DocumentedErrors;
  /** Absent when no header of a success is documented. */
  readonly headers?: DocumentedHeaders;
  /** Of the bodies of success, and of errors. */
  readonly conversion?: Conversion;
  readonly errorConversion?: Conversion;
  /** Alternatives, each a list of scheme names; absent when the description says nothing. */
  readonly security?: readonly (readonly string[])[];
  readonly idempotent: boolean;
  /** Header by which the server tells a call that is repeated from a second one. */
  readonly idempotencyHeader?: string;
  readonly source: SourceRef;
}

/** The headers that come with a success. */
export interface DocumentedHeaders {
  /** Name of the exported type: `ConversationListHeaders`. */
  readonly name: string;
  /** At least one, in order. */
  readonly headers: readonly ResponseHeader[];
}

export interface ResponseHeader {
  /** As the description writes it; case makes no difference to HTTP. */
  readonly name: string;
  readonly kind: HeaderKind;
  readonly docs: Docs;
}

/** What the client makes of a header's text; a list has its members separated by commas. */
export type HeaderKind = "string" | "number" | "boolean" | "strings" | "numbers";

/** What an operation may answer beside a success, as far as the description says. */
export interface DocumentedErrors {
  /** Name of the exported type: `ConversationListError`. */
  readonly name: string;
  /** At least one; by status, ranges after those and `default` last. */
  readonly responses: readonly ErrorResponse[];
}

export interface ErrorResponse {
  readonly status: ErrorStatus;
  readonly body: ErrorBody;
  readonly docs: Docs;
}

/** A status, a range of them, or all that are not documented otherwise. */
export type ErrorStatus = number | ErrorRange | "default";
export type ErrorRange = "3XX" | "4XX" | "5XX";

/** As the client decodes it: JSON to its type, which is unknown where no schema is given, and all else to text. */
export type ErrorBody =
  | { readonly kind: "none" }
  | { readonly kind: "text" }
  | { readonly kind: "json"; readonly type?: TypeSource };

export type Operation = CallOperation | ListOperation | DownloadOperation;

export interface CallOperation extends OperationBase {
  readonly kind: "call";
  /** One for each different body of a success that is data of a type; empty when no success has one. */
  readonly results: readonly TypeSource[];
  readonly choices: readonly ResultChoice[];
  /** The bodies of successes that are something else, each kind once. */
  readonly otherResults: readonly OtherResult[];
  /** Whether a documented success has no body. */
  readonly maybeEmpty: boolean;
}

/** Bytes, text, or JSON without a schema. */
export type OtherResult = "bytes" | "text" | "unknown";

export interface ListOperation extends OperationBase {
  readonly kind: "list";
  readonly result: TypeSource;
  readonly item: TypeSource;
  readonly pagination: Pagination;
}

/** The body of a success is bytes. */
export interface DownloadOperation extends OperationBase {
  readonly kind: "download";
  readonly choices: readonly ResultChoice[];
  /** Whether a documented success has no body. */
  readonly maybeEmpty: boolean;
}

/** Another media type of a success, which the caller may ask for. */
export interface ResultChoice {
  readonly mediaType: string;
  readonly kind: "json" | "text" | "blob";
  /** Of JSON, where a schema is given. */
  readonly type?: TypeSource;
}

interface PaginationBase {
  /** Keys from the root of the body to the items; empty when the body is the list. */
  readonly items: readonly string[];
  readonly next?: readonly string[];
  readonly previous?: readonly string[];
  readonly total?: readonly string[];
  /** What in the description led to this, in words. */
  readonly evidence: readonly string[];
}

/** How pages follow each other; parameters by their names on the wire. */
export type Pagination =
  | (PaginationBase & {
      readonly style: "page";
      readonly page: string;
      /** Number of the first page; 1 when absent. */
      readonly first?: 0 | 1;
      readonly size?: string;
      /** Number of this page, for lists whose first page's number is not known. */
      readonly current?: readonly string[];
      readonly totalPages?: readonly string[];
      readonly isLast?: readonly string[];
      readonly hasMore?: readonly string[];
    })
  | (PaginationBase & {
      readonly style: "offset";
      readonly offset: string;
      readonly limit?: string;
      readonly isLast?: readonly string[];
      readonly hasMore?: readonly string[];
    })
  | (PaginationBase & {
      readonly style: "cursor";
      readonly cursor: string;
      readonly size?: string;
      readonly hasMore?: readonly string[];
      /** Property of the last item that is the cursor, where the response gives none; `id` when absent. */
      readonly id?: string;
      /** Parameters that are taken from the link together with the cursor. */
      readonly also?: readonly string[];
    })
  | (PaginationBase & { readonly style: "link"; readonly params: readonly string[] })
  | (PaginationBase & { readonly style: "url"; readonly next: readonly string[] });

export type ParameterStyle =
  "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

export interface Parameter {
  /** Key in the parameters object. */
  readonly key: string;
  /** Name on the wire. */
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly docs: Docs;
  readonly type: TypeSource;
  readonly facts: SchemaFacts;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** Never a list or an object, so that `explode` makes no difference. */
  readonly isPrimitive: boolean;
  readonly allowReserved: boolean;
  /** Whether `null` is sent, as an empty value. */
  readonly allowEmptyValue: boolean;
  /** Media type of a parameter that is described by `content`, which then decides, not the style. */
  readonly content?: string;
  /** The value is the whole query string, so that its name does not appear. */
  readonly isQueryString: boolean;
  readonly conversion?: Conversion;
  /** A value that the description gives or implies, for examples in the documentation. */
  readonly example: JsonValue;
}

export interface Body extends BodyContent {
  readonly required: boolean;
  readonly docs: Docs;
  /** In other media types, which the caller may choose. */
  readonly alternatives: readonly BodyContent[];
}

export interface BodyContent {
  readonly mediaType: string;
  readonly format: "json" | "multipart" | "urlencoded" | "text" | "bytes";
  readonly type?: TypeSource;
  /** A form that is described as one value: nobody knows what its parts are called. */
  readonly isUnnamedForm: boolean;
  /** Of an object: the properties that are bytes, alone or in a list. */
  readonly files: readonly string[];
  /** Of a form: the properties for which the description has an encoding. */
  readonly properties: readonly FormProperty[];
  readonly conversion?: Conversion;
  readonly example: JsonValue;
}

/** The encoding of one property of a form: by media type, or in the way of a query parameter. */
export interface FormProperty {
  readonly name: string;
  readonly mediaType?: string;
  readonly query?: Pick<Parameter, "style" | "explode" | "isPrimitive" | "allowReserved">;
}

/** What the documentation says of a value beside its type. */
export interface SchemaFacts {
  readonly format?: string;
  readonly default?: JsonValue;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

interface ModelBase {
  /** Name of the exported type. */
  readonly name: string;
  /** File name without extension. */
  readonly fileName: FileName;
  readonly docs: Docs;
  readonly pointer: string;
}

export type Model = SchemaModel | EnumModel;

export interface SchemaModel extends ModelBase {
  readonly kind: "schema";
  /** One type, or two where what is sent differs from what is received. */
  readonly views: readonly View[];
  readonly conversion?: Conversion;
}

export interface View {
  readonly name: string;
  readonly direction: Direction;
}

export interface EnumModel extends ModelBase {
  readonly kind: "enum";
  readonly members: readonly EnumMember[];
  /** Whether the client receives it, and so may meet values that it does not know. */
  readonly open: boolean;
  readonly nullable: boolean;
  /** Whether the description gives at least one label; then every member has one. */
  readonly labelled: boolean;
}

export interface EnumMember {
  readonly key: string;
  readonly value: string | number;
  readonly label?: string;
  readonly description?: string;
}
