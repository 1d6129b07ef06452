import { words } from "./names.js";

/** A path as the naming rules read it. */
export interface PathSegments {
  /** Its literal segments, without what every path of an API begins with. */
  readonly literals: readonly Literal[];
  /** Names of its parameters, in order. */
  readonly parameters: readonly string[];
  /** Of the API, where the path begins with one: 2 for `/api/v2/media`. */
  readonly version: number;
}

export interface Literal {
  readonly text: string;
  /** Whether a parameter follows: `issues` in `/issues/{number}/labels`. */
  readonly ofItem: boolean;
  /** Whether a parameter stands before it. */
  readonly belowItem: boolean;
  /**
   * What it is by its place: `:cancel` at an item is a method, and of `/chat.scheduled.list` the last part is one, while
   * those before it are things. Elsewhere its word decides.
   */
  readonly role: "method" | "thing" | "either";
}

/** `/api/v1/repos/{owner}/{repo}/issues` gives `repos` (of an item) and `issues` (below one). */
export function segmentsOf(path: string): PathSegments {
  const parts = splitPath(path);
  const { start, version } = prefixOf(parts);
  const literals: Literal[] = [];
  const parameters: string[] = [];
  for (const part of parts.slice(start)) {
    const last = literals.at(-1);
    if (part.kind === "parameter") {
      parameters.push(...part.names);
      if (last !== undefined) literals[literals.length - 1] = { ...last, ofItem: true };
    } else if (
      (isVersion(part.text) || /^\d+$/u.test(part.text)) &&
      last !== undefined &&
      !last.ofItem
    ) {
      // A group with a version of its own, as in Kubernetes: /apis/apps/v1 and /apis/autoscaling/v2.
      literals[literals.length - 1] = { ...last, text: `${last.text} ${part.text}` };
    } else {
      const { text, role } = part;
      literals.push({ text, role, ofItem: false, belowItem: parameters.length > 0 });
    }
  }
  return { literals, parameters, version };
}

type Part =
  | { readonly kind: "literal"; readonly text: string; readonly role: Literal["role"] }
  | { readonly kind: "parameter"; readonly names: readonly string[] };

function splitPath(path: string): readonly Part[] {
  const segments = path
    // OData: /Users('{id}') is /Users/{id}.
    .replace(/\((?=[^()]*\{)/gu, "/(")
    .split("/")
    .map((segment) => segment.replace(/\.(json|xml|ya?ml|csv|html?)$/iu, ""))
    .filter((segment) => segment !== "");
  return segments.flatMap((segment, index) => partsOf(segment, index === segments.length - 1));
}

function partsOf(segment: string, isLast: boolean): readonly Part[] {
  const [thing = "", ...methods] = segment.split(/[:#](?![^{]*\})/u);
  const acts = methods
    .filter((text) => text !== "" && !text.includes("{"))
    .map((text): Part => ({ kind: "literal", text, role: "method" }));
  if (segment.includes("{")) {
    const names = [...segment.matchAll(/\{([^{}]*)\}/gu)].map(([, name = ""]) => name);
    const parameter: Part = { kind: "parameter", names };
    return [...(thing === "" && acts.length > 0 ? [] : [parameter]), ...acts];
  }
  // The name of a group may be that of a domain: /apis/rbac.authorization.k8s.io/v1.
  const parts = thing
    .replace(/(\.k8s)?\.(com|dev|io|net|org)$/u, "")
    .split(".")
    .filter((part) => part !== "");
  const isDotted = isLast && parts.length > 1 && parts.every((part) => /^[A-Za-z]/u.test(part));
  const texts = isDotted ? parts : [parts.join(" ")];
  return [
    ...texts
      .filter((text) => words(text).length > 0 && !/^(json|xml)$/iu.test(text))
      .map((text, index): Part => {
        const role = !isDotted ? "either" : index === texts.length - 1 ? "method" : "thing";
        return { kind: "literal", text, role };
      }),
    ...acts,
  ];
}

/** Where the path itself begins, behind `/api/v1`, `/rest/api/3`, `/2010-04-01`, `/xrpc`. */
function prefixOf(parts: readonly Part[]): { readonly start: number; readonly version: number } {
  let start = 0;
  let version = 1;
  let isApi = false;
  for (const part of parts) {
    if (part.kind !== "literal" || part.role !== "either") break;
    const { text } = part;
    const number = /^(?:v|\d{4}-)?(\d+)/iu.exec(text)?.[1];
    if (/^(apis?|rest|x?rpc)$/iu.test(text)) isApi = true;
    else if (isVersion(text) || (isApi && /^\d+(\.\d+)*$/u.test(text))) {
      version = /^v?\d+/iu.test(text) && !text.includes("-") ? Number(number) : 1;
    } else if (!(isApi && text === "public")) break;
    start += 1;
  }
  return { start, version };
}

/** `v1`, `v2beta1`, `v1.1`, `2010-04-01`. */
function isVersion(text: string): boolean {
  return (
    /^v\d+([._-]?\d+)*((alpha|beta|rc)\d*)?$/iu.test(text) || /^\d{4}-\d\d(-\d\d)?$/u.test(text)
  );
}
