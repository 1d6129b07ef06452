import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Ask } from "../../generator/asking.js";
import { loadConfigs } from "../../generator/config.js";
import { initProject } from "../../generator/init.js";
import { UsageError } from "../../generator/usage-error.js";
import { chat, generated } from "./chat.js";
import { bin, cli, contentsOf, emptyFolder, fill } from "./workspace.js";

/** Answers questions in their order, and remembers them. */
function answering(...answers: readonly string[]): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask: Ask = (question, suggestion) => {
    asked.push(`${question} (${suggestion})`);
    return Promise.resolve(answers[asked.length - 1] ?? suggestion);
  };
  return { ask, asked };
}

const page = (text: string): string => `# Chat\n\n\`\`\`yaml\n${text}\`\`\`\n`;
const check = ".github/workflows/clientwright.yml";
const update = ".github/workflows/clientwright-update.yml";

describe("init", () => {
  it("asks nothing with --yes, and what it writes generates", async () => {
    const folder = emptyFolder();
    fill(folder, { "spec/chat.yaml": chat(), "spec/notes.yaml": "a: 1\n" });
    const { code, stdout } = cli(folder, "init", "--yes");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^added +clientwright\.config\.yaml$/mu);
    const files = contentsOf(folder);
    expect(parse(files["clientwright.config.yaml"] ?? "")).toEqual({
      input: "spec/chat.yaml",
      output: "generated",
      package: { name: "chat" },
    });
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
      scripts: {
        generate: "clientwright generate",
        check: "clientwright check",
        update: "clientwright update",
      },
    });
    // What comes from nowhere cannot be fetched again.
    expect([check in files, update in files]).toEqual([true, false]);
    await generated(folder);
  });

  it("asks three questions at most, and takes what is answered", async () => {
    const folder = emptyFolder();
    fill(folder, { "page.md": page(chat()) });
    const { ask, asked } = answering("page.md", "@acme/chat", "client");
    await initProject(undefined, ask, folder);
    expect(asked).toHaveLength(3);
    const files = contentsOf(folder);
    expect(parse(files["clientwright.config.yaml"] ?? "")).toEqual({
      input: "chat.openapi.yaml",
      source: "page.md",
      output: "client",
      package: { name: "@acme/chat" },
    });
    expect(files["chat.openapi.yaml"]).toBe(chat());
    expect([check in files, update in files]).toEqual([true, true]);
    expect(await loadConfigs(folder)).toHaveLength(1);
  });

  it("leaves what is there, and adds only what is missing", async () => {
    const folder = emptyFolder();
    const manifest =
      '{\n    "name": "mine",\n    "scripts": {\n        "check": "my own"\n    },\n    "devDependencies": {\n        "clientwright": "0.0.1"\n    }\n}\n';
    fill(folder, {
      "chat.yaml": chat(),
      "package.json": manifest,
      [check]: "name: mine\n",
      "clientwright.config.yaml": "input: https://example.com/chat.yaml\n",
    });
    const { ask, asked } = answering();
    const { files } = await initProject(undefined, ask, folder);
    expect(asked).toEqual([]);
    expect(Object.fromEntries(files.map(({ file, state }) => [file, state]))).toEqual({
      "clientwright.config.yaml": "kept",
      "package.json": "changed",
      [check]: "kept",
      [update]: "added",
    });
    const after = contentsOf(folder);
    expect(after[check]).toBe("name: mine\n");
    expect(after["package.json"]).toBe(
      manifest.replace(
        '"check": "my own"\n',
        '"check": "my own",\n        "generate": "clientwright generate",\n        "update": "clientwright update"\n',
      ),
    );
    expect((await initProject(undefined, ask, folder)).files.map(({ state }) => state)).toEqual([
      "kept",
      "kept",
      "kept",
      "kept",
    ]);
    expect(contentsOf(folder)).toEqual(after);
  });

  it("writes nothing where it cannot know, or is told nonsense", async () => {
    const folder = emptyFolder();
    await expect(initProject(undefined, undefined, folder)).rejects.toThrow(UsageError);
    fill(folder, { "chat.yaml": chat() });
    const { ask } = answering("chat.yaml", "Not A Name");
    await expect(initProject(undefined, ask, folder)).rejects.toThrow(UsageError);
    await expect(initProject("no.yaml", undefined, folder)).rejects.toThrow("no such file");
    expect(Object.keys(contentsOf(folder))).toEqual(["chat.yaml"]);
  });
});

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The steps of a workflow's only job. */
function stepsOf(text: string): readonly Step[] {
  const { jobs } = parse(text) as { jobs: Record<string, { steps: readonly Step[] }> };
  const [job, ...others] = Object.values(jobs);
  expect(others).toEqual([]);
  return job?.steps ?? [];
}

