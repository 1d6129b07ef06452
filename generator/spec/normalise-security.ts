import type { SecurityRequirement, SecurityScheme } from "./openapi.js";
import { own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import type { References } from "./references.js";

const schemesPrefix = /^#\/components\/securitySchemes\//;

/** Security schemes, and the requirements that name them. */
export class SecurityNormaliser {
  /** By name, without those that cannot be used. */
  readonly schemes: Readonly<Record<string, SecurityScheme>>;

  constructor(
    readonly reader: Reader,
    references: References,
    components: RawObject | undefined,
  ) {
    const schemes = Object.create(null) as Record<string, SecurityScheme>;
    const map = components && references.map(reader.object(components, "securitySchemes"));
    for (const name of Object.keys(map ?? {})) {
      const entry = map && reader.object(map, name);
      const raw = entry && references.object(entry);
      const scheme = raw && this.#scheme(raw, name);
      if (scheme) schemes[name] = scheme;
    }
    this.schemes = map ? reader.provenance.derive(schemes, map) : schemes;
  }

  /** The alternatives that the holder states; `undefined` where it states none. An empty list: no authorisation. */
  requirements(holder: RawObject): readonly SecurityRequirement[] | undefined {
    const value = own(holder, "security");
    if (value === undefined || value === null) return undefined;
    return this.reader
      .objects(holder, "security")
      .map((raw) => this.#requirement(raw))
      .filter((requirement) => requirement !== undefined);
  }

  #requirement(raw: RawObject): SecurityRequirement | undefined {
    const requirement = Object.create(null) as Record<string, readonly string[]>;
    const names = Object.keys(raw).map((key) => ({ key, name: this.#schemeOf(key) }));
    // Without any name it would say that no authorisation is needed, which the description did not.
    const isLost = names.length > 0 && names.every(({ name }) => name === undefined);
    for (const { key, name } of names) {
      if (name !== undefined) {
        requirement[name] = this.reader.texts(raw, key) ?? [];
        continue;
      }
      const message = `There is no usable security scheme "${key}"; the requirement is left out.`;
      this.reader.report("security-scheme-unknown", raw, key, message, {
        repair: { kind: "remove", key: isLost ? undefined : key },
      });
    }
    return isLost ? undefined : this.reader.provenance.derive(requirement, raw);
  }

  /** In 3.2, a requirement may refer to its scheme as everything else does. */
  #schemeOf(key: string): string | undefined {
    const name = Object.hasOwn(this.schemes, key) ? key : key.replace(schemesPrefix, "");
    return Object.hasOwn(this.schemes, name) ? name : undefined;
  }

  #scheme(raw: RawObject, name: string): SecurityScheme | undefined {
    const description = this.reader.text(raw, "description");
    const kind = this.#kind(raw);
    if (typeof kind === "string") {
      this.reader.report(
        "security-scheme-invalid",
        raw,
        undefined,
        `Security scheme "${name}" ${kind}; it is left out.`,
      );
      return undefined;
    }
    return this.reader.provenance.derive(
      { ...(description !== undefined && { description }), ...kind },
      raw,
    );
  }

  /** The scheme by its type, or what is the matter with it. */
  #kind(raw: RawObject): SecurityScheme | string {
    const { reader } = this;
    const type = reader.text(raw, "type");
    switch (type) {
      case "apiKey": {
        const location = reader.text(raw, "in");
        const name = reader.text(raw, "name");
        if (name === undefined || name === "") return "has no name";
        if (location === "query" || location === "header" || location === "cookie")
          return { type, in: location, name };
        return "is in none of query, header and cookie";
      }
      case "http": {
        const scheme = reader.text(raw, "scheme");
        const bearerFormat = reader.text(raw, "bearerFormat");
        if (scheme === undefined || scheme === "") return "has no scheme";
        return { type, scheme, ...(bearerFormat !== undefined && { bearerFormat }) };
      }
      case "oauth2":
        return { type, flows: reader.object(raw, "flows") ?? {} };
      case "openIdConnect": {
        const openIdConnectUrl = reader.text(raw, "openIdConnectUrl");
        return openIdConnectUrl === undefined
          ? "has no openIdConnectUrl"
          : { type, openIdConnectUrl };
      }
      case "mutualTLS":
        return { type };
      default:
        return type === undefined ? "has no type" : `is of the unknown type "${type}"`;
    }
  }
}
