/**
 * A description as a server reads it: straight from the text, with none of our own reading in between. What OpenAPI 2
 * and 3 say in different words becomes the same few fields.
 */

import { parse } from "yaml";

export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export interface WireParameter {
  readonly in: "path" | "query" | "header" | "cookie" | "querystring";
  readonly name: string;
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly schema: Json;
  /** Media type of a parameter that is described by `content`. */
  readonly content?: string;
}

export interface WireMedia {
  readonly schema: Json | undefined;
  readonly encoding: JsonObject;
  readonly examples: readonly Json[];
}

export interface WireResponse {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  readonly content: ReadonlyMap<string, WireMedia>;
}

export type WireScheme =
  | { readonly kind: "header" | "query" | "cookie"; readonly name: string }
  | { readonly kind: "basic" | "bearer" | "none" };

export interface WireOperation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly WireParameter[];
  readonly body?: {
    readonly required: boolean;
    readonly content: ReadonlyMap<string, WireMedia>;
  };
  readonly responses: readonly WireResponse[];
  /** Alternatives, each of schemes that must all be satisfied. */
  readonly security: readonly (readonly string[])[];
}

export interface WireApi {
  readonly version: string;
  readonly operations: readonly WireOperation[];
  readonly schemes: ReadonlyMap<string, WireScheme>;
  /** What stands behind a reference; undefined for those that lead out of the text. */
  resolve(value: Json | undefined): Json | undefined;
  at(reference: string): Json | undefined;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

export function readApi(text: string): WireApi {
  const root = object(
    text.trimStart().startsWith("{")
      ? (JSON.parse(text.replace(/^\uFEFF/, "")) as Json)
      : (parse(text, { maxAliasCount: -1, merge: true }) as Json),
  );
  const self = own(root, "$self");
  const at = (given: string): Json | undefined => {
    const isOwn = typeof self === "string" && given.startsWith(`${self}#`);
    const reference = isOwn ? given.slice(self.length) : given;
    if (!reference.startsWith("#/")) return undefined;
    let value: Json | undefined = root;
    for (const part of reference.slice(2).split("/")) {
      const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof value !== "object" || value === null) return undefined;
      value = Array.isArray(value) ? value[Number(key)] : own(value, key);
    }
    return value;
  };
  const resolve = (value: Json | undefined): Json | undefined => {
    let found = value;
    for (let hops = 0; hops < 20; hops++) {
      const reference: Json | undefined = isObject(found) ? own(found, "$ref") : undefined;
      if (typeof reference !== "string") return found;
      found = at(reference);
    }
    return undefined;
  };
  const reader = own(root, "swagger") === undefined ? openApi3 : swagger2;
  const { schemes, operation } = reader(root, resolve);
  const operations: WireOperation[] = [];
  for (const [path, given] of Object.entries(object(root["paths"]))) {
    const item = object(resolve(given));
    const methods = METHODS.filter((name) => isObject(item[name])).map(
      (name) => [name.toUpperCase(), object(item[name])] as const,
    );
    const more = Object.entries(object(item["additionalOperations"])).map(
      ([name, value]) => [name, object(value)] as const,
    );
    for (const [method, value] of [...methods, ...more]) {
      operations.push(operation(method, path, value, mergeParameters(item, value, resolve)));
    }
  }
  const version = String(root["openapi"] ?? root["swagger"]);
  return { version, operations: operations.map(withPathParameters), schemes, resolve, at };
}

/** A place in a path that nothing describes takes a text. */
function withPathParameters(operation: WireOperation): WireOperation {
  const names = [...operation.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  const missing = names.filter(
    (name) => !operation.parameters.some((each) => each.in === "path" && each.name === name),
  );
  const added = [...new Set(missing)].map((name): WireParameter => ({
    in: "path",
    name,
    required: true,
    style: "simple",
    explode: false,
    schema: { type: "string" },
  }));
  return { ...operation, parameters: [...operation.parameters, ...added] };
}

type Resolve = WireApi["resolve"];
interface Reader {
  readonly schemes: ReadonlyMap<string, WireScheme>;
  operation(
    method: string,
    path: string,
    value: JsonObject,
    parameters: readonly JsonObject[],
  ): WireOperation;
}

/** Those of the operation replace those of its path with the same name and place. */
function mergeParameters(item: JsonObject, operation: JsonObject, resolve: Resolve): JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const given of [...list(item["parameters"]), ...list(operation["parameters"])]) {
    const parameter = object(resolve(given));
    found.set(`${String(parameter["in"])} ${String(parameter["name"])}`, parameter);
  }
  return [...found.values()];
}

