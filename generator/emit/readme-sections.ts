import type { ApiModel, AuthScheme, Operation } from "../model/types.js";
import { code, identifier, join, literal, propertyKey, stringLiteral } from "../morph/encode.js";
import type { Code, Literal } from "../morph/encode.js";
import { wireForm } from "./core.js";
import type { Examples } from "./examples.js";
import { codeSpan, fence, joinMarkdown, marked, prose, type Markdown } from "./markdown.js";
import { answers } from "./readme-answers.js";
import {
  codeBlock,
  firstList,
  subjectOf,
  type Featured,
  type Section,
  type Subject,
} from "./readme-subject.js";

export function sectionsOf(model: ApiModel, examples: Examples): readonly Section[] {
  const subject = subjectOf(model, examples);
  return [
    ...head(subject),
    ...authentication(subject),
    ...lists(subject),
    ...errors(subject),
    ...patience(subject),
    ...answers(subject),
    ...middleware(subject),
    ...testing(subject),
    ...small(subject),
    ...raw(subject),
    marked`## Reference`,
    marked`[api.md](api.md) has one line for each method and type; [generation.json](generation.json) says what this package was made from.`,
  ];
}

function head({ model, examples, client, featured }: Subject): Section[] {
  const version =
    model.version === "" ? marked`` : marked` (version ${prose(model.version)} of the API)`;
  return [
    marked`# ${prose(model.packageName)}`,
    marked`TypeScript client for ${prose(model.title)}${version}, generated from its OpenAPI description by clientwright. Do not edit it by hand: the next run would undo that.`,
    fence("sh", `npm install ${model.packageName}\n`),
    marked`## First call`,
    codeBlock(
      code`import { ${identifier(model.clientName)} } from ${stringLiteral(model.packageName)};`,
      code``,
      code`const ${client} = new ${identifier(model.clientName)}(${examples.options()});`,
      ...(featured === undefined ? [] : [code``, ...firstCall(featured, examples, client)]),
    ),
    marked`It runs in Node 20 and later, browsers, Bun, Deno and workers.`,
  ];
}

function firstCall({ resource, operation }: Featured, examples: Examples, client: Code): Code[] {
  const call = examples.call(resource, operation, client);
  if (operation.kind !== "list")
    return [code`const result = await ${call};`, code`console.log(result);`];
  const total = operation.pagination.total === undefined ? code`` : code`page.total, `;
  return [code`const page = await ${call};`, code`console.log(${total}page.items[0]);`];
}

function authentication({ model, client }: Subject): Section[] {
  const { schemes, settings, packageName } = model;
  if (schemes.length === 0) return [];
  const lines = schemes.map((scheme) => {
    const needed = scheme.required ? marked`` : marked`, where an operation asks for it`;
    return marked`- ${codeSpan(scheme.option)}: sent as ${sentAs(scheme)}${needed}.`;
  });
  const renewable = schemes.find(({ type }) => type !== "basic");
  const cookies = schemes.some((scheme) => scheme.type === "apiKey" && scheme.in === "cookie");
  return [
    marked`## Authentication`,
    joinMarkdown(lines, "\n"),
    marked`A credential is a value, or a function that returns one, also as a promise; a function is called for each request. Credentials go to the API's own origin only, and over HTTPS unless the host is the local machine. They occur in no error message and in no log line.`,
    ...(cookies
      ? [
          marked`In a browser the cookie is the browser's own and needs no option here; for another origin than the page's, set \`fetchOptions: { credentials: "include" }\`.`,
        ]
      : []),
    ...(settings.csrf === undefined
      ? []
      : [
          marked`There, calls that change something repeat the cookie ${codeSpan(settings.csrf.cookie)} in the header ${codeSpan(settings.csrf.header)}, to the page's own origin only.`,
        ]),
    ...(settings.secretKeyInBrowser === "error"
      ? [
          marked`These are secrets of a server: in a browser, a client with a credential is refused.`,
        ]
      : []),
    ...(renewable === undefined
      ? []
      : [
          marked`A token that expires is kept and renewed, once for all calls that wait for it, shortly before it expires or when the server answers 401:`,
          codeBlock(
            code`import { cachedToken } from ${stringLiteral(packageName)};`,
            code``,
            code`const renewed = ${client}.withOptions({`,
            code`  ${propertyKey(renewable.option)}: cachedToken(async () => {`,
            code`    const response = await fetch("https://auth.example.com/token", { method: "POST" });`,
            code`    const { token, expires_in } = (await response.json()) as { token: string; expires_in: number };`,
            code`    return { token, expiresAt: Date.now() + expires_in * 1000 };`,
            code`  }),`,
            code`});`,
          ),
        ]),
  ];
}

