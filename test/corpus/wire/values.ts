/** Values of a schema, made up. What comes out is checked by ajv before it is used. */

import fc from "fast-check";
import { isObject, list, object, own } from "./description.js";
import type { Json, JsonObject, WireApi } from "./description.js";
import type { Random } from "./random.js";
import { isMarked, isPattern } from "./schemas.js";
import type { Direction, Schemas } from "./schemas.js";

export interface Place {
  readonly direction: Direction;
  /** Texts are made of these. */
  readonly alphabet: string;
  /** Whether a value may be null or empty: not in parameters, where that means "nothing". */
  readonly isPlain: boolean;
  /** In a form, what has the format of a file is one. */
  readonly takesFiles: boolean;
}

export const json = (direction: Direction): Place => ({
  direction,
  alphabet: "abcXYZ 019-_.,;:/?&=+%#\"'\\<>[]{}|@!~éß中😀",
  isPlain: false,
  takesFiles: false,
});

const DEEPEST = 6;

/** Bytes where a file is wanted. */
export type Sampled = Json | Uint8Array | { [key: string]: Sampled } | Sampled[];

export class Values {
  readonly #api: WireApi;
  readonly #random: Random;
  readonly #place: Place;

  constructor(api: WireApi, random: Random, place: Place) {
    this.#api = api;
    this.#random = random;
    this.#place = place;
  }

  /** A valid value, or undefined where none was found in a dozen attempts. */
  valid(schema: Json | undefined, schemas: Schemas): Sampled | undefined {
    for (let attempt = 0; attempt < 12; attempt++) {
      const value = this.#of(schema ?? true, attempt > 3 ? DEEPEST - 2 : 0);
      if (schemas.problem(schema, asJson(value)) === undefined) return value;
    }
    return undefined;
  }

