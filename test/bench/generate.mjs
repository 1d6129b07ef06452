import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Ways to run a program that reaches no network, best first; both are of util-linux. */
const SANDBOXES = [
  ["unshare", "-n"],
  ["unshare", "-r", "-n"],
];
const sandbox = SANDBOXES.find(([program, ...options]) => {
  return spawnSync(program, [...options, process.execPath, "-e", ""]).status === 0;
});

export const networkNote =
  sandbox === undefined
    ? "The generators could have reached the network: this machine has no way to keep them from it."
    : "The generators ran without a network.";

/**
 * Clients of one description by each generator: `ours`, `hey-api` and `redocly` below the folder that is returned. Ours
 * is made each time; those of the others only when they or the description have changed.
 *
 * @param {string} bench The folder of this file.
 * @param {string} name Of the description, without `.yaml`, and of the folder.
 * @param {object} [description] In place of the file `descriptions/<name>.yaml`.
 */
export function generateClients(bench, name, description) {
  // Within node_modules, where the clients find what they import and nobody lints them.
  const folder = join(bench, "node_modules/.cache", name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "openapi.yaml");
  const text =
    description === undefined
      ? readFileSync(join(bench, "descriptions", `${name}.yaml`), "utf8")
      : JSON.stringify(description);
  writeFileSync(file, text);
  rmSync(join(folder, "ours"), { recursive: true, force: true });
  runNode(
    join(bench, "../../generator/bin.mjs"),
    "generate",
    file,
    "--output",
    join(folder, "ours"),
    "--package-name=shop",
    "--client-name=ShopClient",
  );
  const stamp = join(folder, ".made-from");
  const wanted = createHash("sha256")
    .update(readFileSync(join(bench, "package-lock.json")))
    .update(text)
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return folder;
  const peer = (...path) => join(bench, "node_modules", ...path);
  runNode(
    peer("@hey-api/openapi-ts/bin/run.js"),
    "--input",
    file,
    "--output",
    join(folder, "hey-api"),
    "--client",
    "@hey-api/client-fetch",
    "--no-log-file",
  );
  runNode(
    peer("@redocly/cli/bin/cli.js"),
    "generate-client",
    file,
    "--output",
    join(folder, "redocly/client.ts"),
  );
  writeFileSync(stamp, wanted);
  return folder;
}

/** The command as it runs where it reaches no network, if this machine can do that. */
export function inSandbox(argv) {
  return [...(sandbox ?? []), ...argv];
}

function runNode(...argv) {
  const [program, ...args] = inSandbox([process.execPath, ...argv]);
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  if (status !== 0) throw new Error(`${argv.join(" ")}\n${stdout}${stderr}`);
}
