/** `Link` headers (RFC 8288, 3): one pass from left to right, so that no header takes long. */

/** The target of each relation; the first one of a relation counts. Relations are in lower case. */
export function parseLinks(header: string): Map<string, string> {
  const targets = new Map<string, string>();
  let at = 0;
  while (at < header.length) {
    const open = header.indexOf("<", at);
    const close = open < 0 ? -1 : header.indexOf(">", open);
    if (close < 0) break;
    const { relations, end } = readParameters(header, close + 1);
    const target = header.slice(open + 1, close).trim();
    for (const relation of relations) if (!targets.has(relation)) targets.set(relation, target);
    at = end;
  }
  return targets;
}

/** Reads `; rel="next last"; title="a, b"` up to the comma that ends the link. */
function readParameters(header: string, start: number): { relations: string[]; end: number } {
  let relations: string[] | undefined;
  let at = start;
  while (at < header.length && header[at] !== ",") {
    if (header[at] !== ";") {
      at++;
      continue;
    }
    const nameStart = ++at;
    while (at < header.length && !/[=;,]/.test(header.charAt(at))) at++;
    const name = header.slice(nameStart, at).trim().toLowerCase();
    let value = "";
    if (header[at] === "=") ({ value, at } = readValue(header, at + 1));
    // Only the first `rel` of a link counts (RFC 8288, 3.3).
    if (name === "rel") relations ??= value.toLowerCase().split(/\s+/).filter(Boolean);
  }
  return { relations: relations ?? [], end: at + 1 };
}

function readValue(header: string, start: number): { value: string; at: number } {
  let at = start;
  while (header[at] === " " || header[at] === "\t") at++;
  let value = "";
  if (header[at] !== '"') {
    const valueStart = at;
    while (at < header.length && !/[;,]/.test(header.charAt(at))) at++;
    return { value: header.slice(valueStart, at).trim(), at };
  }
  for (at++; at < header.length && header[at] !== '"'; at++) {
    if (header[at] === "\\") at++;
    value += header.charAt(at);
  }
  return { value, at: at + 1 };
}
