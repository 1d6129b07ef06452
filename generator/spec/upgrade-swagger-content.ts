import { parseFragment } from "./pointer.js";
import { isObject, own, type RawObject, type RawValue, setOwn } from "./raw.js";
import type { Reader } from "./reader.js";
import type { Payload } from "./upgrade-structure.js";
import type { SwaggerParameters } from "./upgrade-swagger-parameters.js";

/** Bodies of Swagger 2.0: what `consumes` and `produces`, parameters and responses say about them together. */
export class SwaggerContent {
  /** By response, then by the media types of the operation that gives it. */
  readonly #responses = new WeakMap<RawObject, Map<string, RawObject>>();

  constructor(
    readonly root: RawObject,
    readonly reader: Reader,
    readonly parameters: SwaggerParameters,
  ) {}

  /** The body that parameters describe: one `in: body`, or the fields of a form. */
  requestBody(operation: RawObject, { inherited, given }: Payload): RawObject | undefined {
    // What an operation says itself replaces what its path item says.
    const body = given.find(isBody) ?? (given.length > 0 ? undefined : inherited.find(isBody));
    if (body === undefined) {
      const fields = [...inherited, ...given].filter((parameter) => !isBody(parameter));
      return fields.length > 0 ? this.#form(operation, fields) : undefined;
    }
    for (const other of given.includes(body) ? given : inherited) {
      if (other === body) continue;
      const name = JSON.stringify(own(other, "name") ?? null);
      const message = `A request has one body, and it is described already; parameter ${name} is left out.`;
      this.reader.report("request-body-ambiguous", other, undefined, message);
    }
    return this.#body(operation, body);
  }

  response(raw: RawObject, operation: RawObject, status: string): RawObject {
    const stated = this.#mediaTypes("produces", operation);
    const isSuccess = status.startsWith("2");
    const made = this.#responses.get(raw) ?? new Map<string, RawObject>();
    this.#responses.set(raw, made);
    const key = JSON.stringify([stated ?? null, isSuccess]);
    const known = made.get(key) ?? this.#response(raw, stated, isSuccess);
    made.set(key, known);
    return known;
  }

