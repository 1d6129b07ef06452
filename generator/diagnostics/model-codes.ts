import type { CatalogueEntry } from "./catalogue-entry.js";

/** From the normalised description to the model of the client. */
export const modelCodes = {
  "description-too-large": {
    severity: "error",
    title: "More operations or schemas than one client holds",
    cause:
      "A client of so many operations or schemas takes more time and memory to make, and to compile, than there is.",
    fix: "Choose what the client needs with include or exclude in the configuration; several APIs may share a description.",
  },
  "model-name-collision": {
    severity: "warning",
    title: "Two things would have the same name",
    cause: "Different names of the description become the same identifier.",
    fix: "Rename one of them in an overlay or in the configuration.",
  },
  "pagination-invalid": {
    severity: "error",
    title: "A declaration of pagination makes no sense",
    cause:
      "x-pagination has an unknown style or key, lacks one, or names a field that is not there.",
    fix: "Correct x-pagination in an overlay, or set it to false.",
  },
  "pagination-items-missing": {
    severity: "error",
    title: "The items of a page are not in its response",
    cause: "The pagination that was declared names a property that the response does not have.",
    fix: "Correct the description in an overlay, or turn pagination off for the operation.",
  },
  "pagination-parameter-missing": {
    severity: "error",
    title: "The parameter that turns the page does not exist",
    cause: "The pagination that was declared names a parameter that the operation does not have.",
    fix: "Correct the description in an overlay, or turn pagination off for the operation.",
  },
  "pagination-ambiguous": {
    severity: "warning",
    title: "More than one way to turn the page",
    cause: "The operation fits several styles of pagination.",
    fix: "Choose one in the configuration.",
  },
  "decision-name": {
    severity: "warning",
    title: "A name of the client changed with the description",
    cause:
      "The last run gave an operation or a type another name; what is new in the description, or said otherwise, decides differently now.",
    fix: "Paste the entry that keeps the old name into the configuration, or generate to take the new one: it is said once.",
  },
  "decision-pagination": {
    severity: "warning",
    title: "An operation pages otherwise than before",
    cause: "What tells how its pages follow each other came, went or changed in the description.",
    fix: "Paste the entry that keeps the old pagination into the configuration, or generate to take the new one: it is said once.",
  },
  "decision-id": {
    severity: "warning",
    title: "An operation has another operationId",
    cause: "The operationId that the last run knew is gone, and the operation is still there.",
    fix: "Use the new one where the configuration or an overlay names the operation, or keep the old one with the overlay action that is printed.",
  },
  "decision-credential": {
    severity: "warning",
    title: "A credential has another name in the client's options",
    cause: "Security schemes came, went or changed, so that the option is named otherwise.",
    fix: "Paste the entry that keeps the old name into the configuration, or generate to take the new one: it is said once.",
  },
} as const satisfies Record<string, CatalogueEntry>;
