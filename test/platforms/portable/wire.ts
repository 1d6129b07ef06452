/** What the suite and its server tell each other. */

/** `edge` is Node without the globals that only Node has, as workers at the edge are. */
export type Platform = "node" | "bun" | "deno" | "edge" | "page" | "worker";

/** Where the suite finds its server. */
export interface Place {
  readonly platform: Platform;
  /** Names this run on the server, which several share. */
  readonly run: string;
  /** The server; pages and workers come from there too. */
  readonly origin: string;
  /** The same server by another origin. */
  readonly otherOrigin: string;
  /** An origin where nobody listens. */
  readonly deadOrigin: string;
}

export interface Outcome {
  readonly title: string;
  /** Why this platform does something else, where it does. */
  readonly because?: string | undefined;
  /** What went wrong; absent if nothing did. */
  readonly failure?: string | undefined;
}

/** How the server answers a request. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: readonly number[];
  /** Instead of answering: says nothing for ever, or breaks the connection. */
  readonly instead?: "silence" | "reset";
  /** After the first half of the body: says nothing more, or breaks the connection. */
  readonly half?: "silence" | "reset";
  /** Only for requests with this `Authorization`; other answers are then not taken in turn. */
  readonly to?: string;
}

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  /** Path and query after the session's own part. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: readonly number[];
  /** Which of the server's two origins it came to. */
  readonly at: "origin" | "otherOrigin";
  /** The client went away before it had the whole answer. */
  readonly isCut: boolean;
}
