import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { DiagnosticCode } from "../diagnostics.js";
import {
  type Key,
  maximumDepth,
  type RawArray,
  type RawContainer,
  type RawObject,
  type RawValue,
  setOwn,
} from "./raw.js";
import type { Link, Places } from "./source.js";

/** Tells what is the matter at an offset of the YAML text. */
export type YamlReport = (code: DiagnosticCode, message: string, offset: number) => void;

/** As many values as aliases may add to a document. */
const maximumAliased = 200_000;

/** YAML nodes → plain values, every alias unfolded so that no two places share an object. */
export class YamlValues {
  readonly #nodes = new Map<RawContainer, YAMLMap.Parsed | YAMLSeq.Parsed>();
  readonly #links = new Map<RawContainer, Link>();
  readonly #open = new Set<object>();
  /** The keys of mappings whose members someone asked for. */
  readonly #keys = new Map<object, Map<string, ParsedNode>>();
  /** The latest node of each anchor, as far as the document was read. */
  readonly #anchors = new Map<string, ParsedNode>();
  /** What each alias meant where it stands; an anchor may be given to another node later. */
  readonly #targets = new Map<Alias.Parsed, ParsedNode | undefined>();
  #aliased = 0;
  #aliasDepth = 0;

  constructor(readonly report: YamlReport) {}

  value(node: ParsedNode | null, depth: number): RawValue {
    if (node === null) return null;
    if (this.#aliasDepth > 0 && ++this.#aliased > maximumAliased) {
      if (this.#aliased === maximumAliased + 1) {
        this.report(
          "yaml-alias-excess",
          `Aliases add more than ${maximumAliased} values.`,
          node.range[0],
        );
      }
      return null;
    }
    if (isAlias(node)) return this.#alias(node, depth);
    if (node.anchor !== undefined && this.#aliasDepth === 0) this.#anchors.set(node.anchor, node);
    if (node.tag !== undefined && !coreTags.has(node.tag)) {
      // The library knows some tags of other schemas and would make dates, sets and bytes of them.
      const message = `The tag ${node.tag} is not of the core schema.`;
      this.report("yaml-unknown-tag", message, node.range[0]);
    }
    if (isScalar(node)) return this.#scalar(node.value);
    if (depth >= maximumDepth) {
      this.report(
        "nesting-too-deep",
        `Lists and mappings are nested more than ${maximumDepth} deep.`,
        node.range[0],
      );
      return null;
    }
    return isMap(node)
      ? this.#map(node as YAMLMap.Parsed, depth)
      : this.#seq(node as YAMLSeq.Parsed, depth);
  }

  #alias(node: Alias.Parsed, depth: number): RawValue {
    const target = this.#targetOf(node);
    if (!target) return null;
    if (this.#open.has(target)) {
      this.report(
        "yaml-alias-excess",
        `The anchor "${node.source}" contains itself.`,
        node.range[0],
      );
      return null;
    }
    this.#aliasDepth++;
    const value = this.value(target, depth);
    this.#aliasDepth--;
    return value;
  }

  #targetOf(node: Alias.Parsed): ParsedNode | undefined {
    if (!this.#targets.has(node)) {
      const target = this.#anchors.get(node.source);
      if (!target)
        this.report(
          "yaml-syntax",
          `There is no anchor "${node.source}" before this.`,
          node.range[0],
        );
      this.#targets.set(node, target);
    }
    return this.#targets.get(node);
  }

  #scalar(value: unknown): RawValue {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? value
      : null;
  }

  #seq(node: YAMLSeq.Parsed, depth: number): RawArray {
    const list: RawArray = [];
    this.#enter(node, list);
    for (const item of node.items) {
      this.#put(list, list.length, isPairless(item) ? this.value(item, depth + 1) : null);
    }
    this.#open.delete(node);
    return list;
  }

  #map(node: YAMLMap.Parsed, depth: number): RawObject {
    const object: RawObject = {};
    this.#enter(node, object);
    const merged: ParsedNode[] = [];
    for (const { key, value } of node.items) {
      const name = this.#key(key);
      if (name === undefined) continue;
      if (
        name === "<<" &&
        isScalar(key) &&
        key.type === "PLAIN" &&
        value !== null &&
        !isScalar(value)
      ) {
        merged.push(value);
      } else if (Object.hasOwn(object, name)) {
        this.report(
          "yaml-duplicate-key",
          `The key ${JSON.stringify(name)} already stands in the same mapping.`,
          key.range[0],
        );
      } else {
        this.#put(object, name, this.value(value, depth + 1));
      }
    }
    for (const source of merged) this.#merge(object, source, depth);
    this.#open.delete(node);
    return object;
  }

  /** `<<` is no part of YAML 1.2, yet descriptions written for older readers rely on it. */
  #merge(object: RawObject, source: ParsedNode, depth: number): void {
    const value = this.value(source, depth);
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part !== "object" || part === null || Array.isArray(part)) continue;
      for (const key of Object.keys(part)) {
        if (!Object.hasOwn(object, key)) this.#put(object, key, part[key] ?? null);
      }
    }
  }

  #key(key: ParsedNode): string | undefined {
    const node = isAlias(key) ? this.#targetOf(key) : key;
    if (isScalar(node)) {
      if (node.anchor !== undefined && this.#aliasDepth === 0) this.#anchors.set(node.anchor, node);
      // A status code is written without quotes and still means text; 1.0 must not become "1".
      return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
    }
    this.report("yaml-key-not-text", "A key is expected to be text.", key.range[0]);
    return undefined;
  }

  #enter(node: YAMLMap.Parsed | YAMLSeq.Parsed, container: RawContainer): void {
    this.#open.add(node);
    this.#nodes.set(container, node);
  }

  #put(holder: RawContainer, key: Key, value: RawValue): void {
    if (Array.isArray(holder)) holder.push(value);
    else setOwn(holder, String(key), value);
    if (typeof value === "object" && value !== null) this.#links.set(value, { holder, key });
  }

  places(start: number): Places {
    return {
      linkOf: (container) => this.#links.get(container),
      offsetOf: (container, key) => {
        const node = this.#nodes.get(container);
        if (!node) return undefined;
        const member = key === undefined ? node : this.#member(node, key);
        return member ? start + member.range[0] : undefined;
      },
    };
  }

  #member(node: YAMLMap.Parsed | YAMLSeq.Parsed, key: Key): ParsedNode | undefined {
    if (isSeq(node)) {
      const item = node.items[Number(key)];
      return item && isPairless(item) ? (item as ParsedNode) : undefined;
    }
    let keys = this.#keys.get(node);
    if (!keys) {
      keys = new Map();
      for (const { key: name } of (node as YAMLMap.Parsed).items) {
        const text = this.#keyText(name);
        if (text !== undefined) keys.set(text, name);
      }
      this.#keys.set(node, keys);
    }
    return keys.get(String(key));
  }

  #keyText(key: ParsedNode): string | undefined {
    if (!isScalar(key)) return undefined;
    return typeof key.value === "string" ? key.value : (key.source ?? String(key.value));
  }
}

const coreTags = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((tag) => `tag:yaml.org,2002:${tag}`),
);

/** A list of the core schema holds nodes; pairs occur only under tags that it does not have. */
function isPairless(item: unknown): item is ParsedNode {
  return typeof item === "object" && item !== null && "range" in item;
}
