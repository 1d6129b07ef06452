import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DiagnosticError, Diagnostics } from "../../generator/diagnostics.js";
import { parseDescription, readSource } from "../../generator/spec/load.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "load-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fault(location: string): Promise<unknown> {
  return readSource(location, folder).then(
    () => "no fault",
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics : error),
  );
}

describe("a file", () => {
  it("is read without its byte order mark, and named relative to the working directory", async () => {
    await writeFile(path.join(folder, "a.yaml"), "\uFEFFopenapi: 3.0.3 # é\n");
    const expected = { file: "a.yaml", text: "openapi: 3.0.3 # é\n" };
    expect(await readSource("./a.yaml", folder)).toEqual(expected);
    expect(await readSource(path.join(folder, "a.yaml"), folder)).toEqual(expected);
  });

  it.each([
    ["is missing", "nope.yaml", "there is no such file"],
    ["is a folder", ".", "it is a folder"],
  ])("that %s is told", async (_, location, reason) => {
    expect(await fault(location)).toMatchObject([
      {
        code: "input-unreadable",
        message: expect.stringContaining(reason),
        where: { file: location, line: 1, column: 1 },
      },
    ]);
  });

  it.each([
    ["a stray byte", [0x61, 0x0a, 0x62, 0xff, 0x63], 2, 2],
    ["a real replacement character before it", [0xef, 0xbf, 0xbd, 0x80], 1, 2],
    ["a character that breaks off", [0x61, 0xc3], 1, 2],
    ["UTF-16", [0xff, 0xfe, 0x61, 0x00], 1, 1],
  ])("that is not UTF-8 is told with the place: %s", async (_, bytes, line, column) => {
    await writeFile(path.join(folder, "b.json"), Uint8Array.from(bytes));
    expect(await fault("b.json")).toMatchObject([
      { code: "input-not-utf8", where: { file: "b.json", line, column } },
    ]);
  });

  it("that is nothing we know is told", () => {
    const diagnostics = new Diagnostics();
    parseDescription({ file: "LICENSE", text: "Permission is hereby granted" }, diagnostics);
    expect(diagnostics.list).toMatchObject([
      { code: "input-unrecognised", where: { file: "LICENSE", line: 1, column: 1 } },
    ]);
  });
});

describe("an address", () => {
  let server: Server;
  let origin = "";
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/api") response.end('{"openapi":"3.0.3"}');
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it("is read and named as it is", async () => {
    expect(await readSource(`${origin}/api`, folder)).toEqual({
      file: `${origin}/api`,
      text: '{"openapi":"3.0.3"}',
    });
  });

  it("that does not deliver is told", async () => {
    expect(await fault(`${origin}/nope`)).toMatchObject([
      { code: "input-unreadable", message: expect.stringContaining("404") },
    ]);
    expect(await fault("http://127.0.0.1:1/x")).toMatchObject([{ code: "input-unreadable" }]);
  });
});
