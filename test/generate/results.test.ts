/** What a call gives is what its documented successes give, each of them. */

import { expect, it } from "vitest";
import { describeRows, emit } from "../properties/emitted.js";
import { serve } from "../runtime/support.js";
import { generateFrom } from "./harness.js";

const object = { type: "object", properties: { a: { type: "string" } } };
const jsonOf = (schema?: object) => ({
  description: "",
  content: { "application/json": schema === undefined ? {} : { schema } },
});
const bytes = {
  description: "",
  content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
};
const empty = { description: "" };

const cases: readonly (readonly [string, object, string])[] = [
  ["data", { 200: jsonOf(object) }, "RowDataResponse"],
  ["dataOrNothing", { 200: jsonOf(object), 204: empty }, "RowDataOrNothingResponse | undefined"],
  ["nothing", { 204: empty }, "undefined"],
  ["anything", { 200: jsonOf() }, "unknown"],
  ["dataOrAnything", { 200: jsonOf(), 201: jsonOf(object) }, "unknown"],
  ["dataOrBytes", { 200: jsonOf(object), 202: bytes }, "RowDataOrBytesResponse200 | Blob"],
  ["bytesOrData", { 200: bytes, 202: jsonOf(object) }, "RowBytesOrDataResponse202 | Blob"],
  ["bytes", { 200: bytes }, "Blob"],
  ["bytesOrNothing", { 200: bytes, 204: empty }, "Blob | undefined"],
  ["text", { 200: { description: "", content: { "text/csv": {} } } }, "string"],
];

const description = describeRows(
  Object.fromEntries(cases.map(([id, responses]) => [id, { path: `/${id}`, responses }])),
);

it.each(cases)("%s has its type", async (id, _, type) => {
  const { files } = await generateFrom(description);
  const resource = files.find(({ path }) => path === "src/resources/rows.ts")?.text ?? "";
  const found = new RegExp(`\\b${id}\\([^)]*\\): ApiPromise<([^>]*)>`).exec(resource)?.[1];
  expect(found).toBe(type);
});

it("gives what the type says for each status", async () => {
  const { client } = await emit(description);
  let status = 200;
  const { url } = await serve((_, response) => {
    if (status === 202) {
      response.writeHead(202, { "content-type": "application/octet-stream" }).end("abc");
    } else if (status === 204) response.writeHead(204).end();
    else response.writeHead(200, { "content-type": "application/json" }).end('{"a":"b"}');
  });
  const { call } = client({ baseUrl: url });
  expect(await call("dataOrBytes")).toEqual({ a: "b" });
  expect(await call("bytesOrData")).toEqual({ a: "b" });
  status = 202;
  for (const id of ["dataOrBytes", "bytesOrData"]) {
    const blob = (await call(id)) as Blob;
    expect(await blob.text()).toBe("abc");
  }
  status = 204;
  expect(await call("bytesOrNothing")).toBeUndefined();
});
