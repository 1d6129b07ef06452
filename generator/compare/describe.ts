import type { Shape } from "./shape.js";

/** A type in the words of a report: as a reader of the package knows it, and short. */
export function describe(shape: Shape, longest = 300): string {
  const text = spell(shape);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function spell(shape: Shape): string {
  switch (shape.kind) {
    case "json":
      return "JsonValue";
    case "bytes":
      return "Blob | Uint8Array";
    case "values": {
      const values = shape.values.map((value) => JSON.stringify(value)).join(" | ");
      return shape.open ? `Open<${values}>` : values;
    }
    case "flag":
      return String(shape.value);
    case "model":
      return shape.model.name;
    case "array":
      return `${enclosed(shape.items)}[]`;
    case "tuple":
      return `[${shape.items.map(spell).join(", ")}]`;
    case "object": {
      const properties = [...shape.properties.values()].map(
        ({ name, required, shape: type }) =>
          `${/^[\w$]+$/u.test(name) ? name : JSON.stringify(name)}${required ? "" : "?"}: ${spell(type)}`,
      );
      const others = shape.others === undefined ? [] : [`[key: string]: ${spell(shape.others)}`];
      const members = [...properties, ...others];
      return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
    }
    case "union":
      return shape.members.map(spell).join(" | ");
    case "intersection":
      return shape.members.map(enclosed).join(" & ");
    default:
      return shape.kind;
  }
}

function enclosed(shape: Shape): string {
  const isSeveral =
    shape.kind === "union" || shape.kind === "bytes" || shape.kind === "intersection";
  return isSeveral || (shape.kind === "values" && !shape.open && shape.values.length > 1)
    ? `(${spell(shape)})`
    : spell(shape);
}
