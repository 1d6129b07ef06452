/**
 * What the leak tests run in a process of its own, with `--expose-gc`: `node program.mjs <name> <url>`. Each program
 * prints what it found as JSON and ends by itself; one that leaves a timer or a connection behind does not.
 */

import { getEventListeners } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

import { ApiClient } from "../../templates/runtime/client.js";
import type {
  ListOperation,
  Operation,
  PagePagination,
} from "../../templates/runtime/operation.js";
import { sleep } from "../../templates/runtime/retry.js";
import { paginateByPage } from "../../templates/runtime/page-pagination.js";

const item: Operation = { id: "item", method: "GET", path: "/{id}", pathParams: { id: {} } };
const list: ListOperation<PagePagination> = {
  id: "list",
  method: "GET",
  path: "/list",
  query: { page: {} },
  pagination: { style: "page", page: "page", items: "items", next: "next" },
};

const [name = "", url = ""] = process.argv.slice(2);
const connect = (options: object = {}) =>
  new ApiClient({ name: "leaks", version: "1", servers: [{ url }], security: {} }, options);
const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const collect = async () => {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    global.gc?.();
  }
};

const warnings: string[] = [];
process.on("warning", (warning) => warnings.push(warning.name));

/** 10,000 calls with one signal, 50 at a time, one in ten of them failing; every tenth goes over the wire. */
async function sharedSignal() {
  const wired = connect({ maxRetries: 0 });
  const fetch = async (url: string) => {
    await new Promise((resolve) => setImmediate(resolve));
    return new Response("{}", { status: url.endsWith("503") ? 503 : 200 });
  };
  const instant = connect({ maxRetries: 0, fetch });
  const { signal } = new AbortController();
  const heap: number[] = [];
  let mostListeners = 0;
  let failed = 0;
  for (let thousand = 0; thousand < 10; thousand++) {
    for (let batch = 0; batch < 20; batch++) {
      const calls = Array.from({ length: 50 }, (_, index) =>
        (index % 10 === 5 ? wired : instant)
          .call(item, { id: index % 10 ? "ok" : "503" }, { signal })
          .catch(() => void failed++),
      );
      await Promise.resolve().then(() => undefined);
      mostListeners = Math.max(mostListeners, getEventListeners(signal, "abort").length);
      await Promise.all(calls);
    }
    await collect();
    heap.push(process.memoryUsage().heapUsed);
  }
  const [, second = 0] = heap;
  const growth = (heap.at(-1) ?? 0) - second;
  return { failed, mostListeners, listeners: getEventListeners(signal, "abort").length, growth };
}

/** Calls in all the ways in which they can end early. */
async function aftermath() {
  const client = connect({ maxRetries: 1, testing: { random: () => 0, sleep: () => pause(1) } });
  const controller = new AbortController();
  const { signal } = controller;
  const outcomes: string[] = [];
  for (const id of ["reset", "503", "404", "page", "cut"]) {
    outcomes.push(await client.call(item, { id }, { signal }).then(() => "data", nameOf));
  }
  outcomes.push(
    await client.call(item, { id: "stall" }, { timeout: 50 }).then(() => "data", nameOf),
  );
  await (await client.call(item, { id: "large" }, { signal }).asResponse()).body?.cancel();
  const reader = (
    await client.call(item, { id: "large" }, { signal }).asResponse()
  ).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  for await (const page of paginateByPage(client, list, {}, { signal }).pages()) {
    outcomes.push(`page ${page.items.length}`);
    break;
  }
  for await (const entry of paginateByPage<number, unknown>(
    client,
    list,
    {},
    { signal, prefetch: 1 },
  )) {
    outcomes.push(`item ${entry}`);
    break;
  }
  const ahead = Array.from({ length: 15 }, () =>
    paginateByPage<number, unknown>(client, list, {}, { signal, prefetch: 1 })[
      Symbol.asyncIterator
    ](),
  );
  await Promise.all(ahead.map((items) => items.next()));
  const prefetching = getEventListeners(signal, "abort").length;
  await Promise.all(ahead.map((items) => items.return()));
  const before = getEventListeners(signal, "abort").length;
  const calls = Array.from({ length: 20 }, () => client.call(item, { id: "stall" }, { signal }));
  const unread = await client.call(item, { id: "large" }, { signal }).asResponse();
  await pause(50);
  const inFlight = getEventListeners(signal, "abort").length;
  controller.abort("enough");
  outcomes.push(
    ...new Set(await Promise.all(calls.map((call) => call.then(() => "data", nameOf)))),
  );
  outcomes.push(await unread.text().then(() => "data", nameOf));
  const after = getEventListeners(signal, "abort").length;
  return { outcomes, prefetching, before, inFlight, after, timers: timers() };
}

/** Aborts calls while they wait for their next attempt, as the server asked them to. */
async function waiting() {
  let waits = 0;
  const client = connect({
    testing: {
      sleep: (...args: Parameters<typeof sleep>) => {
        waits++;
        return sleep(...args);
      },
    },
  });
  const controller = new AbortController();
  const { signal } = controller;
  const calls = Array.from({ length: 30 }, () => client.call(item, { id: "later" }, { signal }));
  const outcomes = Promise.all(calls.map((call) => call.then(() => "data", nameOf)));
  while (waits < calls.length) await pause(5);
  await collect();
  const inFlight = getEventListeners(signal, "abort").length;
  controller.abort();
  const settled = [...new Set(await outcomes)];
  return { settled, inFlight, after: getEventListeners(signal, "abort").length, timers: timers() };
}

/** Reads a long body bit by bit, and asks now and then how much of it is still there. */
async function stream() {
  const response = await connect().call(item, { id: "endless" }).asResponse();
  const reader = response.body?.getReader();
  let read = 0;
  while (reader && read < 64 * MEGABYTE) read += (await reader.read()).value?.byteLength ?? 0;
  await collect();
  const kept = process.memoryUsage().arrayBuffers;
  await reader?.cancel();
  return { kept };
}

const MEGABYTE = 1_048_576;

/** Drops a response unread: its connection must go with it. */
async function dropped() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n${"x".repeat(100_000)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = connect({ baseUrl: `http://127.0.0.1:${port}` });
  const status = await (async () => (await client.call(item, { id: 1 }).asResponse()).status)();
  for (let turn = 0; turn < 100 && !sockets[0]?.closed; turn++) {
    await collect();
    await pause(10);
  }
  const isClosed = sockets[0]?.closed;
  for (const socket of sockets) socket.destroy();
  server.close();
  return { status, isClosed };
}

/** Limits and signals must outlive a collection of garbage, wherever the call is. */
async function collected() {
  const client = connect({ maxRetries: 0 });
  const controller = new AbortController();
  const { signal } = controller;
  const outcome = (id: string, options: object) =>
    client.call(item, { id }, options).then(() => "data", nameOf);
  const calls = ["stall", "stalled-body"].flatMap((id) => [
    outcome(id, { timeout: 300 }),
    outcome(id, { signal }),
  ]);
  calls.push(outcome("later", { signal, maxRetries: 1 }), outcome("stall", { totalTimeout: 300 }));
  for (let turn = 0; turn < 5; turn++) {
    await pause(20);
    await collect();
  }
  setTimeout(() => {
    controller.abort();
  }, 50);
  return { outcomes: await Promise.all(calls) };
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
}

const programs: Readonly<Record<string, () => Promise<object>>> = {
  sharedSignal,
  aftermath,
  waiting,
  stream,
  dropped,
  collected,
};

const found = await programs[name]?.();
// Warnings are given a turn later.
await pause(0);
process.stdout.write(JSON.stringify({ ...found, warnings }));
