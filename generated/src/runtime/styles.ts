/**
 * Parameter styles beyond the defaults (OpenAPI 3.1, 4.8.12), as functions that operations refer to.
 * Primitives, lists and objects are all taken; what is missing inside of them is left out.
 */

import type { ParameterEncoder } from "./operation.js";
import { RequestBuildError } from "./errors.js";
import { isContainer, percentEncode, presentEntries, primitiveText } from "./values.js";

type Escape = (text: string, where: string) => string;

/** The parts of a value: its elements, or its keys and values, as `key=value` if they are paired. */
function parts(value: unknown, where: string, escape: Escape, isPaired: boolean): string[] {
  const text = (item: unknown) => escape(primitiveText(item, where), where);
  if (!isContainer(value)) return [text(value)];
  const entries = presentEntries(value);
  if (Array.isArray(value)) return entries.map(([, item]) => text(item));
  return isPaired
    ? entries.map(([key, item]) => `${text(key)}=${text(item)}`)
    : entries.flatMap(([key, item]) => [text(key), text(item)]);
}

const asIs: Escape = (text) => text;

/** `{id}` of a list or object: `3,4`, `role,admin`. */
export const simple: ParameterEncoder = (_, value, where) =>
  parts(value, where, percentEncode, false).join(",");

/** `{id}` of an object, exploded: `role=admin,name=Ana`. */
export const simpleExploded: ParameterEncoder = (_, value, where) =>
  parts(value, where, percentEncode, true).join(",");

/** `.3,4` */
export const label: ParameterEncoder = (_, value, where) =>
  prefixed(".", parts(value, where, percentEncode, false), ",");

/** `.3.4`, `.role=admin.name=Ana` */
export const labelExploded: ParameterEncoder = (_, value, where) =>
  prefixed(".", parts(value, where, percentEncode, true), ".");

/** `;id=3,4`, and `;id` for an empty text (RFC 6570, 3.2.7). */
export const matrix: ParameterEncoder = (name, value, where) => {
  const list = parts(value, where, percentEncode, false);
  return prefixed(`;${percentEncode(name, where)}=`, list, ",").replace(/=$/, "");
};

/** `;id=3;id=4`, `;role=admin;name=Ana` */
export const matrixExploded: ParameterEncoder = (name, value, where) => {
  const isObject = isContainer(value) && !Array.isArray(value);
  const prefix = isObject ? ";" : `;${percentEncode(name, where)}=`;
  return parts(value, where, percentEncode, true)
    .map((part) => (prefix + part).replace(/=$/, ""))
    .join("");
};

/** Nothing at all where there is nothing to put behind the prefix. */
function prefixed(prefix: string, list: readonly string[], separator: string): string {
  return list.length > 0 ? prefix + list.join(separator) : "";
}

/** A header of a list or object: `3,4`, `role,admin`. Headers are not percent-encoded. */
export const headerList: ParameterEncoder = (_, value, where) =>
  parts(value, where, asIs, false).join(",");

/** A header of an object, exploded: `role=admin,name=Ana`. */
export const headerListExploded: ParameterEncoder = (_, value, where) =>
  parts(value, where, asIs, true).join(",");

/** A cookie of a list or object, exploded: `id=3; id=4`, `role=admin; name=Ana`. */
export const cookieExploded: ParameterEncoder = (name, value, where) =>
  pairs(name, value, where, percentEncode).join("; ");

/** `id=3,4`, `id=role,admin`: not exploded, in a query or a cookie. */
export const formJoined: ParameterEncoder = (name, value, where) =>
  prefixed(`${percentEncode(name, where)}=`, parts(value, where, percentEncode, false), ",");

/** `id=3%204` */
export const spaceDelimited: ParameterEncoder = (name, value, where) =>
  delimited(name, value, where, percentEncode, "%20");

/** `id=3%7C4`: the bar itself is no character of a query (RFC 3986, 3.4), servers decode it. */
export const pipeDelimited: ParameterEncoder = (name, value, where) =>
  delimited(name, value, where, percentEncode, "%7C");

/**
 * `filter[a][b]=1`, lists inside as `filter[a]=1&filter[a]=2`. The brackets are sent encoded: they are no
 * characters of a query, and servers decode them.
 */
export const deepObject: ParameterEncoder = (name, value, where) =>
  deep(name, value, where, percentEncode, () => "");

