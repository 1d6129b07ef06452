import type { GenerateOptions } from "../configured.js";
import { canonicalJson } from "../canonical-json.js";
import type { FilterEntry, OperationFilter } from "../spec/select.js";
import { hashOf } from "../output/manifest.js";

/** A digest of what the configuration says under each of its keys, by which `check` tells which of them changed. */
export function digestsOf(options: GenerateOptions): Readonly<Record<string, string>> {
  const { packageName, packageVersion, clientName, settings, selection, formats } = options;
  const operations = Object.entries(options.operations ?? {}).map(
    ([name, { resource, name: method, pagination }]) =>
      [name, { resource, name: method, pagination: pagination?.value }] as const,
  );
  const models = Object.entries(options.models ?? {}).map(
    ([schema, { value }]) => [schema, value] as const,
  );
  const said = {
    "package.name": packageName,
    "package.version": packageVersion,
    "client.name": clientName,
    client: settings,
    include: selection?.include && valuesIn(selection.include),
    exclude: selection && {
      ...valuesIn(selection.exclude),
      deprecated: selection.isWithoutDeprecated,
    },
    operations: Object.fromEntries(operations),
    models: Object.fromEntries(models),
    formats,
  };
  return Object.fromEntries(
    Object.entries(said)
      .filter(([, value]) => !isEmpty(value))
      .map(([key, value]) => [key, hashOf(canonicalJson(value))]),
  );
}

function valuesIn({ tags, paths, operations }: OperationFilter): Readonly<Record<string, unknown>> {
  const valuesOf = (entries: readonly FilterEntry[]) => entries.map(({ value }) => value).sort();
  return { tags: valuesOf(tags), paths: valuesOf(paths), operations: valuesOf(operations) };
}

/** Whether a key says nothing, as one that is not written. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === false) return true;
  return typeof value === "object" && value !== null && Object.values(value).every(isEmpty);
}
