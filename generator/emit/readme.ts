import type { ApiModel } from "../model/types.js";
import type { Examples } from "./examples.js";
import { fence, joinMarkdown, marked, type Markdown } from "./markdown.js";
import type { TextFile } from "./package.js";
import { writeExcerpt } from "../morph/write.js";
import { sectionsOf } from "./readme-sections.js";

/**
 * The package's README: how to call this API, in its own terms. Its code is laid out as the package's is.
 *
 * @param format for code that we do not lay out ourselves
 */
export async function emitReadme(
  model: ApiModel,
  examples: Examples,
  format: (module: string) => Promise<string>,
): Promise<TextFile> {
  const blocks: Markdown[] = [];
  for (const section of sectionsOf(model, examples)) {
    if (typeof section === "string") blocks.push(section);
    else blocks.push(fence("ts", writeExcerpt(section.code) ?? (await format(section.code))));
  }
  return { path: "README.md", text: marked`${joinMarkdown(blocks, "\n\n")}\n` };
}
