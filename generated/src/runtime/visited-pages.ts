/** Recognises a list that leads to a page a second time, which would never end. */

import type { PageRequest } from "./page-request.js";
import type { Arguments } from "./url.js";

const MAX_REMEMBERED = 10_000;

export class VisitedPages {
  readonly #hashes = new Set<string>();
  #last: string | undefined;

  /** True if `next` was asked for before, or asks for what has just been asked for with `current`. */
  isRepeated({ params, url }: PageRequest, current: Arguments): boolean {
    const keys = Object.keys(params);
    const key = identify(url, keys, params);
    const own = keys.length > 0 ? identify(undefined, keys, current) : undefined;
    const isRepeated = key === own || key === this.#last || this.#hashes.has(key);
    // A list this long keeps its memory: from here on only a page that leads to itself is noticed.
    if (this.#hashes.size < MAX_REMEMBERED) this.#hashes.add(key);
    this.#last = key;
    return isRepeated;
  }
}

/** Cursors can be kilobytes long, so 64 bits of each are remembered (FNV-1a, twice). */
function identify(url: string | undefined, keys: readonly string[], params: Arguments): string {
  const text = JSON.stringify([url, ...keys.map((key) => [key, String(params[key])])]);
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return `${low}:${high}`;
}
