import type { Diagnostics, SourceRef } from "../diagnostics.js";
import { formatPointer } from "../spec/pointer.js";
import {
  isContainer,
  isObject,
  kindOf,
  own,
  type Key,
  type RawObject,
  type RawValue,
} from "../spec/raw.js";
import { locator, type SourceTree } from "../spec/source.js";
import { nearest } from "./nearest.js";

/** A value of the configuration and where it stands there. */
export interface Setting<T> {
  readonly value: T;
  readonly where: SourceRef;
}

/** What is wrong with a value, as the end of a sentence that starts with it; `undefined` when nothing is. */
export type Fault = (value: string) => string | undefined;

/** A mapping of the configuration, read by the kinds that are expected; everything else is reported. */
export class Section {
  readonly #locate: (offset: number, pointer?: string) => SourceRef;

  private constructor(
    readonly tree: SourceTree,
    readonly diagnostics: Diagnostics,
    readonly path: readonly Key[],
    readonly map: RawObject,
  ) {
    this.#locate = locator(tree.source);
  }

  static root(tree: SourceTree, diagnostics: Diagnostics): Section {
    if (isObject(tree.root)) return new Section(tree, diagnostics, [], tree.root);
    diagnostics.report("config-invalid", {
      message: `The configuration is expected to be a mapping, not ${kindOf(tree.root)}.`,
      where: locator(tree.source)(0),
    });
    return new Section(tree, diagnostics, [], {});
  }

  section(key: string): Section | undefined {
    const value = own(this.map, key);
    if (value === undefined) return undefined;
    if (isObject(value)) {
      return new Section(this.tree, this.diagnostics, [...this.path, key], value);
    }
    this.#expected("a mapping", kindOf(value), [key]);
    return undefined;
  }

  text(key: string, faultOf?: Fault): Setting<string> | undefined {
    return own(this.map, key) === undefined ? undefined : this.#text([key], faultOf);
  }

  texts(key: string, faultOf?: Fault): Setting<string>[] {
    const list = own(this.map, key);
    if (list === undefined) return [];
    if (Array.isArray(list))
      return list.flatMap((_, index) => this.#text([key, index], faultOf) ?? []);
    const help = typeof list === "string" ? `write ${key}: [${list}].` : undefined;
    this.#expected("a list", kindOf(list), [key], help);
    return [];
  }

  /** Texts and mappings. */
  list(key: string): (Setting<string> | Section)[] {
    const list = own(this.map, key);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry, index) =>
      isObject(entry)
        ? new Section(this.tree, this.diagnostics, [...this.path, key, index], entry)
        : (this.#text([key, index]) ?? []),
    );
  }

  isList(key: string): boolean {
    return Array.isArray(own(this.map, key));
  }

  flag(key: string): boolean | undefined {
    const value = own(this.map, key);
    if (value === undefined || typeof value === "boolean") return value;
    this.#expected("true or false", kindOf(value), [key]);
    return undefined;
  }

  /** A value of any kind, which is read elsewhere. */
  data(key: string): Setting<RawValue> | undefined {
    const value = own(this.map, key);
    return value === undefined ? undefined : { value, where: this.#at([key]) };
  }

  /** Reports what is wrong with a value for reasons that lie beside it. */
  report(key: string, message: string, { help }: { readonly help?: string } = {}): void {
    this.diagnostics.report("config-invalid", { message, where: this.#at([key]), help });
  }

  /** Reports the keys that are none of these. */
  allow(...keys: readonly string[]): void {
    for (const key of Object.keys(this.map).filter((name) => !keys.includes(name))) {
      const near = nearest(key, keys);
      this.diagnostics.report("config-unknown-key", {
        message: `There is no setting ${JSON.stringify(this.#name([key]))}.`,
        where: this.#at([key]),
        help:
          near === undefined ? `the settings here: ${keys.join(", ")}.` : `did you mean ${near}?`,
      });
    }
  }

  #text(
    member: readonly [string] | readonly [string, number],
    faultOf?: Fault,
  ): Setting<string> | undefined {
    const [key, index] = member;
    const list = own(this.map, key);
    const value = index === undefined ? list : Array.isArray(list) ? list[index] : undefined;
    if (value === "") {
      this.#expected("text", "empty", member);
      return undefined;
    }
    if (typeof value !== "string") {
      const isScalar = !isContainer(value) && value !== null;
      const help = isScalar ? "put it in quotes if it is meant as text." : undefined;
      this.#expected("text", kindOf(value), member, help);
      return undefined;
    }
    const where = this.#at(member);
    const fault = faultOf?.(value);
    if (fault !== undefined) {
      const message = `${this.#name(member)}: ${JSON.stringify(value)} ${fault}.`;
      this.diagnostics.report("config-invalid", { message, where });
    }
    return { value, where };
  }

  #expected(expected: string, found: string, member: readonly Key[], help?: string): void {
    const message = `${this.#name(member)} is expected to be ${expected}, not ${found}.`;
    this.diagnostics.report("config-invalid", { message, where: this.#at(member), help });
  }

  /** `overlays[0]`, `package.name`. */
  #name(member: readonly Key[]): string {
    return [...this.path, ...member]
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
      .join("")
      .slice(1);
  }

  #at(member: readonly Key[]): SourceRef {
    const [key = "", index] = member;
    const list = own(this.map, key);
    const places = this.tree.places();
    const offset =
      index !== undefined && isContainer(list)
        ? places.offsetOf(list, index)
        : places.offsetOf(this.map, key);
    return this.#locate(offset ?? 0, formatPointer([...this.path, ...member]));
  }
}
