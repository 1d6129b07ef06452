import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bin, cli, cliAtOnce, contentsOf, emptyFolder, fill, repository } from "./workspace.js";

const openapi = {
  openapi: "3.0.3",
  info: { title: "Acme Pets API", version: "2.1.0" },
  paths: { "/pets": { get: {}, post: {} } },
};
const page = `# Pets\n\nText.\n\n\`\`\`json\n${JSON.stringify(openapi)}\n\`\`\`\n`;

describe("usage", () => {
  it("prints the version and help", () => {
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      version: string;
    };
    expect(cli(emptyFolder(), "--version")).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
    const help = cli(emptyFolder(), "--help");
    expect(help.code).toBe(0);
    for (const command of ["import", "generate", "check"]) {
      expect(help.stdout).toContain(command);
      expect(cli(emptyFolder(), command, "--help")).toMatchObject({ code: 0, stderr: "" });
    }
  });

  it.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [["generat"], "Did you mean generate?"],
    [["import"], "missing required argument 'source'"],
    [["generate", "--outptu", "x"], "unknown option '--outptu'"],
    [["check", "--format", "xml"], "Allowed choices are text, json, github"],
    [["generate", "a.json"], "say where the package goes: -o <folder>"],
    [
      ["generate", "a.json", "-o", "x", "--client-name", "1x"],
      '--client-name: "1x" is not a class name',
    ],
    [
      ["generate", "a.json", "-o", "x", "--package-name", "A B"],
      '--package-name: "A B" is not a package name',
    ],
    [[], "Usage: clientwright"],
  ])("%j ends with 2", (argv, message) => {
    const { code, stdout, stderr } = cli(emptyFolder(), ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("does not mind a reader that goes away", () => {
    const shell = spawnSync(
      "sh",
      ["-c", `"${process.execPath}" "${bin}" --help | head -1; sleep 0.1`],
      { encoding: "utf8" },
    );
    expect(shell).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("import", () => {
  it("takes the description out of a page and names the file after its title", () => {
    const folder = emptyFolder();
    fill(folder, { "page.md": page });
    const { code, stdout, stderr } = cli(folder, "import", "page.md");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      "found  Acme Pets API 2.1.0 · 2 operations · 0 schemas\nwrote  acme-pets.openapi.json\n",
    );
    expect(contentsOf(folder)["acme-pets.openapi.json"]).toBe(
      `${JSON.stringify(openapi, undefined, 2)}\n`,
    );
    expect(Object.keys(contentsOf(folder))).toEqual(["acme-pets.openapi.json", "page.md"]);
  });

  it("prefers spec/, says unchanged and changed, and makes folders", () => {
    const folder = emptyFolder();
    fill(folder, { "page.md": page, "spec/overlay.yaml": "x" });
    expect(cli(folder, "import", "page.md").stdout).toContain(
      "wrote  spec/acme-pets.openapi.json\n",
    );
    expect(cli(folder, "import", "page.md").stdout).toContain(
      "unchanged  spec/acme-pets.openapi.json\n",
    );
    fill(folder, { "page.md": page.replace("2.1.0", "2.2.0") });
    expect(cli(folder, "import", "page.md").stdout).toContain(
      "spec/acme-pets.openapi.json · changed\n",
    );
    expect(cli(folder, "import", "page.md", "-o", "a/b/c.json").stdout).toContain(
      "wrote  a/b/c.json\n",
    );
  });

  it("leaves numbers and the order of keys as they are", () => {
    const folder = emptyFolder();
    fill(folder, {
      "x.json":
        '{"openapi":"3.0.3","x-n":[1.0,1e400,12345678901234567890],"x":{"b":{},"404":1,"200":"\\u00e9"}}',
    });
    expect(cli(folder, "import", "x.json", "-o", "y.json").code).toBe(0);
    const text = contentsOf(folder)["y.json"] ?? "";
    expect(text.replace(/\s/g, "")).toBe(contentsOf(folder)["x.json"]);
    expect(text).toContain("1.0");
  });

  it("keeps YAML as it is, and converts it for a .json file", () => {
    const folder = emptyFolder();
    const yaml = "openapi: 3.1.0 # as given\ninfo:\n  title: T\n  version: '1'\npaths: {}\n";
    fill(folder, { "x.yaml": yaml });
    expect(cli(folder, "import", "x.yaml", "-o", "y.yaml").code).toBe(0);
    expect(contentsOf(folder)["y.yaml"]).toBe(yaml);
    expect(cli(folder, "import", "x.yaml", "-o", "y.json").code).toBe(0);
    expect(JSON.parse(contentsOf(folder)["y.json"] ?? "")).toEqual({
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: {},
    });
  });

  it("reads an address", async () => {
    const server = createServer((_, response) => response.end(page)).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const folder = emptyFolder();
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await cliAtOnce(
      folder,
      "import",
      `http://127.0.0.1:${port}/docs/pets.md?x=1`,
    );
    server.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(Object.keys(contentsOf(folder))).toEqual(["acme-pets.openapi.json"]);
  });

  it.each([
    ["page.md", "no description here", "page.md:1:1", "page-without-description"],
    ["a.json", '{"openapi": }', "a.json:1:13", "json-syntax"],
    ["a.yaml", "openapi: [", "a.yaml:1:11", "yaml-syntax"],
    ["a.json", '{"swag": 1}', "a.json:1:1", "not-openapi"],
    ["none.md", undefined, "none.md:1:1", "input-unreadable"],
  ])("%s with %j ends with 2 and writes nothing", (name, text, place, problem) => {
    const folder = emptyFolder();
    if (text !== undefined) fill(folder, { [name]: text });
    const before = contentsOf(folder);
    const { code, stdout, stderr } = cli(folder, "import", name, "-o", "out.json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(place);
    expect(stderr).toContain(problem);
    expect(contentsOf(folder)).toEqual(before);
  });

  it("says when the file cannot be written", () => {
    const folder = emptyFolder();
    fill(folder, { "page.md": page, file: "" });
    const { code, stderr } = cli(folder, "import", "page.md", "-o", "file/x.json");
    expect(code).toBe(2);
    expect(stderr).toContain("output-unwritable");
    expect(Object.keys(contentsOf(folder))).toEqual(["file", "page.md"]);
  });
});

describe("configuration", () => {
  const files = { "spec/api.json": JSON.stringify(openapi) };

  it.each([
    [{}, "clientwright.config.yaml:1:1", "config-missing"],
    [
      { "clientwright.config.yaml": "input: spec/api.json\noutptu: x" },
      "clientwright.config.yaml:2:1",
      "did you mean output?",
    ],
    [
      { "clientwright.config.yaml": "output: x" },
      "clientwright.config.yaml:1:1",
      "input is missing",
    ],
    [
      { "clientwright.config.yaml": "output: x\ninput: none.json" },
      "clientwright.config.yaml:2:1",
      "Cannot read none.json",
    ],
    [
      { "clientwright.config.yaml": "input: spec/api.json\noverlays:\n  - none.yaml" },
      "clientwright.config.yaml:3:5",
      "Cannot read none.yaml",
    ],
    [
      { "clientwright.config.json": "{", "clientwright.config.yml": "" },
      "clientwright.config.json:1:1",
      "two configurations",
    ],
    [
      { "clientwright.config.ts": "process.exit(7)" },
      "clientwright.config.ts:1:1",
      "no code is run",
    ],
  ])("%j ends with 2, for generate and check", (configuration, place, message) => {
    const folder = emptyFolder();
    fill(folder, { ...files, ...configuration });
    const before = contentsOf(folder);
    for (const command of ["generate", "check"]) {
      const { code, stdout, stderr } = cli(folder, command);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(place);
      expect(stderr).toContain(message);
    }
    expect(contentsOf(folder)).toEqual(before);
  });

  it("named on the command line must exist", () => {
    const { code, stderr } = cli(emptyFolder(), "generate", "--config", "x/y.yaml");
    expect(code).toBe(2);
    expect(stderr).toContain("x/y.yaml:1:1");
  });

  it("is not used for a description that is given", () => {
    const folder = emptyFolder();
    fill(folder, { "clientwright.config.yaml": "nonsense: 1" });
    const { code, stderr } = cli(folder, "generate", "none.json", "-o", "out");
    expect(code).toBe(2);
    expect(stderr).toContain("none.json:1:1");
  });
});

describe("the published package", () => {
  function published(): string {
    const folder = emptyFolder();
    const script = `const { freshBuild } = await import(process.argv[1]); console.log(new URL(".", await freshBuild()).pathname);`;
    const found = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", script, join(repository, "generator/build.mjs")],
      { encoding: "utf8" },
    );
    cpSync(found.stdout.trim(), join(folder, "dist"), { recursive: true });
    cpSync(join(repository, "package.json"), join(folder, "package.json"));
    mkdirSync(join(folder, "generator"));
    cpSync(bin, join(folder, "generator/bin.mjs"));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    cpSync(join(repository, "templates"), join(folder, "templates"), { recursive: true });
    return folder;
  }

  it("runs without sources", () => {
    const folder = published();
    const result = spawnSync(process.execPath, [join(folder, "generator/bin.mjs"), "--version"], {
      encoding: "utf8",
    });
    expect(result).toMatchObject({ status: 0, stderr: "" });
  });

  it("calls what is wrong with itself a bug: 3, and a stack trace only with --debug", () => {
    const folder = published();
    rmSync(join(folder, "templates/shells"), { recursive: true });
    writeFileSync(join(folder, "api.json"), JSON.stringify(openapi));
    const argv = [join(folder, "generator/bin.mjs"), "generate", "api.json", "-o", "out"];
    const result = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
    expect(result.status).toBe(3);
    expect(result.stderr).toContain("Please report it");
    expect(result.stderr).not.toMatch(/^\s+at /m);
    const debugged = spawnSync(process.execPath, [...argv, "--debug"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(debugged.status).toBe(3);
    expect(debugged.stderr).toMatch(/^\s+at /m);
  });
});

it("a checkout builds itself, also when two start at once", async () => {
  const folder = emptyFolder();
  for (const name of ["package.json", "generator", "templates"]) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const start = () =>
    spawnSync(
      "sh",
      [
        "-c",
        `for i in 1 2 3 4; do "$0" generator/bin.mjs --version & done; wait`,
        process.execPath,
      ],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
  const { stdout, stderr } = start();
  expect({ lines: stdout.trim().split("\n").length, stderr }).toEqual({ lines: 4, stderr: "" });
  expect(readdirSync(join(folder, "dist/checkout"))).toHaveLength(1);
  writeFileSync(
    join(folder, "generator/cli.ts"),
    `${readFileSync(join(folder, "generator/cli.ts"), "utf8")}\n// changed\n`,
  );
  start();
  expect(readdirSync(join(folder, "dist/checkout"))).toHaveLength(2);
});
