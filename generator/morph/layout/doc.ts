import { widthOf } from "./width.js";

/**
 * Text with places where it may be broken: the algebra of Wadler's "A prettier printer", in the dialect of prettier,
 * whose lines ours are to be.
 */
export type Doc = string | readonly Doc[] | Line | Break | Indent | Group | Either | Fill;

/** A line break, or in a group that fits a space or nothing. */
export interface Line {
  readonly kind: "line";
  readonly flat: string;
  readonly hard: boolean;
}

/** Nothing, but the groups around it are broken. */
export interface Break {
  readonly kind: "break";
}

export interface Indent {
  readonly kind: "indent";
  readonly contents: Doc;
  /** Only where the group of this name is broken. */
  readonly when?: symbol;
  readonly breaks: boolean;
}

/** What is broken together or not at all. */
export interface Group {
  readonly kind: "group";
  readonly contents: Doc;
  readonly breaks: boolean;
  /** Other ways to say the same, the widest first; the last one is for when none fits. */
  readonly states?: readonly Doc[];
  /** By this others ask whether it is broken. */
  readonly name?: symbol;
}

/** One text in a broken group, another in one that fits; the group is the one around it if none is named. */
export interface Either {
  readonly kind: "either";
  readonly broken: Doc;
  readonly flat: Doc;
  readonly when?: symbol;
}

/** As many parts to a line as fit; each is followed by the break that it may end with. */
export interface Fill {
  readonly kind: "fill";
  readonly parts: readonly Doc[];
  /** The first of the parts that is still to be printed. */
  readonly from: number;
}

export const line: Line = { kind: "line", flat: " ", hard: false };
export const softline: Line = { kind: "line", flat: "", hard: false };
export const hardline: Line = { kind: "line", flat: "", hard: true };

export const breakAround: Break = { kind: "break" };

export function indent(contents: Doc, when?: symbol): Indent {
  return { kind: "indent", contents, breaks: breaks(contents), ...(when && { when }) };
}

export function group(contents: Doc, mustBreak = false, name?: symbol): Group {
  return { kind: "group", contents, breaks: mustBreak || breaks(contents), ...(name && { name }) };
}

/** @param mustBreak only the last of the states will do */
export function firstThatFits(states: readonly Doc[], mustBreak = false): Group {
  return { kind: "group", contents: states[0] ?? "", breaks: mustBreak, states };
}

export function ifBroken(broken: Doc, flat: Doc = "", when?: symbol): Either {
  return { kind: "either", broken, flat, ...(when && { when }) };
}

export function fill(parts: readonly Doc[]): Fill {
  return { kind: "fill", parts, from: 0 };
}

export function joined(separator: Doc, parts: readonly Doc[]): Doc[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}

