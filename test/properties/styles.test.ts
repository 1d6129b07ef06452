/** How parameters are written, from a description to the request: the specification's own table, and its gaps. */

import { beforeAll, describe, expect, it } from "vitest";

import { fakeFetch, failure, json } from "../runtime/support.js";
import { generateFrom } from "../generate/harness.js";
import { describeRows, emit } from "./emitted.js";
import type { Emitted } from "./emitted.js";
import { columns, cookieExamples, styleExamples, undefinedCells, values } from "./styles.golden.js";
import type { Column, Row, Style } from "./styles.golden.js";

type Place = "path" | "query" | "header" | "cookie";

const schemas: Readonly<Record<Column, object>> = {
  empty: { type: "string" },
  string: { type: "string" },
  array: { type: "array", items: { type: "string" } },
  object: { type: "object", additionalProperties: { type: "integer" } },
};

interface Cell {
  readonly id: string;
  readonly place: Place;
  readonly style: Style;
  readonly explode: boolean;
  readonly column: Column;
  readonly expected: string;
}

function cells(rows: readonly Row[], place: Place, kind: string): Cell[] {
  return rows.flatMap(([style, explode, ...texts]) =>
    columns.flatMap((column, index) => {
      const expected = texts[index];
      const id = `${kind}${place}${style}${explode ? "Exploded" : ""}${column}`;
      return typeof expected === "string" ? [{ id, place, style, explode, column, expected }] : [];
    }),
  );
}

const of = (...styles: Style[]) => styleExamples.filter(([style]) => styles.includes(style));
const table: readonly Cell[] = [
  ...cells(of("matrix", "label", "simple"), "path", "of"),
  ...cells(of("form", "spaceDelimited", "pipeDelimited", "deepObject"), "query", "of"),
  ...cells(undefinedCells, "query", "na"),
  ...cells(of("simple"), "header", "of"),
  ...cells(cookieExamples, "cookie", "of"),
];

const parameter = (place: Place, more: object) => ({
  path: `/x`,
  parameters: [{ in: place, name: "color", required: place === "path", ...more }],
});

/** Parameters beyond the table, by operationId. */
const others = {
  reserved: parameter("query", { allowReserved: true, schema: { type: "string" } }),
  reservedJoined: parameter("query", {
    allowReserved: true,
    explode: false,
    schema: { type: "array", items: { type: "string" } },
  }),
  jsonQuery: parameter("query", { content: { "application/json": { schema: {} } } }),
  jsonHeader: parameter("header", { content: { "application/json": { schema: {} } } }),
  jsonCookie: parameter("cookie", { content: { "application/json": { schema: {} } } }),
  jsonPath: parameter("path", { content: { "application/json": { schema: {} } } }),
  deep: parameter("query", { style: "deepObject", explode: true, schema: { type: "object" } }),
  piped: parameter("query", { style: "pipeDelimited", explode: false, schema: { type: "array" } }),
  spaced: parameter("query", { style: "spaceDelimited", explode: false, schema: {} }),
  listHeader: parameter("header", { schema: { type: "array" } }),
  twoCookies: {
    path: "/x",
    parameters: ["a", "b", "c"].map((name) => ({ in: "cookie", name, schema: {} })),
  },
  labelled: parameter("path", { style: "label", schema: { type: "string" } }),
  strange: {
    path: "/x",
    parameters: [
      { in: "path", name: "a b&c", required: true, style: "matrix", schema: { type: "string" } },
      { in: "query", name: "filter[é]", schema: { type: "string" } },
      { in: "query", name: "d&e", style: "deepObject", schema: { type: "object" } },
      {
        in: "query",
        name: "p=q",
        style: "pipeDelimited",
        explode: false,
        schema: { type: "array" },
      },
      { in: "cookie", name: "c;d", schema: { type: "string" } },
    ],
  },
};

let emitted: Emitted;

