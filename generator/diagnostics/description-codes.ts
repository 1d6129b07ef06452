import type { CatalogueEntry } from "./catalogue-entry.js";

/** The OpenAPI description itself. */
export const descriptionCodes = {
  "not-openapi": {
    severity: "error",
    title: "Not an OpenAPI document",
    cause: 'The document is no object with a member "openapi".',
    fix: "Give an OpenAPI description.",
  },
  "unsupported-version": {
    severity: "error",
    title: "Unsupported OpenAPI version",
    cause: "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are supported.",
    fix: "Convert the description to OpenAPI 3.2.",
  },
  "version-newer": {
    severity: "warning",
    title: "A newer OpenAPI version",
    cause: "The description is in a version of OpenAPI 3 that is not known yet; it is read as 3.2.",
    fix: "Look for a newer Clientwright, and read what was generated with care.",
  },
  "container-wrong-type": {
    severity: "error",
    title: "A value of the wrong kind",
    cause: "An object or a list is expected here.",
    fix: "Correct the description, or its place in an overlay.",
  },
  "value-wrong-type": {
    severity: "warning",
    title: "A single value of the wrong kind",
    cause:
      "A text, number or boolean is expected here. The value is converted where its meaning is plain, else left out.",
    fix: "Correct the description, or its place in an overlay.",
  },
  "info-missing": {
    severity: "warning",
    title: "No title or version",
    cause: 'The description lacks "info", its title or its version; "API" and "0.0.0" stand in.',
    fix: "Add them in an overlay.",
  },
  "paths-empty": {
    severity: "warning",
    title: "No operations",
    cause: "The description has webhooks or components only; the client has types but no methods.",
    fix: "Nothing, if only the types are wanted.",
  },
  "path-without-slash": {
    severity: "warning",
    title: "A path without its leading slash",
    cause: "Paths are appended to the server's address; the slash is added.",
    fix: "Start the path with a slash.",
  },
  "ref-refused": {
    severity: "error",
    title: "A reference to where nothing is read",
    cause:
      "Other files are read in the folder of the description, and other addresses below that of the description. Anything else, and every other spelling of it, is neither read nor fetched.",
    fix: "Write the path relative to the file that refers, allow its place under references in the configuration, or bundle the description into one document.",
  },
  "ref-unreadable": {
    severity: "error",
    title: "A reference to a document that cannot be read",
    cause:
      "The document does not exist, is a folder, is too large, is neither JSON nor YAML, or was not delivered.",
    fix: "Correct the reference, or add the document.",
  },
  "ref-unresolvable": {
    severity: "error",
    title: "A reference to nothing",
    cause: "The document has nothing at the place that $ref names.",
    fix: "Correct the reference, or add what it names, in an overlay.",
  },
  "ref-cycle": {
    severity: "error",
    title: "References that only refer to each other",
    cause: "Following $ref from here leads back here, and there is nothing on the way.",
    fix: "Let one of them say what it is.",
  },
  "schema-unresolvable": {
    severity: "warning",
    title: "A reference to a schema that is not there",
    cause: "The document has no schema at the place that $ref names; its values are unknown.",
    fix: "Correct the reference, or add the schema, in an overlay.",
  },
  "schema-refused": {
    severity: "warning",
    title: "A reference to a schema where nothing is read",
    cause:
      "Other files are read in the folder of the description, and other addresses below that of the description. Anything else, and every other spelling of it, is neither read nor fetched; its values are unknown.",
    fix: "Write the path relative to the file that refers, allow its place under references in the configuration, or bundle the description into one document.",
  },
  "schema-cycle": {
    severity: "warning",
    title: "Schemas that only refer to each other",
    cause:
      "Following $ref from here leads back here, and there is no schema on the way; its values are unknown.",
    fix: "Let one of them say what it is.",
  },
  "merge-conflict": {
    severity: "warning",
    title: "Descriptions that disagree",
    cause: "Two of the descriptions that are merged say different things under one name.",
    fix: "Rename or remove one of them in an overlay; types are renamed by models in the configuration.",
  },
  "ref-not-text": {
    severity: "error",
    title: "A $ref that is not text",
    cause: "$ref holds a URI reference.",
    fix: "Correct the reference in an overlay.",
  },
  "schema-type-unknown": {
    severity: "warning",
    title: "An unknown type",
    cause:
      'The types are "null", "boolean", "object", "array", "number", "integer" and "string"; another is left out.',
    fix: "Correct the type in an overlay.",
  },
  "schema-keyword-invalid": {
    severity: "warning",
    title: "A schema keyword with an unusable value",
    cause: "The value is not what the keyword takes; the keyword is left out.",
    fix: "Correct the keyword in an overlay.",
  },
  "schema-nullable-outdated": {
    severity: "warning",
    title: "nullable in OpenAPI 3.1",
    cause: 'OpenAPI 3.1 has no "nullable"; it is read as it was meant in 3.0.',
    fix: 'Write type: [..., "null"].',
  },
  "discriminator-mapping-unresolvable": {
    severity: "warning",
    title: "A discriminator names an unknown schema",
    cause: "The mapping's value is no schema of this document; the entry is left out.",
    fix: "Correct the mapping in an overlay.",
  },
  "parameter-without-name": {
    severity: "error",
    title: "A parameter without a name",
    cause: "Every parameter needs a name.",
    fix: "Add the name in an overlay.",
  },
  "parameter-location-unknown": {
    severity: "error",
    title: "A parameter at an unknown place",
    cause: '"in" is "path", "query", "querystring", "header" or "cookie".',
    fix: "Correct it in an overlay; a body is described under requestBody.",
  },
  "parameter-without-schema": {
    severity: "warning",
    title: "A parameter without a schema",
    cause: "The description does not say what the parameter holds; it is taken as text.",
    fix: "Add the schema in an overlay.",
  },
  "parameter-ref-misplaced": {
    severity: "warning",
    title: "A parameter with a reference beside it",
    cause:
      "A parameter that names itself has a $ref of its own; it is read as the reference of its schema.",
    fix: "Write schema: { $ref } in an overlay, which 2.0 knows for bodies only.",
  },
  "parameter-duplicate": {
    severity: "warning",
    title: "The same parameter twice",
    cause: "A list of parameters names a parameter twice; the first counts.",
    fix: "Remove one in an overlay.",
  },
  "parameter-style-misplaced": {
    severity: "warning",
    title: "A style that its place does not have",
    cause:
      'Paths have "simple", "label" and "matrix", headers "simple", cookies "form", queries "form", "spaceDelimited", "pipeDelimited" and "deepObject"; the default of the place is used.',
    fix: "Correct the style in an overlay.",
  },
  "parameter-ignored": {
    severity: "warning",
    title: "A header that is no parameter",
    cause:
      "OpenAPI says to ignore parameters for Accept, Content-Type and Authorization; the client sets these itself.",
    fix: "Describe content under requestBody and responses, and authorisation as a security scheme.",
  },
  "path-parameter-undeclared": {
    severity: "warning",
    title: "A path parameter that is not declared",
    cause: "The path has a placeholder without a parameter; it becomes a required text parameter.",
    fix: "Declare the parameter in an overlay.",
  },
  "path-parameter-unused": {
    severity: "warning",
    title: "A path parameter without a place",
    cause: "The parameter is declared, but the path has no such placeholder; it is left out.",
    fix: "Correct the path or the parameter in an overlay.",
  },
  "path-parameter-optional": {
    severity: "warning",
    title: "An optional path parameter",
    cause: "A path cannot be built without its parameters; it is taken as required.",
    fix: "Set required: true in an overlay.",
  },
  "request-body-unsendable": {
    severity: "warning",
    title: "A body of a GET or HEAD request",
    cause:
      "HTTP gives such a body no meaning, and no platform's fetch sends one; the parameters of the operation have no body.",
    fix: "Describe the values as query parameters, or another method that the server takes, in an overlay.",
  },
  "request-body-without-content": {
    severity: "warning",
    title: "A request body without content",
    cause: "The description does not say what the body holds; it is left out.",
    fix: "Add the content in an overlay.",
  },
  "request-body-ambiguous": {
    severity: "warning",
    title: "More than one request body",
    cause:
      "Swagger 2.0 has one body parameter, or fields of a form, and not both; what comes after the body is left out.",
    fix: "Remove what is not meant in an overlay.",
  },
  "querystring-unsupported": {
    severity: "warning",
    title: "A query string in another format",
    cause:
      "A query string is written as application/x-www-form-urlencoded or as JSON; a parameter of another media type is left out.",
    fix: "Describe single query parameters in an overlay.",
  },
  "streaming-unsupported": {
    severity: "warning",
    title: "Items that come one by one",
    cause:
      "The media type is a sequence (itemSchema); the client gives it whole, as text or bytes.",
    fix: "Read the items from the text or the bytes; streams come with a later version.",
  },
  "media-type-unstructured": {
    severity: "warning",
    title: "Values in a format that is not read",
    cause: "The client reads and writes JSON and forms; XML and other text is given as it is.",
    fix: "Parse the text, or add application/json in an overlay if the server knows it.",
  },
  "encoding-unsupported": {
    severity: "warning",
    title: "Parts that are described by their position",
    cause: "prefixEncoding and itemEncoding of OpenAPI 3.2 are not supported.",
    fix: "Describe the parts of a form by name, or give the body as bytes.",
  },
  "method-invalid": {
    severity: "warning",
    title: "A method that is no additional one",
    cause:
      "additionalOperations holds methods without a name of their own in a path item; the others stand there, and what is no method is left out.",
    fix: "Move the operation to its method, in lower case, in an overlay.",
  },
  "collection-format-unsupported": {
    severity: "warning",
    title: "A collectionFormat without an equivalent",
    cause:
      "OpenAPI 3 has no lists separated by tabs, and in paths and headers none but those separated by commas; commas are used.",
    fix: "Correct the collectionFormat in an overlay, or call the operation with text that is joined already.",
  },
  "example-misplaced": {
    severity: "warning",
    title: "An example of another media type",
    cause:
      "The examples of a response in Swagger 2.0 stand under media types that the operation produces; another is left out.",
    fix: "Add the media type to produces, or correct the key, in an overlay.",
  },
  "responses-missing": {
    severity: "warning",
    title: "An operation without responses",
    cause: "The description does not say what the operation answers.",
    fix: "Add the responses in an overlay.",
  },
  "response-key-invalid": {
    severity: "warning",
    title: "A response that is not a status",
    cause:
      'The keys of responses are status codes, ranges such as "4XX", and "default"; another is left out.',
    fix: "Correct the key in an overlay.",
  },
  "operation-id-duplicate": {
    severity: "warning",
    title: "The same operationId twice",
    cause: "operationIds must be unique; the later ones, by path and method, get a number.",
    fix: "Give each operation its own operationId in an overlay.",
  },
  "server-without-url": {
    severity: "warning",
    title: "A server without an address",
    cause: 'The server has no "url"; it is left out.',
    fix: "Add the address in an overlay.",
  },
  "server-variable-undeclared": {
    severity: "warning",
    title: "A server variable that is not declared",
    cause:
      "The address has a placeholder without a variable; it becomes a required option of the client.",
    fix: "Declare the variable in an overlay.",
  },
  "server-variable-unused": {
    severity: "warning",
    title: "A server variable without a place",
    cause: "The variable is declared, but the address has no such placeholder; it is left out.",
    fix: "Correct the address or the variable in an overlay.",
  },
  "server-scheme-assumed": {
    severity: "warning",
    title: "An address without a usable scheme",
    cause:
      "Swagger 2.0 names a host, and neither http nor https; https is assumed. A client that is told its baseUrl is not concerned.",
    fix: "Add schemes in an overlay.",
  },
  "security-scheme-invalid": {
    severity: "warning",
    title: "An unusable security scheme",
    cause: "The scheme lacks what its type needs, or its type is unknown; it is left out.",
    fix: "Correct the scheme in an overlay.",
  },
  "security-scheme-unknown": {
    severity: "warning",
    title: "A requirement for an unknown security scheme",
    cause:
      "components.securitySchemes has no usable scheme of this name; the requirement is left out.",
    fix: "Correct the name, or declare the scheme, in an overlay.",
  },
} as const satisfies Record<string, CatalogueEntry>;
