import { Project, StructureKind, VariableDeclarationKind } from "ts-morph";
import type { JSDocStructure, OptionalKind, StatementStructures } from "ts-morph";
import type { DocText } from "./encode.js";
import type { Import, ModuleScope } from "./scope.js";
import type { Declaration, FunctionParameter, Property } from "./structures.js";
import { header } from "./write.js";

/** Turns modules into text that prettier lays out: the reference for `write.ts`, and what stands in for it. */
export class Printer {
  // Only a place for ts-morph to print into: no file is read, no type is checked.
  readonly #project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
  });

  print(scope: ModuleScope): string {
    // One structure for the whole file: adding members one by one would parse the file again for each.
    const file = this.#project.createSourceFile(
      `${scope.path}.ts`,
      { statements: [...scope.imports.map(importStructure), ...scope.declarations.map(spaced)] },
      { overwrite: true },
    );
    const text = file.getFullText();
    file.forget();
    return `${header}\n\n${text}`;
  }
}

function importStructure({ specifier, names, typeOnly }: Import): StatementStructures {
  return {
    kind: StructureKind.ImportDeclaration,
    moduleSpecifier: unquoted(specifier),
    namedImports: [...names],
    isTypeOnly: typeOnly,
  };
}

/** An empty line before each declaration; lists of re-exports stay together. */
function spaced(declaration: Declaration): StatementStructures {
  const structure = statement(declaration);
  if (declaration.kind === "re-export") return structure;
  return { ...structure, leadingTrivia: "\n" };
}

function statement(declaration: Declaration): StatementStructures {
  switch (declaration.kind) {
    case "interface":
      return {
        kind: StructureKind.Interface,
        name: declaration.name,
        isExported: true,
        ...docsOf(declaration.docs),
        properties: declaration.properties.map(property),
      };
    case "type":
      return {
        kind: StructureKind.TypeAlias,
        name: declaration.name,
        isExported: true,
        ...docsOf(declaration.docs),
        type: declaration.type,
      };
    case "const":
      return {
        kind: StructureKind.VariableStatement,
        declarationKind: VariableDeclarationKind.Const,
        isExported: declaration.exported,
        ...docsOf(declaration.docs),
        declarations: [
          {
            name: declaration.name,
            initializer: declaration.initializer,
            ...(declaration.type !== undefined && { type: declaration.type }),
          },
        ],
      };
    case "class":
      return {
        kind: StructureKind.Class,
        name: declaration.name,
        isExported: true,
        ...docsOf(declaration.docs),
        properties: declaration.properties.map(property),
        ...(declaration.constructor_ !== undefined && {
          ctors: [
            {
              ...docsOf(declaration.constructor_.docs),
              parameters: declaration.constructor_.parameters.map(parameter),
              statements: declaration.constructor_.body,
            },
          ],
        }),
        methods: declaration.methods.map((method) => ({
          name: method.name,
          ...docsOf(method.docs),
          parameters: method.parameters.map(parameter),
          returnType: method.returnType,
          statements: method.body,
          overloads: (method.overloads ?? []).map((signature) => ({
            ...docsOf(signature.docs),
            parameters: signature.parameters.map(parameter),
            returnType: signature.returnType,
          })),
        })),
        getAccessors: declaration.getters.map((getter) => ({
          name: getter.name,
          ...docsOf(getter.docs),
          returnType: getter.returnType,
          statements: getter.body,
        })),
      };
    case "re-export":
      return {
        kind: StructureKind.ExportDeclaration,
        isTypeOnly: declaration.typeOnly,
        namedExports: [...declaration.names],
        moduleSpecifier: unquoted(declaration.specifier),
      };
    case "function":
      return {
        kind: StructureKind.Function,
        name: declaration.name,
        isExported: true,
        ...docsOf(declaration.docs),
        parameters: declaration.parameters.map(parameter),
        returnType: declaration.returnType,
        statements: declaration.body,
      };
    default:
      return declaration satisfies never;
  }
}

function property({ name, type, optional, readonly, docs }: Property) {
  return {
    name,
    type,
    hasQuestionToken: optional === true,
    isReadonly: readonly === true,
    ...docsOf(docs),
  };
}

function parameter({ name, type, optional, initializer }: FunctionParameter) {
  return {
    name,
    type,
    hasQuestionToken: optional === true,
    ...(initializer !== undefined && { initializer }),
  };
}

function docsOf(docs: DocText | undefined): { docs?: OptionalKind<JSDocStructure>[] } {
  if (docs === undefined || docs === "") return {};
  return { docs: [{ description: docs.includes("\n") ? `\n${docs}` : docs }] };
}

/** ts-morph quotes module specifiers itself; ours hold nothing that quoting changes. */
function unquoted(specifier: string): string {
  return specifier.slice(1, -1);
}
