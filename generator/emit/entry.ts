import type { ModulePath } from "../file-name.js";
import { everyResource } from "../model/every-resource.js";
import type { ApiModel, Operation } from "../model/types.js";
import { identifier, stringLiteral } from "../morph/encode.js";
import { ModuleScope, specifierOf } from "../morph/scope.js";
import type { Declaration } from "../morph/structures.js";
import type { ExportedName } from "../morph/template.js";
import { coreExports } from "./core.js";
import { exportsOf } from "./models.js";

/** The package's index: every public name, one by one, so that nothing becomes public by accident. */
export function emitIndex(model: ApiModel, runtime: readonly ExportedName[]): ModuleScope {
  const scope = new ModuleScope("index");
  const models = model.models.map(exportsOf);
  const values = runtime.filter(({ typeOnly }) => !typeOnly).map(({ name }) => name);
  const types = runtime.filter(({ typeOnly }) => typeOnly).map(({ name }) => name);
  scope.add(
    ...reExport("client", [model.clientName], []),
    ...reExport("core", ["createClient"], coreExports(model)),
    ...[...everyResource(model.resources)].flatMap(({ className, fileName, operations }) =>
      reExport(`resources/${fileName}`, [className], operations.flatMap(typesOf)),
    ),
    ...reExport(
      "models/index",
      models.flatMap((entry) => entry.values),
      models.flatMap((entry) => entry.types),
    ),
    ...reExport("paths", [], ["components", "operations", "paths"]),
    ...reExport("runtime/index", values, types),
  );
  return scope;
}

/** The names of the types of an operation's own. */
function typesOf({ paramsName, alternativeParamsName, headers, errors }: Operation): string[] {
  return [paramsName, alternativeParamsName, headers?.name, errors?.name].filter(
    (name) => name !== undefined,
  );
}

function reExport(
  module: ModulePath,
  values: readonly string[],
  types: readonly string[],
): Declaration[] {
  const specifier = stringLiteral(specifierOf("index", module));
  const entry = (names: readonly string[], typeOnly: boolean): Declaration[] =>
    names.length === 0
      ? []
      : [{ kind: "re-export", names: [...names].sort().map(identifier), typeOnly, specifier }];
  return [...entry(values, false), ...entry(types, true)];
}
