import type { GeneratedFile } from "./generated-file.js";
import { moduleRules, otherPaths, runtimePath, type ShellName } from "./gate/allowed.js";
import { moduleFaults } from "./gate/module.js";
import { pathFaults } from "./gate/paths.js";
import { shellOf } from "./gate/shells.js";
import { characterFaults, jsonFaults, markdownFaults } from "./gate/texts.js";
import { printable } from "./printable.js";

/** The templates that a package is made from, as they lie in `templates/`. */
export interface GateTemplates {
  readonly shells: Readonly<Record<ShellName, { readonly text: string }>>;
  readonly runtime: readonly GeneratedFile[];
}

/** A file is not of the shape that we emit: text of the description may have become code. It is a bug of ours. */
export class GateError extends Error {}

/**
 * The last thing that happens to a package before it is written or compared: every file is read again, as it will lie in
 * the folder, and only what the table in `gate/allowed.ts` names may be in it. An encoder that lets text of the
 * description through does not get past here.
 */
export function gate(files: readonly GeneratedFile[], templates: GateTemplates): void {
  const found = faults(files, templates);
  if (found.length === 0) return;
  const more = found.length > 5 ? [`and ${found.length - 5} more`] : [];
  throw new GateError(
    ["What was generated is not what we emit, and was not written:", ...found.slice(0, 5), ...more]
      .map(printable)
      .join("\n  "),
  );
}

/** Everything that keeps the files from being a package, each with its path; nothing for those that are one. */
export function faults(
  files: readonly GeneratedFile[],
  { shells, runtime }: GateTemplates,
): readonly string[] {
  const context = {
    paths: new Set(files.map(({ path }) => path)),
    shells: new Map(
      Object.entries(shells).map(([name, { text }]) => [name as ShellName, shellOf(text)]),
    ),
    runtime: new Map(runtime.map(({ path, text }) => [path, text])),
  };
  return [
    ...[...pathFaults(files.map(({ path }) => path))],
    ...files.flatMap((file) => [...fileFaults(file, context)].map((fault) => [file.path, fault])),
  ].map(([path = "", fault = ""]) => `${path} ${fault}`);
}

interface Context {
  readonly paths: ReadonlySet<string>;
  readonly shells: ReadonlyMap<ShellName, ReturnType<typeof shellOf>>;
  readonly runtime: ReadonlyMap<string, string>;
}

function* fileFaults({ path, text }: GeneratedFile, { paths, shells, runtime }: Context) {
  if (runtimePath.test(path)) {
    if (runtime.get(path) !== text) yield "is not the template";
    return;
  }
  yield* characterFaults(text);
  if (otherPaths.has(path)) {
    yield* path.endsWith(".md") ? markdownFaults(text) : jsonFaults(path, text);
    return;
  }
  const rule = moduleRules.find(({ path: pattern }) => pattern.test(path));
  if (rule === undefined) return;
  const shell = rule.shell === undefined ? undefined : shells.get(rule.shell);
  yield* moduleFaults(path, text, { rule, shell, paths });
}
