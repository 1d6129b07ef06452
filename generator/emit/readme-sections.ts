import { everyResource } from "../model/every-resource.js";
import type { ApiModel, ListOperation, Operation, Resource } from "../model/types.js";
import { literal, printed } from "../morph/encode.js";
import type { Code, Literal } from "../morph/encode.js";
import { wireForm } from "./core.js";
import type { Examples } from "./examples.js";
import { fence, prose } from "./markdown.js";

/** Prose in Markdown, or a block of TypeScript. Each block stands for itself, after the client of the first call. */
export type Section = string | { readonly code: string };

/** What every section speaks about. */
interface Subject {
  readonly model: ApiModel;
  readonly examples: Examples;
  /** The variable that holds the client. */
  readonly client: string;
  /** The operation that the examples call; undefined if the API has none. */
  readonly featured: Featured | undefined;
}

interface Featured<Kind extends Operation = Operation> {
  readonly resource: Resource;
  readonly operation: Kind;
}

export function sectionsOf(model: ApiModel, examples: Examples): readonly Section[] {
  const client = examples.clientVariable();
  const subject = { model, examples, client, featured: firstList(model) ?? firstOf(model) };
  return [
    ...head(subject),
    ...authentication(subject),
    ...lists(subject),
    ...errors(subject),
    ...patience(subject),
    ...responses(subject),
    ...middleware(subject),
    ...testing(subject),
    ...small(subject),
    ...raw(subject),
    "## Reference",
    "[api.md](api.md) has one line for each method and type; [generation.json](generation.json) says what this package was made from.",
  ];
}

function firstOf({ resources }: ApiModel): Featured | undefined {
  for (const resource of everyResource(resources)) {
    const [operation] = resource.operations;
    if (operation !== undefined) return { resource, operation };
  }
  return undefined;
}

/** A list needs least and shows most. */
function firstList({ resources }: ApiModel): Featured<ListOperation> | undefined {
  for (const resource of everyResource(resources)) {
    for (const operation of resource.operations) {
      if (operation.kind === "list") return { resource, operation };
    }
  }
  return undefined;
}

function head({ model, examples, client, featured }: Subject): Section[] {
  const version = model.version === "" ? "" : ` (version ${prose(model.version)} of the API)`;
  return [
    `# ${model.packageName}`,
    `TypeScript client for ${prose(model.title)}${version}, generated from its OpenAPI description by clientwright. Do not edit it by hand: the next run would undo that.`,
    fence("sh", `npm install ${model.packageName}\n`),
    "## First call",
    codeBlock(
      `import { ${model.clientName} } from "${model.packageName}";`,
      "",
      `const ${client} = new ${model.clientName}(${examples.options()});`,
      ...(featured === undefined ? [] : ["", ...firstCall(featured, examples, client)]),
    ),
    "It runs in Node 20 and later, browsers, Bun, Deno and workers.",
  ];
}

function firstCall(
  { resource, operation }: Featured,
  examples: Examples,
  client: string,
): string[] {
  const call = examples.call(resource, operation, client);
  if (operation.kind !== "list") return [`const result = await ${call};`, "console.log(result);"];
  const total = operation.pagination.total === undefined ? "" : "page.total, ";
  return [`const page = await ${call};`, `console.log(${total}page.items[0]);`];
}

function authentication({ model, client }: Subject): Section[] {
  const { schemes, settings, packageName } = model;
  if (schemes.length === 0) return [];
  const lines = schemes.map((scheme) => {
    const needed = scheme.required ? "" : ", where an operation asks for it";
    return `- \`${scheme.option}\`: sent as ${wireForm(scheme)}${needed}.`;
  });
  const renewable = schemes.find(({ type }) => type !== "basic");
  const cookies = schemes.some((scheme) => scheme.type === "apiKey" && scheme.in === "cookie");
  return [
    "## Authentication",
    lines.join("\n"),
    "A credential is a value, or a function that returns one, also as a promise; a function is called for each request. Credentials go to the API's own origin only, and over HTTPS unless the host is the local machine. They occur in no error message and in no log line.",
    ...(cookies
      ? [
          `In a browser the cookie is the browser's own and needs no option here; for another origin than the page's, set \`fetchOptions: { credentials: "include" }\`.`,
        ]
      : []),
    ...(settings.csrf === undefined
      ? []
      : [
          `There, calls that change something repeat the cookie \`${settings.csrf.cookie}\` in the header \`${settings.csrf.header}\`, to the page's own origin only.`,
        ]),
    ...(settings.secretKeyInBrowser === "error"
      ? ["These are secrets of a server: in a browser, a client with a credential is refused."]
      : []),
    ...(renewable === undefined
      ? []
      : [
          "A token that expires is kept and renewed, once for all calls that wait for it, shortly before it expires or when the server answers 401:",
          codeBlock(
            `import { cachedToken } from "${packageName}";`,
            "",
            `const renewed = ${client}.withOptions({ ${literal(renewable.option)}: cachedToken(async () => {`,
            `  const response = await fetch("https://auth.example.com/token", { method: "POST" });`,
            "  const { token, expires_in } = (await response.json()) as { token: string; expires_in: number };",
            "  return { token, expiresAt: Date.now() + expires_in * 1000 };",
            "}) });",
          ),
        ]),
  ];
}

