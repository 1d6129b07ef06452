import { camelCase } from "../model/names.js";
import type { EnumMember, EnumModel, Model, SchemaModel } from "../model/types.js";
import {
  code,
  docComment,
  docText,
  identifier,
  join,
  literal,
  propertyKey,
  stringLiteral,
} from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import { ModuleScope, specifierOf } from "../morph/scope.js";
import type { Declaration, Property } from "../morph/structures.js";
import type { Document } from "../spec/document.js";
import { constantName, type EmittedConversions } from "./conversions.js";
import { docs, schemaDocs } from "./docs.js";
import { guard } from "./runtime-refs.js";
import type { SchemaTypes } from "./schema-types.js";

/** One module per model, and the index that lists them. */
export function emitModels(
  models: readonly Model[],
  document: Document,
  types: SchemaTypes,
  conversions: EmittedConversions,
): readonly ModuleScope[] {
  return [
    ...models.map((model) => emitModel(model, document, types, conversions)),
    emitIndex(models),
  ];
}

/** What the module of a model exports: values and types apart. */
export function exportsOf(model: Model): {
  readonly values: readonly string[];
  readonly types: readonly string[];
} {
  if (model.kind === "schema") return { values: [], types: model.views.map(({ name }) => name) };
  const { values, labels, guard: isOne } = enumNames(model);
  return { values: [model.name, values, ...(model.labelled ? [labels] : []), isOne], types: [] };
}

function emitModel(
  model: Model,
  document: Document,
  types: SchemaTypes,
  conversions: EmittedConversions,
): ModuleScope {
  const scope = new ModuleScope(`models/${model.fileName}`);
  switch (model.kind) {
    case "schema":
      for (const { name } of model.views) scope.reserve(name);
      if (model.conversion !== undefined) scope.reserve(constantName(model));
      scope.add(
        ...model.views.map((view) => declare(model, view, document, types, scope)),
        ...conversions.declaration(model, scope),
      );
      return scope;
    case "enum":
      for (const name of exportsOf(model).values) scope.reserve(name);
      scope.add(...enumDeclarations(model, scope));
      return scope;
    default:
      return model satisfies never;
  }
}

function declare(
  { pointer, docs: described }: SchemaModel,
  { name, direction }: SchemaModel["views"][number],
  document: Document,
  types: SchemaTypes,
  scope: ModuleScope,
): Declaration {
  const schema = document.schemaAt(pointer);
  const place = { pointer, direction, scope };
  const properties = types.properties(schema, place);
  const shared = { name: identifier(name), docs: docs(described) };
  if (properties === undefined) {
    return { kind: "type", ...shared, type: types.of(schema, place) };
  }
  return {
    kind: "interface",
    ...shared,
    properties: properties.map((property): Property => ({
      name: propertyKey(property.name),
      type: property.required ? property.type : code`${property.type} | undefined`,
      optional: !property.required,
      readonly: direction === "response" && isReadOnly(property.schema),
      docs: schemaDocs(property.schema),
    })),
  };
}

function isReadOnly(schema: Parameters<typeof schemaDocs>[0]): boolean {
  return typeof schema === "object" && schema.readOnly === true;
}

function enumNames({ name }: EnumModel): { values: string; labels: string; guard: string } {
  const base = camelCase(name);
  return { values: `${base}Values`, labels: `${base}Labels`, guard: `is${name}` };
}

function enumDeclarations(model: EnumModel, scope: ModuleScope): Declaration[] {
  const name = identifier(model.name);
  const names = enumNames(model);
  const values = identifier(names.values);
  return [
    {
      kind: "const",
      exported: true,
      name,
      docs: docs(model.docs, model.open ? unknownValues : undefined),
      initializer: code`{\n${join(model.members.map(memberText), "\n")}\n} as const`,
    },
    {
      kind: "type",
      name,
      type: code`(typeof ${name})[keyof typeof ${name}]`,
    },
    {
      kind: "const",
      exported: true,
      name: values,
      docs: docText("Every value, in the order of the API description."),
      initializer: code`${literal(model.members.map(({ value }) => value))} as const`,
    },
    ...(model.labelled
      ? [
          {
            kind: "const" as const,
            exported: true,
            name: identifier(names.labels),
            docs: docText("What people read for each value, from the API description."),
            type: code`Readonly<Record<${name}, string>>`,
            initializer: labelsText(model.members),
          },
        ]
      : []),
    {
      kind: "const",
      exported: true,
      name: identifier(names.guard),
      docs: docText("Whether a value is one that this version of the client knows."),
      initializer: code`/* @__PURE__ */ ${scope.use(guard)}(${name})`,
    },
  ];
}

const unknownValues = "Responses may hold values that this version of the client does not know.";

function memberText({ key, value, label, description }: EnumMember): Code {
  const comment = docComment(docText(description ?? label ?? ""));
  return code`${comment}${propertyKey(key)}: ${literal(value)},`;
}

function labelsText(members: readonly EnumMember[]): Code {
  const lines = members.map(
    ({ value, label }) => code`${propertyKey(String(value))}: ${literal(label ?? String(value))},`,
  );
  return code`{\n${join(lines, "\n")}\n}`;
}

function emitIndex(models: readonly Model[]): ModuleScope {
  const scope = new ModuleScope("models/index");
  for (const model of models) {
    const { values, types } = exportsOf(model);
    const specifier = stringLiteral(specifierOf("models/index", `models/${model.fileName}`));
    const entry = (names: readonly string[], typeOnly: boolean): Declaration[] =>
      names.length === 0
        ? []
        : [{ kind: "re-export", names: names.map(identifier), typeOnly, specifier }];
    scope.add(...entry(values, false), ...entry(types, true));
  }
  return scope;
}
