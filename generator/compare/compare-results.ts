import type { Operation, OtherResult, ResultChoice, TypeSource } from "../model/types.js";
import { formatPointer } from "../spec/pointer.js";
import { compareTypes } from "./compare-types.js";
import { siteOf, type Placed, type Tell } from "./placed.js";
import { unionOf } from "./shape.js";
import type { Shape, Shapes } from "./shape.js";
import type { Versions } from "./versions.js";

/** What a call gives: one answer, the items of a list, or bytes. */
export function compareResults(old: Placed, now: Placed, tell: Tell, versions: Versions): void {
  const [before, after] = [old.operation, now.operation];
  if (before.kind !== after.kind) {
    return tell("operation-answers-otherwise", {
      message: `now gives ${resultWords[after.kind]}, gave ${resultWords[before.kind]}`,
      before: resultWords[before.kind],
      after: resultWords[after.kind],
    });
  }
  const site = siteOf(old, "response");
  const places = (source: TypeSource | undefined, operation: Operation): string =>
    source?.pointer ??
    `${formatPointer(["paths", operation.path, operation.method.toLowerCase()])}/responses`;
  const compare = (
    [left, was]: readonly [Shape, TypeSource | undefined],
    [right, is]: readonly [Shape, TypeSource | undefined],
    subject: string,
  ): void =>
    compareTypes(
      left,
      right,
      {
        ...site,
        subject: `${site.subject}${subject}`,
        old: places(was, before),
        new: places(is, after),
      },
      versions,
    );
  if (before.kind === "call" && after.kind === "call") {
    compare(
      [resultShape(before, versions.oldShapes), before.results[0]],
      [resultShape(after, versions.newShapes), after.results[0]],
      "()",
    );
    compareChoices(old, now, before.choices, after.choices, tell, versions);
  } else if (before.kind === "download" && after.kind === "download") {
    compareChoices(old, now, before.choices, after.choices, tell, versions);
  } else if (before.kind === "list" && after.kind === "list") {
    const { oldShapes, newShapes } = versions;
    compare(
      [oldShapes.at(before.result), before.result],
      [newShapes.at(after.result), after.result],
      "()",
    );
    compare(
      [oldShapes.at(before.item), before.item],
      [newShapes.at(after.item), after.item],
      "() items",
    );
  }
}

const resultWords: Readonly<Record<Operation["kind"], string>> = {
  call: "one answer",
  list: "pages of items",
  download: "bytes",
};

function resultShape(
  { results, otherResults, maybeEmpty }: Extract<Operation, { kind: "call" }>,
  shapes: Shapes,
): Shape {
  if (otherResults.includes("unknown")) return { kind: "unknown" };
  const parts = [
    ...results.map((result) => shapes.at(result)),
    ...otherResults.map((other): Shape => ({ kind: otherKinds[other] })),
  ];
  if (parts.length === 0) return { kind: maybeEmpty ? "undefined" : "unknown" };
  return unionOf([...parts, ...(maybeEmpty ? [{ kind: "undefined" } as const] : [])]);
}

const otherKinds = { bytes: "bytes", text: "string", unknown: "unknown" } as const satisfies Record<
  OtherResult,
  Shape["kind"]
>;

/** The media types that a caller may ask for instead of the usual one. */
function compareChoices(
  old: Placed,
  now: Placed,
  before: readonly ResultChoice[],
  after: readonly ResultChoice[],
  tell: Tell,
  versions: Versions,
): void {
  const site = siteOf(old, "response");
  for (const choice of before) {
    const { mediaType } = choice;
    const match = after.find((one) => one.mediaType === mediaType);
    if (match === undefined) {
      tell("media-type-removed", {
        message: `no longer answers as ${mediaType}`,
        before: mediaType,
      });
      continue;
    }
    const place = {
      ...site,
      subject: `${site.subject}() as ${mediaType}`,
      old: choice.type?.pointer ?? pointerOf(old),
      new: match.type?.pointer ?? pointerOf(now),
    };
    const { oldShapes, newShapes } = versions;
    compareTypes(choiceShape(choice, oldShapes), choiceShape(match, newShapes), place, versions);
  }
  for (const { mediaType } of after) {
    if (!before.some((one) => one.mediaType === mediaType))
      tell("media-type-added", { message: `also answers as ${mediaType}`, after: mediaType });
  }
}

function pointerOf({ operation: { path, method } }: Placed): string {
  return formatPointer(["paths", path, method.toLowerCase()]);
}

function choiceShape({ kind, type }: ResultChoice, shapes: Shapes): Shape {
  if (kind === "blob") return { kind: "bytes" };
  if (kind === "text") return { kind: "string" };
  return type === undefined ? { kind: "unknown" } : shapes.at(type);
}
