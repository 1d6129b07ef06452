import { dependencies, links, manifestFields, scripts } from "./allowed.js";

/** Characters that move a cursor, turn text around or cannot be seen; none of them is ever written as itself. */
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

export function* characterFaults(text: string): Generator<string> {
  const found = unseen.exec(text);
  if (found === null) return;
  const line = text.slice(0, found.index).split("\n").length;
  yield `has the character U+${(found[0].codePointAt(0) ?? 0).toString(16)} in line ${line}`;
}

export function* jsonFaults(path: string, text: string): Generator<string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return yield "is no JSON";
  }
  if (!isRecord(value)) return yield "is no JSON object";
  if (path === "package.json") yield* manifestFaults(value);
}

/** What npm would run or fetch. */
function* manifestFaults(manifest: Readonly<Record<string, unknown>>): Generator<string> {
  for (const name of Object.keys(manifest)) {
    if (!manifestFields.has(name)) yield `has a field that is not emitted: ${name}`;
  }
  if (JSON.stringify(manifest["scripts"]) !== JSON.stringify(scripts)) yield "has other scripts";
  for (const [field, names] of Object.entries(dependencies)) {
    const given = manifest[field];
    const isKnown =
      isRecord(given) &&
      Object.entries(given).every(
        ([name, version]) =>
          names.includes(name) && typeof version === "string" && /^(?:>=)?[\d.]+$/u.test(version),
      );
    if (!isKnown) yield `has other ${field}`;
  }
}

/** Outside of code, Markdown holds no HTML, and links that are ours. */
export function* markdownFaults(text: string): Generator<string> {
  const fences = text.match(/^```/gmu)?.length ?? 0;
  if (fences % 2 !== 0) yield "has a block of code without an end";
  const outside = text
    .replace(/^```[a-z]*\n[\s\S]*?^```$/gmu, "")
    .replace(/\\[!-/:-@[-`{-~]/gu, "")
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/gu, "");
  const html = /<[^>\n]*>?/u.exec(outside);
  if (html !== null) yield `has HTML: ${html[0]}`;
  for (const [link, , target = ""] of outside.matchAll(/!?\[([^\]]*)\](?:\(([^)]*)\)|\[|:)/gu)) {
    if (!links.has(target)) yield `has a link: ${link}`;
  }
  const bare = /(?:https?:\/\/|www\.)\S*/u.exec(outside.replace(/\]\([^)]*\)/gu, ""));
  if (bare !== null) yield `has a link: ${bare[0]}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
