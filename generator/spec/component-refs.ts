import { escapeSegment, unescapeSegment } from "./pointer.js";

const prefix = "#/components/schemas/";

/** The one form that references have in the normal form: not percent-encoded, whatever the name. */
export function refTo(name: string): { readonly $ref: string } {
  return { $ref: prefix + escapeSegment(name) };
}

/** The name in such a reference. */
export function componentName(ref: string): string {
  return unescapeSegment(ref.slice(prefix.length));
}
