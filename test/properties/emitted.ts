/** The client that a description becomes, bundled and ready to be called: what a user runs, not what we wrote. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

import type { GenerateOptions } from "../../generator/generate.js";
import { generateFrom, root } from "../generate/harness.js";

type Method = (params?: object, options?: object) => Promise<unknown>;
/** A method of a resource, by the operationId of the description. */
export type Call = (
  operationId: string,
  params?: object,
  options?: object,
) => ReturnType<Method> & AsyncIterable<unknown>;

export interface Emitted {
  /** The package in one module, with everything it needs. */
  readonly code: string;
  readonly exports: Readonly<Record<string, never>>;
  readonly client: (options: object) => { call: Call };
}

/** Generates a package of one resource ("Rows"), whose methods are named like their operationIds. */
export async function emit(
  description: object | string,
  options: GenerateOptions = {},
): Promise<Emitted> {
  const { files, diagnostics } = await generateFrom(description, {
    clientName: "TestClient",
    ...options,
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const code = await bundle(new Map(files.map(({ path, text }) => [path, text])));
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const exports = (await import(/* @vite-ignore */ url)) as Record<string, never>;
  const client = (options: object) => {
    const Client = exports["TestClient"] as unknown as new (
      options: object,
    ) => Readonly<Record<string, Readonly<Record<string, Method>>>>;
    const { rows } = new Client(options);
    const call: Call = (operationId, params, options) => {
      const method = rows?.[operationId];
      if (method === undefined) throw new Error(`no method ${operationId}`);
      return (
        params === undefined ? method.call(rows) : method.call(rows, params, options)
      ) as ReturnType<Call>;
    };
    return { call };
  };
  return { code, exports, client };
}

export async function bundle(files: ReadonlyMap<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ["src/index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "silent",
    absWorkingDir: root,
    plugins: [
      {
        name: "emitted",
        setup(plugin) {
          plugin.onResolve({ filter: /^(\.|src\/)/ }, ({ path, importer }) => {
            const target = join(dirname(importer), path).replace(/\.js$/, ".ts");
            // What is not emitted is a file of openapi-fetch.
            if (existsSync(join(dirname(importer), path)) && !files.has(target)) return undefined;
            return { path: target, namespace: "emitted" };
          });
          plugin.onLoad({ filter: /.*/, namespace: "emitted" }, ({ path }) => ({
            contents: files.get(path) ?? "",
            loader: "ts",
            resolveDir: root,
          }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? "";
}

/** A description of one resource with these operations, by operationId. */
export function describeRows(
  operations: Readonly<Record<string, { readonly path: string } & Record<string, unknown>>>,
  more: object = {},
): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, { path, method = "get", ...operation }] of Object.entries(operations)) {
    (paths[path] ??= {})[String(method)] = {
      operationId,
      // Whatever the paths are.
      "x-fern-sdk-group-name": "rows",
      "x-fern-sdk-method-name": operationId,
      responses: { "200": { description: "", content: { "application/json": { schema: {} } } } },
      ...operation,
    };
  }
  return {
    openapi: "3.1.1",
    info: { title: "Rows", version: "1" },
    servers: [{ url: "https://api.test/v1" }],
    paths,
    ...more,
  };
}
