import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const tests = fileURLToPath(new URL("../", import.meta.url));

/** Statements of the runtime's design that no test proves, and why. One that gains a test must leave this list. */
const open: Readonly<Record<string, string>> = {
  R109: "the overhead of a call is a measurement: `npm run bench`",
};

const inScope = [...numbers(1, 99), ...numbers(105, 109)].map((number) => `R${number}`);

/** The tests that name a statement, by its number: `it("R67 …")`. */
function provedBy(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(tests, { recursive: true, encoding: "utf8" }).sort()) {
    if (!file.endsWith(".test.ts") || file.includes("node_modules")) continue;
    const text = readFileSync(join(tests, file), "utf8");
    for (const [, statement = "", words = ""] of text.matchAll(
      /["`](R\d+)[:,]? ([^"`\n]+)["`]/gu,
    )) {
      found.set(statement, [...(found.get(statement) ?? []), `${file}: ${words}`]);
    }
  }
  return found;
}

it("every statement in scope has a test that names it", () => {
  const proved = provedBy();
  expect(inScope.filter((statement) => !proved.has(statement))).toEqual(Object.keys(open));
});

it("the page of statements is up to date", async () => {
  const proved = provedBy();
  const rows = inScope.flatMap((statement) =>
    (proved.get(statement) ?? [`no test: ${open[statement] ?? ""}`]).map(
      (test) => `| ${statement} | ${test.replaceAll("|", "\\|")} |`,
    ),
  );
  const page = [
    "# Which test proves which statement of the runtime",
    "",
    "Written by `statements.test.ts`; `npx vitest run test/runtime/statements.test.ts -u` brings it up to date.",
    "",
    "| statement | test |",
    "| --- | --- |",
    ...rows,
    "",
  ].join("\n");
  await expect(page).toMatchFileSnapshot("statements.md");
});

function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
