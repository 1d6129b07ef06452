import { printable } from "../printable.js";
import type { ApiModel } from "../model/types.js";

/** A file of the package that is not a module of ours. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** What npm and the compiler need to know of the package. */
export function emitPackage(model: ApiModel, openapiFetchVersion: string): readonly TextFile[] {
  return [
    { path: "package.json", text: json(manifest(model, openapiFetchVersion)) },
    { path: "tsconfig.json", text: json(compilerConfig) },
  ];
}

function manifest(model: ApiModel, openapiFetchVersion: string): object {
  return {
    name: model.packageName,
    version: model.packageVersion,
    description: `Client for ${model.title.replace(/\s+/gu, " ").trim()}.`,
    type: "module",
    sideEffects: false,
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./package.json": "./package.json",
    },
    types: "./dist/index.d.ts",
    files: ["dist", "src", "api.md", "CHANGELOG.md", "generation.json"],
    engines: { node: ">=20" },
    scripts: { build: "tsc -p tsconfig.json", prepack: "npm run build" },
    dependencies: { "openapi-fetch": openapiFetchVersion },
    devDependencies: { typescript: ">=5.5" },
  };
}

const compilerConfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    types: [],
    rootDir: "src",
    outDir: "dist",
    declaration: true,
    declarationMap: true,
    sourceMap: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
  },
  include: ["src"],
};

/** Without characters that a reader cannot see or that turn text around; the escapes mean the same. */
export function json(value: object): string {
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}
