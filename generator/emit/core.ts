import type {
  ApiModel,
  AuthScheme,
  ClientSettings,
  Server,
  ServerVariable,
} from "../model/types.js";
import {
  code,
  docComment,
  docText,
  identifier,
  join,
  literal,
  propertyKey,
} from "../morph/encode.js";
import { Mention } from "../morph/encode.js";
import type { Code, Literal } from "../morph/encode.js";
import { ModuleScope } from "../morph/scope.js";
import type { Declaration, Property } from "../morph/structures.js";
import type { Template } from "../morph/template.js";
import { docs } from "./docs.js";
import {
  api,
  basicCredential,
  clientOptions,
  credential,
  csrfToken,
  inCookie,
  inQuery,
  readEnv,
  urlTemplate,
  userAndPassword,
} from "./runtime-refs.js";

/** What all calls of the API share: options, servers, credentials, and `createClient`. */
export function emitCore(model: ApiModel, shell: Template): ModuleScope {
  const scope = new ModuleScope("core");
  const names = coreNames(model);
  for (const name of Object.values(names)) scope.reserve(name);
  scope.reserve("createClient");
  const options = identifier(names.options);
  scope.add(
    ...credentialsInterface(model, names, scope),
    ...serverOptions(model, names),
    optionsType(model, names, scope),
    {
      kind: "const",
      exported: false,
      name: identifier(names.api),
      initializer: code`${literal(apiData(model, scope))} as const satisfies ${scope.use(api)}`,
    },
    shell.function("createClient", scope, {
      $api: identifier(names.api),
      $Options: options,
    }),
  );
  return scope;
}

export interface CoreNames {
  readonly options: string;
  readonly credentials: string;
  readonly server: string;
  readonly api: string;
}

export function coreNames({ clientName }: ApiModel): CoreNames {
  const base = clientName.replace(/Client$/u, "");
  return {
    options: `${clientName}Options`,
    credentials: `${base}Credentials`,
    server: `${base}Server`,
    api: "api",
  };
}

/** The types that `core.ts` exports, for the package's index. */
export function coreExports(model: ApiModel): readonly string[] {
  const names = coreNames(model);
  return [
    names.options,
    ...(model.schemes.length > 0 ? [names.credentials] : []),
    ...(hasServerOptions(model) ? [names.server] : []),
  ];
}

function optionsType(model: ApiModel, names: CoreNames, scope: ModuleScope): Declaration {
  const parts = [
    scope.use(clientOptions),
    ...(model.schemes.length > 0 ? [identifier(names.credentials)] : []),
    ...(hasServerOptions(model) ? [identifier(names.server)] : []),
  ];
  return {
    kind: "type",
    name: identifier(names.options),
    docs: docText(`Options of {@link ${model.clientName}}.`),
    type: join(parts, " & "),
  };
}

function credentialsInterface(
  { schemes }: ApiModel,
  names: CoreNames,
  scope: ModuleScope,
): Declaration[] {
  if (schemes.length === 0) return [];
  return [
    {
      kind: "interface",
      name: identifier(names.credentials),
      docs: docText("What the API asks of its callers. A function is called for each request."),
      properties: schemes.map((scheme): Property => {
        const type = scope.use(scheme.type === "basic" ? basicCredential : credential);
        return {
          name: propertyKey(scheme.option),
          type: scheme.required ? type : code`${type} | undefined`,
          optional: !scheme.required,
          docs: docs(scheme.docs, sentence(wireForm(scheme))),
        };
      }),
    },
  ];
}

function sentence({ where, text }: ReturnType<typeof wireForm>): string {
  return `Sent as ${where}\`${text}\`.`;
}

/** How a credential looks on the wire, in words for a reader: where it stands, and what it reads. */
export function wireForm(scheme: AuthScheme): { readonly where: string; readonly text: string } {
  switch (scheme.type) {
    case "basic":
      return { where: "", text: "Authorization: Basic …" };
    case "http":
      return { where: "", text: `Authorization: ${scheme.prefix} <${scheme.option}>` };
    case "apiKey": {
      const value = `${scheme.prefix === undefined ? "" : `${scheme.prefix} `}<${scheme.option}>`;
      if (scheme.in === "header") return { where: "", text: `${scheme.parameter}: ${value}` };
      const where = scheme.in === "query" ? "query parameter " : "cookie ";
      return { where, text: `${scheme.parameter}=${value}` };
    }
    default:
      return scheme satisfies never;
  }
}

function hasServerOptions({ servers }: ApiModel): boolean {
  return servers.length === 0 || isRelative(servers[0]) || variablesOf(servers).length > 0;
}

/**
 * Where the API is. When its address has parts that only the caller knows, either they are given or a base URL is;
 * the compiler accepts nothing in between.
 */
