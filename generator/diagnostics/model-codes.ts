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
} as const satisfies Record<string, CatalogueEntry>;
