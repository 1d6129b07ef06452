import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const stamp = "node_modules/.installed-from";

/**
 * Installs what the lock file beside `folder` has, unless that has been done. The generators are for later Nodes than
 * the oldest one of ours, which npm says once; they run there all the same.
 */
export function installPeers(folder) {
  const wanted = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const stampFile = join(folder, stamp);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  console.log("installing what is measured beside ours …");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const { status } = spawnSync("npm", ["ci", "--prefix", folder, ...options], {
    stdio: ["ignore", "ignore", "ignore"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("npm ci in test/bench failed");
  // Written last: an installation that was interrupted is done again.
  writeFileSync(stampFile, wanted);
}
