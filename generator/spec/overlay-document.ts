import { JSONPathEnvironment, type JSONPathQuery } from "json-p3";
import { isObject, kindOf, maximumDepth, own, type RawObject, type RawValue } from "./raw.js";
import type { Reader } from "./reader.js";
import type { SourceTree } from "./source.js";

/** One action of an overlay, ready to be applied. */
export interface OverlayAction {
  readonly raw: RawObject;
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  readonly description?: string;
  readonly target: OverlayPath;
  readonly change:
    | { readonly kind: "remove" }
    | { readonly kind: "update"; readonly value: RawValue }
    | { readonly kind: "copy"; readonly from: OverlayPath };
}

/** A JSONPath query (RFC 9535), compiled. */
export interface OverlayPath {
  readonly text: string;
  readonly query: JSONPathQuery;
}

/** The actions of an overlay (OpenAPI Overlay 1.0 or 1.1); `undefined` when it is none that can be applied. */
export function readOverlay(
  tree: SourceTree,
  reader: Reader,
): readonly OverlayAction[] | undefined {
  const { root } = tree;
  if (!isObject(root)) {
    reader.report("overlay-invalid", [], undefined, `An overlay is expected, not ${kindOf(root)}.`);
    return undefined;
  }
  const version = own(root, "overlay");
  if (version === undefined) {
    const message = 'This is no overlay: it has no member "overlay" with a version.';
    reader.report(
      "overlay-invalid",
      root,
      undefined,
      message,
      "start the file with overlay: 1.0.0.",
    );
    return undefined;
  }
  const match = typeof version === "string" ? /^1\.([01])\.\d+/.exec(version) : undefined;
  if (!match) {
    const message = `Overlay version ${JSON.stringify(version)} is not supported; 1.0.0 and 1.1.0 are.`;
    reader.report("overlay-unsupported-version", root, "overlay", message);
    return undefined;
  }
  const entries = own(root, "actions");
  if (!Array.isArray(entries) || entries.length === 0) {
    const message = '"actions" is expected to be a list with at least one action.';
    reader.report("overlay-invalid", root, "actions", message);
    return undefined;
  }
  const environment = new JSONPathEnvironment({
    strict: true,
    maxRecursionDepth: maximumDepth + 2,
  });
  const actions = entries.map((_, index) =>
    readAction(entries, index, match[1] === "1", environment, reader),
  );
  return actions.some((action) => action === undefined)
    ? undefined
    : actions.filter((action) => action !== undefined);
}

function readAction(
  entries: RawValue[],
  index: number,
  allowsCopy: boolean,
  environment: JSONPathEnvironment,
  reader: Reader,
): OverlayAction | undefined {
  const raw = entries[index];
  if (!isObject(raw)) {
    reader.report(
      "overlay-invalid",
      entries,
      index,
      `An action is expected to be an object, not ${kindOf(raw)}.`,
    );
    return undefined;
  }
  const unknown = Object.keys(raw).filter((key) => !known.has(key) && !key.startsWith("x-"));
  for (const key of unknown) {
    reader.report(
      "overlay-invalid",
      raw,
      key,
      `"${key}" is no member of an action; ${[...known].join(", ")} are.`,
    );
  }
  const target = readPath(raw, "target", environment, reader);
  const change = readChange(raw, allowsCopy, environment, reader);
  if (!target || !change || unknown.length > 0) return undefined;
  const description = reader.text(raw, "description");
  const { file, line, column } = reader.provenance.at(raw);
  return {
    raw,
    place: { file, line, column },
    target,
    change,
    ...(description !== undefined && { description }),
  };
}

const known = new Set(["target", "description", "update", "remove", "copy"]);

function readChange(
  raw: RawObject,
  allowsCopy: boolean,
  environment: JSONPathEnvironment,
  reader: Reader,
): OverlayAction["change"] | undefined {
  const remove = own(raw, "remove");
  const update = own(raw, "update");
  if (remove !== undefined && typeof remove !== "boolean") {
    reader.report("overlay-invalid", raw, "remove", '"remove" is expected to be true or false.');
    return undefined;
  }
  if (remove === true) return { kind: "remove" };
  if (own(raw, "copy") !== undefined) {
    if (!allowsCopy) {
      reader.report("overlay-invalid", raw, "copy", '"copy" needs an overlay of version 1.1.0.');
      return undefined;
    }
    if (update !== undefined) {
      reader.report("overlay-invalid", raw, "copy", '"copy" and "update" exclude each other.');
      return undefined;
    }
    const from = readPath(raw, "copy", environment, reader);
    return from && { kind: "copy", from };
  }
  if (update !== undefined) return { kind: "update", value: update };
  reader.report(
    "overlay-invalid",
    raw,
    undefined,
    'An action is expected to have "update" or "remove: true".',
  );
  return undefined;
}

function readPath(
  raw: RawObject,
  key: "target" | "copy",
  environment: JSONPathEnvironment,
  reader: Reader,
): OverlayPath | undefined {
  const text = own(raw, key);
  if (typeof text !== "string") {
    reader.report("overlay-invalid", raw, key, `"${key}" is expected to be a JSONPath in text.`);
    return undefined;
  }
  try {
    return { text, query: environment.compile(text) };
  } catch (error) {
    const message = `"${text}" is no JSONPath (RFC 9535): ${(error as Error).message}.`;
    reader.report("overlay-target-invalid", raw, key, message);
    return undefined;
  }
}
