import { dirname, relative, sep } from "node:path";
import ts from "typescript";
import type { CallSite } from "./call-site.js";
import type { Change, Used } from "./change.js";

/**
 * The places in a program that use what changed, by the type checker: what an expression means is what its declaration
 * in the old package says, whatever it is called on the way there. `undefined` where no file matches.
 */
export function callSites(
  changes: readonly Change[],
  patterns: readonly string[],
  cwd: string,
): ReadonlyMap<Change, readonly CallSite[]> | undefined {
  const files = ts.sys.readDirectory(cwd, extensions, ["**/node_modules"], patterns);
  if (files.length === 0) return undefined;
  const program = ts.createProgram(files, optionsFor(cwd));
  const wanted = new Map<string, Change[]>();
  for (const change of changes) {
    for (const used of change.used) {
      const key = keyOf(used);
      wanted.set(key, [...(wanted.get(key) ?? []), change]);
    }
  }
  const search = new Search(program.getTypeChecker(), wanted, cwd);
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source !== undefined) search.visit(source);
  }
  return search.found;
}

const extensions = [".ts", ".tsx", ".mts", ".cts"];

/** The program's own settings, without what only matters when it is built. */
function optionsFor(cwd: string): ts.CompilerOptions {
  const path = ts.findConfigFile(cwd, ts.sys.fileExists);
  const defaults: ts.CompilerOptions = {
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  if (path === undefined) return { ...defaults, noEmit: true };
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as { readonly config?: unknown };
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, dirname(path));
  return { ...options, noEmit: true, skipLibCheck: true };
}

function keyOf(used: Used): string {
  switch (used.kind) {
    case "member":
      return `member ${used.module} ${used.of} ${used.name}`;
    case "literal":
      return `literal ${used.module} ${used.of}`;
    case "export":
      return `export ${used.module} ${used.name}`;
    default:
      return used satisfies never;
  }
}

/** Walks through files and notes each place that means something that is wanted. */
class Search {
  readonly #checker: ts.TypeChecker;
  readonly #wanted: ReadonlyMap<string, readonly Change[]>;
  readonly #cwd: string;
  readonly #found = new Map<Change, CallSite[]>();

  constructor(
    checker: ts.TypeChecker,
    wanted: ReadonlyMap<string, readonly Change[]>,
    cwd: string,
  ) {
    this.#checker = checker;
    this.#wanted = wanted;
    this.#cwd = cwd;
  }

  get found(): ReadonlyMap<Change, readonly CallSite[]> {
    return this.#found;
  }

  visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      this.#visitNames(node);
      return;
    }
    const symbol = this.#symbolOf(node);
    if (symbol !== undefined) this.#note(symbol, node);
    if (ts.isObjectLiteralExpression(node)) this.#noteLiteral(node);
    ts.forEachChild(node, (child) => {
      this.visit(child);
    });
  }

  /** An import is only of interest when the name itself is gone: what is done with it stands further below. */
  #visitNames(node: ts.Node): void {
    if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
      const name = node.propertyName ?? node.name;
      const symbol = this.#checker.getSymbolAtLocation(name);
      if (symbol !== undefined) {
        this.#note(symbol, name, ({ kind }) => kind === "type-removed" || kind === "type-renamed");
      }
    }
    ts.forEachChild(node, (child) => {
      this.#visitNames(child);
    });
  }

  /** What a name in the program stands for; of a property also where it is taken out or put in by a pattern or a literal. */
  #symbolOf(node: ts.Node): ts.Symbol | undefined {
    const { parent } = node;
    if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(parent)) {
      return this.#checker.getTypeAtLocation(parent.expression).getProperty(node.text);
    }
    if (!ts.isIdentifier(node)) return undefined;
    if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
      const isTaken =
        parent.propertyName === undefined ? parent.name === node : parent.propertyName === node;
      if (isTaken) return this.#checker.getTypeAtLocation(parent.parent).getProperty(node.text);
    }
    const isWritten =
      (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) &&
      parent.name === node &&
      ts.isObjectLiteralExpression(parent.parent);
    if (isWritten) {
      return this.#wantedBy(parent.parent)?.getProperty(node.text);
    }
    return this.#checker.getSymbolAtLocation(node);
  }

  /** The type that the place of an object literal asks for. */
  #wantedBy(node: ts.ObjectLiteralExpression): ts.Type | undefined {
    const type = this.#checker.getContextualType(node);
    return type && this.#checker.getNonNullableType(type);
  }

  #noteLiteral(node: ts.ObjectLiteralExpression): void {
    const type = this.#wantedBy(node);
    const types = type?.isUnion() === true ? type.types : type === undefined ? [] : [type];
    for (const one of types) {
      const declaration = one.getSymbol()?.declarations?.[0];
      if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) continue;
      this.#noteKey("literal", declaration, declaration.name.text, node);
    }
  }

  #note(symbol: ts.Symbol, node: ts.Node, isWanted?: (change: Change) => boolean): void {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of target.declarations ?? []) {
      const owner = ownerOf(declaration);
      if (owner === undefined) this.#noteKey("export", declaration, target.name, node, isWanted);
      else this.#noteKey("member", declaration, `${owner} ${target.name}`, node, isWanted);
    }
  }

  #noteKey(
    kind: Used["kind"],
    declaration: ts.Node,
    names: string,
    node: ts.Node,
    isWanted: (change: Change) => boolean = () => true,
  ): void {
    const path = declaration.getSourceFile().fileName.replace(/\.d\.[mc]?ts$|\.[mc]?tsx?$/u, "");
    const segments = path.split("/");
    // `…/src/resources/repos/issues`: the module is what stands behind one of the slashes.
    for (let index = 1; index < segments.length; index++) {
      const key = `${kind} ${segments.slice(index).join("/")} ${names}`;
      for (const change of this.#wanted.get(key) ?? []) {
        if (isWanted(change)) this.#add(change, node);
      }
    }
  }

  #add(change: Change, node: ts.Node): void {
    const source = node.getSourceFile();
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    const sites = this.#found.get(change) ?? [];
    this.#found.set(change, sites);
    const site: CallSite = {
      file: relative(this.#cwd, source.fileName).split(sep).join("/"),
      line: line + 1,
      column: character + 1,
      text: (source.text.split(/\r\n?|\n/u)[line] ?? "").trim().slice(0, 160),
    };
    const isKnown = sites.some(
      (one) => one.file === site.file && one.line === site.line && one.column === site.column,
    );
    if (!isKnown) sites.push(site);
  }
}

/** The class, interface or constant that a member is declared in. */
function ownerOf(declaration: ts.Declaration): string | undefined {
  const { parent } = declaration;
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) return parent.name?.text;
  for (let node: ts.Node = parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) return node.name.text;
    if (ts.isStatement(node)) return undefined;
  }
  return undefined;
}
