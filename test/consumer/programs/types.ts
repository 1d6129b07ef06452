// Types of the package as a user sees them. A line under `@ts-expect-error` must not compile; every other one must.
import {
  Conversations,
  ConversationStatusEnum,
  HilosClient,
  conversationStatusEnumLabels,
  conversationStatusEnumValues,
  createClient,
  isConversationStatusEnum,
} from "hilos-whatsapp";
import type {
  ConversationListParams,
  ConversationReadSimple,
  ConversationTag,
  JsonValue,
  MessageTypeEnum,
  Open,
  Page,
  PaginatedConversationReadSimpleList,
  UserSimple,
  WhatsAppMessageSimple,
  paths,
} from "hilos-whatsapp";

/** Whether two types are the same, not only assignable; `readonly` and `undefined` count. */
type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Fails to compile unless it is given `true`. */
function expectTrue<T extends true>(): T | undefined {
  return undefined;
}

declare const client: HilosClient;
declare const conversation: ConversationReadSimple;
declare const message: WhatsAppMessageSimple;
declare const token: string;

// The client's options.

new HilosClient({ token, youraccountname: "acme" });
new HilosClient({ token: () => token, youraccountname: "acme" });
new HilosClient({ token, baseUrl: "https://api.example.com" });
new HilosClient({ token, baseUrl: new URL("https://api.example.com") });

// @ts-expect-error The API accepts no request without a token.
new HilosClient({ youraccountname: "acme" });
// @ts-expect-error A token that is undefined is no token: an unset environment variable must not get through.
new HilosClient({ youraccountname: "acme", token: undefined });
// @ts-expect-error Without baseUrl the address needs the name of the account.
new HilosClient({ token });
// @ts-expect-error There is no client without options.
new HilosClient();
// @ts-expect-error The option is called youraccountname, as in the description.
new HilosClient({ token, yourAccountName: "acme" });
// @ts-expect-error The name of an account is a string.
new HilosClient({ token, youraccountname: 1 });
// @ts-expect-error A number is no token.
new HilosClient({ token: 1, youraccountname: "acme" });
// @ts-expect-error The core client asks for the same.
createClient({ youraccountname: "acme" });
// @ts-expect-error A resource takes the core client, not options.
new Conversations({ token, youraccountname: "acme" });
new Conversations(createClient({ token, youraccountname: "acme" }));

// @ts-expect-error Resources belong to the client.
client.conversations = new Conversations(createClient({ token, youraccountname: "acme" }));

// The parameters of a call.

expectTrue<
  Equal<
    ConversationListParams,
    {
      contact?: string | undefined;
      page?: number | undefined;
      page_size?: number | undefined;
      search?: string | undefined;
    }
  >
>();
client.conversations.list();
client.conversations.list({});
client.conversations.list({ search: undefined });

// @ts-expect-error Parameters are called as on the wire: page_size.
client.conversations.list({ pageSize: 50 });
// @ts-expect-error There is no such parameter.
client.conversations.list({ cursor: "a" });
// @ts-expect-error A page is a number.
client.conversations.list({ page: "2" });
// @ts-expect-error A search term is a string.
client.conversations.list({ search: 1 });
// @ts-expect-error null has no form in a query.
client.conversations.list({ contact: null });
// @ts-expect-error A limit is a number.
client.conversations.list({}, { maxRetries: "2" });
// @ts-expect-error The description has no operation that deletes.
client.conversations.delete("id");

// What a call gives.

declare const page: Awaited<ReturnType<Conversations["list"]>>;
expectTrue<Equal<typeof page, Page<ConversationReadSimple, PaginatedConversationReadSimpleList>>>();
expectTrue<Equal<typeof page.total, number | undefined>>();
expectTrue<Equal<typeof page.hasNext, boolean>>();
expectTrue<Equal<Awaited<ReturnType<typeof page.next>>, typeof page | null>>();
expectTrue<Equal<(typeof page.items)[number], ConversationReadSimple>>();
expectTrue<Equal<typeof page.raw, PaginatedConversationReadSimpleList>>();
export async function iterate(): Promise<void> {
  for await (const item of client.conversations.list()) {
    expectTrue<Equal<typeof item, ConversationReadSimple>>();
    console.log(item.id);
  }
}

// @ts-expect-error A page may be empty.
console.log(page.items[0].id);
// @ts-expect-error A page is what the server said.
page.total = 3;
// @ts-expect-error So are its items.
page.items = [];

// Fields: presence, null and undefined are three things.

