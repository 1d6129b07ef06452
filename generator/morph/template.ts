import { Project, SyntaxKind } from "ts-morph";
import type { ClassDeclaration, MethodDeclaration, SourceFile } from "ts-morph";
import type { ModulePath } from "../file-name.js";
import { printed } from "./encode.js";
import type { Code } from "./encode.js";
import type { ModuleScope, Ref } from "./scope.js";

/** What a `$slot` of a template stands for in one module; nothing takes the comma before it along. */
export type Slots = Readonly<Record<`$${string}`, Code>>;

/**
 * A shell from `templates/shells/`: real TypeScript that compiles, with names that begin with `$` where the description
 * decides. Bodies are taken as text, since a structure would lose their comments.
 */
export class Template {
  readonly text: string;
  readonly #file: SourceFile;
  readonly #imports: ReadonlyMap<string, Ref>;

  constructor(text: string) {
    this.text = text;
    const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
    this.#file = project.createSourceFile("template.ts", text);
    this.#imports = importsOf(this.#file);
  }

  /** The body of a method, constructor or getter of the class, its slots filled and its imports recorded. */
  body(member: string, scope: ModuleScope, slots: Slots): Code {
    const statements = this.#member(member).getBodyText();
    if (statements === undefined) throw new Error(`the template's ${member} has no body`);
    return this.#fill(statements, scope, slots);
  }

  /** The return type of a method or getter. */
  returnType(member: string, scope: ModuleScope, slots: Slots): Code {
    const node = this.#member(member).getReturnTypeNodeOrThrow();
    return this.#fill(node.getText(), scope, slots);
  }

  /** The text of a function of the template. */
  function(name: string, scope: ModuleScope, slots: Slots): Code {
    return this.#fill(this.#file.getFunctionOrThrow(name).getFullText().trim(), scope, slots);
  }

  /** Everything between the line comments `// begin` and `// end`. */
  excerpt(slots: Slots): Code {
    const [, between = ""] =
      /\/\/ begin\n([\s\S]*?)\n\s*\/\/ end/u.exec(this.#file.getFullText()) ?? [];
    return fillSlots(between, slots);
  }

  #member(name: string) {
    const shell: ClassDeclaration = this.#file.getClasses()[0] ?? missing("a class");
    if (name === "constructor") return asCallable(shell.getConstructors()[0] ?? missing(name));
    return asCallable(shell.getMethod(name) ?? shell.getGetAccessor(name) ?? missing(name));
  }

  #fill(text: string, scope: ModuleScope, slots: Slots): Code {
    const filled = fillSlots(text, slots);
    return printed(
      filled.replace(/(?<![.\w$"'`])[A-Za-z_]\w*/gu, (name) => {
        const ref = this.#imports.get(name);
        return ref === undefined ? name : scope.use(ref);
      }),
    );
  }
}

type Callable = Pick<MethodDeclaration, "getBodyText" | "getReturnTypeNodeOrThrow">;

function asCallable(member: Callable): Callable {
  return member;
}

function fillSlots(text: string, slots: Slots): Code {
  const values: ReadonlyMap<string, Code> = new Map(Object.entries(slots));
  return printed(
    text.replace(/(,\s*)?(\$[A-Za-z]\w*)/gu, (_, comma: string | undefined, slot: string) => {
      const value = values.get(slot);
      if (value === undefined) throw new Error(`the template's slot ${slot} was not filled`);
      return value === "" ? "" : (comma ?? "") + value;
    }),
  );
}

/** Shells stand beside `runtime/`, as the package's modules do, so that their imports name the same modules. */
function importsOf(file: SourceFile): ReadonlyMap<string, Ref> {
  const imports = new Map<string, Ref>();
  for (const declaration of file.getDescendantsOfKind(SyntaxKind.ImportDeclaration)) {
    const specifier = declaration.getModuleSpecifierValue();
    const module = moduleOf(specifier);
    // What a slot stands for is imported by whoever fills it.
    if (module === undefined) continue;
    for (const named of declaration.getNamedImports()) {
      const typeOnly = declaration.isTypeOnly() || named.isTypeOnly();
      imports.set(named.getName(), { name: named.getName(), module, typeOnly });
    }
  }
  return imports;
}

/** The templates of our own name modules as the package does. */
function moduleOf(specifier: string): ModulePath | undefined {
  const runtime = /^\.\.\/runtime\/(.*)\.js$/u.exec(specifier)?.[1];
  if (runtime !== undefined) return `runtime/${runtime}`;
  return specifier === "./core.js" ? "core" : undefined;
}

function missing(what: string): never {
  throw new Error(`the template has no ${what}`);
}

/** A name that a module exports. */
export interface ExportedName {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** What a module of re-exports makes public. */
export function exportedNames(text: string): readonly ExportedName[] {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return project
    .createSourceFile("index.ts", text)
    .getExportDeclarations()
    .flatMap((declaration) =>
      declaration.getNamedExports().map((named) => ({
        name: named.getAliasNode()?.getText() ?? named.getName(),
        typeOnly: declaration.isTypeOnly() || named.isTypeOnly(),
      })),
    );
}
