/**
 * Dates and large integers where JSON has texts and numbers, for the `formats` of the configuration. Responses are
 * converted when they are read; what is sent is written by the encoders, which take both kinds.
 */

/** Where in a body there are such values: at this place itself, or at places below. */
export type Conversion = "date" | "bigint" | Shape | (() => Conversion);

export interface Shape {
  readonly properties?: Readonly<Record<string, Conversion>>;
  /** Of the properties that are not listed. */
  readonly values?: Conversion;
  /** Of the entries of a list; those of a tuple by their place come first. */
  readonly items?: Conversion;
  readonly entries?: readonly (Conversion | null)[];
  /** Alternatives and parts: each is applied where it fits. */
  readonly all?: readonly Conversion[];
  /** The property that tells which of the variants the value is. */
  readonly tag?: string;
  readonly variants?: Readonly<Record<string, Conversion>>;
}

/** Reads JSON with dates. */
export function withDates(conversion: Conversion): (text: string) => unknown {
  return (text) => {
    const value: unknown = JSON.parse(text);
    return convert(value, value, conversion, false);
  };
}

/** Reads JSON with integers that a number cannot hold, and with dates. */
export function withIntegers(conversion: Conversion): (text: string) => unknown {
  return (text) => {
    const value: unknown = JSON.parse(text);
    const exact: unknown = /\d{16}/.test(text) ? JSON.parse(quoteIntegers(text)) : value;
    return convert(value, exact, conversion, false);
  };
}

/** The value as it is sent, a date as its text: for `client.raw`, which converts nothing. */
export type Wire<T> = T extends Date
  ? string
  : T extends bigint
    ? number
    : T extends Blob | ArrayBuffer | ArrayBufferView
      ? T
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

/** Date and time of RFC 3339, 5.6. */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?$/;
/** Tokens of JSON: texts, so that digits inside of them are passed over, and numbers. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Integers too long for a number, as texts. */
function quoteIntegers(text: string): string {
  return text.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token));
}

/** @param isGuess the value may be of another kind than the conversion is for */
function convert(
  value: unknown,
  exact: unknown,
  conversion: Conversion,
  isGuess: boolean,
): unknown {
  if (typeof conversion === "function") return convert(value, exact, conversion(), isGuess);
  if (conversion === "date") {
    const isDate = typeof value === "string" && (!isGuess || DATE_TIME.test(value));
    return isDate ? new Date(value) : value;
  }
  if (conversion === "bigint") {
    if (typeof value !== "number" || !Number.isInteger(value)) return value;
    return BigInt(typeof exact === "string" ? exact : value);
  }
  let result = value;
  for (const part of conversion.all ?? []) result = convert(result, exact, part, true);
  if (typeof result !== "object" || result === null) return result;
  convertParts(
    result as Record<string, unknown>,
    exact as Record<string, unknown>,
    conversion,
    isGuess,
  );
  return result;
}

function convertParts(
  holder: Record<string, unknown>,
  exact: Record<string, unknown>,
  { properties = {}, values, items, entries = [], tag, variants = {} }: Shape,
  isGuess: boolean,
): void {
  const own = <T>(map: Readonly<Record<string, T>>, key: string): T | undefined =>
    Object.hasOwn(map, key) ? map[key] : undefined;
  const isList = Array.isArray(holder);
  if (isList ? items || entries.length > 0 : values || Object.keys(properties).length > 0) {
    for (const key of Object.keys(holder)) {
      const conversion = isList
        ? (entries[Number(key)] ?? (Number(key) < entries.length ? undefined : items))
        : (own(properties, key) ?? values);
      if (!conversion) continue;
      const value = convert(holder[key], exact[key], conversion, isGuess);
      // An assignment would take the key `__proto__` for something else.
      if (value !== holder[key]) Object.defineProperty(holder, key, { value });
    }
  }
  const variant = tag !== undefined ? own(variants, String(own(holder, tag))) : undefined;
  if (variant) convert(holder, exact, variant, false);
}