function lists({ model, examples, client }: Subject): Section[] {
  const first = firstList(model);
  if (first === undefined) return [];
  const { resource, operation } = first;
  return [
    marked`## Lists`,
    marked`A list is a promise of its first page and an iterable of all items; nothing is requested before it is awaited or iterated.`,
    codeBlock(
      examples.list(resource, operation, client),
      code``,
      code`const firstPage = await ${examples.call(resource, operation, client)};`,
      code`console.log(firstPage.items.length, firstPage.hasNext);`,
      code`const nextPage = await firstPage.next(); // null after the last page`,
      code`console.log(nextPage?.items.length);`,
    ),
    marked`\`.pages()\` iterates pages instead of items, \`.first()\`, \`.take(n)\` and \`.toArray({ limit })\` ask for no page too many. With \`prefetch: 1\` the next page is on its way while the items of one are worked through. \`page.token\` is a text that holds where the next page begins, and nothing secret: another process can go on from there.`,
    codeBlock(
      code`const { token } = await ${examples.call(resource, operation, client)};`,
      code`if (token !== undefined) {`,
      code`  const rest = ${examples.callWith(resource, operation, client, code`{ from: token, prefetch: 1 }`)};`,
      code`  console.log(await rest.toArray({ limit: 100 }));`,
      code`}`,
    ),
  ];
}

function errors({ model, examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource, operation } = featured;
  return [
    marked`## Errors`,
    marked`An answer that is not a success throws an \`HttpError\` with the status, the decoded body and the request's id; a connection that fails, a timeout and an answer that cannot be read have classes of their own.`,
    codeBlock(
      code`import { ConnectionError, HttpError, RateLimitError, TimeoutError } from ${stringLiteral(model.packageName)};`,
      code``,
      code`try {`,
      code`  await ${examples.call(resource, operation, client)};`,
      code`} catch (error) {`,
      code`  if (error instanceof RateLimitError) console.error(error.message, error.retryAfterMs);`,
      code`  else if (error instanceof HttpError) console.error(error.status, error.requestId, error.body);`,
      code`  else if (error instanceof TimeoutError || error instanceof ConnectionError)`,
      code`    console.error(error.attempts);`,
      code`  else throw error;`,
      code`}`,
    ),
    marked`All of them are a \`ClientError\`: \`BadRequestError\` (400), \`UnauthorizedError\` (401), \`ForbiddenError\` (403), \`NotFoundError\` (404), \`ConflictError\` (409), \`GoneError\` (410), \`PayloadTooLargeError\` (413), \`UnprocessableEntityError\` (422), \`RateLimitError\` (429), \`ServerError\` (500 and above) and \`RedirectError\` are an \`HttpError\`; \`ConnectionError\`, \`TimeoutError\`, \`AbortError\`, \`DecodeError\`, \`RequestBuildError\`, \`PaginationError\` and \`ConfigError\` are not. \`error.fieldErrors()\` lists messages by field.`,
    marked`${codeSpan(`${client}.safe`)} has the same calls, which return their error instead of throwing it; its status tells what its body is, and is undefined if the server did not answer.`,
    codeBlock(
      code`const result = await ${examples.safeCall(resource, operation, client)};`,
      code`if (result.ok) console.log(result.data);`,
      code`else console.error(result.error.status, result.error.message);`,
    ),
  ];
}

