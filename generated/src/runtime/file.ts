/** Makes a File out of what programs have at hand. */

import { RequestBuildError } from "./errors.js";

export type FileSource =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | Response
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | string;

export interface FileSettings {
  /** Media type; that of the source by default. */
  readonly type?: string | undefined;
}

/**
 * A File for an upload. A text is content, never a path, and needs a name, so that the one is not
 * taken for the other.
 *
 * @throws RequestBuildError (as a rejection) for a text without a name.
 */
export async function toFile(
  source: FileSource | Promise<FileSource>,
  name?: string,
  settings: FileSettings = {},
): Promise<File> {
  const content = await source;
  if (typeof content === "string" && name === undefined) {
    throw new RequestBuildError("toFile: a text is taken as content and needs a name.");
  }
  const blob = content instanceof Response ? await content.blob() : content;
  const parts = blob instanceof Blob ? [blob] : await collect(blob);
  const type = settings.type ?? (blob instanceof Blob ? blob.type : "");
  return new File(parts, name ?? (blob as Partial<File>).name ?? "file", { type });
}

async function collect(source: Exclude<FileSource, Blob | Response>): Promise<BlobPart[]> {
  if (typeof source === "string") return [source];
  if (source instanceof ArrayBuffer) return [source.slice(0)];
  if (ArrayBuffer.isView(source)) {
    return [Uint8Array.from(new Uint8Array(source.buffer, source.byteOffset, source.byteLength))];
  }
  if (source instanceof ReadableStream) return [await new Response(source).blob()];
  const parts: BlobPart[] = [];
  for await (const part of source)
    parts.push(typeof part === "string" ? part : Uint8Array.from(part));
  return parts;
}