beforeAll(async () => {
  const rows = table.map(({ id, place, style, explode, column }) => {
    const operation = parameter(place, { style, explode, schema: schemas[column] });
    // Something stands before the value, so that a label's dot is no segment of its own.
    return [id, { ...operation, path: place === "path" ? `/${id}/at{color}` : `/${id}` }] as const;
  });
  const more = Object.entries(others).map(([id, operation]) => {
    const names = operation.parameters.filter((one) => one.in === "path").map(({ name }) => name);
    return [
      id,
      { ...operation, path: ["", id, ...names.map((name) => `{${name}}`)].join("/") },
    ] as const;
  });
  emitted = await emit(describeRows(Object.fromEntries([...rows, ...more])));
});

/** What a parameter becomes: text in the path, the query, a header's value, the cookies. */
async function written(id: string, params: object) {
  const fetch = fakeFetch(json({}));
  await emitted.client({ fetch, baseUrl: "https://api.test" }).call(id, params);
  const { url, init } = fetch.sent[0]!;
  const [, path = "", query = ""] =
    /^https:\/\/api\.test\/[^/?]*(?:\/([^?]*))?(?:\?(.*))?$/.exec(url) ?? [];
  return { path, query, header: init.headers.get("color"), cookie: init.headers.get("cookie") };
}

const value = (id: string, color: unknown) => written(id, { color });
const refusal = async (id: string, params: object) => (await failure(written(id, params))).name;

describe("the table of styles", () => {
  it("R10 has every row and column of the specification", () => {
    expect(styleExamples).toHaveLength(14);
    for (const row of styleExamples) expect(row).toHaveLength(2 + columns.length);
    const na = styleExamples.flatMap((row) => row.filter((cell) => cell === null));
    expect(cells(undefinedCells, "query", "na")).toHaveLength(na.length);
  });

  it.each(table)("R10 writes $style in $place, explode $explode, $column", async (cell) => {
    const { id, place, column, expected } = cell;
    if (place === "path" && expected === "") {
      // An empty segment would make another path of it (R7).
      expect(await refusal(id, { color: values[column] })).toBe("RequestBuildError");
      return;
    }
    const sent = await value(id, values[column]);
    expect(sent[place]).toBe(place === "path" ? `at${expected}` : expected);
    for (const other of ["query", "header", "cookie"] as const)
      if (other !== place) expect(sent[other] ?? "").toBe("");
  });

  it("R10 refuses a label that would be a dot segment", async () => {
    expect((await value("labelled", "blue")).path).toBe(".blue");
    for (const text of ["", "."])
      expect(await refusal("labelled", { color: text })).toBe("RequestBuildError");
  });

  it("R10 tells of a style that its place does not have, and uses the default", async () => {
    const misplaced: [Place, Style][] = [
      ["query", "matrix"],
      ["query", "simple"],
      ["path", "form"],
      ["path", "deepObject"],
      ["header", "form"],
      ["cookie", "pipeDelimited"],
    ];
    const rows = misplaced.map(([place, style], index) => {
      const operation = parameter(place, { style, explode: false, schema: { type: "array" } });
      return [
        `row${index}`,
        { ...operation, path: `/row${index}${place === "path" ? "/{color}" : ""}` },
      ] as const;
    });
    const { diagnostics } = await generateFrom(describeRows(Object.fromEntries(rows)));
    const told = diagnostics.filter(({ code }) => code === "parameter-style-misplaced");
    expect(told.map(({ severity }) => severity)).toEqual(misplaced.map(() => "warning"));
    for (const [index, [place, style]] of misplaced.entries()) {
      const message = told.find(({ where }) => where?.pointer.includes(`row${index}`))?.message;
      expect(message).toContain(style);
      expect(message).toContain(place);
    }
  });
});

