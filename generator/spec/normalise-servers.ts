import { placeholders } from "./normalise-parameters.js";
import type { Server, ServerVariable } from "./openapi.js";
import { own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";

/** Servers, with every placeholder of an address declared. */
export class ServerNormaliser {
  constructor(readonly reader: Reader) {}

  /** The document's servers; without any, the place that the document came from, as OpenAPI says. */
  document(root: RawObject): readonly Server[] {
    return this.override(root) ?? [{ url: "/", variables: {} }];
  }

  /** `undefined` where there is none, so that those of the holder's holder count. */
  override(holder: RawObject): readonly Server[] | undefined {
    if (own(holder, "servers") === undefined) return undefined;
    const servers = this.reader
      .objects(holder, "servers")
      .map((raw) => this.#server(raw))
      .filter((server) => server !== undefined);
    return servers.length > 0 ? servers : undefined;
  }

  #server(raw: RawObject): Server | undefined {
    const url = this.reader.text(raw, "url");
    if (url === undefined) {
      this.reader.report(
        "server-without-url",
        raw,
        undefined,
        "This server has no address; it is left out.",
        { repair: { kind: "remove" } },
      );
      return undefined;
    }
    const name = this.reader.text(raw, "name");
    const description = this.reader.text(raw, "description");
    return this.reader.provenance.derive(
      {
        url,
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        variables: this.#variables(raw, url),
      },
      raw,
    );
  }

  #variables(raw: RawObject, url: string): Readonly<Record<string, ServerVariable>> {
    const declared = this.reader.members(raw, "variables");
    const names = placeholders(url);
    const variables = Object.create(null) as Record<string, ServerVariable>;
    for (const name of names) {
      const variable = declared && this.reader.object(declared.map, name);
      if (!variable) {
        const message = `{${name}} of ${url} is not declared; it becomes a required option of the client.`;
        this.reader.report(
          "server-variable-undeclared",
          raw,
          "url",
          message,
          "declare the variable in an overlay.",
        );
      }
      variables[name] = variable ? this.#variable(variable) : {};
    }
    for (const name of declared?.keys ?? []) {
      if (!names.includes(name)) {
        const message = `${url} has no {${name}}; the variable is left out.`;
        this.reader.report("server-variable-unused", declared?.map ?? raw, name, message, {
          repair: { kind: "remove" },
        });
      }
    }
    return declared ? this.reader.provenance.derive(variables, declared.map) : variables;
  }

  #variable(raw: RawObject): ServerVariable {
    const fallback = this.reader.text(raw, "default");
    const values = this.reader.texts(raw, "enum");
    const description = this.reader.text(raw, "description");
    return this.reader.provenance.derive(
      {
        ...(fallback !== undefined && fallback !== "" && { default: fallback }),
        ...(values && values.length > 0 && { enum: values }),
        ...(description !== undefined && { description }),
      },
      raw,
    );
  }
}
