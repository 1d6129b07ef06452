import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkProjects } from "../../generator/check/run.js";
import { prose } from "../../generator/emit/markdown.js";
import { withEntry } from "../../generator/release/changelog-file.js";
import { chat, chatConfiguration, chatProject, generated, outcomeOf } from "./chat.js";
import { contentsOf, fill } from "./workspace.js";

/** The package as it lies in the folder. */
function packageIn(folder: string) {
  const files = contentsOf(join(folder, "client"));
  const manifest = JSON.parse(files["package.json"] ?? "") as { readonly version: string };
  return { version: manifest.version, changelog: files["CHANGELOG.md"] ?? "", files };
}

async function differencesIn(folder: string): Promise<readonly string[]> {
  const [outcome] = await checkProjects({}, folder, folder);
  return outcome?.result?.differences.map(({ path, state }) => `${state} ${path}`) ?? ["none"];
}

describe("the version of a package", () => {
  it("begins at 0.1.0, and stays as long as the API does", async () => {
    const folder = chatProject();
    await generated(folder);
    const first = packageIn(folder);
    expect(first.version).toBe("0.1.0");
    expect(first.changelog).toBe("# Changelog\n\n## 0.1.0\n\nThe first version.\n");
    await generated(folder);
    expect(packageIn(folder)).toEqual(first);
    fill(folder, { "chat.yaml": chat().replaceAll(": { type: string }", ":  {type: string}") });
    await generated(folder);
    expect(packageIn(folder)).toMatchObject({ version: "0.1.0", changelog: first.changelog });
    expect(await differencesIn(folder)).toEqual([]);
  });

  it("goes on with each change of the API, by what it asks of programs", async () => {
    const folder = chatProject();
    await generated(folder);
    const steps = [
      ["0.1.1", chat({ text: "A talk." })],
      ["0.1.2", chat({ text: "A talk.", status: ["OPEN", "CLOSED", "ARCHIVED"] })],
      ["0.2.0", chat({ text: "A talk.", status: ["OPEN"] })],
    ] as const;
    for (const [version, text] of steps) {
      fill(folder, { "chat.yaml": text });
      expect(await differencesIn(folder)).toContain("changed package.json");
      const { release } = await generated(folder);
      expect(release?.version).toBe(version);
      const after = packageIn(folder);
      expect(after.version).toBe(version);
      expect(after.files["src/core.ts"]).toContain(`"${version}"`);
      await generated(folder);
      expect(packageIn(folder)).toEqual(after);
      expect(await differencesIn(folder)).toEqual([]);
    }
    expect(packageIn(folder).changelog).toBe(
      [
        "# Changelog",
        "",
        "## 0.2.0",
        "",
        "### Status",
        "",
        '- **Breaking:** `Status` lost "ARCHIVED" (in client.conversations.list)',
        '- **Breaking:** `Status` lost "CLOSED" (in client.conversations.list)',
        "",
        "## 0.1.2",
        "",
        "### Status",
        "",
        '- **Look at:** `Status` gained "ARCHIVED" (in client.conversations.list)',
        "",
        "## 0.1.1",
        "",
        "One text differs.",
        "",
        "## 0.1.0",
        "",
        "The first version.",
        "",
      ].join("\n"),
    );
  });

  it("follows what the configuration changes in the client, too", async () => {
    const folder = chatProject();
    await generated(folder);
    const names = "operations:\n  listConversations: { name: all }\n";
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${names}` });
    await generated(folder);
    expect(packageIn(folder).version).toBe("0.2.0");
    expect(packageIn(folder).changelog).toContain(
      "### client.conversations\n\n- **Breaking:** `client.conversations.list` is now client.conversations.all\n",
    );
  });

  it("is raised where values become another type by configuration", async () => {
    const folder = chatProject();
    await generated(folder);
    const formats = "formats: { date-time: Date }\n";
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${formats}` });
    const { release } = await generated(folder);
    expect(release).toMatchObject({
      version: "0.2.0",
      changes: [{ message: "has values of the format date-time as Date now, not as string" }],
    });
  });

  it("is what the configuration says, which is told when that is too low", async () => {
    const pinned = (version: string) => `${chatConfiguration}package: { version: ${version} }\n`;
    const folder = chatProject({}, pinned("1.0.0"));
    await generated(folder);
    expect(packageIn(folder)).toMatchObject({ version: "1.0.0" });
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    const { diagnostics } = await outcomeOf(folder);
    expect(diagnostics).toMatchObject([
      { code: "version-not-raised", message: expect.stringContaining("asks for 2.0.0") as string },
    ]);
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    await generated(folder);
    const { changelog } = packageIn(folder);
    expect(changelog.match(/^## /gmu)).toHaveLength(1);
    expect(changelog).toContain('`Status` lost "CLOSED"');
    fill(folder, { "clientwright.config.yaml": pinned("2.0.0") });
    await generated(folder);
    expect(packageIn(folder).changelog).toContain(
      "# Changelog\n\n## 2.0.0\n\nNo change of the API.\n\n## 1.0.0\n",
    );
    expect(await differencesIn(folder)).toEqual([]);
  });

  it("goes on from a version that somebody wrote into package.json", async () => {
    const folder = chatProject();
    await generated(folder);
    const { files } = packageIn(folder);
    const raised = (files["package.json"] ?? "").replace('"0.1.0"', '"1.0.0"');
    fill(folder, { "client/package.json": raised, "chat.yaml": chat({ status: ["OPEN"] }) });
    await generated(folder);
    expect(packageIn(folder).version).toBe("2.0.0");
  });

  it("is the higher one of two that a merge left, and the package goes on from there", async () => {
    const folder = chatProject();
    await generated(folder);
    const text = packageIn(folder).files["package.json"] ?? "";
    const merged = text.replace(
      /^ {2}"version": .*\n/mu,
      '<<<<<<< a\n  "version": "0.10.0",\n=======\n  "version": "0.9.0",\n>>>>>>> b\n',
    );
    fill(folder, { "client/package.json": merged });
    await generated(folder);
    expect(packageIn(folder).version).toBe("0.10.0");
    rmSync(join(folder, "client/package.json"));
    await generated(folder);
    expect(packageIn(folder).version).toBe("0.10.0");
  });

  it("stays where the API before is not known, which is said", async () => {
    const folder = chatProject();
    await generated(folder);
    rmSync(join(folder, "client/api.json"));
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    const { release } = await generated(folder);
    expect(release).toMatchObject({ version: "0.1.0", changes: [] });
    expect(release?.unknown).toContain("api.json");
    expect(await differencesIn(folder)).toEqual([]);
  });

  it("begins again in an empty folder, whatever it was", async () => {
    const folder = chatProject();
    await generated(folder);
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    await generated(folder);
    rmSync(join(folder, "client"), { recursive: true });
    await generated(folder);
    const fresh = packageIn(folder);
    const other = chatProject({ status: ["OPEN"] });
    await generated(other);
    expect(packageIn(other)).toEqual(fresh);
  });
});

