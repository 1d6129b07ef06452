import type {
  ClientSettings,
  Formats,
  OperationSetting,
  OperationSettings,
} from "../model/types.js";
import type { OperationFilter, Selection } from "../spec/select.js";
import {
  faultOfAddress,
  faultOfChoice,
  faultOfClientName,
  faultOfMethod,
  faultOfModel,
  faultOfPackageName,
  faultOfPrefix,
  faultOfResource,
  faultOfToken,
  faultOfVersion,
} from "./faults.js";
import { Section, type Setting } from "./section.js";

/** What the configuration says of one API. */
export interface ApiSettings {
  /** Descriptions that are merged into one API, in this order; mostly one. */
  readonly inputs: readonly InputSetting[];
  /** What `$ref` may lead to, beside what lies below the description. */
  readonly references?: {
    readonly root?: Setting<string>;
    readonly allow: readonly Setting<string>[];
  };
  /** Which operations the client has. */
  readonly selection: Selection;
  readonly output?: Setting<string>;
  readonly packageName?: Setting<string>;
  readonly packageVersion?: Setting<string>;
  readonly clientName?: Setting<string>;
  readonly settings: ClientSettings;
  /** Names, places and pages of operations, by operationId or by method and path. */
  readonly operations: OperationSettings;
  readonly formats: Formats;
  /** Names of types, by those of their schemas. */
  readonly models: Readonly<Record<string, Setting<string>>>;
}

export interface InputSetting {
  readonly description: Setting<string>;
  /** The page, file or address that `update` takes the description from. */
  readonly source?: Setting<string>;
  readonly overlays: readonly Setting<string>[];
}

const keys = [
  "input",
  "source",
  "overlays",
  "references",
  "include",
  "exclude",
  "output",
  "package",
  "client",
  "operations",
  "models",
  "formats",
] as const;

/** The settings of a mapping; everything that is wrong in it is reported to its diagnostics. */
export function readSettings(root: Section, ...others: readonly string[]): ApiSettings {
  root.allow(...keys, ...others);
  const pkg = root.section("package");
  pkg?.allow("name", "version");
  const client = root.section("client");
  client?.allow(
    "name",
    "envPrefix",
    "idempotencyHeader",
    "retryCountHeader",
    "requestIdHeaders",
    "secretKeyInBrowser",
    "csrf",
    "credentialPrefixes",
    "credentialNames",
  );
  const settings = {
    output: root.text("output"),
    packageName: pkg?.text("name", faultOfPackageName),
    packageVersion: pkg?.text("version", faultOfVersion),
    clientName: client?.text("name", faultOfClientName),
  };
  const given = Object.entries(settings).filter(([, setting]) => setting !== undefined);
  return {
    ...Object.fromEntries(given),
    inputs: inputs(root),
    ...references(root.section("references")),
    selection: selection(root),
    settings: client ? clientSettings(client) : {},
    operations: operationSettings(root.section("operations")),
    models: modelNames(root.section("models")),
    formats: formats(root.section("formats")),
  };
}

function inputs(root: Section): readonly InputSetting[] {
  const entries = root.isList("input") ? root.list("input") : [root.text("input")];
  const overlays = root.texts("overlays");
  const source = root.text("source");
  const read = entries.flatMap((entry): readonly InputSetting[] => {
    if (entry === undefined) return [];
    if (!(entry instanceof Section)) return [{ description: entry, overlays: [] }];
    entry.allow("description", "source", "overlays");
    const description = entry.text("description");
    const from = entry.text("source");
    return description
      ? [{ description, ...(from && { source: from }), overlays: entry.texts("overlays") }]
      : [];
  });
  const [only, another] = read;
  if ((overlays.length === 0 && source === undefined) || only === undefined) return read;
  if (another === undefined) {
    return [{ ...only, ...(source && { source }), overlays: [...only.overlays, ...overlays] }];
  }
  const key = overlays.length > 0 ? "overlays" : "source";
  root.report(key, `${key}: there are several descriptions.`, {
    help:
      key === "overlays"
        ? "write them beside theirs: { description: a.yaml, overlays: [a.overlay.yaml] }."
        : "write each beside its description: { description: a.yaml, source: https://… }.",
  });
  return read;
}

