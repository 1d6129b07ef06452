import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that holds our own package.json and templates/. Found by looking upwards: this module runs as a source
 * file in tests, and as a chunk somewhere below dist/ otherwise.
 */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "templates"))) {
      return folder;
    }
    if (folder === dirname(folder)) throw new Error(`no package above ${start}`);
  }
}

/** The version of clientwright itself. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot(), "package.json"), "utf8");
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
