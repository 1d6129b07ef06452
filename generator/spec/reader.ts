import type { DiagnosticCode, Diagnostics } from "../diagnostics.js";
import type { Provenance } from "./provenance.js";
import { type Repair, repairActions } from "./repairs.js";
import {
  isContainer,
  isObject,
  type Key,
  kindOf,
  own,
  type RawArray,
  type RawContainer,
  type RawObject,
  type RawValue,
} from "./raw.js";

export interface ReportDetail {
  readonly help?: string;
  /** What was assumed instead, as a correction of the place that is reported. */
  readonly repair?: Repair;
}

export interface Members {
  readonly map: RawObject;
  readonly keys: readonly string[];
}

/**
 * Reads members by the kind that is expected, and reports what is of another. A member that is null counts as absent:
 * that is what YAML makes of a key without a value.
 */
export class Reader {
  constructor(
    readonly provenance: Provenance,
    readonly diagnostics: Diagnostics,
  ) {}

  report(
    code: DiagnosticCode,
    holder: object,
    key: Key | undefined,
    message: string,
    more?: string | ReportDetail,
  ): void {
    const { help, repair } =
      typeof more === "string" ? { help: more, repair: undefined } : (more ?? {});
    this.diagnostics.report(code, {
      message,
      where: this.provenance.at(holder, key),
      help,
      repair: repair && repairActions(repair, { holder, key }, this.provenance),
    });
  }

  object(holder: RawContainer, key: Key): RawObject | undefined {
    const value = own(holder, key);
    if (value === undefined || value === null) return undefined;
    if (isObject(value)) return value;
    this.#wrongContainer(holder, key, "an object", value);
    return undefined;
  }

  list(holder: RawContainer, key: Key): RawArray | undefined {
    const value = own(holder, key);
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return value;
    this.#wrongContainer(holder, key, "a list", value);
    return undefined;
  }

  /** The objects of a list; an entry of another kind is reported and left out. */
  objects(holder: RawContainer, key: Key): RawObject[] {
    const list = this.list(holder, key) ?? [];
    return list.map((_, index) => this.object(list, index)).filter((entry) => entry !== undefined);
  }

  /** The members of an object. */
  members(holder: RawContainer, key: Key): Members | undefined {
    const map = this.object(holder, key);
    return map && { map, keys: Object.keys(map) };
  }

  /** The members of an object that may hold extensions, without these. */
  fixedMembers(holder: RawContainer, key: Key): Members | undefined {
    const members = this.members(holder, key);
    return members && { ...members, keys: members.keys.filter((name) => !name.startsWith("x-")) };
  }

  text(holder: RawContainer, key: Key): string | undefined {
    const value = own(holder, key);
    if (value === undefined || value === null || typeof value === "string")
      return value ?? undefined;
    const isPlain = typeof value === "number" || typeof value === "boolean";
    this.#wrongValue(
      holder,
      key,
      "text",
      value,
      isPlain ? `it is read as "${String(value)}"` : "it is left out",
      isPlain ? String(value) : undefined,
    );
    return isPlain ? String(value) : undefined;
  }

  /** The texts of a list; an entry of another kind is converted or left out. */
  texts(holder: RawContainer, key: Key): string[] | undefined {
    const list = this.list(holder, key);
    return list?.map((_, index) => this.text(list, index)).filter((entry) => entry !== undefined);
  }

  flag(holder: RawContainer, key: Key): boolean | undefined {
    const value = own(holder, key);
    if (value === undefined || value === null || typeof value === "boolean")
      return value ?? undefined;
    const isPlain = value === "true" || value === "false";
    this.#wrongValue(
      holder,
      key,
      "true or false",
      value,
      isPlain ? "it is read as such" : "it is left out",
      isPlain ? value === "true" : undefined,
    );
    return isPlain ? value === "true" : undefined;
  }

  number(holder: RawContainer, key: Key): number | undefined {
    const value = own(holder, key);
    if (value === undefined || value === null) return undefined;
    // JSON.parse makes Infinity of 1e400: as a bound it says nothing.
    if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
    const isPlain = Number.isFinite(number);
    this.#wrongValue(
      holder,
      key,
      "a number",
      value,
      isPlain ? "it is read as such" : "it is left out",
      isPlain ? number : undefined,
    );
    return isPlain ? number : undefined;
  }

  #wrongContainer(holder: RawContainer, key: Key, expected: string, value: RawValue): void {
    this.report(
      "container-wrong-type",
      holder,
      key,
      `${named(key)} is expected to be ${expected}, not ${kindOf(value)}.`,
    );
  }

  #wrongValue(
    holder: RawContainer,
    key: Key,
    expected: string,
    value: RawValue,
    outcome: string,
    readAs: RawValue | undefined,
  ): void {
    const kind = isContainer(value) ? kindOf(value) : JSON.stringify(value);
    this.report(
      "value-wrong-type",
      holder,
      key,
      `${named(key)} is expected to be ${expected}, not ${kind}; ${outcome}.`,
      {
        repair:
          readAs === undefined ? { kind: "remove" } : { kind: "set", members: { [key]: readAs } },
      },
    );
  }
}

function named(key: Key): string {
  return typeof key === "number" ? `Entry ${key}` : JSON.stringify(key);
}
