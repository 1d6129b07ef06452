/** Descriptions with awkward texts, the same for the same seed. */

import { Random } from "../compare/random.js";
import { everything, type Json, type JsonObject } from "./everything.js";
import { positionsOf, type Place } from "./positions.js";

export interface Case {
  readonly what: string;
  readonly text: string;
}

const run = "globalThis.__canary=1";

/** Each ends what it may stand in, begins something that runs, or means something to a tool or to JavaScript. */
const texts: readonly string[] = [
  `*/${run};/*`,
  `*/\n${run}\n/*`,
  `";${run};"`,
  `';${run};'`,
  "`;" + run + ";`",
  `\${${run}}`,
  `\\";${run};//`,
  `\\`,
  `a\u2028${run}`,
  `a\u2029${run}`,
  `a\r${run}`,
  `a\n${run}`,
  `a\u0085${run}\v\f`,
  `]: 1, [${run}]: 1, ["`,
  `}); ${run}; ({`,
  `() { ${run} }`,
  `x = ${run}`,
  `<script>${run}</script>`,
  "-->",
  `\`\`\`\n${run}\n\`\`\``,
  "[text](javascript:alert(1))",
  "![](https://example.com/x.png)",
  "@ts-nocheck",
  "@ts-ignore */ // @ts-ignore",
  "eslint-disable",
  "prettier-ignore",
  "//# sourceMappingURL=x",
  "@jsx x\n@jsxImportSource y",
  "#__PURE__",
  "<!-- x",
  "/// <reference path='x' />",
  "\u202e\u2066reversed\u2069",
  "\u200b\ufeff",
  "\u0000",
  "\u001b[2J",
  "\ud800",
  "\udc00 \ud83d",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "then",
  "default",
  "class",
  "await",
  "arguments",
  "eval",
  "globalThis",
  "undefined",
  "Promise",
  "Object",
  "ApiClient",
  "body",
  "options",
  "con",
  "nul.ts",
  "../../../outside",
  "..",
  ".",
  "/",
  "a/b",
  "a\\b",
  "A",
  "a",
  "é",
  "e\u0301",
  "日本語",
  "😀",
  "1",
  "-1",
  "0x10",
  "",
  " ",
  "{",
  "}",
  "{x}",
  "?a=b#c",
  "%2e%2e/%00",
  "https://user:word@example.com/",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "#/components/schemas/Pet",
  "x".repeat(300),
  "true",
  "null",
];

/** Positions that mean something to the reader of a document, where another text makes it another document. */
const structural = /(?:^OpenAPI\.openapi|\$ref|operationRef|\.style)$/;

/**
 * Descriptions of both versions. Taken together they hold a text in every position: each case has the next positions in
 * turn, with texts at random.
 *
 * @param seed makes the same cases again
 */
export function casesFrom(seed: number, count: number): { positions: number; cases: Case[] } {
  const random = new Random(seed);
  const versions = (["3.0", "3.1"] as const).map((version) => {
    const places = positionsOf(version).in(everything(version));
    return { version, places, byPosition: grouped(places), next: 0 };
  });
  const cases: Case[] = [];
  const used = new Set<string>();
  for (let index = 0; index < count; index++) {
    const state = versions[index % versions.length]!;
    const { version, byPosition } = state;
    const document = everything(version);
    const chosen: Place[] = [];
    for (let each = 0; each < 6; each++) {
      const position = [...byPosition.keys()][state.next++ % byPosition.size]!;
      if (structural.test(position) && !random.chance(0.05)) continue;
      used.add(`${version} ${position}`);
      chosen.push(random.pick(byPosition.get(position)!));
    }
    // Keys last: what is copied under another key has the texts that were put there.
    const sorted = [...chosen].sort((a, b) => Number(a.isKey) - Number(b.isKey));
    for (const place of sorted) put(document, place, random.pick(texts));
    const what = `${version}: ${chosen.map(({ position }) => position).join(", ")}`;
    cases.push({ what, text: JSON.stringify(document, undefined, 1) });
  }
  return { positions: used.size, cases };
}

function grouped(places: readonly Place[]): ReadonlyMap<string, Place[]> {
  const found = new Map<string, Place[]>();
  for (const place of places) {
    found.set(place.position, [...(found.get(place.position) ?? []), place]);
  }
  return found;
}

/** A text under a key; or beside a key another one, with the same value, so that what refers to it still finds it. */
function put(document: JsonObject, { path, isKey }: Place, text: string): void {
  let holder: Json = document;
  for (const key of path.slice(0, -1)) holder = (holder as Record<string | number, Json>)[key]!;
  const last = path.at(-1)!;
  const isPath = path[0] === "paths" && path.length === 2;
  const key = isKey ? (isPath ? `/${text}` : text) : last;
  const value = isKey ? structuredClone((holder as JsonObject)[last]!) : text;
  // As JSON has it, which knows no prototypes.
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
