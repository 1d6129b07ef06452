import { constants, type Stats } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { DiagnosticError } from "../diagnostics.js";
import type { ReadFault, ReferencedSource } from "./documents.js";
import { decode, maximumBytes, reasonOf } from "./load.js";
import { isAddress } from "./locations.js";

/** What references may lead to, beside the folder or the address prefix of the description itself. */
export interface ReferenceRules {
  /** The folder that locations are relative to. */
  readonly base: string;
  /** A wider folder than that of the description. */
  readonly root?: string;
  /** Addresses, and with a slash at the end whatever lies below them. */
  readonly allow: readonly string[];
}

/** More than any description; a chain of references that never ends stops here. */
const maximumDocuments = 5000;
/** So many documents may a document be away from the description; each is found only when the one before is read. */
const maximumDistance = 100;
const atOnce = 8;

/** Reads the documents that references lead to, and nothing that the rules do not allow; counts all it has read. */
export class ReferenceReader {
  readonly #folders: readonly string[];
  readonly #addresses: readonly string[];
  #distance = 0;
  #documents = 0;
  #bytes = 0;

  constructor(
    description: string,
    readonly rules: ReferenceRules,
  ) {
    const isRemote = isAddress(description);
    this.#folders = [
      ...(isRemote ? [] : [dirname(resolve(rules.base, description))]),
      ...(rules.root === undefined || isRemote ? [] : [rules.root]),
    ];
    this.#addresses = [
      ...(isRemote ? [new URL(".", description).href] : []),
      ...rules.allow.map((address) => new URL(address).href),
    ];
  }

  /** In the order of the names given, whichever comes first. */
  async read(files: readonly string[]): Promise<readonly ReferencedSource[]> {
    this.#distance++;
    const sources: ReferencedSource[] = [];
    for (let index = 0; index < files.length; index += atOnce) {
      const group = files.slice(index, index + atOnce);
      sources.push(...(await Promise.all(group.map((file) => this.#source(file)))));
    }
    return sources;
  }

  async #source(file: string): Promise<ReferencedSource> {
    try {
      if (this.#distance > maximumDistance)
        throw new Fault(`more than ${maximumDistance} documents lie on the way to it`);
      if (++this.#documents > maximumDocuments)
        throw new Fault(`more than ${maximumDocuments} documents would be read`);
      const bytes = isAddress(file) ? await this.#fetch(file) : await this.#file(file);
      return { file, text: textOf(bytes, file) };
    } catch (error) {
      if (error instanceof Fault) return { file, fault: error.fault };
      return { file, fault: { code: "ref-unreadable", reason: reasonOf(error) } };
    }
  }

  async #file(file: string): Promise<Uint8Array> {
    const path = resolve(this.rules.base, file);
    // Before anything is looked at: whether a file exists elsewhere is nobody's business.
    if (!this.#folders.some((folder) => isBelow(folder, path)))
      throw refused(`it lies outside of ${this.#territory}`, widen);
    const real = await realpath(path);
    const folders = await Promise.all(this.#folders.map((folder) => realpath(folder)));
    if (!folders.some((folder) => isBelow(folder, real)))
      throw refused(`a symbolic link leads out of ${this.#territory}`, widen);
    // Not through a link that came after the check, and without waiting for the other end of a pipe.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    const handle = await open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = await handle.stat();
      const reason = kindFault(stat);
      if (reason !== undefined) throw new Fault(reason);
      this.#count(stat.size);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of handle.createReadStream({ autoClose: false })) {
        size += (chunk as Buffer).byteLength;
        if (size > stat.size) this.#count((chunk as Buffer).byteLength);
        chunks.push(chunk as Buffer);
      }
      return Buffer.concat(chunks);
    } finally {
      await handle.close();
    }
  }

  get #territory(): string {
    return this.rules.root === undefined
      ? "the folder of the description"
      : "the folders of the description and of references.root";
  }

  async #fetch(address: string): Promise<Uint8Array> {
    let url = address;
    for (let redirects = 0; redirects <= 5; redirects++) {
      if (!this.#allows(url)) throw notAllowed(url === address ? undefined : url);
      const response = await requested(url);
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        if (!URL.canParse(location, url)) throw new Fault("it is redirected to no valid address");
        url = new URL(location, url).href;
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        throw new Fault(`the server answered ${response.status} ${response.statusText}`.trim());
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body ?? []) {
        this.#count((chunk as Uint8Array).byteLength);
        chunks.push(chunk as Uint8Array);
      }
      return Buffer.concat(chunks);
    }
    throw new Fault("it is redirected again and again");
  }

  #allows(address: string): boolean {
    const { origin, pathname, username, password } = new URL(address);
    const isPlain = username === "" && password === "" && !/%(?:2f|5c|2e|00)/i.test(pathname);
    const place = origin + pathname;
    return (
      isPlain &&
      this.#addresses.some((allowed) =>
        allowed.endsWith("/") ? place.startsWith(allowed) : address === allowed,
      )
    );
  }

  /** All documents together have the room that one has. */
  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > maximumBytes)
      throw new Fault(`all documents together have more than ${maximumBytes} bytes`);
  }
}

const widen = "name a folder that holds both as references.root in the configuration.";

class Fault extends Error {
  readonly fault: ReadFault;

  constructor(reason: string, code: ReadFault["code"] = "ref-unreadable", help?: string) {
    super(reason);
    this.fault = { code, reason, ...(help !== undefined && { help }) };
  }
}

function refused(reason: string, help: string): Fault {
  return new Fault(reason, "ref-refused", help);
}

function notAllowed(redirected: string | undefined): Fault {
  const reason =
    redirected === undefined
      ? "addresses are fetched only where the description comes from, or where the configuration allows it"
      : `the server redirects to ${redirected}, which is not allowed`;
  const help =
    "add it to references.allow in the configuration, or put the document beside the description.";
  return refused(reason, help);
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function kindFault(stat: Stats): string | undefined {
  if (stat.isDirectory()) return "it is a folder";
  if (!stat.isFile()) return "it is no ordinary file";
  return stat.size > maximumBytes ? `it has more than ${maximumBytes} bytes` : undefined;
}

async function requested(address: string): Promise<Response> {
  try {
    return await fetch(address, {
      redirect: "manual",
      credentials: "omit",
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Fault(cause instanceof Error && cause.message !== "" ? cause.message : message);
  }
}

function textOf(bytes: Uint8Array, file: string): string {
  try {
    return decode(bytes, file);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { line, column } = error.diagnostics[0]?.where ?? { line: 1, column: 1 };
    throw new Fault(`its bytes at ${line}:${column} are not valid UTF-8`);
  }
}
