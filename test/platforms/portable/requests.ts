/** What goes over the wire, and how it comes back. */

import { createClient } from "pets/core.js";
import { toFile } from "pets/runtime/file.js";
import { ConnectionError, DecodeError, RequestBuildError } from "pets/runtime/errors.js";
import { request } from "pets/runtime/request.js";
import { browsers, check, equal, failure, pet } from "./suite.js";
import type { Behaviour, Session } from "./suite.js";

const bytes = [0, 1, 127, 128, 255, 13, 10];

export const requests: readonly Behaviour[] = [
  {
    title: "R9 GET writes path, query and header parameters and decodes JSON",
    async run(session) {
      await session.answer({ json: pet });
      const seen = await session.client().pets.retrieve({
        pet_id: "a/b c?ü",
        tag: ["x&y", "z"],
        since: "2026-01-02",
        "X-Trace": "t 1",
      });
      equal(seen, pet);
      const { method, path, headers } = await last(session);
      equal(method, "GET");
      equal(path, "/pets/a%2Fb%20c%3F%C3%BC?tag=x%26y&tag=z&since=2026-01-02");
      equal(headers["x-trace"], "t 1");
      check(/^application\/json/.test(headers["accept"] ?? ""), "accept asks for JSON");
    },
  },
  {
    title: "R8 a path value that climbs is refused before anything is sent",
    async run(session) {
      await failure(session.client().pets.retrieve({ pet_id: ".." }), RequestBuildError);
      equal((await session.requests()).length, 0, "requests");
    },
  },
  {
    title: "R21 POST sends JSON",
    async run(session) {
      await session.answer({ status: 201, json: pet });
      equal(await session.client().pets.create({ body: { name: "Žofie" } }), pet);
      const { method, text, headers } = await session.request();
      equal([method, text], ["POST", '{"name":"Žofie"}']);
      check(/^application\/json/.test(headers["content-type"] ?? ""), "content-type is JSON");
    },
  },
  {
    title: "R21 POST sends a form as urlencoded",
    async run(session) {
      await session.client().pets.search({ body: { name: "a b&c", tag: ["x", "ü"] } });
      const { text, headers } = await session.request();
      equal(
        [...new URLSearchParams(text)],
        [
          ["name", "a b&c"],
          ["tag", "x"],
          ["tag", "ü"],
        ],
      );
      check(
        (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded"),
        "content-type is that of forms",
      );
    },
  },
  {
    title: "R23 POST sends a File, bytes and an object in a multipart form",
    async run(session) {
      const document = new File([Uint8Array.from(bytes)], "scan.pdf", { type: "application/pdf" });
      await session
        .client()
        .files.attach({ body: { title: "Šípek", document, details: { size: 7 } } });
      const form = await formOf(session);
      equal(form.get("title"), "Šípek");
      const file = form.get("document") as File;
      equal([file.name, file.type], ["scan.pdf", "application/pdf"]);
      equal([...new Uint8Array(await file.arrayBuffer())], bytes);
      equal(await (form.get("details") as File).text(), '{"size":7}');
    },
  },
  {
    title: "R23 only the part of a buffer that a view shows goes into a form",
    async run(session) {
      const pool = Uint8Array.from([9, 9, ...bytes, 9, 9]);
      const document = pool.subarray(2, 2 + bytes.length);
      await session.client().files.attach({ body: { title: "t", document } });
      const file = (await formOf(session)).get("document") as File;
      equal([...new Uint8Array(await file.arrayBuffer())], bytes);
    },
  },
  {
    title: "R24 toFile takes a response, a stream, bytes and a text",
    async run(session) {
      await session.answer({ bytes, headers: { "content-type": "image/gif" } });
      const sources = [
        toFile(await fetch(`${session.base}/photo`), "a.gif"),
        toFile(new Blob([Uint8Array.from(bytes)]).stream(), "b"),
        toFile(Uint8Array.from(bytes), "c", { type: "text/x" }),
        toFile("héllo", "d.txt"),
      ];
      const [first, second, third, fourth] = await Promise.all(sources);
      equal([first?.name, first?.type, first?.size], ["a.gif", "image/gif", bytes.length]);
      equal([second?.name, second?.size], ["b", bytes.length]);
      equal([third?.type, third?.size], ["text/x", bytes.length]);
      equal(await fourth?.text(), "héllo");
    },
  },
  {
    title: "R21 bytes, a Blob and an ArrayBuffer arrive as they are",
    async run(session) {
      const source = Uint8Array.from(bytes);
      const client = session.client();
      for (const body of [source, new Blob([source]), source.buffer]) {
        await client.files.upload({ body });
      }
      for (const seen of await session.requests()) {
        equal(seen.bytes, bytes);
        equal(seen.headers["content-type"], "application/octet-stream");
      }
    },
  },
  {
    title: "R22 a stream is sent in chunks and never twice",
    async run(session) {
      await session.answer({ status: 503, headers: { "retry-after": "0" } });
      const call = session.client().files.upload({ body: stream() });
      const { attempts } = (await failure(call, Error)) as Error & { attempts?: number };
      equal(attempts, 1, "attempts");
      equal((await session.request()).text, "one two");
    },
    elsewhere: {
      on: browsers,
      because: "browsers send streams over HTTP/2 only, and the server of this suite has HTTP/1.1",
      async run(session) {
        const error = await failure(
          session.client().files.upload({ body: stream() }),
          ConnectionError,
        );
        equal(error.attempts, 1, "attempts");
        equal(
          (await session.requests()).filter(({ method }) => method === "PUT").length,
          0,
          "PUTs",
        );
      },
    },
  },
  {
    title: "R21 text is sent and returned as text",
    async run(session) {
      await session.answer({
        text: "tschüß",
        headers: { "content-type": "text/plain; charset=utf-8" },
      });
      equal(await session.client().files.note({ body: "grüß dich" }), "tschüß");
      const { text, headers } = await session.request();
      equal(text, "grüß dich");
      check(/^text\/plain/.test(headers["content-type"] ?? ""), "content-type is text");
    },
  },
  {
    title: "R60 a download is a Blob with the bytes and the type of the response",
    async run(session) {
      await session.answer({ bytes, headers: { "content-type": "image/png" } });
      const photo = await session.client().files.download();
      check(photo instanceof Blob, "a Blob");
      equal(photo.type, "image/png");
      equal([...new Uint8Array(await photo.arrayBuffer())], bytes);
    },
  },
  {
    title: "R59 204 is undefined",
    async run(session) {
      await session.answer({ status: 204 });
      equal(await session.client().pets.delete({ pet_id: "1" }), undefined);
    },
  },
  {
    title: "R60 JSON may begin with a byte order mark",
    async run(session) {
      const headers = { "content-type": "application/json" };
      await session.answer({ text: '\ufeff{"name":"Rex"}', headers });
      equal(await session.client().pets.retrieve({ pet_id: "1" }), { name: "Rex" });
    },
  },
  {
    title: "R61 a page of HTML in place of JSON is an error, not data",
    async run(session) {
      await session.answer({ text: "<h1>Login</h1>", headers: { "content-type": "text/html" } });
      const error = await failure(session.client().pets.retrieve({ pet_id: "1" }), DecodeError);
      equal([error.code, error.status, error.excerpt], ["invalid_json", 200, "Login"]);
    },
  },
  {
    title: "R62 a body beyond maxResponseBytes is cut off",
    async run(session) {
      await session.answer({ json: { name: "x".repeat(2_000_000) } });
      const call = session.client().pets.retrieve({ pet_id: "1" }, { maxResponseBytes: 1000 });
      equal((await failure(call, DecodeError)).code, "too_large");
    },
  },
  {
    title: "R3 request() sends what the description does not know",
    async run(session) {
      await session.answer({ json: [1, 2] });
      const client = createClient({ baseUrl: session.base });
      equal(await request(client, "GET", "/hidden", { query: { a: "b c" } }), [1, 2]);
      equal((await session.request()).path, "/hidden?a=b%20c");
    },
  },
];

function stream(): ReadableStream<Uint8Array> {
  const chunks = ["one ", "two"];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
}

async function last(session: Session) {
  const [first] = await session.requests();
  if (!first) throw new Error("no request");
  return first;
}

/** The form as it arrived, read by the platform. */
async function formOf(session: Session): Promise<FormData> {
  const { headers, bytes } = await session.request();
  const type = headers["content-type"] ?? "";
  check(type.startsWith("multipart/form-data; boundary="), "content-type names a boundary");
  return new Response(Uint8Array.from(bytes), { headers: { "content-type": type } }).formData();
}
