import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { exportedNames, Template } from "./morph/template.js";
import type { ExportedName } from "./morph/template.js";

/** What ships, as it lies in `templates/`. */
export interface Templates {
  readonly shells: {
    readonly resource: Template;
    readonly client: Template;
    readonly core: Template;
  };
  /** Modules of the runtime, copied byte for byte; path below `src/`. */
  readonly runtime: readonly { readonly path: string; readonly text: string }[];
  readonly runtimeExports: readonly ExportedName[];
  /** The version of openapi-fetch that the runtime is written for and tested with. */
  readonly openapiFetchVersion: string;
}

export function loadTemplates(packageRoot: string): Templates {
  const read = (path: string): string => readFileSync(join(packageRoot, "templates", path), "utf8");
  const shell = (name: string): Template => new Template(read(`shells/${name}.ts`));
  const runtime = readdirSync(join(packageRoot, "templates/runtime"))
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => ({ path: `src/runtime/${name}`, text: read(`runtime/${name}`) }));
  const manifest: unknown = createRequire(join(packageRoot, "package.json"))("./package.json");
  return {
    shells: { resource: shell("resource"), client: shell("client"), core: shell("core") },
    runtime,
    runtimeExports: exportedNames(read("runtime/index.ts")),
    openapiFetchVersion: dependencyVersion(manifest, "openapi-fetch"),
  };
}

function dependencyVersion(manifest: unknown, name: string): string {
  const { dependencies } = manifest as { readonly dependencies: Readonly<Record<string, string>> };
  const version = dependencies[name];
  if (version === undefined) throw new Error(`${name} is not among our dependencies`);
  return version;
}
