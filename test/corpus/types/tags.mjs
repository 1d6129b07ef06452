import { isObject } from "./descriptions.mjs";

/**
 * What discriminators say: by union, the values that choose each branch; by named schema, the values that it inherits
 * through `allOf` from a schema that has a discriminator and no union of its own.
 */
export function tagsOf(root) {
  const { schemas } = root.components;
  const parents = new Map(
    Object.entries(schemas).map(([name, schema]) => [name, parentsOf(schema)]),
  );
  const inherited = new Map();
  for (const name of Object.keys(schemas)) {
    for (const ancestor of ancestorsOf(name, parents)) {
      const discriminator = schemas[ancestor]?.discriminator;
      if (!isTag(discriminator)) continue;
      const own = [name, ...descendantsOf(name, parents)];
      const values = own.flatMap((each) => valuesFor(discriminator, each));
      if (isObject(discriminator.mapping) && valuesFor(discriminator, name).length === 0) continue;
      inherited.set(name, [
        ...(inherited.get(name) ?? []),
        { property: discriminator.propertyName, values, first: valuesFor(discriminator, name)[0] },
      ]);
    }
  }
  const variants = new Map();
  for (const [name, schema] of Object.entries(schemas)) {
    const found = variantsOf(name, schema, parents);
    if (found !== undefined) variants.set(name, found);
  }
  return {
    /** What a value of a schema must be whose discriminator names schemas that extend it, by value. */
    variantsOf: (name) => variants.get(name),
    extends: (name, base) => ancestorsOf(name, parents).has(base),
    ofSchema: (name) => inherited.get(name) ?? [],
    ofUnion: (schema) => {
      const members = schema.oneOf ?? schema.anyOf;
      if (!isTag(schema.discriminator) || !Array.isArray(members)) return undefined;
      const branches = members.map((member) => ({
        schema: member,
        values: nameOf(member) === undefined ? [] : valuesFor(schema.discriminator, nameOf(member)),
      }));
      if (branches.some(({ values }) => values.length === 0)) return undefined;
      return { property: schema.discriminator.propertyName, branches };
    },
  };
}

function variantsOf(name, schema, parents) {
  if (!isTag(schema?.discriminator)) return undefined;
  const members = schema.oneOf ?? schema.anyOf;
  const mapping = isObject(schema.discriminator.mapping) ? schema.discriminator.mapping : {};
  const targets = Array.isArray(members)
    ? members.map(nameOf)
    : Object.values(mapping).map((target) => String(target).replace("#/components/schemas/", ""));
  const names = [...new Set(targets)];
  if (!names.some((each) => each !== undefined && ancestorsOf(each, parents).has(name)))
    return undefined;
  const isUsual = names.every(
    (each) => each === name || (each !== undefined && ancestorsOf(each, parents).has(name)),
  );
  if (!isUsual || schema.discriminator.defaultMapping !== undefined) return undefined;
  return {
    property: schema.discriminator.propertyName,
    branches: names.map((each) => ({ name: each, values: valuesFor(schema.discriminator, each) })),
  };
}

function isTag(discriminator) {
  return isObject(discriminator) && typeof discriminator.propertyName === "string";
}

function valuesFor(discriminator, name) {
  const mapping = isObject(discriminator.mapping) ? Object.entries(discriminator.mapping) : [];
  const keys = mapping
    .filter(([, target]) => target === name || String(target).endsWith(`/schemas/${name}`))
    .map(([key]) => key);
  return keys.length > 0 || mapping.length > 0 ? keys : [name];
}

function nameOf(schema) {
  return /^#\/components\/schemas\/([^/]+)$/.exec(schema?.$ref ?? "")?.[1];
}

function parentsOf(schema) {
  return Array.isArray(schema?.allOf)
    ? schema.allOf.map(nameOf).filter((name) => name !== undefined)
    : [];
}

function ancestorsOf(name, parents) {
  const found = new Set();
  const open = [...(parents.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(parents.get(next) ?? []));
  }
  found.delete(name);
  return found;
}

function descendantsOf(name, parents) {
  return [...parents.keys()].filter(
    (other) => other !== name && ancestorsOf(other, parents).has(name),
  );
}
