import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, environments, folderWith, strictness } from "./consumer.js";
import { generated } from "./places.js";

const readme = readFileSync(join(generated, "README.md"), "utf8");

test("every TypeScript block of the README compiles, in the order in which it is read", async () => {
  const blocks = codeBlocks(readme);
  expect(blocks.length).toBeGreaterThanOrEqual(5);
  const [first, ...later] = blocks;
  const files = {
    // What a reader has after the first call: its imports and its variables.
    "block-0.ts": `${first}\nexport {};\n`,
    ...Object.fromEntries(
      later.map((block, index) => [
        `block-${index + 1}.ts`,
        `${importsAndClient(first ?? "", block)}\n${block}\nexport {};\n`,
      ]),
    ),
  };
  const folder = folderWith("readme", {
    ...files,
    "tsconfig.json": {
      compilerOptions: {
        ...strictness,
        // A block may show the use of something that it then does nothing with.
        noUnusedLocals: false,
        ...environments["a server on NodeNext"],
        noEmit: true,
      },
      files: Object.keys(files),
    },
  });
  expect((await compile("7.0", folder)).output).toBe("");
});

/** The first block up to the client, unless the block makes its own. */
function importsAndClient(first: string, block: string): string {
  const [declaration] = /const (\w+) = new \w+Client\([\s\S]*?\);/u.exec(first) ?? [];
  expect(declaration).toBeDefined();
  const [importLine] = /^import .*$/mu.exec(first) ?? [];
  return block.includes("HilosClient") ? "" : `${importLine}\n${declaration}`;
}

function codeBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)].map(([, code = ""]) => code);
}
