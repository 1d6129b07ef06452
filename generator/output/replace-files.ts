import { randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

export interface NewText {
  readonly path: string;
  readonly text: string;
}

/**
 * Gives files new texts and does work that belongs to them: when the work fails, the files are as they were. Each text
 * is written beside its file first, so that a full disk is met before anything has changed, and nobody reads half of one.
 */
export async function withNewTexts<T>(
  texts: readonly NewText[],
  work: () => Promise<T>,
): Promise<T> {
  const staged: Staged[] = [];
  const moved: Staged[] = [];
  try {
    for (const text of texts) staged.push(stage(text));
    for (const file of staged) {
      renameSync(file.fresh, file.path);
      moved.push(file);
    }
    return await work();
  } catch (error) {
    for (const { path, old } of moved) {
      if (old === undefined) rmSync(path, { force: true });
      else renameSync(old, path);
    }
    throw error;
  } finally {
    for (const { fresh, old } of staged) {
      rmSync(fresh, { force: true });
      if (old !== undefined) rmSync(old, { force: true });
    }
  }
}

/** Whether a file has this text. */
export function hasText({ path, text }: NewText): boolean {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

interface Staged {
  readonly path: string;
  readonly fresh: string;
  /** A second name of what is there, to go back to. */
  readonly old?: string;
}

function stage({ path, text }: NewText): Staged {
  const target = existsSync(path) ? realpathSync(path) : path;
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  const fresh = `${beside}.new`;
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(fresh, text);
    if (!existsSync(target)) return { path: target, fresh };
    const old = `${beside}.old`;
    keep(target, old);
    return { path: target, fresh, old };
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** By a link, which keeps everything; by a copy on file systems that have none. */
function keep(path: string, as: string): void {
  try {
    linkSync(path, as);
  } catch {
    copyFileSync(path, as);
  }
}
