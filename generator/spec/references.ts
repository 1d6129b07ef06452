import { parseFragment, parsePointer } from "./pointer.js";
import {
  isContainer,
  isObject,
  own,
  type RawContainer,
  type RawObject,
  type RawValue,
} from "./raw.js";
import type { Reader } from "./reader.js";
import { nameForTarget } from "./target-names.js";

/** Follows `$ref` within the document, and gives a name to every schema that is referred to without having one. */
export class References {
  /** Schemas with a place in `components.schemas`, those that are there already and those that get one. */
  readonly #names = new Map<RawContainer, string>();
  readonly #definitions = new Map<string, RawObject>();
  readonly #given = new Map<string, RawObject>();
  readonly #used = new Set<string>();
  readonly #anchors = new Map<string, RawObject>();

  constructor(
    readonly root: RawObject,
    readonly reader: Reader,
  ) {
    const schemas = reader.object(root, "components") && componentSchemas(root);
    for (const [name, schema] of Object.entries(schemas ?? {})) {
      if (!isObject(schema)) continue;
      this.#names.set(schema, name);
      this.#definitions.set(name, schema);
    }
    this.#nameTargets(new Set(Object.keys(schemas ?? {})));
  }

  /** The name under which a schema stands in `components.schemas`, if it does. */
  nameOf(schema: RawObject): string | undefined {
    const name = this.#names.get(schema);
    if (name !== undefined) this.#used.add(name);
    return name;
  }

  /** The definition of a named schema. */
  definitionOf(name: string): RawObject | undefined {
    return this.#definitions.get(name);
  }

  /**
   * Schemas that were given a name and asked for since, by that name, in the order of their pointers. Targets of other
   * references, and of what only looks like one in some example, are never asked for.
   */
  given(): ReadonlyMap<string, RawObject> {
    return new Map([...this.#given].filter(([name]) => this.#used.has(name)));
  }

  /** What the `$ref` of a schema names: a named schema, or `true`/`false`; `undefined` after a report. */
  schema(holder: RawObject): { readonly name: string } | boolean | undefined {
    const value = this.#target(holder);
    if (typeof value === "boolean") return value;
    if (isObject(value)) {
      const name = this.nameOf(value);
      if (name !== undefined) return { name };
    }
    if (value !== undefined) this.#unresolvable(holder, "names something that is no schema");
    return undefined;
  }

  /** The object behind a chain of references that are no schemas; `undefined` after a report. */
  object(holder: RawObject): RawObject | undefined {
    let current = holder;
    for (const seen = new Set<RawObject>(); own(current, "$ref") !== undefined;) {
      if (seen.has(current)) {
        this.#cycle(holder);
        return undefined;
      }
      seen.add(current);
      const value = this.#resolve(current);
      if (value === undefined) return undefined;
      if (!isObject(value)) {
        this.#unresolvable(current, "names something that is no object");
        return undefined;
      }
      current = value;
    }
    return current;
  }

  /** Whether a mapping of a discriminator, a reference or a bare name, is a schema of this document. */
  mapped(value: string): string | undefined {
    const schemas = componentSchemas(this.root);
    if (schemas && Object.hasOwn(schemas, value)) return value;
    const target = value.startsWith("#") ? this.#aliased(this.#locate(value)) : undefined;
    return isObject(target) ? this.nameOf(target) : undefined;
  }

  /** Behind references that have no name of their own: an alias in the middle of a response is not worth one. */
  #target(holder: RawObject): RawValue | undefined {
    const value = this.#resolve(holder);
    if (value === undefined) return undefined;
    const target = this.#aliased(value);
    if (target === undefined) {
      if (isObject(value) && typeof own(value, "$ref") === "string") {
        if (this.#resolve(value) !== undefined) this.#cycle(holder);
      } else this.#unresolvable(holder, "does not exist in this document");
    }
    return target;
  }

  #aliased(start: RawValue | undefined): RawValue | undefined {
    let value = start;
    for (let steps = 0; steps < maximumSteps; steps++) {
      if (!isObject(value) || this.#names.has(value)) return value;
      const ref = own(value, "$ref");
      if (typeof ref !== "string" || Object.keys(value).length > 1) return value;
      value = this.#locate(ref);
    }
    return undefined;
  }

  #resolve(holder: RawObject): RawValue | undefined {
    const ref = own(holder, "$ref");
    if (typeof ref !== "string") {
      this.reader.report("ref-not-text", holder, "$ref", "$ref is expected to be a text.");
      return undefined;
    }
    if (!ref.startsWith("#")) {
      this.reader.report(
        "ref-external-unsupported",
        holder,
        "$ref",
        `"${ref}" refers to another document; it was not read.`,
        "bundle the description into one document.",
      );
      return undefined;
    }
    const value = this.#locate(ref);
    if (value === undefined) this.#unresolvable(holder, "does not exist in this document");
    return value;
  }

  #locate(ref: string): RawValue | undefined {
    if (!ref.startsWith("#")) return undefined;
    const segments = parseFragment(ref.slice(1));
    if (!segments) return this.#anchors.get(ref.slice(1));
    // A name with a percent sign may have been written without encoding it.
    return (
      this.#walk(segments) ??
      (ref.includes("%") ? this.#walk(parsePointer(ref.slice(1)) ?? []) : undefined)
    );
  }

  #walk(segments: readonly string[]): RawValue | undefined {
    let value: RawValue | undefined = this.root;
    for (const segment of segments) {
      for (let steps = 0; steps < maximumSteps && isObject(value); steps++) {
        const next: RawValue | undefined = own(value, "$ref");
        // The way may lead through a reference: #/components/responses/X/content where X refers to Y.
        if (own(value, segment) !== undefined || typeof next !== "string") break;
        value = next.startsWith("#/") ? this.#direct(next) : undefined;
      }
      value = isContainer(value) ? own(value, segment) : undefined;
      if (value === undefined) return undefined;
    }
    return value;
  }

