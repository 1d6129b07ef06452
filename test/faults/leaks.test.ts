import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "../consumer/run.js";
import { answer, misbehave, ok } from "./server.js";
import type { FaultyServer, Reply } from "./server.js";

let folder = "";
let program = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "leaks-"));
  program = join(folder, "program.mjs");
  buildSync({
    entryPoints: [fileURLToPath(new URL("leaks.program.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
    logLevel: "error",
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const LARGE = answer(200, "x".repeat(1_000_000), { "Content-Type": "text/plain" });

const reply: Reply = ({ target }, socket) => {
  const id = target.slice(1).split("?")[0];
  if (id === "ok") socket.write(ok({ ok: true }));
  else if (id === "503") socket.write(answer(503, '{"detail":"Down."}'));
  else if (id === "404") socket.write(answer(404, "x".repeat(2_000_000)));
  else if (id === "later") socket.write(answer(503, "{}", { "Retry-After": "50" }));
  else if (id === "page") socket.write(answer(200, "<p>No.", { "Content-Type": "text/html" }));
  else if (id === "large") socket.write(LARGE);
  else if (id === "reset") socket.resetAndDestroy();
  else if (id === "cut") socket.end(ok({ ok: true }).subarray(0, -1));
  else if (id === "stalled-body") socket.write(ok({ ok: true }).subarray(0, -1));
  else if (id === "list") socket.write(ok({ items: [1, 2], next: `${target}?page=2` }));
  else if (id === "endless") {
    socket.write(
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1000000000\r\n\r\n",
    );
    const chunk = Buffer.alloc(65_536, "x");
    const more = () => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", more);
    more();
  }
};

/** What the program printed; it must have ended by itself. */
async function runProgram(name: string, url = "http://127.0.0.1:1"): Promise<object> {
  const options = { cwd: folder, env: { NODE_OPTIONS: undefined } };
  const { code, output, stdout } = await run(
    process.execPath,
    ["--expose-gc", program, name, url],
    options,
  );
  expect(code, output).toBe(0);
  return JSON.parse(stdout) as object;
}

describe("a process with", () => {
  it("R30 10,000 calls on one signal, 50 at once, gives it one listener, and keeps nothing", async () => {
    const { url } = await misbehave(reply);
    const { growth, ...rest } = (await runProgram("sharedSignal", url)) as { growth: number };
    expect(rest).toEqual({ failed: 1000, mostListeners: 1, listeners: 0, warnings: [] });
    // 8,000 calls lie between the two measurements: an attempt kept by each would be more.
    expect(growth).toBeLessThan(2_000_000);
  });

  it("R30 calls that failed, were aborted, left or never read keeps no timer and no connection", async () => {
    const server: FaultyServer = await misbehave(reply);
    expect(await runProgram("aftermath", server.url)).toEqual({
      outcomes: [
        "ConnectionError",
        "ServerError",
        "NotFoundError",
        "DecodeError",
        "ConnectionError",
        "TimeoutError",
        "page 2",
        "item 1",
        "AbortError",
        "AbortError",
      ],
      prefetching: 1,
      before: 0,
      inFlight: 1,
      after: 0,
      timers: 0,
      warnings: [],
    });
    await server.isLeft();
  });

  it("R32 calls aborted while they wait to be repeated keeps no timer, and no warning on the way", async () => {
    const { url } = await misbehave(reply);
    expect(await runProgram("waiting", url)).toEqual({
      settled: ["AbortError"],
      inFlight: 1,
      after: 0,
      timers: 0,
      warnings: [],
    });
  });

  it("R99 a long body that is read bit by bit keeps none of the bits", async () => {
    const { url } = await misbehave(reply);
    const { kept } = (await runProgram("stream", url)) as { kept: number };
    expect(kept).toBeLessThan(16 * 1_048_576);
  });

  it("R99 a response that is dropped unread gives its connection back", async () => {
    expect(await runProgram("dropped")).toEqual({ status: 200, isClosed: true, warnings: [] });
  });

  it("R31 garbage collected while calls wait for head, body or next attempt still ends them in time", async () => {
    const { url } = await misbehave(reply);
    expect(await runProgram("collected", url)).toEqual({
      outcomes: [
        "TimeoutError",
        "AbortError",
        "TimeoutError",
        "AbortError",
        "AbortError",
        "TimeoutError",
      ],
      warnings: [],
    });
  });
});
