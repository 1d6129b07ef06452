import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, cliWith, emptyFolder, fill, repository } from "./workspace.js";

const description = (status: readonly string[], extra = ""): string => `openapi: 3.1.0
info: { title: Chat, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
paths:
  /conversations:
    get:
      operationId: listConversations
      parameters:
        - { name: search, in: query, schema: { type: string } }
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Conversation" } }
components:
  schemas:
    Conversation:
      type: object
      required: [id, status]
      properties:
        id: { type: string }
        status: { $ref: "#/components/schemas/Status" }
${extra}    Status:
      type: string
      enum: [${status.join(", ")}]
`;

const old = description(["OPEN", "CLOSED"]);
const wider = description(["OPEN", "CLOSED", "ARCHIVED"]);
const narrower = description(["OPEN"]);

function workspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = emptyFolder();
  fill(folder, { "old.yaml": old, "wider.yaml": wider, "narrower.yaml": narrower, ...files });
  return folder;
}

function git(cwd: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
  execFileSync("git", [...identity, ...args], { cwd, stdio: "ignore" });
}

describe("clientwright diff", () => {
  it("exits with 0 or 1 by what it finds and what it is asked to fail on", () => {
    const folder = workspace();
    const codes = (now: string, ...args: string[]) =>
      cli(folder, "diff", "old.yaml", now, ...args).code;
    expect(codes("old.yaml", "--fail-on", "any")).toBe(0);
    expect(codes("wider.yaml")).toBe(0);
    expect(codes("wider.yaml", "--fail-on", "any")).toBe(1);
    expect(codes("narrower.yaml", "--fail-on", "none")).toBe(0);
  });

  it("exits with 2 when there is nothing to compare", () => {
    const folder = workspace({ "broken.yaml": "openapi: [" });
    for (const now of ["missing.yaml", "broken.yaml"]) {
      const { code, stdout, stderr } = cli(folder, "diff", "old.yaml", now);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(now);
    }
  });

  it("says what is grave first, with both places", () => {
    const { stdout } = cli(workspace(), "diff", "old.yaml", "narrower.yaml");
    expect(stdout).toBe(
      [
        "Chat 1.0.0: 1 breaking",
        "",
        "breaking",
        '  Status lost "CLOSED"',
        "      in client.conversations.list",
        "      old.yaml:24:5 → narrower.yaml:24:5",
        "",
      ].join("\n"),
    );
  });

  it("says the same in JSON, Markdown and annotations", () => {
    const folder = workspace();
    const as = (format: string) =>
      cli(folder, "diff", "old.yaml", "narrower.yaml", "--format", format).stdout;
    expect(JSON.parse(as("json"))).toMatchObject({
      summary: { breaking: 1, caution: 0, compatible: 0, documentation: 0 },
      changes: [
        {
          kind: "enum-value-removed",
          severity: "breaking",
          subject: "Status",
          operations: ["conversations.list"],
          new: { file: "narrower.yaml", line: 24, column: 5 },
        },
      ],
    });
    expect(as("markdown")).toContain('- `Status` lost "CLOSED"');
    expect(as("github")).toBe(
      '::error file=narrower.yaml,line=24,col=5,title=breaking%3A Status::Status lost "CLOSED" (in client.conversations.list)\n',
    );
  });

  it("compares files of git revisions", () => {
    const folder = workspace({ "spec/api.yaml": old });
    git(folder, "init", "-b", "main");
    git(folder, "add", "spec");
    git(folder, "commit", "-m", "First");
    fill(folder, { "spec/api.yaml": narrower });
    const { code, stdout } = cli(folder, "diff", "main:spec/api.yaml", "spec/api.yaml");
    expect(code).toBe(1);
    expect(stdout).toContain("main:spec/api.yaml:24:5 → spec/api.yaml:24:5");
    // Seen from the working directory, like every other path.
    expect(cli(join(folder, "spec"), "diff", "HEAD:api.yaml", "api.yaml").code).toBe(1);
    const unknown = cli(folder, "diff", "nowhere:spec/api.yaml", "spec/api.yaml");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('git knows no revision "nowhere"');
  });

  it("finds what a generated package was made from, in the files around it or in the history", () => {
    const folder = workspace({ "spec/api.yaml": old });
    expect(cli(folder, "generate", "spec/api.yaml", "-o", "client").code).toBe(0);
    expect(cli(folder, "diff", "client", "narrower.yaml").code).toBe(1);
    git(folder, "init", "-b", "main");
    git(folder, "add", "spec");
    git(folder, "commit", "-m", "First");
    fill(folder, { "spec/api.yaml": narrower });
    const { code, stdout } = cli(folder, "diff", "client", "spec/api.yaml");
    expect(stdout).toContain('Status lost "CLOSED"');
    expect(code).toBe(1);
    fill(folder, { "client/generation.json": '{"inputs":[]}' });
    expect(cli(folder, "diff", "client", "spec/api.yaml").code).toBe(2);
  });

  it("lists where a program uses what changed, whatever it is called there", () => {
    const folder = workspace();
    expect(cli(folder, "generate", "old.yaml", "-o", "chat", "--package-name", "chat").code).toBe(
      0,
    );
    mkdirSync(join(folder, "node_modules"));
    cpSync(join(folder, "chat"), join(folder, "node_modules/chat"), { recursive: true });
    symlinkSync(
      join(repository, "node_modules/openapi-fetch"),
      join(folder, "node_modules/openapi-fetch"),
    );
    fill(folder, {
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          strict: true,
          module: "ESNext",
          moduleResolution: "bundler",
          target: "ES2022",
          paths: { chat: ["./node_modules/chat/src/index.ts"] },
        },
      }),
      "app/main.ts": [
        'import { Status as State } from "chat";',
        'import type { ChatClient } from "chat";',
        "export async function run({ safe, conversations: talks }: ChatClient) {",
        '  const { status: how } = (await talks.list({ search: "x" }))[0]!;',
        "  const CLOSED = 1;",
        "  void safe;",
        "  return how === State.CLOSED && CLOSED;",
        "}",
        "",
      ].join("\n"),
      "gone.yaml": narrower.replace("name: search", "name: query"),
    });
    const { stdout, stderr } = cli(
      folder,
      "diff",
      "old.yaml",
      "gone.yaml",
      "--usage",
      "app/**/*.ts",
      "--format",
      "json",
    );
    expect(stderr).toBe("");
    const { changes } = JSON.parse(stdout) as {
      changes: { kind: string; usedAt: { file: string; line: number; column: number }[] }[];
    };
    const places = changes.map(({ kind, usedAt }) => [
      kind,
      ...usedAt.map(({ file, line, column }) => `${file}:${line}:${column}`),
    ]);
    expect(places).toEqual([
      ["enum-value-removed", "app/main.ts:7:24"],
      ["parameter-removed", "app/main.ts:4:47"],
      ["parameter-added"],
    ]);
    const none = cli(folder, "diff", "old.yaml", "gone.yaml", "--usage", "nowhere/*.ts");
    expect([none.code, none.stdout]).toEqual([2, ""]);
  });

  it("prints text of a description so that no reader takes it for anything else", () => {
    const hostile =
      "\u001b]0;owned\u0007</script><img src=x onerror=alert(1)>\n::error::no\n@team `x`";
    const folder = workspace();
    const api = {
      openapi: "3.1.0",
      info: { title: hostile, version: "1" },
      servers: [{ url: "https://api.example.com" }],
      paths: {},
      components: {
        schemas: { [hostile]: { type: "object", properties: { a: { enum: [hostile] } } } },
      },
    };
    const changed = structuredClone(api);
    changed.components.schemas[hostile]!.properties.a.enum.push("b");
    fill(folder, { "a.json": JSON.stringify(api), "b.json": JSON.stringify(changed) });
    for (const format of ["text", "markdown", "github", "html"]) {
      const { stdout, code } = cliWith({}, folder, "diff", "a.json", "b.json", "--format", format);
      expect([format, code === 0 || code === 1]).toEqual([format, true]);
      expect(stdout).not.toMatch(/\u001b|\u0007/u);
      expect(stdout).not.toMatch(/^::error::no/mu);
      if (format === "html") expect(stdout).not.toContain("<img");
    }
  });
});
