import type { Direction } from "../model/types.js";
import { worst } from "./severity.js";
import type { Severity } from "./severity.js";

/** What a change means by where the value travels; the same both ways where only one word stands. */
interface Classified {
  readonly request: Severity;
  readonly response: Severity;
  /** As a heading or a filter shows it. */
  readonly title: string;
}

const both = (severity: Severity, title: string): Classified => ({
  request: severity,
  response: severity,
  title,
});
const ways = (request: Severity, response: Severity, title: string): Classified => ({
  request,
  response,
  title,
});

/** Every kind of change, and how grave it is: in what the client sends, and in what it receives. */
export const classification = {
  // The client
  "client-renamed": both("breaking", "client renamed"),
  "package-renamed": both("breaking", "package renamed"),
  "formats-changed": both("breaking", "values of a format of another type"),
  "credential-added": both("compatible", "credential added"),
  "credential-added-required": both("breaking", "required credential added"),
  "credential-removed": both("breaking", "credential removed"),
  "credential-renamed": both("breaking", "credential renamed"),
  "credential-now-required": both("breaking", "credential now required"),
  "credential-now-optional": both("compatible", "credential now optional"),
  "credential-type-changed": both("breaking", "credential of another type"),
  "credential-sent-otherwise": both("caution", "credential sent otherwise"),
  "server-changed": both("caution", "servers changed"),
  "server-option-added": both("compatible", "server option added"),
  "server-option-added-required": both("breaking", "required server option added"),
  "server-option-removed": both("breaking", "server option removed"),
  "server-option-now-required": both("breaking", "server option now required"),
  "server-option-now-optional": both("compatible", "server option now optional"),
  "server-default-changed": both("caution", "default of a server option changed"),
  // Operations
  "operation-added": both("compatible", "operation added"),
  "operation-removed": both("breaking", "operation removed"),
  "operation-renamed": both("breaking", "operation renamed"),
  "operation-moved": both("caution", "operation at another endpoint"),
  "operation-answers-otherwise": both("breaking", "operation answers in another way"),
  "operation-takes-parameters": both("breaking", "operation now takes parameters"),
  "security-changed": both("caution", "credentials of an operation changed"),
  "pagination-changed": both("caution", "pagination changed"),
  "media-type-added": both("compatible", "media type to choose added"),
  "media-type-removed": both("breaking", "media type to choose removed"),
  "body-sent-otherwise": both("compatible", "body sent in another form"),
  "parameter-added": both("compatible", "parameter added"),
  "parameter-added-required": both("breaking", "required parameter added"),
  "parameter-removed": both("breaking", "parameter removed"),
  "parameter-renamed": both("breaking", "parameter renamed"),
  "parameter-now-required": both("breaking", "parameter now required"),
  "parameter-now-optional": both("compatible", "parameter now optional"),
  "error-added": both("compatible", "documented error added"),
  "error-removed": both("breaking", "documented error removed"),
  "header-added": both("compatible", "documented header added"),
  "header-removed": both("breaking", "documented header removed"),
  "header-type-changed": both("breaking", "documented header of another type"),
  // Types
  "type-added": both("compatible", "type added"),
  "type-removed": both("breaking", "type removed"),
  "type-renamed": both("breaking", "type renamed"),
  "type-split": both("caution", "type now differs by direction"),
  "property-added": both("compatible", "field added"),
  "property-added-required": ways("breaking", "compatible", "required field added"),
  "property-removed": both("breaking", "field removed"),
  "property-unlisted": both("caution", "field no longer listed"),
  "property-now-required": ways("breaking", "compatible", "field now required"),
  "property-now-optional": ways("compatible", "breaking", "field now optional"),
  "now-nullable": ways("compatible", "breaking", "may now be null"),
  "no-longer-nullable": ways("breaking", "compatible", "no longer null"),
  // The compiler's view: what is sent must fit the new type, what is received the old one.
  "type-changed": both("breaking", "type changed"),
  "type-changed-compatibly": both("compatible", "type changed, old code fits"),
  "variant-added": ways("compatible", "breaking", "variant added"),
  "variant-removed": ways("breaking", "caution", "variant removed"),
  // Named enums have a const object with a member for each value. Received values are open: what is new was allowed before.
  "enum-value-added": ways("compatible", "caution", "enum value added"),
  "enum-value-removed": both("breaking", "enum value removed"),
  "enum-member-renamed": both("breaking", "enum member renamed"),
  "enum-constants-removed": both("breaking", "constants of an enum removed"),
  // Values of an enum without a name: received ones are compared with any string, unless there is only one.
  "value-added": ways("compatible", "caution", "value added"),
  "value-removed": ways("breaking", "caution", "value removed"),
  "value-no-longer-open": ways("breaking", "breaking", "only one value left"),
  // What no type shows
  "format-changed": both("caution", "format changed"),
  "default-changed": ways("caution", "documentation", "default changed"),
  "limits-changed": ways("caution", "documentation", "limits changed"),
  deprecated: both("compatible", "deprecated"),
  "no-longer-deprecated": both("documentation", "no longer deprecated"),
  "documentation-changed": both("documentation", "documentation changed"),
} as const satisfies Record<string, Classified>;

export type ChangeKind = keyof typeof classification;

/** The severity of a kind in the positions that it affects; what is no value is judged as what is sent. */
export function severityOf(kind: ChangeKind, directions: readonly Direction[]): Severity {
  const entry = classification[kind];
  return directions.length === 0
    ? entry.request
    : worst(directions.map((direction) => entry[direction]));
}
