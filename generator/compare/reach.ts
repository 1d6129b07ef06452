import { everyResource } from "../model/every-resource.js";
import type { ApiModel, Direction, Model, Operation } from "../model/types.js";
import type { Shape, Shapes } from "./shape.js";

/** For each named type and direction, the calls that send or receive it, at any depth. */
export class Reach {
  readonly #calls = new Map<string, Set<string>>();

  constructor({ resources }: ApiModel, shapes: Shapes) {
    const below = new Map<string, readonly Model[]>();
    for (const { path, operations } of everyResource(resources)) {
      for (const operation of operations) {
        const call = `${path}.${operation.name}`;
        for (const direction of ["request", "response"] as const) {
          const open = shapesOf(operation, direction, shapes).flatMap((shape) => modelsIn(shape));
          const seen = new Set<Model>();
          for (let model = open.pop(); model !== undefined; model = open.pop()) {
            if (seen.has(model)) continue;
            seen.add(model);
            const key = keyFor(model, direction);
            const calls = this.#calls.get(key) ?? new Set();
            this.#calls.set(key, calls.add(call));
            let inside = below.get(key);
            if (inside === undefined) {
              inside = modelsIn(shapes.behind(model, direction));
              below.set(key, inside);
            }
            open.push(...inside);
          }
        }
      }
    }
  }

  callsOf(model: Model, direction: Direction): readonly string[] {
    return [...(this.#calls.get(keyFor(model, direction)) ?? [])].sort();
  }

  directionsOf(model: Model): readonly Direction[] {
    return (["request", "response"] as const).filter((direction) =>
      this.#calls.has(keyFor(model, direction)),
    );
  }
}

function keyFor({ pointer }: Model, direction: Direction): string {
  return `${direction} ${pointer}`;
}

function shapesOf(operation: Operation, direction: Direction, shapes: Shapes): readonly Shape[] {
  const { parameters, body, errors } = operation;
  if (direction === "request") {
    return [
      ...parameters.map(({ type }) => shapes.at(type)),
      ...(body?.type === undefined ? [] : [shapes.at(body.type)]),
    ];
  }
  const bodies = (errors?.responses ?? []).flatMap(({ body: answer }) =>
    answer.kind === "json" && answer.type !== undefined ? [answer.type] : [],
  );
  return [...resultsOf(operation), ...bodies].map((type) => shapes.at(type));
}

function resultsOf(operation: Operation): readonly Parameters<Shapes["at"]>[0][] {
  switch (operation.kind) {
    case "list":
      return [operation.result, operation.item];
    case "call":
      return operation.results;
    case "download":
      return [];
    default:
      return operation satisfies never;
  }
}

function modelsIn(shape: Shape): Model[] {
  switch (shape.kind) {
    case "model":
      return [shape.model];
    case "array":
      return modelsIn(shape.items);
    case "tuple":
      return shape.items.flatMap(modelsIn);
    case "union":
    case "intersection":
      return shape.members.flatMap(modelsIn);
    case "object":
      return [
        ...[...shape.properties.values()].flatMap((property) => modelsIn(property.shape)),
        ...(shape.others === undefined ? [] : modelsIn(shape.others)),
      ];
    default:
      return [];
  }
}
