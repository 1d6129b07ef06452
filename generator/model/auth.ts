import { ask } from "../dialects/index.js";
import type { Document } from "../spec/document.js";
import { operationsOf } from "../spec/openapi.js";
import type { SecurityRequirement, SecurityScheme } from "../spec/openapi.js";
import { docsOf } from "./docs.js";
import { camelCase, uniqueNames } from "./names.js";
import { clientOptionNames } from "./servers.js";
import type { AuthScheme, ClientSettings, CsrfNames } from "./types.js";

/** The schemes that at least one operation uses, as options of the client. */
export function buildAuth(
  document: Document,
  { credentialPrefixes = {}, credentialNames = {} }: ClientSettings,
): readonly AuthScheme[] {
  const requirements = requirementsOf(document);
  const all = Object.entries(document.root.components.securitySchemes).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const used = all.filter(
    ([name, scheme]) =>
      scheme.type !== "mutualTLS" && requirements.some((list) => list.some((all) => name in all)),
  );
  const wishes = optionNames(used, credentialNames);
  return used.map(([name, scheme]) => {
    const base = {
      name,
      option: wishes.get(name) ?? camelCase(name),
      docs: docsOf({
        ...(scheme.description !== undefined && { description: scheme.description }),
      }),
      // Browsers send cookies by themselves, so that a client may do without.
      required:
        !(scheme.type === "apiKey" && scheme.in === "cookie") &&
        requirements.length > 0 &&
        requirements.every((list) => list.length > 0 && list.every((all) => name in all)),
    };
    const found = meaning(scheme);
    const prefix = Object.hasOwn(credentialPrefixes, name) ? credentialPrefixes[name] : undefined;
    if (prefix === undefined || found.type === "basic") return { ...base, ...found };
    return {
      ...base,
      ...found,
      prefix,
      evidence: [...found.evidence, `prefix ${prefix} by configuration`],
    };
  });
}

/** The cookie and header of a framework whose session cookie is a scheme that some operation uses. */
export function csrfOf(document: Document): CsrfNames | undefined {
  const used = new Set(requirementsOf(document).flatMap((list) => list.flatMap(Object.keys)));
  for (const [name, scheme] of Object.entries(document.root.components.securitySchemes)) {
    const found = used.has(name) ? ask((dialect) => dialect.csrf?.(scheme)) : undefined;
    if (found !== undefined) return found.answer;
  }
  return undefined;
}

/** Scheme names have no case; this is how everybody writes this one (RFC 6750). */
const BEARER = "Bearer";

/**
 * What a client has to send for a scheme. The schemes of OAuth 2 and OpenID Connect end in a bearer token (RFC 6750);
 * how it is obtained is the caller's part.
 */
function meaning(scheme: SecurityScheme) {
  switch (scheme.type) {
    case "apiKey": {
      const found = ask((dialect) => dialect.credentialPrefix?.(scheme));
      return {
        type: "apiKey" as const,
        in: scheme.in,
        parameter: scheme.name,
        ...(found !== undefined && { prefix: found.answer.prefix }),
        evidence: [
          `apiKey in ${scheme.in} ${scheme.name}`,
          ...(found === undefined ? [] : [`${found.dialect}: ${found.answer.evidence}`]),
        ],
      };
    }
    case "http": {
      const name = scheme.scheme.toLowerCase();
      const evidence = [`http ${scheme.scheme}`];
      if (name === "basic") return { type: "basic" as const, evidence };
      return {
        type: "http" as const,
        prefix: name === "bearer" ? BEARER : scheme.scheme,
        evidence,
      };
    }
    case "oauth2":
    case "openIdConnect":
    case "mutualTLS":
      return { type: "http" as const, prefix: BEARER, evidence: [scheme.type] };
    default:
      return scheme satisfies never;
  }
}

/**
 * Options are named by what the caller has in hand (a token, an API key), so that a scheme's name, often an accident of
 * the framework, does not show; schemes that would share a name take their own.
 */
function optionNames(
  schemes: readonly (readonly [string, SecurityScheme])[],
  given: Readonly<Record<string, string>>,
): Map<string, string> {
  const wishes = new Map(schemes.map(([name, scheme]) => [name, credentialName(scheme)]));
  const counts = new Map<string, number>();
  for (const wish of wishes.values()) counts.set(wish, (counts.get(wish) ?? 0) + 1);
  for (const [name, wish] of wishes) {
    if ((counts.get(wish) ?? 0) > 1) wishes.set(name, camelCase(name) || wish);
  }
  for (const [name] of schemes) {
    if (Object.hasOwn(given, name)) wishes.set(name, given[name] ?? name);
  }
  return uniqueNames(wishes, clientOptionNames, "Credential");
}

function credentialName(scheme: SecurityScheme): string {
  switch (scheme.type) {
    case "apiKey":
      return ask((dialect) => dialect.credentialPrefix?.(scheme)) === undefined
        ? "apiKey"
        : "token";
    case "http":
      return scheme.scheme.toLowerCase() === "basic" ? "basicAuth" : "token";
    case "oauth2":
    case "openIdConnect":
    case "mutualTLS":
      return "accessToken";
    default:
      return scheme satisfies never;
  }
}

/** For each operation, its alternatives; an operation that says nothing has the document's. */
function requirementsOf(document: Document): (readonly SecurityRequirement[])[] {
  return Object.values(document.root.paths).flatMap((item) =>
    operationsOf(item).map(({ operation }) => operation.security ?? document.root.security),
  );
}
