import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { generateFrom } from "../generate/harness.js";
import { installTools } from "../tools/install.mjs";
import { mistakes } from "./mistakes.js";
import { check, projectWith } from "./project.mjs";

const HEAD = `import { ShopClient } from "shop";
import type { Item } from "shop";
declare const process: { env: Record<string, string | undefined> };
declare const token: string;
export const client = new ShopClient({ token });
export declare const item: Item;
`;
const compilers = ["5.9", "7.0"] as const;
const folders: string[] = [];
/** What each compiler says about each mistake. */
const said = new Map<string, readonly string[]>();

beforeAll(async () => {
  installTools();
  const yaml = readFileSync(new URL("shop.yaml", import.meta.url), "utf8");
  const { files } = await generateFrom(yaml, { packageName: "shop", clientName: "ShopClient" });
  const source = mkdtempSync(join(tmpdir(), "clientwright-types-"));
  folders.push(source);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  const project = projectWith("shop", source);
  folders.push(project);
  const programs = Object.fromEntries([
    ["right.ts", HEAD],
    ...mistakes.map(({ code }, index) => [`mistake-${index}.ts`, `${HEAD}${code}\n`]),
  ]);
  for (const compiler of compilers) {
    const messages = new Map<string, string[]>();
    let file = "";
    for (const line of check(compiler, project, programs).errors.split("\n")) {
      const [, begins] = /^([\w-]+\.ts)\(/u.exec(line) ?? [];
      file = begins ?? file;
      const text = line.replace(/^[\w-]+\.ts\(\d+,\d+\): error /u, "");
      if (text !== "") messages.set(file, [...(messages.get(file) ?? []), text]);
    }
    expect(messages.get("right.ts")).toBeUndefined();
    said.set(
      compiler,
      mistakes.map((_, index) => (messages.get(`mistake-${index}.ts`) ?? []).join("\n")),
    );
  }
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

it("R107 has the compiler name every mistake, in few words", () => {
  for (const [compiler, messages] of said) {
    messages.forEach((message, index) => {
      const where = `TypeScript ${compiler}: ${mistakes[index]?.title}`;
      expect(message, where).toMatch(/^TS\d+: /u);
      expect(message.split("\n").length, where).toBeLessThanOrEqual(6);
      // Nobody's program has a name that is not found.
      expect(message, where).not.toMatch(/TS(2304|2305|2307|7016)/u);
    });
  }
});

it("R107 shows what the compiler says, for a reader to judge", async () => {
  const [older, newer] = compilers.map((compiler) => said.get(compiler) ?? []);
  const sections = mistakes.map(({ title, code }, index) => {
    const [first = "", second = ""] = [older?.[index], newer?.[index]];
    return [
      `## ${title}`,
      fenced("ts", code),
      fenced("text", first),
      ...(second === first ? [] : ["TypeScript 7.0:", fenced("text", second)]),
    ].join("\n\n");
  });
  const page = [
    "# What the compiler says about mistakes",
    "Written by `messages.test.ts`: the text of TypeScript 5.9, and that of 7.0 where it differs.",
    ...sections,
  ].join("\n\n");
  await expect(`${page}\n`).toMatchFileSnapshot("messages.md");
});

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
