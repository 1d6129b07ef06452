import { printable } from "../printable.js";

declare const brand: unique symbol;

/** A piece of Markdown that holds what we wrote, and of the description nothing but words. */
export type Markdown = string & { readonly [brand]: "markdown" };

/** Markdown from literal parts that stand in our own source, joined with Markdown. */
export function marked(parts: TemplateStringsArray, ...values: readonly Markdown[]): Markdown {
  return parts.reduce((text, part, index) => text + (values[index - 1] ?? "") + part) as Markdown;
}

export function joinMarkdown(
  parts: readonly Markdown[],
  separator: string & ("\n" | "\n\n"),
): Markdown {
  return parts.join(separator) as Markdown;
}

/** A fenced block; what stands in it cannot close the fence. */
export function fence(language: "ts" | "sh", text: string): Markdown {
  return `\`\`\`${language}\n${printable(text.replaceAll("```", "~~~"))}\`\`\`` as Markdown;
}

/**
 * Text of the description inside a sentence of ours: one line, and nothing that Markdown or HTML would act on, not even
 * an address that a reader could follow.
 */
export function prose(text: string): Markdown {
  return printable(text.replace(/\s+/gu, " "))
    .trim()
    .replace(/[\\`*_{}[\]<>#|!~&@]/gu, "\\$&")
    .replace(/:(?=\/\/)/gu, "\\:")
    .replace(/(?<=\bwww)\./giu, "\\.") as Markdown;
}

/** Text as code inside a sentence: a fence of more backticks than the text has in a row. */
export function codeSpan(text: string): Markdown {
  const line = printable(text.replace(/\s+/gu, " "));
  const longest = Math.max(0, ...(line.match(/`+/gu) ?? []).map((run) => run.length));
  const ticks = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") || line.trim() === "" ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}` as Markdown;
}
