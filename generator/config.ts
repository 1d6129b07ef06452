import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import semver from "semver";
import { Section, type Fault, type Setting } from "./config/section.js";
import { diagnostic, DiagnosticError, Diagnostics } from "./diagnostics.js";
import type { ClientSettings, NameOverride, NameOverrides } from "./model/types.js";
import { parseJson } from "./spec/json.js";
import { readSource, type SourceText } from "./spec/load.js";
import { parseYaml } from "./spec/yaml.js";

export type { Setting } from "./config/section.js";

/** `clientwright.config.*`, validated. Data only: nothing in it is run, imported or expanded. */
export interface Config {
  readonly source: SourceText;
  /** The folder of the file; the paths in it start there. */
  readonly folder: string;
  readonly input?: Setting<string>;
  readonly overlays: readonly Setting<string>[];
  /** What `$ref` may lead to, beside what lies below the description. */
  readonly references?: {
    readonly root?: Setting<string>;
    readonly allow: readonly Setting<string>[];
  };
  readonly output?: Setting<string>;
  readonly packageName?: Setting<string>;
  readonly packageVersion?: Setting<string>;
  readonly clientName?: Setting<string>;
  readonly settings: ClientSettings;
  /** Where operations belong, by operationId or by method and path. */
  readonly operations: NameOverrides;
}

/** In this order only one of them may exist; which one wins is no question a reader should have to ask. */
export const configNames = ["yaml", "yml", "json"].map((end) => `clientwright.config.${end}`);

/** The configuration in the working directory, or in the file that was named; all its faults at once. */
export async function loadConfig(cwd: string, named?: string): Promise<Config | undefined> {
  const file = named ?? findConfig(cwd);
  if (file === undefined) return undefined;
  if (/\.[cm]?[jt]s$/.test(file)) throw isCode(file);
  if (!existsSync(resolve(cwd, file))) throw isMissing(file);
  const source = await readSource(file, cwd);
  return readConfig(source, dirname(resolve(cwd, file)));
}

/** The configuration in a text; throws a `DiagnosticError` with everything that is wrong in it. */
export function readConfig(source: SourceText, folder: string): Config {
  const diagnostics = new Diagnostics();
  const parse = source.file.endsWith(".json") ? parseJson : parseYaml;
  const tree = parse(source, diagnostics);
  const settings = tree && settingsOf(Section.root(tree, diagnostics));
  if (!settings || diagnostics.hasErrors) throw new DiagnosticError(diagnostics.list);
  return { source, folder, ...settings };
}

function settingsOf(root: Section): Omit<Config, "source" | "folder"> {
  root.allow("input", "overlays", "references", "output", "package", "client", "operations");
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
  );
  const settings = {
    input: root.text("input"),
    output: root.text("output"),
    packageName: pkg?.text("name", faultOfPackageName),
    packageVersion: pkg?.text("version", faultOfVersion),
    clientName: client?.text("name", faultOfClientName),
  };
  const given = Object.entries(settings).filter(([, setting]) => setting !== undefined);
  return {
    ...Object.fromEntries(given),
    overlays: root.texts("overlays"),
    ...references(root.section("references")),
    settings: client ? clientSettings(client) : {},
    operations: nameOverrides(root.section("operations")),
  };
}

function references(section: Section | undefined): Pick<Config, "references"> {
  section?.allow("root", "allow");
  const root = section?.text("root");
  return section
    ? { references: { ...(root && { root }), allow: section.texts("allow", faultOfAddress) } }
    : {};
}

function clientSettings(client: Section): ClientSettings {
  const csrf = client.section("csrf");
  csrf?.allow("cookie", "header");
  const cookie = csrf?.text("cookie", faultOfToken)?.value ?? "csrftoken";
  const header = csrf?.text("header", faultOfToken)?.value ?? "X-CSRFToken";
  const prefixes = client.section("credentialPrefixes");
  const names = Object.keys(prefixes?.map ?? {});
  const settings = {
    envPrefix: client.text("envPrefix", faultOfPrefix)?.value,
    idempotencyHeader: client.text("idempotencyHeader", faultOfToken)?.value,
    retryCountHeader: client.text("retryCountHeader", faultOfToken)?.value,
    requestIdHeaders: texts(client.texts("requestIdHeaders", faultOfToken)),
    secretKeyInBrowser: client.text("secretKeyInBrowser", faultOfSecretKey)?.value,
    csrf: csrf && { cookie, header },
    credentialPrefixes:
      prefixes &&
      Object.fromEntries(
        names.map((name) => [name, prefixes.text(name, faultOfToken)?.value ?? ""]),
      ),
  };
  return Object.fromEntries(
    Object.entries(settings).filter(([, setting]) => setting !== undefined),
  );
}

