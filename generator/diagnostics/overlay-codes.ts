import type { CatalogueEntry } from "./catalogue-entry.js";

/** Overlays: corrections to a description (OpenAPI Overlay 1.0 and 1.1). */
export const overlayCodes = {
  "overlay-invalid": {
    severity: "error",
    title: "Not a valid overlay",
    cause: "The file, or one of its actions, is not what the Overlay Specification asks for.",
    fix: "Correct the overlay at the place shown.",
  },
  "overlay-unsupported-version": {
    severity: "error",
    title: "Unsupported overlay version",
    cause: "Overlays of version 1.0 and 1.1 can be applied.",
    fix: "Write the overlay for version 1.0.0 or 1.1.0.",
  },
  "overlay-target-invalid": {
    severity: "error",
    title: "Not a valid JSONPath",
    cause: "The expression is not a JSONPath query as RFC 9535 defines it.",
    fix: "Correct the expression; names with special characters are written as ['name'].",
  },
  "overlay-no-match": {
    severity: "error",
    title: "An overlay action matches nothing",
    cause:
      "The description has no place that the target selects: it has changed, or the target is mistyped.",
    fix: "Correct the target, or delete the action if the description no longer needs it.",
  },
  "overlay-update-invalid": {
    severity: "error",
    title: "An overlay update does not fit its target",
    cause:
      "Objects merge with objects, lists take entries, and single values replace single values.",
    fix: "Give an update of the kind of its target, or remove the target first.",
  },
} as const satisfies Record<string, CatalogueEntry>;
