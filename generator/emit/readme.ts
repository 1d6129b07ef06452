import type { ApiModel } from "../model/types.js";
import type { Examples } from "./examples.js";
import { fence, joinMarkdown, marked, type Markdown } from "./markdown.js";
import type { TextFile } from "./package.js";
import { sectionsOf } from "./readme-sections.js";

/** The package's README: how to call this API, in its own terms. Its code is formatted as the package's is. */
export async function emitReadme(
  model: ApiModel,
  examples: Examples,
  format: (module: string) => Promise<string>,
): Promise<TextFile> {
  const blocks: Markdown[] = [];
  for (const section of sectionsOf(model, examples)) {
    blocks.push(typeof section === "string" ? section : fence("ts", await format(section.code)));
  }
  return { path: "README.md", text: marked`${joinMarkdown(blocks, "\n\n")}\n` };
}
