import { isObject, kindOf, own, type RawObject } from "./raw.js";
import type { Reader } from "./reader.js";
import {
  type SchemaUpgrade,
  upgradeSchema20,
  upgradeSchema30,
  upgradeSchema31,
} from "./upgrade-schema.js";
import type { StructureUpgrade } from "./upgrade-structure.js";
import { Swagger } from "./upgrade-swagger.js";

/**
 * How a description of some version is read as OpenAPI 3.1. Versions differ object by object, and `normalise` asks for
 * each object when it comes to it: so also what only a reference reaches is upgraded. An upgrade gives the object
 * itself where nothing differs, else a new one that is derived from it.
 */
export interface Upgrade {
  readonly version: string;
  readonly schema: SchemaUpgrade;
  /** Beside `$ref`, 3.0 ignores everything, and 3.1 lets a summary and a description override. */
  readonly besideReference: "ignored" | "overriding";
  /** How the objects of a version with another structure are read as those of 3.0; absent where it is the same. */
  readonly structure?: StructureUpgrade;
}

/** The upgrade for the version that the document states; reports when it is none that can be read. */
export function upgradeFor(root: RawObject, reader: Reader): Upgrade | undefined {
  const version = statedVersion(root, reader);
  if (version === undefined) return undefined;
  const known = upgrades.find(
    ({ key, pattern }) => key === version.key && pattern.test(version.text),
  );
  if (known) {
    if (known === newer) {
      const message = `OpenAPI ${version.text} is not known yet; it is read as ${newest}.`;
      reader.report("version-newer", root, version.key, message);
    }
    return { version: version.text, ...known.upgrade(root, reader) };
  }
  const name = version.key === "swagger" ? `Swagger ${version.text}` : `OpenAPI ${version.text}`;
  reader.report(
    "unsupported-version",
    root,
    version.key,
    `This is a description in ${name}; ${supported} are supported.`,
    "convert it to OpenAPI 3.2.",
  );
  return undefined;
}

const supported = "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2";
const newest = "3.2";

interface Known {
  readonly key: "openapi" | "swagger";
  readonly pattern: RegExp;
  readonly upgrade: (root: RawObject, reader: Reader) => Omit<Upgrade, "version">;
}

/** A minor version of 3 that came after this was written: most of it will be as before. */
const newer: Known = {
  key: "openapi",
  pattern: /^3\.\d+(?:\.\d+.*)?$/,
  upgrade: () => ({ schema: upgradeSchema31, besideReference: "overriding" }),
};

const upgrades: readonly Known[] = [
  {
    key: "swagger",
    pattern: /^2\.0(?:\.\d+.*)?$/,
    upgrade: (root, reader) => ({
      schema: upgradeSchema20,
      besideReference: "ignored",
      structure: new Swagger(root, reader),
    }),
  },
  {
    key: "openapi",
    pattern: /^3\.0(?:\.\d+.*)?$/,
    upgrade: () => ({ schema: upgradeSchema30, besideReference: "ignored" }),
  },
  {
    key: "openapi",
    pattern: /^3\.[12](?:\.\d+.*)?$/,
    upgrade: () => ({ schema: upgradeSchema31, besideReference: "overriding" }),
  },
  newer,
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
          { repair: { kind: "set", members: { openapi: text } } },
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
