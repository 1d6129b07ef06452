import { everyResource } from "../model/every-resource.js";
import type { Direction, Operation, Resource } from "../model/types.js";
import { formatPointer } from "../spec/pointer.js";
import type { Used } from "./change.js";
import type { ChangeKind } from "./classification.js";
import type { Site } from "./site.js";
import type { Versions } from "./versions.js";

/** An operation with its place in the client. */
export interface Placed {
  readonly resource: Resource;
  readonly operation: Operation;
  /** `conversations.list` */
  readonly call: string;
}

/** Every operation of a client. */
export function placedIn(resources: readonly Resource[]): readonly Placed[] {
  return [...everyResource(resources)].flatMap((resource) =>
    resource.operations.map((operation) => ({
      resource,
      operation,
      call: `${resource.path}.${operation.name}`,
    })),
  );
}

/** What is said of an operation. */
export interface Told {
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly new?: Placed;
  readonly used?: readonly Used[];
}

/** Notes a change of an operation as a whole. */
export function add(versions: Versions, kind: ChangeKind, old: Placed, told: Told): void {
  versions.recorder.add({
    kind,
    subject: `client.${old.call}`,
    message: told.message,
    before: told.before,
    after: told.after,
    group: { kind: "resource", name: old.resource.path },
    operations: [old.call],
    old: old.operation.source,
    new: told.new?.operation.source,
    used: told.used ?? [methodOf(old)],
  });
}

export type Tell = (kind: ChangeKind, told: Told) => void;

export function endpointOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

export function siteOf(placed: Placed, direction: Direction): Site {
  return {
    subject: `client.${placed.call}`,
    group: { kind: "resource", name: placed.resource.path },
    direction,
    operations: [placed.call],
    old: "",
    new: "",
    used: [methodOf(placed)],
  };
}

export function docsSite(old: Placed, now: Placed): Site {
  const pointer = ({ operation: { path, method } }: Placed): string =>
    formatPointer(["paths", path, method.toLowerCase()]);
  return { ...siteOf(old, "response"), old: pointer(old), new: pointer(now) };
}

export function memberUsed(placed: Placed, key: string): readonly Used[] {
  const { paramsName } = placed.operation;
  return paramsName === undefined
    ? []
    : [{ kind: "member", module: moduleOf(placed), of: paramsName, name: key }];
}

export function methodOf(placed: Placed): Used {
  const { resource, operation } = placed;
  return { kind: "member", module: moduleOf(placed), of: resource.className, name: operation.name };
}

export function moduleOf({ resource }: Placed): string {
  return `resources/${resource.fileName}`;
}
