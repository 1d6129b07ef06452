/** Bodies of the media type `multipart/form-data`. */

import { encodeJson, isEncoded } from "./body.js";
import { RequestBuildError } from "./errors.js";
import type { BodyEncoder } from "./operation.js";
import { isContainer, presentEntries, primitiveText } from "./values.js";

/**
 * An object as a form: Blobs and bytes as files, lists as a repeated key, objects as parts of JSON, and
 * what the description gives a style as fields of their own (`address[city]`). The platform's FormData
 * writes it and makes up the boundary.
 */
export const multipart: BodyEncoder = (body, where, properties = {}) => {
  if (isEncoded(body)) return body;
  if (!isContainer(body)) throw new RequestBuildError(`${where} must be an object.`);
  const form = new FormData();
  for (const [name, value] of presentEntries(body)) {
    const place = `${where}, "${name}"`;
    const { type, encode } = (Object.hasOwn(properties, name) && properties[name]) || {};
    if (encode) {
      const fields = new URLSearchParams(encode(name, value, place));
      fields.forEach((text, key) => {
        form.append(key, text);
      });
      continue;
    }
    const list = Array.isArray(value) ? presentEntries(value).map(([, item]) => item) : [value];
    for (const item of list) append(form, name, item, place, type);
  }
  return form;
};

function append(
  form: FormData,
  name: string,
  value: unknown,
  place: string,
  type: string | undefined,
): void {
  if (isFile(value)) {
    // A part without a file name would be taken for a text by most servers.
    const fileName = checkedName((value as Partial<File>).name ?? name, place);
    form.append(name, blobOf(value, type), fileName);
    return;
  }
  const isJson = type === undefined ? isContainer(value) : /[/+]json\b/i.test(type);
  const text = isJson ? encodeJson(value, place) : primitiveText(value, place);
  const partType = type ?? (isJson ? "application/json" : "text/plain");
  // Texts are `text/plain` by themselves, and are no file then.
  if (/^text\/plain\b/i.test(partType)) form.append(name, text);
  else form.append(name, new Blob([text], { type: partType }));
}

function isFile(value: unknown): value is Exclude<BlobPart, string> {
  return value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}

/**
 * The file's own type counts more than the description's. Bytes are copied: the memory behind a view may
 * hold more than the view shows, and may change before it is sent.
 */
function blobOf(file: Exclude<BlobPart, string>, type = ""): Blob {
  if (file instanceof Blob) return file.type || !type ? file : new Blob([file], { type });
  return new Blob([file], { type });
}

/** A file name goes into a header of its part; platforms differ in what they let through. */
function checkedName(name: string, place: string): string {
  if (!/[\0\r\n]/.test(name)) return name;
  throw new RequestBuildError(`${place}: the file name holds a line break.`);
}
