/** The way from one page to another. */

import type { Arguments } from "./url.js";

/** What changes in a request to get another page: parameters by key, or the whole URL. */
export interface PageRequest {
  readonly params: Arguments;
  readonly url?: string | undefined;
  /** Why this page must not be asked for. */
  readonly refused?: string;
}
