/**
 * A documented value, or one that this version of the package does not know yet.
 * Editors complete the documented values; a comparison with an undocumented one still compiles.
 */
export type Open<T extends string | number | boolean> =
  T | (T extends string ? string & {} : T extends number ? number & {} : never);

/**
 * A predicate for the values of a const object: true for a value that the description documents.
 * Pure, so that a bundler can drop it; mark the call with a `PURE` annotation.
 */
export function guard<T>(values: Readonly<Record<string, T>>): (value: unknown) => value is T {
  return (value): value is T => Object.values<unknown>(values).includes(value);
}
