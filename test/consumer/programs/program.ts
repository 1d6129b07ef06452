// What a user of the package writes. It is compiled by every supported compiler, and never run.
import {
  Conversations,
  ConversationStatusEnum,
  HilosClient,
  HttpError,
  NotFoundError,
  RateLimitError,
  conversationStatusEnumLabels,
  conversationStatusEnumValues,
  createClient,
  isConversationStatusEnum,
  isHttpError,
} from "hilos-whatsapp";
import type {
  ConversationListParams,
  ConversationReadSimple,
  HilosClientOptions,
  Open,
  Page,
  PaginatedConversationReadSimpleList,
} from "hilos-whatsapp";

declare const token: string;

const options: HilosClientOptions = { youraccountname: "acme", token };
const hilos = new HilosClient(options);

export async function firstPage(): Promise<string | null | undefined> {
  const page = await hilos.conversations.list({ page_size: 50 });
  console.log(page.total, page.hasNext, page.items[0]?.first_message.body);
  const following: Page<ConversationReadSimple, PaginatedConversationReadSimpleList> | null =
    await page.next();
  return following?.items[0]?.first_message.body;
}

export async function everyConversation(params: ConversationListParams): Promise<number> {
  let inProgress = 0;
  for await (const conversation of hilos.conversations.list(params)) {
    if (conversation.status === ConversationStatusEnum.IN_PROGRESS) inProgress += 1;
  }
  for await (const page of hilos.conversations.list(params, { maxRetries: 0 }).pages()) {
    console.log(page.items.length);
  }
  return inProgress;
}

export async function whatWentWrong(): Promise<string> {
  try {
    const { data, response, requestId } = await hilos.conversations.list().withResponse();
    return `${response.status} ${requestId ?? ""} ${data.items.length}`;
  } catch (error) {
    if (error instanceof NotFoundError) return `${error.status} ${error.path}`;
    if (error instanceof RateLimitError) return `wait ${error.retryAfterMs ?? 0} ms`;
    if (isHttpError(error, 503)) return "down";
    if (error instanceof HttpError) return `${error.status} ${error.requestId ?? ""}`;
    throw error;
  }
}

export async function byPath(): Promise<number> {
  const { data, response } = await hilos.raw.GET("/channel/whatsapp/inbox/conversation", {
    params: { query: { page: 2, search: "Ana" } },
  });
  if (data === undefined) throw new Error(`status ${response.status}`);
  return data.results.length + data.count;
}

export function alone(): Conversations {
  return new Conversations(createClient({ baseUrl: "https://api.example.com", token }));
}

export function label(status: Open<ConversationStatusEnum>): string {
  return isConversationStatusEnum(status) ? conversationStatusEnumLabels[status] : status;
}

export function choices(): readonly (readonly [ConversationStatusEnum, string])[] {
  return conversationStatusEnumValues.map(
    (value) => [value, conversationStatusEnumLabels[value]] as const,
  );
}

// A credential may also be computed, and a connection be configured.
export const configured = new HilosClient({
  token: async () => token,
  baseUrl: new URL("https://api.example.com/api/3"),
  timeout: 10_000,
  maxRetries: 1,
  headers: { "x-team": "inbox", "x-nothing": null },
  fetch: (url, init) => fetch(url, init),
});
