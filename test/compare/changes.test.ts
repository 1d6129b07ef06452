import { describe, expect, it } from "vitest";
import type { Change } from "../../generator/compare/change.js";
import { severityOf } from "../../generator/compare/classification.js";
import { compare } from "../../generator/compare/compare.js";
import { nextVersion } from "../../generator/compare/next-version.js";
import { changelogEntry, entryText } from "../../generator/release/changelog-entry.js";
import type { Json } from "./descriptions.js";
import { apiOf } from "./judge.js";

/** A conversation is received by two calls and sent by one; its status both ways. */
function description(): Json {
  const conversation = { $ref: "#/components/schemas/Conversation" };
  const json = (schema: Json): Json => ({ content: { "application/json": { schema } } });
  return {
    openapi: "3.1.0",
    info: { title: "Chat", version: "1.0.0" },
    servers: [{ url: "https://api.example.com" }],
    components: {
      securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
      schemas: {
        Status: { type: "string", enum: ["OPEN", "CLOSED"] },
        Conversation: {
          type: "object",
          required: ["id", "status"],
          properties: {
            id: { type: "string", readOnly: true },
            status: { $ref: "#/components/schemas/Status" },
            topic: { type: "string" },
            mood: { type: "string", enum: ["good", "bad"], readOnly: true },
            parent: conversation,
          },
        },
      },
    },
    security: [{ key: [] }],
    paths: {
      "/conversations": {
        get: {
          operationId: "listConversations",
          parameters: [{ name: "search", in: "query", schema: { type: "string" } }],
          responses: {
            200: { description: "OK", ...json({ type: "array", items: conversation }) },
          },
        },
        post: {
          operationId: "createConversation",
          requestBody: { required: true, ...json(conversation) },
          responses: { 201: { description: "OK", ...json(conversation) } },
        },
      },
    },
  };
}

function changesOf(change: (description: Json) => void): readonly Change[] {
  const changed = description();
  change(changed);
  return compare(apiOf(description(), "old.json"), apiOf(changed, "new.json"));
}

/** `severity subject message`, for each. */
function told(change: (description: Json) => void): string[] {
  return changesOf(change).map(
    ({ severity, subject, message }) => `${severity}: ${subject} ${message}`,
  );
}

const schemaOf = (api: Json, name = "Conversation"): Json => api["components"].schemas[name];
const listOf = (api: Json): Json => api["paths"]["/conversations"].get;

