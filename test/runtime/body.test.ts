import { describe, expect, it } from "vitest";

import { binary, text } from "../../templates/runtime/bytes.js";
import { toFile } from "../../templates/runtime/file.js";
import { RequestBuildError } from "../../templates/runtime/errors.js";
import { multipart } from "../../templates/runtime/multipart.js";
import type { Operation } from "../../templates/runtime/operation.js";
import { deepObject, formJoined } from "../../templates/runtime/styles.js";
import { urlencoded } from "../../templates/runtime/urlencoded.js";
import { createItem, failure, fakeFetch, json, serve, testClient } from "./support.js";

async function wire(body: unknown, description: Operation["body"] & object = {}) {
  const { url, requests } = await serve((_, response) => response.writeHead(204).end());
  await testClient({ baseUrl: url }).client.call({ ...createItem, body: description }, { body });
  const [{ headers, body: bytes }] = requests as [(typeof requests)[number]];
  return { type: headers["content-type"], bytes };
}

const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);

describe("bodies", () => {
  it("R21 sends bytes as they are, in whatever they come", async () => {
    const octets = { type: "application/octet-stream", encode: binary };
    async function* chunks() {
      yield bytes.subarray(0, 100);
      yield bytes.subarray(100);
    }
    const sources = [
      bytes,
      bytes.buffer,
      new DataView(bytes.buffer),
      new Blob([bytes]),
      new Blob([bytes]).stream(),
      chunks(),
    ];
    for (const source of sources) {
      const sent = await wire(source, octets);
      expect(sent.type).toBe("application/octet-stream");
      expect(Buffer.compare(sent.bytes, bytes)).toBe(0);
    }
    const view = await wire(new Uint8Array(bytes.buffer, 10, 5), octets);
    expect([...view.bytes]).toEqual([10, 11, 12, 13, 14]);
    const params = await wire(new URLSearchParams({ a: "1 2" }), {
      type: "application/x-www-form-urlencoded",
      encode: urlencoded,
    });
    expect(params).toMatchObject({ type: "application/x-www-form-urlencoded" });
    expect(params.bytes.toString()).toBe("a=1+2");
    const image = await wire(new Blob(["x"], { type: "image/png" }), {
      type: "image/*",
      encode: binary,
    });
    expect(image.type).toBe("image/png");
    expect((await wire("plain é", { type: "text/plain", encode: text })).bytes.toString()).toBe(
      "plain é",
    );
  });

  it("R21 writes JSON and forms by their media type", async () => {
    const merge = await wire(
      { a: [1, null], d: new Date(0) },
      { type: "application/merge-patch+json" },
    );
    expect(merge.type).toBe("application/merge-patch+json");
    expect(merge.bytes.toString()).toBe('{"a":[1,null],"d":"1970-01-01T00:00:00.000Z"}');
    expect((await wire(null)).bytes.toString()).toBe("null");
    expect((await wire("text")).bytes.toString()).toBe('"text"');
    const form = { type: "application/x-www-form-urlencoded", encode: urlencoded };
    expect((await wire({ a: "x&y", b: [1, 2], c: undefined }, form)).bytes.toString()).toBe(
      "a=x%26y&b=1&b=2",
    );
    const joined = { ...form, properties: { b: { encode: formJoined } } };
    expect((await wire({ b: [1, 2] }, joined)).bytes.toString()).toBe("b=1,2");
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const { client } = testClient({ fetch: fakeFetch(json({})) });
    for (const body of [circular, { n: 1n }]) {
      expect(await failure(client.call(createItem, { body }))).toBeInstanceOf(RequestBuildError);
    }
  });

  it("R23 writes multipart with the platform's form", async () => {
    const description = { type: "multipart/form-data", encode: multipart };
    const pool = Buffer.from("secret-visible-secret");
    const value = {
      name: "Ana",
      tags: ["a", "b"],
      file: pool.subarray(7, 14),
      meta: { a: 1 },
      none: null,
      doc: new File(["d"], "d.txt"),
    };
    const { type, bytes: sent } = await wire(value, description);
    expect(type).toMatch(/^multipart\/form-data; boundary=/);
    const parsed = await new Response(new Uint8Array(sent), {
      headers: { "content-type": type! },
    }).formData();
    expect(parsed.get("name")).toBe("Ana");
    expect(parsed.getAll("tags")).toEqual(["a", "b"]);
    expect(await (parsed.get("file") as File).text()).toBe("visible");
    expect(sent.toString()).not.toContain("secret");
    expect(await (parsed.get("meta") as File).text()).toBe('{"a":1}');
    expect((parsed.get("doc") as File).name).toBe("d.txt");
    expect(parsed.has("none")).toBe(false);
    const brackets = { a: { encode: deepObject } };
    const nested = multipart({ a: { b: { c: 1 }, d: [2, 3] } }, "body", brackets) as FormData;
    expect([...nested.entries()]).toEqual([
      ["a[b][c]", "1"],
      ["a[d]", "2"],
      ["a[d]", "3"],
    ]);
    const evil = { file: new File(["x"], 'a"\r\nX-Evil: 1') };
    const error = await failure(() => multipart(evil, "body"));
    expect(error).toBeInstanceOf(RequestBuildError);
    expect(error.message).not.toContain("Evil");
  });

  it("R24 makes files of anything but paths", async () => {
    async function* chunks() {
      yield "a";
      yield new TextEncoder().encode("b");
    }
    const sources = [
      new Blob(["ab"]),
      new File(["ab"], "x"),
      new Response("ab"),
      new TextEncoder().encode("ab"),
      new Blob(["ab"]).stream(),
      chunks(),
      Promise.resolve(new Blob(["ab"])),
    ];
    for (const source of sources) {
      const file = await toFile(source as Blob, "n.txt", { type: "text/plain" });
      expect(file).toMatchObject({ name: "n.txt", type: "text/plain" });
      expect(await file.text()).toBe("ab");
    }
    expect(await toFile(new File(["x"], "own.png", { type: "image/png" }))).toMatchObject({
      name: "own.png",
      type: "image/png",
    });
    expect(await (await toFile("/etc/passwd", "p")).text()).toBe("/etc/passwd");
    expect(await failure(toFile("/etc/passwd"))).toBeInstanceOf(RequestBuildError);
  });
});
