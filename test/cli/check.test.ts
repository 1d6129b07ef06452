import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { failsCheck, renderCheck, type CheckResult } from "../../generator/check.js";
import { checkProjects } from "../../generator/check/run.js";
import { workplaceOf } from "../../generator/output/workplace.js";
import { chat, chatConfiguration, chatProject, generated } from "./chat.js";
import { cli, contentsOf, emptyFolder, fill, repository } from "./workspace.js";

const colors = picocolors.createColors(false);

async function checked(folder: string, repository = folder): Promise<CheckResult> {
  const [outcome] = await checkProjects({}, folder, repository);
  if (outcome?.result === undefined) throw new Error(JSON.stringify(outcome?.diagnostics));
  return outcome.result;
}

async function generatedProject(): Promise<string> {
  const folder = chatProject();
  await generated(folder);
  return folder;
}

/** What each cause says, with its command. */
function told({ causes }: CheckResult): readonly (readonly [string, string, string])[] {
  return causes.map(({ kind, message, command }) => [kind, message, command]);
}

const generate = "clientwright generate";
const overlay = `overlay: 1.0.0
info: { title: Corrections, version: 1.0.0 }
actions:
  - { target: "$.info", update: { description: Better. } }
`;

describe("check says why", () => {
  it("nothing, when all is as it is generated", async () => {
    const folder = await generatedProject();
    const result = await checked(folder);
    expect(told(result)).toEqual([]);
    expect(failsCheck(result, "any")).toBe(false);
  });

  it("a run was killed while it wrote", async () => {
    const folder = await generatedProject();
    const [output] = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const { staging } = workplaceOf(join(folder, output ?? ""));
    const readme = join(folder, output ?? "", "README.md");
    // Killed between taking the old file away and putting the new one there.
    fill(staging, {
      "new/README.md": readFileSync(readme, "utf8"),
      "journal.json": JSON.stringify({ creates: false, writes: ["README.md"], removes: [] }),
    });
    rmSync(readme);
    const result = await checked(folder);
    expect(told(result)).toEqual([
      [
        "interrupted",
        `a run was killed while it wrote ${output}, which holds files of two packages`,
        generate,
      ],
    ]);
    expect(failsCheck(result, "any")).toBe(true);
    await generated(folder);
    expect(told(await checked(folder))).toEqual([]);
  });

  it("the description changed, and what that means for programs", async () => {
    const folder = await generatedProject();
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    const result = await checked(folder);
    expect(told(result)).toEqual([["description", "the description chat.yaml changed", generate]]);
    expect(result.changes).toMatchObject([
      { severity: "breaking", subject: "Status", operations: ["conversations.list"] },
    ]);
    expect([result.previous, result.version]).toEqual(["0.1.0", "0.2.0"]);
    const text = renderCheck([result], "text", colors);
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    expect(readme).toContain(`\`\`\`text\n${text.split("\n").slice(0, 7).join("\n")}\n\`\`\`\n`);
    expect(text).toContain("  the description chat.yaml changed\n      clientwright generate\n");
    expect(text).toContain("  for programs that use it: 1 breaking, 0.1.0 → 0.2.0\n");
    expect(text).toContain('      breaking  Status lost "CLOSED"\n');
  });

  it("an overlay came, changed and went", async () => {
    const folder = await generatedProject();
    const files = { "clientwright.config.yaml": `${chatConfiguration}overlays: [fix.yaml]\n` };
    fill(folder, { ...files, "fix.yaml": overlay });
    expect(told(await checked(folder))).toEqual([
      ["overlay", "the overlay fix.yaml is new", generate],
    ]);
    await generated(folder);
    fill(folder, { "fix.yaml": overlay.replace("Better", "Best") });
    expect(told(await checked(folder))).toEqual([
      ["overlay", "the overlay fix.yaml changed", generate],
    ]);
    fill(folder, { "clientwright.config.yaml": chatConfiguration });
    expect(told(await checked(folder))).toEqual([
      ["overlay", "the overlay fix.yaml is used no more", generate],
    ]);
  });

  it("the description lies elsewhere under another name", async () => {
    const folder = await generatedProject();
    fill(folder, {
      "talk.yaml": chat(),
      "clientwright.config.yaml": chatConfiguration.replace("chat.yaml", "talk.yaml"),
    });
    expect(told(await checked(folder))).toEqual([
      ["description", "the description talk.yaml has another name or place", generate],
    ]);
  });

  it("which settings of the configuration changed", async () => {
    const folder = chatProject({}, `${chatConfiguration}client: { name: Chat }\n`);
    await generated(folder);
    const settings = "client: { name: Talk, envPrefix: TALK }\nmodels: { Status: State }\n";
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${settings}` });
    expect(told(await checked(folder))).toEqual([
      ["configuration", "client in the configuration is set now", generate],
      ["configuration", "client.name in the configuration changed", generate],
      ["configuration", "models in the configuration is set now", generate],
    ]);
    // Said otherwise is not said differently.
    await generated(folder);
    const same = "models:\n  Status: State\nclient:\n  envPrefix: TALK\n  name: Talk\n";
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${same}` });
    expect(told(await checked(folder))).toEqual([]);
  });

  it("another generator made it, of another version or of the same", async () => {
    const folder = await generatedProject();
    const file = join(folder, "client/generation.json");
    const text = readFileSync(file, "utf8");
    const { version } = JSON.parse(text).generator as { version: string };
    writeFileSync(file, text.replace(`"version": "${version}"`, '"version": "0.0.1"'));
    const result = await checked(folder);
    expect(told(result)).toEqual([
      ["generator", `clientwright 0.0.1 generated it, and this is ${version}`, generate],
    ]);
    expect(result.causes[0]?.hint).toContain("clientwright@0.0.1");
    // As an older state of the same version would have written it: the digest is that of the other text.
    const { hashOf } = await import("../../generator/output/manifest.js");
    const old = readFileSync(join(folder, "client/src/core.ts"), "utf8");
    fill(folder, {
      "client/src/core.ts": `${old}// more\n`,
      "client/generation.json": text.replace(hashOf(old), hashOf(`${old}// more\n`)),
    });
    expect(told(await checked(folder))).toEqual([
      [
        "unknown",
        `clientwright ${version} makes client differently now, from the same inputs`,
        generate,
      ],
    ]);
  });

  it("files were edited, removed, or put where they do not belong", async () => {
    const folder = await generatedProject();
    const index = readFileSync(join(folder, "client/src/index.ts"), "utf8");
    fill(folder, {
      "client/src/index.ts": index.replace("\n", "\n// mine\n"),
      "client/src/models/my own.ts": "export {};\n",
    });
    rmSync(join(folder, "client/api.md"));
    const result = await checked(folder);
    expect(told(result)).toEqual([
      ["missing", "api.md is not there any more", generate],
      ["edited", "src/index.ts was edited by hand at line 2", generate],
      [
        "foreign",
        "src/models/my own.ts was not generated; it is kept, and compiled with the rest",
        "mv 'client/src/models/my own.ts' .",
      ],
    ]);
    await generated(folder);
    const after = await checked(folder);
    expect(told(after).map(([kind]) => kind)).toEqual(["foreign"]);
    expect(failsCheck(after, "any")).toBe(false);
    expect(renderCheck([after], "text", colors)).toMatch(/^client\/ is up to date · .*\n {2}src/u);
  });

  it("the folder is not there, or was never generated", async () => {
    const folder = chatProject();
    expect(told(await checked(folder))).toEqual([
      ["absent", "client has not been generated yet", generate],
    ]);
    fill(folder, { "client/package.json": "{}" });
    expect(told(await checked(folder))).toEqual([
      ["absent", "client has no generation.json that can be read", generate],
      [
        "foreign",
        "package.json stands where a generated file belongs, and was not generated",
        "mv client/package.json .",
      ],
    ]);
  });

  it("only the version was raised by hand", async () => {
    const folder = await generatedProject();
    const file = join(folder, "client/package.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"0.1.0"', '"1.0.0"'));
    expect(told(await checked(folder))).toEqual([
      ["version", "the version was changed by hand, from 0.1.0 to 1.0.0", generate],
    ]);
  });
});

