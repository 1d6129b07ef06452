// Generates one package after the other in one process, as `clientwright generate` would; the parent says which.
import { writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { freshBuild } from "../../generator/build.mjs";

const { run } = await import((await freshBuild()).href);

process.on("message", async ({ file, output, root }) => {
  const lines = [];
  const printed = { stdout: process.stdout.write, stderr: process.stderr.write };
  const capture = (text, ...rest) => {
    lines.push(String(text));
    rest.find((given) => typeof given === "function")?.();
    return true;
  };
  process.stdout.write = capture;
  process.stderr.write = capture;
  const started = performance.now();
  const what =
    root === undefined ? [file, "-o", output] : ["--config", configure(file, output, root)];
  const code = await run(["generate", ...what, "--format", "json"]);
  Object.assign(process.stdout, { write: printed.stdout });
  Object.assign(process.stderr, { write: printed.stderr });
  // Each run is prepared for being the only one.
  process.removeAllListeners("uncaughtException");
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
  process.send({ code, text: lines.join(""), ms: performance.now() - started });
});
/** A configuration for a description that refers to files beside its folder. */
function configure(file, output, root) {
  const config = `${output}.json`;
  const folder = dirname(config);
  const [input, target, references] = [file, output, root].map((path) => relative(folder, path));
  writeFileSync(
    config,
    JSON.stringify({ input, output: target, references: { root: references } }),
  );
  return config;
}

process.send("ready");
