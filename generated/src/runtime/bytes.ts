/** Bodies that are sent as they are: files, bytes, text and streams. */

import { isEncoded } from "./body.js";
import { RequestBuildError } from "./errors.js";
import type { BodyEncoder } from "./operation.js";

/** For `application/octet-stream`, `image/*` and the like: bytes, Blobs, streams and async iterables. */
export const binary: BodyEncoder = (body, where) => {
  if (typeof body === "string" || isEncoded(body)) return body;
  if (isAsyncIterable(body)) return streamOf(body);
  throw new RequestBuildError(`${where} must be bytes, a Blob, a stream or a text.`);
};

/** For `text/*`: the text itself, and numbers and dates as in parameters. Bytes are taken as well. */
export const text: BodyEncoder = (body, where) => {
  if (typeof body === "string" || isEncoded(body)) return body;
  if (isAsyncIterable(body)) return streamOf(body);
  if (typeof body !== "object") return String(body);
  throw new RequestBuildError(`${where} must be a text.`);
};

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array | string> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** Only some platforms take an async iterable for a body. */
export function streamOf(source: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
