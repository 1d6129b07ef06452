import type { ApiModel, Resource } from "../model/types.js";
import { code, identifier, join, memberName } from "../morph/encode.js";
import { ModuleScope } from "../morph/scope.js";
import type { Slots, Template } from "../morph/template.js";
import { coreNames } from "./core.js";
import { docs } from "./docs.js";
import { apiClient } from "./runtime-refs.js";

/** The client class: options, one field per resource, and the path-based view. */
export function emitClient(model: ApiModel, shell: Template): ModuleScope {
  const scope = new ModuleScope("client");
  scope.reserve(model.clientName);
  const options = scope.use({ name: coreNames(model).options, module: "core", typeOnly: true });
  const slots: Slots = {
    $Client: identifier(model.clientName),
    $Options: options,
    $paths: scope.use({ name: "paths", module: "paths", typeOnly: true }),
  };
  const resources = model.resources.map((resource) => ({
    resource,
    slots: resourceSlots(resource, scope),
  }));
  scope.add({
    kind: "class",
    name: identifier(model.clientName),
    docs: docs({ summary: model.title, ...model.docs }),
    properties: [
      ...resources.map(({ resource, slots: { $resource, $Resource } }) => ({
        name: $resource,
        type: $Resource,
        readonly: true,
        docs: docs(resource.docs),
      })),
      { name: code`#client`, type: scope.use(apiClient), readonly: true },
    ],
    constructor_: {
      parameters: [{ name: identifier("options"), type: options }],
      body: join(
        [
          shell.body("constructor", scope, slots),
          ...resources.map((entry) => shell.body("assign", scope, entry.slots)),
        ],
        "\n",
      ),
    },
    methods: [
      {
        name: identifier("withOptions"),
        docs: docs({ summary: "A client that differs in these options and shares the rest" }),
        parameters: [{ name: identifier("options"), type: code`Partial<${options}>` }],
        returnType: shell.returnType("withOptions", scope, slots),
        body: shell.body("withOptions", scope, slots),
      },
    ],
    getters: [
      {
        name: identifier("safe"),
        docs: docs({
          summary: "The same client with calls that return their error instead of throwing it",
        }),
        returnType: shell.returnType("safe", scope, slots),
        body: shell.body("safe", scope, slots),
      },
      {
        name: identifier("raw"),
        docs: docs({
          summary: "The same API by its paths, as an openapi-fetch client over the same transport.",
        }),
        returnType: shell.returnType("raw", scope, slots),
        body: shell.body("raw", scope, slots),
      },
    ],
  });
  return scope;
}

function resourceSlots({ accessor, className, fileName }: Resource, scope: ModuleScope) {
  return {
    $resource: memberName(accessor),
    $Resource: scope.use({ name: className, module: `resources/${fileName}`, typeOnly: false }),
  };
}
