/**
 * What the behaviours share. Everything in this folder runs on every platform, so it uses the web platform, the client
 * under test, and nothing else: no Node, no test runner.
 */

import { PetsClient } from "pets/client.js";
import type { PetsClientOptions } from "pets/core.js";
import type { Answer, Outcome, Place, Platform, Seen } from "./wire.js";

export const browsers: readonly Platform[] = ["page", "worker"];

/** What a client must do everywhere, and where it has to do something else. */
export interface Behaviour {
  /** Begins with the number of the statement it proves. */
  readonly title: string;
  run(session: Session): Promise<void>;
  /** Platforms on which something else is right, and why: none is left out without a word. */
  readonly elsewhere?: Difference;
}

export interface Difference {
  readonly on: readonly Platform[];
  readonly because: string;
  run(session: Session): Promise<void>;
}

/** One behaviour's part of the server, and clients for it. */
export class Session {
  readonly platform: Platform;
  readonly base: string;
  readonly otherBase: string;
  readonly deadOrigin: string;
  /** Milliseconds that the clients of this session waited between attempts; none of it took any time. */
  readonly waits: number[] = [];
  readonly #place: Place;
  readonly #name: string;

  constructor(place: Place, index: number) {
    this.#place = place;
    this.#name = `${place.run}-${index}`;
    this.platform = place.platform;
    this.base = `${place.origin}/${this.#name}`;
    this.otherBase = `${place.otherOrigin}/${this.#name}`;
    this.deadOrigin = place.deadOrigin;
  }

  get isBrowser(): boolean {
    return browsers.includes(this.platform);
  }

  /** A client whose waits between attempts are recorded instead of waited. */
  client(options: PetsClientOptions = {}): PetsClient {
    const testing = {
      random: () => 0,
      sleep: async (ms: number) => {
        this.waits.push(ms);
      },
    };
    return new PetsClient({ baseUrl: this.base, testing, ...options });
  }

  /** In turn, the last one again and again; `{}` as JSON before this is called. */
  async answer(...answers: Answer[]): Promise<void> {
    await fetch(`${this.#place.origin}/-/answers/${this.#name}`, {
      method: "POST",
      body: JSON.stringify(answers),
    });
  }

  /** All requests so far, preflights among them. */
  async requests(): Promise<Seen[]> {
    const response = await fetch(`${this.#place.origin}/-/requests/${this.#name}`);
    return (await response.json()) as Seen[];
  }

  /** The only request. */
  async request(): Promise<Seen> {
    const [request, ...others] = await this.requests();
    if (!request || others.length > 0) {
      throw new Error(`${others.length + (request ? 1 : 0)} requests instead of one`);
    }
    return request;
  }

  /** Waits until the server has seen enough; for what a client does in the background. */
  async until(isEnough: (requests: readonly Seen[]) => boolean, what: string): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (isEnough(await this.requests())) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`in vain waited for ${what}`);
  }
}

/** Runs behaviours one after the other: each has the machine and its clock for itself. */
export async function runBehaviours(
  behaviours: readonly Behaviour[],
  place: Place,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, { title, run, elsewhere }] of behaviours.entries()) {
    const difference = elsewhere?.on.includes(place.platform) ? elsewhere : undefined;
    const session = new Session(place, index);
    let failure: string | undefined;
    try {
      await inTime((difference?.run ?? run)(session));
    } catch (error) {
      failure = describe(error);
    }
    outcomes.push({ title, because: difference?.because, failure });
  }
  return outcomes;
}

/** A client that waits for ever fails its behaviour instead of the whole run. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error("not done after 15 s"));
    }, 15_000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function describe(error: unknown): string {
  const lines: string[] = [];
  for (let link = error, depth = 0; link instanceof Error && depth < 5; depth++) {
    const { code } = link as { code?: unknown };
    lines.push(`${link.name}: ${link.message}${code === undefined ? "" : ` (${String(code)})`}`);
    link = link.cause;
  }
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return `${lines.join("\n  caused by ") || String(error)}\n${stack}`;
}

export function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

/** Compares plain data. */
export function equal(actual: unknown, expected: unknown, what = "value"): void {
  const [seen, wanted] = [inOrder(actual), inOrder(expected)];
  if (seen !== wanted) throw new Error(`${what} is ${seen}, should be ${wanted}`);
}

/** As JSON, with keys in order; `undefined` where there is nothing. */
function inOrder(value: unknown): string {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The error of this class that the work must end in. */
export async function failure<E extends Error>(
  work: PromiseLike<unknown>,
  Class: abstract new (...args: never[]) => E,
): Promise<E> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Class) return error;
    throw error;
  }
  throw new Error(`should have failed with ${Class.name}`);
}

/** What a call is asked for where it does not matter what it is. */
export const pet = { name: "Rex", age: 3 };
