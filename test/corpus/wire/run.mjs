import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../../..");
const TIME_LIMIT_MS = 240_000;

/** What became of calls to the operations of each description, two descriptions at a time. */
export async function wireAll(descriptions) {
  // As deep as the sources are: they find the repository by their own place.
  const program = join(root, `dist/wire/${process.pid}.mjs`);
  await build({
    entryPoints: [join(here, "worker.ts")],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "error",
  });
  try {
    const open = descriptions.map((description, index) => ({ ...description, index }));
    const results = [];
    const work = async () => {
      let child;
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        child ??= await start(program);
        const started = performance.now();
        const answer = await ask(child, next);
        if (answer.hasEnded) child = undefined;
        results[next.index] = { ...next, ...answer, ms: performance.now() - started };
      }
      child?.kill();
    };
    await Promise.all([work(), work()]);
    return results;
  } finally {
    rmSync(program, { force: true });
  }
}

function start(program) {
  const child = fork(program, [], { execArgv: ["--max-old-space-size=6000"] });
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", () => reject(new Error("The judge does not start.")));
  });
}

function ask(child, { file, path, folder, limit }) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
    const settle = (answer) => {
      clearTimeout(timer);
      child.removeAllListeners("exit");
      child.removeAllListeners("message");
      resolve(answer);
    };
    child.once("message", settle);
    child.once("exit", (code, signal) =>
      settle({ outcomes: [], failure: `ended by ${signal ?? code}`, hasEnded: true }),
    );
    child.send({ file, path, folder, limit });
  });
}

/** One row for each published API and one for each collection of small descriptions, then each kind of feature. */
export function wireTable(results) {
  const groups = new Map();
  for (const { file, outcomes, ms } of results) {
    const key = file.startsWith("real/") ? file : file.split("/").slice(0, 2).join("/");
    const group = groups.get(key) ?? { outcomes: [], ms: 0 };
    groups.set(key, { outcomes: [...group.outcomes, ...outcomes], ms: group.ms + ms });
  }
  const row = (name, outcomes, ms) => [
    name,
    outcomes.filter(({ calls }) => calls > 0).length,
    outcomes.reduce((sum, { calls }) => sum + calls, 0),
    outcomes.filter(({ problems }) => problems.length > 0).length,
    outcomes.filter(({ skipped }) => skipped !== undefined).length,
    ms === undefined ? "" : (ms / 1000).toFixed(1),
  ];
  const lines = [["", "operations", "calls", "wrong", "no call", "seconds"]];
  for (const [name, { outcomes, ms }] of [...groups].sort()) lines.push(row(name, outcomes, ms));
  const all = results.flatMap(({ outcomes }) => outcomes);
  const called = all.filter(({ calls }) => calls > 0);
  for (const feature of new Set(called.flatMap(({ features }) => features))) {
    if (feature.startsWith("auth ")) continue;
    lines.push(
      row(
        `  ${feature}`,
        called.filter(({ features }) => features.includes(feature)),
      ),
    );
  }
  lines.push(row("all", all));
  const widths = lines[0].map((_, at) =>
    Math.max(...lines.map((cells) => String(cells[at]).length)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, at) =>
          at === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[at]),
        )
        .join("  "),
    )
    .join("\n");
}

export function wireProblems(results) {
  return results.flatMap(({ file, outcomes, failure }) => [
    ...(failure === undefined ? [] : [`${file}: ${failure}`]),
    ...outcomes.flatMap(({ operation, seed, problems }) =>
      problems.map((problem) => `${file}: ${operation} (seed ${seed}): ${problem}`),
    ),
  ]);
}
