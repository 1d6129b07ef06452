/** A file of a package, before it is written. */
export interface GeneratedFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** People write in it, too: the text has what they wrote, and none of it counts as an edit by hand. */
  readonly isShared?: boolean;
}