  #of(given: Json, depth: number): Sampled {
    const schema = this.#flat(given, 0);
    if (own(schema, "const") !== undefined) return schema["const"]!;
    const members = list(own(schema, "enum")).filter(
      (value) => value !== null || !this.#place.isPlain,
    );
    if (members.length > 0) return this.#random.pick(members);
    if (schema["type"] === "file" || (schema["format"] === "binary" && this.#place.takesFiles)) {
      return Uint8Array.from({ length: this.#random.between(1, 40) }, () =>
        this.#random.between(0, 255),
      );
    }
    const isNullable = schema["nullable"] === true || schema["x-nullable"] === true;
    if (!this.#place.isPlain && isNullable && this.#random.chance(0.2)) return null;
    const types = [schema["type"]].flat().filter((type) => type !== "null" || !this.#place.isPlain);
    const fallback =
      own(schema, "properties") || own(schema, "additionalProperties")
        ? "object"
        : own(schema, "items")
          ? "array"
          : "string";
    const type = this.#random.pick(types) ?? fallback;
    switch (type) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#array(schema, depth);
      case "integer":
      case "number":
        return this.#number(schema, type === "integer");
      case "boolean":
        return this.#random.chance(0.5);
      case "null":
        return null;
      default:
        return this.#text(schema);
    }
  }

  /** References followed, one alternative taken, and all parts put together. */
  #flat(given: Json, depth: number): JsonObject {
    const schema = object(given);
    if (depth > 12) return schema;
    const reference = own(schema, "$ref");
    let result: JsonObject = { ...schema };
    delete result["$ref"];
    if (typeof reference === "string")
      result = join(this.#flat(this.#api.at(reference) ?? {}, depth + 1), result);
    for (const part of list(own(schema, "allOf")))
      result = join(result, this.#flat(part, depth + 1));
    delete result["allOf"];
    for (const key of ["oneOf", "anyOf"]) {
      const alternatives = list(own(result, key)).filter(
        (each) => !this.#place.isPlain || object(each)["type"] !== "null",
      );
      Reflect.deleteProperty(result, key);
      if (alternatives.length > 0)
        result = join(result, this.#flat(this.#random.pick(alternatives), depth + 1));
    }
    return result;
  }

  #object(schema: JsonObject, depth: number): { [key: string]: Sampled } {
    const required = new Set(list(own(schema, "required")).map(String));
    const hidden = this.#place.direction === "request" ? "readOnly" : "writeOnly";
    const result: { [key: string]: Sampled } = {};
    for (const [name, property] of Object.entries(object(own(schema, "properties")))) {
      const isNeeded = required.has(name);
      if (name === "__proto__" || isMarked(object(property), hidden, this.#api, 0)) continue;
      if (!isNeeded && (depth >= DEEPEST - 2 || !this.#random.chance(0.5))) continue;
      if (depth >= DEEPEST + 4) continue;
      result[name] = this.#of(property, depth + 1);
    }
    for (const name of required) {
      if (!Object.hasOwn(result, name) && !Object.hasOwn(object(own(schema, "properties")), name))
        result[name] = this.#word();
    }
    const more = own(schema, "additionalProperties");
    const least = Number(own(schema, "minProperties") ?? 0);
    if (isObject(more) && depth < DEEPEST && Object.keys(result).length < Math.max(least, 1)) {
      result[`k${this.#random.between(1, 99)}`] = this.#of(more, depth + 1);
    }
    return result;
  }

  #array(schema: JsonObject, depth: number): Sampled[] {
    const least = Math.max(Number(own(schema, "minItems") ?? 0), this.#place.isPlain ? 1 : 0);
    const most = Math.min(Number(own(schema, "maxItems") ?? 3), least + 2);
    const length = depth >= DEEPEST ? least : this.#random.between(least, Math.max(least, most));
    const first = list(own(schema, "prefixItems"));
    const items = own(schema, "items") ?? true;
    return Array.from({ length: Math.max(length, first.length) }, (_, index) =>
      this.#of(first[index] ?? items, depth + 1),
    );
  }

  #number(schema: JsonObject, isWhole: boolean): number {
    const lowest = Number(own(schema, "minimum") ?? own(schema, "exclusiveMinimum") ?? -1000);
    const highest = Number(own(schema, "maximum") ?? own(schema, "exclusiveMaximum") ?? 1000);
    const from = Number.isFinite(lowest) ? lowest : 0;
    const to = Math.max(
      from,
      Math.min(Number.isFinite(highest) ? highest : from + 1000, from + 100000),
    );
    const step = Number(own(schema, "multipleOf") ?? 0);
    const value = isWhole
      ? this.#random.between(Math.ceil(from), Math.floor(to))
      : from + this.#random.next() * (to - from);
    if (step >= 1) return Math.ceil(value / step) * step;
    return isWhole ? value : Math.round(value * 100) / 100;
  }

  #text(schema: JsonObject): string {
    const format = schema["format"];
    const pattern = schema["pattern"];
    const number = (from: number, to: number) =>
      String(this.#random.between(from, to)).padStart(2, "0");
    const date = () => `20${number(10, 30)}-${number(1, 12)}-${number(1, 28)}`;
    switch (format) {
      case "date":
        return date();
      case "date-time":
        return `${date()}T${number(0, 23)}:${number(0, 59)}:${number(0, 59)}Z`;
      case "time":
        return `${number(0, 23)}:${number(0, 59)}:${number(0, 59)}Z`;
      case "duration":
        return `P${this.#random.between(1, 9)}D`;
      case "uuid":
        return `${"0123abcd".slice(0, 6)}${number(10, 99)}-0000-4000-8000-0000000000${number(10, 99)}`;
      case "email":
      case "idn-email":
        return `ana${number(1, 99)}@example.com`;
      case "uri":
      case "url":
      case "uri-reference":
      case "iri":
        return `https://example.com/a${number(1, 99)}?b=c&d=%20e`;
      case "hostname":
        return "api.example.com";
      case "ipv4":
      case "ip":
        return "192.0.2.7";
      case "ipv6":
        return "2001:db8::7";
      case "byte":
        return Buffer.from(this.#word()).toString("base64");
      case "regex":
        return "^a+$";
      case "json-pointer":
        return "/a/b";
    }
    if (typeof pattern === "string" && isPattern(pattern)) return this.#matching(pattern);
    const least = Math.max(Number(own(schema, "minLength") ?? 1), 1);
    const most = Math.min(Number(own(schema, "maxLength") ?? 12), Math.max(least, 12));
    return this.#word(this.#random.between(least, Math.max(least, most)));
  }

  #matching(pattern: string): string {
    const seed = this.#random.between(0, 2 ** 31);
    try {
      const texts = fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { seed, numRuns: 1 });
      return texts[0] ?? "";
    } catch {
      // What looks ahead cannot be made up; a name often matches.
      return `name-${seed % 1000}`;
    }
  }

  /** Begins and ends with a letter: what stands around a header's value is not its own. */
  #word(length = 6): string {
    const alphabet = [...this.#place.alphabet];
    const characters = Array.from({ length }, (_, index) =>
      index === 0 || index === length - 1
        ? this.#random.pick(["a", "b", "Z"])
        : this.#random.pick(alphabet),
    );
    // A length counts characters; these are one each.
    return characters.join("");
  }
}

function join(a: JsonObject, b: JsonObject): JsonObject {
  const required = [...list(own(a, "required")), ...list(own(b, "required"))];
  const alternatives = [...list(own(a, "oneOf")), ...list(own(b, "oneOf"))];
  return {
    ...a,
    ...b,
    ...(required.length > 0 && { required }),
    ...(alternatives.length > 0 && { oneOf: alternatives }),
    ...((own(a, "properties") ?? own(b, "properties")) && {
      properties: { ...object(own(a, "properties")), ...object(own(b, "properties")) },
    }),
  };
}

/** Files as texts, which is what their schemas call them. */
function asJson(value: Sampled): Json {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? "file" : each)),
  ) as Json;
}