describe("CHANGELOG.md", () => {
  it("keeps what people write in it, wherever they do", async () => {
    const folder = chatProject();
    await generated(folder);
    const written = [
      "# What is new in Chat",
      "",
      "<!-- ours --> See [the site](https://example.com).",
      "",
      "## 0.1.0 - 2026-01-31",
      "",
      "The first version. We are happy.",
      "",
      "```md",
      "## 9.9.9",
      "```",
      "",
    ];
    fill(folder, { "client/CHANGELOG.md": written.join("\n") });
    expect(await differencesIn(folder)).toEqual([]);
    fill(folder, { "chat.yaml": chat({ status: ["OPEN"] }) });
    const { written: summary } = await generated(folder);
    expect(summary.edited).toEqual([]);
    const { changelog } = packageIn(folder);
    expect(changelog.split("\n")).toEqual([
      ...written.slice(0, 4),
      "## 0.2.0",
      "",
      "### Status",
      "",
      '- **Breaking:** `Status` lost "CLOSED" (in client.conversations.list)',
      "",
      ...written.slice(4),
    ]);
    fill(folder, { "client/CHANGELOG.md": changelog.replaceAll("\n", "\r\n") });
    expect(await differencesIn(folder)).toEqual([]);
    fill(folder, { "chat.yaml": chat() });
    await generated(folder);
    expect(packageIn(folder).changelog.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("may be there before the package, and is never removed", async () => {
    const folder = chatProject();
    fill(folder, { "client/CHANGELOG.md": "Our own words, without a line end" });
    await generated(folder);
    expect(packageIn(folder).changelog).toBe(
      "Our own words, without a line end\n\n## 0.1.0\n\nThe first version.\n",
    );
  });

  it("gains what an entry of the same version lacks, and each line once", () => {
    const line = (text: string) => ({ title: prose("Status"), lines: [prose(text)] });
    const one = { version: "1.0.0", sections: [line("one")] };
    const first = withEntry("Ours.\n\n## 0.9.0\n\nOld.\n", one);
    expect(withEntry(first, one)).toBe(first);
    const both = withEntry(first, { version: "1.0.0", sections: [line("two"), line("one")] });
    const other = { title: prose("Kind"), lines: [prose("three")] };
    expect(withEntry(both, { version: "1.0.0", sections: [other] })).toBe(
      "Ours.\n\n## 1.0.0\n\n### Status\n\none\ntwo\n\n### Kind\n\nthree\n\n## 0.9.0\n\nOld.\n",
    );
  });

  it("holds no markup of the description", async () => {
    const folder = chatProject();
    await generated(folder);
    const hostile = "](https://evil.example) <img src=x> `x` # @team | **b**\\u202e";
    fill(folder, {
      "chat.yaml": chat({ status: ["OPEN", JSON.stringify(hostile), '"```\\n# Title"'] }),
    });
    await generated(folder);
    const { changelog } = packageIn(folder);
    expect(changelog).toContain("evil");
    const plain = changelog.replace(/\\./gu, "").replace(/`[^`\n]*`/gu, "");
    expect(plain).not.toMatch(/[<>]|\]\(|https:\/\/|^# Title|```|\u202e|@/mu);
  });
});
