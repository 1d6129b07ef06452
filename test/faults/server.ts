/** A server that misbehaves on purpose: it reads whole requests, and answers with whatever bytes a test gives it. */

import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { afterEach } from "vitest";

/** A request whose last byte has arrived. */
export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** As it came over the wire. */
  readonly text: string;
}

export interface FaultyServer {
  readonly url: string;
  readonly port: number;
  readonly requests: Received[];
  /** The connections that are open now. */
  readonly open: ReadonlySet<Socket>;
  /** How many of them have carried a request. */
  used(): number;
  /** Resolves when those that carried a request are closed; Node's fetch may open another one in advance. */
  isLeft(): Promise<unknown>;
  /** All bytes that came, requests or not. */
  received(): string;
}

export type Reply = (request: Received, socket: Socket, server: FaultyServer) => void;

const servers = new Set<{ server: Server; open: Set<Socket> }>();

afterEach(() => {
  for (const { server, open } of servers) {
    for (const socket of open) socket.destroy();
    server.close();
  }
  servers.clear();
});

/** A server on this machine that calls `reply` for each request; what happens on the wire is up to that. */
export async function misbehave(reply: Reply, port = 0): Promise<FaultyServer> {
  const open = new Set<Socket>();
  const asked = new Set<Socket>();
  const requests: Received[] = [];
  let received = "";
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    let pending = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      pending += chunk.toString("latin1");
      // A TLS greeting: a server that does not speak it says so and leaves.
      if (pending.startsWith("\x16")) return void socket.end(answer(400));
      for (let request = parse(pending); request; request = parse(pending)) {
        pending = pending.slice(request.text.length);
        requests.push(request);
        asked.add(socket);
        reply(request, socket, faulty);
      }
    });
    socket.on("close", () => open.delete(socket));
    // The client's resets are part of the tests.
    socket.on("error", () => undefined);
  });
  servers.add({ server, open });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const faulty: FaultyServer = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    open,
    used: () => Array.from(open).filter((socket) => asked.has(socket)).length,
    isLeft: () =>
      Promise.all(
        Array.from(
          asked,
          (socket) => socket.closed || new Promise((resolve) => socket.once("close", resolve)),
        ),
      ),
    received: () => received,
  };
  return faulty;
}

/** The first request of a text, if it is there to its end. Tests send bodies with a Content-Length only. */
function parse(text: string): Received | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase(), value.join(":").trim()];
    }),
  );
  const start = end + 4;
  const length = Number(headers["content-length"] ?? 0);
  if (text.length < start + length) return undefined;
  const body = text.slice(start, start + length);
  return { method, target, headers, body, text: text.slice(0, start + length) };
}

/** The bytes of a response with a Content-Length, unless the headers say something else. */
export function answer(
  status: number | string,
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const content = Buffer.from(body);
  const all = {
    "Content-Type": "application/json",
    "Content-Length": String(content.length),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`),
    content,
  ]);
}

/** The bytes of a success. */
export function ok(value: unknown, headers?: Readonly<Record<string, string>>): Buffer {
  return answer(200, JSON.stringify(value), headers);
}

/** How a connection ends early: in order (FIN), or torn down (RST). */
export type Ending = "FIN" | "RST";

/** Sends bytes and ends the connection behind them. */
export function cutOff(socket: Socket, bytes: Buffer, ending: Ending): void {
  const end = () => (ending === "FIN" ? socket.end() : socket.resetAndDestroy());
  if (bytes.length === 0) end();
  else socket.write(bytes, end);
}
