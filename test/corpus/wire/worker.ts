// Judges one description after the other in one process; the parent says which.
import { readFileSync } from "node:fs";
import { root } from "../../generate/harness.js";
import { loadTemplates } from "../../../generator/templates.js";
import { judgeApi } from "./apis.js";

interface Task {
  readonly file: string;
  readonly path: string;
  readonly folder?: string;
  readonly limit: number;
}

const templates = loadTemplates(root);

process.on("message", ({ file, path, limit, ...more }: Task) => {
  judgeApi({ file, text: readFileSync(path, "utf8"), ...more }, templates, limit).then(
    (outcomes) => process.send?.({ outcomes }),
    (error: unknown) => process.send?.({ outcomes: [], failure: String(error) }),
  );
});
process.send?.("ready");
