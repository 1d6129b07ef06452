import type { Difference } from "../output.js";
import { shellWord } from "../shell-word.js";
import type { Generation, RecordedInput } from "../release/generation.js";

/** Why the folder is not as it would be generated now. */
export interface Cause {
  readonly kind:
    | "description"
    | "overlay"
    | "reference"
    | "configuration"
    | "generator"
    | "version"
    | "edited"
    | "missing"
    | "foreign"
    | "absent"
    | "interrupted"
    | "unknown";
  /** A sentence without its full stop. */
  readonly message: string;
  /** The file it is about: an input as the record names it, or a path of the package. */
  readonly file?: string;
  readonly line?: number;
  /** What to type to mend it. */
  readonly command: string;
  /** What else there is to do, or to think of. */
  readonly hint?: string;
}

export interface CausesInput {
  /** The records of the last run and of this one. */
  readonly old: Generation | undefined;
  readonly now: Generation;
  /** The version that package.json has. */
  readonly version: string | undefined;
  readonly differences: readonly Difference[];
  readonly foreign: readonly string[];
  /** A run was killed while it wrote: what is there is of two packages. */
  readonly isInterrupted: boolean;
  /** How messages name the output folder. */
  readonly output: string;
  /** The command that generates. */
  readonly command: string;
}

/** From what went in to what came out: inputs, settings, the generator, then single files. */
export function causesOf(input: CausesInput): readonly Cause[] {
  const { old, now, differences, command } = input;
  const files = [...fileCauses(input), ...foreignCauses(input)];
  if (differences.length === 0) return files;
  if (input.isInterrupted) return [interruptedCause(input)];
  if (old === undefined) return [absentCause(input), ...files];
  const origins = [
    ...inputCauses(old.inputs, now.inputs, command),
    ...settingCauses(old.settings, now.settings, command),
    ...generatorCauses(old, now, command),
    ...versionCauses(old, input),
  ];
  const rest = differences.filter(
    ({ path, isOutOfDate }) => isOutOfDate && path !== "generation.json",
  );
  if (origins.length > 0) return [...origins, ...files];
  if (rest.length > 0) return [unknownCause(input), ...files];
  return files.length > 0 ? files : [recordCause(input)];
}

function absentCause({ differences, output, command }: CausesInput): Cause {
  const isEmpty = differences.every(({ state }) => state === "missing");
  return {
    kind: "absent",
    message: isEmpty
      ? `${output} has not been generated yet`
      : `${output} has no generation.json that can be read`,
    command,
  };
}

function interruptedCause({ output, command }: CausesInput): Cause {
  return {
    kind: "interrupted",
    message: `a run was killed while it wrote ${output}, which holds files of two packages`,
    command,
    hint: "The next run completes what that one began, then goes on from there.",
  };
}

const roles = ["description", "overlay", "reference"] as const;

function inputCauses(
  old: readonly RecordedInput[],
  now: readonly RecordedInput[],
  command: string,
): readonly Cause[] {
  return roles.flatMap((role) => {
    const before = old.filter((input) => input.role === role);
    const after = now.filter((input) => input.role === role);
    const gone = without(before, after);
    const come = without(after, before);
    const changed = come.filter(({ file }) => gone.some((input) => input.file === file));
    const isChanged = ({ file }: RecordedInput): boolean =>
      changed.some((input) => input.file === file);
    const cause = (file: string, what: string): Cause => ({
      kind: role,
      message: `the ${words[role]} ${file} ${what}`,
      file,
      command,
    });
    const order = come.length === 0 && gone.length === 0 && !isSame(before, after);
    return [
      ...changed.map(({ file }) => cause(file, "changed")),
      ...come.filter((input) => !isChanged(input)).map(({ file }) => cause(file, "is new")),
      ...gone
        .filter((input) => !isChanged(input))
        .map(({ file }) => cause(file, "is used no more")),
      ...(order ? [cause(after[0]?.file ?? "", "has another name or place")] : []),
    ];
  });
}

const words = {
  description: "description",
  overlay: "overlay",
  reference: "referenced document",
} as const;

function without(
  list: readonly RecordedInput[],
  others: readonly RecordedInput[],
): readonly RecordedInput[] {
  return list.filter(({ sha256 }) => !others.some((input) => input.sha256 === sha256));
}

function isSame(old: readonly RecordedInput[], now: readonly RecordedInput[]): boolean {
  return JSON.stringify(old) === JSON.stringify(now);
}

function settingCauses(
  old: Generation["settings"],
  now: Generation["settings"],
  command: string,
): readonly Cause[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.flatMap((key): Cause[] => {
    if (old[key] === now[key]) return [];
    const what =
      old[key] === undefined ? "is set now" : now[key] === undefined ? "is gone" : "changed";
    return [{ kind: "configuration", message: `${key} in the configuration ${what}`, command }];
  });
}

function generatorCauses(old: Generation, now: Generation, command: string): readonly Cause[] {
  if (old.generator === now.generator) return [];
  return [
    {
      kind: "generator",
      message: `clientwright ${old.generator} generated it, and this is ${now.generator}`,
      command,
      hint: `npm install --save-dev --save-exact clientwright@${old.generator} stays with the old one`,
    },
  ];
}

/** A version that somebody wrote into package.json is where the next ones go on. */
function versionCauses(
  { package: { version: recorded } }: Generation,
  { version, command }: CausesInput,
): readonly Cause[] {
  if (recorded === undefined || version === undefined || recorded === version) return [];
  const message = `the version was changed by hand, from ${recorded} to ${version}`;
  return [{ kind: "version", message, file: "package.json", command }];
}

/** Neither inputs, nor settings, nor the generator's version tell the difference. */
function unknownCause({ now, output, command }: CausesInput): Cause {
  return {
    kind: "unknown",
    message: `clientwright ${now.generator} makes ${output} differently now, from the same inputs`,
    command,
    hint: "the generator was changed under the same version, or generation.json by hand",
  };
}

/** All files are right, and only the record is not. */
function recordCause({ output, command }: CausesInput): Cause {
  return {
    kind: "edited",
    message: `generation.json is not what ${output} has: it was edited, merged, or the version was raised by hand`,
    file: "generation.json",
    command,
  };
}

function fileCauses({ differences, command, output, old }: CausesInput): readonly Cause[] {
  return differences.flatMap(({ path, state, line, isOurs, remark }): Cause[] => {
    const file = { file: path, ...(line !== undefined && { line }) };
    if (state === "edited") {
      const place = line === undefined ? "" : ` at line ${line}`;
      const hint = `takes the edit back; put it into an overlay or a file outside of ${output} first if it is to stay`;
      return [
        { kind: "edited", ...file, message: `${path} was edited by hand${place}`, command, hint },
      ];
    }
    if (state === "missing" && isOurs && old !== undefined) {
      const what = remark === undefined ? "is not there any more" : `is not there: ${remark}`;
      return [{ kind: "missing", ...file, message: `${path} ${what}`, command }];
    }
    if (state === "changed" && !isOurs) {
      const message = `${path} stands where a generated file belongs, and was not generated`;
      return [{ kind: "foreign", ...file, message, command: moved(output, path) }];
    }
    return [];
  });
}

function moved(output: string, path: string): string {
  return `mv ${shellWord(`${output}/${path.replace(/\/$/u, "")}`)} .`;
}

function foreignCauses({ foreign, output }: CausesInput): readonly Cause[] {
  return foreign.map((path) => ({
    kind: "foreign",
    file: path,
    message: `${path} was not generated; it is kept, and compiled with the rest`,
    command: moved(output, path),
  }));
}
