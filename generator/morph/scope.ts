import { posix } from "node:path";
import type { ModulePath } from "../file-name.js";
import { code, identifier, stringLiteral } from "./encode.js";
import type { Code } from "./encode.js";
import type { Declaration } from "./structures.js";

/** A declaration of the package by its identity: its name and the module below `src/` that exports it. */
export interface Ref {
  readonly name: string;
  readonly module: ModulePath;
  readonly typeOnly: boolean;
}

export interface Import {
  readonly specifier: Code;
  readonly names: readonly Code[];
  readonly typeOnly: boolean;
}

/** A module in the making. Mentioning a declaration of another module imports it; nothing else does. */
export class ModuleScope {
  readonly path: ModulePath;
  readonly declarations: Declaration[] = [];
  readonly #imports = new Map<string, { ref: Ref; local: Code }>();
  readonly #locals = new Map<string, string>();

  constructor(path: ModulePath) {
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

  /** By specifier; types and values of one module are imported apart, as `verbatimModuleSyntax` wants them. */
  get imports(): readonly Import[] {
    const groups = new Map<string, { module: ModulePath; typeOnly: boolean; names: Code[] }>();
    for (const { ref, local } of this.#imports.values()) {
      const key = `${ref.module} ${ref.typeOnly ? 0 : 1}`;
      const group = groups.get(key) ?? { module: ref.module, typeOnly: ref.typeOnly, names: [] };
      const name = identifier(ref.name);
      group.names.push(local === name ? name : code`${name} as ${local}`);
      groups.set(key, group);
    }
    return [...groups.values()]
      .map(({ module, typeOnly, names }) => ({
        specifier: stringLiteral(specifierOf(this.path, module)),
        names: names.sort(),
        typeOnly,
      }))
      .sort(byPlace);
  }
}

function byPlace(a: Import, b: Import): number {
  if (a.specifier !== b.specifier) return a.specifier < b.specifier ? -1 : 1;
  return Number(b.typeOnly) - Number(a.typeOnly);
}

/** How the module at `from` names another: a relative path with `.js`. */
export function specifierOf(from: ModulePath, module: ModulePath): string {
  const relative = posix.relative(posix.dirname(from), `${module}.js`);
  return relative.startsWith(".") ? relative : `./${relative}`;
}
