import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderDiagnostics, type Diagnostic } from "../../generator/diagnostics.js";
import { type Chat, chat, chatConfiguration, chatProject, generated, outcomeOf } from "./chat.js";
import { contentsOf, fill, repository } from "./workspace.js";

/** A second collection that takes the place of the first where names are given. */
const archive = `  /archive/conversations:
    get:
      operationId: listArchived
      responses: { "200": { description: OK, content: { application/json: { schema: { type: array, items: { type: string } } } } } }
`;
const named = archive.replace(
  "      responses",
  "      x-fern-sdk-group-name: conversations\n      x-fern-sdk-method-name: list\n      responses",
);

/** The project after an update of its description, before anything is generated. */
async function updated(before: string, after: string, configuration = chatConfiguration) {
  const folder = chatProject({}, configuration);
  fill(folder, { "chat.yaml": before });
  await generated(folder);
  fill(folder, { "chat.yaml": after });
  return folder;
}

async function flipsIn(folder: string): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await outcomeOf(folder);
  return diagnostics.filter(({ code }) => code.startsWith("decision-"));
}

/** What the help says to paste, below its first line. */
function pasted({ help = "" }: Diagnostic): string {
  return `${help.split("\n").slice(1).join("\n")}\n`;
}

function callsIn(folder: string): readonly string[] {
  const text = contentsOf(join(folder, "client"))["generation.json"] ?? "{}";
  const { decisions } = JSON.parse(text) as { decisions: { operations: object } };
  return Object.keys(decisions.operations).sort();
}

describe("an update that would decide otherwise", () => {
  it("says which name changed because of which operation, and what keeps it", async () => {
    const folder = await updated(chat(), chat({ paths: named }));
    const [flip, ...others] = await flipsIn(folder);
    expect(others).toEqual([]);
    expect(flip).toMatchObject({ code: "decision-name", severity: "warning" });
    expect(flip?.where).toMatchObject({ file: "chat.yaml", line: 6 });
    expect(flip?.message).toMatch(
      /^GET \/conversations was client\.conversations\.list, and is client\.conversations\.\w+ now: the new GET \/archive\/conversations has that name\.$/u,
    );
    const text = renderDiagnostics([flip!], { format: "text", color: false, sources: new Map() });
    expect(text).toContain(`  help: to keep it, add to the configuration:\n${pasted(flip!)}`);
    // It was said, and the package was generated with it: that is how it is accepted.
    expect(await flipsIn(folder)).toEqual([]);
    const kept = await updated(
      chat(),
      chat({ paths: named }),
      `${chatConfiguration}${pasted(flip!)}`,
    );
    expect(await flipsIn(kept)).toEqual([]);
    await generated(kept);
    expect(parse(pasted(flip!))).toEqual({
      operations: { "GET /conversations": { resource: "conversations", name: "list" } },
    });
  });

  it.each<readonly [string, Chat, Chat, string, object | false]>([
    [
      "went",
      { page: true },
      {},
      "client.conversations.list paged by page, and does not page now.",
      {
        style: "page",
        page: "page",
        items: "results",
        next: "next",
        previous: "previous",
        total: "count",
      },
    ],
    [
      "came",
      {},
      { page: true },
      "client.conversations.list did not page, and pages by page now.",
      false,
    ],
  ])("says that pagination %s, and what keeps it", async (_, before, after, message, entry) => {
    const folder = await updated(chat(before), chat(after));
    const [flip, ...others] = await flipsIn(folder);
    expect(others).toEqual([]);
    expect(flip).toMatchObject({ code: "decision-pagination", message });
    expect(parse(pasted(flip!))).toEqual({
      operations: { "GET /conversations": { pagination: entry } },
    });
  });

  it("keeps a pagination that is recognised no more, with its new parameter", async () => {
    const one = chat({ page: true });
    const folder = await updated(one, one.replace("name: page,", "name: seite,"));
    const [flip] = await flipsIn(folder);
    expect(flip?.message).toBe("client.conversations.list paged by page, and does not page now.");
    const text = renderDiagnostics([flip!], {
      format: "text",
      color: false,
      sources: new Map([["chat.yaml", contentsOf(folder)["chat.yaml"] ?? ""]]),
    });
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    expect(readme).toContain(`\`\`\`text\n${text.replace(/\n1 warning\n$/u, "")}\`\`\`\n`);
    const entry = pasted(flip!).replace("page: page", "page: seite");
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${entry}` });
    expect(await flipsIn(folder)).toEqual([]);
    expect(contentsOf(join(folder, "client"))["generation.json"]).toContain('"page": "seite"');
  });

  it("says that an operationId went, and what keeps it", async () => {
    const folder = await updated(
      chat(),
      chat().replace("listConversations", "conversations_index"),
    );
    const [flip, ...others] = await flipsIn(folder);
    expect(others).toEqual([]);
    expect(flip).toMatchObject({
      code: "decision-id",
      message:
        'GET /conversations had the operationId "listConversations", and has "conversations_index" now.',
    });
    expect(callsIn(folder)).toEqual(["conversations.list"]);
    const overlay = `overlay: 1.0.0\ninfo: { title: Kept, version: 1.0.0 }\nactions:\n${pasted(flip!)}`;
    fill(folder, {
      "kept.yaml": overlay,
      "clientwright.config.yaml": `${chatConfiguration}overlays: [kept.yaml]\n`,
    });
    await generated(folder);
    expect(contentsOf(join(folder, "client"))["generation.json"]).toContain('"listConversations"');
  });

  it("says that the option of a credential changed, and what keeps it", async () => {
    const scheme = (schemes: string) =>
      chat()
        .replace("components:\n", `components:\n  securitySchemes:\n${schemes}`)
        .replace(
          "      operationId",
          "      security: [{ key: [] }, { other: [] }]\n      operationId",
        );
    const one = "    key: { type: apiKey, in: header, name: X-Key }\n";
    const two = `${one}    other: { type: apiKey, in: header, name: X-Other }\n`;
    const folder = await updated(scheme(one).replace(", { other: [] }", ""), scheme(two));
    const [flip, ...others] = await flipsIn(folder);
    expect(others).toEqual([]);
    expect(flip).toMatchObject({
      code: "decision-credential",
      message: "The credential of key was the option apiKey of the client, and is key now.",
    });
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${pasted(flip!)}` });
    await generated(folder);
    expect(contentsOf(join(folder, "client"))["src/core.ts"]).toContain("apiKey");
    expect(await flipsIn(folder)).toEqual([]);
  });

  it("says nothing of what the configuration wants, and of what is only new", async () => {
    const folder = await updated(chat(), chat({ paths: archive }));
    expect(await flipsIn(folder)).toEqual([]);
    const wanted = "operations: { listConversations: { name: all, pagination: false } }\n";
    fill(folder, { "clientwright.config.yaml": `${chatConfiguration}${wanted}` });
    expect(await flipsIn(folder)).toEqual([]);
    expect(callsIn(folder)).toContain("conversations.all");
  });
});
