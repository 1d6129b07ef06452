/** Bodies of the media type `multipart/form-data`. */

import { isEncoded } from "./body.js";
import { RequestBuildError } from "./errors.js";
import type { BodyEncoder } from "./operation.js";
import { isContainer, presentEntries, primitiveText } from "./values.js";

/**
 * An object as a form: Blobs and bytes as files, lists as a repeated key, objects as parts of JSON.
 * The platform's FormData writes it and makes up the boundary.
 */
export const multipart: BodyEncoder = (body, where) =>
  encodeForm(body, where, (form, name, value, place) => {
    form.append(name, new Blob([json(value, place)], { type: "application/json" }));
  });

/** Like `multipart`, with nested objects as `address[city]`. */
export const multipartBrackets: BodyEncoder = (body, where) =>
  encodeForm(body, where, (form, name, value, place) => {
    const spread = (prefix: string, item: object, depth: number): void => {
      if (depth > MAX_DEPTH) throw new RequestBuildError(`${place} is nested too deep.`);
      for (const [key, below] of presentEntries(item)) {
        const own = Array.isArray(item) ? prefix : `${prefix}[${key}]`;
        if (isContainer(below) && !isFile(below)) spread(own, below, depth + 1);
        else append(form, own, below, place);
      }
    };
    spread(name, value, 0);
  });

const MAX_DEPTH = 10;

type Nest = (form: FormData, name: string, value: object, place: string) => void;

function encodeForm(body: unknown, where: string, nest: Nest) {
  if (isEncoded(body)) return body;
  if (!isContainer(body)) throw new RequestBuildError(`${where} must be an object.`);
  const form = new FormData();
  for (const [name, value] of presentEntries(body)) {
    const place = `${where}, "${name}"`;
    const list = Array.isArray(value) ? presentEntries(value).map(([, item]) => item) : [value];
    for (const item of list) {
      if (isContainer(item) && !isFile(item)) nest(form, name, item, place);
      else append(form, name, item, place);
    }
  }
  return form;
}

function isFile(value: unknown): value is Blob | ArrayBuffer | ArrayBufferView {
  return value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

function append(form: FormData, name: string, value: unknown, place: string): void {
  const file = ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? blobOf(value) : value;
  if (!(file instanceof Blob)) form.append(name, primitiveText(value, place));
  // A part without a file name would be taken for a text by most servers.
  else form.append(name, file, checkedName((file as Partial<File>).name ?? name, place));
}

/** A copy: the memory behind a view may hold more than the view shows, and may change before it is sent. */
function blobOf(bytes: ArrayBuffer | ArrayBufferView): Blob {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  return new Blob([Uint8Array.from(view)]);
}

/** A file name goes into a header of its part; platforms differ in what they let through. */
function checkedName(name: string, place: string): string {
  if (!/[\0\r\n]/.test(name)) return name;
  throw new RequestBuildError(`${place}: the file name holds a line break.`);
}

function json(value: unknown, place: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new RequestBuildError(`${place} cannot be written as JSON.`, { cause });
  }
}