  #response(raw: RawObject, stated: readonly string[] | undefined, isSuccess: boolean): RawObject {
    const { provenance } = this.reader;
    const schema = own(raw, "schema");
    const examples = this.reader.object(raw, "examples") ?? {};
    const shown = Object.keys(examples).filter((key) => key.includes("/"));
    if (schema === undefined && shown.length === 0) return raw;
    const types = this.#responseTypes(schema, shown, stated, isSuccess);
    const content = Object.create(null) as RawObject;
    for (const type of types) {
      const example = own(examples, type);
      const media = {
        ...(schema !== undefined && { schema }),
        ...(example !== undefined && { example }),
      };
      content[type] = provenance.derive(media, raw);
    }
    for (const key of Object.keys(examples)) {
      if (types.includes(key) || key.startsWith("x-")) continue;
      const message = `"${key}" is no media type of this response; the example is left out.`;
      this.reader.report("example-misplaced", examples, key, message, {
        repair: { kind: "remove" },
      });
    }
    const { examples: _, ...rest } = raw;
    return provenance.derive({ ...rest, content: provenance.derive(content, raw) }, raw);
  }

  #responseTypes(
    schema: RawValue | undefined,
    shown: readonly string[],
    stated: readonly string[] | undefined,
    isSuccess: boolean,
  ): readonly string[] {
    if (isFile(schema)) return fileTypes(stated ?? shown);
    const usual = shown.length > 0 ? shown : ["application/json"];
    if (stated === undefined) return usual;
    // What an operation produces is what it is for; an error of it that is an object comes as JSON all the same.
    const isMeant = isSuccess || stated.some(isJson) || !this.#isObject(schema);
    return isMeant ? stated : usual;
  }

  /** Whether a schema describes an object, following references within the description. */
  #isObject(schema: RawValue | undefined): boolean {
    let target = schema;
    for (let steps = 0; steps < 100 && isObject(target); steps++) {
      const ref = own(target, "$ref");
      if (typeof ref !== "string") {
        const members = ["properties", "additionalProperties", "allOf"];
        const found: RawObject = target;
        return own(found, "type") === "object" || members.some((key) => Object.hasOwn(found, key));
      }
      let value: RawValue | undefined = this.root;
      for (const segment of parseFragment(ref.replace(/^#/, "")) ?? [])
        value = isObject(value) ? own(value, segment) : undefined;
      target = value;
    }
    return false;
  }

  #body(operation: RawObject, parameter: RawObject): RawObject {
    const schema = own(parameter, "schema") ?? this.parameters.schema(parameter) ?? {};
    const stated = this.#mediaTypes("consumes", operation) ?? [];
    const usual = stated.length > 0 ? stated : ["application/json"];
    const examples = this.reader.object(parameter, "x-examples") ?? {};
    const single = own(parameter, "x-example");
    const content = Object.create(null) as RawObject;
    for (const type of isFile(schema) ? fileTypes(stated) : usual) {
      content[type] = this.#media(parameter, schema, own(examples, type) ?? single);
    }
    const { schema: _, ...described } = parameter;
    return this.reader.provenance.derive({ ...described, content }, parameter);
  }

  #form(operation: RawObject, fields: readonly RawObject[]): RawObject {
    const properties = Object.create(null) as RawObject;
    const encoding = Object.create(null) as RawObject;
    const required = new Map<string, boolean>();
    for (const field of fields) {
      const name = this.reader.text(field, "name");
      if (name === undefined || name === "") {
        const message = "This form field has no name.";
        this.reader.report("parameter-without-name", field, undefined, message);
        continue;
      }
      setOwn(properties, name, this.#property(field));
      required.set(name, this.reader.flag(field, "required") === true);
      const style = holdsFile(field) ? undefined : this.parameters.listStyle(field, "formData");
      // A form repeats the key of a list by itself.
      if (style && !style.explode)
        setOwn(encoding, name, this.reader.provenance.derive({ ...style }, field));
    }
    const names = [...required.keys()].filter((name) => required.get(name));
    const schema = this.reader.provenance.derive<RawObject>(
      { type: "object", properties, ...(names.length > 0 && { required: names }) },
      operation,
    );
    const content = Object.create(null) as RawObject;
    for (const type of this.#formTypes(operation, fields.some(holdsFile)))
      content[type] = { schema, ...(Object.keys(encoding).length > 0 && { encoding }) };
    return this.reader.provenance.derive({ required: names.length > 0, content }, operation);
  }

  /** A field as the property of a form: there, what describes the field describes the property. */
  #property(field: RawObject): RawObject {
    const schema = this.parameters.schema(field) ?? { type: "string" };
    if (schema === own(field, "schema")) return schema;
    const description = this.reader.text(field, "description");
    const example = own(field, "example") ?? own(field, "x-example");
    return this.reader.provenance.derive<RawObject>(
      {
        ...schema,
        ...(description !== undefined && { description }),
        ...(example !== undefined && { example }),
      },
      field,
    );
  }

  #formTypes(operation: RawObject, hasFile: boolean): readonly string[] {
    const stated = this.#mediaTypes("consumes", operation) ?? [];
    const forms = stated.filter(
      (type) => /^multipart\/form-data\b/i.test(type) || (!hasFile && isUrlencoded(type)),
    );
    if (forms.length > 0) return forms;
    return [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"];
  }

  #media(parameter: RawObject, schema: RawValue, example: RawValue | undefined): RawObject {
    return this.reader.provenance.derive<RawObject>(
      { schema, ...(example !== undefined && { example }) },
      parameter,
    );
  }

  /** The operation's, or the document's where it has none; `undefined` where both are silent. */
  #mediaTypes(key: "consumes" | "produces", operation: RawObject): readonly string[] | undefined {
    const types = this.reader.texts(operation, key) ?? this.reader.texts(this.root, key);
    const given = [...new Set(types)].filter((type) => type.includes("/"));
    return given.length > 0 ? given : undefined;
  }
}

function isBody(parameter: RawObject): boolean {
  return own(parameter, "in") === "body";
}

function holdsFile(field: RawObject): boolean {
  return isFile(field) || isFile(own(field, "items"));
}

function isFile(schema: RawValue | undefined): boolean {
  return isObject(schema) && own(schema, "type") === "file";
}

/** A file is bytes: it does not come as JSON, whatever the document says of all its operations. */
function fileTypes(stated: readonly string[]): readonly string[] {
  const types = stated.filter((type) => !isJson(type) && !type.startsWith("*/*"));
  return types.length > 0 ? types : ["application/octet-stream"];
}

function isJson(type: string): boolean {
  return /[/+]json\b/i.test(type);
}

function isUrlencoded(type: string): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(type);
}
