import type { ApiModel } from "../model/types.js";
import type { Examples } from "./examples.js";
import { fence } from "./markdown.js";
import type { TextFile } from "./package.js";
import { sectionsOf } from "./readme-sections.js";

/** The package's README: how to call this API, in its own terms. Its code is formatted as the package's is. */
export async function emitReadme(
  model: ApiModel,
  examples: Examples,
  format: (module: string) => Promise<string>,
): Promise<TextFile> {
  const text: string[] = [];
  for (const section of sectionsOf(model, examples)) {
    text.push(typeof section === "string" ? section : fence("ts", await format(section.code)));
  }
  return { path: "README.md", text: `${text.join("\n\n")}\n` };
}
