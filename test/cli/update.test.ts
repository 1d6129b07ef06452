import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picocolors from "picocolors";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Outcome } from "../../generator/commands.js";
import { renderUpdate } from "../../generator/update-summary.js";
import { updateProjects, type Updated } from "../../generator/update.js";
import { chat, chatProject, generated } from "./chat.js";
import { cli, contentsOf, fill } from "./workspace.js";

const colors = picocolors.createColors(false);
const page = (text: string): string => `# Chat\n\nText.\n\n\`\`\`yaml\n${text}\`\`\`\n`;
const withSource = "input: chat.yaml\nsource: docs/page.md\noutput: client\n";

/** A project whose description comes from a page, which has a newer one now. */
async function project(newer: string): Promise<string> {
  const folder = chatProject({}, withSource);
  await generated(folder);
  fill(folder, { "docs/page.md": page(newer) });
  return folder;
}

async function updated(folder: string): Promise<Outcome<Updated>> {
  const [outcome] = await updateProjects({}, folder);
  if (outcome === undefined) throw new Error("nothing was updated");
  return outcome;
}

describe("update", () => {
  it("fetches the description, shows what changed, and generates", async () => {
    const newer = chat({ status: ["OPEN"] });
    const folder = await project(newer);
    const { code, stdout, stderr } = cli(folder, "update");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Chat 1.0.0: 1 breaking\n");
    expect(stdout).toContain('  Status lost "CLOSED"\n');
    expect(stdout).toMatch(/^fetched +chat\.yaml · changed$/mu);
    expect(stdout).toMatch(/^version +0\.2\.0, was 0\.1\.0 · 1 breaking$/mu);
    const files = contentsOf(folder);
    expect(files["chat.yaml"]).toBe(newer);
    expect(files["client/CHANGELOG.md"]).toContain("## 0.2.0");
    expect(files["client/package.json"]).toContain('"version": "0.2.0"');
    expect(cli(folder, "check").code).toBe(0);
    expect(Object.keys(files).filter((path) => path.startsWith("."))).toEqual([]);
  });

  it("changes nothing where nothing is new, and says the same in every format", async () => {
    const folder = await project(chat());
    const before = contentsOf(folder);
    const { result } = await updated(folder);
    expect(result).toMatchObject({
      descriptions: [{ file: "chat.yaml", isChanged: false }],
      report: { changes: [] },
      written: { added: 0, changed: 0, removed: 0 },
    });
    expect(contentsOf(folder)).toEqual(before);
    expect(renderUpdate([result!], "markdown", colors)).toBe("No change of the API.\n");
    expect(renderUpdate([result!], "github", colors)).toBe("");
    expect(JSON.parse(renderUpdate([result!], "json", colors))).toMatchObject({ changes: [] });
  });

  it("prints the entry of the changelog for a pull request", async () => {
    const folder = await project(chat({ status: ["OPEN"] }));
    const { result } = await updated(folder);
    const entry = renderUpdate([result!], "markdown", colors);
    expect(entry).toMatch(/^## 0\.2\.0\n\n### Status\n\n- \*\*Breaking:\*\* /u);
    expect(contentsOf(folder)["client/CHANGELOG.md"]).toContain(entry);
    expect(renderUpdate([result!], "github", colors)).toContain("title=breaking%3A Status");
  });

  it("reads an address, and one that is the input itself", async () => {
    let text = chat();
    const server = createServer((_, response) => response.end(text));
    onTestFinished(() => void server.close());
    await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat.yaml`;
    for (const configuration of [
      `input: chat.yaml\nsource: ${address}\noutput: client\n`,
      `input: ${address}\noutput: client\n`,
      `input: [{ description: chat.yaml, source: "${address}" }]\noutput: client\n`,
    ]) {
      text = chat();
      const folder = chatProject({}, configuration);
      await generated(folder);
      text = chat({ status: ["OPEN"] });
      const { result } = await updated(folder);
      expect(result?.release.version).toBe("0.2.0");
      if (configuration.includes("chat.yaml\n") && !configuration.startsWith("input: http"))
        expect(contentsOf(folder)["chat.yaml"]).toBe(text);
    }
  });

  it.each<readonly [string, (folder: string) => void, string]>([
    ["the source is gone", (folder) => rmSync(join(folder, "docs/page.md")), "input-unreadable"],
    [
      "the page has no description",
      (folder) => fill(folder, { "docs/page.md": "# Chat\n" }),
      "page-without-description",
    ],
    [
      "the new description is wrong",
      (folder) =>
        fill(folder, { "docs/page.md": page(chat().replace("paths:", "paths: 1\nx-p:")) }),
      "container-wrong-type",
    ],
    [
      "an overlay does not fit the new description",
      (folder) =>
        fill(folder, {
          "clientwright.config.yaml": `${withSource}overlays: [fix.yaml]\n`,
          "fix.yaml":
            "overlay: 1.0.0\ninfo: { title: F, version: 1.0.0 }\nactions: [{ target: \"$.paths['/no']\", remove: true }]\n",
        }),
      "overlay-",
    ],
    [
      "a file in the package is not ours",
      (folder) => {
        rmSync(join(folder, "client/src/index.ts"));
        mkdirSync(join(folder, "client/src/index.ts"));
        writeFileSync(join(folder, "client/src/index.ts/mine.txt"), "mine");
      },
      "output-not-ours",
    ],
  ])("does nothing by halves: %s", async (_, spoil, code) => {
    const folder = await project(chat({ status: ["OPEN"] }));
    spoil(folder);
    const before = contentsOf(folder);
    const outcome = await updated(folder);
    expect(outcome.result).toBeUndefined();
    expect(
      outcome.diagnostics.some((found) => found.code.startsWith(code)),
      code,
    ).toBe(true);
    expect(contentsOf(folder)).toEqual(before);
  });

  it("says what to add when nothing says where the description comes from", async () => {
    const folder = chatProject();
    const { code, stderr } = cli(folder, "update");
    expect(code).toBe(2);
    expect(stderr).toContain("clientwright.config.yaml:1:1 error source-missing");
    expect(stderr).toContain("Nothing says where chat.yaml comes from.");
    expect(contentsOf(folder)["client/"]).toBeUndefined();
  });
});
