import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, expect, it } from "vitest";
import { fakeFetch, failure, getItem, testClient } from "../runtime/support.js";
import { generateFrom, root } from "./harness.js";
import type { Generated } from "./harness.js";

const scenario = readFileSync(join(root, "test/scenarios/documented-errors/openapi.yaml"), "utf8");

// Below node_modules, so that the package finds openapi-fetch as it would in a project.
mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
const scratch = mkdtempSync(join(root, "node_modules/.cache/errors-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** What a program of a user's does with the package of the scenario. A line that must not compile says why it does not. */
const program = `
import { DocumentedErrorsClient, NotFoundError } from "./src/index.js";
import type {
  CallError,
  Detail,
  DocumentCreateError,
  DocumentDeleteError,
  DocumentListError,
  DocumentRetrieveError,
  DocumentRetrieveErrorType,
  HttpError,
  HttpErrorModel,
  Problem,
} from "./src/index.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function expectTrue<T extends true>(): T;

const client = new DocumentedErrorsClient({});
export async function retrieve(): Promise<string | undefined> {
  const result = await client.safe.documents.retrieve({ id: "1" });
  if (result.ok) return result.data.title;
  const { error } = result;
  error.body; // TS2339 a broken connection has no body
  result.data; // TS2339 there are no data
  switch (error.status) {
    case 404:
      error.body.code; // TS2339 another answer has that
      return error.body.missing;
    case 302:
    case 304:
      error.body.missing; // TS18048 it has no body
      return error.location ?? undefined;
    case 422:
      error.body.missing; // TS2339 only the 404 has that
      return String(error.body.code);
    case 503:
      return error.body.title;
    case 201:
      return error.code;
    case undefined:
      error.body; // TS2339 there was no answer
      return error.name === "TimeoutError" ? error.phase : error.message;
    case 700: // TS2678 there is no such status
      return undefined;
    default:
      return undefined;
  }
}
export async function create(): Promise<unknown> {
  const result = await client.safe.documents.create({ body: { title: "" } });
  if (result.ok) return result.data.id;
  const { error } = result;
  if (error.status === 400) return error.body.title[0]?.toUpperCase();
  if (error.status === 401 || error.status === 403) return error.body.reason;
  if (error.status === 409) return error.body[0]?.id;
  if (error.status === 418) return error.body.toUpperCase();
  if (error.status === 500 || error.status === 503) return error.body.title;
  if (error.status === 404) {
    error.body.title; // TS18046 nothing is said about it
    return error.body;
  }
  if (error instanceof NotFoundError) {
    return error.status;
  }
  return error.status;
}
export async function list(): Promise<void> {
  const result = await client.safe.documents.list();
  expectTrue<Equal<(typeof result & { ok: false })["error"], DocumentListError | CallError>>();
  if (result.ok) console.log(result.data.items[0]?.title, result.data.raw.count);
  else if (result.error.status === 404) console.log(result.error.body.detail);
  const plain = await client.documents.list();
  plain.items.map(({ title }) => title);
  for await (const { id } of client.documents.list()) id.toUpperCase();
}
export async function health(): Promise<void> {
  const result = await client.safe.health.retrieve();
  expectTrue<Equal<(typeof result & { ok: false })["error"], HttpError | CallError>>();
}

type BodyOf<E, S> = E extends { status: infer T; body: infer B } ? (S extends T ? B : never) : never;
expectTrue<Equal<BodyOf<DocumentListError, 404>, Detail>>();
expectTrue<Equal<BodyOf<DocumentListError, 500>, unknown>>();
expectTrue<Equal<BodyOf<DocumentRetrieveErrorType, 304>, undefined>>();
expectTrue<Equal<BodyOf<DocumentRetrieveErrorType, 429>, HttpErrorModel>>();
expectTrue<Equal<BodyOf<DocumentRetrieveErrorType, 500>, Problem>>();
expectTrue<Equal<BodyOf<DocumentRetrieveErrorType, 301>, Problem>>();
expectTrue<Equal<BodyOf<DocumentDeleteError, 502>, string>>();
expectTrue<Equal<BodyOf<DocumentDeleteError, 410>, unknown>>();
expectTrue<Equal<BodyOf<DocumentCreateError, 502>, unknown>>();
// A schema of the description keeps the name that an alias of ours would have had.
expectTrue<Equal<DocumentRetrieveError["taken"], boolean | undefined>>();
`;

it("R57 has answers that a program tells apart by status, and no wrong use of them compiles", async () => {
  const { files } = await generateFrom(scenario);
  const errors = compile([...files, { path: "program.ts", text: program }]);
  const expected = program.split("\n").flatMap((line, index) => {
    const code = /\/\/ (TS\d+) /u.exec(line)?.[1];
    return code === undefined ? [] : [`program.ts:${index + 1} ${code}`];
  });
  expect(errors).toEqual(expected);
  expect(expected.length).toBeGreaterThan(7);
});

it("R49 has for each status the class that the runtime throws, with the body of the description", async () => {
  const statuses = Array.from({ length: 300 }, (_, index) => index + 300);
  // Each has a body of its own, so that none shares a member with another.
  const answers = statuses.map((status) => [status, answer({ const: status })]);
  const generated = await generateFrom({
    openapi: "3.1.0",
    info: { title: "All", version: "1" },
    paths: { "/things": { get: { tags: ["things"], responses: Object.fromEntries(answers) } } },
  });
  const members = membersOf(generated, "things", "ThingListError");
  expect(members.pop()).toBe(`OtherHttpError<${statuses.join(" | ")}>`);
  const found = await Promise.all(
    statuses.map(async (status) => {
      const fetch = fakeFetch(new Response(null, { status }));
      const { client } = testClient({ fetch, maxRetries: 0 });
      const { name } = await failure(client.call(getItem, { id: 1 }));
      const isOfOneStatus = !/^(Http|Server|Redirect)Error$/u.test(name);
      return `${name}<${status}${isOfOneStatus ? "" : `, ${status}`}>`;
    }),
  );
  expect(members).toEqual(found);
});

const inline = { type: "object", properties: { detail: { type: "string" } } };

it("R50 makes one type of a response that many operations share", async () => {
  const { files, file } = await generateFrom({
    openapi: "3.1.0",
    info: { title: "Shared", version: "1" },
    paths: Object.fromEntries(
      ["/a", "/a/{id}", "/b", "/b/{id}"].map((path) => [
        path,
        {
          get: {
            responses: {
              401: { $ref: "#/components/responses/AuthResponse" },
              404: { $ref: "#/components/responses/404" },
              409: { $ref: "#/components/responses/list~1of" },
            },
          },
        },
      ]),
    ),
    components: {
      responses: {
        AuthResponse: answer(inline),
        404: answer(inline),
        "list/of": answer({ type: "array", items: inline }),
      },
    },
  });
  const models = files.map(({ path }) => path).filter((path) => path.startsWith("src/models/"));
  expect(models.map((path) => path.slice("src/models/".length))).toEqual([
    "auth-response.ts",
    "index.ts",
    "list-of-item.ts",
    "response404.ts",
  ]);
  for (const resource of ["a", "b"]) {
    expect(file(`src/resources/${resource}.ts`)).toContain("UnauthorizedError<AuthResponse>");
    expect(file(`src/resources/${resource}.ts`)).toContain("NotFoundError<Response404>");
    expect(file(`src/resources/${resource}.ts`)).toContain("ConflictError<ListOfItem[]>");
  }
});

it("R50 types an error's body as it is decoded", async () => {
  const body = async (response: object) => {
    const generated = await generateFrom({
      openapi: "3.1.0",
      info: { title: "Bodies", version: "1" },
      paths: { "/things": { get: { responses: { 404: { description: "", ...response } } } } },
    });
    return membersOf(generated, "things", "ThingListError")[0];
  };
  const schema = { type: "integer" };
  expect(await body({})).toBe("NotFoundError<undefined>");
  expect(await body({ content: {} })).toBe("NotFoundError<undefined>");
  expect(await body({ content: { "application/json": { schema } } })).toBe("NotFoundError<number>");
  expect(await body({ content: { "application/json": {} } })).toBe("NotFoundError<unknown>");
  expect(await body({ content: { "application/x+json; v=1": { schema } } })).toBe(
    "NotFoundError<number>",
  );
  for (const type of ["text/html", "application/pdf", "application/xml", "image/*"]) {
    expect(await body({ content: { [type]: { schema } } })).toBe("NotFoundError<string>");
  }
  // JSON where there is a choice, as the client asks for it.
  const choice = { "text/html": {}, "application/problem+json": { schema } };
  expect(await body({ content: choice })).toBe("NotFoundError<number>");
});

it("R50 emits nothing for operations that document no error", async () => {
  const { file } = await generateFrom({
    openapi: "3.1.0",
    info: { title: "None", version: "1" },
    paths: {
      "/things": {
        get: { responses: { 200: answer(inline), 101: { description: "" } } },
        // The only answer there is means the success.
        post: { responses: { default: answer(inline) } },
      },
    },
  });
  expect(file("src/resources/things.ts")).not.toContain("Error");
  expect(file("src/index.ts")).not.toMatch(/Thing\w*Error/u);
  expect(file("api.md")).not.toContain("errors:");
});

it("R50 names the errors of an operation whatever the order of the description", async () => {
  const paths = ["/x", "/a/{id}", "/b", "/a"].map((path) => [path, operations()] as const);
  const describe = (entries: readonly (readonly [string, object])[]) =>
    generateFrom({
      openapi: "3.1.0",
      info: { title: "Order", version: "1" },
      paths: Object.fromEntries(entries),
      components: { responses: { Denied: answer(inline) } },
    });
  const [one, other] = await Promise.all([describe(paths), describe([...paths].reverse())]);
  const withoutRecord = ({ files }: Generated) =>
    files.filter(({ path }) => path !== "generation.json");
  expect(withoutRecord(other)).toEqual(withoutRecord(one));
});

it("R50 keeps hostile descriptions of errors within their line", async () => {
  const descriptions = [
    "*/ process.exit(1) /*",
    "First\u2028@deprecated\n@see second",
    "x \u200b@deprecated @override {@link y}",
    "@ts-ignore @ts-nocheck eslint-disable",
    "`${1}` </script> \\",
    `${"😀".repeat(200)}\n\nsecond paragraph`,
    "Not found.",
    " \n ",
  ];
  const statuses = [400, 401, 403, 404, 409, 410, 404, 422];
  for (const [index, description] of descriptions.entries()) {
    const generated = await generateFrom({
      openapi: "3.1.0",
      info: { title: "Hostile", version: "1" },
      paths: { "/things": { get: { responses: { [statuses[index]!]: { description } } } } },
    });
    const file = parse(generated.file("src/resources/things.ts"));
    const shown = file.statements
      .filter(ts.isClassDeclaration)
      .flatMap(({ members }) => members.filter(ts.isMethodDeclaration))
      .flatMap((method) => ts.getJSDocTags(method));
    expect(shown.map(({ tagName }) => tagName.text)).toEqual(index < 6 ? ["throws"] : []);
    const text = shown.map((tag) => tag.getText(file)).join("");
    expect(text.length).toBeLessThan(300);
    expect(text).not.toContain("second paragraph");
    expect(file.statements.map(({ kind }) => ts.SyntaxKind[kind])).not.toContain(
      "ExpressionStatement",
    );
  }
});

function operations(): object {
  const responses = { 401: { $ref: "#/components/responses/Denied" }, 400: answer(inline) };
  return { get: { responses }, delete: { responses } };
}

function answer(schema: object): object {
  return { description: "", content: { "application/json": { schema } } };
}

/** The members of an alias, as they are written. */
function membersOf({ file }: Generated, resource: string, name: string): string[] {
  const source = parse(file(`src/resources/${resource}.ts`));
  const alias = source.statements
    .filter(ts.isTypeAliasDeclaration)
    .find((statement) => statement.name.text === name);
  if (alias === undefined) throw new Error(`no type ${name}`);
  const types = ts.isUnionTypeNode(alias.type) ? [...alias.type.types] : [alias.type];
  return types.map((type) =>
    type.getText(source).replace(/\s+/gu, " ").replace("< | ", "<").replace(" >", ">"),
  );
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("m.ts", text, ts.ScriptTarget.ES2022, true);
}

/** The errors of a package with a program beside it: place and code. */
function compile(files: readonly { readonly path: string; readonly text: string }[]): string[] {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true });
    writeFileSync(join(scratch, path), text);
  }
  const program = ts.createProgram([join(scratch, "program.ts")], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ code, file, start, messageText }) => {
    const line = file && ts.getLineAndCharacterOfPosition(file, start ?? 0).line + 1;
    const path = file?.fileName.slice(scratch.length + 1) ?? "";
    const text =
      path === "program.ts" ? "" : ` ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    return `${path}:${line ?? 0} TS${code}${text}`;
  });
}
