import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Api } from "../../generator/compare/shape.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import { emitModules } from "../../generator/generate.js";
import { buildModel } from "../../generator/model/build.js";
import { everyResource } from "../../generator/model/every-resource.js";
import type { Operation } from "../../generator/model/types.js";
import { Printer } from "../../generator/morph/print.js";
import { readDocument } from "../../generator/spec/read-document.js";
import type { Schema } from "../../generator/spec/openapi.js";
import { loadTemplates } from "../../generator/templates.js";
import { root } from "../generate/harness.js";
import type { Json } from "./descriptions.js";

const templates = loadTemplates(root);
const reservedTypeNames = templates.runtimeExports.map(({ name }) => name);
const tsc = join(root, "test/tools/node_modules/typescript-7.0/bin/tsc");

export function apiOf(description: Json, file = "openapi.json"): Api {
  const text = JSON.stringify(description);
  const diagnostics = new Diagnostics();
  const document = readDocument({ description: { file, text }, overlays: [] }, diagnostics);
  if (document === undefined) throw new Error(JSON.stringify(diagnostics.list));
  return { document, model: buildModel(document, { reservedTypeNames }) };
}

/** Packages and programs in one folder, compiled together: the runtime is the same file for all of them. */
export class Judge {
  readonly folder = mkdtempSync(join(tmpdir(), "clientwright-diff-"));