describe("what check fails on", () => {
  it("is a matter of what changed", async () => {
    const folder = await generatedProject();
    const failures = async (): Promise<readonly boolean[]> => {
      const result = await checked(folder);
      return (["none", "breaking", "any"] as const).map((failOn) => failsCheck(result, failOn));
    };
    expect(await failures()).toEqual([false, false, false]);
    fill(folder, { "chat.yaml": chat({ status: ["OPEN", "CLOSED", "ARCHIVED"] }) });
    expect(await failures()).toEqual([false, false, true]);
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    expect(await failures()).toEqual([false, true, true]);
    expect(cli(folder, "check").code).toBe(1);
    expect(cli(folder, "check", "--fail-on", "none").code).toBe(0);
  });
});

describe("what check tells machines", () => {
  it("has the causes, the changes and the version", async () => {
    const folder = await generatedProject();
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    const json = JSON.parse(renderCheck([await checked(folder)], "json", colors)) as object;
    expect(json).toMatchObject({
      upToDate: false,
      causes: [{ kind: "description", file: "chat.yaml", command: generate }],
      changes: [{ kind: "enum-value-removed", new: { file: "chat.yaml" } }],
      previous: "0.1.0",
      version: "0.2.0",
    });
  });

  it("marks the description, the changes in it, and the files, in this order", async () => {
    const repository = emptyFolder();
    const folder = await generatedProject();
    fill(folder, {
      "chat.yaml": chat({ status: ["OPEN"] }),
      "clientwright.config.yaml": `${chatConfiguration}client: { envPrefix: CHAT }\n`,
    });
    fill(repository, contentsOf(folder));
    const result = await checked(repository, join(repository, ".."));
    const commands = renderCheck([result], "github", colors).trim().split("\n");
    const prefix = `file=${repository.split("/").at(-1) ?? ""}`;
    expect(commands[0]).toBe(
      `::error ${prefix}/chat.yaml,title=client is out of date::the description chat.yaml changed. Run \`clientwright generate\`.`,
    );
    expect(commands[1]).toContain(`::error ${prefix}/clientwright.config.yaml,title=`);
    expect(commands[2]).toMatch(
      new RegExp(`^::error ${prefix}/chat.yaml,line=\\d+,col=\\d+,title=breaking%3A Status::`, "u"),
    );
    expect(commands[3]).toContain(`${prefix}/client/CHANGELOG.md`);
    expect(commands.length).toBe(3 + result.differences.length);
  });
});
