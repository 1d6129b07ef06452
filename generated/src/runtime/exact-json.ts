/** JSON with integers of any size. */

import { encodeJson, isEncoded } from "./body.js";
import type { BodyEncoder } from "./operation.js";

/** A body of JSON in which a bigint is written as the number that it is. */
export const exactJson: BodyEncoder = (body, where) => {
  if (isEncoded(body)) return body;
  // No text of the caller can be taken for the mark: it is made up anew for each body.
  const mark = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  const text = encodeJson(marked(body, mark), where);
  return text.replace(new RegExp(`"${mark}:(-?\\d+)"`, "g"), "$1");
};

/** The same value with marked texts where there are bigints; what has no bigints in it stays as it is. */
function marked(value: unknown, mark: string): unknown {
  if (typeof value === "bigint") return `${mark}:${value}`;
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (Array.isArray(value)) return value.map((item) => marked(item, mark));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item, mark)]));
}