function serverOptions(model: ApiModel, names: CoreNames): Declaration[] {
  if (!hasServerOptions(model)) return [];
  const variables = variablesOf(model.servers);
  const missing = model.servers.length === 0 || isRelative(model.servers[0]);
  const required = (model.servers[0]?.variables ?? []).filter(
    (variable) => variable.default === undefined,
  );
  const baseUrl = code`readonly baseUrl: string | URL;`;
  const declare = (alternatives: readonly Code[]): Declaration[] => [
    {
      kind: "type",
      name: identifier(names.server),
      docs: docText("Where the API is: what its address is made of, or a base URL in its place."),
      type: join(alternatives, " | "),
    },
  ];
  const members = (list: readonly ServerVariable[], required_: boolean): Code =>
    join(
      list.map((variable) => variableMember(variable, required_)),
      "\n",
    );
  if (missing) return declare([code`{ ${baseUrl} ${members(variables, false)} }`]);
  if (required.length === 0) return declare([code`{ ${members(variables, false)} }`]);
  const others = variables.filter((variable) => !required.includes(variable));
  return declare([
    code`{ ${members(required, true)} ${members(others, false)} readonly baseUrl?: undefined; }`,
    code`{ ${docComment(docText("Used as it is; the server's variables then have no part in it."))}${baseUrl} ${members(variables, false)} }`,
  ]);
}

function variableMember(
  { option, docs: described, values, default: fallback }: ServerVariable,
  required: boolean,
): Code {
  const type =
    values === undefined
      ? code`string`
      : join(
          values.map((value) => literal(value)),
          " | ",
        );
  const text = docs(
    described,
    fallback === undefined ? undefined : `Default: ${JSON.stringify(fallback)}.`,
  );
  const comment = docComment(required ? text : docText(""));
  return required
    ? code`${comment}readonly ${propertyKey(option)}: ${type};`
    : code`readonly ${propertyKey(option)}?: ${type} | undefined;`;
}

/** Variables of all servers, each once. */
function variablesOf(servers: readonly Server[]): ServerVariable[] {
  const byOption = new Map<string, ServerVariable>();
  for (const server of servers) {
    for (const variable of server.variables) {
      if (!byOption.has(variable.option)) byOption.set(variable.option, variable);
    }
  }
  return [...byOption.values()];
}

function isRelative(server: Server | undefined): boolean {
  return server !== undefined && !/^(https?:\/\/|\{)/iu.test(server.url);
}

function apiData(model: ApiModel, scope: ModuleScope): Literal {
  return {
    name: model.packageName,
    version: model.packageVersion,
    servers: model.servers.map((server) => ({ url: serverUrl(server, scope), name: server.name })),
    security: Object.fromEntries(
      model.schemes.map((scheme) => [scheme.name, schemeData(scheme, scope)]),
    ),
    ...settingsData(model.settings, scope),
  };
}

function settingsData(
  settings: ClientSettings,
  scope: ModuleScope,
): Record<string, Literal | undefined> {
  const { envPrefix, idempotencyHeader, retryCountHeader, requestIdHeaders, csrf } = settings;
  return {
    idempotencyHeader,
    retryCountHeader,
    requestIdHeaders,
    csrf:
      csrf &&
      new Mention(code`${scope.use(csrfToken)}(${literal(csrf.cookie)}, ${literal(csrf.header)})`),
    serverOnly: settings.secretKeyInBrowser === "error" || undefined,
    env:
      envPrefix === undefined
        ? undefined
        : { prefix: envPrefix, read: new Mention(scope.use(readEnv)) },
  };
}

/** A URL without variables is a text; others are made of the client options. */
function serverUrl({ url, variables }: Server, scope: ModuleScope): Literal {
  if (!url.includes("{")) return url;
  const data = Object.fromEntries(
    variables.map(({ name, option, default: fallback, values }) => [
      name,
      { option: option === name ? undefined : option, default: fallback, enum: values },
    ]),
  );
  return new Mention(code`${scope.use(urlTemplate)}(${literal(url)}, ${literal(data)})`);
}

function schemeData(scheme: AuthScheme, scope: ModuleScope): Literal {
  const { type, option } = scheme;
  if (type === "basic") {
    const encode = new Mention(scope.use(userAndPassword));
    return { option, header: "Authorization", prefix: "Basic", encode };
  }
  if (type === "http") return { option, header: "Authorization", prefix: scheme.prefix };
  const { in: place, parameter, prefix } = scheme;
  if (place === "header") return { option, header: parameter, prefix };
  const attach = scope.use(place === "query" ? inQuery : inCookie);
  return {
    option,
    prefix,
    attach: new Mention(code`${attach}(${literal(parameter)})`),
    isCookie: place === "cookie" || undefined,
  };
}
