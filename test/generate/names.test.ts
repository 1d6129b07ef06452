import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfigs } from "../../generator/config.js";
import { Diagnostics } from "../../generator/diagnostics.js";
import { everyResource } from "../../generator/model/every-resource.js";
import { nameOperations } from "../../generator/model/resources.js";
import type { OperationSettings } from "../../generator/model/types.js";
import type { Document } from "../../generator/spec/document.js";
import { methods } from "../../generator/spec/openapi.js";
import { readDocument } from "../../generator/spec/read-document.js";
import { bundle } from "../properties/emitted.js";
import { generateFrom, root } from "./harness.js";

/** `GET /path`, or with its operationId and tag behind it: `GET /path listThings things`. */
type Line = string;

function documentOf(lines: readonly Line[], more: Record<string, object> = {}): Document {
  const paths: Record<string, Record<string, object>> = {};
  for (const line of lines) {
    const [method = "", path = "", operationId, tag] = line.split(" ");
    (paths[path] ??= {})[method.toLowerCase()] = {
      ...(operationId !== undefined && operationId !== "-" && { operationId }),
      ...(tag !== undefined && { tags: [tag] }),
      parameters: [...path.matchAll(/\{([^{}]+)\}/gu)].map(([, name]) => ({
        ...{ name, in: "path", required: true, schema: { type: "string" } },
      })),
      responses: { 200: { description: "", content: { "application/json": { schema: {} } } } },
      ...(method !== "GET" && { requestBody: { content: { "application/json": {} } } }),
      ...more[line],
    };
  }
  return read(JSON.stringify({ openapi: "3.1.0", info: { title: "T", version: "1" }, paths }));
}

function read(text: string): Document {
  const diagnostics = new Diagnostics();
  const document = readDocument(
    { description: { file: "openapi.json", text }, overlays: [] },
    diagnostics,
  );
  if (document === undefined) throw new Error(JSON.stringify(diagnostics.list));
  return document;
}

/** The full name of each operation, by method and path. */
function namesIn(document: Document, overrides?: OperationSettings): Map<string, string> {
  return new Map(
    [...everyResource(nameOperations(document, overrides))].flatMap(({ key, operations }) =>
      operations.map(({ name, method, path }): [string, string] => [
        `${method.toUpperCase()} ${path}`,
        `${key}.${name}`,
      ]),
    ),
  );
}

function nameOf(line: Line, more?: object): string | undefined {
  return [...namesIn(documentOf([line], more && { [line]: more })).values()][0];
}

const json = (schema: object) => ({
  responses: { 200: { description: "", content: { "application/json": { schema } } } },
});

