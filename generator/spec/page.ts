import { type Diagnostic, DiagnosticError, Diagnostics } from "../diagnostics.js";
import { indentJson } from "./json-indent.js";
import { endOfContainer } from "./json-scan.js";
import { parseJson } from "./json.js";
import { locator, type SourceText, withoutByteOrderMark } from "./source.js";
import { parseYaml } from "./yaml.js";

export interface ExtractedDescription {
  /** JSON laid out anew, or YAML as given; ends in a line feed. */
  readonly text: string;
  readonly format: "json" | "yaml";
  /** Warnings, such as for a page with several descriptions. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Takes the description out of a documentation page, or a whole JSON or YAML text as it is. */
export function extractDescription(given: SourceText): ExtractedDescription {
  const page = withoutByteOrderMark(given);
  const diagnostics = new Diagnostics();
  const block = wholeDocument(page.text) ?? findDescription(page, diagnostics);
  if (block) {
    const parse = block.format === "json" ? parseJson : parseYaml;
    parse(page, diagnostics, block.start, block.end);
  }
  if (!block || diagnostics.hasErrors) throw new DiagnosticError(diagnostics.list);
  const content = page.text.slice(block.start, block.end).replace(/\r\n?/g, "\n");
  return {
    text: `${block.format === "json" ? indentJson(content) : dedent(content).trimEnd()}\n`,
    format: block.format,
    diagnostics: diagnostics.list,
  };
}

/** A text that is a description itself, and no page around one. */
function wholeDocument(text: string): Block | undefined {
  if (/^\s*\{/.test(text)) return { format: "json", start: 0, end: text.length };
  const first = text.split(/\r\n?|\n/).find((line) => line.trim() !== "" && !line.startsWith("#"));
  const isYaml = first !== undefined && /^["']?(?:openapi|swagger)["']?\s*:/.test(first);
  return isYaml ? { format: "yaml", start: 0, end: text.length } : undefined;
}

/** A part of a text that holds one document. */
export interface Block {
  readonly format: "json" | "yaml";
  readonly start: number;
  readonly end: number;
}

/** The fenced block of a page that holds an OpenAPI document; reports when there is none, or more than one. */
export function findDescription(page: SourceText, diagnostics: Diagnostics): Block | undefined {
  const [first, second] = [...blocks(page.text)].filter((block) => isDescription(page.text, block));
  if (!first) {
    diagnostics.report("page-without-description", {
      message: "No fenced block of this page holds an OpenAPI document.",
      where: locator(page)(0),
      help: "give the page with the description, or the OpenAPI document itself.",
    });
  } else if (second) {
    diagnostics.report("page-several-descriptions", {
      message: "Another description starts here; the first one of the page is read.",
      where: locator(page)(second.start),
      help: "split the page if this one is meant.",
    });
  }
  return first;
}

/**
 * Fenced blocks, in order. The end of a JSON block is found by its brackets, not by its fence: pages that were
 * flattened to one line have no closing fence on a line of its own, and the texts inside hold backticks.
 */
function* blocks(text: string): Generator<Block> {
  const fence = /(`{3,}|~{3,})/g;
  const closings = new ClosingFences(text);
  for (let match = fence.exec(text); match; match = fence.exec(text)) {
    const mark = match[0];
    const opened = fence.lastIndex;
    const brace = jsonStart(text, opened);
    const closing = closings.find(match.index, mark);
    if (brace !== undefined) {
      // Texts of JSON hold no line breaks, so a line that closes the fence is none of them.
      const end = endOfContainer(text, brace, closing?.start);
      yield { format: "json", start: brace, end };
      fence.lastIndex = skipFence(text, end, mark);
    } else if (closing) {
      yield { format: "yaml", start: text.indexOf("\n", opened) + 1, end: closing.start };
      fence.lastIndex = closing.end;
    }
  }
}

/** Where a JSON object starts behind an opening fence and its info string, on the same line or on the next. */
function jsonStart(text: string, opened: number): number | undefined {
  const sameLine = /[ \t]*[\w+.-]*[ \t]*(?=\{\s*["}])/y;
  const nextLine = /[^\r\n`~]*[\r\n]\s*(?=\{)/y;
  for (const pattern of [sameLine, nextLine]) {
    pattern.lastIndex = opened;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return undefined;
}

/** Finds the lines that close fences; where there is none for a mark, it does not look again. */
class ClosingFences {
  readonly #missing = new Map<string, number>();

  constructor(readonly text: string) {}

  /** For a fence that opened at the start of a line. It may be indented, as in a list; behind other text it is none. */
  find(index: number, mark: string): { start: number; end: number } | undefined {
    const { text } = this;
    const indent = /(?:^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, index - 80), index));
    const character = mark.charAt(0);
    if (!indent || mark.length >= (this.#missing.get(character) ?? Infinity)) return undefined;
    const closing = new RegExp(`^[ \\t]*\\${character}{${mark.length},}[ \\t]*$`, "gm");
    closing.lastIndex = index + mark.length;
    const match = closing.exec(text);
    if (!match) this.#missing.set(character, mark.length);
    return match ? { start: match.index, end: closing.lastIndex } : undefined;
  }
}

/** Behind the fence that closes a block, so that it is not taken for an opening one. */
function skipFence(text: string, end: number, mark: string): number {
  const closing = new RegExp(`\\s*\\${mark.charAt(0)}{${mark.length},}`, "y");
  closing.lastIndex = end;
  return closing.test(text) ? closing.lastIndex : end;
}

function isDescription(text: string, { format, start, end }: Block): boolean {
  const content = text.slice(start, end);
  if (format === "yaml") return /^[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:/m.test(content);
  try {
    const value: unknown = JSON.parse(content);
    return (
      typeof value === "object" && value !== null && ("openapi" in value || "swagger" in value)
    );
  } catch {
    // Broken, but meant as one: its syntax is then reported in place.
    return /"(?:openapi|swagger)"\s*:/.test(content);
  }
}

/** Removes the indentation that all lines share, as in a block inside a list. */
function dedent(text: string): string {
  const lines = text.split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join("\n");
}
