/** How the value of a schema keyword is read. */
export type KeywordKind =
  | "schema"
  | "schemas"
  | "schemaMap"
  | "text"
  | "flag"
  | "number"
  | "data"
  | "list"
  | "values"
  | "required"
  | "type"
  | "discriminator";

/** What each keyword of the normal form takes. Others, such as `$defs` and `$id`, have done their work by now. */
export const keywords: Readonly<Record<string, KeywordKind | undefined>> = Object.assign(
  Object.create(null) as Record<string, KeywordKind>,
  {
    type: "type",
    enum: "values",
    const: "data",
    title: "text",
    description: "text",
    format: "text",
    default: "data",
    examples: "list",
    deprecated: "flag",
    readOnly: "flag",
    writeOnly: "flag",
    properties: "schemaMap",
    patternProperties: "schemaMap",
    dependentSchemas: "schemaMap",
    required: "required",
    additionalProperties: "schema",
    unevaluatedProperties: "schema",
    propertyNames: "schema",
    items: "schema",
    prefixItems: "schemas",
    contains: "schema",
    unevaluatedItems: "schema",
    allOf: "schemas",
    anyOf: "schemas",
    oneOf: "schemas",
    not: "schema",
    if: "schema",
    then: "schema",
    else: "schema",
    discriminator: "discriminator",
    minimum: "number",
    maximum: "number",
    exclusiveMinimum: "number",
    exclusiveMaximum: "number",
    multipleOf: "number",
    minLength: "number",
    maxLength: "number",
    pattern: "text",
    minItems: "number",
    maxItems: "number",
    uniqueItems: "flag",
    minProperties: "number",
    maxProperties: "number",
    contentEncoding: "text",
    contentMediaType: "text",
    contentSchema: "schema",
  } satisfies Record<string, KeywordKind>,
);