describe("resources", () => {
  it.each([
    ["GET /repos/{owner}/{repo}/issues issues/list-for-repo issues", "repos.issues.list"],
    ["GET /repos/{owner}/{repo}/issues/{n}/comments - issues", "repos.issues.comments.list"],
    [
      "POST /v1/customers/{c}/subscriptions PostCustomersCustomer",
      "customers.subscriptions.create",
    ],
    [
      "GET /api/dcim/console-ports/{id}/ dcim_console_ports_retrieve dcim",
      "dcim.consolePorts.retrieve",
    ],
    ["GET /rest/api/3/dashboards", "dashboards.list"],
    ["GET /api/public/score-configs", "scoreConfigs.list"],
    ["GET /2010-04-01/Accounts/{Sid}/Calls.json ListCall", "accounts.calls.list"],
    ["GET /api/v1/namespaces/{ns}/pods listCoreV1NamespacedPod core_v1", "namespaces.pods.list"],
    ["GET /apis/apps/v1/deployments", "appsV1.deployments.list"],
    ["GET /apis/rbac.authorization.k8s.io/v1/roles", "rbacAuthorizationV1.roles.list"],
    ["GET /containers/{id}/json ContainerInspect", "containers.retrieve"],
    ["GET /Users('{id}')", "users.retrieve"],
  ])("follow the path, without what every path begins with: %s", (line, name) => {
    expect(nameOf(line)).toBe(name);
  });

  it("begin at the tag behind more namespaces than they nest, and only there", () => {
    const path = "/channel/whatsapp/inbox/conversation";
    expect(nameOf(`GET ${path} - Conversations`)).toBe("conversations.list");
    expect(nameOf(`GET ${path}/{id}/messages - Conversations`)).toBe("conversations.messages.list");
    expect(nameOf(`GET ${path} - Chats`)).toBe("channel.whatsapp.inbox.retrieveConversation");
    expect(nameOf("GET /user/memberships/orgs - orgs")).toBe("user.memberships.orgs.list");
    expect(nameOf("GET /a/{id}/b/{id2}/c/d - d")).toBe("a.b.c.retrieveD");
  });

  it("nest three levels, the method says the rest", () => {
    const runs = "/repos/{o}/{r}/actions/runs/{id}";
    expect(nameOf(`GET ${runs}/attempts/{n}/jobs`)).toBe("repos.actions.runs.listAttemptJobs");
    expect(nameOf(`GET ${runs}/attempts/{n}`)).toBe("repos.actions.runs.retrieveAttempt");
    expect(nameOf(`DELETE ${runs}/logs`)).toBe("repos.actions.runs.deleteLogs");
    expect(nameOf("POST /test/issuing/cards/{c}/shipping/deliver")).toBe(
      "test.issuing.cards.deliverShipping",
    );
  });

  it("come from the tag, the group of the operationId or nothing where the path has none", () => {
    expect(nameOf("POST /generate - Text")).toBe("text.generate");
    expect(nameOf("GET / meta/root")).toBe("meta.root");
    expect(nameOf("POST /generate")).toBe("api.generate");
    expect(nameOf("GET /")).toBe("api.retrieve");
    expect(nameOf("POST /sendMessage sendMessage")).toBe("api.sendMessage");
    expect(nameOf("POST /chat chat")).toBe("api.chat");
    expect(nameOf("POST /chat createChat")).toBe("chat.create");
  });

  it("take no name that the client has, nor one that makes a promise of it", () => {
    expect(nameOf("GET /raw/{id}")).toBe("rawResource.retrieve");
    expect(nameOf("GET /a/raw/{id}")).toBe("a.raw.retrieve");
    expect(nameOf("GET /then/{id}")).toBe("thenResource.retrieve");
    expect(nameOf("POST /a/b c", { "x-fern-sdk-method-name": "then" })).not.toBe("a.b.then");
  });
});

