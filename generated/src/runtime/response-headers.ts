/** Headers of an answer that the description documents, read as what it says they are. */

/** How a header is written: as it stands, or as a list whose members are separated by commas (OpenAPI 3.1, `simple`). */
export type HeaderKind = "string" | "number" | "boolean" | "strings" | "numbers";

export type HeaderReader = (headers: Headers) => Readonly<Record<string, unknown>>;

/**
 * What a header is not able to say is left out: one that did not come, that a browser hides from its page, or that is
 * no number where one is documented. It stands in the response as it came.
 */
export function documentedHeaders<const Kinds extends Readonly<Record<string, HeaderKind>>>(
  kinds: Kinds,
): HeaderReader {
  return (headers) =>
    Object.fromEntries(
      Object.entries(kinds).flatMap(([name, kind]) => {
        const text = headers.get(name);
        const value = text === null ? undefined : read(text.trim(), kind);
        return value === undefined ? [] : [[name, value]];
      }),
    );
}

function read(text: string, kind: HeaderKind): unknown {
  switch (kind) {
    case "number":
      return numberIn(text);
    case "boolean":
      return text === "true" || (text === "false" ? false : undefined);
    case "strings":
      return membersOf(text);
    case "numbers": {
      const numbers = membersOf(text).map(numberIn);
      return numbers.includes(undefined) ? undefined : numbers;
    }
    default:
      return text;
  }
}

function membersOf(text: string): string[] {
  return text === "" ? [] : text.split(",").map((member) => member.trim());
}

/** In decimal, as JSON has numbers: neither an empty text nor `0x10` is one. */
function numberIn(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
