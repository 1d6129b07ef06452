/** What the runtime's tests share: a client with a fake or a real server behind it. */

import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

import { ApiClient } from "../../templates/runtime/client.js";
import type { Api, Operation } from "../../templates/runtime/operation.js";
import type { Fetch } from "../../templates/runtime/options.js";

export const api: Api = {
  name: "pets",
  version: "1.2.3",
  servers: [{ url: "https://api.test/v1" }],
  security: {},
};

export const getItem = {
  id: "getItem",
  method: "GET",
  path: "/items/{id}",
  pathParams: { id: {} },
} as const satisfies Operation;

export const listItems = {
  id: "listItems",
  method: "GET",
  path: "/items/",
} as const satisfies Operation;

export const createItem = {
  id: "createItem",
  method: "POST",
  path: "/items/",
  body: {},
} as const satisfies Operation;

export interface Sent {
  url: string;
  init: RequestInit & { headers: Headers };
}

export type Answer = Response | Error | ((sent: Sent) => Response | Promise<Response>);

const bodies = new WeakMap<Response, Promise<ArrayBuffer | null>>();

/** A fetch that answers with the given responses in turn, the last one again and again. */
export function fakeFetch(...answers: Answer[]): Fetch & { sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    // Answers come in microtasks, which no time limit of a test can interrupt: a loop must end by itself.
    if (sent.length >= 20_000) throw new Error("the client does not stop sending requests");
    const request = { url, init } as Sent;
    const index = Math.min(sent.length, answers.length - 1);
    const answer = answers[index]!;
    sent.push(request);
    if (typeof answer === "function") return answer(request);
    if (answer instanceof Error) throw answer;
    // Cloned again and again, a body would be a chain of streams.
    const body = bodies.get(answer) ?? (answer.body ? answer.arrayBuffer() : Promise.resolve(null));
    bodies.set(answer, body);
    const { status, statusText, headers } = answer;
    return new Response(await body, { status, statusText, headers });
  };
  return Object.assign(fetch, { sent });
}

export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** What fetch throws in Node when the connection fails. */
export function networkError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

/** A client whose waits take no time; `waits` lists them in milliseconds. */
export function testClient(options: object = {}, description: Partial<Api> = {}) {
  const waits: number[] = [];
  const testing = {
    random: () => 0,
    sleep: async (ms: number) => {
      waits.push(ms);
    },
  };
  const client = new ApiClient({ ...api, ...description }, { testing, ...options });
  return { client, waits };
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export interface TestServer {
  url: string;
  requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: Buffer }[];
  server: Server;
}

/** A server on this machine that remembers what it was asked. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<TestServer> {
  const requests: TestServer["requests"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body });
      handle(request, response, body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, server };
}

/** The error of a promise that must fail. */
export async function failure<E = Error>(work: PromiseLike<unknown> | (() => unknown)): Promise<E> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    return error as E;
  }
  throw new Error("It should have failed.");
}
