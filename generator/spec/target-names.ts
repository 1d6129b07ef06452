import { createHash } from "node:crypto";
import { formatPointer } from "./pointer.js";

/**
 * A name for a schema that is referred to by its place: `#/components/schemas/Pet/properties/owner` is `PetOwner`,
 * the response of `GET /pets` is `GetPetsResponse`. Where the name is taken, a longer one, and at last one with a hash
 * of the pointer, so that the result does not depend on what else is in the document.
 */
export function nameForTarget(segments: readonly string[], taken: ReadonlySet<string>): string {
  const words = wordsOf(segments);
  const base = words.map(pascal).join("") || "Schema";
  const hash = createHash("sha256").update(formatPointer(segments)).digest("hex").slice(0, 6);
  const names = [base, `${base}Schema`, `${base}_${hash}`, `${base}_${hash}_`];
  return names.find((name) => !taken.has(name)) ?? `${base}_${hash}_${taken.size}`;
}

/**
 * A name for a schema of another document: `Error` for `common.yaml#/components/schemas/Error`, `Pet` for
 * `schemas/pet.yaml`. Where the name is taken, its document goes before it: `CommonError`.
 */
export function nameForPlace(
  file: string,
  segments: readonly string[],
  taken: ReadonlySet<string>,
): string {
  const document = pascal(stemOf(file));
  const isWithinWhole = segments.length === 0 || isKeyword(segments);
  const words = wordsOf(segments).map(pascal).join("");
  const name = plainName(segments) ?? ((isWithinWhole ? document + words : words) || "Schema");
  const longer = isWithinWhole ? name : document + pascal(name);
  return (
    [name, longer].find((candidate) => !taken.has(candidate)) ??
    nameForTarget([...folderOf(file), stemOf(file), ...segments], taken)
  );
}

/** The name that a schema has in its document, if that is all there is to its place. */
function plainName(segments: readonly string[]): string | undefined {
  const name = segments.at(-1) ?? "";
  const holder = segments.slice(0, -1).join("/");
  const isNamed = ["", "components/schemas", "definitions", "$defs"].includes(holder);
  return isNamed && /^[A-Za-z][A-Za-z0-9_.-]*$/.test(name) && !isKeyword(segments)
    ? name
    : undefined;
}

/** In a document that is one schema, places start with a keyword. */
function isKeyword([first = ""]: readonly string[]): boolean {
  return (
    listed.has(first) ||
    [
      "properties",
      "patternProperties",
      "dependentSchemas",
      "items",
      "additionalProperties",
    ].includes(first)
  );
}

/** `schemas/pet.schema.json` → `pet`; the folder of an `index.yaml`. */
function stemOf(file: string): string {
  const names = file.replace(/[?#].*$/, "").split("/");
  const stem = (name: string): string => name.replace(/(?:\.(?:schema|openapi))?\.[A-Za-z]+$/, "");
  const last = stem(names.at(-1) ?? "");
  return /^_?index$/i.test(last) ? (names.at(-2) ?? last) : last;
}

function folderOf(file: string): readonly string[] {
  return file.split("/").slice(0, -1).slice(-1);
}

function wordsOf(segments: readonly string[]): string[] {
  const [first, second, third, ...rest] = segments;
  if (first === "components" && second !== undefined && third !== undefined) {
    return [third, ...(kindWords[second] ?? []), ...innerWords(rest)];
  }
  if (first === "paths" && second !== undefined && third !== undefined) {
    return [third, second, ...operationWords(rest)];
  }
  return innerWords(segments);
}

const kindWords: Readonly<Record<string, readonly string[]>> = {
  responses: ["Response"],
  requestBodies: ["Body"],
  headers: ["Header"],
  parameters: ["Parameter"],
};

function operationWords(segments: readonly string[]): string[] {
  const [kind, key, ...rest] = segments;
  if (kind === "responses" && key !== undefined) {
    return [...(key.startsWith("2") ? [] : [key]), "Response", ...innerWords(rest)];
  }
  if (kind === "requestBody") return ["Body", ...innerWords(segments.slice(1))];
  if (kind === "parameters" && key !== undefined) return ["Parameter", key, ...innerWords(rest)];
  return innerWords(segments);
}

/** Keywords on the way say nothing; names of properties and definitions do. */
function innerWords(segments: readonly string[]): string[] {
  const words: string[] = [];
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index] ?? "";
    const next = segments[index + 1];
    if (named.has(segment) && next !== undefined) {
      words.push(next);
      index++;
    } else if (listed.has(segment) && next !== undefined) {
      words.push(String(Number(next) + 1));
      index++;
    } else if (segment === "content") {
      index++; // The media type.
    } else if (segment === "items") {
      words.push("Item");
    } else if (segment === "additionalProperties") {
      words.push("Value");
    } else if (segment !== "schema") {
      words.push(segment);
    }
  }
  return words;
}

const named = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);
const listed = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** `user_id` → `UserId`; only what a component's name may hold. */
function pascal(word: string): string {
  const parts = word.split(/[^A-Za-z0-9]+/).filter((part) => part !== "");
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}
