import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import type { Diagnostics } from "../diagnostics.js";
import { decodeString, placesOfJson } from "./json-places.js";
import {
  closeBrace,
  closeBracket,
  comma,
  endOfString,
  measureJson,
  openBrace,
  openBracket,
  quote,
} from "./json-scan.js";
import { isContainer, maximumDepth, type RawValue } from "./raw.js";
import { locator, type Places, type SourceText, type SourceTree } from "./source.js";

/** The JSON between two offsets of a text; on a fault, its diagnostics and `undefined`. */
export function parseJson(
  source: SourceText,
  diagnostics: Diagnostics,
  start = 0,
  end = source.text.length,
): SourceTree | undefined {
  const { depth, members } = measureJson(source.text, start, end);
  if (depth > maximumDepth) {
    diagnostics.report("nesting-too-deep", {
      message: `Lists and objects are nested ${depth} deep; ${maximumDepth} is the most that is read.`,
      where: locator(source)(offsetOfDepth(source.text, start)),
    });
    return undefined;
  }
  let root: RawValue;
  try {
    root = JSON.parse(source.text.slice(start, end)) as RawValue;
  } catch (error) {
    reportSyntax(source, start, end, error as SyntaxError, diagnostics);
    return undefined;
  }
  // A key given twice leaves one member fewer in the tree than the text has colons.
  if (countMembers(root) !== members) {
    reportDuplicates(source, start, end, diagnostics);
    return undefined;
  }
  let places: Places | undefined;
  return {
    source,
    format: "json",
    root,
    places: () => (places ??= placesOfJson(source.text, start, root)),
  };
}

function offsetOfDepth(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index) - 1;
    else if (code === closeBrace || code === closeBracket) depth--;
    else if ((code === openBrace || code === openBracket) && ++depth > maximumDepth) return index;
  }
  return start;
}

function countMembers(root: RawValue): number {
  let count = 0;
  const rest: RawValue[] = [root];
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    if (!isContainer(value)) continue;
    const values = Object.values(value);
    if (!Array.isArray(value)) count += values.length;
    for (const child of values) if (isContainer(child)) rest.push(child);
  }
  return count;
}

function reportDuplicates(
  source: SourceText,
  start: number,
  end: number,
  diagnostics: Diagnostics,
): void {
  const { text } = source;
  const locate = locator(source);
  // One level per open container: the keys seen so far, or none for a list.
  const stack: { keys: Map<string, number> | undefined; expectsKey: boolean }[] = [];
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    const level = stack.at(-1);
    if (code === openBrace) {
      stack.push({ keys: new Map(), expectsKey: true });
    } else if (code === openBracket) {
      stack.push({ keys: undefined, expectsKey: false });
    } else if (code === closeBrace || code === closeBracket) {
      stack.pop();
    } else if (code === comma && level?.keys) {
      level.expectsKey = true;
    } else if (code === quote) {
      const after = endOfString(text, index);
      if (level?.keys && level.expectsKey) {
        const key = decodeString(text, index, after);
        const first = level.keys.get(key);
        if (first === undefined) {
          level.keys.set(key, index);
        } else {
          const { line, column } = locate(first);
          diagnostics.report("json-duplicate-key", {
            message: `The key ${JSON.stringify(key)} already stands at ${line}:${column} of the same object.`,
            where: locate(index),
            help: "remove or rename one of them.",
          });
        }
        level.expectsKey = false;
      }
      index = after - 1;
    }
  }
}

function reportSyntax(
  source: SourceText,
  start: number,
  end: number,
  thrown: SyntaxError,
  diagnostics: Diagnostics,
): void {
  const errors: ParseError[] = [];
  parse(source.text.slice(start, end), errors, {
    disallowComments: true,
    allowTrailingComma: false,
  });
  const first = errors.sort((a, b) => a.offset - b.offset)[0];
  const offset = first?.offset ?? Number(/position (\d+)/.exec(thrown.message)?.[1] ?? end - start);
  const atEnd = start + offset >= end;
  diagnostics.report("json-syntax", {
    message: `${expectation(first ? printParseErrorCode(first.error) : "")}${atEnd ? " The text ends too early." : ""}`,
    where: locator(source)(start + offset),
  });
}

/** What the grammar asks for, by the parser's name for the fault. */
function expectation(code: string): string {
  switch (code) {
    case "PropertyNameExpected":
      return "A key in double quotes is expected here.";
    case "ValueExpected":
      return "A value is expected here.";
    case "ColonExpected":
      return "A colon is expected after the key.";
    case "CommaExpected":
      return "A comma is expected here.";
    case "CloseBraceExpected":
      return "A comma or a closing brace is expected here.";
    case "CloseBracketExpected":
      return "A comma or a closing bracket is expected here.";
    case "EndOfFileExpected":
      return "The document ended before this; nothing more is expected.";
    case "InvalidCommentToken":
    case "UnexpectedEndOfComment":
      return "JSON has no comments; a value, a comma or a bracket is expected here.";
    case "UnexpectedEndOfString":
      return "The closing quote of a text is expected on the same line.";
    case "InvalidUnicode":
      return "Four hexadecimal digits are expected after \\u.";
    case "InvalidEscapeCharacter":
      return 'After a backslash in a text, one of " \\ / b f n r t u is expected.';
    case "InvalidCharacter":
      return "A control character in a text is expected to be written as an escape.";
    case "UnexpectedEndOfNumber":
      return "A number is expected to have digits here.";
    case "InvalidSymbol":
      return "Text in double quotes, a number, true, false, null, a list or an object is expected here.";
    default:
      return "This is not JSON.";
  }
}
