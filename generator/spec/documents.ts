import type { Diagnostics } from "../diagnostics.js";
import { parseReferenced } from "./load.js";
import { canonical } from "./locations.js";
import type { Provenance } from "./provenance.js";
import type { RawValue } from "./raw.js";
import type { SourceText } from "./source.js";

/** A document that a reference names: its text, or why there is none. */
export type ReferencedSource = SourceText | UnreadSource;

export interface UnreadSource {
  readonly file: string;
  readonly fault: ReadFault;
}

export interface ReadFault {
  /** Refused by the rules, or not to be had. */
  readonly code: "ref-refused" | "ref-unreadable";
  /** The end of a sentence: "it is a folder". */
  readonly reason: string;
  readonly help?: string;
}

export type OpenedDocument =
  | { readonly kind: "open"; readonly root: RawValue }
  /** Its own faults were reported. */
  | { readonly kind: "broken" }
  | { readonly kind: "unread"; readonly fault: ReadFault };

/** The description and the documents that it refers to, each parsed when a reference is first followed into it. */
export class Documents {
  /** Where references lead whose document is not among those given. */
  readonly wanted = new Set<string>();
  /** The location of the description, as references to it are resolved. */
  readonly rootFile: string;
  readonly #given = new Map<string, ReferencedSource>();
  readonly #opened = new Map<string, OpenedDocument>();

  constructor(
    description: SourceText,
    given: readonly ReferencedSource[],
    readonly provenance: Provenance,
    readonly diagnostics: Diagnostics,
  ) {
    this.rootFile = canonical(description.file);
    this.add(given);
  }

  /** Brings documents that were wanted. */
  add(given: readonly ReferencedSource[]): void {
    for (const source of given) {
      const file = canonical(source.file);
      this.#given.set(file, source);
      this.#opened.delete(file);
      this.wanted.delete(file);
    }
  }

  /** Whether there is nothing but the description. */
  get isAlone(): boolean {
    return this.#given.size === 0;
  }

  /** The texts that were read, in the order of their names. */
  get read(): readonly SourceText[] {
    return [...this.#given]
      .filter(([file]) => this.#opened.has(file))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, source]) => ("text" in source ? [source] : []));
  }

  /** The location of the document that holds the object, or what it was made from. */
  fileOf(object: object): string {
    const file = this.provenance.fileOf(object);
    return file === undefined ? this.rootFile : canonical(file);
  }

  /** A document other than the description. */
  open(file: string): OpenedDocument {
    const known = this.#opened.get(file);
    if (known) return known;
    const opened = this.#open(file);
    this.#opened.set(file, opened);
    return opened;
  }

  /** The document's values, if a reference was followed into it before. */
  peek(file: string): RawValue | undefined {
    const known = this.#opened.get(file);
    return known?.kind === "open" ? known.root : undefined;
  }

  #open(file: string): OpenedDocument {
    const source = this.#given.get(file);
    if (!source) {
      this.wanted.add(file);
      return { kind: "unread", fault: { code: "ref-unreadable", reason: "it was not given" } };
    }
    if ("fault" in source) return { kind: "unread", fault: source.fault };
    const tree = parseReferenced(source, this.diagnostics);
    if (tree === undefined) return { kind: "broken" };
    if (typeof tree === "string")
      return { kind: "unread", fault: { code: "ref-unreadable", reason: tree } };
    this.provenance.add(tree);
    return { kind: "open", root: tree.root };
  }
}