  #direct(ref: string): RawValue | undefined {
    let value: RawValue | undefined = this.root;
    for (const segment of parseFragment(ref.slice(1)) ?? []) {
      value = isContainer(value) ? own(value, segment) : undefined;
    }
    return value;
  }

  /** Names do not depend on the order in which references are met: targets are named by their sorted pointers. */
  #nameTargets(taken: Set<string>): void {
    const refs = this.#collect();
    for (const ref of [...refs].sort()) {
      const segments = ref.startsWith("#") ? parseFragment(ref.slice(1)) : undefined;
      if (segments && isComponent(segments)) continue;
      const target = this.#aliased(this.#locate(ref));
      if (!isObject(target) || target === this.root || this.#names.has(target)) continue;
      const name = nameForTarget(segments ?? [ref.slice(1)], taken);
      taken.add(name);
      this.#names.set(target, name);
      this.#given.set(name, target);
      this.#definitions.set(name, target);
    }
  }

  /** All texts under `$ref`, and all anchors, wherever they stand: what is mere data is never asked for. */
  #collect(): Set<string> {
    const refs = new Set<string>();
    const rest: RawContainer[] = [this.root];
    for (let container = rest.pop(); container; container = rest.pop()) {
      for (const value of Object.values(container)) if (isContainer(value)) rest.push(value);
      if (!isObject(container)) continue;
      for (const keyword of ["$ref", "$dynamicRef"]) {
        const ref = own(container, keyword);
        if (typeof ref === "string") refs.add(ref);
      }
      for (const keyword of ["$anchor", "$dynamicAnchor"]) {
        const anchor = own(container, keyword);
        if (typeof anchor === "string" && !this.#anchors.has(anchor))
          this.#anchors.set(anchor, container);
      }
    }
    return refs;
  }

  #unresolvable(holder: RawObject, reason: string): void {
    const ref = String(own(holder, "$ref"));
    this.reader.report("ref-unresolvable", holder, "$ref", `"${ref}" ${reason}.`);
  }

  #cycle(holder: RawObject): void {
    const ref = String(own(holder, "$ref"));
    this.reader.report(
      "ref-cycle",
      holder,
      "$ref",
      `Following "${ref}" leads back to where it started.`,
    );
  }
}

/** Longer chains of aliases are cycles. */
const maximumSteps = 100;

function componentSchemas(root: RawObject): RawObject | undefined {
  const components = own(root, "components");
  const schemas = isObject(components) ? own(components, "schemas") : undefined;
  return isObject(schemas) ? schemas : undefined;
}

/** A whole component: a schema has its name already, the others are resolved in place. */
function isComponent(segments: readonly string[]): boolean {
  return (
    segments.length === 3 && segments[0] === "components" && otherComponents.has(segments[1] ?? "")
  );
}

const otherComponents = new Set([
  "responses",
  "parameters",
  "examples",
  "requestBodies",
  "headers",
  "securitySchemes",
  "links",
  "callbacks",
  "pathItems",
]);
