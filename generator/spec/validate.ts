import { componentName } from "./component-refs.js";
import { type OpenApi, operationsOf, type Operation, type Schema } from "./openapi.js";
import type { Reader } from "./reader.js";
import type { Repair } from "./repairs.js";

/** What can be seen only when everything is in place: names that must be unique, and references that end nowhere. */
export function validate(root: OpenApi, reader: Reader): void {
  repairOperationIds(root, reader);
  reportAliasCycles(root, reader);
}

/**
 * Of operations with the same id, the first by path and method keeps it and the others get a number: the order of the
 * description plays no part.
 */
function repairOperationIds(root: OpenApi, reader: Reader): void {
  const byId = new Map<string, { operation: Operation; key: string }[]>();
  for (const [path, item] of Object.entries(root.paths)) {
    for (const [index, { operation }] of operationsOf(item).entries()) {
      if (operation.operationId === undefined) continue;
      const entry = { operation, key: `${path} ${String(index).padStart(3, "0")}` };
      const entries = byId.get(operation.operationId);
      if (entries) entries.push(entry);
      else byId.set(operation.operationId, [entry]);
    }
  }
  const taken = new Set(byId.keys());
  for (const [id, entries] of byId) {
    const [, ...later] = entries.sort((a, b) => (a.key < b.key ? -1 : 1));
    let number = 2;
    for (const { operation } of later) {
      while (taken.has(`${id}_${number}`)) number++;
      const unique = `${id}_${number}`;
      taken.add(unique);
      const message = `Another operation has the operationId "${id}"; this one becomes "${unique}".`;
      const repair: Repair = { kind: "set", members: { operationId: unique } };
      reader.report("operation-id-duplicate", operation, "operationId", message, { repair });
      // The object was made by this run and nobody else has seen it yet.
      Object.assign(operation, { operationId: unique });
    }
  }
}

/** Component schemas that are nothing but references to each other. */
function reportAliasCycles(root: OpenApi, reader: Reader): void {
  const { schemas } = root.components;
  const settled = new Set<Schema>();
  for (const start of Object.values(schemas)) {
    const chain = new Set<Schema>();
    let schema: Schema | undefined = start;
    while (typeof schema === "object" && schema.$ref !== undefined && !settled.has(schema)) {
      if (chain.has(schema)) {
        const message = `Following "${schema.$ref}" leads back here without meeting a schema.`;
        reader.report("schema-cycle", schema, "$ref", message, {
          help: "let one of them say what it is.",
          repair: { kind: "remove", key: "$ref" },
        });
        // The object was made by this run, as above.
        Object.assign(schema, { $ref: undefined });
        delete (schema as { $ref?: string }).$ref;
        break;
      }
      chain.add(schema);
      schema = definition(schemas, schema.$ref);
    }
    for (const link of chain) settled.add(link);
  }
}

function definition(schemas: Readonly<Record<string, Schema>>, ref: string): Schema | undefined {
  return schemas[componentName(ref)];
}
