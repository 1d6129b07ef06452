/**
 * The normal form: OpenAPI 3.1, as every stage after `normalise` sees it, whatever came in.
 *
 * - `$ref` remains only where a schema refers to `#/components/schemas/<name>`. References to path items,
 *   parameters, request bodies, responses, headers, examples, links and security schemes are resolved in place.
 * - Parameters of a path item are merged into its operations (same `name` and `in`: the operation's wins).
 * - `nullable` is gone: a type list with "null", an enum with null, or `anyOf: [..., { type: "null" }]`.
 * - `{ allOf: [{ $ref }], ...annotations }` is `{ $ref, ...annotations }`. Siblings of a `$ref` that OpenAPI 3.0
 *   ignores are dropped.
 *   Beside a remaining `$ref` stand annotations only; 3.1 siblings that restrict the value join it in
 *   `{ allOf: [{ $ref }, {...restrictions}], ...annotations }`.
 * - A schema that is referred to by its place (`#/components/schemas/Pet/properties/owner`, `$defs`, an anchor) stands
 *   in `components.schemas` under a name made from that place, and its place refers to it.
 * - Schemas of other documents stand in `components.schemas`, too, under their names there or that of the component that
 *   refers to them; everything else of other documents is resolved in place.
 * - `example` of a schema is `examples: [example]`, of a parameter or media type `examples: { example: { value } }`;
 *   a list under `items` is `prefixItems`; boolean `exclusiveMinimum`/`exclusiveMaximum` are numbers.
 * - Only the keywords below and `x-` extensions of schemas and operations remain. Callbacks, links and webhooks are not
 *   part of it: a client does not serve them.
 * - A blank `default` of a server variable is no default; a variable without a default is a required option.
 * - A parameter `in: querystring` is one in the query that says so.
 * - What comes in a sequence (`itemSchema`) has no schema but that of its text or bytes: it cannot be streamed yet.
 * - `security` and `servers` of an operation are present only where it overrides the document's.
 * - Every object has a null prototype or is only read through own properties.
 */
export interface OpenApi {
  readonly openapi: string;
  readonly info: Info;
  readonly servers: readonly Server[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
  readonly security: readonly SecurityRequirement[];
  readonly tags: readonly Tag[];
  readonly [extension: `x-${string}`]: unknown;
}

export interface Info {
  readonly title: string;
  readonly version: string;
  readonly summary?: string;
  readonly description?: string;
}

export interface Server {
  readonly url: string;
  readonly name?: string;
  readonly description?: string;
  /** Every variable of `url` is here; one that was not declared has no default (reported as a warning). */
  readonly variables: Readonly<Record<string, ServerVariable>>;
}

export interface ServerVariable {
  readonly default?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
}

export interface Tag {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parent?: string;
  /** OpenAPI 3.2: what the tag is for; "nav" is one that groups operations. */
  readonly kind?: string;
}

export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
}

/** The methods that have a name of their own in a path item of 3.1, and in `paths` for openapi-fetch. */
export const methods = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;
export type Method = (typeof methods)[number];

export type PathItem = { readonly [M in Method]?: Operation } & {
  readonly summary?: string;
  readonly description?: string;
  /** OpenAPI 3.2. */
  readonly query?: Operation;
  /** By method, as it is sent: all that have no name of their own. */
  readonly additionalOperations?: Readonly<Record<string, Operation>>;
};

/** An operation of a path item. */
export interface ItemOperation {
  /** As it is sent: `GET`. */
  readonly method: string;
  readonly operation: Operation;
  /** Keys from the path item to the operation. */
  readonly place: readonly string[];
}

/** All operations of a path item, in an order that does not depend on the description's. */
export function operationsOf(item: PathItem): readonly ItemOperation[] {
  const named = [...methods, "query" as const].flatMap((key): ItemOperation[] => {
    const operation = item[key];
    return operation ? [{ method: key.toUpperCase(), operation, place: [key] }] : [];
  });
  const additional = Object.entries(item.additionalOperations ?? {})
    .map(([method, operation]) => ({ method, operation, place: ["additionalOperations", method] }))
    .sort((a, b) => (a.method < b.method ? -1 : 1));
  return [...named, ...additional];
}

/** The same path item with other operations in the places of its own; `undefined` leaves one out. */
export function withOperations(
  item: PathItem,
  change: (found: ItemOperation) => Operation | undefined,
  derive: <T extends object>(made: T, from: object) => T,
): PathItem {
  const made: Record<string, unknown> = {};
  const additional = Object.create(null) as Record<string, Operation>;
  for (const found of operationsOf(item)) {
    const operation = change(found);
    const [key = "", method] = found.place;
    if (operation === undefined) continue;
    if (method === undefined) made[key] = operation;
    else additional[method] = operation;
  }
  const { summary, description, additionalOperations } = item;
  return derive(
    {
      ...(summary !== undefined && { summary }),
      ...(description !== undefined && { description }),
      ...made,
      ...(additionalOperations &&
        Object.keys(additional).length > 0 && {
          additionalOperations: derive(additional, additionalOperations),
        }),
    },
    item,
  );
}

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: Readonly<Record<string, Response>>;
  readonly security?: readonly SecurityRequirement[];
  readonly servers?: readonly Server[];
  readonly [extension: `x-${string}`]: unknown;
}

export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export type ParameterLocation = "path" | "query" | "header" | "cookie";
export type ParameterStyle =
  "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

export interface Parameter {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly description?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly allowEmptyValue?: boolean;
  readonly allowReserved?: boolean;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly schema?: Schema;
  readonly content?: Readonly<Record<string, MediaType>>;
  /** OpenAPI 3.2: the value is the whole query, and the name does not appear in it. */
  readonly isQueryString?: boolean;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly [extension: `x-${string}`]: unknown;
}

export interface RequestBody {
  readonly description?: string;
  readonly required?: boolean;
  readonly content: Readonly<Record<string, MediaType>>;
}

export interface Response {
  readonly description?: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Header {
  readonly description?: string;
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly schema?: Schema;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
  readonly encoding?: Readonly<Record<string, Encoding>>;
}

export interface Encoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

export interface Example {
  readonly summary?: string;
  readonly description?: string;
  readonly value?: unknown;
}

export type SecurityScheme = { readonly description?: string } & (
  | { readonly type: "apiKey"; readonly in: "query" | "header" | "cookie"; readonly name: string }
  | { readonly type: "http"; readonly scheme: string; readonly bearerFormat?: string }
  | { readonly type: "oauth2"; readonly flows: unknown }
  | { readonly type: "openIdConnect"; readonly openIdConnectUrl: string }
  | { readonly type: "mutualTLS" }
);

export type SchemaType = "null" | "boolean" | "object" | "array" | "number" | "integer" | "string";

export type Schema = boolean | SchemaObject;

export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly dependentSchemas?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly contains?: Schema;
  readonly unevaluatedProperties?: Schema;
  readonly unevaluatedItems?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly contentSchema?: Schema;
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Readonly<Record<string, string>>;
    /** OpenAPI 3.2: the schema of a value with another tag, or with none. */
    readonly defaultMapping?: string;
  };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly [extension: `x-${string}`]: unknown;
}
