import ts from "typescript";

/** A name of a module that comes from another one. */
export interface Imported {
  readonly name: string;
  /** The path of the other module in the package. */
  readonly path: string;
  readonly typeOnly: boolean;
}

/** What the names of a module stand for. Every other name is a global one, and data has no use for those. */
export interface Bindings {
  readonly imports: ReadonlyMap<string, Imported>;
  /** Names that the module declares itself, but types. */
  readonly values: ReadonlySet<string>;
}

export function bindingsOf(file: ts.SourceFile, pathOf: (specifier: string) => string): Bindings {
  const imports = new Map<string, Imported>();
  const values = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const { moduleSpecifier, importClause } = statement;
      const named = importClause?.namedBindings;
      if (!ts.isStringLiteral(moduleSpecifier) || named === undefined || !ts.isNamedImports(named))
        continue;
      const path = pathOf(moduleSpecifier.text);
      for (const { name, propertyName, isTypeOnly } of named.elements) {
        const typeOnly = isTypeOnly || importClause?.isTypeOnly === true;
        imports.set(name.text, { name: (propertyName ?? name).text, path, typeOnly });
      }
    } else if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name)) values.add(name.text);
      }
    } else if (ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement)) {
      if (statement.name !== undefined) values.add(statement.name.text);
    }
  }
  return { imports, values };
}

/** Whether a name is a value of this package; `eval` and `globalThis` are not. */
export function isBound(name: string, { imports, values }: Bindings): boolean {
  return values.has(name) || imports.get(name)?.typeOnly === false;
}
