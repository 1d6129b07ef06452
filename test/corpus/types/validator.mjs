import Ajv from "ajv/dist/2020.js";
import { isObject, resolve } from "./descriptions.mjs";
import { tagsOf } from "./tags.mjs";

const maps = ["properties", "patternProperties", "dependentSchemas"];
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const singles = [
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "propertyNames",
  "contains",
];
const kept = [
  ...[
    "type",
    "enum",
    "const",
    "required",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
  ],
  ...["dependentRequired", "uniqueItems"],
];
const structural = [...maps, ...lists, "additionalProperties", "$ref", "if", "then", "else"];

/**
 * Says what is wrong with a value that travels in one direction, by ajv over the description's own schemas. What a type
 * cannot say (lengths, patterns, bounds of numbers) is left out. Where `isClosed`, keys that nothing describes are wrong,
 * too: a literal in TypeScript may not have them. Else it says what a type can say: that exactly one alternative holds
 * is beyond it, and a value that an answer's enum does not list is one that the client does not know yet.
 */
export class Validator {
  #root;
  #direction;
  #isClosed;
  #names = new Map();
  #compiled = new Map();
  #is30;
  #ajv;
  #tags;

  constructor(root, direction, isClosed) {
    this.#root = root;
    this.#direction = direction;
    this.#isClosed = isClosed;
    this.#is30 = root.openapi.startsWith("3.0");
    this.#tags = tagsOf(root);
  }

