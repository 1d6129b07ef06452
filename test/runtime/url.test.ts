import { describe, expect, it } from "vitest";

import { ConfigError, RequestBuildError } from "../../templates/runtime/errors.js";
import type { Operation, Parameter } from "../../templates/runtime/operation.js";
import { request } from "../../templates/runtime/request.js";
import { urlTemplate } from "../../templates/runtime/server-variables.js";
import * as styles from "../../templates/runtime/styles.js";
import { buildPath, buildQuery } from "../../templates/runtime/url.js";
import { failure, fakeFetch, getItem, json, listItems, testClient } from "./support.js";

const server = (url: string, variables: Parameters<typeof urlTemplate>[1] = {}) => ({
  servers: [{ url: urlTemplate(url, variables) }],
});

async function urlOf(
  options: object,
  operation: Operation = listItems,
  params = {},
  description = {},
) {
  const fetch = fakeFetch(json({}));
  await testClient({ ...options, fetch }, description).client.call(operation, params);
  return fetch.sent[0]?.url;
}

describe("base URL", () => {
  it("R1 refuses user, query and fragment in the base URL, and does not repeat them", async () => {
    for (const baseUrl of [
      "https://u:s3cret@h/v1",
      "https://h/?a=s3cret",
      "https://h/#s3cret",
      "https://h/?",
      "ftp://h",
      "nonsense",
    ]) {
      const error = await failure(() => testClient({ baseUrl }));
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).not.toContain("s3cret");
    }
  });

  it("R2 joins base and path with one slash and keeps the path's last one", async () => {
    for (const baseUrl of ["https://h/v1", "https://h/v1/", new URL("https://h/v1")]) {
      expect(await urlOf({ baseUrl })).toBe("https://h/v1/items/");
    }
    expect(await urlOf({ baseUrl: "https://h" }, getItem, { id: 1 })).toBe("https://h/items/1");
  });

  it("R3 refuses a path that could lead to another host", async () => {
    const fetch = fakeFetch(json({}));
    const { client } = testClient({ fetch });
    for (const path of [
      "https://evil.test/",
      "//evil.test/",
      "/\\evil.test",
      "x",
      "",
      "/a?b",
      "/../x",
      "/a/%2e%2E/x",
    ]) {
      expect(await failure(() => request(client, "GET", path))).toBeInstanceOf(RequestBuildError);
    }
    expect(fetch.sent).toHaveLength(0);
    await request(client, "GET", "/extra/", { query: { a: [1, 2] } });
    expect(fetch.sent[0]?.url).toBe("https://api.test/v1/extra/?a=1&a=2");
  });

  it("R4 chooses baseUrl, then the named server, then the environment, then the first server", async () => {
    const env: Record<string, string> = { PETS_BASE_URL: "https://env.test" };
    const description = {
      servers: [
        { url: "https://first.test" },
        { url: urlTemplate("https://{stage}.test", { stage: {} }), name: "stage" },
      ],
      env: { prefix: "PETS", read: (name: string) => env[name] },
    };
    const host = async (options: object) =>
      new URL((await urlOf(options, listItems, {}, description))!).host;
    expect(await host({ baseUrl: "https://own.test", server: "stage" })).toBe("own.test");
    expect(await host({ server: "stage", stage: "beta" })).toBe("beta.test");
    expect(await host({})).toBe("env.test");
    delete env["PETS_BASE_URL"];
    expect(await host({})).toBe("first.test");
    expect(await failure(() => host({ server: "nowhere" }))).toBeInstanceOf(ConfigError);
  });

  it("R3 sends no fragment of a path, and adds to the query that a path has", async () => {
    const operation = { ...listItems, path: "/items#archived", query: { word: {} } };
    expect(await urlOf({}, operation, { word: "a#b" })).toMatch(/\/items\?word=a%23b$/u);
    const action = { ...listItems, path: "/?action=list", query: { word: {} } };
    expect(await urlOf({}, action, { word: "a" })).toMatch(/\/\?action=list&word=a$/u);
    expect(await urlOf({}, action)).toMatch(/\/\?action=list$/u);
  });

  it("R5 refuses a server variable that could change the host", async () => {
    const open = server("https://{account}.api.test/{base}", {
      account: {},
      base: { default: "v/1" },
    });
    expect(await urlOf({ account: "acme" }, listItems, {}, open)).toBe(
      "https://acme.api.test/v/1/items/",
    );
    for (const account of ["evil.test/", "a@b", "a#", "", "..", undefined]) {
      expect(await failure(() => urlOf({ account }, listItems, {}, open))).toBeInstanceOf(
        ConfigError,
      );
    }
    const closed = server("https://{region}.api.test", {
      region: { default: "eu", enum: ["eu", "us"] },
    });
    expect(await urlOf({ region: "us" }, listItems, {}, closed)).toBe("https://us.api.test/items/");
    expect(await failure(() => urlOf({ region: "cn" }, listItems, {}, closed))).toBeInstanceOf(
      ConfigError,
    );
    const renamed = server("https://{a}.test", { a: { option: "account" } });
    expect(await urlOf({ account: "acme" }, listItems, {}, renamed)).toBe(
      "https://acme.test/items/",
    );
  });

  it("R6 sends no credentials over plain http, except to this machine", async () => {
    const security = { token: { type: "bearer", option: "token" } } as const;
    const make =
      (baseUrl: string, more = {}) =>
      () =>
        testClient({ baseUrl, token: "t", ...more }, { security });
    for (const host of ["example.test", "127.evil.test", "localhost.evil.test", "10.0.0.1"]) {
      expect(await failure(make(`http://${host}/`))).toBeInstanceOf(ConfigError);
    }
    for (const host of ["localhost:8000", "127.0.0.1", "127.9.9.9", "[::1]:80"]) {
      expect(make(`http://${host}/`)).not.toThrow();
    }
    expect(make("http://example.test", { allowInsecureHttp: true })).not.toThrow();
    expect(make("http://example.test", { token: undefined })).not.toThrow();
  });
});

