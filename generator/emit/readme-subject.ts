import { everyResource } from "../model/every-resource.js";
import type { ApiModel, ListOperation, Operation, Resource } from "../model/types.js";
import { join } from "../morph/encode.js";
import type { Code } from "../morph/encode.js";
import type { Examples } from "./examples.js";
import type { Markdown } from "./markdown.js";

/**
 * Prose in Markdown, or a block of TypeScript, laid out but for lines that names make too long. Each block stands for
 * itself, after the client of the first call.
 */
export type Section = Markdown | { readonly code: Code };

/** What every section speaks about. */
export interface Subject {
  readonly model: ApiModel;
  readonly examples: Examples;
  /** The variable that holds the client. */
  readonly client: Code;
  /** The operation that the examples call; undefined if the API has none. */
  readonly featured: Featured | undefined;
}

export interface Featured<Kind extends Operation = Operation> {
  readonly resource: Resource;
  readonly operation: Kind;
}

export function subjectOf(model: ApiModel, examples: Examples): Subject {
  const client = examples.clientVariable();
  return { model, examples, client, featured: firstList(model) ?? firstOf(model, () => true) };
}

/** The first operation that a section has something to say of. */
export function firstOf(
  { resources }: ApiModel,
  isMeant: (operation: Operation) => boolean,
): Featured | undefined {
  for (const resource of everyResource(resources)) {
    const operation = resource.operations.find(isMeant);
    if (operation !== undefined) return { resource, operation };
  }
  return undefined;
}

/** A list needs least and shows most. */
export function firstList({ resources }: ApiModel): Featured<ListOperation> | undefined {
  for (const resource of everyResource(resources)) {
    const operation = resource.operations.find(({ kind }) => kind === "list");
    if (operation?.kind === "list") return { resource, operation };
  }
  return undefined;
}

export function codeBlock(...lines: readonly Code[]): Section {
  return { code: join(lines, "\n") };
}