  /** The faults of a value of the named schema; none when it is valid, undefined when the schema is beyond ajv. */
  faults(name, value) {
    let validate = this.#compiled.get(name);
    if (validate === undefined) {
      validate = this.#compile(name);
      this.#compiled.set(name, validate);
    }
    if (validate === null) return undefined;
    try {
      return validate(value) ? [] : (validate.errors ?? []);
    } catch (error) {
      // A schema that contains itself has no end.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #compile(name) {
    this.#ajv ??= this.#withAll();
    try {
      return (
        this.#ajv.getSchema(`description#/properties/${encodeURIComponent(escape(name))}`) ?? null
      );
    } catch {
      return null;
    }
  }

  /** All schemas in one, so that each is compiled once, whatever refers to it. */
  #withAll() {
    const names = Object.keys(this.#root.components.schemas);
    const values = names.map((name) => [
      name,
      this.#value({ $ref: `#/components/schemas/${escape(name)}` }),
    ]);
    const $defs = {};
    for (const [ref, key] of this.#names) {
      $defs[key] = this.#schema(resolve(this.#root, ref), refName(ref)) ?? false;
    }
    const ajv = new Ajv({
      strict: false,
      allErrors: true,
      logger: false,
      inlineRefs: false,
      validateSchema: false,
    });
    return ajv.addSchema({ $id: "description", $defs, properties: Object.fromEntries(values) });
  }

  #value(schema) {
    const plain = this.#schema(schema);
    if (!this.#isClosed || !isObject(plain)) return plain;
    return structural.some((key) => key in plain)
      ? { ...("$ref" in plain ? { allOf: [plain] } : plain), unevaluatedProperties: false }
      : plain;
  }

  /** @param within the named schema of whose `allOf` this is a part */
  #schema(raw, name, within) {
    if (typeof raw === "boolean") return raw;
    if (!isObject(raw)) return undefined;
    const result = {};
    const source = this.#is30 && typeof raw.$ref === "string" ? { $ref: raw.$ref } : raw;
    const union = this.#tags.variantsOf(refName(source.$ref ?? ""));
    if (union !== undefined && !this.#tags.extends(within, refName(source.$ref))) {
      Object.assign(result, this.#variants(union, refName(source.$ref)));
    } else if (typeof source.$ref === "string") {
      const key = this.#names.get(source.$ref) ?? `d${this.#names.size}`;
      this.#names.set(source.$ref, key);
      result.$ref = `#/$defs/${key}`;
    }
    for (const key of kept) if (key in source) result[key] = source[key];
    if (!Array.isArray(result.required)) delete result.required;
    const hidden = hiddenIn(source, this.#direction);
    result.required &&= result.required.filter((key) => !hidden.has(key));
    for (const key of maps) {
      if (!isObject(source[key])) continue;
      const entries = Object.entries(source[key]).filter(
        ([name]) => key !== "properties" || !hidden.has(name),
      );
      result[key] = Object.fromEntries(entries.map(([name, inner]) => [name, this.#value(inner)]));
    }
    const isBase = this.#tags.variantsOf(name) !== undefined;
    const tagged = (isBase || this.#tags.ofUnion(source)) && (source.oneOf ? "oneOf" : "anyOf");
    for (const key of lists) {
      if (key !== tagged && Array.isArray(source[key]) && source[key].length > 0) {
        // Both may stand there.
        const into = key === "oneOf" && !this.#isClosed && !("anyOf" in source) ? "anyOf" : key;
        result[into] = source[key].map((inner) =>
          key === "prefixItems"
            ? this.#value(inner)
            : this.#schema(inner, undefined, key === "allOf" ? name : undefined),
        );
      }
    }
    for (const key of singles) {
      if (key in source) {
        result[key] = ["items", "additionalProperties"].includes(key)
          ? this.#value(source[key])
          : this.#schema(source[key]);
      }
    }
    const isFree = !structural.some((key) => key in result);
    if (this.#isClosed && isFree && !("enum" in result || "const" in result)) {
      if (result.type === undefined || [result.type].flat().includes("object"))
        result.additionalProperties = true;
    }
    if (!this.#isClosed && this.#direction === "response") open(result);
    return this.#tagged(source, name, this.#nullable(source, result));
  }

  /** A value of a schema that stands for those that extend it. */
  #variants({ property, branches }, base) {
    const tag = (values) => ({
      properties: { [property]: { enum: values } },
      required: [property],
    });
    const ref = (name) => {
      const pointer = `#/components/schemas/${escape(name)}`;
      if (name !== base) return this.#schema({ $ref: pointer });
      const key = this.#names.get(pointer) ?? `d${this.#names.size}`;
      this.#names.set(pointer, key);
      return { $ref: `#/$defs/${key}` };
    };
    return {
      allOf: [
        tag(branches.flatMap(({ values }) => values)),
        ...branches.map(({ name, values }) => ({ if: tag(values), then: ref(name) })),
      ],
    };
  }

  #nullable(source, result) {
    if (source.nullable !== true) return result;
    return { anyOf: [result, { type: "null" }] };
  }

  /** A discriminator decides by its tag, which JSON Schema does not know. */
  #tagged(source, name, result) {
    const own = this.#tags.variantsOf(name) ? undefined : this.#tags.ofUnion(source);
    const inherited = name === undefined ? [] : this.#tags.ofSchema(name);
    const all = inherited.map(({ property, values }) => ({
      properties: { [property]: { enum: values } },
    }));
    if (own !== undefined) {
      const tag = (values) => ({
        properties: { [own.property]: { enum: values } },
        required: [own.property],
      });
      all.push(tag(own.branches.flatMap(({ values }) => values)));
      for (const { schema, values } of own.branches)
        all.push({ if: tag(values), then: this.#schema(schema) });
    }
    return all.length === 0 ? result : { allOf: [result, ...all] };
  }
}

/** In place of an enum of several values, the types that these have. */
function open(schema) {
  const values =
    schema.enum?.filter?.((value) => ["string", "number"].includes(typeof value)) ?? [];
  if (new Set(values).size < 2) return;
  schema.type = [...new Set(schema.enum.map((value) => (value === null ? "null" : typeof value)))];
  delete schema.enum;
  if (schema.type.some((type) => type === "object")) delete schema.type;
}

/** Properties that do not travel in this direction. */
export function hiddenIn(schema, direction) {
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const entries = Object.entries(isObject(schema.properties) ? schema.properties : {});
  return new Set(entries.filter(([, inner]) => inner?.[mark] === true).map(([name]) => name));
}

export function refName(ref) {
  const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(ref) ?? [];
  return name === undefined ? undefined : unescape(name);
}

function unescape(segment) {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

export function escape(name) {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
