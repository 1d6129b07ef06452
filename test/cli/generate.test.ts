import { rmSync, statSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bin, cli, cliWith, contentsOf, emptyFolder, fill } from "./workspace.js";

function description(values: readonly string[]): string {
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: "Pets API", version: "1.0.0" },
    servers: [{ url: "https://pets.example" }],
    paths: {
      "/pets": {
        get: {
          operationId: "listPets",
          tags: ["Pets"],
          responses: {
            "200": {
              description: "All.",
              content: {
                "application/json": {
                  schema: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
                },
              },
            },
          },
        },
      },
    },
    components: {
      schemas: {
        Pet: {
          type: "object",
          required: ["kind"],
          properties: { kind: { $ref: "#/components/schemas/Kind" } },
        },
        Kind: { type: "string", enum: values, description: "What it is." },
      },
    },
  });
}

const configuration =
  "input: spec/pets.json\noutput: client\npackage:\n  name: pets\nclient:\n  name: PetsClient\n";

/** A project whose package was generated. */
function project(): string {
  const folder = emptyFolder();
  fill(folder, {
    "clientwright.config.yaml": configuration,
    "spec/pets.json": description(["CAT", "DOG"]),
    "package.json": JSON.stringify({ scripts: { generate: "clientwright generate" } }),
  });
  expect(cli(folder, "generate")).toMatchObject({ code: 0 });
  return folder;
}

/** The lines of a report, each run of blanks as one. */
function linesOf(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.replace(/ +/g, " "));
}

describe("generate", () => {
  it("reports what was read, found and written", () => {
    const folder = project();
    const { code, stdout } = cli(folder, "generate");
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    expect(lines[0]).toMatch(/^read spec\/pets\.json/);
    expect(lines.at(-1)).toMatch(/^wrote client\/ · \d+ files, none changed · \d+\.\d s$/);
    const labels = stdout
      .trim()
      .split("\n")
      .map((line) => /^\w+ +/.exec(line)?.[0].length);
    expect(new Set(labels).size).toBe(1);
  });

  it("counts changes, and leaves everything else alone", () => {
    const folder = project();
    const untouched = statSync(join(folder, "client/src/client.ts")).mtimeMs;
    fill(folder, {
      "spec/pets.json": description(["CAT", "DOG", "EMU"]),
      "client/dist/index.js": "built",
    });
    expect(linesOf(cli(folder, "generate").stdout).at(-1)).toMatch(/ files, \d changed · /);
    expect(statSync(join(folder, "client/src/client.ts")).mtimeMs).toBe(untouched);
    expect(contentsOf(join(folder, "client"))["dist/index.js"]).toBe("built");
  });

  it("gives the same bytes from every working directory, language and time zone", () => {
    const folder = project();
    fill(folder, { "elsewhere/x": "" });
    const before = contentsOf(join(folder, "client"));
    rmSync(join(folder, "client"), { recursive: true });
    const environment = { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Auckland" };
    const result = cliWith(
      environment,
      join(folder, "elsewhere"),
      "generate",
      "--config",
      "../clientwright.config.yaml",
    );
    expect(result.stdout).toContain("../spec/pets.json");
    expect(contentsOf(join(folder, "client"))).toEqual(before);
  });

  it("works without any configuration", () => {
    const folder = emptyFolder();
    fill(folder, { "pets.json": description(["CAT"]) });
    expect(cli(folder, "generate", "pets.json", "-o", "out")).toMatchObject({ code: 0 });
    expect(cli(folder, "check", "pets.json", "-o", "out")).toMatchObject({ code: 0 });
    fill(folder, { "pets.json": description(["CAT", "DOG"]) });
    const { code, stdout } = cli(folder, "check", "pets.json", "-o", "out");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "Run `clientwright generate pets.json -o out` to bring it up to date.",
    );
  });

  it("leaves the package as it was when the description is wrong", () => {
    const folder = project();
    const before = contentsOf(join(folder, "client"));
    fill(folder, {
      "spec/pets.json": description(["CAT"]).replace('"paths":', '"paths":[],"x-paths":'),
    });
    const { code, stdout, stderr } = cli(folder, "generate");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/spec\/pets\.json:1:\d+ error container-wrong-type/);
    expect(contentsOf(join(folder, "client"))).toEqual(before);
  });

  it("takes warnings for errors with --strict, and writes nothing", () => {
    const folder = project();
    fill(folder, {
      "spec/pets.json": description(["CAT", "EMU"]).replace(
        "https://pets.example",
        "https://{host}.example",
      ),
    });
    const before = contentsOf(join(folder, "client"));
    const strict = cli(folder, "generate", "--strict");
    expect(strict).toMatchObject({ code: 2, stdout: "" });
    expect(strict.stderr).toContain("error server-variable-undeclared");
    expect(contentsOf(join(folder, "client"))).toEqual(before);
    const lenient = cli(folder, "generate");
    expect(lenient.code).toBe(0);
    expect(lenient.stderr).toContain("warning server-variable-undeclared");
  });

  it("refuses a folder with other files, and says which setting names it", () => {
    const folder = project();
    fill(folder, {
      "clientwright.config.yaml": configuration.replace("client\n", "mine\n"),
      "mine/package.json": "{}",
    });
    const { code, stderr } = cli(folder, "generate");
    expect(code).toBe(2);
    expect(stderr).toContain("clientwright.config.yaml:2:1 error output-not-ours");
    expect(stderr).toContain("mine/package.json");
    expect(contentsOf(join(folder, "mine"))).toEqual({ "package.json": "{}" });
  });

  it("reports a folder that cannot be written", () => {
    const folder = project();
    fill(folder, { file: "" });
    const { code, stderr } = cli(folder, "generate", "-o", "file/out");
    expect(code).toBe(2);
    expect(stderr).toContain("error output-unwritable");
    expect(Object.keys(contentsOf(folder)).filter((path) => path.startsWith("."))).toEqual([]);
  });

  it("leaves a whole package when killed at random moments", async () => {
    const folder = project();
    const versions = [
      ["CAT", "DOG"],
      ["CAT", "DOG", "EMU"],
    ];
    const wanted = versions.map((values) => {
      fill(folder, { "spec/pets.json": description(values) });
      const start = performance.now();
      expect(cli(folder, "generate").code).toBe(0);
      return { files: contentsOf(join(folder, "client")), duration: performance.now() - start };
    });
    const duration = Math.max(...wanted.map((version) => version.duration));
    const hasJournal = () =>
      Object.keys(contentsOf(folder)).includes(".client.clientwright/journal.json");
    for (let round = 0; round < 6; round++) {
      // Each time from the first to the second; what a journal says is for the next run to complete.
      if (!hasJournal()) {
        rmSync(join(folder, "client"), { recursive: true });
        fill(join(folder, "client"), wanted[0]?.files ?? {});
      }
      const child = spawn(process.execPath, [bin, "generate"], { cwd: folder, stdio: "ignore" });
      const isOver = new Promise((resolve) => child.on("close", resolve));
      // Towards its end is when it writes.
      const timer = setTimeout(() => child.kill("SIGKILL"), duration * (0.6 + Math.random() * 0.4));
      await isOver;
      clearTimeout(timer);
      if (!hasJournal())
        expect(wanted.map(({ files }) => files)).toContainEqual(contentsOf(join(folder, "client")));
    }
    expect(cli(folder, "generate").code).toBe(0);
    expect(contentsOf(join(folder, "client"))).toEqual(wanted[1]?.files);
    expect(Object.keys(contentsOf(folder)).filter((path) => path.startsWith("."))).toEqual([]);
  });
});

