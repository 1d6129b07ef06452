import { existsSync, watch, type FSWatcher } from "node:fs";
import { dirname, resolve } from "node:path";
import { generateProjects, type Generated, type Outcome, type RunArguments } from "./commands.js";
import { configNames, loadConfigs } from "./config.js";
import { DiagnosticError } from "./diagnostics.js";
import { isAddress } from "./project.js";

/** Of a burst of changes, as an editor makes them with one save, only the last one counts. */
const quiet = 60;

export interface WatchOptions {
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Is told of every run, and how long it took, in seconds. */
  readonly onRun: (outcomes: readonly Outcome<Generated>[], seconds: number) => void;
}

/**
 * Generates now, and again whenever the description, an overlay, what they refer to, or the configuration is saved. Bad
 * input is told like every other result. Version and changelog stay until `generate` is run by itself.
 */
export async function watchProjects(
  given: RunArguments,
  cwd: string,
  { signal, onRun }: WatchOptions,
): Promise<void> {
  const folders = new Folders();
  let known: ReadonlySet<string> = new Set();
  let isDue = true;
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const onChange = (file: string): void => {
    if (!known.has(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isDue = true;
      wake();
    }, quiet);
  };
  const stop = (): void => wake();
  signal.addEventListener("abort", stop);
  try {
    while (!signal.aborted) {
      if (!isDue) await new Promise<void>((go) => (wake = go));
      if (signal.aborted) break;
      isDue = false;
      known = new Set([...known, ...(await filesOf(given, cwd))]);
      folders.watch([...known], onChange);
      const start = performance.now();
      const outcomes = await runOnce(given, cwd);
      onRun(outcomes, (performance.now() - start) / 1000);
      const read = outcomes.flatMap(({ sources }) => [...sources.keys()]);
      known = new Set([...known, ...localFiles(read, cwd)]);
      folders.watch([...known], onChange);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    folders.close();
  }
}

/** What is wrong with the configuration is a result, too. */
async function runOnce(given: RunArguments, cwd: string): Promise<readonly Outcome<Generated>[]> {
  try {
    return await generateProjects({ ...given, isDraft: true }, cwd);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return [{ diagnostics: error.diagnostics, sources: new Map() }];
  }
}

/** The files that are named by the arguments and the configuration, whether they can be read or not. */
async function filesOf(given: RunArguments, cwd: string): Promise<readonly string[]> {
  const named = [given.description, given.config, ...(given.overlay ?? [])];
  const files = localFiles(
    named.filter((file) => file !== undefined),
    cwd,
  );
  if (given.description !== undefined && given.config === undefined) return files;
  if (given.config === undefined) files.push(...configNames.map((name) => resolve(cwd, name)));
  try {
    for (const { folder, inputs } of await loadConfigs(cwd, given.config)) {
      const inside = inputs.flatMap(({ description, overlays }) => [description, ...overlays]);
      files.push(
        ...localFiles(
          inside.map(({ value }) => value),
          folder,
        ),
      );
    }
  } catch (error) {
    // The run tells what is wrong with it.
    if (!(error instanceof DiagnosticError)) throw error;
  }
  return files;
}

function localFiles(files: readonly string[], base: string): string[] {
  return files.filter((file) => !isAddress(file)).map((file) => resolve(base, file));
}

/** Watches folders, not files: an editor that saves by renaming leaves a watched file behind. */
class Folders {
  readonly #watchers = new Map<string, FSWatcher>();

  watch(files: readonly string[], onChange: (file: string) => void): void {
    for (const folder of new Set(files.map((file) => dirname(file)))) {
      if (this.#watchers.has(folder) || !existsSync(folder)) continue;
      const watcher = watch(folder, (_, name) => {
        if (name !== null) onChange(resolve(folder, name));
      });
      // A folder that is removed is watched no more; what is in it is missing, which the next run tells.
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }
}
