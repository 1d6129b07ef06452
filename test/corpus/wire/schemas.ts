/** Schemas of a description for ajv, which knows JSON Schema and nothing of OpenAPI. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../../generate/harness.js";
import { isObject, list, object, own } from "./description.js";
import type { Json, JsonObject, WireApi } from "./description.js";

interface Ajv {
  addSchema(schema: object | boolean, key: string): void;
  getSchema(key: string): unknown;
  compile(schema: object | boolean): Validate;
}
type Validate = ((value: unknown) => boolean) & {
  errors?: readonly { readonly message?: string; readonly instancePath: string }[] | null;
};

// A tool that is installed beside the repository's own packages, see test/tools.
const tools = createRequire(join(root, "test/tools/package.json"));
const { Ajv2020 } = tools("ajv/dist/2020.js") as { Ajv2020: new (options: object) => Ajv };
const addFormats = (tools("ajv-formats") as { default: (ajv: Ajv) => void }).default;

/** What is sent holds nothing read-only, what is received nothing write-only. */
export type Direction = "request" | "response";

const SCHEMA = [
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems"];
const MAPS = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
const PLAIN = [
  "type",
  "enum",
  "const",
  "format",
  "pattern",
  "multipleOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "required",
];

export class Schemas {
  readonly #api: WireApi;
  readonly #direction: Direction;
  readonly #ajv: Ajv;
  readonly #known = new Set<string>();
  readonly #compiled = new Map<Json, Validate>();

  constructor(api: WireApi, direction: Direction) {
    this.#api = api;
    this.#direction = direction;
    this.#ajv = new Ajv2020({
      strict: false,
      validateSchema: false,
      logger: false,
      inlineRefs: false,
    });
    addFormats(this.#ajv);
  }

  /** What is wrong with the value; undefined when nothing is. */
  problem(schema: Json | undefined, value: unknown): string | undefined {
    if (schema === undefined) return undefined;
    let validate = this.#compiled.get(schema);
    if (validate === undefined) {
      validate = this.#ajv.compile(this.#convert(schema));
      this.#compiled.set(schema, validate);
    }
    if (validate(value)) return undefined;
    const [first] = validate.errors ?? [];
    return `${first?.instancePath ?? ""} ${first?.message ?? "invalid"}`;
  }

  #reference(reference: string): JsonObject {
    const key = `api:/${encodeURIComponent(reference)}`;
    if (!this.#known.has(key)) {
      this.#known.add(key);
      const target = this.#api.at(reference);
      if (target === undefined) throw new Error(`unresolved ${reference}`);
      const converted = this.#convert(target);
      this.#ajv.addSchema(converted, key);
    }
    return { $ref: key };
  }

  #convert(given: Json): JsonObject | boolean {
    if (typeof given === "boolean") return given;
    const schema = object(given);
    const reference = own(schema, "$ref");
    const isOld = !this.#api.version.startsWith("3.1") && !this.#api.version.startsWith("3.2");
    if (typeof reference === "string" && isOld) return this.#reference(reference);
    const result: JsonObject = {};
    for (const key of PLAIN) if (own(schema, key) !== undefined) result[key] = schema[key]!;
    for (const key of SCHEMA) {
      const value = own(schema, key);
      if (isObject(value) || typeof value === "boolean") result[key] = this.#convert(value);
    }
    for (const key of LISTS) {
      const value = list(own(schema, key));
      if (value.length > 0) result[key] = value.map((each) => this.#convert(each));
    }
    for (const key of MAPS) {
      const value = own(schema, key);
      if (isObject(value)) {
        result[key] = Object.fromEntries(
          Object.entries(value).map(([name, each]) => [name, this.#convert(each)]),
        );
      }
    }
    if (typeof reference === "string") {
      result["allOf"] = [...list(result["allOf"]), this.#reference(reference)];
    }
    return this.#adapted(schema, result, isOld);
  }

  #adapted(schema: JsonObject, result: JsonObject, isOld: boolean): JsonObject {
    // Formats of bytes say what the content is encoded as, and a file has no text at all.
    if (schema["type"] === "file" || schema["format"] === "binary") return {};
    if (typeof result["pattern"] === "string" && !isPattern(result["pattern"]))
      delete result["pattern"];
    const hidden = this.#hiddenIn(object(own(schema, "properties")));
    if (Array.isArray(result["required"])) {
      const kept = result["required"].filter((name) => !hidden.has(String(name)));
      result["required"] = kept;
    } else delete result["required"];
    for (const name of hidden) (result["properties"] as JsonObject)[name] = false;
    if (isOld) {
      for (const end of ["Minimum", "Maximum"]) {
        const flag = result[`exclusive${end}`];
        const limit = end.toLowerCase();
        if (typeof flag !== "boolean") continue;
        Reflect.deleteProperty(result, `exclusive${end}`);
        if (flag && result[limit] !== undefined) {
          result[`exclusive${end}`] = result[limit]!;
          Reflect.deleteProperty(result, limit);
        }
      }
      if (schema["nullable"] === true || schema["x-nullable"] === true)
        return { anyOf: [{ type: "null" }, result] };
    }
    return result;
  }

  #hiddenIn(properties: JsonObject): Set<string> {
    const flag = this.#direction === "request" ? "readOnly" : "writeOnly";
    return new Set(
      Object.entries(properties)
        .filter(([, each]) => isObject(each) && isMarked(each, flag, this.#api, 0))
        .map(([name]) => name),
    );
  }
}

/** Marked itself, or by what it refers to. */
export function isMarked(schema: JsonObject, flag: string, api: WireApi, depth: number): boolean {
  if (schema[flag] === true) return true;
  if (depth > 5) return false;
  const reference = own(schema, "$ref");
  if (typeof reference === "string" && isMarked(object(api.at(reference)), flag, api, depth + 1))
    return true;
  const parts = list(own(schema, "allOf"));
  return parts.some((part) => isMarked(object(part), flag, api, depth + 1));
}

export function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}