/** Whether there is a line break in it that no group can do without. */
export function breaks(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isList(doc)) return doc.some(breaks);
  switch (doc.kind) {
    case "break":
      return true;
    case "line":
      return doc.hard;
    case "indent":
    case "group":
      return doc.breaks;
    case "either":
      return breaks(doc.broken) || breaks(doc.flat);
    case "fill":
      return doc.parts.some(breaks);
    default:
      return doc satisfies never;
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

export const lineWidth = 100;
const step = "  ";

interface Command {
  readonly doc: Doc;
  readonly indent: string;
  readonly isBroken: boolean;
}

/** The text of a document whose first line begins behind an indent that stands there already. */
export function render(doc: Doc, indentation = ""): string {
  return new Layout(indentation).render(doc);
}

class Layout {
  readonly #out: string[] = [];
  readonly #commands: Command[] = [];
  /** Which of the groups that others ask for are broken. */
  readonly #broken = new Set<symbol>();
  readonly #start: string;
  #column: number;
  /** After a break inside of what is flat, groups are measured anew. */
  #isStale = false;

  constructor(start: string) {
    this.#start = start;
    this.#column = start.length;
  }

  render(doc: Doc): string {
    this.#commands.push({ doc, indent: this.#start, isBroken: true });
    for (let next = this.#commands.pop(); next !== undefined; next = this.#commands.pop()) {
      this.#print(next);
    }
    return this.#out.join("");
  }

  #print(command: Command): void {
    const { doc, indent, isBroken } = command;
    if (typeof doc === "string") {
      this.#out.push(doc);
      this.#column += widthOf(doc);
    } else if (isList(doc)) {
      for (let index = doc.length - 1; index >= 0; index -= 1) {
        this.#commands.push({ doc: doc[index] ?? "", indent, isBroken });
      }
    } else if (doc.kind === "line") this.#printLine(doc, indent, isBroken);
    else if (doc.kind === "indent") {
      const isDeeper = doc.when === undefined || this.#broken.has(doc.when);
      const deeper = isDeeper ? indent + step : indent;
      this.#commands.push({ doc: doc.contents, indent: deeper, isBroken });
    } else if (doc.kind === "either") {
      const isSo = doc.when === undefined ? isBroken : this.#broken.has(doc.when);
      this.#commands.push({ doc: isSo ? doc.broken : doc.flat, indent, isBroken });
    } else if (doc.kind === "group") this.#printGroup(doc, indent, isBroken);
    else if (doc.kind === "fill") this.#printFill(doc, indent);
  }

  #printLine({ flat, hard }: Line, indent: string, isBroken: boolean): void {
    if (!isBroken && !hard) {
      this.#out.push(flat);
      this.#column += flat.length;
      return;
    }
    if (!isBroken) this.#isStale = true;
    const last = this.#out.pop() ?? "";
    this.#out.push(last.trimEnd(), "\n", indent);
    this.#column = indent.length;
  }

  #printGroup(group: Group, indent: string, isBroken: boolean): void {
    const found = this.#stateOf(group, indent, isBroken);
    if (group.name !== undefined && found.isBroken) this.#broken.add(group.name);
    this.#commands.push(found);
  }

  #stateOf(group: Group, indent: string, isBroken: boolean): Command {
    const { contents, states = [] } = group;
    const last = states.at(-1);
    if (!isBroken && !this.#isStale) {
      const isBrokenInside = group.breaks;
      return {
        doc: isBrokenInside ? (last ?? contents) : contents,
        indent,
        isBroken: isBrokenInside,
      };
    }
    this.#isStale = false;
    const flat = { doc: contents, indent, isBroken: false };
    if (!group.breaks && this.#fits(flat)) return flat;
    if (last === undefined) return { doc: contents, indent, isBroken: true };
    if (group.breaks) return { doc: last, indent, isBroken: true };
    for (const doc of states.slice(1)) {
      const state = { doc, indent, isBroken: false };
      if (this.#fits(state)) return state;
    }
    return { doc: last, indent, isBroken: true };
  }

  #printFill({ parts, from }: Fill, indent: string): void {
    const part = parts[from];
    if (part === undefined) return;
    const flat = { doc: part, indent, isBroken: false };
    const own = this.#fits(flat, true) ? flat : { ...flat, isBroken: true };
    const [separator, next] = [parts[from + 1], parts[from + 2]];
    if (separator === undefined || next === undefined) return void this.#commands.push(own);
    const both = { doc: [part, separator, next], indent, isBroken: false };
    const isSplit = !this.#fits(both, true);
    // The commands are a stack: what comes first is pushed last.
    this.#commands.push({ doc: { kind: "fill", parts, from: from + 2 }, indent, isBroken: true });
    this.#commands.push({ doc: separator, indent, isBroken: isSplit }, own);
  }

  /** Whether what comes next stays within the line, up to the first place where the line may end. */
  #fits(next: Command, isAlone = false): boolean {
    let room = lineWidth - this.#column;
    let waiting = this.#commands.length;
    const inside: Pick<Command, "doc" | "isBroken">[] = [next];
    while (room >= 0) {
      let command = inside.pop();
      if (command === undefined) {
        if (isAlone || waiting === 0) return true;
        waiting -= 1;
        command = this.#commands[waiting];
        if (command === undefined) return true;
      }
      const { doc, isBroken } = command;
      if (typeof doc === "string") room -= widthOf(doc);
      else if (isList(doc)) {
        for (let index = doc.length - 1; index >= 0; index -= 1) {
          inside.push({ doc: doc[index] ?? "", isBroken });
        }
      } else if (doc.kind === "line") {
        if (isBroken || doc.hard) return true;
        room -= doc.flat.length;
      } else if (doc.kind === "indent") inside.push({ doc: doc.contents, isBroken });
      else if (doc.kind === "either") {
        const isSo = doc.when === undefined ? isBroken : this.#broken.has(doc.when);
        inside.push({ doc: isSo ? doc.broken : doc.flat, isBroken });
      } else if (doc.kind === "group") {
        const isOpen = doc.breaks || isBroken;
        const contents = isOpen ? (doc.states?.at(-1) ?? doc.contents) : doc.contents;
        inside.push({ doc: contents, isBroken: isOpen });
      } else if (doc.kind === "fill") inside.push({ doc: doc.parts.slice(doc.from), isBroken });
    }
    return false;
  }
}
