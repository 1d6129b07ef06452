/** Reads `multipart/form-data` from its bytes (RFC 7578, RFC 2046): shares nothing with what writes it. */

export interface Part {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

export function readMultipart(contentType: string, body: Buffer): Part[] {
  const [, boundary] = /^multipart\/form-data; *boundary="?([^";]+)"?$/.exec(contentType) ?? [];
  if (boundary === undefined) throw new Error(`no boundary in ${contentType}`);
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  if (at !== 0) throw new Error("the body begins with its boundary");
  for (;;) {
    at += delimiter.length;
    const mark = body.toString("latin1", at, at + 2);
    if (mark === "--") return parts;
    if (mark !== "\r\n") throw new Error("a line ends after the boundary");
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), delimiter]), at);
    const split = body.indexOf("\r\n\r\n", at);
    if (end < 0 || split < 0) throw new Error("a part ends with the boundary");
    parts.push(readPart(body.toString("utf8", at + 2, split), body.subarray(split + 4, end)));
    at = end + 2;
  }
}

function readPart(head: string, bytes: Buffer): Part {
  const headers = new Map(
    head.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const disposition = headers.get("content-disposition") ?? "";
  if (!disposition.startsWith("form-data")) throw new Error(`no form-data: ${disposition}`);
  // Line breaks and quotes are percent-encoded in names (HTML, "multipart/form-data encoding algorithm").
  const value = (key: string) =>
    new RegExp(`; ${key}="([^"]*)"`)
      .exec(disposition)?.[1]
      ?.replace(/%22/g, '"')
      .replace(/%0D/g, "\r")
      .replace(/%0A/g, "\n");
  const name = value("name");
  if (name === undefined) throw new Error("a part has a name");
  return { name, fileName: value("filename"), type: headers.get("content-type"), bytes };
}