function references(section: Section | undefined): Pick<ApiSettings, "references"> {
  section?.allow("root", "allow");
  const root = section?.text("root");
  return section
    ? { references: { ...(root && { root }), allow: section.texts("allow", faultOfAddress) } }
    : {};
}

function selection(root: Section): Selection {
  const include = root.section("include");
  const exclude = root.section("exclude");
  include?.allow("tags", "paths", "operations");
  exclude?.allow("tags", "paths", "operations", "deprecated");
  const isWithoutDeprecated = exclude?.flag("deprecated") ?? false;
  return {
    ...(include && { include: filter(include) }),
    exclude: exclude ? filter(exclude) : { tags: [], paths: [], operations: [] },
    isWithoutDeprecated,
  };
}

function filter(section: Section): OperationFilter {
  return {
    tags: section.texts("tags"),
    paths: section.texts("paths"),
    operations: section.texts("operations"),
  };
}

function clientSettings(client: Section): ClientSettings {
  const csrf = client.section("csrf");
  csrf?.allow("cookie", "header");
  const cookie = csrf?.text("cookie", faultOfToken)?.value ?? "csrftoken";
  const header = csrf?.text("header", faultOfToken)?.value ?? "X-CSRFToken";
  const settings = {
    envPrefix: client.text("envPrefix", faultOfPrefix)?.value,
    idempotencyHeader: client.text("idempotencyHeader", faultOfToken)?.value,
    retryCountHeader: client.text("retryCountHeader", faultOfToken)?.value,
    requestIdHeaders: texts(client.texts("requestIdHeaders", faultOfToken)),
    secretKeyInBrowser: client.text("secretKeyInBrowser", faultOfChoice("error", "allow"))?.value,
    csrf: csrf && { cookie, header },
    credentialPrefixes: byScheme(client.section("credentialPrefixes"), faultOfToken),
    credentialNames: byScheme(client.section("credentialNames"), faultOfMethod),
  };
  return Object.fromEntries(
    Object.entries(settings).filter(([, setting]) => setting !== undefined),
  );
}

function byScheme(
  section: Section | undefined,
  faultOf: typeof faultOfToken,
): Readonly<Record<string, string>> | undefined {
  const names = Object.keys(section?.map ?? {});
  return (
    section &&
    Object.fromEntries(names.map((name) => [name, section.text(name, faultOf)?.value ?? ""]))
  );
}

function operationSettings(operations: Section | undefined): OperationSettings {
  const entries = Object.keys(operations?.map ?? {}).flatMap((key) => {
    const entry = operations?.section(key);
    return entry ? [[key, operationSetting(entry)] as const] : [];
  });
  return Object.fromEntries(entries);
}

function operationSetting(entry: Section): OperationSetting {
  entry.allow("resource", "name", "pagination");
  const resource = entry.text("resource", faultOfResource);
  const name = entry.text("name", faultOfMethod);
  const pagination = entry.data("pagination");
  const where = (name ?? resource ?? pagination)?.where;
  return {
    ...(resource && { resource: resource.value }),
    ...(name && { name: name.value }),
    ...(pagination && { pagination }),
    ...(where && { where }),
  };
}

function modelNames(section: Section | undefined): ApiSettings["models"] {
  const entries = Object.keys(section?.map ?? {}).flatMap((schema) => {
    const name = section?.text(schema, faultOfModel);
    return name ? [[schema, name] as const] : [];
  });
  return Object.fromEntries(entries);
}

function formats(section: Section | undefined): Formats {
  section?.allow("date-time", "int64");
  const date = section?.text("date-time", faultOfChoice("string", "Date"))?.value;
  const integer = section?.text("int64", faultOfChoice("number", "bigint"))?.value;
  return {
    ...(date === "Date" && { "date-time": date }),
    ...(integer === "bigint" && { int64: integer }),
  };
}

function texts(settings: readonly Setting<string>[]): readonly string[] | undefined {
  return settings.length === 0 ? undefined : settings.map(({ value }) => value);
}
