import type { Document } from "../spec/document.js";
import { operationsOf } from "../spec/openapi.js";
import type { Schema } from "../spec/openapi.js";
import { componentOf } from "../spec/pointer.js";
import { Discriminators } from "./discriminators.js";
import type { Direction } from "./types.js";

/** For each component schema, which way it travels and whether that makes a difference. */
export interface Usage {
  /** Names of the component schemas that are reached from a request or from a response. */
  readonly reached: Readonly<Record<Direction, ReadonlySet<string>>>;
  /**
   * Names of those that are not the same both ways: at any depth they hold a property that goes only one way, bytes,
   * or an enum, whose values are exact where they are sent and open where they are received.
   */
  readonly differing: ReadonlySet<string>;
}

export function usageOf(document: Document): Usage {
  const { schemas } = document.root.components;
  const discriminators = new Discriminators(document);
  const references = new Map(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      new Set([...referencesOf(schema), ...discriminators.variantsOf(name)]),
    ]),
  );
  const roots = rootsOf(document);
  const differing = new Set<string>();
  for (const [name, schema] of Object.entries(schemas)) if (differs(schema)) differing.add(name);
  spreadBackwards(differing, references);
  return {
    reached: {
      request: closure(roots.request, references),
      response: closure(roots.response, references),
    },
    differing,
  };
}

function rootsOf(document: Document): Record<Direction, Set<string>> {
  const request = new Set<string>();
  const response = new Set<string>();
  for (const item of Object.values(document.root.paths)) {
    for (const { operation } of operationsOf(item)) {
      for (const { schema, content } of operation.parameters) {
        addReferences(schema, request);
        for (const media of Object.values(content ?? {})) addReferences(media.schema, request);
      }
      for (const media of Object.values(operation.requestBody?.content ?? {})) {
        addReferences(media.schema, request);
      }
      for (const { content, headers } of Object.values(operation.responses)) {
        for (const media of Object.values(content ?? {})) addReferences(media.schema, response);
        for (const header of Object.values(headers ?? {})) addReferences(header.schema, response);
      }
    }
  }
  return { request, response };
}

function closure(
  roots: ReadonlySet<string>,
  references: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const reached = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(references.get(name) ?? []));
  }
  return reached;
}

/** Adds to the set whatever refers to a member of it, until nothing more does. */
export function spreadBackwards(
  set: Set<string>,
  references: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const referrers = new Map<string, string[]>();
  for (const [from, targets] of references) {
    for (const target of targets) referrers.set(target, [...(referrers.get(target) ?? []), from]);
  }
  const open = [...set];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const referrer of referrers.get(name) ?? []) {
      if (set.has(referrer)) continue;
      set.add(referrer);
      open.push(referrer);
    }
  }
}

export function referencesOf(schema: Schema): Set<string> {
  const found = new Set<string>();
  addReferences(schema, found);
  return found;
}

function addReferences(root: Schema | undefined, found: Set<string>): void {
  for (const schema of schemasWithin(root)) {
    const target =
      typeof schema === "object" ? componentOf(schema.$ref?.slice(1) ?? "") : undefined;
    if (target !== undefined) found.add(target);
  }
}

function differs(root: Schema): boolean {
  for (const schema of schemasWithin(root)) {
    if (typeof schema === "boolean") continue;
    if (schema.readOnly === true || schema.writeOnly === true) return true;
    // Bytes are sent as they are, and come as text within JSON.
    if (schema.format === "binary") return true;
    // A single value is no more open than a `const`: it tells schemas apart.
    if (new Set(schema.enum?.filter(isText)).size > 1) return true;
  }
  return false;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

/** The schema and all that are written inside it, not following references. */
export function* schemasWithin(root: Schema | undefined): Generator<Schema> {
  const open: Schema[] = root === undefined ? [] : [root];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    yield schema;
    if (typeof schema === "boolean") continue;
    for (const map of [schema.properties, schema.patternProperties]) {
      if (map !== undefined) open.push(...Object.values(map));
    }
    for (const list of [schema.allOf, schema.anyOf, schema.oneOf, schema.prefixItems]) {
      if (list !== undefined) open.push(...list);
    }
    for (const one of [schema.items, schema.additionalProperties]) {
      if (one !== undefined) open.push(one);
    }
  }
}
