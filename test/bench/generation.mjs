import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inSandbox } from "./generate.mjs";
import { table } from "./table.mjs";

const rounds = { small: 9, large: 3 };

/** What making a client takes, from the start of the process to its end, in turns. */
export async function measureGeneration(bench) {
  const folder = mkdtempSync(join(tmpdir(), "clientwright-bench-"));
  try {
    const large = join(bench, "../../../shared/corpus/real/github-api.json");
    const descriptions = [
      ["small", "an API of one page", join(bench, "descriptions/get-and-post.yaml")],
      ...(existsSync(large) ? [["large", "GitHub's API, 13 MB", large]] : []),
    ].filter(([, , file]) => existsSync(file));
    const lines = ["## Generation", "", ...text];
    for (const [size, title, file] of descriptions) {
      lines.push("", `### ${title}`, "", ...compared(bench, folder, file, rounds[size]));
    }
    return lines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = [
  "The whole process: median of its seconds, of the seconds that it keeps a core busy, and of its peak memory in MB;",
  "then how often that of Redocly's generator. openapi-typescript makes types and no client.",
];

function compared(bench, folder, file, count) {
  const programs = programsFor(bench, folder, file);
  const runs = new Map(programs.map(([name]) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (const [name, argv] of programs) runs.get(name).push(measured(folder, argv));
  }
  const medians = new Map([...runs].map(([name, list]) => [name, medianOf(list)]));
  const reference = medians.get("Redocly generate-client");
  const rows = [...medians].map(([name, { seconds, busy, peak }]) => [
    name,
    seconds.toFixed(2),
    busy.toFixed(2),
    peak.toFixed(0),
    (seconds / reference.seconds).toFixed(2),
    (busy / reference.busy).toFixed(2),
    (peak / reference.peak).toFixed(2),
  ]);
  return table(["generator", "time", "busy", "memory", "× time", "× busy", "× memory"], rows);
}

function programsFor(bench, folder, file) {
  const at = (...path) => join(bench, ...path);
  const output = (name) => join(folder, name);
  return [
    ["Clientwright", [at("../../generator/bin.mjs"), "generate", file, "-o", output("ours")]],
    [
      "Redocly generate-client",
      [
        at("node_modules/@redocly/cli/bin/cli.js"),
        "generate-client",
        file,
        "--output",
        output("redocly/client.ts"),
      ],
    ],
    [
      "hey-api, client-fetch",
      [
        at("node_modules/@hey-api/openapi-ts/bin/run.js"),
        "--input",
        file,
        "--output",
        output("hey-api"),
        "--client",
        "@hey-api/client-fetch",
        "--no-log-file",
      ],
    ],
    [
      "openapi-typescript",
      [
        at("../../node_modules/openapi-typescript/bin/cli.js"),
        file,
        "--output",
        output("types.d.ts"),
      ],
    ],
  ];
}

/** One run; what it took is told by its processes as they end, since some start others. */
function measured(folder, argv) {
  const told = mkdtempSync(join(folder, "told-"));
  const teller = join(folder, "tell.mjs");
  writeFileSync(
    teller,
    `import { writeFileSync } from "node:fs";
     const file = ${JSON.stringify(told)} + "/" + process.pid;
     process.on("exit", () => writeFileSync(file, JSON.stringify(process.resourceUsage())));`,
  );
  const started = performance.now();
  const [program, ...args] = inSandbox([process.execPath, ...argv]);
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    cwd: folder,
    env: {
      ...process.env,
      NODE_OPTIONS: `--import=${pathToFileURL(teller).href}`,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    },
  });
  if (status !== 0) throw new Error(`${argv.join(" ")}\n${stdout}${stderr}`);
  const seconds = (performance.now() - started) / 1000;
  const usages = readdirSync(told).map((name) =>
    JSON.parse(readFileSync(join(told, name), "utf8")),
  );
  const busy = usages.reduce((sum, one) => sum + one.userCPUTime + one.systemCPUTime, 0) / 1e6;
  return { seconds, busy, peak: Math.max(...usages.map(({ maxRSS }) => maxRSS)) / 1024 };
}

function medianOf(list) {
  const median = (key) => list.map((run) => run[key]).sort((a, b) => a - b)[list.length >> 1];
  return { seconds: median("seconds"), busy: median("busy"), peak: median("peak") };
}