describe("check", () => {
  it("says one line about what is up to date, and writes nothing", () => {
    const folder = project();
    const before = contentsOf(folder);
    expect(cli(folder, "check")).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^client\/ is up to date · \d+ files\n$/) as string,
      stderr: "",
    });
    expect(contentsOf(folder)).toEqual(before);
  });

  it("names what changed, was edited, is missing or stale, and exits with 1", () => {
    const folder = project();
    const index = contentsOf(join(folder, "client"))["src/index.ts"] ?? "";
    fill(folder, {
      "spec/pets.json": description(["CAT", "DOG", "EMU"]),
      "client/src/index.ts": `${index}// mine\n`,
    });
    rmSync(join(folder, "client/README.md"));
    const before = contentsOf(folder);
    const { code, stdout, stderr } = cli(folder, "check");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/ {2}edited +src\/index\.ts:\d+ +was edited by hand at line \d+\n/);
    expect(stdout).toMatch(/ {2}changed +src\/models\/\S+:\d+ +is generated differently now\n/);
    expect(stdout).toMatch(/ {2}missing +README\.md +is not there\n/);
    expect(stdout).toMatch(/^\+.*EMU/m);
    expect(stdout).toMatch(/^-\/\/ mine$/m);
    expect(stdout.endsWith("Run `npm run generate` to bring it up to date.\n")).toBe(true);
    expect(contentsOf(folder)).toEqual(before);
  });

  it("annotates a workflow, relative to the repository", () => {
    const folder = project();
    rmSync(join(folder, "client/api.md"));
    const environment = { GITHUB_WORKSPACE: join(folder, "..") };
    const { code, stdout } = cliWith(environment, folder, "check", "--format", "github");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^::error file=[^,]+\/client\/api\.md,title=Generated file missing::is not there\. Run `npm run generate`/,
    );
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  it("reports to programs", () => {
    const folder = project();
    rmSync(join(folder, "client/api.md"));
    const { code, stdout } = cli(folder, "check", "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      upToDate: false,
      differences: [{ path: "api.md", state: "missing" }],
    });
  });

  it("exits with 2, not 1, when the description is wrong", () => {
    const folder = project();
    fill(folder, { "spec/pets.json": "{" });
    expect(cli(folder, "check")).toMatchObject({ code: 2, stdout: "" });
  });
});
