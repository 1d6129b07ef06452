const has = (schema, ...keys) => keys.some((key) => schema[key] !== undefined);
const within = (schema, test) =>
  [schema, ...Object.values(schema.properties ?? {})].some(
    (one) => typeof one === "object" && one !== null && test(one),
  );

/** Where types go wrong, by what a schema or one of its properties says. */
const traps = {
  "union beside properties": (schema) => has(schema, "oneOf", "anyOf") && has(schema, "properties"),
  allOf: (schema) => has(schema, "allOf"),
  "allOf and required of another member": (schema) =>
    has(schema, "allOf") &&
    [schema, ...schema.allOf].some((part) =>
      part.required?.some?.((name) => part.properties?.[name] === undefined),
    ),
  oneOf: (schema) => has(schema, "oneOf"),
  anyOf: (schema) => has(schema, "anyOf"),
  discriminator: (schema) => has(schema, "discriminator"),
  "nullable enum": (schema) =>
    within(
      schema,
      (one) => has(one, "enum") && (one.nullable === true || one.enum.includes?.(null)),
    ),
  "nullable reference": (schema) =>
    within(schema, (one) => one.nullable === true && has(one, "allOf", "anyOf", "oneOf")),
  "enum of numbers or booleans": (schema) =>
    within(schema, (one) =>
      one.enum?.some?.((value) => ["number", "boolean"].includes(typeof value)),
    ),
  const: (schema) => within(schema, (one) => has(one, "const")),
  tuple: (schema) => within(schema, (one) => has(one, "prefixItems")),
  "bounded list": (schema) => within(schema, (one) => has(one, "minItems", "maxItems")),
  "map beside properties": (schema) =>
    within(
      schema,
      (one) =>
        has(one, "properties") &&
        typeof one.additionalProperties !== "boolean" &&
        has(one, "additionalProperties"),
    ),
  "open beside properties": (schema) =>
    within(schema, (one) => has(one, "properties") && one.additionalProperties === true),
  "closed object": (schema) => within(schema, (one) => one.additionalProperties === false),
  map: (schema) =>
    within(schema, (one) => !has(one, "properties") && has(one, "additionalProperties")),
  patternProperties: (schema) => within(schema, (one) => has(one, "patternProperties")),
  not: (schema) => within(schema, (one) => has(one, "not")),
  "siblings of a reference": (schema) =>
    within(schema, (one) => has(one, "$ref") && Object.keys(one).length > 1),
  "one way": (schema) => within(schema, (one) => one.readOnly === true || one.writeOnly === true),
  default: (schema) => within(schema, (one) => has(one, "default")),
  "empty schema": (schema) => within(schema, (one) => Object.keys(one).length === 0),
  "list of types": (schema) => within(schema, (one) => Array.isArray(one.type)),
};

export function trapsOf(schema) {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(traps).flatMap(([name, test]) => {
    try {
      return test(schema) ? [name] : [];
    } catch {
      return [];
    }
  });
}
