// Writes a package in a process whose file operations go wrong:
//
//     node fault-driver.mjs <bundled output.ts> <plan.json>
//
// plan.json: { path, files, fault: "kill" | "throw" | "none", at }. The operation number `at` (from 1) that would change
// something kills the process before it happens, or throws as a full disk does. Prints how many operations there were.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [, , module, plan] = process.argv;
const { path, files, fault, at } = JSON.parse(fs.readFileSync(plan, "utf8"));
let operations = 0;
for (const name of [
  "writeFileSync",
  "renameSync",
  "linkSync",
  "unlinkSync",
  "mkdirSync",
  "rmSync",
  "rmdirSync",
]) {
  const original = fs[name];
  fs[name] = (...given) => {
    operations++;
    if (operations === at && fault === "kill") process.kill(process.pid, "SIGKILL");
    if (operations === at && fault === "throw") {
      throw Object.assign(new Error("ENOSPC: no space left on device"), {
        code: "ENOSPC",
        syscall: name,
      });
    }
    return original(...given);
  };
}
syncBuiltinESMExports();

const { writeOutput } = await import(module);
try {
  await writeOutput({ path, name: "out" }, files, { patience: 2_000 });
} catch (error) {
  console.log(error.message);
}
console.log(operations);