function openApi3(root: JsonObject, resolve: Resolve): Reader {
  const declared = object(object(root["components"])["securitySchemes"]);
  const contentOf = (value: Json | undefined) =>
    new Map(
      Object.entries(object(value)).map(([type, given]) => {
        const media = object(resolve(given));
        const examples = Object.values(object(media["examples"]))
          .map((example) => object(resolve(example)))
          .map((example) => own(example, "value") ?? own(example, "dataValue"));
        const all = [own(media, "example"), ...examples].filter((each) => each !== undefined);
        return [
          type,
          { schema: media["schema"], encoding: object(media["encoding"]), examples: all },
        ];
      }),
    );
  return {
    schemes: schemesOf(declared, resolve),
    operation(method, path, value, parameters) {
      const body =
        value["requestBody"] === undefined ? undefined : object(resolve(value["requestBody"]));
      return {
        method,
        path,
        parameters: parameters.map((parameter): WireParameter => {
          const place = parameter["in"] as WireParameter["in"];
          const usual = place === "query" || place === "cookie" ? "form" : "simple";
          const style = typeof parameter["style"] === "string" ? parameter["style"] : usual;
          const [type, media] = [...contentOf(parameter["content"])][0] ?? [];
          return {
            in: place,
            name: String(parameter["name"]),
            required: parameter["required"] === true || place === "path",
            style,
            explode:
              typeof parameter["explode"] === "boolean" ? parameter["explode"] : style === "form",
            schema: parameter["schema"] ?? media?.schema ?? true,
            ...(parameter["schema"] === undefined && type !== undefined && { content: type }),
          };
        }),
        ...(body !== undefined && {
          body: { required: body["required"] === true, content: contentOf(body["content"]) },
        }),
        responses: Object.entries(object(value["responses"])).map(([status, given]) => ({
          status,
          content: contentOf(object(resolve(given))["content"]),
        })),
        security: securityOf(value["security"] ?? root["security"]),
      };
    },
  };
}

function swagger2(root: JsonObject, resolve: Resolve): Reader {
  const typesOf = (own_: Json | undefined, shared: Json | undefined): string[] => {
    const types = list(own_ ?? shared).map(String);
    return types.length > 0 ? types : ["application/json"];
  };
  return {
    schemes: schemesOf(object(root["securityDefinitions"]), resolve),
    operation(method, path, value, parameters) {
      const wire = parameters.filter(({ in: place }) => place !== "body" && place !== "formData");
      const body = parameters.find(({ in: place }) => place === "body");
      const form = parameters.filter(({ in: place }) => place === "formData");
      const consumes = typesOf(value["consumes"], root["consumes"]);
      const produces = typesOf(value["produces"], root["produces"]);
      return {
        method,
        path,
        parameters: wire.map((parameter): WireParameter => ({
          in: parameter["in"] as WireParameter["in"],
          name: String(parameter["name"]),
          required: parameter["required"] === true,
          ...collection(parameter),
          schema: parameter,
        })),
        ...(body !== undefined && {
          body: {
            required: body["required"] === true,
            content: new Map(
              consumes.map((type) => [
                type,
                { schema: body["schema"], encoding: {}, examples: [] },
              ]),
            ),
          },
        }),
        ...(form.length > 0 && { body: formBody(form, consumes) }),
        responses: Object.entries(object(value["responses"])).map(([status, given]) => {
          const response = object(resolve(given));
          const examples = object(response["examples"]);
          const schema = response["schema"];
          return {
            status,
            content: new Map(
              schema === undefined
                ? []
                : produces.map((type) => {
                    const example = own(examples, type);
                    return [
                      type,
                      { schema, encoding: {}, examples: example === undefined ? [] : [example] },
                    ];
                  }),
            ),
          };
        }),
        security: securityOf(value["security"] ?? root["security"]),
      };
    },
  };
}

/** `collectionFormat` in the words of OpenAPI 3. */
function collection(parameter: JsonObject): { readonly style: string; readonly explode: boolean } {
  const place = parameter["in"];
  switch (parameter["collectionFormat"]) {
    case "multi":
      return { style: "form", explode: true };
    case "ssv":
      return { style: "spaceDelimited", explode: false };
    case "pipes":
      return { style: "pipeDelimited", explode: false };
    default:
      return {
        style: place === "query" || place === "formData" ? "form" : "simple",
        explode: false,
      };
  }
}

function formBody(form: readonly JsonObject[], consumes: readonly string[]) {
  const hasFile = form.some(({ type }) => type === "file");
  const types = consumes.filter((type) =>
    /^(multipart\/form-data|application\/x-www-form)/.test(type),
  );
  const fallback = hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded";
  const schema = {
    type: "object",
    required: form.filter(({ required }) => required === true).map(({ name }) => String(name)),
    properties: Object.fromEntries(form.map((field) => [String(field["name"]), field])),
  };
  const encoding = Object.fromEntries(
    form
      .filter(({ type }) => type === "array")
      .map((field) => [String(field["name"]), { ...collection(field) }]),
  );
  return {
    required: form.some(({ required }) => required === true),
    content: new Map(
      (types.length > 0 ? types : [fallback]).map((type) => [
        type,
        { schema: schema as Json, encoding: encoding as JsonObject, examples: [] },
      ]),
    ),
  };
}

function schemesOf(declared: JsonObject, resolve: Resolve): ReadonlyMap<string, WireScheme> {
  return new Map(
    Object.entries(declared).map(([name, given]): [string, WireScheme] => {
      const scheme = object(resolve(given));
      switch (scheme["type"]) {
        case "apiKey":
          return [
            name,
            { kind: scheme["in"] as "header" | "query" | "cookie", name: String(scheme["name"]) },
          ];
        case "basic":
          return [name, { kind: "basic" }];
        case "http": {
          const word = String(scheme["scheme"]).toLowerCase();
          return [
            name,
            { kind: word === "basic" ? "basic" : word === "bearer" ? "bearer" : "none" },
          ];
        }
        case "mutualTLS":
          return [name, { kind: "none" }];
        default:
          return [name, { kind: "bearer" }];
      }
    }),
  );
}

function securityOf(value: Json | undefined): string[][] {
  return list(value).map((alternative) => Object.keys(object(alternative)));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

export function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
