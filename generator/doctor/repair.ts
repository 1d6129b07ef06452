import { Diagnostics, type Diagnostic } from "../diagnostics.js";
import { readDocument, type DocumentSources } from "../spec/read-document.js";
import type { SourceText } from "../spec/source.js";
import { newOverlay, withActions, type DescribedAction } from "./overlay-file.js";

/** An overlay that takes corrections: a file that is there, or one that is to be. */
export interface OverlayFile {
  readonly file: string;
  readonly text?: string | undefined;
}

export interface Repaired {
  /** The text of the overlay with its new actions. */
  readonly text: string;
  /** What the overlay now says, and was only assumed before. */
  readonly repaired: readonly Diagnostic[];
}

/** Some repairs show only when others are made, as inside of what could not be read. */
const maximumRounds = 8;

/**
 * Writes down what was assumed of a description, as actions of an overlay. Each was tried: with it, the warning is gone
 * and nothing else is wrong. `undefined` where there is nothing to write.
 */
export function repair(sources: DocumentSources, overlay: OverlayFile): Repaired | undefined {
  const repaired: Diagnostic[] = [];
  let { text } = overlay;
  for (let round = 0; round < maximumRounds; round++) {
    const attempt = new Attempt(sources, { ...overlay, text });
    const effective = attempt.effective(attempt.open);
    if (effective.length === 0) break;
    text = attempt.textWith(effective);
    repaired.push(...effective);
  }
  return text === undefined || repaired.length === 0 ? undefined : { text, repaired };
}

/** One round: what can be repaired of a description as it is now. */
class Attempt {
  readonly open: readonly Diagnostic[];
  readonly #errors: number;

  constructor(
    readonly sources: DocumentSources,
    readonly overlay: OverlayFile,
  ) {
    const found = problemsOf(sources, overlay);
    this.open = found.filter((problem) => problem.repair !== undefined);
    this.#errors = errorsIn(found);
  }

  /** Those that do what they should; found by halves, since mostly all of them do. */
  effective(
    list: readonly Diagnostic[],
    beside: readonly Diagnostic[] = [],
  ): readonly Diagnostic[] {
    if (list.length === 0 || this.#isEffective(list, beside)) return list;
    if (list.length === 1) return [];
    const middle = Math.ceil(list.length / 2);
    const first = this.effective(list.slice(0, middle), beside);
    return [...first, ...this.effective(list.slice(middle), [...beside, ...first])];
  }

  textWith(list: readonly Diagnostic[]): string {
    const { file, text } = this.overlay;
    const actions = actionsOf(list);
    return text === undefined ? newOverlay(file, actions) : withActions(text, actions);
  }

  #isEffective(list: readonly Diagnostic[], beside: readonly Diagnostic[]): boolean {
    const text = this.textWith([...beside, ...list]);
    const after = problemsOf(this.sources, { ...this.overlay, text });
    const left = new Set(after.map(identity));
    return errorsIn(after) <= this.#errors && !list.some((problem) => left.has(identity(problem)));
  }
}

/** Entries that leave a list come last, from its end: the others keep their numbers until then. */
function actionsOf(list: readonly Diagnostic[]): readonly DescribedAction[] {
  const leaves = ({ repair = [] }: Diagnostic): boolean =>
    repair.every((action) => "remove" in action && /\[(?:\d+|\?.*)\]$/.test(action.target));
  const ordered = [...list.filter((problem) => !leaves(problem)), ...list.filter(leaves).reverse()];
  const actions = new Map<string, DescribedAction>();
  for (const { code, message, repair = [] } of ordered) {
    for (const action of repair) {
      const key = JSON.stringify(action);
      if (!actions.has(key)) actions.set(key, { ...action, description: `${code}: ${message}` });
    }
  }
  return [...actions.values()];
}

function problemsOf(sources: DocumentSources, { file, text }: OverlayFile): readonly Diagnostic[] {
  const diagnostics = new Diagnostics();
  readDocument({ ...sources, overlays: overlaysWith(sources.overlays, file, text) }, diagnostics);
  return diagnostics.list;
}

function overlaysWith(
  overlays: readonly SourceText[],
  file: string,
  text: string | undefined,
): readonly SourceText[] {
  const others = overlays.filter((overlay) => overlay.file !== file);
  return text === undefined ? others : [...others, { file, text }];
}

function errorsIn(list: readonly Diagnostic[]): number {
  return list.filter(({ severity }) => severity === "error").length;
}

function identity({ code, message, where }: Diagnostic): string {
  return [code, message, where?.file, where?.pointer].join("\n");
}
