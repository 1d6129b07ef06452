import { isObject, own, type RawArray, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import type { Payload, StructureUpgrade } from "./upgrade-structure.js";
import { SwaggerContent } from "./upgrade-swagger-content.js";
import { SwaggerParameters } from "./upgrade-swagger-parameters.js";

/**
 * Swagger 2.0 in the structure of OpenAPI 3.0. The tree of the description stays as it is, and the new root holds all
 * of it, so that references and places need no translation: `#/definitions/Pet` and `#/components/schemas/Pet` are the
 * same object.
 */
export class Swagger implements StructureUpgrade {
  readonly #parameters: SwaggerParameters;
  readonly #content: SwaggerContent;

  constructor(
    readonly given: RawObject,
    readonly reader: Reader,
  ) {
    this.#parameters = new SwaggerParameters(reader);
    this.#content = new SwaggerContent(given, reader, this.#parameters);
  }

  root(root: RawObject): RawObject {
    const schemas = this.reader.object(root, "definitions");
    const components = {
      ...(schemas && { schemas }),
      securitySchemes: this.#securitySchemes(root),
    };
    const servers = this.#servers(root);
    return this.reader.provenance.derive(
      { ...root, servers, components: this.reader.provenance.derive(components, schemas ?? root) },
      root,
    );
  }

  entry(entry: RawObject): RawObject {
    return this.#parameters.entry(entry);
  }

  isPayload(parameter: RawObject): boolean {
    const location = own(parameter, "in");
    return location === "body" || location === "formData";
  }

  operation(operation: RawObject, payload: Payload): RawObject {
    const requestBody = this.#content.requestBody(operation, payload);
    const servers = this.#operationServers(operation);
    if (!requestBody && !servers) return operation;
    return this.reader.provenance.derive(
      { ...operation, ...(requestBody && { requestBody }), ...(servers && { servers }) },
      operation,
    );
  }

  parameter(parameter: RawObject): RawObject {
    return this.#parameters.parameter(parameter);
  }

  response(response: RawObject, operation: RawObject, status: string): RawObject {
    return this.#content.response(response, operation, status);
  }

  header(header: RawObject): RawObject {
    return this.#parameters.header(header);
  }

  /** One for each scheme, the encrypted first; without a host, the place that the description came from. */
  #servers(holder: RawObject): RawArray {
    const base = this.#basePath();
    const host = this.reader.text(this.given, "host")?.replace(/\/+$/, "");
    if (host === undefined || host === "")
      return [this.reader.provenance.derive({ url: base === "" ? "/" : base }, this.given)];
    if (/^https?:\/\//i.test(host))
      return [this.reader.provenance.derive({ url: host + base }, this.given)];
    return this.#schemes(holder).map((scheme) =>
      this.reader.provenance.derive({ url: `${scheme}://${host}${base}` }, this.given),
    );
  }

  #operationServers(operation: RawObject): RawArray | undefined {
    if (this.reader.list(operation, "schemes") === undefined) return undefined;
    const servers = this.#servers(operation);
    const usual = this.#servers(this.given);
    return JSON.stringify(servers) === JSON.stringify(usual) ? undefined : servers;
  }

  #basePath(): string {
    const path = (this.reader.text(this.given, "basePath") ?? "").replace(/\/+$/, "");
    return path === "" || path.startsWith("/") ? path : `/${path}`;
  }

  #schemes(holder: RawObject): string[] {
    const given = this.reader.texts(holder, "schemes")?.map((scheme) => scheme.toLowerCase()) ?? [];
    const usable = [...new Set(given)].filter((scheme) => scheme === "http" || scheme === "https");
    if (usable.length > 0) return usable.sort().reverse();
    const where = this.reader.provenance.at(this.given).file;
    const [source] = /^https?(?=:\/\/)/i.exec(where) ?? [];
    if (given.length === 0 && source !== undefined) return [source.toLowerCase()];
    const reason =
      given.length === 0
        ? "The description does not say by which scheme its host is reached"
        : `A client cannot call ${given.join(" and ")} addresses`;
    this.reader.report(
      "server-scheme-assumed",
      holder,
      given.length === 0 ? "host" : "schemes",
      `${reason}; it is taken to be https.`,
    );
    return ["https"];
  }

  #securitySchemes(root: RawObject): RawObject {
    const members = this.reader.members(root, "securityDefinitions");
    const schemes = Object.create(null) as RawObject;
    for (const name of members?.keys ?? []) {
      const raw = members && this.reader.object(members.map, name);
      if (raw) schemes[name] = this.#securityScheme(raw);
    }
    return members ? this.reader.provenance.derive(schemes, members.map) : schemes;
  }

  #securityScheme(raw: RawObject): RawObject {
    const type = own(raw, "type");
    if (type === "basic")
      return this.reader.provenance.derive({ ...raw, type: "http", scheme: "basic" }, raw);
    if (type !== "oauth2" || isObject(own(raw, "flows"))) return raw;
    return this.reader.provenance.derive({ ...raw, flows: this.#flows(raw) }, raw);
  }

  #flows(raw: RawObject): RawObject {
    const flow = this.reader.text(raw, "flow");
    const name = flow === undefined ? undefined : flowNames.get(flow);
    if (name === undefined) {
      const shown = flow === undefined ? "No flow is given" : `"${flow}" is no flow`;
      this.reader.report("value-wrong-type", raw, "flow", `${shown}; it is left out.`);
      return {};
    }
    const { authorizationUrl, tokenUrl, scopes } = raw;
    const facts = {
      ...(authorizationUrl !== undefined && { authorizationUrl }),
      ...(tokenUrl !== undefined && { tokenUrl }),
      scopes: scopes ?? {},
    };
    return { [name]: this.reader.provenance.derive(facts, raw) };
  }
}

/** What OpenAPI 3 calls the flows of 2.0. */
const flowNames: ReadonlyMap<string, string> = new Map([
  ["implicit", "implicit"],
  ["password", "password"],
  ["application", "clientCredentials"],
  ["accessCode", "authorizationCode"],
]);
