/**
 * A project below the system's temporary folder that has one generated package installed: with its declarations, which
 * is all that a compiler looks at. The caller removes it. `source` is the generated folder.
 */
export function projectWith(name: string, source: string): string;

/** Builds the declarations of a package whose sources are in `src`, which must compile unless `isStrict` is false. */
export function emitDeclarations(folder: string, isStrict?: boolean): void;

export interface Checked {
  /** Empty if the programs compile. */
  readonly errors: string;
  /** Instantiations of types. */
  readonly count: number;
  /** Time for checking, without reading and binding. */
  readonly seconds: number;
}

/** What a compiler says about programs, by their file names. */
export function check(
  compiler: "5.9" | "7.0",
  project: string,
  programs: Readonly<Record<string, string>>,
): Checked;
