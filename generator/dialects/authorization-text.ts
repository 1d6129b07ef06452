import type { SecurityScheme } from "../spec/openapi.js";
import type { CredentialPrefix, Dialect } from "./dialect.js";

/** A key in `Authorization` whose description shows the header: `Authorization: Bearer <token>`. */
export const authorizationText: Dialect = { name: "description", credentialPrefix };

const shown = /(?:authorization\s*:\s*|["'`“])(bearer|token|api-?key)\s+[<{[$][\w .-]+[>}\]]?/giu;

/** It counts only if every such place shows the same word. */
function credentialPrefix(scheme: SecurityScheme): CredentialPrefix | undefined {
  if (scheme.type !== "apiKey" || scheme.in !== "header") return undefined;
  if (scheme.name.toLowerCase() !== "authorization") return undefined;
  const places = [...(scheme.description ?? "").matchAll(shown)];
  const [prefix, ...others] = new Set(places.map((place) => place[1]));
  const [first] = places;
  if (prefix === undefined || first === undefined || others.length > 0) return undefined;
  return { prefix, evidence: `the scheme's description shows ${first[0].replace(/^["'`“]/u, "")}` };
}
