import type { Documents } from "./documents.js";
import { resolveReference } from "./locations.js";
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
import { nameForPlace, nameForTarget } from "./target-names.js";

/**
 * Follows `$ref` within the description and into the documents beside it, and gives a name to every schema that is
 * referred to without having one.
 */
export class References {
  /**
   * Schemas without a place in `components.schemas` that were asked for as such, in whatever order. What of another
   * document is a schema shows only when someone asks: names are given once all of them are known.
   */
  readonly asked = new Set<RawObject>();
  /** Schemas with a place in `components.schemas`, those that are there already and those that get one. */
  readonly #names = new Map<RawContainer, string>();
  readonly #components: RawObject;
  readonly #taken = new Set<string>();
  readonly #definitions = new Map<string, RawObject>();
  readonly #claimed = new Map<string, RawObject>();
  readonly #given = new Map<string, RawObject>();
  readonly #used = new Set<string>();
  readonly #indexes = new Map<string, DocumentIndex>();
  /** Whether a reference that stands for a schema is being followed. */
  #isForSchema = false;

  /** @param asked what an earlier reading of the same documents asked for */
  constructor(
    readonly root: RawObject,
    readonly reader: Reader,
    readonly documents: Documents,
    asked: Iterable<RawObject> = [],
  ) {
    this.#components = this.#componentSchemas() ?? {};
    for (const [name, schema] of Object.entries(this.#components)) {
      this.#taken.add(name);
      if (!isObject(schema)) continue;
      this.#names.set(schema, name);
      this.#definitions.set(name, schema);
    }
    this.#claimTargets();
    this.#nameTargets();
    for (const { target, place } of [...asked].map((found) => this.#placed(found)).sort(byPlace)) {
      if (!this.#names.has(target)) this.#give(this.#nameFor(place), target);
    }
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

  /** The schema of another document that a component is nothing but a reference to, and that goes by its name. */
  claimed(name: string): RawObject | undefined {
    return this.#claimed.get(name);
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
    return this.#forSchema(() => {
      const value = this.#target(holder);
      if (typeof value === "boolean") return value;
      if (isObject(value)) {
        const name = this.#nameOnRequest(value);
        if (name !== undefined) return { name };
      }
      if (value !== undefined) this.#unresolvable(holder, "names something that is no schema");
      return undefined;
    });
  }

  /** A schema that cannot be had is one of unknown values; a client of the rest is honest, and of use. */
  #forSchema<T>(follow: () => T): T {
    this.#isForSchema = true;
    try {
      return follow();
    } finally {
      this.#isForSchema = false;
    }
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

  /** The map itself, or the one in another file that it stands for: `schemas: { $ref: schemas/index.yaml }`. */
  map(given: RawObject | undefined): RawObject | undefined {
    return given && typeof own(given, "$ref") === "string" ? this.object(given) : given;
  }

  /** Whether a mapping of a discriminator, a reference or a bare name, is a schema of these documents. Reads none. */
  mapped(value: string, holder: RawObject): string | undefined {
    if (Object.hasOwn(this.#components, value)) return value;
    const target = this.#aliased(this.#locate(value, holder, false), false);
    if (isObject(target)) return this.#nameOnRequest(target);
    if (/[#/]/.test(value) || this.documents.fileOf(holder) === this.documents.rootFile)
      return undefined;
    // A bare name in another document may mean a component of that one.
    const local = this.#locate(`#/components/schemas/${value}`, holder, false);
    return isObject(local) ? this.#nameOnRequest(local) : undefined;
  }

  #nameOnRequest(target: RawObject): string | undefined {
    const name = this.nameOf(target);
    if (name !== undefined) return name;
    const { place } = this.#placed(target);
    if (this.documents.isAlone || isNoSchema(target, place)) return undefined;
    this.asked.add(target);
    const stopgap = this.#nameFor(place);
    this.#give(stopgap, target);
    this.#used.add(stopgap);
    return stopgap;
  }

  #give(name: string, target: RawObject): void {
    this.#taken.add(name);
    this.#names.set(target, name);
    this.#given.set(name, target);
    this.#definitions.set(name, target);
  }

  /** Behind references that have no name of their own: an alias in the middle of a response is not worth one. */
  #target(holder: RawObject): RawValue | undefined {
    const value = this.#resolve(holder);
    if (value === undefined) return undefined;
    const target = this.#aliased(value, true);
    if (target === undefined) this.#cycle(holder);
    return target === told ? undefined : target;
  }

  /** `undefined` when there is no end to it, and, unless someone asks, when it ends nowhere. */
  #aliased(start: Located, asks: boolean): Located {
    let value = start;
    for (let steps = 0; steps < maximumSteps; steps++) {
      if (value === told || !isObject(value) || this.#names.has(value)) return value;
      const ref = own(value, "$ref");
      if (typeof ref !== "string" || Object.keys(value).length > 1) return value;
      const next = this.#locate(ref, value, asks);
      if (next === undefined && asks) {
        this.#unresolvable(value, nowhere(ref));
        return told;
      }
      value = next;
    }
    return undefined;
  }

  #resolve(holder: RawObject): RawValue | undefined {
    const ref = own(holder, "$ref");
    if (typeof ref !== "string") {
      this.reader.report("ref-not-text", holder, "$ref", "$ref is expected to be a text.");
      return undefined;
    }
    const value = this.#locate(ref, holder, true);
    if (value === undefined) this.#unresolvable(holder, nowhere(ref));
    return value === told ? undefined : value;
  }

  /** @param asks whether documents are read for it, and faults reported; what only looks like a reference asks not */
  #locate(ref: string, holder: RawObject, asks: boolean): Located {
    const document = this.#enter(ref, holder, asks);
    if (document === undefined || document === told) return document;
    const { start, file, fragment } = document;
    const segments = parseFragment(fragment);
    if (!segments) return this.#indexOf(file).anchors.get(fragment);
    const value = this.#walk(start, segments, asks);
    // A name with a percent sign may have been written without encoding it.
    return value === undefined && fragment.includes("%")
      ? this.#walk(start, parsePointer(fragment) ?? [], asks)
      : value;
  }

  #walk(start: RawValue, segments: readonly string[], asks: boolean): Located {
    let value: RawValue | undefined = start;
    for (const segment of segments) {
      for (let steps = 0; steps < maximumSteps && isObject(value); steps++) {
        const next: RawValue | undefined = own(value, "$ref");
        // The way may lead through a reference: #/components/responses/X/content where X refers to Y.
        if (own(value, segment) !== undefined || typeof next !== "string") break;
        const beyond = this.#direct(next, value, asks);
        if (beyond === told) return told;
        value = beyond;
      }
      value = isContainer(value) ? own(value, segment) : undefined;
      if (value === undefined) return undefined;
    }
    return value;
  }

