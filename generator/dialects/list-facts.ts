import type { Operation, Parameter, Schema, SchemaObject } from "../spec/openapi.js";

/** Keys from the root of a body to a value. */
export type FieldPath = readonly string[];

type Primitive = "string" | "integer" | "boolean";

/**
 * What a description says about an operation that may be a list: its query parameters, and the fields of its response
 * with their types. Every dialect asks here, so that "an integer parameter" means the same to all of them.
 */
export class ListFacts {
  readonly path: string;
  readonly operation: Operation;
  readonly #body: Schema;
  readonly #resolve: (schema: Schema) => Schema;

  constructor(
    path: string,
    operation: Operation,
    body: Schema,
    resolve: (schema: Schema) => Schema,
  ) {
    this.path = path;
    this.operation = operation;
    this.#body = body;
    this.#resolve = resolve;
  }

  /** Whether the query has a parameter of this type; a parameter without a type is of none. */
  takes(name: string, type: Primitive): boolean {
    const schema = this.#parameter(name)?.schema;
    return schema !== undefined && this.#is(schema, type);
  }

  /** The first of the names that is a parameter of this type. */
  parameter(names: readonly string[], type: Primitive): string | undefined {
    return names.find((name) => this.takes(name, type));
  }

  /** Whether the query has the parameter, whatever its type. */
  names(name: string): boolean {
    return this.#parameter(name) !== undefined;
  }

  /** What the description says about a parameter in words. */
  about(name: string): string {
    const parameter = this.#parameter(name);
    const schema = this.#object(parameter?.schema);
    return [parameter?.description, schema?.description].join(" ");
  }

  /** What the description says about a field of the response in words. */
  aboutField(path: FieldPath): string {
    return this.#fields(path)
      .map((schema) => this.#object(schema)?.description ?? "")
      .join(" ");
  }

  /** Whether the response has a field, whatever its type. */
  has(path: FieldPath): boolean {
    return this.#fields(path).length > 0;
  }

  /** Whether the response has a field of this type, which may be null besides. */
  gives(path: FieldPath, type: Primitive): boolean {
    const found = this.#fields(path);
    return found.length > 0 && found.every((schema) => this.#is(schema, type));
  }

  /** The first of the paths that is a field of this type. */
  field(paths: readonly FieldPath[], type: Primitive): FieldPath | undefined {
    return paths.find((path) => this.gives(path, type));
  }

  /** Whether a field is a list whose items are described. A list that may be null is none: a page always has items. */
  isList(path: FieldPath): boolean {
    return this.#fields(path).some((schema) => this.#isArray(schema));
  }

  /** The one list at the root of the response; undefined where there are several, or none. */
  onlyList(): FieldPath | undefined {
    const lists = this.rootFields().filter(
      (name) => !besideItems.has(name) && this.#mayHoldList([name]),
    );
    const [only] = lists;
    return only !== undefined && lists.length === 1 && this.isList([only]) ? [only] : undefined;
  }

  /**
   * The one list of the response, objects at its root included: a history of events beside a raw one is two.
   */
  onlyListAnywhere(): FieldPath | undefined {
    const items = this.onlyList();
    if (items === undefined) return undefined;
    const others = this.rootFields().filter((name) => name !== items[0]);
    const isHeldElsewhere = others.some((name) =>
      this.#fieldNames([name]).some((inner) => this.#mayHoldList([name, inner])),
    );
    return isHeldElsewhere ? undefined : items;
  }

  /** Names of the fields at the root of the response. */
  rootFields(): string[] {
    return this.#fieldNames([]);
  }

  /**
   * Whether the response is a page and nothing else: beside its items there are only fields that speak of pages. A
   * resource that happens to hold a list, a commit with its statuses, has others.
   */
  isEnvelope(items: FieldPath): boolean {
    return this.rootFields().every((name) => name === items[0] || envelopeField.test(name));
  }

  /** Whether each item has a text of this name. */
  itemsHave(items: FieldPath, name: string): boolean {
    const lists = this.#fields(items).filter((schema) => this.#isArray(schema));
    const item = this.#object(lists.at(-1))?.items;
    return item !== undefined && this.#hasText(item, name);
  }

  /** Whether a success documents a `Link` header. */
  documentsLinks(): boolean {
    return Object.entries(this.operation.responses).some(
      ([status, { headers = {} }]) =>
        status.startsWith("2") &&
        Object.keys(headers).some((name) => name.toLowerCase() === "link"),
    );
  }

  /** The number of the first page as far as the parameter says it: by its default, its minimum or in words. */
  firstPage(name: string): 0 | 1 | undefined {
    const schema = this.#object(this.#parameter(name)?.schema);
    if (schema?.default === 0 || schema?.default === 1) return schema.default;
    if (schema?.minimum === 1) return 1;
    const text = this.about(name);
    const isZero = zeroBased.test(text);
    const isOne = oneBased.test(text);
    if (isZero === isOne) return undefined;
    return isZero ? 0 : 1;
  }

  /** The reasons for a decision, in words. */
  evidence(
    parameters: readonly (string | undefined)[],
    fields: readonly (FieldPath | undefined)[],
  ): string[] {
    const said = fields.flatMap((path) =>
      path === undefined || path.length === 0 ? [] : [path.join(".")],
    );
    return [
      `query parameters ${parameters.filter((name) => name !== undefined).join(", ")}`,
      said.length === 0 ? "the response is a list" : `response fields ${said.join(", ")}`,
    ];
  }

  #fieldNames(path: FieldPath): string[] {
    return [
      ...new Set(
        this.#fields(path)
          .flatMap((schema) => this.#objects(schema))
          .flatMap(({ properties = {} }) => Object.keys(properties)),
      ),
    ];
  }

  #parameter(name: string): Parameter | undefined {
    return this.operation.parameters.find(
      (parameter) => parameter.in === "query" && parameter.name === name,
    );
  }

  /** Every schema that stands at a path: several where `allOf` says it more than once. */
  #fields(path: FieldPath): Schema[] {
    let found: Schema[] = [this.#body];
    for (const key of path) {
      found = found.flatMap((schema) =>
        this.#objects(schema).flatMap(({ properties = {} }) =>
          Object.hasOwn(properties, key) ? [properties[key] ?? true] : [],
        ),
      );
    }
    return found;
  }

