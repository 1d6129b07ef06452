import type { CatalogueEntry } from "./catalogue-entry.js";

/** Reading text: files, encodings, JSON, YAML, Markdown pages. */
export const inputCodes = {
  "input-unreadable": {
    severity: "error",
    title: "The input cannot be read",
    cause:
      "The file does not exist, is a folder, may not be read, or the server did not deliver it.",
    fix: "Correct the path or address in the configuration.",
  },
  "import-incomplete": {
    severity: "warning",
    title: "A description of several files was imported in part",
    cause: "The description refers to other documents; import copies one.",
    fix: "Copy the others to the same places beside it, or import a description that was bundled into one document.",
  },
  "input-not-utf8": {
    severity: "error",
    title: "The input is not UTF-8",
    cause: "The file holds bytes that are not valid UTF-8.",
    fix: "Save the file as UTF-8.",
  },
  "input-control-character": {
    severity: "error",
    title: "A control character in the input",
    cause: "The text holds a character that neither JSON nor YAML allows as it stands.",
    fix: "Remove the character, or write it as an escape.",
  },
  "input-unrecognised": {
    severity: "error",
    title: "Neither JSON, YAML nor a page with a description",
    cause: "The text is none of the forms in which a description can be given.",
    fix: "Give an OpenAPI document as JSON or YAML, or a Markdown page with one in a fenced block.",
  },
  "json-syntax": {
    severity: "error",
    title: "Invalid JSON",
    cause: "The text breaks off or breaks the grammar of JSON (RFC 8259) at this place.",
    fix: "Correct the text at the place shown.",
  },
  "json-duplicate-key": {
    severity: "error",
    title: "A JSON object has the same key twice",
    cause: "Readers disagree on which of the two members counts.",
    fix: "Remove or rename one of them.",
  },
  "yaml-syntax": {
    severity: "error",
    title: "Invalid YAML",
    cause: "The text breaks the grammar of YAML 1.2 at this place.",
    fix: "Correct the text at the place shown.",
  },
  "yaml-duplicate-key": {
    severity: "error",
    title: "A YAML mapping has the same key twice",
    cause: "Readers disagree on which of the two entries counts.",
    fix: "Remove or rename one of them.",
  },
  "yaml-unknown-tag": {
    severity: "error",
    title: "A YAML tag outside the core schema",
    cause: "The tag stands for a type that JSON does not have.",
    fix: "Remove the tag, and write the value as text, number, boolean, null, list or mapping.",
  },
  "yaml-several-documents": {
    severity: "error",
    title: "Several YAML documents in one file",
    cause: "A line --- or ... starts another document.",
    fix: "Keep one document per file.",
  },
  "yaml-alias-excess": {
    severity: "error",
    title: "YAML aliases unfold without end",
    cause:
      "Aliases of aliases multiply beyond what a description needs, or an anchor contains itself.",
    fix: "Replace the aliases by $ref.",
  },
  "yaml-key-not-text": {
    severity: "error",
    title: "A YAML key that is a list or a mapping",
    cause: "Keys of a description are texts.",
    fix: "Write the key as text.",
  },
  "nesting-too-deep": {
    severity: "error",
    title: "Nested too deeply",
    cause: "Lists and objects are nested beyond any real description.",
    fix: "Move inner schemas to components.schemas and refer to them.",
  },
  "page-without-description": {
    severity: "error",
    title: "A page without a description",
    cause: "No fenced block of the page holds an OpenAPI document.",
    fix: "Give the page whose fenced block starts with the OpenAPI document, or the document itself.",
  },
  "page-several-descriptions": {
    severity: "warning",
    title: "A page with several descriptions",
    cause: "More than one fenced block holds an OpenAPI document; the first is read.",
    fix: "Split the page, or import each description into a file of its own.",
  },
} as const satisfies Record<string, CatalogueEntry>;
