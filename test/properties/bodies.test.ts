/** Request bodies on their way over a real connection: what was given is what arrives. */

import { ReadableStream as NodeStream } from "node:stream/web";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { failure, serve } from "../runtime/support.js";
import type { TestServer } from "../runtime/support.js";
import { describeRows, emit } from "./emitted.js";
import type { Call, Emitted } from "./emitted.js";
import { readMultipart } from "./multipart-reader.js";
import { readQuery } from "./reader.js";

const post = (mediaType: string, media: object = { schema: {} }) => ({
  path: `/${mediaType.replace(/\W/g, "-")}`,
  method: "post",
  requestBody: { required: true, content: { [mediaType]: media } },
});
const fields = {
  joined: { type: "array", items: { type: "string" } },
  piped: { type: "array", items: { type: "string" } },
  deep: { type: "object" },
  keys: { type: "object" },
  meta: { type: "object" },
  open: { type: "string" },
  xml: { type: "string" },
  pictures: { type: "array", items: { type: "string", format: "binary" } },
  anything: {},
};
const encoding = {
  joined: { style: "form", explode: false },
  piped: { style: "pipeDelimited", explode: false },
  deep: { style: "deepObject", explode: true },
  keys: { explode: true },
  meta: { contentType: "application/json" },
  open: { allowReserved: true },
  xml: { contentType: "application/xml; charset=utf-8" },
  pictures: { contentType: "image/png, image/jpeg" },
};
const form = { schema: { type: "object", properties: fields }, encoding };

const description = describeRows({
  json: post("application/json"),
  plain: post("text/plain"),
  octets: post("application/octet-stream"),
  image: post("image/*"),
  usual: { ...post("application/x-www-form-urlencoded"), path: "/usual" },
  encoded: post("application/x-www-form-urlencoded", form),
  parts: { ...post("multipart/form-data"), path: "/parts" },
  encodedParts: post("multipart/form-data", form),
  unnamedParts: {
    ...post("multipart/form-data", { schema: { type: "string", format: "binary" } }),
    path: "/unnamed",
  },
});

let emitted: Emitted;
let server: TestServer;
let call: Call;

beforeAll(async () => {
  emitted = await emit(description);
});
beforeEach(async () => {
  server = await serve((_, response) => response.writeHead(204).end());
  ({ call } = emitted.client({ baseUrl: server.url, maxRetries: 0 }));
});

async function wire(operationId: string, body: unknown) {
  await call(operationId, { body });
  const { headers, body: bytes } = server.requests.splice(0).at(-1)!;
  return { headers, bytes, text: bytes.toString(), type: headers["content-type"] };
}

async function parts(operationId: string, body: unknown) {
  const { bytes, type = "" } = await wire(operationId, body);
  const own = readMultipart(type, bytes);
  // The platform's reader is the second opinion.
  const { headers } = new Response(null, { headers: { "content-type": type } });
  const platform = await new Response(new Uint8Array(bytes), { headers }).formData();
  expect(own.map(({ name }) => name)).toEqual([...platform.keys()]);
  return own.map(({ bytes: content, ...part }) => ({ ...part, text: content.toString() }));
}

describe("bytes", () => {
  const sources: Readonly<Record<string, (bytes: Uint8Array<ArrayBuffer>) => unknown>> = {
    Uint8Array: (bytes) => bytes,
    "a subarray of a pooled Buffer": (bytes) => {
      const pool = Buffer.concat([Buffer.from("before"), bytes, Buffer.from("behind")]);
      return pool.subarray(6, 6 + bytes.length);
    },
    DataView: (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ArrayBuffer: (bytes) => bytes.slice().buffer,
    Blob: (bytes) => new Blob([bytes]),
    File: (bytes) => new File([bytes], "x.bin"),
    "a stream": (bytes) => new Blob([bytes]).stream(),
    "a stream of single bytes": (bytes) =>
      NodeStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte))),
    "an async iterable": (bytes) =>
      (async function* () {
        yield bytes.subarray(0, 3);
        yield bytes.subarray(3);
      })(),
  };

  it.each(Object.keys(sources))("R21 arrive as they were given: %s", async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const given = sources[kind]!(bytes as Uint8Array<ArrayBuffer>);
        const sent = await wire("octets", given);
        expect(sent.bytes.equals(bytes)).toBe(true);
        expect(sent.type).toBe("application/octet-stream");
      }),
      { numRuns: 15 },
    );
  });

  it("R21 arrive whole when they are many, and in a multipart part as well", async () => {
    const bytes = Uint8Array.from({ length: 1_500_000 }, (_, index) => (index * 7919) >> 3);
    expect((await wire("octets", bytes)).bytes.equals(bytes)).toBe(true);
    expect((await wire("octets", new Blob([bytes]).stream())).bytes.equals(bytes)).toBe(true);
    const { bytes: body, type = "" } = await wire("parts", { file: bytes });
    expect(readMultipart(type, body)[0]?.bytes.equals(bytes)).toBe(true);
  });

  it("R22 are a form of the caller's where nobody knows what its parts are called", async () => {
    const form = new FormData();
    form.append("notes", new Blob(["a"]), "a.txt");
    expect(await parts("unnamedParts", form)).toMatchObject([{ name: "notes", text: "a" }]);
  });

  it("R21 name their own type where the description has a range", async () => {
    expect((await wire("image", new Blob(["x"], { type: "image/webp" }))).type).toBe("image/webp");
    expect((await wire("image", new Uint8Array(1))).type).toBe("application/octet-stream");
  });

  it("R21 take back nothing: a view that changes after the call is sent as it was in multipart", async () => {
    const view = new TextEncoder().encode("first");
    const sending = parts("parts", { file: view });
    queueMicrotask(() => queueMicrotask(() => view.fill(0)));
    expect((await sending)[0]?.text).toBe("first");
  });
});

