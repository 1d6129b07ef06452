/** What is not in the grammar of what we emit. Another printer has to do it. */
export class NotKnown extends Error {}

export type TokenKind = "name" | "string" | "number" | "mark" | "comment" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Whether it begins a line of the source. */
  readonly isFirst: boolean;
}

const token =
  /(\s*)(?:([A-Za-z_$#][\w$]*)|("[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*')|(\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?)|(\/\*[\s\S]*?\*\/)|(=>|\.\.\.|[{}()[\]<>|&,;:?.=!-])|($))/uy;
const kinds: readonly TokenKind[] = ["name", "string", "number", "comment", "mark", "end"];

const separators = new Set([",", ";", "/*"]);
const closing = new Set(["}", "]", ")", ""]);

/** The tokens of a fragment of code, one ahead. */
export class Scanner {
  readonly #text: string;
  #position = 0;
  #last = "";
  #next: Token;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#scan();
  }

  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const taken = this.#next;
    this.#next = this.#scan();
    return taken;
  }

  is(text: string): boolean {
    return this.#next.text === text && this.#next.kind !== "string";
  }

  /** Takes the token if it is next. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.take();
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) throw new NotKnown(`${this.#next.text} instead of ${text}`);
    return this.take();
  }

  takeKind(kind: TokenKind): string {
    if (this.#next.kind !== kind) throw new NotKnown(`${this.#next.text} instead of a ${kind}`);
    return this.take().text;
  }

  #scan(): Token {
    token.lastIndex = this.#position;
    const found = token.exec(this.#text);
    if (found === null) throw new NotKnown(this.#text.slice(this.#position, this.#position + 20));
    this.#position = token.lastIndex;
    const [, space = "", ...texts] = found;
    const index = texts.findIndex((text) => text !== undefined);
    const text = texts[index] ?? "";
    // An empty line between members would stay, and there are none.
    const isGap = separators.has(this.#last) && !closing.has(text) && /\n\s*\n/u.test(space);
    if (isGap) throw new NotKnown("an empty line");
    const kind = kinds[index] ?? "end";
    this.#last = kind === "comment" ? "/*" : text;
    return { kind, text, isFirst: space.includes("\n") };
  }
}
