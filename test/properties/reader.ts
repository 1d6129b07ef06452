/**
 * Reads parameters back, as a server does that knows the description. Written from OpenAPI 3.1.1 ("Style Values",
 * "Style Examples") and RFC 6570 alone: nothing here is shared with what writes them.
 */

export type Shape = "primitive" | "array" | "object";

export interface Described {
  readonly style:
    "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";
  readonly explode: boolean;
  readonly name: string;
  readonly shape: Shape;
}

/** All that is on the wire is text. */
export type Read = string | readonly string[] | Readonly<Record<string, string>> | undefined;

/** The text that stands where the parameter's braces stood in the path. */
export function readPath({ style, explode, name, shape }: Described, text: string): Read {
  switch (style) {
    case "simple":
      return fromList(shape, explode, text.split(","), decode);
    case "label": {
      if (!text.startsWith(".")) throw new Error("a label starts with a dot");
      const rest = text.slice(1);
      // RFC 6570, 3.2.5: an exploded label repeats its dot; an item must not hold one.
      return fromList(
        shape,
        explode,
        shape === "primitive" ? [rest] : rest.split(explode ? "." : ","),
        decode,
      );
    }
    case "matrix": {
      if (!text.startsWith(";")) throw new Error("a matrix starts with a semicolon");
      const pairs = text.slice(1).split(";").map(pair);
      if (explode && shape === "object")
        return record(pairs.map(([key, value]) => [decode(key), decode(value)]));
      for (const [key] of pairs) if (decode(key) !== name) throw new Error(`${key} is not ${name}`);
      if (explode && shape === "array") return pairs.map(([, value]) => decode(value));
      if (pairs.length !== 1) throw new Error("only an exploded list repeats its name");
      const value = pairs[0]?.[1] ?? "";
      return fromList(shape, false, shape === "primitive" ? [value] : value.split(","), decode);
    }
    default:
      throw new Error(`${style} is no style of paths`);
  }
}

/** The query without its question mark. */
export function readQuery(parameter: Described, query: string): Read {
  return readPairs(parameter, query === "" ? [] : query.split("&").map(pair));
}

/** The value of the Cookie header (RFC 6265, 4.2.1). */
export function readCookie(parameter: Described, cookie: string | null): Read {
  return readPairs(parameter, cookie === null ? [] : cookie.split("; ").map(pair));
}

/** A header's value, which is not percent-encoded (OpenAPI 3.1.1, Appendix D). */
export function readHeader({ explode, shape }: Described, value: string | null): Read {
  if (value === null) return undefined;
  return fromList(
    shape,
    explode,
    shape === "primitive" ? [value] : value.split(","),
    (text) => text,
  );
}

function readPairs({ style, explode, name, shape }: Described, pairs: readonly Pair[]): Read {
  const delimited = style === "spaceDelimited" || style === "pipeDelimited";
  if (style === "deepObject" && shape === "object") {
    const entries = pairs.flatMap(([key, value]): Pair[] => {
      const path = decode(key);
      if (!path.startsWith(`${name}[`) || !path.endsWith("]")) return [];
      return [[path.slice(name.length + 1, -1), decode(value)]];
    });
    return entries.length > 0 ? record(entries) : undefined;
  }
  if (explode && shape === "object") {
    return pairs.length > 0
      ? record(pairs.map(([key, value]) => [decode(key), decode(value)]))
      : undefined;
  }
  const own = pairs.filter(([key]) => decode(key) === name).map(([, value]) => value);
  if (own.length === 0) return undefined;
  if ((explode || style === "deepObject") && shape === "array") return own.map(decode);
  if (own.length !== 1) throw new Error("only an exploded list repeats its name");
  const [value = ""] = own;
  if (shape === "primitive") return decode(value);
  // Delimiters are encoded like any such character: servers decode first and split then.
  if (delimited) {
    const items = decode(value).split(style === "spaceDelimited" ? " " : "|");
    return fromList(shape, false, items, (text) => text);
  }
  return fromList(shape, false, value.split(","), decode);
}

type Pair = readonly [key: string, value: string];

/** A missing equals sign means an empty value. */
function pair(text: string): Pair {
  const at = text.indexOf("=");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** The items of a list, or those of an object: `key=value` if they are paired, else keys and values in turn. */
function fromList(
  shape: Shape,
  isPaired: boolean,
  items: readonly string[],
  read: (text: string) => string,
): Read {
  if (shape === "primitive") {
    if (items.length !== 1) throw new Error("a single value has no delimiters");
    return read(items[0] ?? "");
  }
  if (shape === "array") return items.map(read);
  if (isPaired) return record(items.map(pair).map(([key, value]) => [read(key), read(value)]));
  if (items.length % 2 !== 0) throw new Error("a key without a value");
  return record(
    items.flatMap((key, index): Pair[] =>
      index % 2 === 0 ? [[read(key), read(items[index + 1] ?? "")]] : [],
    ),
  );
}

function record(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs);
}

/** RFC 3986, 2.1. A plus sign is a plus sign: only forms of HTML read a space from it. */
function decode(text: string): string {
  return decodeURIComponent(text);
}
