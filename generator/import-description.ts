import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { diagnostic, DiagnosticError, Diagnostics, type Diagnostic } from "./diagnostics.js";
import { reasonOf } from "./output/failure.js";
import { parseDescription, readSource, type SourceText } from "./spec/load.js";
import { indentJson } from "./spec/json-indent.js";
import { extractDescription, type ExtractedDescription } from "./spec/page.js";
import { methods } from "./spec/openapi.js";
import { mayReferElsewhere, readDocument } from "./spec/read-document.js";
import { isObject, own, type RawObject, type RawValue } from "./spec/raw.js";

export interface ImportSummary {
  /** Relative to the working directory. */
  readonly file: string;
  readonly change: "added" | "changed" | "unchanged";
  readonly title: string;
  readonly version: string;
  readonly operations: number;
  readonly schemas: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes the description out of a page, file or address, and writes it to a file of its own: JSON laid out anew, YAML as
 * it is, otherwise untouched. Correcting it is what overlays are for.
 */
export async function importDescription(
  location: string,
  output: string | undefined,
  cwd: string,
): Promise<ImportSummary> {
  const found = await takeDescription(location, cwd, output?.endsWith(".json") === true);
  const { title, version, text } = found;
  const path = resolve(cwd, output ?? defaultName(title, location, found.format, cwd));
  const file = relative(cwd, path).split(sep).join(posix.sep);
  return {
    file,
    change: replaceFile(path, file, text),
    title: title || "without a title",
    version: version || "without a version",
    operations: countOperations(objectAt(found.root, "paths")),
    schemas: Object.keys(objectAt(objectAt(found.root, "components"), "schemas")).length,
    diagnostics: found.diagnostics,
  };
}

/** A description as it goes into a file of its own. */
export interface TakenDescription {
  readonly text: string;
  readonly format: "json" | "yaml";
  readonly root: RawObject;
  readonly title: string;
  readonly version: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a page, file or address, and writes nothing. */
export async function takeDescription(
  location: string,
  cwd: string,
  asJson = false,
): Promise<TakenDescription> {
  const source = await readSource(location, cwd);
  const found = isPage(source) ? extractDescription(source) : wholeText(source);
  const root = parse({ file: `description.${found.format}`, text: found.text });
  const info = objectAt(root, "info");
  const isConverted = found.format === "yaml" && asJson;
  return {
    text: isConverted ? `${indentJson(JSON.stringify(root))}\n` : found.text,
    format: isConverted ? "json" : found.format,
    root,
    title: textAt(info, "title"),
    version: textAt(info, "version"),
    diagnostics: [...found.diagnostics, ...elsewhere(source)],
  };
}

/** One document is imported; what it refers to stays where it is, and is missing beside the copy. */
function elsewhere(description: SourceText): readonly Diagnostic[] {
  if (!mayReferElsewhere(description.text)) return [];
  const diagnostics = new Diagnostics();
  readDocument({ description, overlays: [] }, diagnostics);
  const [first, ...others] = diagnostics.list.filter(
    ({ code }) => code === "ref-unreadable" || code === "ref-refused",
  );
  if (!first) return [];
  const count =
    others.length === 0 ? "This reference leads" : `This and ${others.length} more lead`;
  const message = `${count} to other documents, which were not copied.`;
  return [diagnostic("import-incomplete", { message, where: first.where })];
}

/** A page has fences, unless it is a document whose texts have them. */
function isPage({ file, text }: SourceText): boolean {
  if (/\.(?:md|mdx|markdown)$/i.test(file)) return true;
  const isDocument = /\.(?:json|ya?ml)$/i.test(file) || /^\s*\{/.test(text);
  return !isDocument && /`{3}|~{3}/.test(text) && !/^(?:openapi|swagger)\s*:/m.test(text);
}

function wholeText(source: SourceText): ExtractedDescription {
  const diagnostics = new Diagnostics();
  const tree = parseDescription(source, diagnostics);
  if (
    tree &&
    !(
      isObject(tree.root) &&
      ["openapi", "swagger"].some((key) => Object.hasOwn(tree.root as object, key))
    )
  ) {
    diagnostics.report("not-openapi", {
      message: 'This is no OpenAPI document: it has no member "openapi".',
      where: { file: source.file, pointer: "", line: 1, column: 1 },
    });
  }
  if (!tree || diagnostics.hasErrors) throw new DiagnosticError(diagnostics.list);
  const text = source.text.replace(/\r\n?/g, "\n");
  return {
    text: tree.format === "json" ? `${indentJson(text)}\n` : `${text.trimEnd()}\n`,
    format: tree.format,
    diagnostics: diagnostics.list,
  };
}

function parse(source: SourceText): RawObject {
  const diagnostics = new Diagnostics();
  const tree = parseDescription(source, diagnostics);
  if (!tree) throw new DiagnosticError(diagnostics.list);
  return isObject(tree.root) ? tree.root : {};
}

/** `spec/whatsapp.openapi.json` for "WhatsApp API": from the title, or from the input if that says nothing. */
export function defaultName(title: string, location: string, format: string, cwd: string): string {
  const stem = basename(location.replace(/[?#].*$/, "")).replace(/(\.openapi)?\.[a-z]+$/i, "");
  const name = slug(title) || slug(stem) || "api";
  const folder = existsSync(join(cwd, "spec")) ? "spec/" : "";
  return `${folder}${name}.openapi.${format}`;
}

function slug(text: string): string {
  const words =
    text
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const telling = words.filter((word) => !["api", "openapi", "swagger"].includes(word));
  return telling.join("-").slice(0, 80);
}

function countOperations(paths: RawObject): number {
  const items = Object.keys(paths).map((path) => objectAt(paths, path));
  return items.reduce(
    (sum, item) =>
      sum +
      [...methods, "query"].filter((method) => Object.hasOwn(item, method)).length +
      Object.keys(objectAt(item, "additionalOperations")).length,
    0,
  );
}

function objectAt(holder: RawObject, key: string): RawObject {
  const value = own(holder, key);
  return isObject(value) ? value : {};
}

function textAt(holder: RawObject, key: string): string {
  const value: RawValue | undefined = own(holder, key);
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

/** Writes beside the file and renames, so that nobody ever reads half of it. */
function replaceFile(path: string, name: string, text: string): ImportSummary["change"] {
  const target = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${randomUUID()}`);
  try {
    const isThere = existsSync(target);
    if (isThere && readFileSync(target, "utf8") === text) return "unchanged";
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, target);
    return isThere ? "changed" : "added";
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    removeIfThere(temporary);
    throw new DiagnosticError([
      diagnostic("output-unwritable", {
        message: `Cannot write ${name}: ${reason}.`,
        where: { file: name, pointer: "", line: 1, column: 1 },
        help: "make the folder writable, or choose another file with -o.",
      }),
    ]);
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file);
  } catch {
    // Where it could not be written, it need not be removed.
  }
}
