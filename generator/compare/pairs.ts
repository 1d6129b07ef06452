import type { Model } from "../model/types.js";

/** Which named types of two versions are the same thing: by their place in the description, then by their name. */
export class ModelPairs {
  readonly list: readonly (readonly [old: Model, now: Model])[];
  readonly removed: readonly Model[];
  readonly added: readonly Model[];
  readonly #oldName = new Map<Model, string>();

  constructor(old: readonly Model[], now: readonly Model[]) {
    const byPointer = new Map(now.map((model) => [model.pointer, model]));
    const byName = new Map(now.map((model) => [model.name, model]));
    const taken = new Set<Model>();
    const found = new Map<Model, Model>();
    for (const by of [
      (model: Model) => byPointer.get(model.pointer),
      (model: Model) => byName.get(model.name),
    ]) {
      for (const model of old) {
        const match = found.has(model) ? undefined : by(model);
        if (match === undefined || taken.has(match)) continue;
        found.set(model, match);
        taken.add(match);
      }
    }
    this.list = [...found];
    this.removed = old.filter((model) => !found.has(model));
    this.added = now.filter((model) => !taken.has(model));
    for (const [before, after] of this.list) this.#oldName.set(after, before.name);
  }

  /** The name in the old package of a type of the new one; one that the old package lacks is marked as new. */
  readonly oldNameOf = (model: Model): string => this.#oldName.get(model) ?? `new ${model.name}`;

  areSame(old: Model, now: Model): boolean {
    return this.#oldName.get(now) === old.name;
  }
}
