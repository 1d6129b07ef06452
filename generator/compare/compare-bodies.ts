import type { BodyContent } from "../model/types.js";
import { formatPointer } from "../spec/pointer.js";
import type { ChangeKind } from "./classification.js";
import type { Used } from "./change.js";
import { compareDocs } from "./compare-notes.js";
import { parameterSite } from "./compare-parameters.js";
import { compareTypes } from "./compare-types.js";
import { memberUsed, methodOf, type Placed } from "./placed.js";
import type { Shape, Shapes } from "./shape.js";
import type { Versions } from "./versions.js";

interface Told {
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly used: readonly Used[];
}

/** What a call sends, in the usual media type and in those that the caller may choose. */
export function compareBodies(old: Placed, now: Placed, versions: Versions): void {
  const [before, after] = [old.operation.body, now.operation.body];
  const tell = (kind: ChangeKind, told: Told): void =>
    versions.recorder.add({
      kind,
      subject: `client.${old.call}({ body })`,
      ...told,
      group: { kind: "resource", name: old.resource.path },
      operations: [old.call],
      old: versions.old.document.at(placeOf(old)),
      new: versions.new.document.at(placeOf(now)),
    });
  if (before === undefined && after === undefined) return;
  if (before === undefined) {
    return tell(after?.required === true ? "parameter-added-required" : "parameter-added", {
      message: after?.required === true ? "was added and is required" : "was added",
      used: after?.required === true ? [methodOf(old)] : [],
    });
  }
  const used = memberUsed(old, "body");
  if (after === undefined) return tell("parameter-removed", { message: "was removed", used });
  if (before.required !== after.required) {
    tell(after.required ? "parameter-now-required" : "parameter-now-optional", {
      message: after.required ? "is now required" : "is now optional",
      used: after.required ? [methodOf(old)] : [],
    });
  }
  if (before.mediaType !== after.mediaType) {
    tell("body-sent-otherwise", {
      message: `is sent as ${after.mediaType}, was sent as ${before.mediaType}`,
      before: before.mediaType,
      after: after.mediaType,
      used,
    });
  }
  compareContent(old, now, [before, after], "", versions);
  compareDocs(before.docs, after.docs, bodySite(old, now, [before, after]), versions);
  for (const content of before.alternatives) {
    const { mediaType } = content;
    const match = [after, ...after.alternatives].find((one) => one.mediaType === mediaType);
    if (match !== undefined) {
      compareContent(old, now, [content, match], ` as ${mediaType}`, versions);
      continue;
    }
    tell("media-type-removed", { message: `can no longer be sent as ${mediaType}`, used });
  }
  for (const { mediaType } of after.alternatives) {
    if (![before, ...before.alternatives].some((one) => one.mediaType === mediaType))
      tell("media-type-added", { message: `can also be sent as ${mediaType}`, used: [] });
  }
}

type Contents = readonly [before: BodyContent, after: BodyContent];

function compareContent(
  old: Placed,
  now: Placed,
  contents: Contents,
  suffix: string,
  versions: Versions,
): void {
  const site = bodySite(old, now, contents);
  compareTypes(
    shapeOf(contents[0], versions.oldShapes),
    shapeOf(contents[1], versions.newShapes),
    { ...site, subject: site.subject + suffix },
    versions,
  );
}

function bodySite(old: Placed, now: Placed, [before, after]: Contents) {
  const [was, is] = [before.type?.pointer ?? placeOf(old), after.type?.pointer ?? placeOf(now)];
  return parameterSite(old, "body", was, is);
}

function shapeOf({ format, type }: BodyContent, shapes: Shapes): Shape {
  if (format === "bytes") return { kind: "bytes" };
  return type === undefined ? { kind: "unknown" } : shapes.at(type);
}

function placeOf({ operation: { path, method } }: Placed): string {
  return `${formatPointer(["paths", path, method.toLowerCase()])}/requestBody`;
}
