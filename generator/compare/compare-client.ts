import type { ApiModel, AuthScheme, ServerVariable } from "../model/types.js";
import { formatPointer } from "../spec/pointer.js";
import type { ChangeKind } from "./classification.js";
import type { Finding } from "./recorder.js";
import type { Versions } from "./versions.js";

type Told = Omit<Finding, "kind" | "group" | "subject" | "operations">;
type Tell = (kind: ChangeKind, subject: string, told: Told, pointer: string) => void;

/** The client itself: its name, its credentials, and where the API is. */
export function compareClients({ old, new: now, recorder }: Versions): void {
  const options = `${old.model.clientName}Options`;
  const tell: Tell = (kind, subject, told, pointer) =>
    recorder.add({
      kind,
      subject,
      group: { kind: "client", name: old.model.clientName },
      old: old.document.at(pointer),
      new: now.document.at(pointer),
      used: [{ kind: "export", module: "client", name: old.model.clientName }],
      ...told,
    });
  compareNames(old.model, now.model, tell);
  compareFormats(old.model, now.model, tell);
  compareCredentials(old.model, now.model, options, tell);
  compareServers(old.model, now.model, options, tell);
}

function compareNames(old: ApiModel, now: ApiModel, tell: Tell): void {
  const names: readonly (readonly [ChangeKind, string, string])[] = [
    ["client-renamed", old.clientName, now.clientName],
    ["package-renamed", old.packageName, now.packageName],
  ];
  for (const [kind, before, after] of names) {
    if (before === after) continue;
    tell(kind, before, { message: `is now called ${after}`, before, after }, "/info");
  }
}

/** Which values are converted: the configuration says it, so that no description shows it. */
function compareFormats(old: ApiModel, now: ApiModel, tell: Tell): void {
  for (const [format, usual] of [
    ["date-time", "string"],
    ["int64", "number"],
  ] as const) {
    const [before, after] = [old.formats[format] ?? usual, now.formats[format] ?? usual];
    if (before === after) continue;
    const message = `has values of the format ${format} as ${after} now, not as ${before}`;
    tell("formats-changed", old.clientName, { message, before, after }, "/info");
  }
}

function compareCredentials(old: ApiModel, now: ApiModel, options: string, tell: Tell): void {
  for (const before of old.schemes) {
    const after =
      now.schemes.find(({ name }) => name === before.name) ??
      now.schemes.find(({ option }) => option === before.option);
    const subject = `${options}.${before.option}`;
    const place = formatPointer(["components", "securitySchemes", before.name]);
    const say: Say = (kind, told) => tell(kind, subject, told, place);
    if (after === undefined) say("credential-removed", { message: "was removed" });
    else compareCredential(before, after, say);
  }
  for (const after of now.schemes) {
    const isKnown = old.schemes.some(
      ({ name, option }) => name === after.name || option === after.option,
    );
    if (isKnown) continue;
    tell(
      after.required ? "credential-added-required" : "credential-added",
      `${options}.${after.option}`,
      { message: after.required ? "was added and is required" : "was added" },
      formatPointer(["components", "securitySchemes", after.name]),
    );
  }
}

type Say = (kind: ChangeKind, told: Told) => void;

function compareCredential(before: AuthScheme, after: AuthScheme, say: Say): void {
  if (before.option !== after.option) {
    const names = { before: before.option, after: after.option };
    say("credential-renamed", { message: `is now called ${after.option}`, ...names });
  }
  if (before.required !== after.required) {
    say(after.required ? "credential-now-required" : "credential-now-optional", {
      message: after.required ? "is now required" : "is now optional",
    });
  }
  if ((before.type === "basic") !== (after.type === "basic")) {
    say("credential-type-changed", {
      message: after.type === "basic" ? "is now a user name and a password" : "is now one text",
    });
  } else if (wireOf(before) !== wireOf(after)) {
    const forms = { before: wireOf(before), after: wireOf(after) };
    say("credential-sent-otherwise", { message: `is sent as ${wireOf(after)}`, ...forms });
  }
}

