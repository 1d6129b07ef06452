import type { HeaderKind, Operation, Resource } from "../model/types.js";
import {
  code,
  docText,
  identifier,
  literal,
  Mention,
  printed,
  propertyKey,
} from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import type { ModuleScope } from "../morph/scope.js";
import type { Declaration } from "../morph/structures.js";
import { docs } from "./docs.js";
import { documentedHeaders } from "./runtime-refs.js";

/** The documented headers of an operation's success. None is certain to come, whatever the description says. */
export function headersInterface({ path }: Resource, { name, headers }: Operation): Declaration[] {
  if (headers === undefined) return [];
  return [
    {
      kind: "interface",
      name: identifier(headers.name),
      docs: docText(`Headers that come with an answer to \`${path}.${name}\`.`),
      properties: headers.headers.map((header) => ({
        name: propertyKey(header.name),
        type: types[header.kind],
        optional: true,
        readonly: true,
        docs: docs(header.docs),
      })),
    },
  ];
}

/** What reads them, for the operation's literal. */
export function headersReader({ headers }: Operation, scope: ModuleScope): Mention | undefined {
  if (headers === undefined) return undefined;
  const kinds = Object.fromEntries(headers.headers.map(({ name, kind }) => [name, kind]));
  return new Mention(code`${scope.use(documentedHeaders)}(${literal(kinds)})`);
}

const types: Readonly<Record<HeaderKind, Code>> = {
  string: printed("string"),
  number: printed("number"),
  boolean: printed("boolean"),
  strings: printed("readonly string[]"),
  numbers: printed("readonly number[]"),
};
