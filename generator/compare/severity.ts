/**
 * What a change asks of a program that uses the package:
 *
 * - `breaking`: it no longer compiles, or a value that the old type promised no longer comes or is no longer taken.
 * - `caution`: it compiles, but should be looked at: what arrives or what the server accepts may differ.
 * - `compatible`: nothing; there is more to use.
 * - `documentation`: nothing; only texts differ.
 */
export type Severity = "breaking" | "caution" | "compatible" | "documentation";

export const severities: readonly Severity[] = [
  "breaking",
  "caution",
  "compatible",
  "documentation",
];

/** The graver one. */
export function worst(list: readonly Severity[]): Severity {
  return severities.find((severity) => list.includes(severity)) ?? "documentation";
}
