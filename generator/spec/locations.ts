import { posix } from "node:path";

/** What the text of a `$ref` means, seen from the document that holds it. Nothing is looked at to tell. */
export type ReferenceTarget =
  | { readonly kind: "place"; readonly file: string; readonly fragment: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * A `$ref` as a document and a fragment in it: `./pet.yaml#/Pet` in `api/openapi.yaml` is `/Pet` of `api/pet.yaml`.
 * Beside an address there is one spelling for a document: its path relative to the file that refers to it, with
 * slashes, each name percent-encoded or not. Whatever else could be read as a path is refused, so that no reader after
 * this one can take it for another file than we did.
 */
export function resolveReference(ref: string, from: string): ReferenceTarget {
  const hash = ref.indexOf("#");
  const path = hash < 0 ? ref : ref.slice(0, hash);
  const fragment = hash < 0 ? "" : ref.slice(hash + 1);
  const reason = path === "" ? undefined : faultOf(path);
  if (reason !== undefined) return { kind: "refused", reason };
  if (path === "") return { kind: "place", file: canonical(from), fragment };
  const found = isAddress(path) || isAddress(from) ? address(path, from) : below(path, from);
  return typeof found === "string" ? { kind: "place", file: found, fragment } : found;
}

export function isAddress(location: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(location);
}

/** One spelling for each location: what a reference back to the description must come out as. */
export function canonical(file: string): string {
  return isAddress(file) ? withoutFragment(new URL(file)) : posix.normalize(file);
}

/** How a document is named in records: its path from the folder of the description; its address on another host. */
export function relativeLocation(from: string, file: string): string {
  if (!isAddress(file)) return posix.relative(posix.dirname(posix.normalize(from)), file);
  if (!isAddress(from)) return file;
  const [base, url] = [new URL(from), new URL(file)];
  return base.origin === url.origin
    ? posix.relative(posix.dirname(base.pathname), url.pathname) + url.search
    : file;
}

function faultOf(path: string): string | undefined {
  if (/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(path)) return "it holds a control character";
  if (path.trim() !== path) return "it starts or ends with a space";
  if (path.includes("\\")) return "it holds a backslash; folders are separated by a slash";
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined) return undefined;
  if (scheme === "http" || scheme === "https")
    return isAddress(path) ? undefined : "it is no complete address";
  return `it starts with "${scheme}:"; only paths relative to the file that refers are followed`;
}

function below(path: string, from: string): string | ReferenceTarget {
  if (path.startsWith("/")) {
    const what = path.startsWith("//") ? "names another host" : "is an absolute path";
    return refused(`it ${what}; only paths relative to the file that refers are followed`);
  }
  if (path.includes("?")) return refused("it has a query, which a file has not");
  const names: string[] = [];
  for (const segment of path.split("/")) {
    const name = decoded(segment);
    if (name === undefined) return refused("its percent-encoding is not valid");
    const isHidden = name !== segment && (name === "." || name === "..");
    if (isHidden || /[/\\\0-\x1f\x7f]/.test(name))
      return refused("it hides a dot, a slash or a control character behind a percent sign");
    names.push(name);
  }
  return posix.join(posix.dirname(from), ...names);
}

function address(path: string, from: string): string | ReferenceTarget {
  const base = isAddress(from) ? from : undefined;
  const url = URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (!url) return refused("it is no valid address");
  if (url.username !== "" || url.password !== "") return refused("it holds a user or a password");
  if (/%(?:2e|2f|5c|00)/i.test(path.replace(/\?.*/, "")))
    return refused("it hides a dot, a slash or a control character behind a percent sign");
  return withoutFragment(url);
}

function withoutFragment(url: URL): string {
  const { hash, href } = url;
  return hash === "" ? href.replace(/#$/, "") : href.slice(0, -hash.length);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function refused(reason: string): ReferenceTarget {
  return { kind: "refused", reason };
}