/** Like `deepObject`, lists inside as `filter[a][]=1&filter[a][]=2`. */
export const deepObjectBrackets: ParameterEncoder = (name, value, where) =>
  deep(name, value, where, percentEncode, () => OPEN + CLOSE);

/** Like `deepObject`, lists inside as `filter[a][0]=1&filter[a][1]=2`. */
export const deepObjectIndices: ParameterEncoder = (name, value, where) =>
  deep(name, value, where, percentEncode, (index) => OPEN + index + CLOSE);

/** The value as JSON, percent-encoded: a path or query parameter with `content: application/json`. */
export const jsonValue: ParameterEncoder = (_, value, where) =>
  percentEncode(jsonText(value, where), where);

/** `filter=%7B%22a%22%3A1%7D`: a query or cookie parameter with `content: application/json`. */
export const jsonPair: ParameterEncoder = (name, value, where) =>
  `${percentEncode(name, where)}=${jsonValue(name, value, where)}`;

/** The value as JSON in ASCII: a header with `content: application/json`. */
export const jsonHeader: ParameterEncoder = (_, value, where) =>
  jsonText(value, where).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** Exploded `form` with `allowReserved`. */
export const formReserved: ParameterEncoder = (name, value, where) =>
  pairs(name, value, where, encodeReserved).join("&");

/** `formJoined` with `allowReserved`; only the comma stays encoded in what commas separate. */
export const formJoinedReserved: ParameterEncoder = (name, value, where) => {
  const list = parts(value, where, encodeReserved, false);
  const items = isContainer(value) ? list.map((item) => item.replaceAll(",", "%2C")) : list;
  return prefixed(`${percentEncode(name, where)}=`, items, ",");
};

/** `spaceDelimited` with `allowReserved`. */
export const spaceDelimitedReserved: ParameterEncoder = (name, value, where) =>
  delimited(name, value, where, encodeReserved, "%20");

/** `pipeDelimited` with `allowReserved`. */
export const pipeDelimitedReserved: ParameterEncoder = (name, value, where) =>
  delimited(name, value, where, encodeReserved, "%7C");

/** `deepObject` with `allowReserved`. */
export const deepObjectReserved: ParameterEncoder = (name, value, where) =>
  deep(name, value, where, encodeReserved, () => "");

function pairs(name: string, value: unknown, where: string, escape: Escape): string[] {
  const isObject = isContainer(value) && !Array.isArray(value);
  const prefix = isObject ? "" : `${percentEncode(name, where)}=`;
  return parts(value, where, escape, true).map((part) => prefix + part);
}

/** A delimiter that is sent encoded looks like the same character of an item, which is therefore refused. */
function delimited(
  name: string,
  value: unknown,
  where: string,
  escape: Escape,
  delimiter: string,
): string {
  const list = parts(value, where, escape, false);
  if (isContainer(value) && list.some((item) => item.includes(delimiter))) {
    throw new RequestBuildError(`${where}: an item holds the character that separates items.`);
  }
  return prefixed(`${percentEncode(name, where)}=`, list, delimiter);
}

/**
 * What `allowReserved` leaves readable. `& = + # %` and space stay encoded: as they are they would
 * end the value, or change it on its way.
 */
const encodeReserved: Escape = (text, where) =>
  percentEncode(text, where).replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|5B|5D)/g, (escaped) =>
    decodeURIComponent(escaped),
  );

const MAX_DEPTH = 10;
const OPEN = "%5B";
const CLOSE = "%5D";

function deep(
  name: string,
  value: unknown,
  where: string,
  escape: Escape,
  listKey: (index: number) => string,
): string {
  const found: string[] = [];
  const visit = (key: string, item: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) {
      throw new RequestBuildError(`${where}: nested more than ${MAX_DEPTH} deep, or in a circle.`);
    }
    if (!isContainer(item)) {
      found.push(`${key}=${escape(primitiveText(item, where), where)}`);
      return;
    }
    presentEntries(item).forEach(([own, below], index) => {
      if (/[[\]]/.test(own)) {
        throw new RequestBuildError(
          `${where}: a key holds a bracket, which would look like nesting.`,
        );
      }
      const suffix = OPEN + percentEncode(own, where) + CLOSE;
      visit(key + (Array.isArray(item) ? listKey(index) : suffix), below, depth + 1);
    });
  };
  visit(percentEncode(name, where), value, 0);
  return found.join("&");
}

function jsonText(value: unknown, where: string): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new RequestBuildError(`${where} cannot be written as JSON.`, { cause });
  }
}