describe("texts and JSON", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));

  it("R21 arrive as they were given, in UTF-8", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const sent = await wire("plain", value);
        expect(sent.text).toBe(value);
        expect(sent.type).toBe("text/plain");
      }),
      { numRuns: 40 },
    );
  });

  it("R21 arrive as the same JSON value", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const sent = await wire("json", value);
        expect(JSON.parse(sent.text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(sent.type).toBe("application/json");
        expect(sent.headers["content-length"]).toBe(String(sent.bytes.length));
      }),
      { numRuns: 40 },
    );
  });
});

describe("urlencoded forms", () => {
  const field = (text: string, name: string, more: Partial<Parameters<typeof readQuery>[0]> = {}) =>
    readQuery({ style: "form", explode: true, shape: "primitive", name, ...more }, text);

  it("R21 give each property as it was, lists under a repeated key and objects as JSON", async () => {
    const value = fc.oneof(fc.string({ unit: "binary" }), fc.integer(), fc.boolean());
    const name = fc.string({ unit: "binary", minLength: 1 }).filter((key) => key !== "__proto__");
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 1 }))),
        async (body) => {
          const { text } = await wire("usual", body);
          for (const [key, item] of Object.entries(body)) {
            const isList = Array.isArray(item);
            const read = field(text, key, { shape: isList ? "array" : "primitive" });
            expect(read).toEqual(isList ? item.map(String) : String(item));
          }
          // The platform reads it as well.
          expect(new Set(new URLSearchParams(text).keys())).toEqual(new Set(Object.keys(body)));
        },
      ),
      { numRuns: 40 },
    );
    const { text, type } = await wire("usual", {
      address: { city: "Köln & co", zip: null },
      rows: [{ a: 1 }, { a: 2 }],
      date: new Date(0),
      none: null,
      missing: undefined,
      empty: [],
    });
    expect(type).toBe("application/x-www-form-urlencoded");
    expect([...new URLSearchParams(text)]).toEqual([
      ["address", '{"city":"Köln & co","zip":null}'],
      ["rows", '{"a":1}'],
      ["rows", '{"a":2}'],
      ["date", "1970-01-01T00:00:00.000Z"],
    ]);
  });

  it("R21 follow the encoding that the description gives for a property", async () => {
    const { text } = await wire("encoded", {
      joined: ["a,b", "c"],
      piped: ["d", "e f"],
      deep: { a: { b: "x" } },
      keys: { one: 1, two: "2&3" },
      meta: [1, { a: "é" }],
      open: "/a:b;c",
      anything: ["g", "h"],
    });
    expect(text.split("&")).toEqual([
      "joined=a%2Cb,c",
      "piped=d%7Ce%20f",
      "deep%5Ba%5D%5Bb%5D=x",
      "one=1",
      "two=2%263",
      `meta=${encodeURIComponent('[1,{"a":"é"}]')}`,
      "open=/a:b;c",
      "anything=g",
      "anything=h",
    ]);
  });

  it("R21 refuse what cannot stand in them, before anything is sent", async () => {
    for (const body of [
      1,
      null,
      { a: new Map([["b", 1]]) },
      { a: new Blob(["x"]) },
      { a: Number.NaN },
      { a: new Set([1]) },
    ])
      expect((await failure(call("usual", { body }))).name).toBe("RequestBuildError");
    expect(server.requests).toHaveLength(0);
    for (const ready of [new URLSearchParams({ a: "1 2" }), "a=1+2"])
      expect((await wire("usual", ready)).text).toBe("a=1+2");
  });
});