function patience({ examples, client, featured }: Subject): Section[] {
  return [
    marked`## Timeouts, retries, cancelling`,
    marked`Each attempt may take 60 seconds (\`timeout\`, in milliseconds). What failed for a moment is tried twice more (\`maxRetries\`), with growing pauses or as long as the server asks (\`maxRetryAfter\` at most): connection errors, timeouts and the statuses 408, 425, 429, 500, 502, 503 and 504. A POST or PATCH is repeated only if the server has surely not worked on it, or if it carries an \`idempotencyKey\`. \`totalTimeout\` limits a call with all its attempts. Options hold for the client or for one call, and a \`signal\` cancels at any moment.`,
    ...(featured === undefined
      ? []
      : [
          codeBlock(
            code`const controller = new AbortController();`,
            code`setTimeout(() => {`,
            code`  controller.abort();`,
            code`}, 1_000);`,
            code`await ${examples.callWith(
              featured.resource,
              featured.operation,
              client,
              code`{ timeout: 5_000, maxRetries: 0, signal: controller.signal }`,
            )};`,
            code``,
            code`const patient = ${client}.withOptions({ timeout: 120_000, totalTimeout: 600_000 });`,
          ),
        ]),
  ];
}

function middleware({ model, client }: Subject): Section[] {
  return [
    marked`## Middleware and logging`,
    marked`A middleware stands around each request that is sent; with \`scope: "call"\` around a call with all its attempts. \`request\` is a plain object that it may change, and what it returns is the response.`,
    codeBlock(
      code`import { logging } from ${stringLiteral(model.packageName)};`,
      code`import type { Middleware } from ${stringLiteral(model.packageName)};`,
      code``,
      code`const traced: Middleware = {`,
      code`  async handle(request, next) {`,
      code`    request.headers.set("x-trace-id", crypto.randomUUID());`,
      code`    const response = await next(request);`,
      code`    console.log(request.operation.id, response.status);`,
      code`    return response;`,
      code`  },`,
      code`};`,
      code`const observed = ${client}.withOptions({`,
      code`  middleware: [traced, logging({ logger: console, level: "info" })],`,
      code`});`,
    ),
    marked`\`logging\` writes method, path template, status, duration and request id. Values of the query and all headers that could hold a secret are left out, and so are bodies.`,
  ];
}

function testing({ model, examples, client, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource, operation } = featured;
  return [
    marked`## Testing your code`,
    marked`Give the client a \`fetch\` of your own. \`testing\` replaces the clock and the waiting between attempts, so that a test of retries takes no time.`,
    codeBlock(
      code`import type { Fetch } from ${stringLiteral(model.packageName)};`,
      code``,
      code`const sent: string[] = [];`,
      code`const fetch: Fetch = async (url, init) => {`,
      code`  sent.push(\`\${init.method} \${url}\`);`,
      code`  return Response.json(${emptyBody(operation)});`,
      code`};`,
      code`const faked = ${client}.withOptions({ fetch, testing: { sleep: async () => {} } });`,
      code`await ${examples.call(resource, operation, code`faked`)};`,
    ),
  ];
}

/** A page without items, or an object. */
function emptyBody(operation: Operation): Code {
  if (operation.kind !== "list") return code`{}`;
  const items = operation.pagination.items ?? [];
  return literal(items.reduceRight<Literal>((inner, key) => ({ [key]: inner }), []));
}

function small({ model, examples, featured }: Subject): Section[] {
  if (featured === undefined) return [];
  const { resource } = featured;
  const names = join([resource.className, "createClient"].sort().map(identifier), ", ");
  return [
    marked`## Small bundles`,
    marked`A resource works without the others:`,
    codeBlock(
      code`import { ${names} } from ${stringLiteral(model.packageName)};`,
      code``,
      code`const ${examples.resourceVariable(resource)} = new ${identifier(resource.className)}(createClient(${examples.options()}));`,
    ),
  ];
}

function raw({ examples, client, featured }: Subject): Section[] {
  const operation = featured?.operation;
  const needsNothing =
    operation?.parameters.every(({ required }) => !required) === true &&
    operation.body?.required !== true;
  return [
    marked`## By path`,
    marked`${codeSpan(`${client}.raw`)} is an [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client typed by this API's paths, which takes openapi-fetch middleware. It shares the transport: credentials, retries and timeouts work as above.`,
    ...(needsNothing ? [codeBlock(...examples.byPath(operation, client))] : []),
  ];
}

/** How a credential looks on the wire. */
function sentAs(scheme: AuthScheme): Markdown {
  const { where, text } = wireForm(scheme);
  return marked`${prose(where)}${where === "" ? marked`` : marked` `}${codeSpan(text)}`;
}