  /** A schema and all that it is made of by `allOf`, or by a choice between it and null. */
  #objects(schema: Schema, depth = 0): SchemaObject[] {
    const object = this.#object(schema);
    if (object === undefined || depth > 8) return [];
    const choice = this.#choice(object);
    return [
      object,
      ...(object.allOf ?? []).flatMap((part) => this.#objects(part, depth + 1)),
      ...(choice.length === 1 ? choice : []).flatMap((part) => this.#objects(part, depth + 1)),
    ];
  }

  #object(schema: Schema | undefined): SchemaObject | undefined {
    const resolved = this.#resolve(schema ?? true);
    return typeof resolved === "object" ? resolved : undefined;
  }

  /** The alternatives of a schema, without null. */
  #choice({ anyOf, oneOf }: SchemaObject): readonly Schema[] {
    return (anyOf ?? oneOf ?? []).filter((part) => this.#object(part)?.type !== "null");
  }

  #is(schema: Schema, type: Primitive, depth = 0): boolean {
    const object = this.#object(schema);
    if (object === undefined || depth > 8) return false;
    const types = [object.type ?? []].flat().filter((name) => name !== "null");
    const parts = [...(object.allOf ?? []), ...this.#choice(object)];
    if (types.length === 0) {
      return parts.length > 0 && parts.every((part) => this.#is(part, type, depth + 1));
    }
    return types.every((name) => name === type || (type === "integer" && name === "number"));
  }

  #isArray(schema: Schema): boolean {
    const object = this.#object(schema);
    return object?.type === "array" && object.items !== undefined;
  }

  /** A list that may be null, or whose items are not described, still makes it unclear which list is meant. */
  #mayHoldList(path: FieldPath): boolean {
    return this.#fields(path)
      .flatMap((schema) => this.#objects(schema))
      .some(({ type }) => [type ?? []].flat().includes("array"));
  }

  #hasText(schema: Schema, name: string, depth = 0): boolean {
    const object = this.#object(schema);
    if (object === undefined || depth > 8) return false;
    const own = object.properties?.[name];
    if (own !== undefined) return this.#is(own, "string") || this.#is(own, "integer");
    const choice = this.#choice(object);
    return (
      (object.allOf ?? []).some((part) => this.#hasText(part, name, depth + 1)) ||
      (choice.length > 0 && choice.every((part) => this.#hasText(part, name, depth + 1)))
    );
  }
}

/** Lists that stand beside the items of a page and are not items: the order asked for, remarks of the server. */
const besideItems = new Set(["order", "warnings", "warningMessages", "errors"]);

const envelopeField =
  /^(object|order|type|url|uri|href|self|_?links?|meta|_?metadata|ok|success|status|message|_deprecation|pages?|page_?info|paging|pagination|(current|per|next|prev|previous|first|last)_?page|page_?(number|size|index|count)|size|limit|offset|count|next|prev|previous|next_?cursor|cursor|has_?(more|next|prev|previous)(_?page)?|is_?last|total_?[a-z]*)$/iu;

const zeroBased =
  /\b(starts? (at|from|with)|index(ed)? from|beginning (at|with)) `?(0|zero)\b|\b(0|zero)[- ](based|index)/iu;
const oneBased =
  /\b(starts? (at|from|with)|index(ed)? from|beginning (at|with)) `?(1|one)\b|\b(1|one)[- ](based|index)|\bdefaults? (to|is)?:? ?`?1\b/iu;
