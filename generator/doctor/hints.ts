import type { Diagnostics, DiagnosticCode } from "../diagnostics.js";
import type { Document } from "../spec/document.js";
import { formatPointer } from "../spec/pointer.js";
import { reportExamples } from "./example-hints.js";
import { listHint, untypedAnswer } from "./operation-hints.js";
import { placedOperations, placedSchemas, type PlacedOperation } from "./places.js";

/** Reports what is legal in a description, and what the users of a client made from it will miss. */
export function reportHints(document: Document, diagnostics: Diagnostics): void {
  const operations = [...placedOperations(document)];
  for (const placed of operations) {
    for (const { code, message, pointer } of operationHints(document, placed))
      diagnostics.report(code, { message, where: document.at(pointer ?? placed.pointer) });
  }
  reportSecurity(document, operations, diagnostics);
  reportEnums(document, diagnostics);
  reportSilence(document, operations, diagnostics);
  reportExamples(document, operations, diagnostics);
}

interface Hint {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly pointer?: string;
}

function* operationHints(document: Document, placed: PlacedOperation): Generator<Hint> {
  const { name, operation } = placed;
  if (operation.operationId === undefined)
    yield { code: "operation-without-id", message: `${name} has no operationId.` };
  if (!Object.keys(operation.responses).some((status) => /^(?:4|default$)/.test(status)))
    yield { code: "operation-without-errors", message: `${name} declares no errors.` };
  const untyped = untypedAnswer(document, placed);
  if (untyped) yield { code: "response-untyped", ...untyped };
  const list = listHint(document, placed);
  if (list !== undefined) yield { code: "pagination-unrecognised", message: list };
}

/** An empty list says that no credentials are needed; nothing at all says nothing. */
function reportSecurity(
  document: Document,
  operations: readonly PlacedOperation[],
  diagnostics: Diagnostics,
): void {
  const { security, components } = document.root;
  if (security.length > 0 || document.at("/security").pointer === "/security") return;
  const silent = operations.filter(({ operation }) => operation.security === undefined);
  const [first] = silent;
  if (!first) return;
  const hasSchemes = Object.keys(components.securitySchemes).length > 0;
  const isNone = silent.length === operations.length;
  if (isNone) {
    const message = hasSchemes
      ? "The description declares security schemes, and no operation asks for one."
      : "The description declares no security scheme: no operation needs credentials?";
    const where = document.at(hasSchemes ? "/components/securitySchemes" : "");
    diagnostics.report("security-undeclared", { message, where });
    return;
  }
  for (const { name, pointer } of silent) {
    const message = `${name} does not say whether it needs credentials; others do.`;
    diagnostics.report("security-undeclared", { message, where: document.at(pointer) });
  }
}

function reportEnums(document: Document, diagnostics: Diagnostics): void {
  for (const { schema, pointer, role } of placedSchemas(document)) {
    if (role === "component" || typeof schema !== "object") continue;
    const values = (schema.enum ?? []).filter((value) => typeof value === "string");
    // One value alone is a constant, and two are mostly a direction: a name would say no more than they do.
    if (values.length < 3) continue;
    const few = values.slice(0, 3).map(shortened).join(", ");
    const message = `An enum without a name: ${few}${values.length > 3 ? `, … (${values.length} values)` : ""}.`;
    diagnostics.report("enum-unnamed", { message, where: document.at(pointer) });
  }
}

/** As counts: a line for each would say less. */
function reportSilence(
  document: Document,
  operations: readonly PlacedOperation[],
  diagnostics: Diagnostics,
): void {
  const report = (what: string, all: number, silent: readonly string[]): void => {
    const [first] = silent;
    if (first === undefined) return;
    const message = `${silent.length} of ${all} ${what} have no description; the first is here.`;
    diagnostics.report("description-missing", { message, where: document.at(first) });
  };
  const isSilent = (thing: { summary?: string; description?: string }): boolean =>
    (thing.summary ?? thing.description ?? "") === "";
  report(
    "operations",
    operations.length,
    operations.filter(({ operation }) => isSilent(operation)).map(({ pointer }) => pointer),
  );
  const parameters = operations.flatMap(({ operation, pointer }) =>
    operation.parameters.map((parameter, index) => ({
      parameter,
      pointer: pointer + formatPointer(["parameters", index]),
    })),
  );
  report(
    "parameters",
    parameters.length,
    parameters.filter(({ parameter }) => isSilent(parameter)).map(({ pointer }) => pointer),
  );
  const properties = [...placedSchemas(document)].flatMap(({ schema, pointer }) =>
    typeof schema === "object"
      ? Object.entries(schema.properties ?? {}).map(([name, property]) => ({
          property,
          pointer: pointer + formatPointer(["properties", name]),
        }))
      : [],
  );
  report(
    "properties",
    properties.length,
    properties
      .filter(({ property }) => {
        const resolved = document.resolve(property);
        const own = typeof property === "object" ? property.description : undefined;
        return (own ?? (typeof resolved === "object" ? resolved.description : "")) === undefined;
      })
      .map(({ pointer }) => pointer),
  );
}

function shortened(value: string): string {
  return value.length > 30 ? `${value.slice(0, 30)}…` : value;
}
