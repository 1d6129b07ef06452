import type { SourceRef } from "../diagnostics.js";
import { formatPointer } from "./pointer.js";
import { isContainer, type Key, own, type RawContainer, type RawValue } from "./raw.js";
import { type Link, locator, type SourceTree } from "./source.js";

export type OverlayRef = NonNullable<SourceRef["overlay"]>;

/** Knows, for every object of every stage, where in the user's files it comes from. */
export class Provenance {
  readonly #tree: SourceTree;
  /** Objects that a stage made, and what each was made from. */
  readonly #origins = new WeakMap<object, object>();
  /** Objects that an overlay put into the tree, and where they hang. */
  readonly #adopted = new WeakMap<object, Link & { readonly action: OverlayRef }>();
  /** Single members that an overlay set. */
  readonly #changes = new WeakMap<object, Map<Key, OverlayRef>>();
  /** Of the objects of the other documents that the description refers to, the tree that each belongs to. */
  readonly #owners = new WeakMap<object, SourceTree>();
  /** Of the tree as it is; made when first asked for. */
  #links: ReadonlyMap<RawContainer, Link> | undefined;
  readonly #locators = new Map<SourceTree, ReturnType<typeof locator>>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  /** Another document of the same description. */
  add(tree: SourceTree): void {
    const rest: RawContainer[] = isContainer(tree.root) ? [tree.root] : [];
    for (let container = rest.pop(); container; container = rest.pop()) {
      this.#owners.set(container, tree);
      for (const value of Object.values(container)) if (isContainer(value)) rest.push(value);
    }
  }

  /** The file of the object, where that is another than the description's. */
  fileOf(object: object): string | undefined {
    return this.#owners.get(this.#original(object))?.source.file;
  }

  /** `made` stands for `from` in later stages. */
  derive<T extends object>(made: T, from: object): T {
    if (made !== from) this.#origins.set(made, from);
    return made;
  }

  adopt(container: RawContainer, holder: RawContainer, key: Key, action: OverlayRef): void {
    this.#adopted.set(container, { holder, key, action });
  }

  change(holder: RawContainer, key: Key, action: OverlayRef): void {
    const changes = this.#changes.get(holder) ?? new Map<Key, OverlayRef>();
    this.#changes.set(holder, changes.set(key, action));
  }

  /** Whether the object, or what it was made from, has a place of its own. */
  knows(object: object): boolean {
    const raw = this.#original(object);
    const tree = this.#treeOf(raw);
    return raw === tree.root || this.#adopted.has(raw) || tree.places().linkOf(raw) !== undefined;
  }

  /** The place of an object or of one of its members; of the nearest holder, where that is not in the file. */
  at(object: object, key?: Key): SourceRef {
    let container = this.#original(object);
    let member = key !== undefined && own(container, key) !== undefined ? key : undefined;
    let overlay = member === undefined ? undefined : this.#changes.get(container)?.get(member);
    const value = member === undefined ? undefined : own(container, member);
    if (isContainer(value) && this.#adopted.has(value)) [container, member] = [value, undefined];
    for (let link = this.#adopted.get(container); link; link = this.#adopted.get(container)) {
      overlay ??= link.action;
      [container, member] = [link.holder, link.key];
    }
    return { ...this.#place(container, member), ...(overlay && { overlay }) };
  }

  /**
   * The way to an object in the description as its overlays left it, and the object there; `undefined` for what is of
   * another document. Ask when the overlays are done.
   */
  inTree(
    object: object,
  ): { readonly path: readonly Key[]; readonly raw: RawContainer } | undefined {
    const raw = this.#original(object);
    this.#links ??= linksOf(this.#tree.root);
    if (raw !== this.#tree.root && !this.#links.has(raw)) return undefined;
    const path: Key[] = [];
    for (let link = this.#links.get(raw); link; link = this.#links.get(link.holder))
      path.unshift(link.key);
    return { path, raw };
  }

  /** The value at a path of the description as its overlays left it. */
  valueAt(path: readonly Key[]): RawValue | undefined {
    return path.reduce<RawValue | undefined>(
      (value, key) => (isContainer(value) ? own(value, key) : undefined),
      this.#tree.root,
    );
  }

  #original(object: object): RawContainer {
    let raw = object;
    for (let from = this.#origins.get(raw); from; from = this.#origins.get(raw)) raw = from;
    return raw as RawContainer;
  }

  #treeOf(container: RawContainer): SourceTree {
    return this.#owners.get(container) ?? this.#tree;
  }

  #locate(tree: SourceTree, offset: number, path: readonly Key[]): SourceRef {
    const locate = this.#locators.get(tree) ?? locator(tree.source);
    this.#locators.set(tree, locate);
    return locate(offset, formatPointer(path));
  }

  #place(container: RawContainer, key: Key | undefined): SourceRef {
    const tree = this.#treeOf(container);
    const places = tree.places();
    const child = key === undefined ? undefined : own(container, key);
    // By identity where possible: an overlay may have moved the entries of a list.
    const link =
      (isContainer(child) ? places.linkOf(child) : undefined) ??
      (key === undefined ? places.linkOf(container) : { holder: container, key });
    const offset = link ? places.offsetOf(link.holder, link.key) : undefined;
    if (link && offset !== undefined)
      return this.#locate(tree, offset, [...this.#path(link.holder), link.key]);
    if (key !== undefined) return this.#place(container, undefined);
    return this.#locate(tree, places.offsetOf(container) ?? 0, this.#path(container));
  }

  #path(container: RawContainer): Key[] {
    const path: Key[] = [];
    const places = this.#treeOf(container).places();
    for (let link = places.linkOf(container); link; link = places.linkOf(link.holder))
      path.unshift(link.key);
    return path;
  }
}

function linksOf(root: RawValue): ReadonlyMap<RawContainer, Link> {
  const links = new Map<RawContainer, Link>();
  const rest: RawContainer[] = isContainer(root) ? [root] : [];
  for (let holder = rest.pop(); holder; holder = rest.pop()) {
    const isList = Array.isArray(holder);
    for (const [key, value] of Object.entries(holder)) {
      if (!isContainer(value)) continue;
      links.set(value, { holder, key: isList ? Number(key) : key });
      rest.push(value);
    }
  }
  return links;
}