describe("methods", () => {
  it.each([
    ["GET /pets", "pets.list"],
    ["GET /pets/{id}", "pets.retrieve"],
    ["POST /pets", "pets.create"],
    ["POST /pets/{id}", "pets.update"],
    ["PATCH /pets/{id}", "pets.update"],
    ["PUT /pets/{id}", "pets.replace"],
    ["PUT /pets/{id} updatePet", "pets.update"],
    ["PATCH /pets/{id} pets_partial_update", "pets.partialUpdate"],
    ["DELETE /pets/{id}", "pets.delete"],
    ["DELETE /pets", "pets.deleteAll"],
    ["PUT /pets", "pets.replaceAll"],
    ["PATCH /pets", "pets.updateAll"],
    ["PUT /pets/ pets_bulk_update", "pets.bulkUpdate"],
    ["PATCH /pets/ pets_bulk_partial_update", "pets.bulkPartialUpdate"],
    ["DELETE /pets/ pets_bulk_destroy", "pets.bulkDelete"],
    ["PUT /secrets/{name} createOrUpdateSecret", "secrets.createOrUpdate"],
    ["PUT /teams/{id}/members/{user} teams/add-member", "teams.members.add"],
    ["HEAD /pets/{id}", "pets.exists"],
    ["PUT /settings", "settings.replace"],
    ["DELETE /settings", "settings.delete"],
  ])("follow the HTTP method, and the operationId where it has a better word: %s", (line, name) => {
    expect(nameOf(line)).toBe(name);
  });

  it("add what is put without a body", () => {
    const line = "PUT /user/following/{name} users/follow";
    expect(nameOf(line)).toBe("user.following.replace");
    const responses = { 204: { description: "" } };
    expect(nameOf(line, { requestBody: undefined, responses })).toBe("user.following.add");
  });

  it("list by the answer, the operationId, then the word", () => {
    expect(nameOf("GET /health")).toBe("health.retrieve");
    expect(nameOf("GET /permissions")).toBe("permissions.retrieve");
    expect(nameOf("GET /health", json({ type: "array" }))).toBe("health.list");
    expect(nameOf("GET /audit listAuditLog")).toBe("audit.list");
    expect(nameOf("GET /audit audit_list")).toBe("audit.list");
    const properties = { enabled: { type: "boolean" } };
    expect(nameOf("GET /limits", json({ type: "object", properties }))).toBe("limits.retrieve");
    expect(nameOf("GET /pages", json({ type: "object", properties }))).toBe("pages.retrieve");
    const page = { values: { type: "array" }, total: { type: "integer" } };
    expect(nameOf("GET /scheme", json({ type: "object", properties: page }))).toBe("scheme.list");
    const wrapped = { data: { type: "object", properties } };
    expect(nameOf("GET /pages", json({ type: "object", properties: wrapped }))).toBe("pages.list");
  });

  it.each([
    ["POST /charges/{c}/capture PostChargesChargeCapture", "charges.capture"],
    ["PUT /repos/{o}/{r}/pulls/{n}/merge pulls/merge", "repos.pulls.merge"],
    ["GET /repos/{o}/{r}/pulls/{n}/merge pulls/check-if-merged", "repos.pulls.checkIfMerged"],
    ["GET /repos/{o}/{r}/pulls/{n}/merge", "repos.pulls.retrieveMerge"],
    ["DELETE /repos/{o}/{r}/issues/{n}/lock issues/unlock", "repos.issues.unlock"],
    ["DELETE /repos/{o}/{r}/issues/{n}/lock", "repos.issues.deleteLock"],
    ["POST /features/{id}/add-owners/ features_add_owners_create", "features.addOwners"],
    ["POST /orders/{id}/confirm-payment-source", "orders.confirmPaymentSource"],
    ["POST /users/bulk-delete", "users.bulkDelete"],
    ["GET /customers/search", "customers.search"],
    ["GET /user/search/query", "user.searchQuery"],
    ["GET /search/repositories", "search.repositories.list"],
    ["GET /templates/{id}/export-templates", "templates.exportTemplates.list"],
    ["GET /check-runs/{id}", "checkRuns.retrieve"],
    ["POST /chat.postMessage chat_postMessage chat", "chat.postMessage"],
    ["GET /admin.users.session.list", "admin.users.session.list"],
    ["GET /xrpc/com.atproto.sync.getRepo", "com.atproto.sync.getRepo"],
    ["POST /v1/projects/{project}/topics/{topic}:publish", "projects.topics.publish"],
    ["POST /v1/{name}:undelete - Things", "things.undelete"],
  ])("are the act that the path names: %s", (line, name) => {
    expect(nameOf(line)).toBe(name);
  });
});

describe("names that two operations want", () => {
  it.each([
    // The name stays with what is below more items, then with the shorter path, then with the older version.
    [
      ["GET /r/{r}/issues/{n}/comments", "r.issues.comments.list"],
      ["GET /r/{r}/issues/comments issues/list-comments-for-repo", "r.issues.comments.listForRepo"],
    ],
    [
      ["GET /gists/{id}", "gists.retrieve"],
      ["GET /gists/{id}/{sha} gists/get-revision", "gists.getRevision"],
    ],
    [
      ["GET /user", "user.retrieve"],
      ["GET /user/{account_id} getUser", "user.retrieveByAccountId"],
    ],
    [
      ["POST /api/v1/media", "media.create"],
      ["POST /api/v2/media createAnything", "media.createV2"],
    ],
    [
      ["GET /search/a/find", "search.a.find"],
      ["POST /search/a/find", "search.a.findWithPost"],
    ],
    [
      ["POST /a/{id}/copy", "a.copyById"],
      ["GET /a/{id}/copy/{x}", "a.copy.retrieve"],
    ],
  ] as const)("are told apart, whatever their order: %s", (...pair) => {
    const lines = pair.map(([line]) => line);
    const wanted = new Map(pair.map(([line, name]) => [endpointOf(line), name]));
    expect(namesIn(documentOf(lines))).toEqual(wanted);
    const reversed = namesIn(documentOf([...lines].reverse()));
    expect(new Map([...reversed].sort())).toEqual(new Map([...wanted].sort()));
  });

  it("end in a suffix of their own where nothing tells them apart", () => {
    const names = namesIn(documentOf(["GET /{a}/x/{b}", "GET /x/{b}", "GET /{b}/{a}/x/{b}"]));
    expect([...new Set(names.values())]).toHaveLength(3);
    expect(names.get("GET /x/{b}")).toBe("x.retrieve");
  });

  it("never become another operation's", () => {
    const names = namesIn(documentOf(["GET /user", "GET /user/{id}", "GET /user/retrieve-by-id"]));
    expect(names.get("GET /user/retrieve-by-id")).toBe("user.retrieveById");
    expect(names.get("GET /user/{id}")).not.toBe("user.retrieveById");
  });
});

