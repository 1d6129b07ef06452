import { readFileSync } from "node:fs";
import { parse } from "yaml";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/**
 * A description with a name for each JSON schema that is written inline in a body or an answer, so that each generator
 * has a type for it; undefined where it is not OpenAPI 3, or refers to other files.
 */
export function prepare(path) {
  const text = readFileSync(path, "utf8");
  let root;
  try {
    root = path.endsWith(".json")
      ? JSON.parse(text)
      : parse(text, { maxAliasCount: -1, merge: true });
  } catch {
    return undefined;
  }
  if (!isObject(root) || !/^3\.[012]/.test(String(root.openapi)) || hasOutsideRef(root))
    return undefined;
  root.components ??= {};
  if (!isObject(root.components)) return undefined;
  root.components.schemas ??= {};
  const { schemas } = root.components;
  let count = 0;
  const name = (content) => {
    if (!isObject(content)) return;
    for (const [type, media] of Object.entries(content)) {
      if (!/json/.test(type) || !isObject(media?.schema) || media.schema.$ref !== undefined)
        continue;
      const key = `InlineSchema${++count}`;
      schemas[key] = media.schema;
      media.schema = { $ref: `#/components/schemas/${key}` };
    }
  };
  for (const item of Object.values(root.paths ?? {})) {
    for (const method of methods) {
      const operation = item?.[method];
      if (!isObject(operation)) continue;
      name(operation.requestBody?.content);
      for (const answer of Object.values(operation.responses ?? {})) name(answer?.content);
    }
  }
  return root;
}

/** Which way each named schema travels, by a walk over the description as it is. */
export function reach(root) {
  const reached = { request: new Set(), response: new Set() };
  const walk = (start, direction) => {
    const open = [start];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (typeof value !== "object" || value === null) continue;
      if (typeof value.$ref === "string") {
        const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(value.$ref) ?? [];
        const key = name ?? value.$ref;
        if (!reached[direction].has(decode(key))) {
          reached[direction].add(decode(key));
          open.push(resolve(root, value.$ref));
        }
      }
      for (const [key, inner] of Object.entries(value)) if (!isData(key)) open.push(inner);
    }
  };
  for (const item of Object.values(root.paths ?? {})) {
    for (const method of methods) {
      const operation = item?.[method];
      if (!isObject(operation)) continue;
      walk([operation.parameters, operation.requestBody], "request");
      walk(operation.responses, "response");
    }
    if (isObject(item)) walk(item.parameters, "request");
  }
  return reached;
}

function isData(key) {
  return key.startsWith("x-") || ["example", "examples", "default", "enum", "const"].includes(key);
}

export function resolve(root, ref) {
  return ref
    .slice(2)
    .split("/")
    .reduce((value, segment) => value?.[decode(segment)], root);
}

export function decode(segment) {
  try {
    return decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return segment;
  }
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasOutsideRef(root) {
  const open = [root];
  const seen = new Set();
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (typeof value.$ref === "string" && !value.$ref.startsWith("#/")) return true;
    if ("$dynamicRef" in value || "$recursiveRef" in value) return true;
    open.push(...Object.values(value));
  }
  return false;
}
