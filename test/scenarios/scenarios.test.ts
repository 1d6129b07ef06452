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
import type { GeneratedFile, GenerateOptions } from "../../generator/generate.js";
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
    for (const { path, text } of [...files, ...readmeModules(files)]) {
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

/** The TypeScript of the README as modules beside the index, each with the client of the first. */
function readmeModules(files: readonly GeneratedFile[]): GeneratedFile[] {
  const readme = files.find(({ path }) => path === "README.md")?.text ?? "";
  const { name } = JSON.parse(files.find(({ path }) => path === "package.json")?.text ?? "") as {
    readonly name: string;
  };
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gmu)].map(([, code = ""]) => code);
  const [first = ""] = blocks;
  const [client = "", importLine = ""] = [
    /^const \w+ = new \w+Client\([\s\S]*?\);$/mu.exec(first)?.[0],
    /^import .*$/mu.exec(first)?.[0],
  ];
  const [variable = ""] = /^const \w+ =/u.exec(client) ?? [];
  expect(variable).not.toBe("");
  return blocks.map((block, index) => {
    const given = block.includes(variable) ? "" : `${importLine}\n${client}\n`;
    const code = `${given}${block}`.replaceAll(`from "${name}"`, 'from "./index.js"');
    const platform = "declare const process: { env: Record<string, string | undefined> };";
    return { path: `src/readme-${index}.ts`, text: `${platform}\n${code}\nexport {};\n` };
  });
}

/** As a server has them, whose types know that streams can be iterated. */
const libraries = ["es2022", "dom", "dom.iterable", "dom.asynciterable"].map(
  (name) => `lib.${name}.d.ts`,
);

function compile(folder: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, "tsconfig.json"),
    // The package is sources here; what it declares to consumers is checked in test/consumer.
    { noEmit: true, skipLibCheck: true, lib: libraries },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (config === undefined) throw new Error(`no tsconfig.json in ${folder}`);
  const program = ts.createProgram(config.fileNames, config.options);
  // An example may show the use of something that it then does nothing with.
  const isUnused = ({ code, file }: ts.Diagnostic): boolean =>
    [6133, 6192, 6196, 6198].includes(code) && /\/readme-\d+\.ts$/u.test(file?.fileName ?? "");
  const problems = ts.getPreEmitDiagnostics(program).filter((problem) => !isUnused(problem));
  return problems.map(({ messageText, file, start }) => {
    const place =
      file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : undefined;
    const name = file?.fileName.slice(folder.length + 1) ?? "";
    return `${name}:${(place?.line ?? 0) + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}
