// Does one step for one description after the other; the parent says which. Nothing of it is printed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { casesOf } from "./cases.mjs";
import { generators } from "./peers.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

const steps = {
  ...generators,
  cases: (file, folder, { limit }) => {
    const result = casesOf(JSON.parse(readFileSync(file, "utf8")), limit);
    writeFileSync(join(folder, "cases.json"), JSON.stringify(result));
  },
  ours: async (file, folder, { bundle }) => {
    const { emitTypes } = await import(bundle);
    const emitted = emitTypes(root, file);
    if (emitted === undefined) throw new Error("refused");
    for (const { path, text } of emitted.files) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    writeFileSync(join(folder, "types.json"), JSON.stringify(emitted.types));
  },
};

for (const stream of [process.stdout, process.stderr]) stream.write = () => true;
process.on("unhandledRejection", () => undefined);
process.on("message", async ({ step, file, folder, options }) => {
  mkdirSync(folder, { recursive: true });
  let fault;
  try {
    await steps[step](file, folder, options);
  } catch (error) {
    fault = String(error?.stack ?? error).slice(0, 600);
  }
  process.send({ fault });
});
process.send("ready");