function nameOverrides(operations: Section | undefined): NameOverrides {
  const entries = Object.keys(operations?.map ?? {}).flatMap((key): [string, NameOverride][] => {
    const entry = operations?.section(key);
    if (entry === undefined) return [];
    entry.allow("resource", "name");
    const resource = entry.text("resource", faultOfResource);
    const name = entry.text("name", faultOfMethod);
    const where = (name ?? resource)?.where;
    return [
      [
        key,
        {
          ...(resource && { resource: resource.value }),
          ...(name && { name: name.value }),
          ...(where && { where }),
        },
      ],
    ];
  });
  return Object.fromEntries(entries);
}

function texts(settings: readonly Setting<string>[]): readonly string[] | undefined {
  return settings.length === 0 ? undefined : settings.map(({ value }) => value);
}

const faultOfAddress: Fault = (address) => {
  const url = /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (!url) return "is no address that starts with http:// or https://";
  if (url.username !== "" || url.password !== "") return "holds a user or a password";
  return url.hash === "" ? undefined : "has a fragment; documents are allowed as a whole";
};

/** Tokens of RFC 9110, 5.6.2: names of headers, cookies and authentication schemes. */
const faultOfToken: Fault = (text) =>
  /^[!#$%&'*+.^_`|~\w-]+$/.test(text)
    ? undefined
    : "is no token: letters, digits and !#$%&'*+-.^_`|~, without a space";

const faultOfPrefix: Fault = (prefix) =>
  /^[A-Z][A-Z0-9_]*$/.test(prefix)
    ? undefined
    : "is not a prefix of environment variables: capital letters, digits and _, as in ACME";

const faultOfSecretKey: Fault = (choice) =>
  ["error", "allow"].includes(choice) ? undefined : 'is neither "error" nor "allow"';

export const faultOfPackageName: Fault = (name) =>
  /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name) && name.length <= 214
    ? undefined
    : "is not a package name: lower-case letters, digits, - . _ ~, after an optional @scope/";

export const faultOfClientName: Fault = (name) =>
  /^[A-Z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : "is not a class name: a capital letter, then letters and digits, as in AcmeClient";

const faultOfResource: Fault = (path) =>
  path.split(".").every((accessor) => faultOfMethod(accessor) === undefined)
    ? undefined
    : "is not the path of a resource: names with a dot between them, as in repos.issues";

const faultOfMethod: Fault = (name) =>
  /^[a-z][A-Za-z0-9]*$/.test(name)
    ? undefined
    : "is not the name of a method: a small letter, then letters and digits, as in listAll";

const faultOfVersion: Fault = (version) =>
  semver.valid(version) === version ? undefined : "is not a version such as 1.2.3";

function findConfig(cwd: string): string | undefined {
  const [first, second] = configNames.filter((name) => existsSync(join(cwd, name)));
  if (first !== undefined && second !== undefined) {
    throw new DiagnosticError([
      diagnostic("config-invalid", {
        message: `There are two configurations, ${first} and ${second}.`,
        where: { file: second, pointer: "", line: 1, column: 1 },
        help: "keep one of them, or choose with --config.",
      }),
    ]);
  }
  if (first !== undefined) return first;
  const code = ["ts", "mts", "js", "mjs", "cjs"].find((end) =>
    existsSync(join(cwd, `clientwright.config.${end}`)),
  );
  if (code !== undefined) throw isCode(`clientwright.config.${code}`);
  return undefined;
}

function isMissing(file: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("config-missing", {
      message: `There is no configuration ${file}.`,
      where: { file, pointer: "", line: 1, column: 1 },
    }),
  ]);
}

function isCode(file: string): DiagnosticError {
  return new DiagnosticError([
    diagnostic("config-invalid", {
      message: `${basename(file)} is code, and no code is run to configure.`,
      where: { file, pointer: "", line: 1, column: 1 },
      help: `write the same settings as data to ${configNames[0] ?? ""}.`,
    }),
  ]);
}
