import type { CatalogueEntry } from "./catalogue-entry.js";

/** What is legal, and what the users of a client will miss; `doctor` alone says it. */
export const doctorCodes = {
  "operation-without-id": {
    severity: "hint",
    title: "Operations without an operationId",
    cause:
      "Methods are named by path and HTTP method alone; an operationId would say what is meant.",
    fix: "Give each operation an operationId that is unique and stays as it is.",
  },
  "operation-without-errors": {
    severity: "hint",
    title: "Operations that declare no errors",
    cause:
      "No answer but success is documented, so that the bodies of errors are of unknown type in the client.",
    fix: "Declare the errors that the server gives, or default for all of them.",
  },
  "security-undeclared": {
    severity: "hint",
    title: "Operations without a word on security",
    cause:
      "Neither the operation nor the description says which credentials are needed; the client sends none.",
    fix: "Declare security for the description, and security: [] for what is open to all.",
  },
  "pagination-unrecognised": {
    severity: "hint",
    title: "Lists that seem to page in an unknown way",
    cause:
      "The parameters or the answer speak of pages, but not how one leads to the next; the method gives one page.",
    fix: "Say how it pages: pagination of the operation in the configuration, or x-pagination in an overlay.",
  },
  "response-untyped": {
    severity: "hint",
    title: "Answers without a type",
    cause:
      "The answer is JSON, and the description does not say of what shape; its type is unknown.",
    fix: "Give the response a schema with properties.",
  },
  "enum-unnamed": {
    severity: "hint",
    title: "Lists of values without a name",
    cause:
      "An enum inside of another schema is a union of literals; only one in components.schemas is exported by name, with its values at run time.",
    fix: "Move the enum to components.schemas and refer to it.",
  },
  "description-missing": {
    severity: "hint",
    title: "Parts without a description",
    cause:
      "The documentation of the client says what the description says, and here it says nothing.",
    fix: "Write a summary or a description.",
  },
  "example-invalid": {
    severity: "hint",
    title: "Examples that contradict their schema",
    cause: "The example is no value of the schema that it stands for; one of the two is wrong.",
    fix: "Correct the example, or the schema if it is too narrow.",
  },
} as const satisfies Record<string, CatalogueEntry>;
