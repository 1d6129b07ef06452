import { createHash } from "node:crypto";
import { isObject, reach } from "./descriptions.mjs";
import { broken, Instances } from "./instances.mjs";
import { Validator } from "./validator.mjs";

const MAX_LITERAL = 12_000;
const MAX_MISMATCH = 6;
const LIMITS = { "wrong type": 2, missing: 2, "unknown value": 2, "unknown key": 1 };

/**
 * Values of a description's schemas, of which a validator says that they are right, or what is wrong with them. They
 * are the same for each generator, and the same in each run.
 */
export function casesOf(root, schemaLimit) {
  const { schemas } = root.components;
  const reached = reach(root);
  const names = sample(
    Object.keys(schemas).filter((name) => isObject(schemas[name])),
    schemaLimit,
  );
  const cases = [];
  const untested = [];
  for (const direction of ["response", "request"]) {
    const tools = {
      direction,
      instances: new Instances(root, direction),
      closed: new Validator(root, direction, true),
      open: new Validator(root, direction, false),
    };
    for (const name of names) {
      const isReceived = reached.response.has(name);
      const isSent = reached.request.has(name);
      if (direction === "request" ? !isSent : isSent && !isReceived) continue;
      const found = casesOfSchema(name, schemas[name], tools);
      if (found.length === 0) untested.push(`${direction} ${name}`);
      cases.push(...found);
    }
  }
  return { cases, untested };
}

function casesOfSchema(name, schema, { direction, instances, closed, open }) {
  const branches = Math.max(1, ...["oneOf", "anyOf"].map((key) => schema[key]?.length ?? 0));
  const candidates = [];
  for (let variant = 0; variant < Math.min(4 + branches, 10); variant++) {
    candidates.push(instances.make(name, variant));
  }
  const given = [
    schema.example,
    schema.default,
    ...(Array.isArray(schema.examples) ? schema.examples : []),
  ];
  const texts = new Set();
  const valid = [];
  for (const value of [...candidates, ...given.slice(0, 4)]) {
    const text = value === undefined ? undefined : literal(value);
    if (text === undefined || texts.has(text)) continue;
    texts.add(text);
    if (closed.faults(name, value)?.length === 0 && open.faults(name, value)?.length === 0)
      valid.push(value);
  }
  const cases = valid.map((value) => ({
    schema: name,
    direction,
    kind: "valid",
    text: literal(value),
  }));
  const left = { ...LIMITS };
  let tries = 0;
  for (const base of valid.slice(0, MAX_MISMATCH).reverse()) {
    const changes = shuffled([...broken(base)], name);
    for (const { kind, keywords, value } of changes) {
      // A client reads values that its description does not know yet.
      if (left[kind] === 0 || (kind === "unknown value" && direction === "response")) continue;
      if (++tries > 120) break;
      const text = literal(value);
      if (text === undefined || texts.has(text)) continue;
      const faults = open.faults(name, value) ?? [];
      if (!faults.some(({ keyword }) => keywords.includes(keyword))) continue;
      if (
        kind === "wrong type" &&
        direction === "response" &&
        !faults.some(({ keyword }) => keyword === "type")
      )
        continue;
      texts.add(text);
      left[kind] -= 1;
      cases.push({ schema: name, direction, kind, text });
    }
  }
  return cases;
}

function literal(value) {
  const text = JSON.stringify(value);
  return text === undefined || text.length > MAX_LITERAL || text.includes('"__proto__"')
    ? undefined
    : text;
}

function shuffled(list, seed) {
  return list
    .map((entry, index) => [createHash("md5").update(`${seed} ${index}`).digest("hex"), entry])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

function sample(names, limit) {
  if (names.length <= limit) return names;
  const step = names.length / limit;
  return Array.from({ length: limit }, (_, index) => names[Math.floor(index * step)]);
}
