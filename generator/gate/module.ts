import { posix } from "node:path";
import ts from "typescript";
import type { ModuleRule, StatementKind } from "./allowed.js";
import { bindingsOf, type Bindings } from "./bindings.js";
import { commentFaults } from "./comments.js";
import { strangeDataNode, strangeKey } from "./data.js";
import { haveShape, isOneOf, type Shell } from "./shells.js";
import { strangeTypeNode } from "./types.js";

/** What a module is held against. */
export interface ModuleContext {
  readonly rule: ModuleRule;
  readonly shell: Shell | undefined;
  /** The paths of the package. */
  readonly paths: ReadonlySet<string>;
}

/** What a module has that the table does not allow. */
export function* moduleFaults(
  path: string,
  text: string,
  context: ModuleContext,
): Generator<string> {
  const file = ts.createSourceFile(path, text, {
    languageVersion: ts.ScriptTarget.ES2022,
    // Comments are looked at on their own.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  if (!isWhole(file)) return yield "is no TypeScript";
  yield* commentFaults(text);
  const pathOf = (specifier: string): string =>
    posix.join(posix.dirname(path), specifier).replace(/\.js$/u, ".ts");
  const checker = new ModuleChecker(file, pathOf, context);
  for (const statement of file.statements) yield* checker.faults(statement);
}

/** The parser repairs what it cannot read, and keeps what it had to say about it to itself. */
function isWhole(file: ts.SourceFile): boolean {
  const problems: unknown = Reflect.get(file, "parseDiagnostics");
  if (!Array.isArray(problems)) throw new Error("this TypeScript tells nothing of syntax errors");
  return problems.length === 0;
}

class ModuleChecker {
  readonly #file: ts.SourceFile;
  readonly #bindings: Bindings;
  readonly #pathOf: (specifier: string) => string;
  readonly #context: ModuleContext;

  constructor(file: ts.SourceFile, pathOf: (specifier: string) => string, context: ModuleContext) {
    this.#file = file;
    this.#pathOf = pathOf;
    this.#context = context;
    this.#bindings = bindingsOf(file, pathOf);
  }

  *faults(statement: ts.Statement): Generator<string> {
    if (ts.isImportDeclaration(statement)) return yield* this.#import(statement);
    const kind = kindOf(statement);
    if (kind === undefined || !this.#context.rule.statements.includes(kind)) {
      return yield this.#says("has a statement of a kind that is not emitted", statement);
    }
    if (ts.isExportDeclaration(statement)) return yield* this.#reExport(statement);
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const hasDecorators =
      ts.canHaveDecorators(statement) && (ts.getDecorators(statement) ?? []).length > 0;
    if (hasDecorators || modifiers.some(({ kind }) => kind !== ts.SyntaxKind.ExportKeyword)) {
      yield this.#says("has a declaration with a modifier that is not emitted", statement);
    }
    if (ts.isInterfaceDeclaration(statement)) yield* this.#interface(statement);
    else if (ts.isTypeAliasDeclaration(statement)) yield* this.#alias(statement);
    else if (ts.isVariableStatement(statement)) yield* this.#data(statement);
    else if (ts.isClassDeclaration(statement)) yield* this.#class(statement);
    else if (ts.isFunctionDeclaration(statement)) yield* this.#function(statement);
  }

  *#import({ importClause, moduleSpecifier, attributes }: ts.ImportDeclaration): Generator<string> {
    const named = importClause?.namedBindings;
    if (
      importClause === undefined ||
      importClause.name !== undefined ||
      named === undefined ||
      !ts.isNamedImports(named) ||
      attributes !== undefined
    ) {
      yield this.#says("has an import that does not name what it imports", moduleSpecifier);
    }
    yield* this.#specifier(moduleSpecifier);
  }

  *#reExport({
    exportClause,
    moduleSpecifier,
    attributes,
  }: ts.ExportDeclaration): Generator<string> {
    if (moduleSpecifier === undefined || attributes !== undefined) {
      return yield "has an export of something without a place";
    }
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) {
      yield this.#says("has an export that does not name what it exports", moduleSpecifier);
    }
    yield* this.#specifier(moduleSpecifier);
  }

  /** Only modules of the package; what the runtime imports from elsewhere stands in the runtime. */
  *#specifier(specifier: ts.Expression): Generator<string> {
    const isOwn =
      ts.isStringLiteral(specifier) &&
      /^\.\.?\/.*\.js$/u.test(specifier.text) &&
      this.#context.paths.has(this.#pathOf(specifier.text));
    if (!isOwn) yield this.#says("imports something outside of the package", specifier);
  }

  *#interface({
    members,
    heritageClauses,
    typeParameters,
  }: ts.InterfaceDeclaration): Generator<string> {
    if (heritageClauses !== undefined || typeParameters !== undefined) {
      yield "has an interface that extends something or takes types";
    }
    for (const member of members) yield* this.#type(member);
  }

  *#alias({ type, typeParameters }: ts.TypeAliasDeclaration): Generator<string> {
    if (typeParameters !== undefined) yield "has a type that takes types";
    yield* this.#type(type);
  }

  *#data({ declarationList }: ts.VariableStatement): Generator<string> {
    const [declaration, ...others] = declarationList.declarations;
    const { flags } = declarationList;
    if (
      declaration?.initializer === undefined ||
      !ts.isIdentifier(declaration.name) ||
      others.length > 0 ||
      (flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const
    ) {
      return yield this.#says("has variables that are not emitted", declarationList);
    }
    if (declaration.type !== undefined) yield* this.#type(declaration.type);
    const strange = strangeDataNode(declaration.initializer, this.#bindings);
    if (strange !== undefined) yield this.#says("has data that is no literal", strange);
  }

  *#class(statement: ts.ClassDeclaration): Generator<string> {
    const { heritageClauses, typeParameters, members } = statement;
    if (heritageClauses !== undefined || typeParameters !== undefined) {
      yield "has a class that extends something or takes types";
    }
    for (const member of members) yield* this.#member(member);
  }

  *#member(member: ts.ClassElement): Generator<string> {
    const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
    const hasDecorators = ts.canHaveDecorators(member) && ts.getDecorators(member) !== undefined;
    const isReadOnly = ts.isPropertyDeclaration(member);
    if (
      hasDecorators ||
      modifiers.some(({ kind }) => !isReadOnly || kind !== ts.SyntaxKind.ReadonlyKeyword)
    ) {
      yield this.#says("has a member with a modifier that is not emitted", member);
    }
    if (member.name !== undefined && !ts.isPrivateIdentifier(member.name)) {
      const strange = strangeKey(member.name);
      if (strange !== undefined) yield this.#says("has a member with a computed name", strange);
    }
    if (ts.isPropertyDeclaration(member)) {
      if (member.initializer !== undefined) {
        yield this.#says("has a property with a value", member.initializer);
      }
      if (member.type !== undefined) yield* this.#type(member.type);
      return;
    }
    const { shell } = this.#context;
    const isConstructor = ts.isConstructorDeclaration(member);
    if (!isConstructor && !ts.isMethodDeclaration(member) && !ts.isGetAccessorDeclaration(member)) {
      return yield this.#says("has a member of a kind that is not emitted", member);
    }
    yield* this.#signature(member);
    // An overload is a type, and nothing that runs.
    if (member.body === undefined) return;
    const body = member.body.statements;
    const isKnown = isConstructor
      ? body.every((statement) =>
          shell?.constructing.some((known) => haveShape([statement], [known], this.#bindings)),
        )
      : isOneOf(body, shell?.bodies ?? [], this.#bindings);
    if (!isKnown) yield this.#says("has a body that is not the template's", member);
  }

  *#function(statement: ts.FunctionDeclaration): Generator<string> {
    if (statement.asteriskToken !== undefined) yield "has a generator";
    yield* this.#signature(statement);
    const body = statement.body?.statements ?? [];
    const { shell } = this.#context;
    if (!isOneOf(body, shell?.functions ?? [], this.#bindings)) {
      yield this.#says("has a function that is not the template's", statement);
    }
  }

  *#signature({ parameters, type, typeParameters }: ts.SignatureDeclaration): Generator<string> {
    if (typeParameters !== undefined) yield "has a function that takes types";
    if (type !== undefined) yield* this.#type(type);
    for (const parameter of parameters) {
      const { name, type, initializer, modifiers, dotDotDotToken } = parameter;
      if (
        !ts.isIdentifier(name) ||
        modifiers !== undefined ||
        dotDotDotToken !== undefined ||
        (initializer !== undefined && !isEmptyObject(initializer))
      ) {
        yield this.#says("has a parameter that is not emitted", parameter);
      }
      if (type !== undefined) yield* this.#type(type);
    }
  }

  *#type(node: ts.Node): Generator<string> {
    const strange = strangeTypeNode(node);
    if (strange !== undefined) yield this.#says("has a type that is not emitted", strange);
  }

  #says(what: string, node: ts.Node): string {
    const { line } = this.#file.getLineAndCharacterOfPosition(node.getStart(this.#file));
    const text = node.getText(this.#file).replace(/\s+/gu, " ");
    return `${what}, in line ${line + 1}: ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
  }
}

function kindOf(statement: ts.Statement): StatementKind | undefined {
  if (ts.isExportDeclaration(statement)) return "re-export";
  if (ts.isInterfaceDeclaration(statement)) return "interface";
  if (ts.isTypeAliasDeclaration(statement)) return "type";
  if (ts.isVariableStatement(statement)) return "data";
  if (ts.isClassDeclaration(statement)) return "class";
  return ts.isFunctionDeclaration(statement) ? "function" : undefined;
}

function isEmptyObject(node: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(node) && node.properties.length === 0;
}
