import type { SourceRef } from "../diagnostics.js";
import type { Direction } from "../model/types.js";
import type { ChangeKind } from "./classification.js";
import type { Severity } from "./severity.js";

export { severities, worst } from "./severity.js";
export type { Severity } from "./severity.js";

/** One difference between two versions of an API, as the user of the generated client meets it. */
export interface Change {
  readonly kind: ChangeKind;
  readonly severity: Severity;
  /** In the client's names: `client.conversations.list`, `Conversation.status`. */
  readonly subject: string;
  /** One sentence about the subject. */
  readonly message: string;
  /** Where it belongs in a report: a resource (`conversations`), a type (`Conversation`), or the client itself. */
  readonly group: Group;
  readonly before?: string;
  readonly after?: string;
  /** Which way the value travels whose type changed; empty for what is no value. */
  readonly directions: readonly Direction[];
  /** The calls that are affected: `conversations.list`. */
  readonly operations: readonly string[];
  /** The place in the old description. */
  readonly old?: SourceRef;
  /** The place in the new one. */
  readonly new?: SourceRef;
  /** What a program mentions when it uses the subject, in the old package. */
  readonly used: readonly Used[];
}

export interface Group {
  readonly kind: "client" | "resource" | "type";
  readonly name: string;
}

/** A declaration of the old package, by the module that holds it. */
export type Used =
  /** A member of a class or an interface, or a key of a const object. */
  | { readonly kind: "member"; readonly module: string; readonly of: string; readonly name: string }
  /** An object that a caller writes, of which a member is missing. */
  | { readonly kind: "literal"; readonly module: string; readonly of: string }
  /** An exported name. */
  | { readonly kind: "export"; readonly module: string; readonly name: string };
