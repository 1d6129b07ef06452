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
      if (!isTag(discriminator) || schemas[ancestor].oneOf || schemas[ancestor].anyOf) continue;
      const own = [name, ...descendantsOf(name, parents)];
      const values = own.flatMap((each) => valuesFor(discriminator, each));
      if (isObject(discriminator.mapping) && valuesFor(discriminator, name).length === 0) continue;
      inherited.set(name, [
        ...(inherited.get(name) ?? []),
        { property: discriminator.propertyName, values, first: valuesFor(discriminator, name)[0] },
      ]);
    }
  }
  return {
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
