/** Reads the environment, for packages that were generated to do so. */

interface Environments {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  readonly Deno?: { readonly env: { get(name: string): string | undefined } };
}

/** The value without surrounding space; `undefined` if it is blank, unset, or there is no environment. */
export function readEnv(name: string): string | undefined {
  const { process, Deno } = globalThis as Environments;
  try {
    return (process?.env?.[name] ?? Deno?.env.get(name))?.trim() || undefined;
  } catch {
    // Deno refuses without permission.
    return undefined;
  }
}