function lists({ model, examples, client }: Subject): Section[] {
  const first = firstList(model);
  if (first === undefined) return [];
  const { resource, operation } = first;
  return [
    "## Lists",
    "A list is a promise of its first page and an iterable of all items; nothing is requested before it is awaited or iterated.",
    codeBlock(
      examples.list(resource, operation, client),
      "",
      `const firstPage = await ${examples.call(resource, operation, client)};`,
      "console.log(firstPage.items.length, firstPage.hasNext);",
      "const nextPage = await firstPage.next(); // null after the last page",
      "console.log(nextPage?.items.length);",
    ),
    "`.pages()` iterates pages instead of items, `.first()`, `.take(n)` and `.toArray({ limit })` ask for no page too many. With `prefetch: 1` the next page is on its way while the items of one are worked through. `page.token` is a text that holds where the next page begins, and nothing secret: another process can go on from there.",
    codeBlock(
      `const { token } = await ${examples.call(resource, operation, client)};`,
      "if (token !== undefined) {",
      `  const rest = ${examples.callWith(resource, operation, client, printed("{ from: token, prefetch: 1 }"))};`,
      "  console.log(await rest.toArray({ limit: 100 }));",
      "}",
    ),
  ];
}

function errors({ model, examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource, operation } = featured;
  return [
    "## Errors",
    "An answer that is not a success throws an `HttpError` with the status, the decoded body and the request's id; a connection that fails, a timeout and an answer that cannot be read have classes of their own.",
    codeBlock(
      `import { ConnectionError, HttpError, RateLimitError, TimeoutError } from "${model.packageName}";`,
      "",
      "try {",
      `  await ${examples.call(resource, operation, client)};`,
      "} catch (error) {",
      "  if (error instanceof RateLimitError) console.error(error.message, error.retryAfterMs);",
      "  else if (error instanceof HttpError) console.error(error.status, error.requestId, error.body);",
      "  else if (error instanceof TimeoutError || error instanceof ConnectionError) console.error(error.attempts);",
      "  else throw error;",
      "}",
    ),
    `All of them are a \`ClientError\`: \`BadRequestError\` (400), \`UnauthorizedError\` (401), \`ForbiddenError\` (403), \`NotFoundError\` (404), \`ConflictError\` (409), \`GoneError\` (410), \`PayloadTooLargeError\` (413), \`UnprocessableEntityError\` (422), \`RateLimitError\` (429), \`ServerError\` (500 and above) and \`RedirectError\` are an \`HttpError\`; \`ConnectionError\`, \`TimeoutError\`, \`AbortError\`, \`DecodeError\`, \`RequestBuildError\`, \`PaginationError\` and \`ConfigError\` are not. \`error.fieldErrors()\` lists messages by field.`,
    `\`${client}.safe\` has the same calls, which return their error instead of throwing it; its status tells what its body is, and is undefined if the server did not answer.`,
    codeBlock(
      `const result = await ${examples.safeCall(resource, operation, client)};`,
      "if (result.ok) console.log(result.data);",
      "else console.error(result.error.status, result.error.message);",
    ),
  ];
}

