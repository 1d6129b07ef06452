/** What is written can be read again: every style, with whatever values it can carry. */

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

import { fakeFetch, failure, json } from "../runtime/support.js";
import { describeRows, emit } from "./emitted.js";
import type { Emitted } from "./emitted.js";
import { readCookie, readHeader, readPath, readQuery } from "./reader.js";
import type { Described, Read, Shape } from "./reader.js";

type Place = "path" | "query" | "header" | "cookie";

interface Case extends Described {
  readonly id: string;
  readonly place: Place;
  readonly reserved: boolean;
}

const styles: readonly (readonly [Place, Described["style"]])[] = [
  ["path", "simple"],
  ["path", "label"],
  ["path", "matrix"],
  ["query", "form"],
  ["query", "spaceDelimited"],
  ["query", "pipeDelimited"],
  ["query", "deepObject"],
  ["header", "simple"],
  ["cookie", "form"],
];
const shapes: readonly Shape[] = ["primitive", "array", "object"];
const names = { path: "a b=c;", query: "a b&[=é]", header: "X-Color", cookie: "a b;=c" };

const cases = styles.flatMap(([place, style]) =>
  [false, true].flatMap((explode) =>
    shapes.flatMap((shape) =>
      (place === "query" ? [false, true] : [false]).map((reserved): Case => {
        const id = [
          place,
          style,
          explode ? "Exploded" : "",
          shape,
          reserved ? "Reserved" : "",
        ].join("");
        return { id, place, style, explode, shape, reserved, name: names[place] };
      }),
    ),
  ),
);

const ends = [
  "",
  " ",
  "%",
  "+",
  "a,b",
  "a.b",
  "a;b",
  "a|b",
  "a b",
  "a=b&c=d",
  "[",
  "]",
  "/",
  "..",
  "%2C",
  "%7C",
  "?#",
  "é",
  "😀",
];
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(...",;.|= &+%/?#[]{}\"'<>\\^`~!$()*:@-_aZ0é😀"),
    maxLength: 8,
  }),
  fc.constantFrom(...ends),
);
const primitive: fc.Arbitrary<string | number | boolean | bigint | Date> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
  fc.date({ noInvalidDate: true }),
);
const valueOf: Readonly<Record<Shape, fc.Arbitrary<unknown>>> = {
  primitive,
  array: fc.array(fc.oneof({ weight: 9, arbitrary: primitive }, fc.constantFrom(null, undefined)), {
    maxLength: 5,
  }),
  object: fc.dictionary(
    text.filter((key) => key !== "__proto__"),
    fc.oneof({ weight: 9, arbitrary: primitive }, fc.constantFrom(null, undefined)),
    { maxKeys: 5 },
  ),
};

/** A value as the texts that a reader must find: missing entries are left out, and what is then empty is not sent. */
function asTexts(value: unknown): Read {
  const write = (item: unknown) => (item instanceof Date ? item.toISOString() : String(item));
  if (typeof value !== "object" || value === null || value instanceof Date) return write(value);
  const there = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  if (there.length === 0) return undefined;
  return Array.isArray(value)
    ? there.map(([, item]) => write(item))
    : Object.fromEntries(there.map(([key, item]) => [key, write(item)]));
}

/** Every text of a value, keys included. */
function textsIn(read: Read): string[] {
  if (read === undefined || typeof read === "string") return read === undefined ? [] : [read];
  return read instanceof Array ? [...read] : Object.entries(read as object).flat();
}

/**
 * Whether a parameter can carry a value at all; what it cannot is either refused (`refused`), or known to be read as
 * something else (`ambiguous`), because the style itself has no way to tell the two apart.
 */
function fate(parameter: Case, read: Read): "carried" | "refused" | "ambiguous" {
  const { place, style, explode, shape } = parameter;
  const texts = textsIn(read);
  const keys = shape === "object" ? Object.keys((read ?? {}) as object) : [];
  const has = (characters: RegExp, list = texts) => list.some((item) => characters.test(item));
  if (place === "header") {
    // Header values are not encoded: what is no byte, or would end the header, cannot be sent.
    if (has(/[\0\r\n\u0100-\uffff]/)) return "refused";
    if (has(/^[\t ]|[\t ]$/)) return "ambiguous";
    if (shape === "primitive") return "carried";
    if (has(/,/) || (shape === "object" && explode && has(/=/, keys))) return "ambiguous";
    return texts.length === 1 && texts[0] === "" ? "ambiguous" : "carried";
  }
  if (place === "path") {
    if (read === undefined || (style === "simple" && texts.join("") === "" && texts.length < 2))
      return "refused";
    // RFC 6570 does not encode the dot that separates the items of an exploded label.
    if (style === "label" && explode && shape !== "primitive" && has(/\./)) return "ambiguous";
    return "carried";
  }
  if (shape === "primitive" || read === undefined) return "carried";
  if (!explode && style === "spaceDelimited" && has(/ /)) return "refused";
  if (!explode && style === "pipeDelimited" && has(/\|/)) return "refused";
  if (style === "deepObject" && has(/[[\]]/, keys)) return "refused";
  return "carried";
}

/** Control characters, which no platform sends in a header (RFC 9110, 5.5). */
const controls = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]/;

let emitted: Emitted;

