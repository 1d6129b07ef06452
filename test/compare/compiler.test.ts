import { afterAll, expect, it } from "vitest";
import { compare } from "../../generator/compare/compare.js";
import { installTools } from "../tools/install.mjs";
import { randomDescription } from "./descriptions.js";
import type { Json } from "./descriptions.js";
import { apiOf, Judge } from "./judge.js";
import { mutations } from "./mutations.js";
import { Random } from "./random.js";

/** `npm run test:corpus` asks for more. */
const pairs = Number(process.env["CLIENTWRIGHT_PAIRS"] ?? 40);
const perBase = 50;

const judges: Judge[] = [];
afterAll(() => {
  for (const judge of judges) judge.close();
});

interface Pair {
  readonly name: string;
  readonly mutation: string;
  readonly saysBreaking: boolean;
  readonly said: string;
}

it("calls breaking what the compiler refuses, and nothing else", () => {
  installTools();
  const judge = new Judge();
  judges.push(judge);
  const names = Object.keys(mutations);
  const list: Pair[] = [];
  for (let base = 0; list.length < pairs; base++) {
    const description = randomDescription(new Random(1000 + base));
    const old = apiOf(description, "old.json");
    judge.addPackage(`base${base}`, old);
    judge.addProgram(`same${base}`, `base${base}`, `base${base}`, old);
    const first = list.length;
    for (let step = 0; list.length < Math.min(pairs, first + perBase); step++) {
      const random = new Random(base * 7919 + step);
      const mutation = names[(step + base * 13) % names.length]!;
      const changed = structuredClone(description) as Json;
      if (!mutations[mutation]!(changed, random)) continue;
      const name = `pair${list.length}`;
      const now = apiOf(changed, "new.json");
      const changes = compare(old, now);
      judge.addPackage(`${name}_new`, now);
      judge.addProgram(name, `base${base}`, `${name}_new`, old);
      const said = changes
        .filter(({ severity }) => severity === "breaking")
        .map(({ subject, message }) => `${subject} ${message}`);
      list.push({ name, mutation, saysBreaking: said.length > 0, said: said.join("; ") });
    }
  }
  const messages = judge.compile();
  const wrong = list
    .filter(({ name, saysBreaking }) => saysBreaking !== messages.has(name))
    .map(
      ({ name, mutation, said }) =>
        `${name} (${mutation}): said ${said || "nothing"}; ${messages.get(name) ?? "compiles"}`,
    );
  expect([...messages.keys()].filter((name) => name.startsWith("same"))).toEqual([]);
  // Both verdicts must be there, or the agreement means nothing.
  expect(list.some(({ saysBreaking }) => saysBreaking)).toBe(true);
  expect(list.some(({ saysBreaking }) => !saysBreaking)).toBe(true);
  expect(wrong).toEqual([]);
}, 1_200_000);
