import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { typesOfPeer } from "./peers.mjs";

const tsc = fileURLToPath(
  new URL("../../tools/node_modules/typescript-7.0/bin/tsc", import.meta.url),
);
const BATCH_BYTES = 16_000_000;
const OPTIONS = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * For each description, which of its cases the compiler refuses, as literals of the type that a generator made; cases
 * without a type are undefined, and so is a description of which the generator made nothing.
 */
export function compileCases(tool, descriptions, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const programs = descriptions.flatMap((entry) => {
    const found = typesOf(tool, entry);
    if (found === undefined) return [];
    const lines = [`import type * as T from "${found.module}";`];
    const numbers = entry.cases.map(({ schema, direction, text }) => {
      const type = found.types[schema]?.[direction];
      return type === undefined
        ? undefined
        : lines.push(`export const c${lines.length}: T.${type} = ${text};`);
    });
    const file = join(entry.folder, tool, "cases.ts");
    writeFileSync(file, `${lines.join("\n")}\n`);
    const bytes = lines.reduce((sum, line) => sum + line.length, 0) + found.bytes;
    return [{ key: entry.file, file, numbers, bytes }];
  });
  const messages = new Map();
  for (const [index, batch] of batchesOf(programs).entries()) {
    const project = join(folder, `tsconfig.${index}.json`);
    writeFileSync(
      project,
      JSON.stringify({
        compilerOptions: OPTIONS,
        files: batch.map(({ file }) => relative(folder, file)),
      }),
    );
    for (const { file, line, text } of errorsOf(project, folder)) {
      const key = join(folder, file);
      if (!messages.has(key)) messages.set(key, new Map());
      if (!messages.get(key).has(line)) messages.get(key).set(line, text);
    }
  }
  return new Map(
    programs.map(({ key, file, numbers }) => [
      key,
      numbers.map((line) =>
        line === undefined ? undefined : (messages.get(file)?.get(line) ?? ""),
      ),
    ]),
  );
}

function typesOf(tool, { folder, prepared, cases }) {
  const own = join(folder, tool);
  if (tool !== "ours") {
    const schemas = Object.keys(JSON.parse(readFileSync(prepared, "utf8")).components.schemas);
    const found = typesOfPeer(tool, own, schemas);
    return found && { ...found, bytes: 4 * cases.length };
  }
  const types = join(own, "types.json");
  if (!existsSync(types)) return undefined;
  return {
    module: "./src/models/probe.js",
    types: JSON.parse(readFileSync(types, "utf8")),
    bytes: 0,
  };
}

function errorsOf(project, folder) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsc, "-p", project, "--pretty", "false"],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 29,
    },
  );
  const errors = [];
  for (const line of stdout.split("\n")) {
    const [, file, number, text] = /^(\S+cases\.ts)\((\d+),\d+\): error (.*)$/.exec(line) ?? [];
    if (file !== undefined) errors.push({ file, line: Number(number), text });
    else if (/^\s/.test(line) && errors.length > 0 && errors.at(-1).text.length < 600)
      errors.at(-1).text += `\n${line}`;
  }
  if (status !== 0 && !/error TS/.test(stdout))
    throw new Error(`tsc: ${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}`);
  return errors;
}

function batchesOf(programs) {
  const batches = [];
  let left = 0;
  for (const program of programs) {
    if (left < program.bytes) {
      batches.push([]);
      left = BATCH_BYTES;
    }
    batches.at(-1).push(program);
    left -= program.bytes;
  }
  return batches;
}