beforeAll(async () => {
  const rows = cases.map(({ id, place, style, explode, name, reserved }) => {
    const parameter = { in: place, name, style, explode, required: place === "path", schema: {} };
    return [
      id,
      {
        // Something before and after it, so that no value makes a dot segment.
        path: place === "path" ? `/${id}/-{${name}}-` : `/${id}`,
        parameters: [reserved ? { ...parameter, allowReserved: true } : parameter],
      },
    ] as const;
  });
  emitted = await emit(describeRows(Object.fromEntries(rows)));
});

async function wire({ id, place, name }: Case, value: unknown) {
  const fetch = fakeFetch(json({}));
  await emitted.client({ fetch, baseUrl: "https://api.test" }).call(id, { [name]: value });
  const { url, init } = fetch.sent[0]!;
  const { href } = new URL(url);
  // What is sent is a URL as it is: no parser has anything to mend but an apostrophe.
  expect(href.replaceAll("%27", "'")).toBe(url.replaceAll("%27", "'"));
  const [, path = "", query = ""] =
    /^https:\/\/api\.test\/[^/?]*(?:\/-([^?]*)-)?(?:\?(.*))?$/.exec(url) ?? [];
  if (place === "path") return path;
  return place === "query" ? query : init.headers.get(place === "header" ? name : "cookie");
}

function read(parameter: Case, sent: string | null): Read {
  switch (parameter.place) {
    case "path":
      return readPath(parameter, sent ?? "");
    case "query":
      return readQuery(parameter, sent ?? "");
    case "header":
      return readHeader(parameter, sent);
    case "cookie":
      return readCookie(parameter, sent);
  }
}

describe("parameters", () => {
  it.each(cases)("R10 reads back what it wrote: $id", async (parameter) => {
    await fc.assert(
      fc.asyncProperty(valueOf[parameter.shape], async (value) => {
        const expected = asTexts(value);
        // Of their own: the test below, and the one of empty lists beside the table.
        const isHeader = parameter.place === "header" || parameter.place === "cookie";
        if (isHeader && expected === undefined) return;
        if (parameter.place === "header" && controls.test(textsIn(expected).join(""))) return;
        switch (fate(parameter, expected)) {
          case "carried":
            expect(read(parameter, await wire(parameter, value))).toEqual(expected);
            break;
          case "refused":
            expect((await failure(wire(parameter, value))).name).toBe("RequestBuildError");
            break;
          case "ambiguous":
            // Nothing is promised but that one parameter does not become another.
            await wire(parameter, value);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("R19 refuses control characters in a header, before anything is sent", async () => {
    const header = cases.find(({ id }) => id === "headersimpleprimitive")!;
    for (const character of ["\u0001", "\b", "\v", "\u001b", "\u007f"])
      expect((await failure(wire(header, `a${character}b`))).name).toBe("RequestBuildError");
    expect(await wire(header, "a\tb")).toBe("a\tb");
  });

  it("R9 refuses half of a surrogate pair in any style, before anything is sent", async () => {
    for (const parameter of cases) {
      const value = { primitive: "\ud800", array: ["\udc00"], object: { "\ud800": 1 } }[
        parameter.shape
      ];
      expect((await failure(wire(parameter, value))).name, parameter.id).toBe("RequestBuildError");
    }
  });

  it("R11 keeps parameters apart, whatever they hold", async () => {
    const all = await emit(
      describeRows({
        several: {
          path: "/x/{p}",
          parameters: [
            { in: "path", name: "p", required: true, schema: {} },
            ...["a", "a&b", "c[d]"].map((name) => ({ in: "query", name, schema: {} })),
            { in: "query", name: "list", explode: false, schema: {} },
            { in: "query", name: "free", allowReserved: true, schema: {} },
            ...["k", "k;l"].map((name) => ({ in: "cookie", name, schema: {} })),
          ],
        },
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        text.filter((item) => item !== ""),
        text,
        text,
        text,
        text,
        text,
        text,
        async (p, a, ab, cd, item, free, k) => {
          const fetch = fakeFetch(json({}));
          const params = {
            p: `x${p}`,
            a,
            "a&b": ab,
            "c[d]": cd,
            list: [item, "end"],
            free,
            k,
            "k;l": a,
          };
          await all.client({ fetch }).call("several", params);
          const { url, init } = fetch.sent[0]!;
          const { pathname, search, hash, origin } = new URL(url);
          expect({ origin, hash }).toEqual({ origin: "https://api.test", hash: "" });
          expect(decodeURIComponent(pathname)).toBe(`/v1/x/x${p}`);
          const one = { style: "form", explode: true, shape: "primitive" } as const;
          const query = search.slice(1);
          for (const [name, value] of [
            ["a", a],
            ["a&b", ab],
            ["c[d]", cd],
            ["free", free],
          ] as const)
            expect(readQuery({ ...one, name }, query)).toBe(value);
          expect(
            readQuery({ ...one, shape: "array", explode: false, name: "list" }, query),
          ).toEqual([item, "end"]);
          const cookie = init.headers.get("cookie");
          expect([
            readCookie({ ...one, name: "k" }, cookie),
            readCookie({ ...one, name: "k;l" }, cookie),
          ]).toEqual([k, a]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
