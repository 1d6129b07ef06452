/** What JSON can say, as it was parsed and before anything is known about it. */
export type RawValue = null | boolean | number | string | RawArray | RawObject;
export type RawArray = RawValue[];
export interface RawObject {
  [key: string]: RawValue;
}
export type RawContainer = RawArray | RawObject;
export type Key = string | number;

export function isContainer(value: unknown): value is RawContainer {
  return typeof value === "object" && value !== null;
}

export function isObject(value: unknown): value is RawObject {
  return isContainer(value) && !Array.isArray(value);
}

/** The member of that name, never one of the prototype. */
export function own(container: RawContainer, key: Key): RawValue | undefined {
  return Object.hasOwn(container, key) ? (container as RawObject)[key] : undefined;
}

/** Sets a member as data, also one that is named `__proto__`. */
export function setOwn(object: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    (object as Record<string, unknown>)[key] = value;
  }
}

/** What kind of value it is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}

/** The deepest that lists and objects may be nested; real descriptions stay below 50. */
export const maximumDepth = 500;

/** How deep lists and objects are nested below a value, measured without recursion. */
export function depthOf(root: RawValue): number {
  let depth = 0;
  let level: RawContainer[] = isContainer(root) ? [root] : [];
  while (level.length > 0) {
    depth++;
    const next: RawContainer[] = [];
    for (const container of level) {
      for (const value of Object.values(container)) {
        if (isContainer(value)) next.push(value);
      }
    }
    level = next;
  }
  return depth;
}
