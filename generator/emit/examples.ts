import { camelCase, singular } from "../model/names.js";
import type { ApiModel, ListOperation, Operation, Parameter, Resource } from "../model/types.js";
import {
  code,
  identifier,
  join,
  literal,
  memberName,
  Mention,
  propertyKey,
  reservedWords,
  stringLiteral,
} from "../morph/encode.js";
import type { Code, Literal } from "../morph/encode.js";
import type { EmittedConversions } from "./conversions.js";

/** Calls of this API as a user would write them, for the documentation. */
export class Examples {
  readonly #model: ApiModel;
  readonly #conversions: EmittedConversions;

  constructor(model: ApiModel, conversions: EmittedConversions) {
    this.#model = model;
    this.#conversions = conversions;
  }

  /** `{ token: process.env["HILOS_TOKEN"]!, youraccountname: "acme" }`: what the client cannot do without. */
  options(): Code {
    const entries: Code[] = [];
    const prefix = camelCase(this.#model.clientName.replace(/Client$/u, "")) || "api";
    const environment = (option: string): Code => {
      const name = `${prefix}_${option}`.replace(/([a-z\d])([A-Z])/gu, "$1_$2").toUpperCase();
      return code`process.env[${stringLiteral(name)}]!`;
    };
    const schemes = this.#model.schemes.filter(({ required }) => required);
    for (const { option, type } of schemes.length > 0 ? schemes : this.#model.schemes.slice(0, 1)) {
      const value =
        type === "basic"
          ? code`{ username: "ana", password: ${environment("password")} }`
          : environment(option);
      entries.push(code`${propertyKey(option)}: ${value}`);
    }
    const [server] = this.#model.servers;
    for (const { option, default: fallback, values } of server?.variables ?? []) {
      if (fallback === undefined) {
        entries.push(code`${propertyKey(option)}: ${stringLiteral(values?.[0] ?? "acme")}`);
      }
    }
    if (server === undefined || server.url.startsWith("/") || server.url === "") {
      entries.push(code`baseUrl: "https://api.example.com"`);
    }
    return entries.length === 0 ? code`{}` : code`{ ${join(entries, ", ")} }`;
  }

  /** The variable that holds the client: `hilos`. */
  clientVariable(): Code {
    const name = camelCase(this.#model.clientName.replace(/Client$/u, ""));
    return identifier(name === "" || reservedWords.has(name) ? "client" : name);
  }

  /** Every item of a list. */
  list(resource: Resource, operation: ListOperation, client = code`client`): Code {
    const item = this.itemVariable(resource);
    return code`for await (const ${item} of ${this.call(resource, operation, client)}) {\n  console.log(${item});\n}`;
  }

  resourceVariable({ accessor }: Resource): Code {
    return identifier(reservedWords.has(accessor) ? "resource" : accessor);
  }

  itemVariable({ accessor }: Resource): Code {
    const name = singular(accessor);
    return identifier(name === accessor || reservedWords.has(name) ? "item" : name);
  }

  /** `client.conversations.list({ contact: "…" })`, with what is required. */
  call(resource: Resource, operation: Operation, client = code`client`): Code {
    return code`${client}.${this.#call(resource, operation)}`;
  }

  /** `client.safe.conversations.list()`. */
  safeCall(resource: Resource, operation: Operation, client: Code): Code {
    return code`${client}.safe.${this.#call(resource, operation)}`;
  }

  /** The same call with options behind its parameters. */
  callWith(resource: Resource, operation: Operation, client: Code, options: Code): Code {
    const method = code`${client}.${this.#method(resource, operation)}`;
    if (operation.paramsName === undefined) return code`${method}(${options})`;
    return code`${method}(${literal(this.#requiredParams(operation) ?? {})}, ${options})`;
  }

  /** What a call of the operation cannot do without. */
  #requiredParams({ parameters, body }: Operation): Literal | undefined {
    const params = new Map<string, Literal>();
    const valueOf = ({ example, conversion }: Pick<Parameter, "example" | "conversion">) =>
      this.#conversions.example(example, conversion);
    for (const parameter of parameters)
      if (parameter.required) params.set(parameter.key, valueOf(parameter));
    if (body?.required === true) {
      const value = valueOf(body);
      const special = body.format === "bytes" ? file : body.isUnnamedForm ? form : undefined;
      params.set("body", special ?? withFiles(value, body.files));
    }
    return params.size === 0 ? undefined : Object.fromEntries(params);
  }

  #call(resource: Resource, operation: Operation): Code {
    const params = this.#requiredParams(operation);
    const parameters = params === undefined ? code`` : literal(params);
    return code`${this.#method(resource, operation)}(${parameters})`;
  }

  #method({ path }: Resource, { name }: Operation): Code {
    return join([...path.split("."), name].map(memberName), ".");
  }

  /** The same call through `client.raw`; for an operation that needs no parameters. */
  byPath({ method, path }: Operation, client: Code): Code[] {
    const call = code`${client}.raw.${memberName(method)}(${stringLiteral(path)})`;
    return [code`const { data, error } = await ${call};`, code`console.log(data ?? error);`];
  }
}

const file = new Mention(code`new Blob(["…"])`);
const form = new Mention(code`new FormData()`);

/** A text of JSON stands for bytes in no example that compiles. */
function withFiles(value: Literal, names: readonly string[]): Literal {
  if (typeof value !== "object" || value === null || value instanceof Mention) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]: [string, Literal | undefined]) => {
      if (!names.includes(name)) return [name, entry];
      return [name, Array.isArray(entry) ? entry.map(() => file) : file];
    }),
  );
}
