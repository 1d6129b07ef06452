import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import { environments, folderWith, strictness } from "./consumer.js";

/** What an editor shows; `‸` marks where the cursor is. */
const code = `
import { ConversationStatusEnum, HilosClient } from "hilos-whatsapp";
import type { ConversationReadSimple } from "hilos-whatsapp";

declare const hilos: HilosClient;
declare const read: ConversationReadSimple;
const page = await hilos.conversations.list({ page_size: 10 });
const item = page.items[0];
for await (const conversation of hilos.conversations.list()) {
  console.log(conversation, item, page);
}
const status = read.status;
const message = read.first_message;
hilos.conversations.list({ /*parameter*/ });
if (read.status === "") console.log(status, message);
const choice: ConversationStatusEnum = "";
console.log(choice);
`;

describe("in an editor", () => {
  let service: ts.LanguageService;
  let file: string;

  beforeAll(() => {
    const folder = folderWith("editor", { "editor.ts": code });
    file = join(folder, "editor.ts");
    service = serviceFor(file);
    const problems = service.getSemanticDiagnostics(file).map(({ messageText }) => messageText);
    // The two empty strings are being typed; nothing else is wrong, so that what is shown is not shown for an error.
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("ConversationStatusEnum");
  });

  test.each([
    ["item =", "const item: ConversationReadSimple | undefined"],
    ["conversation of", "const conversation: ConversationReadSimple"],
    ["page =", "const page: Page<ConversationReadSimple, PaginatedConversationReadSimpleList>"],
    ["status =", "const status: Open<ConversationStatusEnum>"],
    ["message =", "const message: WhatsAppMessageSimple"],
  ])("hovering over `%s` shows the model's own name", (place, shown) => {
    expect(hover(place).display).toBe(shown);
  });

  test("hovering shows the documentation of the description, and where a method leads", () => {
    expect(hover("list({ page_size").documentation).toContain("Lists Conversations.");
    expect(hover("list({ page_size").documentation).toContain(
      "GET /channel/whatsapp/inbox/conversation",
    );
    expect(hover("list({ page_size").display).toContain(
      "(method) Conversations.list(params?: ConversationListParams, options?:",
    );
    expect(hover("page_size").documentation).toBe("Number of results to return per page.");
  });

  test("parameters are completed", () => {
    expect(completions("/*parameter*/", 0)).toEqual(["contact", "page", "page_size", "search"]);
  });

  const statuses = ["CLOSED", "CREATED", "FLOW", "IN_PROGRESS", "NEW", "RESOLVED"];
  test.each([
    ["the open type of a response", 'read.status === "', statuses],
    ["the closed type", 'choice: ConversationStatusEnum = "', statuses],
  ])("known values are completed: %s", (_, before, values) => {
    expect(completions(before, before.length)).toEqual(values);
  });

  function hover(place: string): { readonly display: string; readonly documentation: string } {
    const info = service.getQuickInfoAtPosition(file, position(place));
    return {
      display: ts.displayPartsToString(info?.displayParts),
      documentation: ts.displayPartsToString(info?.documentation),
    };
  }

  function completions(place: string, offset: number): string[] {
    const found = service.getCompletionsAtPosition(file, position(place) + offset, {});
    return (found?.entries ?? []).map(({ name }) => name).sort();
  }
});

function position(place: string): number {
  const index = code.indexOf(place);
  if (index < 0) throw new Error(`no ${place}`);
  return index;
}

function serviceFor(file: string): ts.LanguageService {
  const { options } = ts.convertCompilerOptionsFromJson(
    // Unused names are no matter of this.
    { ...strictness, ...environments["a page through a bundler"], noUnusedLocals: false },
    join(file, ".."),
  );
  const { fileExists, readFile, directoryExists, getDirectories, readDirectory, realpath } = ts.sys;
  const host: ts.LanguageServiceHost = {
    fileExists,
    readFile,
    directoryExists,
    getDirectories,
    readDirectory,
    ...(realpath && { realpath }),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => join(file, ".."),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  };
  return ts.createLanguageService(host);
}