describe("paths", () => {
  it("R7 refuses a path value that is missing, empty or no primitive, naming operation and parameter", async () => {
    const fetch = fakeFetch(json({}));
    const { client } = testClient({ fetch });
    for (const id of [undefined, null, "", NaN, Infinity, {}, [], () => 1, new Date(NaN)]) {
      const error = await failure(client.call(getItem, { id }));
      expect(error).toBeInstanceOf(RequestBuildError);
      expect(error.message).toContain("getItem");
      expect(error.message).toContain('"id"');
    }
    expect(await failure(client.call(getItem, Object.create({ id: "1" })))).toBeInstanceOf(
      RequestBuildError,
    );
    expect(fetch.sent).toHaveLength(0);
  });

  it("R8 refuses values that would climb the path", async () => {
    const fetch = fakeFetch(json({}));
    const { client } = testClient({ fetch });
    for (const id of [".", ".."]) {
      expect(await failure(client.call(getItem, { id }))).toBeInstanceOf(RequestBuildError);
    }
    const template = (path: string) => ({ ...getItem, path }) as Operation;
    for (const path of ["/a/%2e{id}", "/a/%2E%2e/{id}", "/a/.{id}/b"]) {
      expect(await failure(client.call(template(path), { id: "." }))).toBeInstanceOf(
        RequestBuildError,
      );
    }
    expect(fetch.sent).toHaveLength(0);
    await client.call(template("/a/{id}.json"), { id: "." });
    await client.call(getItem, { id: "%2e%2e" });
    await client.call(getItem, { id: "..." });
    expect(fetch.sent.map(({ url }) => new URL(url).pathname)).toEqual([
      "/v1/a/..json",
      "/v1/items/%252e%252e",
      "/v1/items/...",
    ]);
  });

  it("R9 encodes everything but the unreserved characters", async () => {
    expect(buildPath(getItem, { id: "a/b?c#d\\e%f g'(*)!~-._é" })).toBe(
      "/items/a%2Fb%3Fc%23d%5Ce%25f%20g%27%28%2A%29%21~-._%C3%A9",
    );
    expect(await failure(() => buildPath(getItem, { id: "a\ud800" }))).toBeInstanceOf(
      RequestBuildError,
    );
  });

  it("R10 writes every style of path parameters like the table of OpenAPI", () => {
    const write = (encode: Parameter["encode"], value: unknown) =>
      buildPath(
        {
          id: "x",
          method: "GET",
          path: "/{color}",
          pathParams: { color: encode ? { encode } : {} },
        },
        { color: value },
      );
    const list = ["blue", "black", "brown"];
    const object = { R: 100, G: 200, B: 150 };
    const table: [Parameter["encode"], unknown, string][] = [
      [undefined, "blue", "/blue"],
      [styles.simple, "blue", "/blue"],
      [styles.simple, list, "/blue,black,brown"],
      [styles.simple, object, "/R,100,G,200,B,150"],
      [styles.simpleExploded, "blue", "/blue"],
      [styles.simpleExploded, list, "/blue,black,brown"],
      [styles.simpleExploded, object, "/R=100,G=200,B=150"],
      [styles.label, "blue", "/.blue"],
      [styles.label, list, "/.blue,black,brown"],
      [styles.label, object, "/.R,100,G,200,B,150"],
      [styles.labelExploded, "blue", "/.blue"],
      [styles.labelExploded, list, "/.blue.black.brown"],
      [styles.labelExploded, object, "/.R=100.G=200.B=150"],
      [styles.matrix, "blue", "/;color=blue"],
      [styles.matrix, list, "/;color=blue,black,brown"],
      [styles.matrix, object, "/;color=R,100,G,200,B,150"],
      [styles.matrixExploded, "blue", "/;color=blue"],
      [styles.matrixExploded, list, "/;color=blue;color=black;color=brown"],
      [styles.matrixExploded, object, "/;R=100;G=200;B=150"],
      [styles.simple, ["a/b", "c,d"], "/a%2Fb,c%2Cd"],
    ];
    for (const [encode, value, path] of table) expect(write(encode, value)).toBe(path);
  });
});

