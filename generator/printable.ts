/** Control characters, marks that nobody sees, and those that turn text around. */
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Text of a description or a file as anybody may see it: on a terminal, where control characters could move the cursor
 * or change the title, and in files, where bidirectional controls could show something else than what is there. JSON
 * reads the escapes as the characters themselves.
 */
export function printable(text: string): string {
  return text.replace(
    unseen,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
