/** What the platform is, found out without relying on any one platform's globals. */

interface Globals {
  readonly navigator?: { readonly userAgent?: string };
  readonly process?: { readonly versions?: Readonly<Record<string, string | undefined>> };
}

/**
 * Name and version of the JavaScript runtime as they go into `User-Agent`: `node/22.1.0`. A browser
 * is `undefined`: it names itself, and a header of our own would cost a preflight request.
 */
export function platformName(): string | undefined {
  const { navigator, process } = globalThis as Globals;
  const agent = navigator?.userAgent;
  if (agent?.startsWith("Mozilla/")) return undefined;
  // Bun and Deno list Node's version too, so they are asked for first.
  for (const name of ["bun", "deno", "node"]) {
    const version = process?.versions?.[name];
    if (version) return `${name}/${version}`;
  }
  return agent;
}
