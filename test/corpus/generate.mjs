import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));
const TIME_LIMIT_MS = 600_000;

/**
 * Generates a package for each description, two at a time. A process that crashes or hangs costs its description alone.
 */
export async function generateAll(descriptions, tell) {
  const open = [...descriptions];
  const results = new Map();
  const work = async () => {
    let process_;
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      process_ ??= await start();
      const answer = await ask(process_, next);
      if (answer.code === undefined) process_ = undefined;
      results.set(next.file, { ...next, ...answer });
      tell(results.size);
    }
    process_?.kill();
  };
  await Promise.all([work(), work()]);
  return descriptions.map(({ file }) => results.get(file));
}

function start() {
  const child = fork(worker, [], { execArgv: ["--max-old-space-size=6000"] });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", () => reject(new Error("The generator does not start.")));
  });
}

function ask(child, { path, output, root }) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
    const settle = (answer) => {
      clearTimeout(timer);
      child.removeAllListeners("exit");
      child.removeAllListeners("message");
      resolve(answer);
    };
    child.once("message", settle);
    child.once("exit", (code, signal) => settle({ text: `ended by ${signal ?? code}`, ms: 0 }));
    child.send({ file: path, output, root });
  });
}
