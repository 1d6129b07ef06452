import { expect } from "vitest";
import { generateProjects, type Generated, type Outcome } from "../../generator/commands.js";
import { emptyFolder, fill } from "./workspace.js";

/** What a test says of the API; the rest is always the same. */
export interface Chat {
  readonly status?: readonly string[];
  /** More operations, each as lines of YAML below `paths`. */
  readonly paths?: string;
  /** More parameters of the list of conversations. */
  readonly parameters?: string;
  readonly text?: string;
  /** Properties of the answer to the list of conversations, which then is a page. */
  readonly page?: boolean;
}

/** A small API: a list of conversations with a status. */
export function chat({
  status = ["OPEN", "CLOSED"],
  paths = "",
  parameters = "",
  text = "A conversation.",
  page = false,
}: Chat = {}): string {
  const list = `{ type: array, items: { $ref: "#/components/schemas/Conversation" } }`;
  const pages = `{ type: object, required: [results], properties: { count: { type: integer }, next: { type: string, nullable: true }, previous: { type: string, nullable: true }, results: ${list} } }`;
  return `openapi: 3.0.3
info: { title: Chat, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
paths:
  /conversations:
    get:
      operationId: listConversations
      parameters:
        - { name: search, in: query, schema: { type: string } }
${page ? "        - { name: page, in: query, schema: { type: integer } }\n" : ""}${parameters}      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: ${page ? pages : list}
${paths}components:
  schemas:
    Conversation:
      type: object
      description: ${text}
      required: [id, status]
      properties:
        id: { type: string }
        status: { $ref: "#/components/schemas/Status" }
    Status:
      type: string
      enum: [${status.join(", ")}]
`;
}

export const chatConfiguration = "input: chat.yaml\noutput: client\n";

/** A project whose package is to be generated. */
export function chatProject(api: Chat = {}, configuration = chatConfiguration): string {
  const folder = emptyFolder();
  fill(folder, { "clientwright.config.yaml": configuration, "chat.yaml": chat(api) });
  return folder;
}

/** Generates, as the command does. */
export async function generated(folder: string): Promise<Generated> {
  const result = (await outcomeOf(folder)).result;
  expect(result).toBeDefined();
  return result as Generated;
}

export async function outcomeOf(folder: string): Promise<Outcome<Generated>> {
  const [outcome] = await generateProjects({}, folder);
  if (outcome === undefined) throw new Error("nothing was generated");
  return outcome;
}
