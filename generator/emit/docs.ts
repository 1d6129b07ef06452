import { canonicalJson } from "../model/json.js";
import type { Docs, SchemaFacts } from "../model/types.js";
import { docText } from "../morph/encode.js";
import type { DocText } from "../morph/encode.js";
import type { Schema } from "../spec/openapi.js";

/**
 * A documentation comment: the summary, the description where it says more, then facts and tags, each block apart from
 * the next by an empty line.
 */
export function docs(
  { summary, description, deprecated }: Docs,
  ...blocks: readonly (string | undefined)[]
): DocText {
  const repeats =
    summary !== undefined && description !== undefined && saysTheSame(summary, description);
  const all = [
    repeats ? undefined : summary && sentence(summary),
    description,
    ...blocks,
    deprecated === true ? "@deprecated" : undefined,
  ];
  return docText(all.filter((block) => block !== undefined && block.trim() !== "").join("\n\n"));
}

/** The documentation of a property: its words, then format, default and an example. */
export function schemaDocs(schema: Schema): DocText {
  if (typeof schema === "boolean") return docText("");
  const { title, description, format, default: fallback, examples, deprecated } = schema;
  const example = canonicalJson(examples?.[0]);
  const assumed = canonicalJson(fallback);
  return docs(
    {
      ...(title !== undefined && { summary: title }),
      ...(description !== undefined && { description }),
      ...(deprecated === true && { deprecated }),
    },
    factsText({
      ...(format !== undefined && { format }),
      ...(assumed !== undefined && { default: assumed }),
    }),
    example === undefined ? undefined : `@example ${JSON.stringify(example)}`,
  );
}

/** `Format: uuid. Default: 10.` */
export function factsText({ format, default: fallback }: SchemaFacts): string | undefined {
  const facts = [
    format === undefined ? [] : [`Format: ${format}.`],
    fallback === undefined ? [] : [`Default: ${JSON.stringify(fallback)}.`],
  ].flat();
  return facts.length === 0 ? undefined : facts.join(" ");
}

/** `List Conversations` and `Lists Conversations.` tell a reader one thing; the longer text is kept. */
function saysTheSame(summary: string, description: string): boolean {
  const fold = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const [short, long] = [fold(summary), fold(description)];
  return long.startsWith(short) || wordsWithoutEnding(summary) === wordsWithoutEnding(description);
}

function wordsWithoutEnding(text: string): string {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.replace(/s$/u, ""))
    .join(" ");
}

function sentence(text: string): string {
  return /[.!?:…)]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