function endpointOf(line: Line): string {
  return line.split(" ").slice(0, 2).join(" ");
}

describe("what the user says", () => {
  const line = "GET /v1/repos/{owner}/issues listIssues";

  it.each([
    [{ "x-fern-sdk-group-name": "tickets" }, "tickets.list"],
    [{ "x-fern-sdk-group-name": ["tickets", "open"] }, "tickets.open.list"],
    [{ "x-fern-sdk-method-name": "browse" }, "repos.issues.browse"],
    [{ "x-speakeasy-group": "tickets.open" }, "tickets.open.list"],
    [{ "x-speakeasy-name-override": "browse" }, "repos.issues.browse"],
    [{ "x-fern-sdk-method-name": 1, "x-fern-sdk-group-name": [1] }, "repos.issues.list"],
  ])("counts before the rules, as an extension: %j", (extension, name) => {
    expect(nameOf(line, extension)).toBe(name);
  });

  const overrides = (yaml: string) =>
    readConfigs({ file: "clientwright.config.yaml", text: yaml }, "/project")[0]!.operations;

  it("counts most in the configuration, by operationId or by method and path", () => {
    const document = documentOf([line], { [line]: { "x-fern-sdk-method-name": "browse" } });
    const named = (yaml: string) => [...namesIn(document, overrides(yaml)).values()][0];
    expect(named("operations: { listIssues: { resource: tickets.open, name: all } }")).toBe(
      "tickets.open.all",
    );
    expect(named("operations: { listIssues: { name: all } }")).toBe("repos.issues.all");
    const endpoint = '"GET /v1/repos/{owner}/issues"';
    expect(named(`operations: { ${endpoint}: { resource: tickets } }`)).toBe("tickets.browse");
  });

  it("takes a name from an operation that has it by a rule", () => {
    const document = documentOf(["GET /pets", "GET /animals"]);
    const given = { "GET /animals": { resource: "pets", name: "list" } };
    const names = namesIn(document, given);
    expect(names.get("GET /animals")).toBe("pets.list");
    expect(names.get("GET /pets")).toBe("pets.listWithGet");
  });

  it("is checked: an operation that does not exist, a name that is none", async () => {
    const description = {
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: { "/pets": { get: { operationId: "listPets", responses: {} } } },
    };
    const operations = overrides("operations: { listPet: { name: all } }");
    const { files, diagnostics } = await generateFrom(description, { operations });
    expect(files).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: "config-invalid", help: 'did you mean "listPets"?', where: { line: 1 } },
    ]);
    for (const wrong of ["name: a-b", "resource: A.b", "resource: a..b", "nam: a", "name: 1"]) {
      expect(() => overrides(`operations: { listPets: { ${wrong} } }`)).toThrow();
    }
    expect(() => overrides("operations: { listPets: all }")).toThrow();
  });
});

it("a resource within another is a class of its own, reached through the client, safely or alone", async () => {
  const { files } = await generateFrom(
    readFileSync(`${root}test/scenarios/nested-resources/openapi.yaml`, "utf8"),
  );
  const code = await bundle(new Map(files.map(({ path, text }) => [path, text])));
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  const { ForgeClient, ReposIssues, createClient } = (await import(/* @vite-ignore */ url)) as {
    ForgeClient: new (options: object) => Forge;
    ReposIssues: new (client: unknown) => Forge["repos"]["issues"];
    createClient: (options: object) => unknown;
  };
  const sent: string[] = [];
  const fetch = (url: string, { method }: { method: string }) => {
    sent.push(`${method} ${new URL(url).pathname}`);
    return Promise.resolve(new Response(null, { status: method === "DELETE" ? 404 : 204 }));
  };
  const forge = new ForgeClient({ fetch });
  const params = { owner: "o", repo: "r", number: 1 };
  await forge.repos.issues.lock(params);
  await forge.issuing.cards.shipping.confirmAddress({ card: "c" });
  await new ReposIssues(createClient({ fetch })).lock(params);
  expect(await forge.safe.repos.issues.unlock(params)).toMatchObject({
    ok: false,
    error: { status: 404 },
  });
  const issues = "/api/v1/repos/o/r/issues/1/lock";
  expect(sent).toEqual([
    `PUT ${issues}`,
    "POST /api/v1/issuing/cards/c/shipping/address/confirm",
    `PUT ${issues}`,
    `DELETE ${issues}`,
  ]);
});

