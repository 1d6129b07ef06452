// Talks to the server whose address is its argument, and prints what it sees as JSON: the test holds the expectations.
import process from "node:process";
import {
  Conversations,
  ConversationStatusEnum,
  HilosClient,
  HttpError,
  NotFoundError,
  PaginationError,
  UnauthorizedError,
  createClient,
  isConversationStatusEnum,
  isHttpError,
} from "hilos-whatsapp";

const baseUrl = process.argv[2] ?? "";
const token = "secret-token";
const hilos = new HilosClient({ baseUrl, token });

async function pages(): Promise<object> {
  const first = await hilos.conversations.list({ page_size: 2, search: "Ana & Bo" });
  const second = await first.next();
  const third = await second?.next();
  return {
    ids: [first, second, third].map((page) => page?.items.map(({ id }) => id)),
    totals: [first.total, second?.total, third?.total],
    hasNext: [first.hasNext, second?.hasNext, third?.hasNext],
    hasPrevious: [first.hasPrevious, second?.hasPrevious, third?.hasPrevious],
    afterLast: await third?.next(),
    previous: (await second?.previous())?.items.map(({ id }) => id),
    unknownField: (first.raw as object as { took: number }).took,
  };
}

async function everyItem(): Promise<object> {
  const ids: string[] = [];
  const known: boolean[] = [];
  for await (const { id, status } of hilos.conversations.list({ page_size: 2 })) {
    ids.push(id);
    known.push(isConversationStatusEnum(status));
  }
  return { ids, known, inProgress: ConversationStatusEnum.IN_PROGRESS };
}

async function alone(): Promise<object> {
  const conversations = new Conversations(createClient({ baseUrl, token: () => token }));
  const items = await conversations.list({ page_size: 2 }).toArray({ limit: 3 });
  return { ids: items.map(({ id }) => id) };
}

async function failure(account: string): Promise<object> {
  const client = new HilosClient({ baseUrl: `${baseUrl}/${account}`, token, maxRetries: 0 });
  try {
    await client.conversations.list();
    return { error: "none" };
  } catch (error) {
    if (!(error instanceof HttpError)) return { error: String(error) };
    return {
      name: error.name,
      isNotFound: error instanceof NotFoundError && isHttpError(error, 404),
      isUnauthorized: error instanceof UnauthorizedError && isHttpError(error, 401),
      status: error.status,
      body: error.body,
      requestId: error.requestId,
      operationId: error.operationId,
      showsToken: `${error.message} ${JSON.stringify(error)}`.includes(token),
    };
  }
}

async function byPath(): Promise<object> {
  const { data, error, response } = await hilos.raw.GET("/channel/whatsapp/inbox/conversation", {
    params: { query: { page: 2, page_size: 2 } },
  });
  return { status: response.status, ids: data?.results.map(({ id }) => id), error };
}

async function refusedByUs(): Promise<object> {
  const messages: string[] = [];
  for (const make of [
    () => new HilosClient({ baseUrl: "http://api.example.com", token }),
    () => new HilosClient({ baseUrl: "not a url", token }),
  ]) {
    try {
      make();
      messages.push("accepted");
    } catch (error) {
      messages.push(error instanceof Error ? error.name : String(error));
    }
  }
  const looping = new HilosClient({ baseUrl: `${baseUrl}/loop`, token });
  try {
    for await (const conversation of looping.conversations.list()) void conversation;
    messages.push("endless list accepted");
  } catch (error) {
    messages.push(error instanceof PaginationError ? error.name : String(error));
  }
  return messages;
}

const seen = {
  node: process.version,
  pages: await pages(),
  everyItem: await everyItem(),
  alone: await alone(),
  notFound: await failure("missing"),
  unauthorized: await failure("locked"),
  byPath: await byPath(),
  refused: await refusedByUs(),
};
process.stdout.write(JSON.stringify(seen));