describe("multipart forms", () => {
  it("R23 give each property as a part: texts, files, lists, and objects as JSON", async () => {
    const when = new Date(Date.UTC(2026, 1, 3));
    const given = await parts("parts", {
      name: 'Ana\r\n"é"',
      count: 3,
      flag: false,
      big: 10n ** 20n,
      when,
      tags: ["a", "b", null, undefined],
      address: { city: "Köln", zip: null },
      rows: [{ a: 1 }, { a: 2 }],
      file: new File(["content"], 'ü "x".txt', { type: "text/plain" }),
      untyped: new File(["u"], "u"),
      blob: new Blob(["b"], { type: "image/png" }),
      bytes: Buffer.from("--bytes--").subarray(2, 7),
      buffer: new TextEncoder().encode("buffer").buffer,
      files: [new File(["1"], "1.txt"), new Uint8Array([50])],
      none: null,
      missing: undefined,
      empty: [],
    });
    const file = (name: string, fileName: string, type: string, text: string) => ({
      name,
      fileName,
      type,
      text,
    });
    const field = (name: string, text: string) => ({
      name,
      fileName: undefined,
      type: undefined,
      text,
    });
    const octets = "application/octet-stream";
    expect(given).toEqual([
      field("name", 'Ana\r\n"é"'),
      field("count", "3"),
      field("flag", "false"),
      field("big", "100000000000000000000"),
      field("when", when.toISOString()),
      field("tags", "a"),
      field("tags", "b"),
      file("address", "blob", "application/json", '{"city":"Köln","zip":null}'),
      file("rows", "blob", "application/json", '{"a":1}'),
      file("rows", "blob", "application/json", '{"a":2}'),
      file("file", 'ü "x".txt', "text/plain", "content"),
      file("untyped", "u", octets, "u"),
      file("blob", "blob", "image/png", "b"),
      file("bytes", "bytes", octets, "bytes"),
      file("buffer", "buffer", octets, "buffer"),
      file("files", "1.txt", octets, "1"),
      file("files", "files", octets, "2"),
    ]);
  });

  it("R23 carry any text under any name", async () => {
    const text = fc.string({ unit: "binary" }).map((value) => value.replace(/\r\n|\r|\n/g, "\r\n"));
    const name = fc
      .string({ unit: "binary", minLength: 1 })
      .filter((key) => !/[\r\n]|^__proto__$|%22|%0[AD]/.test(key));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1 }))),
        async (body) => {
          fc.pre(Object.keys(body).length > 0);
          const found = await parts("parts", body);
          const expected = Object.entries(body).flatMap(([key, value]) =>
            [value].flat().map((item) => [key, item]),
          );
          expect(found.map((part) => [part.name, part.text])).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("R23 carry any bytes as a file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const { bytes: body, type = "" } = await wire("parts", {
          file: bytes,
          more: [new Blob([bytes as Uint8Array<ArrayBuffer>])],
        });
        for (const part of readMultipart(type, body)) expect(part.bytes.equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("R23 follow the encoding that the description gives for a property", async () => {
    const png = new Blob(["p"], { type: "image/png" });
    const found = await parts("encodedParts", {
      joined: ["a,b", "c"],
      deep: { a: { b: "x+y z" }, list: [1, 2] },
      keys: { one: 1 },
      meta: ["m"],
      xml: "<a/>",
      pictures: [png, new Uint8Array([1])],
    });
    expect(found).toEqual([
      { name: "joined", fileName: undefined, type: undefined, text: "a,b,c" },
      { name: "deep[a][b]", fileName: undefined, type: undefined, text: "x+y z" },
      { name: "deep[list]", fileName: undefined, type: undefined, text: "1" },
      { name: "deep[list]", fileName: undefined, type: undefined, text: "2" },
      { name: "one", fileName: undefined, type: undefined, text: "1" },
      { name: "meta", fileName: "blob", type: "application/json", text: '"m"' },
      { name: "xml", fileName: "blob", type: "application/xml; charset=utf-8", text: "<a/>" },
      { name: "pictures", fileName: "pictures", type: "image/png", text: "p" },
      { name: "pictures", fileName: "pictures", type: "application/octet-stream", text: "\u0001" },
    ]);
    const bytes = await parts("encodedParts", { xml: new TextEncoder().encode("<b/>") });
    expect(bytes[0]).toMatchObject({ fileName: "xml", type: "application/xml; charset=utf-8" });
    const own = await parts("encodedParts", { xml: new File(["x"], "x.txt", { type: "text/x" }) });
    expect(own[0]).toMatchObject({ fileName: "x.txt", type: "text/x" });
  });

  it("R23 refuse what cannot be written, before anything is sent", async () => {
    for (const body of [
      "text",
      { xml: { a: 1 } },
      { deep: { file: new Blob(["x"]) } },
      { anything: new Map() },
      { anything: Number.POSITIVE_INFINITY },
      { anything: new File(["x"], "a\r\nb") },
    ])
      expect((await failure(call("encodedParts", { body }))).name).toBe("RequestBuildError");
    expect(server.requests).toHaveLength(0);
    const ready = new FormData();
    ready.append("a", "b");
    expect(await parts("parts", ready)).toMatchObject([{ name: "a", text: "b" }]);
  });
});

describe("encodings", () => {
  it("R106 are data of the operation, and leave nothing behind where none is used", async () => {
    const { generateFrom } = await import("../generate/harness.js");
    const { file } = await generateFrom(description);
    const source = file("src/resources/rows.ts");
    expect(source).toContain("joined: { encode: formJoined }");
    expect(source).toContain('xml: { type: "application/xml; charset=utf-8" }');
    expect(source).not.toContain("pictures:");
    const without = await generateFrom(describeRows({ plain: post("text/plain") }));
    expect(without.file("src/resources/rows.ts")).not.toMatch(
      /runtime\/(styles|multipart|urlencoded)/,
    );
  });
});
