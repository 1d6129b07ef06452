import type { RawObject } from "./raw.js";

/** The parameters that are (parts of) the body: those of the path item, and those of the operation itself. */
export interface Payload {
  readonly inherited: readonly RawObject[];
  readonly given: readonly RawObject[];
}

/** Objects of Swagger 2.0 → objects of 3.0. References in them stay as they are: their targets do, too. */
export interface StructureUpgrade {
  /** With `servers` and `components`, beside what the description has. */
  root(root: RawObject): RawObject;
  /** An entry of a list of parameters, which may be a reference to one. */
  entry(entry: RawObject): RawObject;
  /** Whether a parameter is (part of) the request's body. */
  isPayload(parameter: RawObject): boolean;
  operation(operation: RawObject, payload: Payload): RawObject;
  parameter(parameter: RawObject): RawObject;
  /** What a response holds depends on the operation that gives it. */
  response(response: RawObject, operation: RawObject, status: string): RawObject;
  header(header: RawObject): RawObject;
}