function patience({ examples, client, featured }: Subject): Section[] {
  return [
    "## Timeouts, retries, cancelling",
    "Each attempt may take 60 seconds (`timeout`, in milliseconds). What failed for a moment is tried twice more (`maxRetries`), with growing pauses or as long as the server asks (`maxRetryAfter` at most): connection errors, timeouts and the statuses 408, 425, 429, 500, 502, 503 and 504. A POST or PATCH is repeated only if the server has surely not worked on it, or if it carries an `idempotencyKey`. `totalTimeout` limits a call with all its attempts. Options hold for the client or for one call, and a `signal` cancels at any moment.",
    ...(featured === undefined
      ? []
      : [
          codeBlock(
            "const controller = new AbortController();",
            "setTimeout(() => { controller.abort(); }, 1_000);",
            `await ${examples.callWith(
              featured.resource,
              featured.operation,
              client,
              printed("{ timeout: 5_000, maxRetries: 0, signal: controller.signal }"),
            )};`,
            "",
            `const patient = ${client}.withOptions({ timeout: 120_000, totalTimeout: 600_000 });`,
          ),
        ]),
  ];
}

function responses({ examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const call = examples.call(featured.resource, featured.operation, client);
  return [
    "## Responses",
    "`withResponse()` gives the data together with the response, `asResponse()` the response as soon as its headers are there, with its body unread.",
    codeBlock(
      `const { data, response, requestId } = await ${call}.withResponse();`,
      'console.log(data, response.headers.get("date"), requestId);',
      "",
      `const unread = await ${call}.asResponse();`,
      "for await (const chunk of unread.body ?? []) console.log(chunk.byteLength);",
    ),
  ];
}

function middleware({ model, client }: Subject): Section[] {
  return [
    "## Middleware and logging",
    'A middleware stands around each request that is sent; with `scope: "call"` around a call with all its attempts. `request` is a plain object that it may change, and what it returns is the response.',
    codeBlock(
      `import { logging } from "${model.packageName}";`,
      `import type { Middleware } from "${model.packageName}";`,
      "",
      "const traced: Middleware = {",
      "  async handle(request, next) {",
      '    request.headers.set("x-trace-id", crypto.randomUUID());',
      "    const response = await next(request);",
      "    console.log(request.operation.id, response.status);",
      "    return response;",
      "  },",
      "};",
      `const observed = ${client}.withOptions({`,
      '  middleware: [traced, logging({ logger: console, level: "info" })],',
      "});",
    ),
    "`logging` writes method, path template, status, duration and request id. Values of the query and all headers that could hold a secret are left out, and so are bodies.",
  ];
}

function testing({ model, examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource, operation } = featured;
  return [
    "## Testing your code",
    "Give the client a `fetch` of your own. `testing` replaces the clock and the waiting between attempts, so that a test of retries takes no time.",
    codeBlock(
      `import type { Fetch } from "${model.packageName}";`,
      "",
      "const sent: string[] = [];",
      "const fetch: Fetch = async (url, init) => {",
      "  sent.push(`${init.method} ${url}`);",
      `  return Response.json(${emptyBody(operation)});`,
      "};",
      `const faked = ${client}.withOptions({ fetch, testing: { sleep: async () => {} } });`,
      `await ${examples.call(resource, operation, "faked")};`,
    ),
  ];
}

/** A page without items, or an object. */
function emptyBody(operation: Operation): Code {
  if (operation.kind !== "list") return printed("{}");
  const items = operation.pagination.items ?? [];
  return literal(items.reduceRight<Literal>((inner, key) => ({ [key]: inner }), []));
}

function small({ model, examples, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource } = featured;
  const names = [resource.className, "createClient"].sort().join(", ");
  return [
    "## Small bundles",
    "A resource works without the others:",
    codeBlock(
      `import { ${names} } from "${model.packageName}";`,
      "",
      `const ${examples.resourceVariable(resource)} = new ${resource.className}(createClient(${examples.options()}));`,
    ),
  ];
}

function raw({ examples, client, featured }: Subject): Section[] {
  const operation = featured?.operation;
  const needsNothing =
    operation?.parameters.every(({ required }) => !required) === true &&
    operation.body?.required !== true;
  return [
    "## By path",
    `\`${client}.raw\` is an [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client typed by this API's paths, which takes openapi-fetch middleware. It shares the transport: credentials, retries and timeouts work as above.`,
    ...(needsNothing ? [codeBlock(...examples.byPath(operation, client))] : []),
  ];
}

function codeBlock(...lines: readonly string[]): Section {
  return { code: lines.join("\n") };
}
