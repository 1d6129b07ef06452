import { posix } from "node:path";
import { identifier, stringLiteral } from "./encode.js";
import type { Code } from "./encode.js";
import type { Declaration } from "./structures.js";

/** A declaration of the package by its identity: its name and the module below `src/` that exports it. */
export interface Ref {
  readonly name: string;
  /** Path below `src/` without extension, `runtime/client`, or the name of a package. */
  readonly module: string;
  readonly typeOnly: boolean;
}

export interface Import {
  readonly specifier: Code;
  readonly names: readonly Code[];
  readonly typeOnly: boolean;
}

/** A module in the making. Mentioning a declaration of another module imports it; nothing else does. */
export class ModuleScope {
  /** Path below `src/` without extension. */
  readonly path: string;
  readonly declarations: Declaration[] = [];
  readonly #imports = new Map<string, { ref: Ref; local: Code }>();
  readonly #locals = new Map<string, string>();

  constructor(path: string) {
    this.path = path;
  }

  /** Keeps a name for a declaration of this module, so that no import takes it. */
  reserve(name: string): Code {
    this.#locals.set(name, "");
    return identifier(name);
  }

  add(...declarations: readonly Declaration[]): void {
    this.declarations.push(...declarations);
  }

  /** The name by which the declaration is known in this module. */
  use(ref: Ref): Code {
    if (ref.module === this.path) return identifier(ref.name);
    const key = `${ref.module} ${ref.name}`;
    const known = this.#imports.get(key);
    if (known !== undefined) {
      if (known.ref.typeOnly && !ref.typeOnly) this.#imports.set(key, { ...known, ref });
      return known.local;
    }
    let name = ref.name;
    while (this.#locals.has(name)) name += "_";
    this.#locals.set(name, key);
    const local = identifier(name);
    this.#imports.set(key, { ref, local });
    return local;
  }

  /** Packages first, then by specifier; types and values of one module are imported apart, as `verbatimModuleSyntax` wants them. */
  get imports(): readonly Import[] {
    const groups = new Map<string, { module: string; typeOnly: boolean; names: string[] }>();
    for (const { ref, local } of this.#imports.values()) {
      const key = `${ref.module} ${ref.typeOnly ? 0 : 1}`;
      const group = groups.get(key) ?? { module: ref.module, typeOnly: ref.typeOnly, names: [] };
      group.names.push(local === ref.name ? ref.name : `${ref.name} as ${local}`);
      groups.set(key, group);
    }
    return [...groups.values()]
      .map(({ module, typeOnly, names }) => ({
        specifier: stringLiteral(specifierOf(this.path, module)),
        names: names.sort() as Code[],
        typeOnly,
      }))
      .sort(byPlace);
  }
}

function byPlace(a: Import, b: Import): number {
  const rank = ({ specifier }: Import): string =>
    (specifier.startsWith('".') ? "1" : "0") + specifier;
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1;
  return Number(b.typeOnly) - Number(a.typeOnly);
}

/** How the module at `from` names another: a relative path with `.js`, or a package by its name. */
export function specifierOf(from: string, module: string): string {
  if (!isOwnModule(module)) return module;
  const relative = posix.relative(posix.dirname(from), `${module}.js`);
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function isOwnModule(module: string): boolean {
  return (
    /^(runtime|models|resources)\//u.test(module) || /^(core|client|paths|index)$/u.test(module)
  );
}
