import { nearest } from "../config/nearest.js";
import type { Diagnostics } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import {
  operationsOf,
  withOperations,
  type ItemOperation,
  type Operation,
  type PathItem,
} from "../spec/openapi.js";
import { camelCase } from "./names.js";
import type { Placed } from "./operation-verb.js";
import type { OperationSetting, OperationSettings } from "./types.js";

/** The configuration decides before the description's extensions. */
export function overrideOf(
  placed: Placed,
  overrides: OperationSettings,
): { readonly resource?: readonly string[]; readonly name?: string } {
  const { operation } = placed;
  const resource =
    settingFor(placed, overrides, "resource") ??
    text(operation["x-fern-sdk-group-name"]) ??
    text(operation["x-speakeasy-group"]);
  const name =
    settingFor(placed, overrides, "name") ??
    text(operation["x-fern-sdk-method-name"]) ??
    text(operation["x-speakeasy-name-override"]);
  const accessors =
    resource
      ?.split(".")
      .map(camelCase)
      .filter((part) => part !== "") ?? [];
  const method = camelCase(name ?? "");
  return {
    ...(accessors.length > 0 && { resource: accessors }),
    ...(method !== "" && { name: method }),
  };
}

/** What the configuration says of an operation in one respect. */
export function settingFor<K extends keyof OperationSetting>(
  placed: Pick<Placed, "path" | "method" | "operation">,
  settings: OperationSettings,
  key: K,
): OperationSetting[K] | undefined {
  return namesOf(placed)
    .map((name) => own(settings, name)?.[key])
    .find((value) => value !== undefined);
}

/** The document whose operations page as the configuration says, as if they said so themselves. */
export function withPagination(document: Document, settings: OperationSettings): Document {
  if (!Object.values(settings).some(({ pagination }) => pagination !== undefined)) return document;
  return document.revise((root, derive) => {
    const configured = (path: string, { method, operation }: ItemOperation): Operation => {
      const pagination = settingFor({ path, method, operation }, settings, "pagination");
      return pagination === undefined
        ? operation
        : derive({ ...operation, "x-pagination": pagination.value }, operation);
    };
    const paths = Object.create(null) as Record<string, PathItem>;
    for (const [path, item] of Object.entries(root.paths)) {
      paths[path] = withOperations(item, (found) => configured(path, found), derive);
    }
    return derive({ ...root, paths: derive(paths, root.paths) }, root);
  });
}

/** An entry for an operation that the description does not have is a mistake, or was one of an older description. */
export function reportUnknown(
  document: Document,
  overrides: OperationSettings,
  diagnostics: Diagnostics,
): void {
  const known = Object.entries(document.root.paths).flatMap(([path, item]) =>
    operationsOf(item).flatMap(({ method, operation }) => namesOf({ path, method, operation })),
  );
  const names = new Set(known);
  for (const [name, { where }] of Object.entries(overrides)) {
    if (names.has(name)) continue;
    const near = nearest(name, known);
    diagnostics.report("config-invalid", {
      message: `operations names ${JSON.stringify(name)}, which is no operation of the description.`,
      where,
      help:
        near === undefined
          ? "write its operationId, or its method and path: GET /pets."
          : `did you mean ${JSON.stringify(near)}?`,
    });
  }
}

/** What the configuration may call an operation. */
export function namesOf({
  path,
  method,
  operation,
}: Pick<Placed, "path" | "method" | "operation">): readonly string[] {
  const endpoint = `${method} ${path}`;
  return operation.operationId === undefined ? [endpoint] : [endpoint, operation.operationId];
}

/** Fern writes a nested group as a list, Speakeasy with dots. */
function text(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return undefined;
  const parts = value.filter((part) => typeof part === "string");
  return parts.length === value.length ? parts.join(".") : undefined;
}

function own(overrides: OperationSettings, name: string): OperationSetting | undefined {
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
