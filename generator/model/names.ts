import { createHash } from "node:crypto";
import { singularize } from "inflection";

/** The words of a name in any casing: `listUserIDs`, `list_user_ids` and `List user IDs` give the same three. */
export function words(name: string): string[] {
  return isAscii.test(name) ? asciiWords(name) : unicodeWords(name);
}

/** The same as for all others, without the tables of Unicode, which take most of the time. */
function asciiWords(name: string): string[] {
  return (
    name
      .replaceAll("'", "")
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .replace(/(?<=[A-Z])(?=[A-Z][a-z]{2})/g, " ")
      .match(/[A-Za-z0-9]+/g) ?? []
  );
}

const isAscii = /^[\0-\x7f]*$/u;

function unicodeWords(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/['’]/gu, "")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => word.match(/[A-Za-z0-9]+/gu) ?? [])
    .filter((word) => word !== "");
}

/** `PascalCase`, from words as they are cased: `WhatsApp inbox` gives `WhatsAppInbox`. */
export function pascalCase(name: string): string {
  return startSafely(words(name).map(capitalise).join(""));
}

export function camelCase(name: string): string {
  const [first = "", ...rest] = words(name);
  const head = /^[A-Z0-9]+$/u.test(first) ? first.toLowerCase() : uncapitalise(first);
  return startSafely(head + rest.map(capitalise).join(""));
}

export function kebabCase(name: string): string {
  return words(name)
    .map((word) => word.toLowerCase())
    .join("-");
}

/** The singular of the last word: `Conversations` gives `Conversation`. Words without a plural stay. */
export function singular(name: string): string {
  const match = /^(.*?)([A-Z]?[a-z]+)$/u.exec(name);
  if (match === null) return name;
  const [, head = "", last = ""] = match;
  return /(ss|us|is)$/u.test(last) ? name : head + singularize(last);
}

/** Whether two names are one in singular or plural and in any casing. */
export function sameWord(a: string, b: string): boolean {
  return stem(a) === stem(b);
}

/** What a name has in common with its plural and with other casings. */
export function stem(name: string): string {
  const text = words(name).join(" ").toLowerCase();
  return singular(text);
}

/**
 * A type name that stays what the description says wherever TypeScript allows it: `Conversation_v2` is kept, and only
 * what cannot be an identifier is changed.
 */
export function typeName(name: string): string {
  if (/^[A-Z][A-Za-z0-9_]*$/u.test(name)) return name;
  return pascalCase(name) || "Unnamed";
}

/**
 * Gives each key a name of its own. Keys whose wished names differ only in case are told apart by a suffix made of the
 * key alone, so that neither the order of the description nor a new neighbour changes a name; the key that already is
 * its name keeps it.
 */
export function uniqueNames(
  wishes: ReadonlyMap<string, string>,
  reserved: ReadonlySet<string>,
  suffixForReserved: string,
): Map<string, string> {
  const groups = new Map<string, string[]>();
  const wished = new Map<string, string>();
  const reservedFolded = new Set([...reserved].map((name) => name.toLowerCase()));
  for (const [key, wish] of wishes) {
    const name = reservedFolded.has(wish.toLowerCase()) ? wish + suffixForReserved : wish;
    wished.set(key, name);
    const group = groups.get(name.toLowerCase());
    if (group === undefined) groups.set(name.toLowerCase(), [key]);
    else group.push(key);
  }
  const names = new Map<string, string>();
  const taken = new Set<string>(reservedFolded);
  for (const [key, name] of wished) {
    const group = groups.get(name.toLowerCase()) ?? [];
    const keeps = group.length === 1 || (key === name && isFirstOfItsName(key, group, wished));
    let unique = keeps ? name : name + hash(key);
    while (taken.has(unique.toLowerCase())) unique = name + hash(key + unique);
    taken.add(unique.toLowerCase());
    names.set(key, unique);
  }
  return names;
}

/** Of keys that are their own names and differ only in case (`Tag`, `TAG`), the first in code point order keeps its name. */
function isFirstOfItsName(
  key: string,
  group: readonly string[],
  wished: ReadonlyMap<string, string>,
): boolean {
  return group.filter((other) => wished.get(other) === other).sort()[0] === key;
}

function hash(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 4);
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function uncapitalise(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

function startSafely(name: string): string {
  return /^\d/u.test(name) ? `_${name}` : name;
}
