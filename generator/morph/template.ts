import ts from "typescript";
import type { ModulePath } from "../file-name.js";
import { docText, identifier, printed } from "./encode.js";
import type { Code, DocText } from "./encode.js";
import type { ModuleScope, Ref } from "./scope.js";
import type { FunctionDeclaration } from "./structures.js";

/** What a `$slot` of a template stands for in one module; nothing takes the comma before it along. */
export type Slots = Readonly<Record<`$${string}`, Code>>;

/**
 * A shell from `templates/shells/`: real TypeScript that compiles, with names that begin with `$` where the description
 * decides. Bodies are taken as text, since a structure would lose their comments.
 */
export class Template {
  readonly text: string;
  readonly #file: ts.SourceFile;
  readonly #imports: ReadonlyMap<string, Ref>;

  constructor(text: string) {
    this.text = text;
    this.#file = parse(text);
    this.#imports = importsOf(this.#file);
  }

  /** The body of a method, constructor or getter of the class, its slots filled and its imports recorded. */
  body(member: string, scope: ModuleScope, slots: Slots): Code {
    return this.#fill(this.#bodyOf(this.#member(member)), scope, slots);
  }

  /** The return type of a method or getter. */
  returnType(member: string, scope: ModuleScope, slots: Slots): Code {
    return this.#fill(this.#returnTypeOf(this.#member(member)), scope, slots);
  }

  /** A function of the template. */
  function(name: string, scope: ModuleScope, slots: Slots): FunctionDeclaration {
    const found = this.#file.statements
      .filter(ts.isFunctionDeclaration)
      .find((declaration) => declaration.name?.text === name);
    if (found === undefined) return missing(name);
    const filled = (text: string): Code => this.#fill(text, scope, slots);
    return {
      kind: "function",
      name: identifier(name),
      docs: docsOf(found),
      parameters: found.parameters.map(({ name, type, questionToken }) => ({
        name: filled(name.getText(this.#file)),
        type: filled(type?.getText(this.#file) ?? missing("a parameter's type")),
        optional: questionToken !== undefined,
      })),
      returnType: filled(this.#returnTypeOf(found)),
      body: filled(this.#bodyOf(found)),
    };
  }

  #member(name: string): ts.ClassElement & ts.FunctionLikeDeclaration {
    const shell = this.#file.statements.find(ts.isClassDeclaration) ?? missing("a class");
    const callables = shell.members.filter(isCallable);
    const found = callables.find((member) =>
      ts.isConstructorDeclaration(member)
        ? name === "constructor"
        : member.name.getText(this.#file) === name,
    );
    return found ?? missing(name);
  }

  /** What stands between the braces, its lines moved to the margin. */
  #bodyOf({ body }: ts.FunctionLikeDeclaration): string {
    if (body === undefined) return missing("a body");
    const lines = body
      .getText(this.#file)
      .slice(1, -1)
      .replace(/^\n|\s+$/gu, "")
      .split("\n");
    const margin = Math.min(...lines.map((line) => (line === "" ? Infinity : line.search(/\S/u))));
    return lines.map((line) => line.slice(margin)).join("\n");
  }

  #returnTypeOf({ type }: ts.FunctionLikeDeclaration): string {
    return type?.getText(this.#file) ?? missing("a return type");
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

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("template.ts", text, ts.ScriptTarget.ES2022, true);
}

type Callable = ts.ConstructorDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration;

function isCallable(member: ts.ClassElement): member is Callable {
  return (
    ts.isConstructorDeclaration(member) ||
    ts.isMethodDeclaration(member) ||
    ts.isGetAccessorDeclaration(member)
  );
}

/** The comment above a function of a template is ours, and may say what it likes. */
function docsOf(declaration: ts.FunctionDeclaration): DocText {
  const [comment] = ts.getJSDocCommentsAndTags(declaration);
  const text = comment !== undefined && ts.isJSDoc(comment) ? comment.comment : undefined;
  return docText(ts.getTextOfJSDocComment(text) ?? "");
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
function importsOf(file: ts.SourceFile): ReadonlyMap<string, Ref> {
  const imports = new Map<string, Ref>();
  for (const { importClause, moduleSpecifier } of file.statements.filter(ts.isImportDeclaration)) {
    const named = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier)) continue;
    const module = moduleOf(moduleSpecifier.text);
    // What a slot stands for is imported by whoever fills it.
    if (module === undefined || named === undefined || !ts.isNamedImports(named)) continue;
    for (const { name, isTypeOnly } of named.elements) {
      const typeOnly = isTypeOnly || importClause?.isTypeOnly === true;
      imports.set(name.text, { name: name.text, module, typeOnly });
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
  return parse(text)
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      exportClause !== undefined && ts.isNamedExports(exportClause)
        ? exportClause.elements.map((named) => ({
            name: named.name.text,
            typeOnly: isTypeOnly || named.isTypeOnly,
          }))
        : [],
    );
}
