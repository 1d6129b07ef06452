import { Diagnostics } from "../diagnostics.js";
import type { Documents } from "./documents.js";
import { ContentNormaliser } from "./normalise-content.js";
import { OperationNormaliser } from "./normalise-operation.js";
import { extensions, ParameterNormaliser } from "./normalise-parameters.js";
import { SchemaNormaliser } from "./normalise-schema.js";
import { SecurityNormaliser } from "./normalise-security.js";
import { ServerNormaliser } from "./normalise-servers.js";
import type { Components, Info, OpenApi, PathItem, Schema, Tag } from "./openapi.js";
import { own, type RawObject } from "./raw.js";
import { Reader } from "./reader.js";
import { References } from "./references.js";
import type { Upgrade } from "./upgrade.js";

/**
 * A description of any supported version → the normal form that openapi.ts describes. The given tree stays as it is;
 * problems are reported, and what they concern is repaired or left out.
 */
export function normalise(
  given: RawObject,
  upgrade: Upgrade,
  reader: Reader,
  documents: Documents,
): OpenApi {
  const asked = documents.isAlone ? [] : findReferences(given, upgrade, reader, documents);
  const root = upgrade.structure?.root(given) ?? given;
  return readAll(root, upgrade, new References(root, reader, documents, asked));
}

/**
 * Follows every reference once, for what it leads to: `documents` then knows which documents are wanted. The schemas
 * without a name that were met; problems are not reported.
 */
export function findReferences(
  given: RawObject,
  upgrade: Upgrade,
  { provenance }: Reader,
  documents: Documents,
): Iterable<RawObject> {
  const reader = new Reader(provenance, new Diagnostics());
  const root = upgrade.structure?.root(given) ?? given;
  const references = new References(root, reader, documents);
  readAll(root, upgrade, references);
  return references.asked;
}

function readAll(root: RawObject, upgrade: Upgrade, references: References): OpenApi {
  const { reader } = references;
  const schemas = new SchemaNormaliser(reader, references, upgrade);
  const content = new ContentNormaliser(reader, references, schemas);
  const components = references.map(reader.object(root, "components"));
  const security = new SecurityNormaliser(reader, references, components);
  const servers = new ServerNormaliser(reader);
  const parameters = new ParameterNormaliser(reader, references, content);
  const operations = new OperationNormaliser({
    reader,
    references,
    upgrade,
    content,
    parameters,
    servers,
    security,
  });
  return reader.provenance.derive(
    {
      openapi: "3.1.0",
      info: readInfo(root, reader),
      servers: servers.document(root),
      paths: readPaths(root, operations, references),
      components: readComponents(components, references, schemas, security),
      security: security.requirements(root) ?? [],
      tags: readTags(root, reader),
      ...extensions(root),
    },
    root,
  );
}

function readInfo(root: RawObject, reader: Reader): Info {
  const raw = reader.object(root, "info");
  const title = raw && reader.text(raw, "title");
  const version = raw && reader.text(raw, "version");
  const missing = [
    ...(title === undefined ? ["title"] : []),
    ...(version === undefined ? ["version"] : []),
  ];
  if (missing.length > 0) {
    const message = raw
      ? `"info" has no ${missing.join(" and no ")}.`
      : 'The description has no "info" with title and version.';
    reader.report(
      "info-missing",
      root,
      "info",
      `${message} ${missing.map((key) => JSON.stringify(standIns[key])).join(" and ")} will do.`,
      { repair: { kind: "append", members: { info: standingIn(missing) } } },
    );
  }
  const summary = raw && reader.text(raw, "summary");
  const description = raw && reader.text(raw, "description");
  const info: Info = {
    title: title ?? "API",
    version: version ?? "0.0.0",
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
  };
  return raw ? reader.provenance.derive(info, raw) : info;
}

const standIns: Readonly<Record<string, string>> = { title: "API", version: "0.0.0" };

function standingIn(missing: readonly string[]): Record<string, string> {
  return Object.fromEntries(missing.map((key) => [key, standIns[key] ?? ""]));
}

function readPaths(
  root: RawObject,
  operations: OperationNormaliser,
  references: References,
): OpenApi["paths"] {
  const { reader } = references;
  const paths = Object.create(null) as Record<string, PathItem>;
  const given = reader.object(root, "paths");
  const map = references.map(given);
  const members = map && { map, keys: Object.keys(map).filter((key) => !key.startsWith("x-")) };
  if (!given) reportNoPaths(root, reader);
  for (const key of members?.keys ?? []) {
    const raw = members && reader.object(members.map, key);
    if (!raw) continue;
    const path = key.startsWith("/") ? key : `/${key}`;
    if (path !== key) {
      reader.report(
        "path-without-slash",
        members.map,
        key,
        `"${key}" does not start with a slash; one is added.`,
      );
    }
    const item = operations.pathItem(path, raw);
    if (item) paths[path] = item;
  }
  return members ? reader.provenance.derive(paths, members.map) : paths;
}

function reportNoPaths(root: RawObject, reader: Reader): void {
  const value = own(root, "paths");
  if (value !== undefined && value !== null) return; // Of the wrong kind, and reported as such.
  const message = "The description has no paths: the client will have no methods.";
  reader.report("paths-empty", root, "paths", message);
}

function readComponents(
  raw: RawObject | undefined,
  references: References,
  schemas: SchemaNormaliser,
  security: SecurityNormaliser,
): Components {
  const { reader } = schemas;
  const all = Object.create(null) as Record<string, Schema>;
  const members = raw && references.map(reader.object(raw, "schemas"));
  for (const name of Object.keys(members ?? {})) {
    const claimed = references.claimed(name);
    if (claimed) all[name] = schemas.given(claimed);
    else if (members) all[name] = schemas.definition(members, name);
  }
  // Those that were given a name follow: the order of the others is the description's.
  const given = readGiven(references, schemas);
  for (const name of references.given().keys()) all[name] = given.get(name) ?? {};
  if (members) reader.provenance.derive(all, members);
  const components = { schemas: all, securitySchemes: security.schemes };
  return raw ? reader.provenance.derive(components, raw) : components;
}

/** Reading one may ask for another, so until no more are asked for. */
function readGiven(references: References, schemas: SchemaNormaliser): ReadonlyMap<string, Schema> {
  const read = new Map<string, Schema>();
  for (let before = -1; before < read.size;) {
    before = read.size;
    for (const [name, schema] of references.given()) {
      if (!read.has(name)) read.set(name, schemas.given(schema));
    }
  }
  return read;
}

function readTags(root: RawObject, reader: Reader): readonly Tag[] {
  const tags: Tag[] = [];
  for (const raw of reader.objects(root, "tags")) {
    const name = reader.text(raw, "name");
    if (name === undefined) continue;
    const summary = reader.text(raw, "summary");
    const description = reader.text(raw, "description");
    const parent = reader.text(raw, "parent");
    const kind = reader.text(raw, "kind");
    tags.push(
      reader.provenance.derive(
        {
          name,
          ...(summary !== undefined && { summary }),
          ...(description !== undefined && { description }),
          ...(parent !== undefined && { parent }),
          ...(kind !== undefined && { kind }),
        },
        raw,
      ),
    );
  }
  return tags;
}
