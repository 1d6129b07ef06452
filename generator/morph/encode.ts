/**
 * The only ways for text to become code. What leaves here is branded, and the structures that are printed take nothing
 * else, so text of a description cannot reach a file past its encoder.
 */

declare const brand: unique symbol;

/** A fragment of TypeScript that is safe to print. */
export type Code = string & { readonly [brand]: "code" };
/** The lines of a documentation comment, safe between the delimiters. */
export type DocText = string & { readonly [brand]: "doc" };

/** Code from literal parts that stand in our own source, joined with code. */
export function code(parts: TemplateStringsArray, ...values: readonly Code[]): Code {
  return parts.reduce((text, part, index) => text + (values[index - 1] ?? "") + part) as Code;
}

export function join(
  parts: readonly Code[],
  separator: string & (", " | " | " | " & " | "\n\n" | "\n" | "."),
): Code {
  return parts.join(separator) as Code;
}

/** What a printer of ours (the TypeScript compiler's, for types) made from encoded input. */
export function printed(text: string): Code {
  return text as Code;
}

const identifierPattern = /^[A-Za-z_$][A-Za-z0-9_$]*$/u;

/** An identifier; names are made in `model/names.ts`, so one that does not qualify is our own mistake. */
export function identifier(name: string): Code {
  if (!identifierPattern.test(name) || reservedWords.has(name)) {
    throw new Error(`not an identifier: ${JSON.stringify(name)}`);
  }
  return name as Code;
}

/** A name after a dot, where reserved words are names like any other. */
export function memberName(name: string): Code {
  if (!identifierPattern.test(name)) throw new Error(`not a member name: ${JSON.stringify(name)}`);
  return name as Code;
}

/** The key of a property in a type, a class or an object literal. */
export function propertyKey(name: string): Code {
  if (name === "__proto__") return `["__proto__"]` as Code;
  return (identifierPattern.test(name) ? name : stringLiteral(name)) as Code;
}

export function stringLiteral(text: string): Code {
  return JSON.stringify(text).replace(unsafeInLiteral, escapeUnit) as Code;
}

/** A place in a literal that names a declaration. */
export class Mention {
  readonly code: Code;
  constructor(code: Code) {
    this.code = code;
  }
}

export type Literal =
  | Mention
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal | undefined };

/** A value as a literal; keys that are undefined are left out. */
export function literal(value: Literal): Code {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (value === null || typeof value === "boolean") return String(value) as Code;
  if (value instanceof Mention) return value.code;
  if (isList(value)) return `[${value.map(literal).join(", ")}]` as Code;
  const entries = Object.entries(value).flatMap(([key, entry]) =>
    entry === undefined ? [] : [`${propertyKey(key)}: ${literal(entry)}`],
  );
  return (entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`) as Code;
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

export function numberLiteral(value: number): Code {
  if (!Number.isFinite(value)) throw new Error("a number literal must be finite");
  return (Object.is(value, -0) ? "0" : String(value)) as Code;
}

/**
 * Text for a documentation comment. The words stay; what could end the comment, start a line that the printer did not
 * start, turn the reading direction, or be taken as a directive by a compiler, linter, formatter or bundler does not.
 */
export function docText(text: string): DocText {
  return text
    .replace(lineTerminators, "\n")
    .replace(invisible, "")
    .replace(/\*\//gu, "*\\/")
    .replace(/\/\*/gu, "/\\*")
    .replace(/@(?=ts-)/giu, "@ ")
    .replace(
      /\b(eslint|prettier|oxlint|biome|tslint|jshint|istanbul|v8|c8)(?=[-:\s]*(ignore|disable|enable|env))/giu,
      "$1 ",
    )
    .replace(/\b(istanbul|v8|c8)(\s+)(?=(ignore|disable|enable|env))/giu, "$1:$2")
    .replace(/sourceMappingURL/giu, "source MappingURL")
    .replace(/sourceURL/giu, "source URL")
    .replace(/^\s*\/\/\//gmu, "/ //")
    .replace(/[#@](?=__PURE__|__NO_SIDE_EFFECTS__|jsx|vite-|webpack)/giu, "$& ")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim() as DocText;
}

/** A documentation comment as it stands above a declaration, with its line break; nothing for no text. */
export function docComment(text: DocText): Code {
  if (text === "") return "" as Code;
  return (
    text.includes("\n") ? `/**\n * ${text.replaceAll("\n", "\n * ")}\n */\n` : `/** ${text} */\n`
  ) as Code;
}

const lineTerminators = /\r\n|[\n\r\u2028\u2029\u0085\v\f]/gu;
// Bidirectional controls (UAX 9), zero-width marks and the C0 and C1 controls but tab and line feed.

const invisible =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const unsafeInLiteral = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<]/gu;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Words that ECMAScript and TypeScript reserve where we declare or bind names. */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    "break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if import in instanceof new null return super switch this throw true try typeof var void while with " +
    "implements interface let package private protected public static yield await async of " +
    "any boolean never number object string symbol unknown bigint undefined arguments eval"
  ).split(" "),
);