it("names of types follow the resource, apart where two resources have one singular", async () => {
  const responses = { 204: { description: "" } };
  const get = {
    operationId: "x/y",
    parameters: [{ in: "query", name: "q", schema: {} }],
    responses,
  };
  const paths = Object.fromEntries(
    [
      "/user/teams",
      "/users/{id}/teams",
      "/user",
      "/users",
      "/people",
      "/persons",
      "/deploy-keys",
    ].map((path) => [
      path,
      {
        get: { ...get, operationId: `of ${path}` },
        parameters: path.includes("{")
          ? [{ in: "path", name: "id", required: true, schema: {} }]
          : [],
      },
    ]),
  );
  const { file, files } = await generateFrom({
    openapi: "3.1.0",
    info: { title: "T", version: "1" },
    paths,
  });
  const names = [...file("src/index.ts").matchAll(/\b(\w+)Params\b/gu)].map(([, name]) => name);
  expect(names.sort()).toEqual([
    "DeployKeyList",
    "PeopleList",
    "PersonsList",
    "UserRetrieve",
    "UserTeamList",
    "UsersList",
    "UsersTeamList",
  ]);
  // Each operationId can be found in the documentation of its method.
  const text = files.flatMap(({ path, text }) => (path.startsWith("src/resources/") ? [text] : []));
  for (const path of Object.keys(paths))
    expect(text.join("")).toContain(`\`GET ${path}\` (of ${path})`);
});

type Call = (params: object) => Promise<unknown>;
interface Forge {
  readonly safe: Forge;
  readonly repos: { readonly issues: { readonly lock: Call; readonly unlock: Call } };
  readonly issuing: { readonly cards: { readonly shipping: { readonly confirmAddress: Call } } };
}

const corpus = "../shared/corpus/real";
const published = ["stripe-api", "mastodon-api", "discord-api"].filter((name) =>
  existsSync(`${corpus}/${name}.json`),
);

describe.skipIf(published.length === 0)(
  "published descriptions (skipped where the corpus is not at hand)",
  () => {
    it.each(published)("keep their names when operations go: %s", (name) => {
      const document = read(readFileSync(`${corpus}/${name}.json`, "utf8"));
      const all = namesIn(document);
      expect(new Set(all.values()).size).toBe(all.size);
      const endpoints = [...all.keys()];
      const alone = new Map(
        endpoints.flatMap((endpoint) => [...namesIn(subset(document, new Set([endpoint])))]),
      );
      const stepsAside = endpoints.filter((endpoint) => all.get(endpoint) !== alone.get(endpoint));
      expect(stepsAside.length / endpoints.length).toBeLessThan(0.08);
      fc.assert(
        fc.property(fc.infiniteStream(fc.boolean()), (stream) => {
          const kept = new Set(endpoints.filter(() => stream.next().value));
          for (const [endpoint, found] of namesIn(subset(document, kept))) {
            // Only who steps aside for another may be called otherwise where that other is gone.
            if (!stepsAside.includes(endpoint)) expect(found).toBe(all.get(endpoint));
          }
        }),
        { numRuns: 10 },
      );
    });
  },
);

function subset(document: Document, kept: ReadonlySet<string>): Document {
  const paths = Object.entries(document.root.paths).flatMap(([path, item]) => {
    const operations = methods.flatMap((method) => {
      const operation = item[method];
      const isKept = operation !== undefined && kept.has(`${method.toUpperCase()} ${path}`);
      return isKept ? [[method, operation] as const] : [];
    });
    return operations.length === 0 ? [] : [[path, Object.fromEntries(operations)] as const];
  });
  return { ...document, root: { ...document.root, paths: Object.fromEntries(paths) } };
}
