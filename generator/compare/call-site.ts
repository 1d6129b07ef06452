/** A place in a program that uses what changed. Lines and columns count from 1. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line itself, without the spaces around it. */
  readonly text: string;
}
