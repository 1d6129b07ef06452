import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, environments, folderWith, strictness } from "./consumer.js";
import { HilosServer } from "./hilos-server.js";
import { tools } from "./places.js";
import { runOrThrow } from "./run.js";

/** What the program prints, apart from the version of Node. */
const expected = {
  pages: {
    ids: [["c1", "c2"], ["c3", "c4"], ["c5"]],
    totals: [5, 5, 5],
    hasNext: [true, true, false],
    hasPrevious: [false, true, true],
    afterLast: null,
    previous: ["c1", "c2"],
    unknownField: 7,
  },
  everyItem: {
    ids: ["c1", "c2", "c3", "c4", "c5"],
    // The fourth has a status that this version of the package does not know.
    known: [true, true, true, false, true],
    inProgress: "IN_PROGRESS",
  },
  alone: { ids: ["c1", "c2", "c3"] },
  notFound: {
    name: "NotFoundError",
    isNotFound: true,
    isUnauthorized: false,
    status: 404,
    body: { detail: "Not found." },
    requestId: "request-404",
    operationId: "List Conversations",
    showsToken: false,
  },
  unauthorized: {
    name: "UnauthorizedError",
    isNotFound: false,
    isUnauthorized: true,
    status: 401,
    body: { detail: "Invalid token." },
    requestId: "request-401",
    operationId: "List Conversations",
    showsToken: false,
  },
  byPath: { status: 200, ids: ["c3", "c4"] },
  refused: ["ConfigError", "ConfigError", "PaginationError"],
};

/** This Node, and those of `test/tools`, which are built for one platform. */
const nodes = [
  { version: process.version, path: process.execPath },
  ...["22", "24"].map((major) => ({
    version: `v${major}.`,
    path: join(tools, `node-${major}`, "bin/node"),
  })),
];
const isTheirPlatform = process.platform === "linux" && process.arch === "x64";

describe.each(nodes)("on Node $version", ({ version, path }) => {
  const server = new HilosServer();
  let program: string;

  beforeAll(async () => {
    program = join(await compiledProgram(version), "behaviour.js");
    await server.start();
  });
  afterAll(() => server.stop());

  // On another platform there is no such Node to run; on theirs, one that is missing is a failure.
  test.skipIf(!isTheirPlatform && !existsSync(path))("the installed package works", async () => {
    const { stdout, stderr } = await runOrThrow(path, [program, server.url], { cwd: tools });
    const { node, ...seen } = JSON.parse(stdout) as { readonly node: string };
    expect(node.startsWith(version)).toBe(true);
    expect(seen).toEqual(expected);
    expect(stderr).toBe("");

    const { requests } = server;
    expect(requests[0]).toEqual({
      method: "GET",
      path: "/channel/whatsapp/inbox/conversation?page_size=2&search=Ana%20%26%20Bo",
      authorization: "Token secret-token",
      accept: expect.stringMatching(/^application\/json/u) as string,
    });
    // A search goes along to the later pages, and links to another host lead nowhere else.
    expect(requests[1]?.path).toBe(
      "/channel/whatsapp/inbox/conversation?page=2&page_size=2&search=Ana%20%26%20Bo",
    );
    expect(new Set(requests.map(({ authorization }) => authorization))).toEqual(
      new Set(["Token secret-token"]),
    );
  });
});

function compiledProgram(name: string): Promise<string> {
  const folder = folderWith(
    `behaviour ${name}`,
    {
      "tsconfig.json": {
        compilerOptions: { ...strictness, ...environments["a server on NodeNext"] },
        files: ["behaviour.ts"],
      },
    },
    ["behaviour.ts"],
  );
  return compile("7.0", folder).then(({ output }) => {
    expect(output).toBe("");
    return folder;
  });
}