describe("parameters beyond the table", () => {
  it("R16 leaves reserved characters readable, but none that ends the value", async () => {
    expect((await value("reserved", ":/?#[]@!$&'()*+,;=%20 ")).query).toBe(
      "color=:/?%23[]@!$%26'()*%2B,;%3D%2520%20",
    );
    expect((await value("reservedJoined", ["a,b", "c/d"])).query).toBe("color=a%2Cb,c/d");
  });

  it("R15 writes JSON where the parameter has content", async () => {
    const color = { a: [1, null], é: "x&y;z" };
    const text = '{"a":[1,null],"é":"x&y;z"}';
    expect(decodeURIComponent((await value("jsonQuery", color)).query)).toBe(`color=${text}`);
    expect((await value("jsonQuery", color)).query).toBe(`color=${encodeURIComponent(text)}`);
    expect((await value("jsonPath", color)).path).toBe(encodeURIComponent(text));
    expect((await value("jsonCookie", color)).cookie).toBe(`color=${encodeURIComponent(text)}`);
    const { header } = await value("jsonHeader", color);
    expect(header).toMatch(/^[ -~]*$/);
    expect(JSON.parse(String(header))).toEqual(color);
  });

  it("R14 writes what deepObject holds below, lists by repeating their key", async () => {
    const color = { a: { b: [1, 2], c: { d: "x y" } }, e: [{ f: 1 }, { f: 2 }], "g&": true };
    expect((await value("deep", color)).query).toBe(
      [
        "color%5Ba%5D%5Bb%5D=1",
        "color%5Ba%5D%5Bb%5D=2",
        "color%5Ba%5D%5Bc%5D%5Bd%5D=x%20y",
        "color%5Be%5D%5Bf%5D=1",
        "color%5Be%5D%5Bf%5D=2",
        "color%5Bg%26%5D=true",
      ].join("&"),
    );
    // In a key these would look like the structure.
    for (const key of ["a[b", "a]", "a][b"])
      expect(await refusal("deep", { color: { [key]: 1 } })).toBe("RequestBuildError");
  });

  it("R12 sends nothing for what is empty, and leaves out null entries", async () => {
    for (const [id, empty] of [
      ["ofqueryformarray", []],
      ["ofqueryformExplodedarray", []],
      ["ofqueryformobject", {}],
      ["ofqueryformExplodedobject", { a: null, b: undefined }],
      ["piped", [null]],
      ["deep", {}],
      ["deep", { a: [], b: {} }],
    ] as const) {
      expect((await value(id, empty)).query, id).toBe("");
    }
    expect((await value("piped", ["a", null, "b"])).query).toBe("color=a%7Cb");
    expect((await value("deep", { a: null, b: 1 })).query).toBe("color%5Bb%5D=1");
    for (const id of ["ofpathsimplearray", "ofpathmatrixarray", "ofpathlabelExplodedarray"])
      expect(await refusal(id, { color: [] }), id).toBe("RequestBuildError");
  });

  it("R12 sends no header and no cookie for an empty list", async () => {
    expect((await value("listHeader", [])).header).toBeNull();
    expect((await value("listHeader", [null, "b"])).header).toBe("b");
    expect((await written("twoCookies", { a: 1, b: [], c: [null] })).cookie).toBe("a=1");
    expect((await written("twoCookies", { a: {}, b: [] })).cookie).toBeNull();
  });

  it("R11 refuses an item that holds the delimiter of its style, which encoding does not hide", async () => {
    for (const color of [["a|b"], { "a|b": 1 }, { a: "|" }])
      expect(await refusal("piped", { color })).toBe("RequestBuildError");
    expect(await refusal("spaced", { color: ["a b"] })).toBe("RequestBuildError");
    expect((await value("spaced", "a b")).query).toBe("color=a%20b");
    expect((await value("piped", ["a b", "c,d"])).query).toBe("color=a%20b%7Cc%2Cd");
  });

  it("R11 encodes names", async () => {
    const sent = await written("strange", {
      "a b&c": "v",
      "filter[é]": "x",
      "d&e": { f: 1 },
      "p=q": [1, 2],
      "c;d": "y",
    });
    expect(sent.path).toBe(";a%20b%26c=v");
    expect(sent.query).toBe("filter%5B%C3%A9%5D=x&d%26e%5Bf%5D=1&p%3Dq=1%7C2");
    expect(sent.cookie).toBe("c%3Bd=y");
  });
});
