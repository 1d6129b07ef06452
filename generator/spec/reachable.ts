import { componentName, refTo } from "./component-refs.js";
import type { MediaType, OpenApi, Operation, Schema, SchemaObject } from "./openapi.js";
import { keywords } from "./schema-keywords.js";

/** The names of the schemas that the operations lead to, on any way. */
export function schemasReachableFrom(
  { components }: OpenApi,
  operations: readonly Operation[],
): ReadonlySet<string> {
  const variants = variantsByBase(components.schemas);
  const reached = new Set<string>();
  const rest = operations.flatMap((operation) => [...schemasOf(operation)]);
  for (let schema = rest.pop(); schema !== undefined; schema = rest.pop()) {
    for (const name of namesIn(schema)) {
      if (reached.has(name)) continue;
      reached.add(name);
      const found = components.schemas[name];
      if (found !== undefined) rest.push(found);
      for (const variant of variants.get(name) ?? []) rest.push(refTo(variant));
    }
  }
  return reached;
}

/** Of schemas with a discriminator, those that extend them: a value of the base is one of these. */
function variantsByBase(schemas: OpenApi["components"]["schemas"]): ReadonlyMap<string, string[]> {
  const variants = new Map<string, string[]>();
  for (const [name, schema] of Object.entries(schemas)) {
    if (typeof schema !== "object") continue;
    for (const part of schema.allOf ?? []) {
      if (typeof part !== "object" || part.$ref === undefined) continue;
      const base = componentName(part.$ref);
      const holder = schemas[base];
      if (typeof holder !== "object" || holder.discriminator === undefined) continue;
      variants.set(base, [...(variants.get(base) ?? []), name]);
    }
  }
  return variants;
}

function* schemasOf({ parameters, requestBody, responses }: Operation): Generator<Schema> {
  for (const { schema, content } of parameters) {
    if (schema !== undefined) yield schema;
    yield* schemasIn(content);
  }
  yield* schemasIn(requestBody?.content);
  for (const { headers, content } of Object.values(responses)) {
    for (const { schema } of Object.values(headers ?? {})) if (schema !== undefined) yield schema;
    yield* schemasIn(content);
  }
}

function* schemasIn(content: Readonly<Record<string, MediaType>> = {}): Generator<Schema> {
  for (const { schema } of Object.values(content)) if (schema !== undefined) yield schema;
}

/** The components that a schema names, at any depth of its own. */
export function namesIn(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  const rest = [schema];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next !== "object") continue;
    if (next.$ref !== undefined) names.add(componentName(next.$ref));
    for (const ref of mappedRefs(next)) names.add(componentName(ref));
    for (const part of partsOf(next)) rest.push(part);
  }
  return names;
}

export function mappedRefs({ discriminator }: SchemaObject): readonly string[] {
  const { mapping = {}, defaultMapping } = discriminator ?? {};
  const refs = [
    ...Object.values(mapping),
    ...(defaultMapping === undefined ? [] : [defaultMapping]),
  ];
  return refs.filter((ref) => ref.startsWith("#/components/schemas/"));
}

function* partsOf(schema: SchemaObject): Generator<Schema> {
  for (const [keyword, value] of Object.entries(schema)) {
    switch (keywords[keyword]) {
      case "schema":
        yield value as Schema;
        break;
      case "schemas":
        yield* value as readonly Schema[];
        break;
      case "schemaMap":
        yield* Object.values(value as Readonly<Record<string, Schema>>);
        break;
    }
  }
}
