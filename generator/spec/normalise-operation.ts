import type { ContentNormaliser } from "./normalise-content.js";
import {
  extensions,
  type ParameterList,
  type ParameterNormaliser,
} from "./normalise-parameters.js";
import type { SecurityNormaliser } from "./normalise-security.js";
import type { ServerNormaliser } from "./normalise-servers.js";
import {
  type Method,
  methods,
  type Operation,
  type PathItem,
  type RequestBody,
  type Response,
  type Schema,
} from "./openapi.js";
import { own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import type { References } from "./references.js";
import type { Upgrade } from "./upgrade.js";

/** What path items and operations are read with. */
export interface OperationParts {
  readonly reader: Reader;
  readonly references: References;
  readonly upgrade: Upgrade;
  readonly content: ContentNormaliser;
  readonly parameters: ParameterNormaliser;
  readonly servers: ServerNormaliser;
  readonly security: SecurityNormaliser;
}

/** Where an operation stands, and what it gets from there. */
interface OperationPlace {
  readonly path: string;
  readonly method: string;
  readonly inherited: ParameterList;
  readonly servers: Operation["servers"];
}

/** Path items with what they pass on to their operations merged into these. */
export class OperationNormaliser {
  readonly #bodies = new Map<RawObject, RequestBody | undefined>();
  readonly #responses = new Map<RawObject, Response>();

  constructor(readonly parts: OperationParts) {}

  pathItem(path: string, entry: RawObject): PathItem | undefined {
    const { reader, references, parameters, servers } = this.parts;
    const target = references.object(entry);
    if (!target) return undefined;
    // Beside its reference, a path item may hold members of its own.
    const { $ref: _, ...siblings } = entry;
    const raw =
      target === entry ? entry : reader.provenance.derive({ ...target, ...siblings }, target);
    const inherited = parameters.list(raw);
    const item: { -readonly [K in keyof PathItem]: PathItem[K] } = this.#texts(raw, [
      "summary",
      "description",
    ]);
    const read = (operation: RawObject, method: string): Operation =>
      this.#operation({ path, method, inherited, servers: servers.override(raw) }, operation);
    for (const key of Object.keys(raw)) {
      const operation = isMethod(key) ? reader.object(raw, key) : undefined;
      if (isMethod(key) && operation) item[key] = read(operation, key);
    }
    const additional = this.#additional(raw, item, read);
    if (additional) item.additionalOperations = additional;
    return reader.provenance.derive(item, raw);
  }

  /** Operations of other methods; one whose method has a name of its own is read as if it stood there. */
  #additional(
    raw: RawObject,
    item: { -readonly [K in keyof PathItem]: PathItem[K] },
    read: (operation: RawObject, method: string) => Operation,
  ): PathItem["additionalOperations"] {
    const { reader } = this.parts;
    const members = reader.members(raw, "additionalOperations");
    const additional = Object.create(null) as Record<string, Operation>;
    for (const method of members?.keys ?? []) {
      const operation = members && reader.object(members.map, method);
      if (!members || !operation) continue;
      const key = method.toLowerCase();
      const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method);
      if (isToken && !isMethod(key)) {
        additional[method] = read(operation, method);
        continue;
      }
      const isFree = isMethod(key) && item[key] === undefined;
      if (isMethod(key) && isFree) item[key] = read(operation, key);
      const repair = isFree ? `it is read as "${key}"` : "it is left out";
      const message = `"${method}" is no additional method; ${repair}.`;
      reader.report("method-invalid", members.map, method, message);
    }
    return members && Object.keys(additional).length > 0
      ? reader.provenance.derive(additional, members.map)
      : undefined;
  }

  #operation({ path, method, inherited, servers }: OperationPlace, given: RawObject): Operation {
    const { reader, parameters, security, upgrade } = this.parts;
    const list = parameters.list(given);
    const payload = { inherited: inherited.payload, given: list.payload };
    const raw = upgrade.structure?.operation(given, payload) ?? given;
    const operationId = reader.text(raw, "operationId");
    const deprecated = reader.flag(raw, "deprecated");
    const tags = reader.texts(raw, "tags");
    const requestBody = this.#sendableBody(raw, method);
    const requirements = security.requirements(raw);
    const own = this.parts.servers.override(raw) ?? servers;
    return reader.provenance.derive(
      {
        ...(operationId !== undefined && operationId !== "" && { operationId }),
        ...this.#texts(raw, ["summary", "description"]),
        ...(deprecated !== undefined && { deprecated }),
        ...(tags && { tags }),
        parameters: parameters.merge(path, inherited.parameters, list.parameters, raw),
        ...(requestBody && { requestBody }),
        responses: this.#responseMap(raw),
        ...(requirements && { security: requirements }),
        ...(own && { servers: own }),
        ...extensions(raw),
      },
      raw,
    );
  }

  /** No platform's `fetch` sends a body with GET or HEAD; one that describes nothing is not missed. */
  #sendableBody(holder: RawObject, method: string): RequestBody | undefined {
    const body = this.#requestBody(holder);
    if (body === undefined || !["get", "head"].includes(method)) return body;
    const isMissed =
      body.required === true || Object.values(body.content).some(({ schema }) => says(schema));
    if (isMissed) {
      const message = `A ${method.toUpperCase()} request has no body that a client can send; this one is left out.`;
      const leftOut = { repair: { kind: "remove" } } as const;
      this.parts.reader.report("request-body-unsendable", holder, "requestBody", message, leftOut);
    }
    return undefined;
  }

  #requestBody(holder: RawObject): RequestBody | undefined {
    const { reader, references, content } = this.parts;
    const entry = reader.object(holder, "requestBody");
    const raw = entry && references.object(entry);
    if (!raw) return undefined;
    if (!this.#bodies.has(raw)) {
      const required = reader.flag(raw, "required");
      const media = content.content(raw);
      if (!media)
        reader.report(
          "request-body-without-content",
          raw,
          undefined,
          "This request body has no content; it is left out.",
          { repair: { kind: "remove" } },
        );
      const body = media && {
        ...this.#texts(raw, ["description"]),
        ...(required !== undefined && { required }),
        content: media,
      };
      this.#bodies.set(raw, body && reader.provenance.derive(body, raw));
    }
    return this.#withTexts(this.#bodies.get(raw), entry);
  }

  #responseMap(holder: RawObject): Readonly<Record<string, Response>> {
    const { reader, references } = this.parts;
    const members = reader.fixedMembers(holder, "responses");
    const responses = Object.create(null) as Record<string, Response>;
    if (!members) {
      if (!isPresent(holder, "responses")) {
        reader.report("responses-missing", holder, undefined, "This operation has no responses.", {
          repair: { kind: "set", members: { responses: {} } },
        });
      }
      return responses;
    }
    for (const key of members.keys) {
      const status = statusOf(key);
      if (status === undefined) {
        reader.report(
          "response-key-invalid",
          members.map,
          key,
          `"${key}" is no status code, range or "default"; it is left out.`,
          { repair: { kind: "remove" } },
        );
        continue;
      }
      const entry = reader.object(members.map, key);
      const target = entry && references.object(entry);
      const raw =
        target && (this.parts.upgrade.structure?.response(target, holder, status) ?? target);
      const response = raw && this.#withTexts(this.#response(raw), entry);
      if (response) responses[status] = response;
    }
    return reader.provenance.derive(responses, members.map);
  }

  #response(raw: RawObject): Response {
    const known = this.#responses.get(raw);
    if (known) return known;
    const { reader, content } = this.parts;
    const headers = content.headers(raw);
    const media = content.content(raw);
    const response: Response = reader.provenance.derive(
      {
        ...this.#responseTexts(raw),
        ...(headers && { headers }),
        ...(media && { content: media }),
      },
      raw,
    );
    this.#responses.set(raw, response);
    return response;
  }

  /** In 3.2, a summary may do. */
  #responseTexts(raw: RawObject): Pick<Response, "description"> {
    const { description, summary } = this.#texts(raw, ["description", "summary"]);
    const text = description ?? summary;
    return text === undefined ? {} : { description: text };
  }

  /** In 3.1, the description beside a reference replaces that of its target. */
  #withTexts<T extends { readonly description?: string }>(
    value: T | undefined,
    entry: RawObject,
  ): T | undefined {
    const { reader, upgrade } = this.parts;
    if (!value || upgrade.besideReference === "ignored" || own(entry, "$ref") === undefined)
      return value;
    const description = reader.text(entry, "description");
    return description === undefined
      ? value
      : reader.provenance.derive({ ...value, description }, value);
  }

  #texts<K extends string>(raw: RawObject, keys: readonly K[]): { [key in K]?: string } {
    const texts: { [key in K]?: string } = {};
    for (const key of keys) {
      const text = this.parts.reader.text(raw, key);
      if (text !== undefined) texts[key] = text;
    }
    return texts;
  }
}

function isMethod(key: string): key is Method | "query" {
  return key === "query" || (methods as readonly string[]).includes(key);
}

function isPresent(holder: RawObject, key: string): boolean {
  const value = own(holder, key);
  return value !== undefined && value !== null;
}

/** The key as the normal form writes it: `4xx` is `4XX`, `Default` is `default`. */
function statusOf(key: string): string | undefined {
  if (/^[1-5]\d\d$/.test(key)) return key;
  if (/^[1-5]xx$/i.test(key)) return key.toUpperCase();
  return key.toLowerCase() === "default" ? "default" : undefined;
}

/** Whether a schema describes any content. */
function says(schema: Schema | undefined): boolean {
  if (typeof schema !== "object") return false;
  const { type, properties = {}, additionalProperties } = schema;
  const isObject = type === "object" && typeof additionalProperties !== "object";
  return !isObject || Object.keys(properties).length > 0;
}
