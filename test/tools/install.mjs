import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const stamp = join(folder, "node_modules/.installed-from");

/**
 * Installs the tools of this folder when they are not those of its lock file. What is installed is remembered beside it,
 * so that all other calls only read two small files.
 */
export function installTools() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("installing the tools of test/tools …");
  // No script of a package is run: none of these needs one, and postinstall scripts are how packages attack.
  const { status, error } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      shell: process.platform === "win32",
    },
  );
  if (status !== 0) {
    throw new Error(
      `npm ci in test/tools failed${error === undefined ? "" : `: ${error.message}`}`,
    );
  }
  // Written last: an installation that was interrupted is done again.
  writeFileSync(stamp, wanted);
}

/** Packages for this platform only: a folder that was copied from another one is installed anew. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}\n`);
  for (const name of ["package.json", "package-lock.json"]) {
    hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex");
}
