/** One call over a real connection: what the server read of the request, and what it answers. */

import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: Buffer;
}

/** Answers what it is told, request by request, and keeps what it got. */
export class WireServer {
  readonly #server: Server;
  received: Received[] = [];
  /** By the number of requests before; the last one stays. */
  answers: readonly Answer[] = [];

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<WireServer> {
    const wire = new WireServer();
    await new Promise<void>((resolve) => wire.#server.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = "", url = "" } = request;
    this.received.push({ method, target: url, headers, body: Buffer.concat(chunks) });
    const answer = this.answers[Math.min(this.received.length, this.answers.length) - 1];
    const hasBody = answer !== undefined && answer.body.length > 0;
    response.writeHead(answer?.status ?? 500, {
      ...(answer?.type !== undefined && { "content-type": answer.type }),
      ...(hasBody && { "content-length": answer.body.length }),
    });
    response.end(hasBody && method !== "HEAD" ? answer.body : undefined);
  }
}
