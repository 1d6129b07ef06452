/**
 * What an operation and an API are, as data. Generated modules hold these literals; the runtime gives them meaning.
 * A value that is the default of the OpenAPI Specification is left out. What is rarely needed is a function that the
 * literal imports, so that a bundle holds it only if an operation uses it.
 */

/** The usual methods; any other is sent as it is written. */
export type HttpMethod =
  | "GET"
  | "PUT"
  | "POST"
  | "DELETE"
  | "OPTIONS"
  | "HEAD"
  | "PATCH"
  | "TRACE"
  | "QUERY"
  | (string & {});

/**
 * Writes one parameter: a path segment's text, `a=1&a=2` of a query, a header's value, `a=1; b=2` of a cookie.
 * `value` is neither `undefined` nor `null`; `where` names operation and parameter for messages.
 * An empty text means that nothing is sent.
 */
export type ParameterEncoder = (name: string, value: unknown, where: string) => string;

/** One parameter; the key it stands under is its name in the TypeScript signature. */
export interface Parameter {
  /** Name on the wire, where it differs from the key. */
  readonly name?: string;
  /**
   * How the value is written where that is not the default (OpenAPI 3.1, 4.8.12): `simple` for primitives in paths and
   * headers, exploded `form` for anything in queries and for primitives in cookies. See `styles.ts`.
   */
  readonly encode?: ParameterEncoder;
  /** `null` is sent as `name=` instead of being left out; for nullable query parameters with `allowEmptyValue`. */
  readonly allowEmptyValue?: boolean;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** What `fetch` can send. A stream can be sent once, so such a call is never repeated. */
export type EncodedBody =
  | string
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | URLSearchParams
  | FormData
  | ReadableStream<Uint8Array>;

/** A file or bytes, as a caller gives them. A text is none: it could be meant as content or as a path. */
export type BinaryBody =
  Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export type BodyEncoder = (
  body: unknown,
  where: string,
  properties?: Readonly<Record<string, FormProperty>>,
) => EncodedBody;

/** How one property of a form is written where that is not the default (OpenAPI 3.1, Encoding Object). */
export interface FormProperty {
  /** Media type of its part in `multipart/form-data`. */
  readonly type?: string;
  /** Writes it like a query parameter; see `styles.ts`. */
  readonly encode?: ParameterEncoder;
}

/** How `body` in the parameters is sent. */
export interface Body {
  /** Media type; `application/json` when absent. A range such as `image/*` leaves the choice to the Blob. */
  readonly type?: string;
  /** How the value is written where that is not JSON: see `bytes.ts`, `urlencoded.ts` and `multipart.ts`. */
  readonly encode?: BodyEncoder;
  /** Of a form: the properties that are not written in the usual way. */
  readonly properties?: Readonly<Record<string, FormProperty>>;
  /** What the caller may choose with `contentType` in the parameters, by media type. */
  readonly alternatives?: Readonly<Record<string, Omit<Body, "type" | "alternatives">>>;
}

/** How the body of a success is read: by its Content-Type when absent. */
export type ResponseKind = "blob" | "text" | "none";

/** Alternatives, each a list of scheme names that must all be satisfied; an empty list means no credentials. */
export type SecurityRequirements = readonly (readonly string[])[];

export interface Operation {
  /** The operationId of the description, or `GET /path` where it has none. */
  readonly id: string;
  readonly method: HttpMethod;
  /** Path template, `/pets/{petId}`; each name in braces is the wire name of a `pathParams` entry. */
  readonly path: string;
  readonly pathParams?: Parameters;
  readonly query?: Parameters;
  readonly header?: Parameters;
  readonly cookie?: Parameters;
  readonly body?: Body;
  readonly response?: ResponseKind;
  /** Reads the documented headers of a success (`documentedHeaders` of `response-headers.ts`). */
  readonly responseHeaders?: (headers: Headers) => Readonly<Record<string, unknown>>;
  /** Reads JSON of a success, and of an error, that stands for more than JSON has: see `convert.ts`. */
  readonly parse?: (text: string) => unknown;
  readonly parseError?: (text: string) => unknown;
  /** Documented media types of success, in the order of the description; `application/json` when absent. */
  readonly accept?: readonly string[];
  /**
   * Documented success statuses; 200 alone when absent. A success of another status is decoded by its Content-Type
   * alone.
   */
  readonly statuses?: readonly (number | "2XX")[];
  /** Alternatives; absent or empty means that no credentials are sent. */
  readonly security?: SecurityRequirements;
  /** The description says that repeating the call has no further effect (`x-idempotent`). */
  readonly idempotent?: boolean;
  /** Header that makes this unsafe call repeatable: each call then carries a UUID of its own. */
  readonly idempotencyHeader?: string;
  readonly deprecated?: boolean;
}

/** Dot-free JSON keys from the root of a body to a value: `["meta", "next"]`; one key may stand alone. */
export type BodyPath = string | readonly string[];

/** Page numbers: DRF's PageNumberPagination and its like. Parameters are named by their key in the signature. */
export interface PagePagination {
  readonly style: "page";
  /** Parameter that holds the page number. */
  readonly page: string;
  /** Number of the first page; 1 when absent. */
  readonly first?: 0;
  /** Parameter that asks for a page size. */
  readonly size?: string;
  /** The items in the body; absent when the body is the array itself. */
  readonly items?: BodyPath;
  /** Link to the next page: its query says which page is next (R67). */
  readonly next?: BodyPath;
  readonly previous?: BodyPath;
  readonly total?: BodyPath;
  /** The page's own number, for a list whose first page may be 0 or 1. */
  readonly current?: BodyPath;
  readonly totalPages?: BodyPath;
  /** Boolean that is true on the last page. */
  readonly isLast?: BodyPath;
  /** Boolean that is false on the last page. */
  readonly hasMore?: BodyPath;
}

export interface OffsetPagination {
  readonly style: "offset";
  readonly offset: string;
  readonly limit?: string;
  readonly items?: BodyPath;
  readonly next?: BodyPath;
  readonly previous?: BodyPath;
  readonly total?: BodyPath;
  readonly isLast?: BodyPath;
  readonly hasMore?: BodyPath;
}

export interface CursorPagination {
  readonly style: "cursor";
  readonly cursor: string;
  /** Parameters that are taken from the link together with the cursor. */
  readonly also?: readonly string[];
  readonly size?: string;
  readonly items?: BodyPath;
  /** The next cursor itself, or a link whose query holds it. */
  readonly next?: BodyPath;
  readonly previous?: BodyPath;
  /** Boolean that says whether more follows; without `next` the cursor is then the `id` key of the last item. */
  readonly hasMore?: BodyPath;
  readonly id?: string;
  readonly total?: BodyPath;
}

/** RFC 8288 `Link` headers. */
export interface LinkPagination {
  readonly style: "link";
  /** Parameters that a link may change. */
  readonly params: readonly string[];
  readonly items?: BodyPath;
  readonly total?: BodyPath;
}

/** The next page's whole URL stands in the body, and only it will do (`x-pagination: {style: url}`). */
export interface UrlPagination {
  readonly style: "url";
  readonly items?: BodyPath;
  readonly next: BodyPath;
  readonly previous?: BodyPath;
  readonly total?: BodyPath;
}

export type Pagination =
  PagePagination | OffsetPagination | CursorPagination | LinkPagination | UrlPagination;

export interface ListOperation<TPagination extends Pagination = Pagination> extends Operation {
  readonly pagination: TPagination;
}

/** A server of the description. */
export interface Server {
  /** A URL, or what makes one of the client options: see `server-variables.ts`. */
  readonly url: string | ((options: Readonly<Record<string, unknown>>) => string);
  readonly name?: string;
}

/**
 * How a credential is sent. Most go into a header, which is data; `schemes.ts` has what the others need.
 */
export interface SecurityScheme {
  /** Key of the credential in the client options. */
  readonly option: string;
  /** Name of the header; absent if the credential goes elsewhere. */
  readonly header?: string;
  /** Put before the credential, with a space between: `Bearer`. */
  readonly prefix?: string;
  /** The credential's text, where it is not a text itself. */
  readonly encode?: (credential: unknown) => string;
  /** Puts the text where it belongs if that is no header of its own, and returns the URL. */
  readonly attach?: (text: string, url: string, headers: Headers) => string;
  /** A browser sends this credential by itself, and lets no program do it. */
  readonly isCookie?: boolean;
}

/** What every call of one API shares. */
export interface Api {
  /** Name and version of the package, for `User-Agent`. */
  readonly name: string;
  readonly version: string;
  readonly servers: readonly Server[];
  readonly security: Readonly<Record<string, SecurityScheme>>;
  /** Header that makes an unsafe call repeatable: each call then carries a UUID of its own. */
  readonly idempotencyHeader?: string;
  /** Header that tells the server how often a call has been repeated; none when absent. */
  readonly retryCountHeader?: string;
  /** Response headers that may hold the server's name for a request, best first. */
  readonly requestIdHeaders?: readonly string[];
  /** Adds the token against cross-site request forgery (`csrfToken` of `csrf.ts`). */
  readonly csrf?: (method: string, url: string, headers: Headers) => void;
  /** Credentials of this API are secrets of a server: a client in a browser is refused. */
  readonly serverOnly?: boolean;
  /** Prefix of environment variables, and their reader (`readEnv` of `env.ts`); none are read when absent. */
  readonly env?: {
    readonly prefix: string;
    readonly read: (name: string) => string | undefined;
  };
}