expectTrue<
  Equal<
    PaginatedConversationReadSimpleList,
    {
      count: number;
      next?: string | null | undefined;
      previous?: string | null | undefined;
      results: ConversationReadSimple[];
    }
  >
>();
expectTrue<Equal<ConversationReadSimple["channel"], number | null | undefined>>();
expectTrue<Equal<ConversationReadSimple["assigned_team"], number | undefined>>();
expectTrue<Equal<ConversationReadSimple["assigned"], UserSimple[]>>();
expectTrue<Equal<ConversationReadSimple["tags"], ConversationTag[] | undefined>>();
expectTrue<Equal<ConversationReadSimple["first_message"], WhatsAppMessageSimple>>();
expectTrue<Equal<WhatsAppMessageSimple["content"], JsonValue>>();
expectTrue<Equal<WhatsAppMessageSimple["body"], string | null | undefined>>();

// @ts-expect-error The server sets the date.
conversation.created_on = "2026-01-01T00:00:00Z";
// @ts-expect-error readOnly is kept through the description's allOf around the enum.
conversation.status = "NEW";
// @ts-expect-error There is no such field.
console.log(conversation.state);
// @ts-expect-error A field that is not required may be absent.
export const team: number = conversation.assigned_team;
// @ts-expect-error A nullable field may be null.
export const body: string | undefined = message.body;

// Enums: closed where we speak, open where the server does.

expectTrue<
  Equal<ConversationStatusEnum, "CREATED" | "FLOW" | "NEW" | "IN_PROGRESS" | "RESOLVED" | "CLOSED">
>();
expectTrue<Equal<ConversationReadSimple["status"], Open<ConversationStatusEnum>>>();
expectTrue<Equal<WhatsAppMessageSimple["msg_type"], Open<MessageTypeEnum> | undefined>>();
expectTrue<
  Equal<typeof conversationStatusEnumLabels, Readonly<Record<ConversationStatusEnum, string>>>
>();
expectTrue<Equal<(typeof conversationStatusEnumValues)[number], ConversationStatusEnum>>();
expectTrue<Equal<(typeof conversationStatusEnumValues)["length"], 6>>();
expectTrue<Equal<typeof ConversationStatusEnum.IN_PROGRESS, "IN_PROGRESS">>();

// A value that the next version of the API adds must not break a program that handles it.
export const later: ConversationReadSimple["status"] = "ARCHIVED" as string;
if (conversation.status === "ARCHIVED") console.log("a status of tomorrow");

export function narrow(value: unknown): ConversationStatusEnum | undefined {
  return isConversationStatusEnum(value) ? value : undefined;
}

// @ts-expect-error The wrong case.
export const wrongCase: ConversationStatusEnum = "in_progress";
// @ts-expect-error A value of another enum.
export const otherEnum: ConversationStatusEnum = "delivered";
// @ts-expect-error The closed type has no unknown values: a guard has to come first.
export const unguarded: ConversationStatusEnum = conversation.status;
// @ts-expect-error There is no such member.
console.log(ConversationStatusEnum.ARCHIVED);
// @ts-expect-error The const object cannot be changed.
ConversationStatusEnum.NEW = "NEW";
// @ts-expect-error The labels cannot be changed.
conversationStatusEnumLabels.NEW = "Neu";
// @ts-expect-error The list of values cannot be changed.
conversationStatusEnumValues.push("NEW");
// @ts-expect-error No value, no label.
console.log(conversationStatusEnumLabels.ARCHIVED);

// By path.

expectTrue<
  Equal<
    paths["/channel/whatsapp/inbox/conversation"]["get"]["responses"][200]["content"]["application/json"],
    PaginatedConversationReadSimpleList
  >
>();
export async function byPath(): Promise<void> {
  const { data } = await client.raw.GET("/channel/whatsapp/inbox/conversation");
  // openapi-fetch maps the type over itself, so it is the same without being identical.
  expectTrue<typeof data extends PaginatedConversationReadSimpleList | undefined ? true : false>();
  expectTrue<PaginatedConversationReadSimpleList extends typeof data ? true : false>();
  console.log(data?.results[0]?.status.toLowerCase());
  // @ts-expect-error The description has no such path.
  await client.raw.GET("/channel/whatsapp/inbox/conversations");
  // @ts-expect-error The path has no such method.
  await client.raw.POST("/channel/whatsapp/inbox/conversation");
  await client.raw.GET("/channel/whatsapp/inbox/conversation", {
    // @ts-expect-error The parameter has no such name.
    params: { query: { pageSize: 50 } },
  });
}