/** A repository with a remote, set up by init, in which npm, npx and gh are ours. */
async function workflowProject() {
  const root = emptyFolder();
  const folder = join(root, "project");
  fill(folder, { "page.md": page(chat()) });
  await initProject("page.md", undefined, folder);
  const tools = join(root, "tools");
  fill(tools, {
    npm: "#!/bin/sh\nexit 0\n",
    npx: `#!/bin/sh\n[ "$1" = clientwright ] || exit 9\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`,
    // Says what it was asked, with the file that it was given; a list is what stands in gh.list.
    gh: '#!/bin/sh\n[ "$2" = list ] && cat "$RUNNER_TEMP/gh.list" && exit 0\nfor word in "$@"; do printf "%s\\n" "$word"; done > "$RUNNER_TEMP/gh.log"\ncat "$RUNNER_TEMP/changes.md" >> "$RUNNER_TEMP/gh.log"\n',
  });
  for (const tool of ["npm", "npx", "gh"]) chmodSync(join(tools, tool), 0o755);
  mkdirSync(join(root, "temp"));
  fill(root, { "temp/gh.list": "" });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  execFileSync("git", ["init", "--bare", "-b", "main", join(root, "origin.git")], {
    stdio: "ignore",
  });
  git("init", "-b", "main");
  git("remote", "add", "origin", join(root, "origin.git"));
  const commit = (): void => {
    git("add", "--all");
    git("commit", "-m", "All");
  };
  /** As a runner does: each step a script that stops at the first failure; its code, and all that was printed. */
  const run = (workflow: string): { code: number | null; output: string } => {
    let output = "";
    for (const { run: script, env = {} } of stepsOf(contentsOf(folder)[workflow] ?? "")) {
      if (script === undefined) continue;
      const PATH = `${tools}:${process.env["PATH"] ?? ""}`;
      const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, ...env, PATH, RUNNER_TEMP: join(root, "temp") },
      });
      output += `${stdout}${stderr}`;
      if (status !== 0) return { code: status, output };
    }
    return { code: 0, output };
  };
  const asked = (): string => contentsOf(join(root, "temp"))["gh.log"] ?? "";
  return { root, folder, git, commit, run, asked };
}

describe("the workflows that init writes", () => {
  it("check every pull request, and mark what has drifted", async () => {
    const { folder, run } = await workflowProject();
    const text = contentsOf(folder)[check] ?? "";
    expect(parse(text)).toMatchObject({
      on: { push: { branches: ["main"] }, pull_request: null },
      permissions: { contents: "read" },
    });
    await generated(folder);
    expect(run(check)).toMatchObject({ code: 0, output: "generated is up to date\n" });
    fill(folder, { "chat.openapi.yaml": chat({ status: ["OPEN"] }) });
    const { code, output } = run(check);
    expect(code).toBe(1);
    expect(output).toMatch(/^::error file=chat\.openapi\.yaml,title=generated is out of date::/u);
  });

  it("propose an update with the changelog as its text, once", async () => {
    const { root, folder, git, commit, run, asked } = await workflowProject();
    const text = contentsOf(folder)[update] ?? "";
    expect(parse(text)).toMatchObject({
      on: { schedule: [{ cron: "17 5 * * 1" }], workflow_dispatch: null },
      permissions: { contents: "write", "pull-requests": "write" },
    });
    await generated(folder);
    commit();
    expect(run(update)).toEqual({ code: 0, output: "Nothing changed.\n" });
    expect(asked()).toBe("");
    // What a description says is text for the shell, too.
    fill(folder, { "page.md": page(chat({ status: ["OPEN", "'$(touch owned)`touch owned`'"] })) });
    commit();
    const first = run(update);
    expect(first.code, first.output).toBe(0);
    expect(asked()).toMatch(
      /^pr\ncreate\n--head\nclientwright\/update\n--title\nUpdate the API client\n--body-file\n.*\n## 0\.2\.0\n/u,
    );
    expect(asked()).toContain('lost "CLOSED"');
    expect(git("log", "-1", "--format=%B", "origin/clientwright/update")).toMatch(
      /^Update the API client\n\n## 0\.2\.0\n/u,
    );
    expect(git("status", "--porcelain")).toBe("");
    expect(Object.keys(contentsOf(folder))).not.toContain("owned");
    // A week later it is still open.
    git("switch", "main");
    fill(root, { "temp/gh.list": "7\n" });
    expect(run(update).code).toBe(0);
    expect(asked()).toMatch(/^pr\nedit\nclientwright\/update\n--body-file\n/u);
  });
});
