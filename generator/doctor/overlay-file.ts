import { applyEdits, modify } from "jsonc-parser";
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type YAMLSeq,
} from "yaml";
import type { RepairAction } from "../diagnostics.js";

/** An action, and why it is there. */
export type DescribedAction = RepairAction & { readonly description: string };

/** A new overlay in YAML, or in JSON where its name says so. */
export function newOverlay(file: string, actions: readonly DescribedAction[]): string {
  const overlay = {
    overlay: "1.0.0",
    info: { title: "Corrections to the description", version: "1.0.0" },
    actions: actions.map(inOrder),
  };
  return file.endsWith(".json") ? `${JSON.stringify(overlay, null, 2)}\n` : yaml(overlay);
}

/** The overlay with more actions at its end; what is there stays as it is written. */
export function withActions(text: string, actions: readonly DescribedAction[]): string {
  if (actions.length === 0) return text;
  return /^\s*\{/.test(text) && isJson(text) ? inJson(text, actions) : inYaml(text, actions);
}

function inJson(text: string, actions: readonly DescribedAction[]): string {
  const { actions: present } = JSON.parse(text) as { readonly actions: readonly unknown[] };
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol: "\n" };
  return actions.reduce((before, action, index) => {
    const place = ["actions", present.length + index];
    const options = { formattingOptions, isArrayInsertion: true };
    return applyEdits(before, modify(before, place, inOrder(action), options));
  }, text);
}

function inYaml(text: string, actions: readonly DescribedAction[]): string {
  const document = parseDocument(text);
  const list = document.get("actions");
  if (!isSeq(list)) throw new Error("an overlay without actions was read as one with actions");
  const indent = indentOfLast(document, list, text);
  if (indent !== undefined) {
    const appended = yaml(actions.map(inOrder)).replace(/^(?=.)/gm, indent);
    return `${text}${text.endsWith("\n") ? "" : "\n"}${appended}`;
  }
  for (const action of actions) list.add(document.createNode(inOrder(action)));
  list.flow = false;
  return document.toString({ lineWidth: 0 });
}

/** Of a list at the end of the file, one entry per line: what stands before the dash of an entry. */
function indentOfLast(document: Document, list: YAMLSeq, text: string): string | undefined {
  const { contents } = document;
  const last = isMap(contents) ? contents.items.at(-1) : undefined;
  const isLast = isScalar(last?.key) && last.key.value === "actions";
  const [first] = list.items;
  const start = (first as { readonly range?: readonly number[] } | undefined)?.range?.[0];
  const isPlain = isMap(contents) && contents.flow !== true && list.flow !== true;
  if (!isLast || !isPlain || start === undefined || /^\.\.\./m.test(text)) return undefined;
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^(\s*)- *$/.exec(line)?.[1];
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

/** As a person would write it: where, why, what. */
function inOrder({ target, description, ...change }: DescribedAction): object {
  return { target, description, ...change };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