  constructor() {
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** The modules as `generate` emits them; laying them out would take longer than all else. */
  addPackage(name: string, { model, document }: Api): void {
    const printer = new Printer();
    for (const scope of emitModules(model, document, templates))
      this.#write(`${name}/src/${scope.path}.ts`, printer.print(scope));
    symlinkSync(join(root, "templates/runtime"), join(this.folder, name, "src/runtime"));
  }

  /** A program written for the old package, compiled with the new one. */
  addProgram(name: string, old: string, now: string, api: Api): void {
    this.#write(`${name}.ts`, programFor(api, old, now));
  }

  /** The compiler's first message for each program that has one; a package with errors of its own is a failure. */
  compile(): ReadonlyMap<string, string> {
    const compilerOptions = {
      target: "ES2022",
      module: "ESNext",
      moduleResolution: "bundler",
      lib: ["ES2022", "DOM", "DOM.Iterable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
    };
    this.#write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const { stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", ".", "--pretty", "false"], {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    const messages = new Map<string, string>();
    for (const line of `${stdout}${stderr}`.split("\n")) {
      const [, file, message] = /^(\S+?)\.ts\(\d+,\d+\): error (.*)$/u.exec(line) ?? [];
      if (file === undefined || message === undefined) continue;
      if (file.includes("/")) throw new Error(`a package does not compile: ${line}`);
      if (!messages.has(file)) messages.set(file, line);
    }
    return messages;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }
}

/**
 * Uses every operation, field and enum value of the old package: arguments are of the old types, results are taken for
 * the old types.
 */
function programFor(api: Api, old: string, now: string): string {
  const { model } = api;
  const lines = [
    `import type * as Old from "./${old}/src/index.js";`,
    `import * as New from "./${now}/src/index.js";`,
    `declare const client: New.${model.clientName};`,
    `export const made = (options: Old.${model.clientName}Options) => new New.${model.clientName}(options);`,
  ];
  const say = (line: string): void => void lines.push(line);
  for (const { path, className, operations } of everyResource(model.resources)) {
    say(`export type Class_${className} = New.${className};`);
    for (const operation of operations) useOperation(operation, path, className, say);
  }
  let count = 0;
  for (const one of model.models) {
    if (one.kind === "enum") {
      for (const { key } of one.members) say(`New.${one.name}[${JSON.stringify(key)}];`);
      say(`export type T${count++} = New.${one.name};`);
      continue;
    }
    for (const { name, direction } of one.views) {
      say(`export type T${count++} = New.${name};`);
      const fields = fieldsOf(api, api.document.schemaAt(one.pointer), `New.${name}`, direction);
      for (const { type, values } of fields) {
        say(`export type T${count} = ${type};`);
        for (const [index, value] of values.entries()) {
          const isIt = `value === ${JSON.stringify(value)}`;
          say(`export const is${count}_${index} = (value: T${count}) => ${isIt};`);
        }
        count++;
      }
    }
  }
  return `${lines.join("\n")}\n`;
}

function useOperation(
  operation: Operation,
  path: string,
  className: string,
  say: (line: string) => void,
): void {
  const { name, paramsName, parameters, body, errors, kind } = operation;
  const id = `${path.replaceAll(".", "_")}_${name}`;
  const call = `client.${path}.${name}`;
  const result = `Awaited<ReturnType<Old.${className}["${name}"]>>`;
  if (paramsName === undefined) {
    say(
      `export async function ${id}(options: Old.RequestOptions): Promise<${result}> { return await ${call}(options); }`,
    );
    say(`export const ${id}_bare = () => ${call}();`);
  } else {
    say(
      `export async function ${id}(params: Old.${paramsName}): Promise<${result}> { return await ${call}(params, {}); }`,
    );
    const isFree = parameters.every(({ required }) => !required) && body?.required !== true;
    if (isFree) say(`export const ${id}_bare = () => ${call}();`);
    const keys = [...parameters.map(({ key }) => key), ...(body === undefined ? [] : ["body"])];
    for (const [index, key] of keys.entries())
      say(`export type ${id}_${index} = New.${paramsName}[${JSON.stringify(key)}];`);
  }
  if (kind === "list") {
    const params = paramsName === undefined ? "" : `params: Old.${paramsName}`;
    say(
      `export async function ${id}_all(${params}) { for await (const item of ${call}(${paramsName === undefined ? "" : "params"})) { const one: ${result}["items"][number] = item; void one; } }`,
    );
  }
  if (errors === undefined) return;
  say(`export type ${id}_errors = New.${errors.name};`);
  for (const { status, body: answer } of errors.responses) {
    if (typeof status !== "number" || answer.kind !== "json" || answer.type === undefined) continue;
    say(
      `export function ${id}_${status}(error: New.${errors.name}) { if (error.status === ${status}) { const body: Extract<Old.${errors.name}, { status: ${status} }>["body"] = error.body; return body; } return undefined; }`,
    );
  }
}

interface Field {
  readonly type: string;
  /** Values of a list without a name, which a reader compares with. */
  readonly values: readonly (string | number)[];
}

/** The fields of an object, its parts, and of what is written inside it, as types of the new package. */
function fieldsOf(
  { document }: Api,
  schema: Schema,
  type: string,
  direction: "request" | "response",
): Field[] {
  const within = (inner: Schema | undefined, at: string): Field[] =>
    inner === undefined ? [] : [{ type: at, values: valuesOf(inner) }, ...below(inner, at)];
  const valuesOf = (inner: Schema): Field["values"] =>
    typeof inner === "object" && direction === "response"
      ? (inner.enum ?? []).filter((value) => typeof value === "string" || typeof value === "number")
      : [];
  const hidden = direction === "request" ? "readOnly" : "writeOnly";
  const below = (inner: Schema, at: string): Field[] => {
    if (typeof inner === "boolean" || inner.$ref !== undefined) return [];
    const own = Object.entries(inner.properties ?? {}).flatMap(([name, property]) =>
      typeof property === "object" && property[hidden] === true
        ? []
        : within(property, `NonNullable<${at}[${JSON.stringify(name)}]>`),
    );
    const { items, additionalProperties: values } = inner;
    // Nobody takes apart what they send.
    const isRead = direction === "response" && typeof values === "object";
    const isMap = own.length === 0 && isRead && inner.type === "object";
    return [
      ...own,
      ...within(items, `${at}[number]`),
      ...(isMap ? within(values, `NonNullable<${at}[string]>`) : []),
      // What a part brings in from elsewhere is a field of the whole.
      ...(inner.allOf ?? []).flatMap((part) => below(document.resolve(part), at)),
    ];
  };
  return below(schema, type);
}
