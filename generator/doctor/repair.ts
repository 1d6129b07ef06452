import { Diagnostics, type Diagnostic } from "../diagnostics.js";
import type { OpenApi } from "../spec/openapi.js";
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
 * and the description means what it was taken to mean. `undefined` where there is nothing to write.
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
  readonly #before: Reading;

  constructor(
    readonly sources: DocumentSources,
    readonly overlay: OverlayFile,
  ) {
    this.#before = readingOf(sources, overlay);
    this.open = this.#before.problems.filter((problem) => problem.repair !== undefined);
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
    const after = readingOf(this.sources, { ...this.overlay, text });
    const left = new Set(after.problems.map(identity));
    return (
      after.meaning === this.#before.meaning &&
      errorsIn(after.problems) <= errorsIn(this.#before.problems) &&
      !list.some((problem) => left.has(identity(problem)))
    );
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

/** What a description says, and what is the matter with it. */
interface Reading {
  readonly meaning: string | undefined;
  readonly problems: readonly Diagnostic[];
}

function readingOf(sources: DocumentSources, { file, text }: OverlayFile): Reading {
  const diagnostics = new Diagnostics();
  const overlays = overlaysWith(sources.overlays, file, text);
  const document = readDocument({ ...sources, overlays }, diagnostics);
  return { meaning: document && meaningOf(document.root), problems: diagnostics.list };
}

/** The normal form in one order of its members: an overlay may say the same further down. */
function meaningOf(root: OpenApi): string {
  return JSON.stringify(root, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      : value,
  );
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
