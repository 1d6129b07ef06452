import {
  code,
  join,
  literal,
  numberLiteral,
  printed,
  propertyKey,
  stringLiteral,
} from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import type { ModuleScope } from "../morph/scope.js";
import type { Direction } from "../model/types.js";
import type { SchemaObject } from "../spec/openapi.js";
import { open } from "./runtime-refs.js";

/** The type that has one value only: a `const`, or one of the values of an enum. */
export function literalType(value: unknown): Code {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number")
    return Number.isFinite(value) ? numberLiteral(value) : printed("number");
  if (typeof value === "boolean") return literal(value);
  if (Array.isArray(value)) {
    const entries = value.map(literalType);
    return entries.length === 0 ? printed("[]") : code`[${join(entries, ", ")}]`;
  }
  if (typeof value !== "object" || value === null) return literal(null);
  const members = Object.entries(value).map(
    ([key, inner]) => code`${propertyKey(key)}: ${literalType(inner)};`,
  );
  return members.length === 0
    ? printed("Record<string, never>")
    : code`{\n${join(members, "\n")}\n}`;
}

/** An enum without a name; open to unknown values where the client reads it. */
export function enumType(
  { type, enum: listed = [] }: SchemaObject,
  direction: Direction,
  scope: ModuleScope,
): Code {
  const values = [...new Set(listed)];
  const named = values.filter((value) => typeof value === "string" || typeof value === "number");
  const rest = values.filter((value) => typeof value !== "string" && typeof value !== "number");
  const nullable = Array.isArray(type) && type.includes("null") && !values.includes(null);
  const union = join(named.map(literalType), " | ");
  const isOpen = direction === "response" && named.length > 1;
  const parts = [
    ...(named.length === 0 ? [] : [isOpen ? code`${scope.use(open)}<${union}>` : union]),
    ...[...rest, ...(nullable ? [null] : [])].map(literalType),
  ];
  return parts.length === 0 ? printed("never") : join(parts, " | ");
}
