import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import type { Answer, Outcome, Place, Seen } from "./portable/wire.js";

interface SessionState {
  readonly requests: Seen[];
  answers: readonly Answer[];
  given: number;
}

interface Report {
  readonly place: Place;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
}

/**
 * The server of the suite, by two origins: what a behaviour calls, what it asks the server to answer, and the pages
 * from which a browser runs it.
 */
export class SuiteServer {
  readonly #sessions = new Map<string, SessionState>();
  readonly #reports = new Map<string, Report>();
  readonly #folder: string;
  readonly #servers: readonly Server[];
  #dead = "";

  /** Files are those of `folder`. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#servers = (["origin", "otherOrigin"] as const).map((at) =>
      createServer((request, response) => {
        this.#answer(request, response, at).catch((error: unknown) => {
          response.writeHead(500);
          response.end(String(error));
        });
      }),
    );
  }

  async start(): Promise<void> {
    await Promise.all(this.#servers.map(listen));
    const dead = createServer();
    await listen(dead);
    this.#dead = originOf(dead);
    await close(dead);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map(close));
  }

  get origin(): string {
    return originOf(this.#servers[0]);
  }

  /** Expects a run of the suite: the module at `/-/files/run-….js` asks for its place and reports here. */
  expect(run: string, platform: Place["platform"]): Promise<readonly Outcome[]> {
    return new Promise((resolve) => {
      const [origin, otherOrigin] = this.#servers.map(originOf);
      const place = {
        platform,
        run,
        origin: origin!,
        otherOrigin: otherOrigin!,
        deadOrigin: this.#dead,
      };
      this.#reports.set(run, { place, resolve });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse, at: Seen["at"]) {
    const [, name = "", ...rest] = (request.url ?? "").split("/");
    if (name === "-") {
      await this.#control(request, response, rest);
    } else {
      await this.#play(request, response, { at, name, path: `/${rest.join("/")}` });
    }
  }

  /** For the suite itself. */
  async #control(request: IncomingMessage, response: ServerResponse, path: readonly string[]) {
    const [what, name = ""] = path;
    const send = (value: unknown): void => {
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify(value));
    };
    const report = this.#reports.get(name);
    if (what === "answers") {
      const session = this.#session(name);
      session.answers = JSON.parse((await bodyOf(request)).toString()) as Answer[];
      session.given = 0;
      send(null);
    } else if (what === "requests") {
      send(this.#session(name).requests);
    } else if (what === "place" && report) {
      send(report.place);
    } else if (what === "outcomes" && report) {
      report.resolve(JSON.parse((await bodyOf(request)).toString()) as Outcome[]);
      send(null);
    } else if (what === "files") {
      const type = name.endsWith(".js") ? "text/javascript" : "text/html";
      response.writeHead(200, { "content-type": type });
      response.end(readFileSync(join(this.#folder, basename(name))));
    } else {
      response.writeHead(404).end();
    }
  }

  #session(name: string): SessionState {
    const known = this.#sessions.get(name);
    if (known) return known;
    const created = { requests: [], answers: [], given: 0 };
    this.#sessions.set(name, created);
    return created;
  }

  /** Plays the API of a session. */
  async #play(
    request: IncomingMessage,
    response: ServerResponse,
    { at, name, path }: { readonly at: Seen["at"]; readonly name: string; readonly path: string },
  ) {
    const session = this.#session(name);
    const { method = "" } = request;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
    );
    const body = await bodyOf(request);
    const seen = {
      method,
      path,
      headers,
      text: body.toString(),
      bytes: [...body],
      at,
      isCut: false,
    };
    session.requests.push(seen);
    response.on("close", () => {
      seen.isCut = !response.writableFinished;
    });
    // Pages of other origins may call it, as an API for browsers allows.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "*");
    response.setHeader("cache-control", "no-store");
    if (method === "OPTIONS") {
      response.writeHead(204, {
        "access-control-allow-methods": "*",
        "access-control-allow-headers": "*, authorization",
      });
      response.end();
      return;
    }
    play(response, nextAnswer(session, headers["authorization"]));
  }
}

function nextAnswer(session: SessionState, authorization: string | undefined): Answer {
  const { answers } = session;
  const personal = answers.find(({ to }) => to !== undefined && to === authorization);
  return personal ?? answers[Math.min(session.given++, answers.length - 1)] ?? { json: {} };
}

function play(response: ServerResponse, answer: Answer): void {
  const { status = 200, headers = {}, json, text, bytes, instead, half } = answer;
  if (instead === "reset") response.socket?.resetAndDestroy();
  if (instead) return;
  const body = bytes
    ? Buffer.from(bytes)
    : Buffer.from(text ?? (json === undefined ? "" : JSON.stringify(json)));
  const type = json === undefined ? {} : { "content-type": "application/json" };
  const length = status === 204 ? {} : { "content-length": String(body.length) };
  response.writeHead(status, { ...type, ...length, ...headers } as Record<string, string>);
  if (!half) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, body.length / 2), () => {
    if (half === "reset") response.socket?.destroy();
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function originOf(server: Server | undefined): string {
  const { port } = server?.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