  #direct(ref: string, holder: RawObject, asks: boolean): Located {
    const document = this.#enter(ref, holder, asks);
    if (document === undefined || document === told) return document;
    let value: RawValue | undefined = document.start;
    for (const segment of parseFragment(document.fragment) ?? []) {
      value = isContainer(value) ? own(value, segment) : undefined;
    }
    return value;
  }

  /** The document that a reference leads into, and what of it is meant. */
  #enter(ref: string, holder: RawObject, asks: boolean): Entered | undefined | typeof told {
    const from = this.documents.fileOf(holder);
    const [id = "", fragment = ""] = ref.split(/#(.*)/s);
    const embedded = id === "" ? undefined : this.#embedded(id, from);
    if (embedded) return { start: embedded, file: this.documents.fileOf(embedded), fragment };
    const target = resolveReference(ref, from);
    if (target.kind === "refused") {
      if (asks) this.#unread(holder, "ref-refused", target.reason);
      return asks ? told : undefined;
    }
    const { file } = target;
    if (file === this.documents.rootFile) return { ...target, start: this.root };
    if (!asks) {
      const start = this.documents.peek(file);
      return start === undefined ? undefined : { ...target, start };
    }
    const opened = this.documents.open(file);
    switch (opened.kind) {
      case "open":
        return { ...target, start: opened.root };
      case "unread":
        this.#unread(holder, opened.fault.code, opened.fault.reason, opened.fault.help);
        return told;
      case "broken":
        return told;
      default:
        return opened satisfies never;
    }
  }

  /** A schema that goes by an address of its own (`$id`), in the document that refers to it or in the description. */
  #embedded(id: string, from: string): RawObject | undefined {
    // In 3.2, the description says itself by what address it goes.
    if (id === own(this.root, "$self")) return this.root;
    if (!/^[a-z][a-z0-9+.-]*:/i.test(id)) return undefined;
    return this.#indexOf(from).ids.get(id) ?? this.#indexOf(this.documents.rootFile).ids.get(id);
  }

  #indexOf(file: string): DocumentIndex {
    const known = this.#indexes.get(file);
    if (known) return known;
    const isRoot = file === this.documents.rootFile;
    const index = indexOf(isRoot ? this.root : (this.documents.peek(file) ?? null));
    this.#indexes.set(file, index);
    return index;
  }

  #componentSchemas(): RawObject | undefined {
    const components = this.map(this.reader.object(this.root, "components"));
    return components && this.map(this.reader.object(components, "schemas"));
  }

  /**
   * `Pet: { $ref: schemas/pet.yaml }` is how a description names a schema that stands elsewhere: all references to it
   * mean this `Pet`. Of several such names, the one that the schema would have had anyway, else the first.
   */
  #claimTargets(): void {
    const claims = new Map<RawObject, string[]>();
    for (const [name, entry] of Object.entries(this.#components)) {
      if (!isObject(entry) || !isAlias(entry)) continue;
      const ref = String(own(entry, "$ref"));
      const isLocal = this.documents.fileOf(entry) === this.documents.rootFile;
      if (isLocal && ref.startsWith("#")) continue;
      const target = this.#forSchema(() => this.#aliased(this.#locate(ref, entry, true), true));
      if (target === told || !isObject(target) || this.#names.has(target)) continue;
      const { place } = this.#placed(target);
      if (place.file === undefined || isNoSchema(target, place)) continue;
      claims.set(target, [...(claims.get(target) ?? []), name]);
    }
    for (const [target, names] of claims) {
      const natural = this.#nameFor(this.#placed(target).place, new Set());
      const name = names.includes(natural) ? natural : [...names].sort()[0];
      if (name === undefined) continue;
      this.#names.set(target, name);
      this.#claimed.set(name, target);
      this.#definitions.set(name, target);
    }
  }

  /** Names do not depend on the order in which references are met: targets are named by their sorted pointers. */
  #nameTargets(): void {
    const { rootFile } = this.documents;
    for (const ref of [...this.#indexOf(rootFile).refs].sort()) {
      const isLocal = ref.startsWith("#");
      if (!isLocal && !this.#embedded(ref.replace(/#.*/s, ""), rootFile)) continue;
      const segments = isLocal ? parseFragment(ref.slice(1)) : undefined;
      if (segments && isComponent(segments)) continue;
      const target = this.#aliased(this.#locate(ref, this.root, false), false);
      if (target === told || !isObject(target)) continue;
      if (target === this.root || this.#names.has(target)) continue;
      // What is of another document has its name from there, whatever aliases lead to it.
      if (this.documents.fileOf(target) !== rootFile) continue;
      const name = isLocal
        ? nameForTarget(segments ?? [ref.slice(1)], this.#taken)
        : this.#nameFor(this.#placed(target).place);
      this.#give(name, target);
    }
  }

  #nameFor({ file, segments }: Place, taken: ReadonlySet<string> = this.#taken): string {
    return file === undefined
      ? nameForTarget(segments, taken)
      : nameForPlace(file, segments, taken);
  }

  #placed(target: RawObject): { readonly target: RawObject; readonly place: Place } {
    const { pointer } = this.reader.provenance.at(target);
    const file = this.documents.fileOf(target);
    const isRoot = file === this.documents.rootFile;
    const segments = parsePointer(pointer) ?? [];
    return { target, place: { file: isRoot ? undefined : file, segments } };
  }

  #unread(
    holder: RawObject,
    code: "ref-refused" | "ref-unreadable",
    reason: string,
    help?: string,
  ): void {
    const ref = String(own(holder, "$ref"));
    const isRepaired = this.#isForSchema && code === "ref-refused";
    this.reader.report(
      isRepaired ? "schema-refused" : code,
      holder,
      "$ref",
      `"${ref}" was not read: ${reason}.`,
      { ...(help !== undefined && { help }), ...(isRepaired && unknownSchema) },
    );
  }

  #unresolvable(holder: RawObject, reason: string): void {
    const ref = String(own(holder, "$ref"));
    const code = this.#isForSchema ? "schema-unresolvable" : "ref-unresolvable";
    const more = this.#isForSchema ? unknownSchema : {};
    this.reader.report(code, holder, "$ref", `"${ref}" ${reason}.`, more);
  }

  #cycle(holder: RawObject): void {
    const ref = String(own(holder, "$ref"));
    this.reader.report(
      this.#isForSchema ? "schema-cycle" : "ref-cycle",
      holder,
      "$ref",
      `Following "${ref}" leads back to where it started.`,
      this.#isForSchema ? unknownSchema : {},
    );
  }
}

