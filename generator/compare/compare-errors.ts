import type { ErrorBody, ErrorResponse, Operation } from "../model/types.js";
import type { ChangeKind } from "./classification.js";
import { compareTypes } from "./compare-types.js";
import { keyOf } from "./shape.js";
import type { Shape, Shapes } from "./shape.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

type Tell = (kind: ChangeKind, told: { readonly message: string }) => void;

/** The documented answers that are no success: a status says which body its error has. */
export function compareErrors(
  before: Operation,
  after: Operation,
  site: Site,
  tell: Tell,
  versions: Versions,
): void {
  const old = before.errors?.responses ?? [];
  const now = after.errors?.responses ?? [];
  for (const response of old) {
    const match = now.find(({ status }) => status === response.status);
    if (match !== undefined) compareBodies(response, match, site, versions);
    else if (isTyped(response.body)) {
      tell("error-removed", { message: `no longer documents the error ${response.status}` });
    } else {
      tell("documentation-changed", {
        message: `no longer documents the error ${response.status}`,
      });
    }
  }
  for (const { status } of now) {
    if (!old.some((response) => response.status === status))
      tell("error-added", { message: `documents the error ${status}` });
  }
}

function compareBodies(
  old: ErrorResponse,
  now: ErrorResponse,
  site: Site,
  versions: Versions,
): void {
  const place = {
    ...site,
    subject: `${site.subject} error ${old.status}`,
    old: old.body.kind === "json" ? (old.body.type?.pointer ?? site.old) : site.old,
    new: now.body.kind === "json" ? (now.body.type?.pointer ?? site.new) : site.new,
  };
  const left = shapeOf(old.body, versions.oldShapes);
  const right = shapeOf(now.body, versions.newShapes);
  if (keyOf(left) !== keyOf(right, versions.pairs.oldNameOf)) {
    compareTypes(left, right, place, versions);
  }
}

function isTyped(body: ErrorBody): boolean {
  return body.kind !== "none" && (body.kind === "text" || body.type !== undefined);
}

function shapeOf(body: ErrorBody, shapes: Shapes): Shape {
  switch (body.kind) {
    case "none":
      return { kind: "undefined" };
    case "text":
      return { kind: "string" };
    case "json":
      return body.type === undefined ? { kind: "unknown" } : shapes.at(body.type);
    default:
      return body satisfies never;
  }
}
