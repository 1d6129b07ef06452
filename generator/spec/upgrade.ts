import { isObject, kindOf, own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import { type SchemaUpgrade, upgradeSchema30, upgradeSchema31 } from "./upgrade-schema.js";

/**
 * How a description of some version is read as OpenAPI 3.1. A version with the structure of 3 differs object by
 * object, and `normalise` asks for each object when it comes to it: so also places that only a reference reaches are
 * upgraded. A version with another structure (2.0) will first be rebuilt as a tree of 3.0, each object derived from
 * its origin, and then read by the rules of 3.0.
 */
export interface Upgrade {
  readonly version: string;
  readonly schema: SchemaUpgrade;
  /** Beside `$ref`, 3.0 ignores everything, and 3.1 lets a summary and a description override. */
  readonly besideReference: "ignored" | "overriding";
}

/** The upgrade for the version that the document states; reports when it is none that can be read. */
export function upgradeFor(root: RawObject, reader: Reader): Upgrade | undefined {
  const version = statedVersion(root, reader);
  if (version === undefined) return undefined;
  const known = upgrades.find(({ pattern }) => pattern.test(version.text));
  if (known) return { version: version.text, ...known.upgrade };
  const name = version.key === "swagger" ? `Swagger ${version.text}` : `OpenAPI ${version.text}`;
  reader.report(
    "unsupported-version",
    root,
    version.key,
    `This is a description in ${name}; OpenAPI 3.0 and 3.1 are supported.`,
    "convert it to OpenAPI 3.0 or 3.1.",
  );
  return undefined;
}

const upgrades: readonly { pattern: RegExp; upgrade: Omit<Upgrade, "version"> }[] = [
  {
    pattern: /^3\.0(?:\.\d+.*)?$/,
    upgrade: { schema: upgradeSchema30, besideReference: "ignored" },
  },
  {
    pattern: /^3\.1(?:\.\d+.*)?$/,
    upgrade: { schema: upgradeSchema31, besideReference: "overriding" },
  },
];

function statedVersion(
  root: RawObject,
  reader: Reader,
): { key: "openapi" | "swagger"; text: string } | undefined {
  for (const key of ["openapi", "swagger"] as const) {
    const value = own(root, key);
    if (typeof value === "string") return { key, text: value };
    if (typeof value === "number") {
      // YAML reads an unquoted 3.1 as a number, and 2.0 as 2.
      const text = Number.isInteger(value) ? value.toFixed(1) : String(value);
      if (key === "openapi") {
        reader.report(
          "value-wrong-type",
          root,
          key,
          `"openapi" is expected to be text; it is read as "${text}".`,
        );
      }
      return { key, text };
    }
    if (value !== undefined) {
      reader.report(
        "not-openapi",
        root,
        key,
        `"${key}" is expected to be a version in text, not ${kindOf(value)}.`,
      );
      return undefined;
    }
  }
  const hint = isObject(own(root, "paths")) ? ' It has "paths", but no version.' : "";
  reader.report("not-openapi", root, undefined, `This document has no member "openapi".${hint}`);
  return undefined;
}
