import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { root } from "./generate/harness.js";

const readme = readFileSync(join(root, "README.md"), "utf8");

/** The first block in the language after the marker. */
function block(language: string): string {
  const start = readme.indexOf("<!-- test/readme.test.ts");
  const [, text = ""] =
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "u").exec(readme.slice(start)) ?? [];
  return text;
}

const conversation = (id: string, status: string, body: string): object => ({
  id,
  status,
  first_message: { body },
});
const conversations = [
  conversation("c1", "NEW", "Hola, ¿tienen habitaciones?"),
  conversation("c2", "IN_PROGRESS", "Gracias"),
  conversation("c3", "SNOOZED", "Hasta luego"),
];

/** Pages of two, with links to a host that only the server's proxy knows. */
async function withApi<Result>(use: (baseUrl: string) => Promise<Result>): Promise<Result> {
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page") ?? 1);
    const results = conversations.slice((page - 1) * 2, page * 2);
    const next =
      page * 2 < conversations.length ? `http://10.0.0.3:8000/conversation?page=${page + 1}` : null;
    const isKnown = request.headers.authorization === "Token secret";
    response.setHeader("content-type", "application/json");
    response.statusCode = !isKnown ? 401 : results.length > 0 ? 200 : 404;
    response.end(
      JSON.stringify(
        results.length > 0
          ? { count: 3, next, previous: null, results }
          : { detail: "Invalid page." },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("README", () => {
  it("shows a first call that prints what it says", async () => {
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
    const folder = mkdtempSync(join(root, "node_modules/.cache/readme-"));
    try {
      const target = join(folder, "node_modules/hilos-whatsapp");
      cpSync(join(root, "generated"), target, {
        recursive: true,
        filter: (path) => !/generated\/(dist|node_modules)/u.test(path),
      });
      symlinkSync(
        join(root, "node_modules/openapi-fetch"),
        join(folder, "node_modules/openapi-fetch"),
      );
      execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", target]);
      const program = ts.transpileModule(block("ts"), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      }).outputText;
      const printed = await withApi(async (baseUrl) => {
        const pointed = program.replace(`youraccountname: "acme"`, `baseUrl: "${baseUrl}"`);
        expect(pointed).not.toBe(program);
        writeFileSync(join(folder, "first-call.mjs"), pointed);
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [join(folder, "first-call.mjs")],
          {
            env: { ...process.env, HILOS_TOKEN: "secret" },
          },
        );
        return stdout;
      });
      expect(printed).toBe(block("text"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
