/** A hint is about what is legal and yet will disappoint the client's users. */
export type Severity = "error" | "warning" | "hint";

/** What the catalogue says of a code. */
export interface CatalogueEntry {
  /**
   * An error stops generation: no honest client can be made. A warning names the repair that was made. A hint is what
   * `doctor` alone says.
   */
  readonly severity: Severity;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}
