import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly accept: string | undefined;
}

/** Plays the Hilos API on this machine, as a server behind a proxy does: its links name a host that nobody reaches. */
export class HilosServer {
  readonly requests: SeenRequest[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request, response);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ method, url, headers }: IncomingMessage, response: ServerResponse): void {
    const { authorization, accept } = headers;
    this.requests.push({ method, path: url, authorization, accept });
    const { pathname, searchParams } = new URL(url ?? "/", "http://localhost");
    const send = (status: number, body: object): void => {
      response.writeHead(status, {
        "content-type": "application/json",
        "x-request-id": `request-${status}`,
      });
      response.end(JSON.stringify(body));
    };
    const path = "/channel/whatsapp/inbox/conversation";
    if (pathname === `/locked${path}`) send(401, { detail: "Invalid token." });
    else if (pathname === `/loop${path}`) send(200, { count: 9, next: link(2), results: [one(1)] });
    else if (pathname === path) send(200, page(searchParams));
    else send(404, { detail: "Not found." });
  }
}

const statuses = ["NEW", "IN_PROGRESS", "RESOLVED", "ARCHIVED_SINCE_THEN", "CLOSED"];

function page(query: URLSearchParams): object {
  const size = Number(query.get("page_size") ?? 100);
  const number = Number(query.get("page") ?? 1);
  const start = (number - 1) * size;
  const ids = statuses.map((_, index) => index + 1).slice(start, start + size);
  return {
    count: statuses.length,
    next: start + size < statuses.length ? link(number + 1) : null,
    // As Django REST framework has it: the link to the first page names no page.
    previous: number === 1 ? null : link(number === 2 ? undefined : number - 1),
    results: ids.map(one),
    took: 7,
  };
}

function link(number: number | undefined): string {
  const base = "http://backend.internal:8000/channel/whatsapp/inbox/conversation";
  return number === undefined ? `${base}?page_size=2` : `${base}?page=${number}&page_size=2`;
}

function one(number: number): object {
  return {
    id: `c${number}`,
    contact: "a3ff7ee5-0c11-49e2-a0d6-7e316626f7b1",
    status: statuses[number - 1],
    first_message: { id: "m1", body: "Hola" },
    assigned: [],
    created_on: "2026-01-01T00:00:00Z",
    source: "INBOX",
  };
}