describe("comparing two versions", () => {
  it("finds nothing where nothing differs, also in another order", () => {
    expect(told(() => undefined)).toEqual([]);
    expect(
      told((api) => {
        const { properties } = schemaOf(api);
        schemaOf(api)["properties"] = Object.fromEntries(
          Object.entries(properties as Json).reverse(),
        );
        schemaOf(api)["required"].reverse();
      }),
    ).toEqual([]);
  });

  it("finds documented headers that came, went or are of another type", () => {
    const headers = (of: Json) => (api: Json) =>
      (api["paths"]["/conversations"].post.responses["201"].headers = of);
    const type = (type: string) => ({ schema: { type } });
    const [before, after] = [description(), description()];
    headers({ Location: type("string"), "X-Left": type("integer"), "X-Gone": type("string") })(
      before,
    );
    headers({ Location: type("string"), "X-Left": type("string"), "X-New": type("string") })(after);
    const changes = compare(apiOf(before, "old.json"), apiOf(after, "new.json"));
    expect(
      changes.map(({ severity, subject, message }) => `${severity}: ${subject} ${message}`),
    ).toEqual([
      "breaking: client.conversations.create no longer documents the header X-Gone",
      "breaking: client.conversations.create gives the header X-Left as a text, gave it as a number",
      "compatible: client.conversations.create documents the header X-New",
    ]);
    expect(changes[1]?.used).toEqual([
      {
        kind: "member",
        module: "resources/conversations",
        of: "ConversationCreateHeaders",
        name: "X-Left",
      },
    ]);
    const lost = compare(apiOf(after, "old.json"), apiOf(description(), "new.json"));
    expect(lost.map(({ message }) => message)).toContain(
      "no longer has the type ConversationCreateHeaders",
    );
  });

  it("finds media types that a caller may choose", () => {
    const schema = { type: "string" };
    const offering = (sent: string[], answered: string[]) => (api: Json) => {
      const { post } = api["paths"]["/conversations"];
      for (const type of sent) post.requestBody.content[type] = { schema };
      for (const type of answered) post.responses["201"].content[type] = { schema };
      return api;
    };
    const before = offering(["text/plain", "text/csv"], ["text/csv", "image/png"])(description());
    const after = offering(["text/plain", "text/html"], ["text/html", "image/png"])(description());
    const changes = compare(apiOf(before, "old.json"), apiOf(after, "new.json"));
    const of = "client.conversations.create";
    expect(changes.map(({ severity, subject, message }) => [severity, subject, message])).toEqual([
      ["breaking", of, "no longer answers as text/csv"],
      ["breaking", `${of}({ body })`, "can no longer be sent as text/csv"],
      ["compatible", of, "also answers as text/html"],
      ["compatible", `${of}({ body })`, "can also be sent as text/html"],
    ]);
    const bare = compare(apiOf(before, "old.json"), apiOf(description(), "new.json"));
    expect(bare.map(({ message }) => message)).toContain(
      "no longer has the type ConversationCreateAlternativeParams",
    );
  });

  const examples: [title: string, change: (api: Json) => void, expected: string[]][] = [
    [
      "a field that may be missing breaks readers, not writers",
      (api) => (schemaOf(api)["required"] = ["id"]),
      [
        "breaking: Conversation.status is now optional",
        "compatible: ConversationInput.status is now optional",
      ],
    ],
    [
      "a required field breaks writers, not readers",
      (api) => schemaOf(api)["required"].push("topic"),
      [
        "breaking: ConversationInput.topic is now required",
        "compatible: Conversation.topic is now required",
      ],
    ],
    [
      "null breaks readers, not writers",
      (api) => (schemaOf(api)["properties"].topic = { type: ["string", "null"] }),
      [
        "breaking: Conversation.topic may now be null",
        "compatible: ConversationInput.topic may now be null",
      ],
    ],
    [
      "a removed field breaks both",
      (api) => delete schemaOf(api)["properties"].topic,
      ["breaking: Conversation.topic was removed", "breaking: ConversationInput.topic was removed"],
    ],
    [
      "a value that comes is to be looked at",
      (api) => schemaOf(api, "Status")["enum"].push("ARCHIVED"),
      ['caution: Status gained "ARCHIVED"'],
    ],
    [
      "a value that is gone breaks who names it",
      (api) => schemaOf(api, "Status")["enum"].pop(),
      ['breaking: Status lost "CLOSED"'],
    ],
    [
      "a value that comes in a list without a name is to be looked at",
      (api) => (schemaOf(api)["properties"].mood.enum = ["good", "bad", "odd"]),
      ['caution: Conversation.mood gained the value "odd"'],
    ],
    [
      "a parameter that is required breaks its callers",
      (api) => (listOf(api)["parameters"][0].required = true),
      ["breaking: client.conversations.list({ search }) is now required"],
    ],
    [
      "a parameter of another type breaks its callers",
      (api) => (listOf(api)["parameters"][0].schema = { type: "integer" }),
      ["breaking: client.conversations.list({ search }) is now number, was string"],
    ],
    [
      "a parameter that takes more breaks nobody",
      (api) => (listOf(api)["parameters"][0].schema = { type: ["string", "integer"] }),
      ["compatible: client.conversations.list({ search }) can now be number"],
    ],
    [
      "an operation that is added breaks nobody",
      (api) =>
        (api["paths"]["/me"] = {
          get: { operationId: "me", responses: { 204: { description: "OK" } } },
        }),
      ["compatible: client.me.retrieve was added: GET /me"],
    ],
    [
      "an operation that is gone breaks its callers",
      (api) => delete api["paths"]["/conversations"].post,
      [
        "breaking: ConversationInput was removed: it is the same as Conversation now",
        "breaking: client.conversations.create was removed",
      ],
    ],
    [
      "a credential that is required breaks who makes a client",
      (api) => {
        api["components"].securitySchemes.second = { type: "http", scheme: "bearer" };
        api["security"] = [{ key: [], second: [] }];
      },
      [
        "breaking: ChatClientOptions.token was added and is required",
        "caution: client.conversations.create asks for key and second, asked for key",
        "caution: client.conversations.list asks for key and second, asked for key",
      ],
    ],
    [
      "another server is to be looked at",
      (api) => (api["servers"][0].url = "https://api.example.org"),
      [
        "caution: ChatClientOptions.baseUrl defaults to https://api.example.org, was https://api.example.com",
      ],
    ],
    [
      "words are words",
      (api) => (schemaOf(api)["properties"].topic.description = "What it is about."),
      [
        "documentation: Conversation.topic is described in other words",
        "documentation: ConversationInput.topic is described in other words",
      ],
    ],
  ];
  it.each(examples)("%s", (_, change, expected) => {
    expect(told(change)).toEqual(expected);
  });

  it("names the calls that receive a type and those that send it, and both places", () => {
    const [change] = changesOf((api) => schemaOf(api, "Status")["enum"].push("ARCHIVED"));
    expect(change).toMatchObject({
      kind: "enum-value-added",
      directions: ["request", "response"],
      operations: ["conversations.create", "conversations.list"],
      old: { file: "old.json", pointer: "/components/schemas/Status", line: 1 },
      new: { file: "new.json", pointer: "/components/schemas/Status", line: 1 },
    });
  });

  it("comes to an end in types that contain themselves, and reports a change in them once", () => {
    const found = changesOf((api) => (schemaOf(api)["properties"].note = { type: "string" }));
    expect(found.map(({ subject }) => subject)).toEqual([
      "Conversation.note",
      "ConversationInput.note",
    ]);
  });

  it("judges a change by where the value travels", () => {
    expect(severityOf("property-now-optional", ["request"])).toBe("compatible");
    expect(severityOf("property-now-optional", ["response"])).toBe("breaking");
    expect(severityOf("property-now-optional", ["request", "response"])).toBe("breaking");
  });
});

describe("the next version", () => {
  const breaking = changesOf((api) => schemaOf(api, "Status")["enum"].pop());
  const more = changesOf((api) => schemaOf(api, "Status")["enum"].push("ARCHIVED"));
  const words = changesOf((api) => (schemaOf(api)["description"] = "A conversation."));

  it.each([
    ["0.4.2", "0.5.0", "0.4.3", "0.4.3"],
    ["1.4.2", "2.0.0", "1.5.0", "1.4.3"],
  ])("after %s", (current, afterBreaking, afterMore, afterWords) => {
    expect(nextVersion(current, breaking)).toBe(afterBreaking);
    expect(nextVersion(current, more)).toBe(afterMore);
    expect(nextVersion(current, words)).toBe(afterWords);
    expect(nextVersion(current, [])).toBe(current);
  });

  it("has an entry in the changelog, by resource and type", () => {
    const entry = entryText(changelogEntry("0.5.0", [...breaking, ...words]));
    expect(entry).toBe(
      [
        "## 0.5.0",
        "",
        "### Status",
        "",
        '- **Breaking:** `Status` lost "CLOSED" (in client.conversations.create, client.conversations.list)',
        "",
        "2 texts differ.",
        "",
      ].join("\n"),
    );
  });
});
