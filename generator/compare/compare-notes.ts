import type { Schema, SchemaObject } from "../spec/openapi.js";
import type { Docs } from "../model/types.js";
import { report } from "./site.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** What a schema says beside its type: format, default, limits, texts. */
export function compareNotes(old: Schema, now: Schema, site: Site, versions: Versions): void {
  if (typeof old === "boolean" || typeof now === "boolean") return;
  if (old.format !== now.format) {
    report(versions, site, "format-changed", {
      message: `has the format ${now.format ?? "(none)"}, had ${old.format ?? "(none)"}`,
      before: old.format ?? "(none)",
      after: now.format ?? "(none)",
    });
  }
  const [before, after] = [spelled(old.default), spelled(now.default)];
  if (before !== after) {
    report(versions, site, "default-changed", {
      message: `has the default ${after ?? "(none)"}, had ${before ?? "(none)"}`,
      before: before ?? "(none)",
      after: after ?? "(none)",
    });
  }
  compareLimits(old, now, site, versions);
  compareDocs({ ...docsOf(old) }, { ...docsOf(now) }, site, versions);
}

export const limits = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
] as const;

function compareLimits(old: SchemaObject, now: SchemaObject, site: Site, versions: Versions): void {
  const differing = limits.filter((key) => old[key] !== now[key]);
  if (differing.length === 0) return;
  const spell = (schema: SchemaObject): string =>
    differing.map((key) => `${key} ${spelled(schema[key]) ?? "(none)"}`).join(", ");
  report(versions, site, "limits-changed", {
    message: `has ${spell(now)}; had ${spell(old)}`,
    before: spell(old),
    after: spell(now),
  });
}

/** The texts of a thing, and whether it is deprecated. */
export function compareDocs(old: Docs, now: Docs, site: Site, versions: Versions): void {
  const [was, is] = [old.deprecated === true, now.deprecated === true];
  if (was !== is) {
    report(versions, site, is ? "deprecated" : "no-longer-deprecated", {
      message: is ? "is now deprecated" : "is no longer deprecated",
    });
  }
  const [before, after] = [textOf(old), textOf(now)];
  if (before !== after) {
    report(versions, site, "documentation-changed", {
      message: "is described in other words",
      before,
      after,
    });
  }
}

export function docsOf({ title, description, deprecated }: SchemaObject): Docs {
  return {
    ...(title !== undefined && { summary: title }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
  };
}

/** All words of a text, without the way they are laid out. */
export function textOf({ summary = "", description = "" }: Docs): string {
  return [summary, description]
    .map((text) => text.replace(/\s+/gu, " ").trim())
    .filter((text) => text !== "")
    .join(" – ");
}

function spelled(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
