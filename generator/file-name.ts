import { createHash } from "node:crypto";

declare const brand: unique symbol;

/** A path of a module below its folder, without extension, that every file system takes for a name of its own. */
export type FileName = string & { readonly [brand]: "file name" };

/** Where a module stands below `src/`, without extension. */
export type ModulePath =
  | "client"
  | "core"
  | "index"
  | "paths"
  | "models/index"
  | `models/${FileName}`
  | `resources/${FileName}`
  | `runtime/${string}`;

/**
 * The only way for text to become the name of a file: lower-case words and hyphens, never the name of a device on
 * Windows, and short enough for every file system. What it has made once it leaves as it is.
 */
export function fileName(text: string): FileName {
  return text.split("/").map(segment).join("/") as FileName;
}

function segment(text: string): string {
  const name = device.test(text) ? `${text}-file` : text;
  if (!/^[a-z0-9_][a-z0-9_-]*$/u.test(name)) {
    throw new Error(`not the name of a file: ${JSON.stringify(text)}`);
  }
  if (name.length <= longest) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, kept)}-${digest}`;
}

const device = /^(?:con|prn|aux|nul|com\d|lpt\d)$/u;
const longest = 120;
/** Leaves room for the digest, and for what tells two names apart. */
const kept = 100;
