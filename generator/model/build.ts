import type { Document } from "../spec/document.js";
import { buildAuth, csrfOf } from "./auth.js";
import { Conversions } from "./conversions.js";
import { docsOf } from "./docs.js";
import { camelCase, kebabCase, pascalCase } from "./names.js";
import { buildOperations } from "./operations.js";
import { nameOperations } from "./resources.js";
import { buildModels } from "./schemas.js";
import { buildServers } from "./servers.js";
import { typeNames } from "./type-names.js";
import type { ApiModel, ModelOptions } from "./types.js";

/** The document as a client sees it: resources and their operations, models, servers, credentials. */
export function buildModel(document: Document, options: ModelOptions): ApiModel {
  const { info } = document.root;
  const settings = options.settings ?? {};
  const csrf = settings.csrf ?? csrfOf(document);
  const clientName = options.clientName ?? clientNameFor(info.title, options.reservedTypeNames);
  const formats = options.formats ?? {};
  const conversions = new Conversions(document, formats);
  const named = nameOperations(document, options.operations);
  const reserved = [...options.reservedTypeNames, ...namesOfClient(clientName)];
  const names = typeNames(document, named, reserved, options.models);
  return {
    title: info.title,
    version: info.version,
    docs: docsOf(info),
    packageName: options.packageName ?? (kebabCase(info.title) || "api-client"),
    packageVersion: options.packageVersion ?? "0.1.0",
    clientName,
    servers: buildServers(document),
    schemes: buildAuth(document, settings),
    settings: csrf === undefined ? settings : { ...settings, csrf },
    formats,
    resources: buildOperations(document, named, { names, conversions }),
    models: buildModels(document, names, conversions),
  };
}

/** `WhatsApp API` gives `WhatsAppClient`; a title that says nothing gives a name that the runtime does not have. */
function clientNameFor(title: string, reserved: readonly string[]): string {
  const base = pascalCase(title.replace(/\bAPI\b/giu, "")) || "Service";
  return reserved.includes(`${base}Client`) ? `${base}ServiceClient` : `${base}Client`;
}

/** The names that `client.ts` and `core.ts` export for a client class. */
export function namesOfClient(clientName: string): string[] {
  return [clientName, `${clientName}Options`, "createClient", camelCase(clientName)];
}
