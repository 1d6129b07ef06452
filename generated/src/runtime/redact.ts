/** Keeps credentials out of texts that a server wrote: some repeat what they were sent. */

import { percentEncode } from "./values.js";

/** Shorter texts stand in too many others to be taken for a credential. */
const MIN_LENGTH = 4;

/** The text without `secrets`, neither as they are nor percent-encoded, in a path or as a form. */
export function redact(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) {
    if (secret.length < MIN_LENGTH) continue;
    const asForm = new URLSearchParams({ "": secret }).toString().slice(1);
    for (const form of [secret, encodeURIComponent(secret), percentEncode(secret, ""), asForm]) {
      safe = safe.replaceAll(form, "[redacted]");
    }
  }
  return safe;
}