function wireOf(scheme: AuthScheme): string {
  switch (scheme.type) {
    case "basic":
      return "basic credentials";
    case "http":
      return `Authorization: ${scheme.prefix}`;
    case "apiKey":
      return `${scheme.in} ${scheme.parameter}${scheme.prefix === undefined ? "" : `: ${scheme.prefix}`}`;
    default:
      return scheme satisfies never;
  }
}

function compareServers(old: ApiModel, now: ApiModel, options: string, tell: Tell): void {
  const urls = ({ servers }: ApiModel): string => servers.map(({ url }) => url).join(", ");
  const [was, is] = [urls(old), urls(now)];
  if (was !== is) {
    const told = { before: was || "(none)", after: is || "(none)" };
    tell(
      "server-changed",
      `${options}.baseUrl`,
      { message: `defaults to ${is || "nothing"}, was ${was || "nothing"}`, ...told },
      "/servers",
    );
  }
  compareBaseUrl(old, now, options, tell);
  const before = optionsOf(old);
  const after = optionsOf(now);
  for (const [option, one] of before) {
    const other = after.get(option);
    const say: Say = (kind, told) => tell(kind, `${options}.${option}`, told, "/servers");
    if (other === undefined) say("server-option-removed", { message: "was removed" });
    else compareServerOption(one, other, say);
  }
  for (const [option, { required }] of after) {
    if (before.has(option)) continue;
    tell(
      required ? "server-option-added-required" : "server-option-added",
      `${options}.${option}`,
      { message: required ? "was added and is required" : "was added" },
      "/servers",
    );
  }
}

/** Whether the caller must say where the API is, because the description does not. */
function compareBaseUrl(old: ApiModel, now: ApiModel, options: string, tell: Tell): void {
  const isNeeded = ({ servers: [first] }: ApiModel): boolean =>
    first === undefined || !/^(https?:\/\/|\{)/iu.test(first.url);
  if (isNeeded(old) === isNeeded(now)) return;
  tell(
    isNeeded(now) ? "server-option-now-required" : "server-option-now-optional",
    `${options}.baseUrl`,
    { message: isNeeded(now) ? "is now required" : "is now optional" },
    "/servers",
  );
}

interface ServerOption {
  readonly variable: ServerVariable;
  readonly required: boolean;
}

/** Each variable once, and whether the first server needs it. */
function optionsOf({ servers }: ApiModel): ReadonlyMap<string, ServerOption> {
  const found = new Map<string, ServerOption>();
  for (const [index, { variables }] of servers.entries()) {
    for (const variable of variables) {
      if (found.has(variable.option)) continue;
      const required = index === 0 && variable.default === undefined;
      found.set(variable.option, { variable, required });
    }
  }
  return found;
}

function compareServerOption(before: ServerOption, after: ServerOption, say: Say): void {
  if (before.required !== after.required) {
    say(after.required ? "server-option-now-required" : "server-option-now-optional", {
      message: after.required ? "is now required" : "is now optional",
    });
  }
  const [was, is] = [before.variable.default, after.variable.default];
  if (was !== is && was !== undefined && is !== undefined) {
    say("server-default-changed", {
      message: `defaults to ${is}, was ${was}`,
      before: was,
      after: is,
    });
  }
  const [old, now] = [before.variable.values, after.variable.values];
  const lost = now === undefined ? [] : (old?.filter((value) => !now.includes(value)) ?? []);
  const isNarrower = lost.length > 0 || (old === undefined && now !== undefined);
  if (isNarrower) {
    say("type-changed", {
      message: `takes ${now?.join(", ") ?? ""} only`,
      before: old?.join(", ") ?? "any text",
      after: now?.join(", ") ?? "any text",
    });
  }
}
