import type { Document } from "../spec/document.js";
import type { Header, Operation, Schema } from "../spec/openapi.js";
import { docsOf } from "./docs.js";
import { successes } from "./responses.js";
import type { HeaderKind, ResponseHeader } from "./types.js";

/** The names of the headers that come with a success, in order, each once whatever its case. */
export function responseHeaderNames(operation: Operation): readonly string[] {
  return [...documented(operation).values()].map(([{ name }]) => name);
}

/** The same headers with their kinds. */
export function responseHeaders(
  operation: Operation,
  document: Document,
): readonly ResponseHeader[] {
  return [...documented(operation).values()].map((places): ResponseHeader => {
    const [{ name, header }] = places;
    const kinds = new Set(places.map((place) => kindOf(place.header, document)));
    const [kind] = kinds;
    const schema = document.resolve(header.schema ?? true);
    const text = typeof schema === "object" ? schema.description : undefined;
    return {
      name,
      // What differs from one status to another is what it is on the wire.
      kind: kind === undefined || kinds.size > 1 ? "string" : kind,
      docs: docsOf({ ...(text !== undefined && { description: text }), ...header }),
    };
  });
}

interface Place {
  readonly name: string;
  readonly header: Header;
}

/** By the name in lower case, all places where a header stands. */
function documented(operation: Operation): ReadonlyMap<string, readonly [Place, ...Place[]]> {
  const found = new Map<string, [Place, ...Place[]]>();
  for (const [, { headers = {} }] of successes(operation)) {
    for (const name of Object.keys(headers).sort()) {
      const header = headers[name];
      const key = name.toLowerCase();
      // The media type stands in `content` (OpenAPI 3.1, Response Object), and no name but a token can be asked for.
      if (header === undefined || key === "content-type" || !isToken(name)) continue;
      const places = found.get(key);
      if (places === undefined) found.set(key, [{ name, header }]);
      else places.push({ name, header });
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** RFC 9110, 5.6.2. */
function isToken(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/iu.test(name);
}

function kindOf({ schema = true }: Header, document: Document): HeaderKind {
  const resolved = document.resolve(schema);
  const kind = primitive(resolved);
  if (kind !== undefined) return kind;
  if (typeof resolved === "boolean" || resolved.type !== "array") return "string";
  return primitive(document.resolve(resolved.items ?? true)) === "number" ? "numbers" : "strings";
}

function primitive(schema: Schema): "number" | "boolean" | undefined {
  if (typeof schema === "boolean") return undefined;
  const types = [schema.type ?? []].flat().filter((type) => type !== "null");
  if (types.length !== 1) return undefined;
  if (types[0] === "boolean") return "boolean";
  return types[0] === "integer" || types[0] === "number" ? "number" : undefined;
}
