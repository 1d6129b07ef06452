import { describe, expect, it } from "vitest";
import { readConfigs } from "../../generator/config.js";
import { generateFrom } from "./harness.js";

const description = (securitySchemes: Record<string, object>) => ({
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  components: { securitySchemes },
  security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
  paths: { "/things": { post: { responses: { 204: { description: "" } } } } },
});
const apiKey = { type: "apiKey", in: "header", name: "Authorization" };

const settingsOf = (yaml: string) =>
  readConfigs({ file: "clientwright.config.yaml", text: yaml }, "/project")[0]!.settings;

describe("settings of the client", () => {
  it("reach core.ts as data", async () => {
    const settings = settingsOf(`
client:
  envPrefix: ACME
  idempotencyHeader: Idempotency-Key
  retryCountHeader: X-Acme-Retry-Count
  requestIdHeaders: [x-acme-id]
  secretKeyInBrowser: error
  csrf: { cookie: token, header: X-Token }
  credentialPrefixes: { key: Token }
`);
    const { file } = await generateFrom(description({ key: apiKey }), { settings });
    const core = file("src/core.ts");
    expect(core).toContain('idempotencyHeader: "Idempotency-Key"');
    expect(core).toContain('retryCountHeader: "X-Acme-Retry-Count"');
    expect(core).toContain('requestIdHeaders: ["x-acme-id"]');
    expect(core).toContain("serverOnly: true");
    expect(core).toContain('csrf: csrfToken("token", "X-Token")');
    expect(core).toContain('env: { prefix: "ACME", read: readEnv }');
    expect(core).toContain('key: { option: "apiKey", header: "Authorization", prefix: "Token" }');
  });

  it("are absent unless wanted", async () => {
    const { file } = await generateFrom(description({ key: apiKey }));
    expect(file("src/core.ts")).not.toMatch(/csrf|env|serverOnly|Header:/u);
  });

  it("R97 follow Django where its session cookie is the credential", async () => {
    const cookie = { type: "apiKey", in: "cookie", name: "sessionid" };
    const core = (await generateFrom(description({ cookie }))).file("src/core.ts");
    expect(core).toContain('csrf: csrfToken("csrftoken", "X-CSRFToken")');
    expect(core).toContain('attach: inCookie("sessionid")');
    expect(core).toContain("apiKey?: Credential | undefined");
    const other = { ...cookie, name: "sid" };
    expect((await generateFrom(description({ other }))).file("src/core.ts")).not.toContain("csrf");
  });

  it("name schemes that exist", async () => {
    const settings = settingsOf("client: { credentialPrefixes: { kee: Token } }");
    const { files, diagnostics } = await generateFrom(description({ key: apiKey }), { settings });
    expect(files).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: "config-invalid", help: "its schemes: key." }]);
  });
});

it("R38 a header of the description that makes a call repeatable is filled by the client", async () => {
  const header = (name: string) => ({
    in: "header",
    name,
    required: true,
    schema: { type: "string" },
  });
  const responses = { 204: { description: "" } };
  const { file } = await generateFrom({
    ...description({ key: apiKey }),
    paths: {
      "/things": {
        post: { parameters: [header("Idempotency-Key")], responses },
        get: { parameters: [header("Idempotency-Key")], responses },
        patch: { parameters: [header("X-Other")], responses },
      },
    },
  });
  const resource = file("src/resources/things.ts");
  expect(resource.match(/idempotencyHeader: "Idempotency-Key"/gu)).toHaveLength(1);
  expect(resource.match(/"Idempotency-Key"\?: string/gu)).toHaveLength(1);
  expect(resource.match(/"Idempotency-Key": string/gu)).toHaveLength(1);
});

describe("schemes", () => {
  it("write the name of an HTTP scheme as the description has it", async () => {
    const schemes = {
      bearer: { type: "http", scheme: "bearer" },
      basic: { type: "http", scheme: "Basic" },
      dpop: { type: "http", scheme: "DPoP" },
      query: { type: "apiKey", in: "query", name: "api key" },
    };
    const core = (await generateFrom(description(schemes))).file("src/core.ts");
    expect(core).toContain('header: "Authorization", prefix: "Bearer" }');
    expect(core).toContain('header: "Authorization", prefix: "DPoP" }');
    expect(core).toContain('prefix: "Basic"');
    expect(core).toContain("encode: userAndPassword");
    expect(core).toContain('attach: inQuery("api key")');
  });
});
