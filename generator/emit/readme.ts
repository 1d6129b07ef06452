import type { ApiModel, ListOperation, Operation, Resource } from "../model/types.js";
import { wireForm } from "./core.js";
import type { Examples } from "./examples.js";
import { fence, prose } from "./markdown.js";
import type { TextFile } from "./package.js";

/** The package's README: how to call this API, in its own terms. Its code is formatted as the package's is. */
export async function emitReadme(
  model: ApiModel,
  examples: Examples,
  format: (module: string) => Promise<string>,
): Promise<TextFile> {
  const sections: readonly Section[] = [
    ...head(model, examples),
    ...authentication(model),
    ...lists(model, examples),
    ...errors(model, examples),
    ...patience,
    ...small(model, examples),
    ...raw(model, examples),
    ...reference,
  ];
  const text: string[] = [];
  for (const section of sections) {
    text.push(typeof section === "string" ? section : fence("ts", await format(section.code)));
  }
  return { path: "README.md", text: `${text.join("\n\n")}\n` };
}

/** Prose in Markdown, or a block of TypeScript. */
type Section = string | { readonly code: string };

interface Featured<Kind extends Operation = Operation> {
  readonly resource: Resource;
  readonly operation: Kind;
}

/** The operation that the examples call: a list, if there is one, since it needs least and shows most. */
function featured(model: ApiModel): Featured | undefined {
  const [resource] = model.resources;
  const [operation] = resource?.operations ?? [];
  const first = resource && operation && { resource, operation };
  return firstList(model) ?? first;
}

function firstList({ resources }: ApiModel): Featured<ListOperation> | undefined {
  for (const resource of resources) {
    for (const operation of resource.operations) {
      if (operation.kind === "list") return { resource, operation };
    }
  }
  return undefined;
}

function head(model: ApiModel, examples: Examples): Section[] {
  const client = examples.clientVariable();
  const first = featured(model);
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
      ...(first === undefined ? [] : ["", ...firstCall(first, examples, client)]),
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

function authentication({ schemes }: ApiModel): Section[] {
  if (schemes.length === 0) return [];
  const lines = schemes.map((scheme) => {
    const needed = scheme.required ? "" : ", where an operation asks for it";
    return `- \`${scheme.option}\`: sent as ${wireForm(scheme)}${needed}.`;
  });
  return [
    "## Authentication",
    lines.join("\n"),
    "A credential is a value, or a function that returns one, also as a promise; a function is called for each request. Credentials go to the API's own origin only, and over HTTPS unless the host is the local machine. They occur in no error message.",
  ];
}

function lists(model: ApiModel, examples: Examples): Section[] {
  const first = firstList(model);
  if (first === undefined) return [];
  const { resource, operation } = first;
  const client = examples.clientVariable();
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
  ];
}

function errors(model: ApiModel, examples: Examples): Section[] {
  const first = featured(model);
  if (first === undefined) return [];
  const call = examples.call(first.resource, first.operation, examples.clientVariable());
  return [
    "## Errors",
    "An answer that is not a success throws an `HttpError` with the status, the decoded body and the request's id; a connection that fails, a timeout and an answer that cannot be read have classes of their own.",
    codeBlock(
      `import { HttpError, RateLimitError } from "${model.packageName}";`,
      "",
      "try {",
      `  await ${call};`,
      "} catch (error) {",
      "  if (error instanceof RateLimitError) console.error(error.message, error.retryAfterMs);",
      "  else if (error instanceof HttpError) console.error(error.status, error.requestId, error.body);",
      "  else throw error;",
      "}",
    ),
  ];
}

const patience: readonly Section[] = [
  "## Timeouts, retries, cancelling",
  "Each attempt may take 60 seconds (`timeout`, in milliseconds). What failed for a moment is tried twice more (`maxRetries`), with growing pauses or as long as the server asks: connection errors, timeouts and the statuses 408, 425, 429, 500, 502, 503 and 504, as far as repeating the call is safe. Both can be set for the client and for a single call, and a `signal` cancels at any moment.",
];

function small(model: ApiModel, examples: Examples): Section[] {
  const resource = featured(model)?.resource;
  if (resource === undefined) return [];
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

function raw(model: ApiModel, examples: Examples): Section[] {
  const client = examples.clientVariable();
  const operation = featured(model)?.operation;
  const needsNothing =
    operation?.parameters.every(({ required }) => !required) === true &&
    operation.body?.required !== true;
  return [
    "## By path",
    `\`${client}.raw\` is an [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client typed by this API's paths. It shares the transport: credentials, retries and timeouts work as above.`,
    ...(needsNothing ? [codeBlock(...examples.byPath(operation, client))] : []),
  ];
}

const reference: readonly Section[] = [
  "## Reference",
  "[api.md](api.md) has one line for each method and type; [generation.json](generation.json) says what this package was made from.",
];

function codeBlock(...lines: readonly string[]): Section {
  return { code: lines.join("\n") };
}
