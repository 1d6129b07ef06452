import { nearest } from "../config/nearest.js";
import type { Diagnostics } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import { operationsOf } from "../spec/openapi.js";
import { camelCase } from "./names.js";
import type { Placed } from "./operation-verb.js";
import type { NameOverride, NameOverrides } from "./types.js";

/** The configuration decides before the description's extensions. */
export function overrideOf(
  placed: Placed,
  overrides: NameOverrides,
): { readonly resource?: readonly string[]; readonly name?: string } {
  const { operation } = placed;
  const given = namesOf(placed).flatMap((name) => own(overrides, name) ?? []);
  const resource =
    given.map((override) => override.resource).find((value) => value !== undefined) ??
    text(operation["x-fern-sdk-group-name"]) ??
    text(operation["x-speakeasy-group"]);
  const name =
    given.map((override) => override.name).find((value) => value !== undefined) ??
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

/** An entry for an operation that the description does not have is a mistake, or was one of an older description. */
export function reportUnknown(
  document: Document,
  overrides: NameOverrides,
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

function own(overrides: NameOverrides, name: string): NameOverride | undefined {
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
