import { createReadStream } from "node:fs";
import path from "node:path";
import { diagnostic, DiagnosticError, type Diagnostics, type SourceRef } from "../diagnostics.js";
import { parseJson } from "./json.js";
import { findDescription } from "./page.js";
import { locator, type SourceText, type SourceTree, withoutByteOrderMark } from "./source.js";
import { parseYaml } from "./yaml.js";

export type { SourceText } from "./source.js";

/** A description or overlay as values, with the way back to its text. */
export type ParsedDescription = SourceTree;

/** Reads a file, relative to `cwd`, or an http(s) address. */
export async function readSource(location: string, cwd: string): Promise<SourceText> {
  const isAddress = /^https?:\/\//i.test(location);
  const file = isAddress ? location : shownPath(location, cwd);
  const bytes = isAddress ? await fetchBytes(location) : await readBytes(location, file, cwd);
  return { file, text: decode(bytes, file) };
}

/** JSON, YAML or a Markdown page; on a fault, diagnostics and `undefined`. */
export function parseDescription(
  given: SourceText,
  diagnostics: Diagnostics,
): ParsedDescription | undefined {
  const source = withoutByteOrderMark(given);
  const format = formatOf(source);
  switch (format) {
    case "json":
      return parseJson(source, diagnostics);
    case "yaml":
      return parseYaml(source, diagnostics);
    case "page": {
      const block = findDescription(source, diagnostics);
      if (!block) return undefined;
      const parse = block.format === "json" ? parseJson : parseYaml;
      return parse(source, diagnostics, block.start, block.end);
    }
    case undefined:
      diagnostics.report("input-unrecognised", {
        message: "This is neither JSON, nor YAML, nor a page with a description in a fenced block.",
        where: { file: source.file, pointer: "", line: 1, column: 1 },
      });
      return undefined;
    default:
      return format satisfies never;
  }
}

/**
 * A document that a reference names: JSON or YAML of any shape. On a fault, diagnostics and `undefined`; a reason where
 * the text is neither.
 */
export function parseReferenced(
  given: SourceText,
  diagnostics: Diagnostics,
): SourceTree | string | undefined {
  const source = withoutByteOrderMark(given);
  const extension = extensionOf(source.file);
  const isYaml = [".yaml", ".yml", ""].includes(extension);
  const isBraced = /^\s*[{[]/.test(source.text);
  if (extension === ".json" || (isBraced && (!isYaml || isJson(source.text))))
    return parseJson(source, diagnostics);
  return isYaml ? parseYaml(source, diagnostics) : `it is neither JSON nor YAML`;
}

function extensionOf(file: string): string {
  return path.posix.extname(file.replace(/[?#].*$/, "")).toLowerCase();
}

/** By the name where it says so, else by the text. */
function formatOf({ file, text }: SourceText): "json" | "yaml" | "page" | undefined {
  const extension = extensionOf(file);
  const isBraced = /^\s*[{[]/.test(text);
  if (extension === ".md" || extension === ".markdown" || extension === ".mdx") return "page";
  if (extension === ".json") return "json";
  // JSON in a file named .yaml is read as JSON: faster, with the same result. What only looks like it is YAML.
  if (isBraced && (!/^\.ya?ml$/.test(extension) || isJson(text))) return "json";
  if (extension === ".yaml" || extension === ".yml") return "yaml";
  if (
    /^(?:---|%YAML|["']?(?:openapi|swagger|overlay)["']?\s*:)/m.test(text) &&
    !/^ {0,3}(?:```|~~~)/m.test(text)
  ) {
    return "yaml";
  }
  return /`{3}|~{3}/.test(text) ? "page" : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How messages name a file: relative to the working directory, with slashes on every system. */
function shownPath(location: string, cwd: string): string {
  return path.relative(cwd, path.resolve(cwd, location)).split(path.sep).join("/") || ".";
}

async function readBytes(location: string, file: string, cwd: string): Promise<Uint8Array> {
  try {
    const stream = createReadStream(path.resolve(cwd, location));
    return await collected(stream, file);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    throw unreadable(file, reasonOf(error));
  }
}

/** Why a file cannot be read, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
};

/** More than any description, and little enough to hold in memory several times over. */
export const maximumBytes = 64 * 1024 * 1024;

async function fetchBytes(address: string): Promise<Uint8Array> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(30_000) });
    if (!response.ok)
      throw unreadable(
        address,
        `the server answered ${response.status} ${response.statusText}`.trim(),
      );
    return await collected(response.body ?? [], address);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    const { cause, message } = error as Error;
    throw unreadable(address, cause instanceof Error ? cause.message : message);
  }
}

/** All that comes, unless it is more than there is room for: a pipe or a server may give without end. */
async function collected(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  file: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > maximumBytes)
      throw unreadable(file, `it has more than ${maximumBytes / 1024 / 1024} MB`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function unreadable(file: string, reason: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("input-unreadable", {
      message: `Cannot read ${file}: ${reason}.`,
      where: { file, pointer: "", line: 1, column: 1 },
    }),
  ]);
}

/** UTF-8 without its byte order mark. */
export function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DiagnosticError([
      diagnostic("input-not-utf8", {
        message: "The bytes here are not valid UTF-8.",
        where: firstInvalid(bytes, file),
        help: "save the file as UTF-8.",
      }),
    ]);
  }
}

/** Everything before the first replacement that stands for other bytes than its own is valid. */
function firstInvalid(bytes: Uint8Array, file: string): SourceRef {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  for (const { index } of text.matchAll(/\uFFFD/g)) {
    const offset = Buffer.byteLength(text.slice(0, index));
    const isWritten =
      bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!isWritten) return locator({ file, text })(index);
  }
  return { file, pointer: "", line: 1, column: 1 };
}
