import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { DiagnosticError } from "../../generator/diagnostics.js";
import { generate } from "../../generator/generate.js";
import {
  configurations,
  loadProject,
  type Project,
  type ProjectArguments,
} from "../../generator/project.js";
import { ReferenceReader } from "../../generator/spec/reference-reader.js";
import { loadTemplates } from "../../generator/templates.js";
import { cli, cliAtOnce, contentsOf, emptyFolder, fill, repository } from "./workspace.js";

const templates = loadTemplates(repository);

/** A description whose schema `Holder` has a property on line 8 for each reference. */
function holder(...refs: readonly string[]): string {
  return [
    "openapi: 3.0.3",
    'info: { title: Pets, version: "1" }',
    "servers: [{ url: https://pets.example }]",
    "paths: {}",
    "components:",
    "  schemas:",
    "    Holder:",
    `      properties: { ${refs.map((ref, index) => `p${index}: { $ref: ${JSON.stringify(ref)} }`).join(", ")} }`,
  ].join("\n");
}

interface Run {
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  /** The locations of the documents that were read, without the description. */
  readonly read: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

async function load(given: ProjectArguments, cwd: string): Promise<Project> {
  const [config] = await configurations(given, cwd);
  return loadProject(given, cwd, config);
}

/** As `generate` does, without writing. */
async function run(cwd: string, given: ProjectArguments = {}): Promise<Run> {
  const project = await load(given, cwd);
  const { description, overlays, references } = project;
  const { files, diagnostics } = await generate({
    description,
    overlays,
    references,
    options: {},
    templates,
    generatorVersion: "0",
  });
  return {
    errors: diagnostics.filter(
      ({ code, severity }) => severity === "error" || code === "schema-refused",
    ),
    read: references.filter((source) => "text" in source).map(({ file }) => file),
    files,
  };
}

function project(files: Readonly<Record<string, string>>, configuration = ""): string {
  const folder = emptyFolder();
  fill(folder, {
    "clientwright.config.yaml": `input: api/openapi.yaml\noutput: client\n${configuration}`,
    ...files,
  });
  return folder;
}

interface Served {
  readonly origin: string;
  /** The paths that were asked for, in that order. */
  readonly requests: string[];
}

/** A server on the loopback interface for one test. */
async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Served> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Answers with these texts by path; with a redirect where the text is an arrow and an address. */
function serveFiles(files: Readonly<Record<string, string>>): Promise<Served> {
  return serve(({ url = "" }, response) => {
    const text = files[url];
    if (text?.startsWith("→ ") === true)
      response.writeHead(302, { location: text.slice(2) }).end("type: string");
    else response.writeHead(text === undefined ? 404 : 200).end(text);
  });
}

describe("a description of several files", () => {
  const files = {
    "api/openapi.yaml": holder("schemas/pet.yaml", "./schemas/../schemas/pet.yaml"),
    "api/schemas/pet.yaml": "properties: { toy: { $ref: toys.json#/Ball } }",
    "api/schemas/toys.json": '{ "Ball": { "type": "object", "properties": {} } }',
  };

  it("is generated from, checked, and recorded with all its files", () => {
    const folder = project(files);
    expect(cli(folder, "generate")).toMatchObject({ code: 0, stderr: "" });
    const { "client/generation.json": record = "" } = contentsOf(folder);
    const { inputs } = JSON.parse(record) as {
      inputs: { role: string; file: string; sha256: string }[];
    };
    expect(inputs).toMatchObject([
      { role: "description", file: "openapi.yaml" },
      { role: "reference", file: "schemas/pet.yaml" },
      { role: "reference", file: "schemas/toys.json" },
    ]);
    expect(cli(folder, "check")).toMatchObject({ code: 0 });
    fill(folder, { "api/schemas/pet.yaml": "properties: { name: { type: string } }" });
    const { code, stdout } = cli(folder, "check");
    expect(code).toBe(1);
    expect(stdout).toContain("src/models/pet.ts");
  });

  it("gives the same bytes wherever it lies, and from wherever it is generated", async () => {
    const one = project(files);
    const other = emptyFolder();
    fill(other, Object.fromEntries(Object.entries(files).map(([n, t]) => [`deep/er/${n}`, t])));
    const description = "deep/er/api/openapi.yaml";
    const first = await run(one);
    const second = await run(other, { description, output: "x" });
    expect(first.errors).toEqual([]);
    expect(second.files).toEqual(first.files);
  });

  it("shows the line of the file that has the fault, under the name it has from here", () => {
    const folder = project({
      ...files,
      "api/schemas/pet.yaml": "properties:\n  toy: { $ref: toys.json#/Bell }",
    });
    mkdirSync(join(folder, "below"));
    const { code, stderr } = cli(
      join(folder, "below"),
      "generate",
      "--config",
      "../clientwright.config.yaml",
    );
    expect(code).toBe(0);
    expect(stderr).toContain("../api/schemas/pet.yaml:2:10 warning schema-unresolvable");
    expect(stderr).toContain("2 |   toy: { $ref: toys.json#/Bell }\n    |          ^");
  });

  it("is imported in part, with a warning that says so", () => {
    const folder = project(files);
    const { code, stderr } = cli(folder, "import", "api/openapi.yaml", "-o", "copy.yaml");
    expect(code).toBe(0);
    expect(stderr).toContain("api/openapi.yaml:8:27 warning import-incomplete");
    expect(stderr).toContain("This and 1 more lead to other documents, which were not copied.");
    expect(contentsOf(folder)["copy.yaml"]).toContain("schemas/pet.yaml");
  });
});

describe("the folder of the description", () => {
  const marker = "description: secret\ntype: object";

  it.each([
    "../outside.yaml",
    "./../outside.yaml",
    "schemas/../../outside.yaml",
    "../api/../outside.yaml",
    "../api-2/near.yaml",
    "..//outside.yaml",
    "linked.yaml",
    "linked-folder/outside.yaml",
    "OUTSIDE",
    "file:OUTSIDE",
    "file://OUTSIDE",
    "FILE://localhostOUTSIDE",
    "%2e%2e/outside.yaml",
    "..%2foutside.yaml",
    "\\\\OUTSIDE",
    "..\\outside.yaml",
  ])("is not left by %s", async (ref) => {
    const folder = project({ "outside.yaml": marker, "api-2/near.yaml": marker });
    fill(folder, {
      "api/openapi.yaml": holder(ref.replace("OUTSIDE", join(folder, "outside.yaml"))),
    });
    symlinkSync("../outside.yaml", join(folder, "api/linked.yaml"));
    symlinkSync("..", join(folder, "api/linked-folder"));
    const { errors, read } = await run(folder);
    expect(read).toEqual([]);
    expect(errors).toMatchObject([{ code: "schema-refused", where: { line: 8 } }]);
  });

  it("is left neither by what another file says", async () => {
    const folder = project({
      "outside.yaml": marker,
      "api/openapi.yaml": holder("deep/a.yaml"),
      "api/deep/a.yaml":
        "properties: { ok: { $ref: ../b.yaml }, no: { $ref: ../../outside.yaml } }",
      "api/b.yaml": "type: string",
    });
    const { errors, read } = await run(folder);
    expect(read).toEqual(["api/deep/a.yaml", "api/b.yaml"]);
    expect(errors).toMatchObject([{ code: "schema-refused", where: { file: "api/deep/a.yaml" } }]);
  });

  it("says the same of a file outside whether it exists or not", async () => {
    const folder = project({
      "there.yaml": marker,
      "api/openapi.yaml": holder("../there.yaml", "../none.yaml"),
    });
    const [one, other] = (await run(folder)).errors.map(({ message }) =>
      message.replace(/"[^"]*"/, ""),
    );
    expect(one).toBe(other);
  });

  it("may hold links to files of its own", async () => {
    const folder = project({
      "api/openapi.yaml": holder("link.yaml"),
      "api/real.yaml": "type: object",
    });
    symlinkSync("real.yaml", join(folder, "api/link.yaml"));
    expect(await run(folder)).toMatchObject({ errors: [], read: ["api/link.yaml"] });
  });

  it("is widened by the configuration, and no further than it says", async () => {
    const files = {
      "work/common.yaml": "type: object",
      "beyond.yaml": marker,
      "work/api/openapi.yaml": holder("../common.yaml", "../../beyond.yaml"),
    };
    const folder = project(files, "references: { root: work }\n");
    fill(folder, {
      "clientwright.config.yaml":
        "input: work/api/openapi.yaml\noutput: client\nreferences: { root: work }\n",
    });
    symlinkSync("../beyond.yaml", join(folder, "work/link.yaml"));
    const { errors, read } = await run(folder);
    expect(read).toEqual(["work/common.yaml"]);
    expect(errors).toMatchObject([{ code: "schema-refused" }]);
    expect(errors[0]?.message).toContain("references.root");
  });

  it("is no place for what is no document", async () => {
    const folder = project({
      "api/openapi.yaml": holder(
        "none.yaml",
        "folder",
        "big.yaml",
        "pipe.yaml",
        "bytes.yaml",
        "a.png",
      ),
      "api/folder/a.yaml": "",
      "api/big.yaml": "",
      "api/a.png": "type: string",
    });
    truncateSync(join(folder, "api/big.yaml"), 64 * 1024 * 1024 + 1);
    spawnSync("mkfifo", [join(folder, "api/pipe.yaml")]);
    writeFileSync(join(folder, "api/bytes.yaml"), Buffer.from([0x61, 0x0a, 0xff]));
    const { errors } = await run(folder);
    expect(errors.map(({ code }) => code)).toEqual(errors.map(() => "ref-unreadable"));
    expect(errors.map(({ message }) => message.replace(" was not read", ""))).toEqual([
      '"none.yaml": there is no such file.',
      '"folder": it is a folder.',
      '"big.yaml": it has more than 67108864 bytes.',
      '"pipe.yaml": it is no ordinary file.',
      '"bytes.yaml": its bytes at 2:1 are not valid UTF-8.',
      '"a.png": it is neither JSON nor YAML.',
    ]);
  });

  it("gives no more documents, and no more bytes, than there is room for", async () => {
    const folder = project({});
    mkdirSync(join(folder, "api"));
    const size = 40 * 1024 * 1024;
    for (const name of ["a", "b"])
      writeFileSync(join(folder, `api/${name}.yaml`), "#".repeat(size));
    const sizes = new ReferenceReader("api/o.yaml", { base: folder, allow: [] });
    expect(await sizes.read(["api/a.yaml"])).toMatchObject([
      { text: expect.any(String) as string },
    ]);
    expect(await sizes.read(["api/b.yaml"])).toMatchObject([
      { fault: { reason: "all documents together have more than 67108864 bytes" } },
    ]);
    const many = new ReferenceReader("api/o.yaml", { base: folder, allow: [] });
    const names = Array.from({ length: 5001 }, (_, index) => `api/${index}.yaml`);
    const read = await many.read(names);
    expect(read.at(4999)).toMatchObject({ fault: { reason: "there is no such file" } });
    expect(read.at(5000)).toMatchObject({
      fault: { reason: "more than 5000 documents would be read" },
    });
  });
});

describe("no connection is made", () => {
  it.each([
    "http://HOST/a.yaml",
    "HTTP://HOST/a.yaml",
    "hTtP://HOST/a.yaml#/A",
    "//HOST/a.yaml",
    "http:HOST/a.yaml",
    "http:/HOST/a.yaml",
    "http:\\\\HOST\\a.yaml",
    "\\\\HOST\\a.yaml",
    "http://user:word@HOST/a.yaml",
    "http://HOST%2fa.yaml",
    " http://HOST/a.yaml",
    "http%3A//HOST/a.yaml",
    "ftp://HOST/a.yaml",
    "ws://HOST/a.yaml",
    "file://HOST/a.yaml",
  ])("for a description in a file that refers to %s", async (ref) => {
    const { origin, requests } = await serveFiles({ "/a.yaml": "type: object" });
    const folder = project({
      "api/openapi.yaml": holder(ref.replace("HOST", origin.slice("http://".length))),
    });
    const { errors, read } = await run(folder);
    expect([requests, read]).toEqual([[], []]);
    expect(errors.map(({ code }) => code)).toEqual([
      expect.stringMatching(/^(schema-refused|ref-unreadable)$/),
    ]);
  });

  it.each([
    "%68ttp://HOST/a.yaml",
    "h\\u0074tp:/HOST/a.yaml",
    "/\\HOST/a.yaml",
    "///HOST/a.yaml",
    "./http://HOST/a.yaml",
    "http:///HOST/a.yaml",
    "http://HOST",
    "http://HOST/a.yaml#//HOST/b",
    "a.yaml#http://HOST/a.yaml",
    "\u200Bhttp://HOST/a.yaml",
    "jar:http://HOST/a.yaml!/a",
    "view-source:http://HOST/a.yaml",
    "blob:http://HOST/a.yaml",
    "http\u2028://HOST/a.yaml",
    "ｈttp://HOST/a.yaml",
  ])("for a description in a file that refers to %s", async (ref) => {
    const { origin, requests } = await serveFiles({ "/a.yaml": "type: object" });
    const host = origin.slice("http://".length);
    const folder = project({ "api/openapi.yaml": holder(ref.replaceAll("HOST", host)) });
    const { read } = await run(folder);
    expect([requests, read]).toEqual([[], []]);
  });

  it("for what an overlay extends, or writes into the description as data", async () => {
    const { origin, requests } = await serveFiles({ "/a.yaml": "type: object" });
    const overlay = `overlay: 1.0.0
extends: ${origin}/a.yaml
info: { title: T, version: "1", description: { $ref: "${origin}/a.yaml" } }
x-more: { $ref: "${origin}/a.yaml" }
actions:
  - target: $.info
    description: See ${origin}/a.yaml
    update: { x-data: { $ref: "${origin}/a.yaml" }, description: read }
`;
    const folder = project(
      { "api/openapi.yaml": holder("#/components/schemas/A"), "fix.yaml": overlay },
      "overlays: [fix.yaml]\n",
    );
    const { read } = await run(folder);
    expect([requests, read]).toEqual([[], []]);
  });

  it("for addresses in data, examples, mappings, tags and documentation", async () => {
    const { origin, requests } = await serveFiles({});
    const address = `${origin}/a.yaml`;
    const folder = project({
      "api/openapi.yaml": `openapi: 3.1.0
info: { title: T, version: "1" }
jsonSchemaDialect: ${address}
x-more: { $ref: "${address}" }
paths:
  /a:
    get:
      externalDocs: { url: "${address}" }
      responses:
        200:
          description: x
          links: { l: { $ref: "${address}" } }
          content:
            text/json: { examples: { e: { externalValue: "${address}" }, f: { value: { $ref: "${address}" } } } }
components:
  schemas:
    A:
      $id: ${address}
      $schema: ${address}
      oneOf: [{ type: object, example: { $ref: "${address}" } }]
      discriminator: { propertyName: a, mapping: { a: "${address}/b" } }
`,
    });
    await run(folder);
    const tagged = holder("a.yaml").replace('"a.yaml"', `!<${address}> a.yaml`);
    fill(folder, { "api/openapi.yaml": tagged });
    expect((await run(folder)).errors).toMatchObject([{ code: "yaml-unknown-tag" }]);
    expect(requests).toEqual([]);
  });
});

describe("a description by address", () => {
  const generated = (origin: string): Promise<Run> =>
    run(emptyFolder(), { description: `${origin}/api/v1/openapi.yaml`, output: "client" });

  it("finds its references beside and below itself", async () => {
    const { origin, requests } = await serveFiles({
      "/api/v1/openapi.yaml": holder("schemas/pet.yaml", "/api/v1/toy.json"),
      "/api/v1/schemas/pet.yaml": "properties: { toy: { $ref: ../toy.json } }",
      "/api/v1/toy.json": '{ "type": "object", "properties": {} }',
    });
    const { errors, read, files } = await generated(origin);
    expect(errors).toEqual([]);
    expect(read).toEqual([`${origin}/api/v1/schemas/pet.yaml`, `${origin}/api/v1/toy.json`]);
    expect(requests).toHaveLength(3);
    const record = files.find(({ path }) => path === "generation.json")?.text ?? "";
    expect(record).toContain('"file": "schemas/pet.yaml"');
    expect(record).not.toContain("127.0.0.1");
  });

  it.each([
    "../secret.yaml",
    "/secret.yaml",
    "/api/v1x/secret.yaml",
    "%2e%2e/secret.yaml",
    "x/%2e%2e/toy.yaml",
    "..%2fsecret.yaml",
    "x/..%5c..%5csecret.yaml",
    "..\\secret.yaml",
    "x\\..\\toy.yaml",
    "//OTHER/api/v1/secret.yaml",
    "http://OTHER/api/v1/secret.yaml",
    "http://user:word@SELF/api/v1/secret.yaml",
    "https://SELF/api/v1/secret.yaml",
    "file:///etc/passwd",
  ])("does not ask for %s", async (ref) => {
    const other = await serveFiles({ "/api/v1/secret.yaml": "type: object" });
    const files: Record<string, string> = {
      "/secret.yaml": "type: object",
      "/api/v1/toy.yaml": "type: object",
    };
    const { origin, requests } = await serveFiles(files);
    const host = (address: string) => address.slice("http://".length);
    files["/api/v1/openapi.yaml"] = holder(
      ref.replace("OTHER", host(other.origin)).replace("SELF", host(origin)),
    );
    const { errors, read } = await generated(origin);
    expect([requests, other.requests, read]).toEqual([["/api/v1/openapi.yaml"], [], []]);
    expect(errors).toMatchObject([{ code: "schema-refused", where: { line: 8 } }]);
  });

  it("is redirected only to where it may ask itself", async () => {
    const other = await serveFiles({ "/api/v1/secret.yaml": "type: object" });
    const { origin, requests } = await serveFiles({
      "/api/v1/openapi.yaml": holder("near.yaml", "up.yaml", "far.yaml", "file.yaml", "loop.yaml"),
      "/api/v1/near.yaml": "→ moved.yaml",
      "/api/v1/moved.yaml": "type: string",
      "/api/v1/up.yaml": "→ ../secret.yaml",
      "/api/v1/far.yaml": `→ ${other.origin}/api/v1/secret.yaml`,
      "/api/v1/file.yaml": "→ file:///etc/passwd",
      "/api/v1/loop.yaml": "→ loop.yaml",
      "/api/secret.yaml": "type: object",
    });
    const { errors, read } = await generated(origin);
    expect(other.requests).toEqual([]);
    expect(requests).not.toContain("/api/secret.yaml");
    expect(read).toEqual([`${origin}/api/v1/near.yaml`]);
    expect(errors.map(({ code }) => code).sort()).toEqual([
      "ref-unreadable",
      "schema-refused",
      "schema-refused",
      "schema-refused",
    ]);
  });

  it("ends where documents refer to others without end", async () => {
    const { origin, requests } = await serve(({ url = "" }, response) => {
      const number = Number(/\d+/.exec(url.replace("/api/v1/", ""))?.[0] ?? -1);
      response.end(
        number < 0 ? holder("0.yaml") : `properties: { next: { $ref: ${number + 1}.yaml } }`,
      );
    });
    const { errors } = await generated(origin);
    expect(errors).toMatchObject([{ code: "ref-unreadable" }]);
    expect(errors[0]?.message).toContain("more than 100 documents lie on the way to it");
    expect(requests).toHaveLength(101);
  });

  it("shows the line of the document that has the fault", async () => {
    const { origin } = await serveFiles({
      "/api/v1/openapi.yaml": holder("a.yaml"),
      "/api/v1/a.yaml": "properties:\n  b: { $ref: '#/nothing' }",
    });
    const address = `${origin}/api/v1/`;
    const { stderr } = await cliAtOnce(
      emptyFolder(),
      "generate",
      `${address}openapi.yaml`,
      "-o",
      "client",
    );
    expect(stderr).toContain(`${address}a.yaml:2:8 warning schema-unresolvable`);
    expect(stderr).toContain("2 |   b: { $ref: '#/nothing' }");
  });

  it("says what the server answered", async () => {
    const { origin } = await serveFiles({ "/api/v1/openapi.yaml": holder("none.yaml") });
    const { errors } = await generated(origin);
    expect(errors).toMatchObject([
      { message: '"none.yaml" was not read: the server answered 404 Not Found.' },
    ]);
  });
});

describe("another origin", () => {
  it("is told nothing of the description: no credentials, no cookie, not where it comes from", async () => {
    const headers: unknown[] = [];
    const other = await serve((request, response) => {
      headers.push(request.headers);
      response
        .setHeader("set-cookie", "a=b")
        .end(
          request.url === "/all/a.yaml" ? "properties: { b: { $ref: b.yaml } }" : "type: string",
        );
    });
    const { origin, requests } = await serve(({ url = "" }, response) => {
      response.setHeader("set-cookie", "session=secret");
      if (url.endsWith("/moved.yaml"))
        response.writeHead(302, { location: `${other.origin}/all/c.yaml` }).end();
      else response.end(holder(`${other.origin}/all/a.yaml`, "moved.yaml"));
    });
    const folder = emptyFolder();
    fill(folder, {
      "clientwright.config.yaml": `input: ${origin}/api/openapi.yaml?token=secret\noutput: client\nreferences: { allow: ["${other.origin}/all/"] }\n`,
    });
    const { errors } = await run(folder);
    expect(errors).toEqual([]);
    expect(requests).toEqual(["/api/openapi.yaml?token=secret", "/api/moved.yaml"]);
    expect([...other.requests].sort()).toEqual(["/all/a.yaml", "/all/b.yaml", "/all/c.yaml"]);
    const told = JSON.stringify(headers);
    for (const word of ["secret", "cookie", "authorization", "referer", 'origin"'])
      expect(told).not.toContain(word);
  });
});

describe("the configuration", () => {
  it("allows addresses: one, or with a slash at the end all below it", async () => {
    const { origin, requests } = await serveFiles({
      "/one.yaml": "type: object",
      "/all/a.yaml": "properties: { b: { $ref: b.yaml }, c: { $ref: ../c.yaml } }",
      "/all/b.yaml": "properties: { f: { $ref: file:///etc/passwd } }",
    });
    const folder = project(
      {
        "api/openapi.yaml": holder(
          `${origin}/one.yaml`,
          `${origin}/all/a.yaml`,
          `${origin}/one.yaml.x`,
        ),
      },
      `references: { allow: ["${origin}/one.yaml", "${origin}/all/"] }\n`,
    );
    const { errors, read } = await run(folder);
    expect([...requests].sort()).toEqual(["/all/a.yaml", "/all/b.yaml", "/one.yaml"]);
    expect(read).toHaveLength(3);
    expect(errors).toMatchObject([
      { code: "schema-refused", where: { file: "api/openapi.yaml" } },
      { code: "schema-refused", where: { file: `${origin}/all/a.yaml` } },
      { code: "schema-refused", where: { file: `${origin}/all/b.yaml` } },
    ]);
  });

  it.each([
    ["references: { root: none }", "is no folder"],
    ["references: { root: api/openapi.yaml }", "is no folder"],
    ["references: { allow: [example.com] }", "is no address"],
    ["references: { allow: ['https://user:word@example.com/'] }", "holds a user or a password"],
    ["references: { alow: [] }", "did you mean allow?"],
  ])("%s is told what is wrong", async (configuration, message) => {
    const folder = project({ "api/openapi.yaml": holder("a.yaml") }, `${configuration}\n`);
    const error: unknown = await load({}, folder).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticError)) throw new Error("no diagnostics");
    const [found] = error.diagnostics;
    expect(`${found?.message} ${found?.help}`).toContain(message);
    expect(found?.where).toMatchObject({ file: "clientwright.config.yaml", line: 3 });
  });
});
