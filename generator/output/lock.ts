import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setImmediate, setTimeout } from "node:timers/promises";

export interface LockOptions {
  /** How long to wait for another run, in milliseconds. */
  readonly patience?: number;
}

/** The run that holds the lock did not let go of it in time. */
export class LockedError extends Error {}

/**
 * Does the work while no other process does its own under the same lock file. The work is synchronous: it cannot be
 * interrupted by Ctrl-C then, which waits until the work is done and takes effect after it.
 */
export async function withLock<T>(
  file: string,
  work: () => T,
  { patience = 30_000 }: LockOptions = {},
): Promise<T> {
  const owner = JSON.stringify({ process: process.pid, host: hostname(), token: randomUUID() });
  const deadline = Date.now() + patience;
  while (!take(file, owner)) {
    const holder = readOwner(file);
    if (holder !== undefined && isAbandoned(file, holder)) {
      removeAbandoned(file, holder);
    } else if (Date.now() > deadline) {
      throw new LockedError(`process ${parse(holder)?.process ?? "unknown"} holds the lock`);
    } else {
      await setTimeout(20);
    }
  }
  return uninterrupted(() => {
    try {
      return work();
    } finally {
      release(file, owner);
    }
  });
}

function take(file: string, owner: string): boolean {
  try {
    writeFileSync(file, owner, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readOwner(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A lock that cannot be removed is no failure of the work: once we are gone, it counts as abandoned. */
function release(file: string, owner: string): void {
  try {
    if (readOwner(file) === owner) rmSync(file, { force: true });
  } catch {
    return;
  }
}

interface Owner {
  readonly process: number;
  readonly host: string;
}

function parse(owner: string | undefined): Owner | undefined {
  try {
    return JSON.parse(owner ?? "") as Owner;
  } catch {
    return undefined;
  }
}

/** The work takes milliseconds, so whoever holds the lock for a minute does not exist any more, wherever it ran. */
const longestWork = 60_000;

function isAbandoned(file: string, holder: string): boolean {
  const owner = parse(holder);
  if (owner?.host === hostname() && !isAlive(owner.process)) return true;
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > longestWork;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Of several that find the lock abandoned, one moves it away. Whoever comes late may have moved a new owner's lock, and
 * puts it back.
 */
function removeAbandoned(file: string, holder: string): void {
  const moved = `${file}.${process.pid}-${randomUUID()}`;
  try {
    renameSync(file, moved);
  } catch {
    return;
  }
  const found = readOwner(moved);
  if (found !== undefined && found !== holder) take(file, found);
  rmSync(moved, { force: true });
}

const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function uninterrupted<T>(work: () => T): Promise<T> {
  const received: NodeJS.Signals[] = [];
  const hold = (signal: NodeJS.Signals) => void received.push(signal);
  for (const signal of interrupts) process.on(signal, hold);
  try {
    return work();
  } finally {
    // Signals that came meanwhile are delivered in the next round of the event loop.
    await setImmediate();
    await setImmediate();
    for (const signal of interrupts) process.off(signal, hold);
    for (const signal of received) process.kill(process.pid, signal);
  }
}
