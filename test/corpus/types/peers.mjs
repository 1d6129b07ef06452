import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const cli = fileURLToPath(new URL("node_modules/@redocly/cli/bin/cli.js", import.meta.url));

/** The generators that are measured beside ours; each writes its types of a description below a folder. */
export const generators = {
  /** What its command line does by default. */
  "openapi-typescript": async (file, folder) => {
    const { default: openapiTS, astToString } = await import("openapi-typescript");
    const nodes = await openapiTS(pathToFileURL(file), { silent: true });
    writeFileSync(join(folder, "types.ts"), astToString(nodes));
  },
  "hey-api": async (file, folder) => {
    const { createClient } = await import("@hey-api/openapi-ts");
    await createClient({
      input: file,
      output: folder,
      plugins: ["@hey-api/typescript"],
      logs: { level: "silent", file: false },
    });
  },
  redocly: async (file, folder) => {
    const args = [cli, "generate-client", file, "--output", join(folder, "client.ts")];
    const env = {
      ...process.env,
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    };
    const { status, stderr } = spawnSync(process.execPath, args, {
      env,
      encoding: "utf8",
      timeout: 120_000,
    });
    if (status !== 0) throw new Error(stderr);
  },
};

const files = { "openapi-typescript": "types.ts", "hey-api": "types.gen.ts", redocly: "client.ts" };

/** The module to import, and by schema the names of its types; undefined where the generator gave none. */
export function typesOfPeer(tool, folder, schemas) {
  const file = files[tool];
  let text;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    return undefined;
  }
  const module = `./${file.replace(/\.ts$/, ".js")}`;
  if (tool === "openapi-typescript") {
    const named = schemas.map((name) => {
      const type = `components["schemas"][${JSON.stringify(name)}]`;
      return [name, { response: type, request: type }];
    });
    return { module, imported: ["components"], types: Object.fromEntries(named) };
  }
  const exported = [...text.matchAll(/^export (?:type|interface|enum) ([\w$]+)/gm)].map(
    ([, name]) => name,
  );
  const byKey = grouped(exported);
  const asked = grouped(schemas);
  const types = {};
  for (const name of schemas) {
    const exact = exported.includes(name) ? [name] : (byKey.get(fold(name)) ?? []);
    if (exact.length !== 1 || (exact[0] !== name && asked.get(fold(name)).length > 1)) continue;
    const [response] = exact;
    const request = exported.includes(`${response}Writable`) ? `${response}Writable` : response;
    types[name] = { response, request };
  }
  return { module, imported: [], types };
}

function grouped(names) {
  const groups = new Map();
  for (const name of new Set(names))
    groups.set(fold(name), [...(groups.get(fold(name)) ?? []), name]);
  return groups;
}

function fold(name) {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
