import type { CatalogueEntry } from "./catalogue-entry.js";

/** The configuration, and the folder that is written. */
export const configCodes = {
  "config-missing": {
    severity: "error",
    title: "No configuration",
    cause: "There is no configuration file where it is looked for.",
    fix: "Create one, or name it on the command line.",
  },
  "config-invalid": {
    severity: "error",
    title: "Invalid configuration",
    cause: "A value of the configuration is missing or not of the kind that is asked for.",
    fix: "Correct the value at the place shown.",
  },
  "config-unknown-key": {
    severity: "error",
    title: "Unknown key in the configuration",
    cause: "The key means nothing to this version.",
    fix: "Correct its spelling, or remove it.",
  },
  "source-missing": {
    severity: "error",
    title: "Nothing says where a description comes from",
    cause:
      "update fetches a description from its source, and the configuration names none for this file.",
    fix: "Add the page, file or address beside input, such as source: https://example.com/openapi.json.",
  },
  "version-not-raised": {
    severity: "warning",
    title: "The version in the configuration is too low for what changed",
    cause:
      "package.version decides the version, and the API of the package changed by more than it says.",
    fix: "Raise package.version, or remove it: the version then follows from what changes.",
  },
  "output-unwritable": {
    severity: "error",
    title: "The output cannot be written",
    cause: "The folder cannot be created or written, or the disk is full.",
    fix: "Make the folder writable, or choose another in the configuration.",
  },
  "output-not-ours": {
    severity: "error",
    title: "The output holds files that were not generated",
    cause:
      "A file that would be written exists and does not stand in the manifest of the last run.",
    fix: "Move the file away, or choose an empty folder.",
  },
} as const satisfies Record<string, CatalogueEntry>;