describe("queries", () => {
  const query = (parameters: Operation["query"] & object, args: object) =>
    buildQuery({ ...listItems, query: parameters } as Operation, args as Record<string, unknown>);

  it("R11 takes the style from the parameter and encodes names and keys", () => {
    expect(query({ "a&b": {} }, { "a&b": 1 })).toBe("a%26b=1");
    expect(query({ f: {} }, { f: { "k=": "v&" } })).toBe("k%3D=v%26");
    const list = [3, 4];
    expect(query({ id: {} }, { id: list })).toBe("id=3&id=4");
    expect(query({ id: { encode: styles.formJoined } }, { id: list })).toBe("id=3,4");
    expect(query({ id: { encode: styles.spaceDelimited } }, { id: list })).toBe("id=3%204");
    expect(query({ id: { encode: styles.pipeDelimited } }, { id: list })).toBe("id=3%7C4");
    expect(query({ id: { encode: styles.formJoined } }, { id: { a: 1, b: 2 } })).toBe("id=a,1,b,2");
    expect(query({ pageSize: { name: "page_size" } }, { pageSize: 5 })).toBe("page_size=5");
  });

  it("R12 leaves out what is missing, and every empty pair", () => {
    const three = { a: {}, b: {}, c: {} };
    expect(query(three, { a: undefined, b: null, c: 1 })).toBe("c=1");
    expect(query(three, { a: [], b: [null, 1, undefined], c: {} })).toBe("b=1");
    expect(query({ a: { encode: styles.formJoined } }, { a: [] })).toBe("");
    expect(query({ a: { encode: styles.deepObject } }, { a: { b: undefined } })).toBe("");
    expect(query({ a: { allowEmptyValue: true } }, { a: null })).toBe("a=");
    expect(query({ a: {} }, { a: "" })).toBe("a=");
  });

  it("R13 writes dates, big integers and booleans, and refuses what is no number", async () => {
    const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(query({ a: {} }, { a: date })).toBe("a=2026-01-02T03%3A04%3A05.000Z");
    expect(query({ a: {} }, { a: [10n ** 20n, true, false, 0] })).toBe(
      "a=100000000000000000000&a=true&a=false&a=0",
    );
    for (const a of [NaN, Infinity, [[1]], Symbol("x"), new Date(NaN)]) {
      expect(await failure(() => query({ a: {} }, { a }))).toBeInstanceOf(RequestBuildError);
    }
  });

  it("R14 writes nested objects as deepObject, to a limit", async () => {
    const deep = { f: { encode: styles.deepObject } };
    expect(query(deep, { f: { a: { b: 1 } } })).toBe("f%5Ba%5D%5Bb%5D=1");
    expect(query(deep, { f: { a: [1, 2], "x&": "y" } })).toBe(
      "f%5Ba%5D=1&f%5Ba%5D=2&f%5Bx%26%5D=y",
    );
    expect(query({ f: { encode: styles.deepObjectBrackets } }, { f: { a: [1, 2] } })).toBe(
      "f%5Ba%5D%5B%5D=1&f%5Ba%5D%5B%5D=2",
    );
    expect(query({ f: { encode: styles.deepObjectIndices } }, { f: { a: [1, 2] } })).toBe(
      "f%5Ba%5D%5B0%5D=1&f%5Ba%5D%5B1%5D=2",
    );
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(await failure(() => query(deep, { f: cycle }))).toBeInstanceOf(RequestBuildError);
  });

  it("R15 writes parameters with JSON content as JSON", () => {
    expect(query({ f: { encode: styles.jsonPair } }, { f: { a: ["é&"] } })).toBe(
      `f=${encodeURIComponent('{"a":["é&"]}')}`,
    );
    expect(styles.jsonHeader("x", { a: "é" }, "")).toBe('{"a":"\\u00e9"}');
  });

  it("R16 leaves reserved characters readable where allowed, but none that change the query", () => {
    const reserved = query({ f: { encode: styles.formReserved } }, { f: ":/?@!$'()*,;[]&=+#% " });
    expect(reserved).toBe("f=:/?@!$'()*,;[]%26%3D%2B%23%25%20");
    expect(new URL(`https://h/?${reserved}`).searchParams.get("f")).toBe(":/?@!$'()*,;[]&=+#% ");
  });

  it("R17 reads own enumerable properties only", () => {
    const args = Object.create({ a: 1 }, { b: { value: 2, enumerable: true } });
    expect(query({ a: {}, b: {}, toString: {}, constructor: {} }, args)).toBe("b=2");
    const value = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } });
    expect(query({ f: { encode: styles.deepObject } }, { f: value })).toBe("f%5Bown%5D=2");
  });
});