/** Without its reference, a schema is one of unknown values. */
const unknownSchema = { repair: { kind: "remove" } } as const;

/** A reference that leads nowhere, and of which the reader has been told. */
const told = Symbol("told");
type Located = RawValue | undefined | typeof told;

interface Entered {
  readonly start: RawValue;
  readonly file: string;
  readonly fragment: string;
}

/** Where a schema stands; without a file, in the description. */
interface Place {
  readonly file: string | undefined;
  readonly segments: readonly string[];
}

interface DocumentIndex {
  /** All texts under `$ref`, wherever they stand: what is mere data is never asked for. */
  readonly refs: ReadonlySet<string>;
  readonly anchors: ReadonlyMap<string, RawObject>;
  readonly ids: ReadonlyMap<string, RawObject>;
}

function indexOf(root: RawValue): DocumentIndex {
  const refs = new Set<string>();
  const anchors = new Map<string, RawObject>();
  const ids = new Map<string, RawObject>();
  const rest: RawContainer[] = isContainer(root) ? [root] : [];
  for (let container = rest.pop(); container; container = rest.pop()) {
    for (const value of Object.values(container)) if (isContainer(value)) rest.push(value);
    if (!isObject(container)) continue;
    for (const keyword of ["$ref", "$dynamicRef"]) {
      const ref = own(container, keyword);
      if (typeof ref === "string") refs.add(ref);
    }
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const anchor = own(container, keyword);
      if (typeof anchor === "string" && !anchors.has(anchor)) anchors.set(anchor, container);
    }
    const id = own(container, "$id");
    if (typeof id === "string" && !ids.has(id.replace(/#$/, "")))
      ids.set(id.replace(/#$/, ""), container);
  }
  return { refs, anchors, ids };
}

/** Longer chains of aliases are cycles. */
const maximumSteps = 100;

function nowhere(ref: string): string {
  return `does not exist in ${ref.startsWith("#") ? "this" : "that"} document`;
}

function isAlias(schema: RawObject): boolean {
  return typeof own(schema, "$ref") === "string" && Object.keys(schema).length === 1;
}

type Placed = { readonly target: RawObject; readonly place: Place };

/** Those of the description first; by code unit, so that no locale plays a part. */
function byPlace({ place: a }: Placed, { place: b }: Placed): number {
  const [first, second] = [a, b].map(({ file, segments }) => [file ?? "", ...segments].join("\0"));
  return (first ?? "") < (second ?? "") ? -1 : 1;
}

/** The description as a whole, another whole description, or a component of another kind. */
function isNoSchema(target: RawObject, { file, segments }: Place): boolean {
  if (segments.length === 0) return file === undefined || isDescription(target);
  return isComponent(segments);
}

function isDescription(target: RawObject): boolean {
  return ["openapi", "swagger"].some((key) => typeof own(target, key) === "string");
}

/** A whole component: a schema has its name already, the others are resolved in place. */
function isComponent([kind, ...segments]: readonly string[]): boolean {
  if (kind === "components") return segments.length === 2 && otherComponents.has(segments[0] ?? "");
  // Swagger 2.0 has them at the top.
  return segments.length === 1 && (kind === "parameters" || kind === "responses");
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
