import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, it } from "vitest";
import { readConfigs } from "../../generator/config.js";
import type { GenerateOptions } from "../../generator/generate.js";
import type { SourceText } from "../../generator/spec/load.js";
import { generateFrom, root } from "../generate/harness.js";

/**
 * A scenario is a folder: a description, and what becomes of it. `npx vitest -u` rewrites the expectation; read its
 * diff as you would read a colleague's code.
 */
const folder = join(root, "test/scenarios");
const scenarios = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

// Below node_modules, so that the packages find openapi-fetch as they would in a project.
mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
const scratch = mkdtempSync(join(root, "node_modules/.cache/scenarios-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe.each(scenarios)("%s", (name) => {
  const generated = generateFrom(readFileSync(join(folder, name, "openapi.yaml"), "utf8"), {
    references: otherFiles(join(folder, name)),
    ...configured(join(folder, name, configuration)),
  });

  it("gives the expected code", async () => {
    const { files, diagnostics } = await generated;
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const shown = files.filter(
      ({ path }) =>
        /^src\/(models|resources)\//u.test(path) || ["src/core.ts", "api.md"].includes(path),
    );
    for (const { path, text } of shown.filter(({ path }) => path !== "src/models/index.ts")) {
      await expect(text).toMatchFileSnapshot(`${name}/expected/${path}.txt`);
    }
  });

  it("gives code that compiles, everything in it strict", async () => {
    const { files } = await generated;
    const target = join(scratch, name);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      writeFileSync(join(target, path), text);
    }
    expect(compile(target)).toEqual([]);
  });
});

const configuration = "clientwright.config.yaml";

/** What the configuration of a scenario says, if it has one. */
function configured(file: string): GenerateOptions {
  if (!existsSync(file)) return {};
  const [config] = readConfigs({ file, text: readFileSync(file, "utf8") }, folder);
  const { settings, operations, selection, models, formats } = config ?? {};
  return {
    ...(settings && { settings }),
    ...(operations && { operations }),
    ...(selection && { selection }),
    ...(models && { models }),
    ...(formats && { formats }),
  };
}

/** What a description of several files has beside its first. */
function otherFiles(scenario: string): SourceText[] {
  return readdirSync(scenario, { recursive: true, encoding: "utf8" })
    .filter(
      (file) => /\.(?:json|ya?ml)$/u.test(file) && !["openapi.yaml", configuration].includes(file),
    )
    .map((file) => ({ file, text: readFileSync(join(scenario, file), "utf8") }));
}

function compile(folder: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, "tsconfig.json"),
    // The package is sources here; what it declares to consumers is checked in test/consumer.
    { noEmit: true, skipLibCheck: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (config === undefined) throw new Error(`no tsconfig.json in ${folder}`);
  const program = ts.createProgram(config.fileNames, config.options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start }) => {
    const place =
      file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : undefined;
    const name = file?.fileName.slice(folder.length + 1) ?? "";
    return `${name}:${(place?.line ?? 0) + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}
