/**
 * Credentials stay where they belong, however a call ends: in no message, stack, printed error, JSON, log line or line
 * of the console, neither as they are nor encoded. What the server sent stays readable on the error's hidden fields.
 */

import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { networkError } from "../runtime/support.js";
import { describeRows, emit } from "./emitted.js";
import type { Emitted } from "./emitted.js";

const securitySchemes = {
  headerKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
  tokenKey: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: 'Token-based authentication with required prefix "Token"',
  },
  queryKey: { type: "apiKey", in: "query", name: "api_key" },
  cookieKey: { type: "apiKey", in: "cookie", name: "session" },
  basicAuth: { type: "http", scheme: "basic" },
  bearerAuth: { type: "http", scheme: "bearer" },
  oauth: { type: "oauth2", flows: {} },
  oidc: { type: "openIdConnect", openIdConnectUrl: "https://id.test/" },
};
type Scheme = keyof typeof securitySchemes;
const schemes = Object.keys(securitySchemes) as Scheme[];

const metacharacters = [..."$^.*+?()[]{}|\\/<>&\"'`%=;:,#!~@ \t-_"];
const latin = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...metacharacters),
    fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0xa0, max: 0xff }).map((code) => String.fromCharCode(code)),
  ),
  minLength: 6,
  maxLength: 40,
});
/** Servers and platforms trim headers. */
const inHeader = latin.map((text) => text.trim()).filter((text) => text.length >= 6);
const unicode = fc.oneof(inHeader, fc.string({ unit: "binary", minLength: 6, maxLength: 30 }));
const inCookie = fc.string({
  unit: fc.constantFrom(..."abcXYZ019!#$%&'()*+-./:<=>?@[]^_`{|}~"),
  minLength: 6,
  maxLength: 40,
});
const secretOf = (scheme: Scheme): fc.Arbitrary<string> => {
  if (scheme === "queryKey" || scheme === "basicAuth") return unicode;
  return scheme === "cookieKey" ? inCookie : inHeader;
};
const kinds = ["value", "function", "cachedToken"] as const;
type Kind = (typeof kinds)[number];

interface Credential {
  readonly scheme: Scheme;
  readonly kind: Kind;
  readonly secret: string;
}
const credential: fc.Arbitrary<Credential> = fc
  .record({ scheme: fc.constantFrom(...schemes), kind: fc.constantFrom(...kinds) })
  .chain(({ scheme, kind }) => secretOf(scheme).map((secret) => ({ scheme, kind, secret })));

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The secret in every form in which it goes over the wire. */
function forms({ scheme, secret }: Credential): string[] {
  const strict = encodeURIComponent(secret).replace(
    /[!'()*]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const plus = new URLSearchParams({ a: secret }).toString().slice(2);
  const own = scheme === "basicAuth" ? [base64(`ana:${secret}`)] : [];
  return [...new Set([secret, encodeURIComponent(secret), strict, plus, ...own])];
}

/** As they would look in JSON, in a printed text, and with white space made one. */
function written(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const printed = inspect(text, { maxStringLength: null }).slice(1, -1);
  return [...new Set([text, json, printed, text.replace(/\s+/g, " ").trim()])];
}

let emitted: Emitted;
let consoleLines: string[];

beforeAll(async () => {
  const operation = (scheme: string, more: object = {}) => ({
    path: `/${scheme}`,
    security: [{ [scheme]: [] }],
    ...more,
  });
  const rows = schemes.flatMap((scheme) => [
    [`${scheme}Call`, operation(scheme)] as const,
    [
      `${scheme}Send`,
      operation(scheme, {
        method: "post",
        requestBody: { content: { "application/json": { schema: {} } } },
      }),
    ] as const,
  ]);
  emitted = await emit(describeRows(Object.fromEntries(rows), { components: { securitySchemes } }));
});
beforeEach(() => {
  consoleLines = [];
  for (const method of ["log", "info", "warn", "error", "debug", "trace"] as const)
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      consoleLines.push(
        args.map((item) => (typeof item === "string" ? item : inspect(item))).join(" "),
      );
    });
});
afterEach(() => {
  vi.restoreAllMocks();
});

type Fetch = (url: string, init: RequestInit) => Promise<Response>;
type Ending = (
  secret: string,
  credential: Credential,
) => {
  readonly fetch?: Fetch;
  readonly client?: object;
  readonly call?: object;
};

interface Outcome {
  readonly error: (Error & { toJSON?(): unknown }) | undefined;
  /** All that people and logs get to see, by where. */
  readonly shown: Readonly<Record<string, string>>;
}

function optionsFor({ scheme, kind, secret }: Credential): object {
  const value = scheme === "basicAuth" ? { username: "ana", password: secret } : secret;
  if (kind === "function") return { [scheme]: () => value };
  if (kind === "value" || scheme === "basicAuth") return { [scheme]: value };
  const cachedToken = emitted.exports["cachedToken"] as unknown as (
    provide: () => object,
  ) => unknown;
  return { [scheme]: cachedToken(() => ({ token: value, expiresAt: Date.now() + 3_600_000 })) };
}

async function outcome(given: Credential, ending: Ending): Promise<Outcome> {
  const { fetch, client = {}, call = {} } = ending(given.secret, given);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const logging = emitted.exports["logging"] as unknown as (options: object) => unknown;
  const logger = { debug: log, info: log, warn: log, error: log };
  const before = consoleLines.length;
  let error: Outcome["error"];
  for (const redactBody of [undefined, (body: string) => body]) {
    try {
      const { call: method } = emitted.client({
        fetch: fetch ?? (async () => json({})),
        maxRetries: 1,
        testing: { sleep: async () => undefined },
        middleware: [logging({ logger, level: "debug", redactBody })],
        ...optionsFor(given),
        ...client,
      });
      await method(
        `${given.scheme}${redactBody ? "Send" : "Call"}`,
        redactBody ? { body: { a: 1 } } : {},
        call,
      );
    } catch (thrown) {
      error = thrown as Error;
    }
  }
  const shown: Record<string, string> = {
    log: lines.join("\n"),
    console: consoleLines.slice(before).join("\n"),
  };
  if (error !== undefined) {
    shown["message"] = error.message;
    shown["stack"] = String(error.stack);
    shown["string"] = String(error);
    shown["inspect"] = inspect(error, {
      depth: null,
      showHidden: false,
      maxStringLength: null,
      breakLength: Infinity,
    });
    shown["json"] = JSON.stringify(error);
    for (let cause = error.cause, depth = 0; cause && depth < 5; depth++) {
      shown[`cause ${depth}`] = `${inspect(cause, { depth: null })} ${JSON.stringify(cause)}`;
      cause = (cause as Error).cause;
    }
  }
  return { error, shown };
}

const control: Omit<Credential, "scheme" | "kind"> = { secret: "c0ntr0l~0f~the~test" };

/** Where a secret shows, for every way that it can be written. Texts that are there with any other secret do not count. */
async function leaks(given: Credential, ending: Ending, needles = forms(given)): Promise<string[]> {
  const { shown } = await outcome(given, ending);
  const found = [...new Set(needles.flatMap(written))]
    .filter((needle) => needle.length >= 6)
    .flatMap((needle) =>
      Object.entries(shown).flatMap(([where, text]) =>
        text.includes(needle) ? [{ where, needle }] : [],
      ),
    );
  if (found.length === 0) return [];
  const usual = Object.values((await outcome({ ...given, ...control }, ending)).shown).join("\n");
  return found
    .filter(({ needle }) => !usual.includes(needle))
    .map(({ where, needle }) => `${where}: ${needle}`);
}

const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
const page = (text: string, status: number, type: string, headers: Record<string, string> = {}) =>
  new Response(text, { status, headers: { "content-type": type, ...headers } });
/** What may stand in a header or a status line; the rest is encoded there, as servers do. */
const headerText = (text: string) =>
  /^[\x20-\x7e\xa0-\xff]*$/.test(text) ? text : encodeURIComponent(text);

const statuses = [302, 400, 401, 403, 404, 409, 410, 413, 418, 422, 429, 500, 502, 503];
const everyStatus =
  (answer: (status: number, texts: string[]) => Response): Ending =>
  (secret, given) => {
    let turn = secret.length;
    return { fetch: async () => answer(statuses[turn++ % statuses.length]!, forms(given)) };
  };

const endings: Readonly<Record<string, Ending>> = {
  "a success": () => ({ fetch: async () => json({ a: 1 }) }),
  "a success whose headers repeat it": (_, given) => ({
    fetch: async () =>
      json(
        {},
        200,
        echoing(forms(given), ["x-echo", "set-cookie", "location", "link", "www-authenticate"]),
      ),
  }),
  "a success whose request id repeats it": (_, given) => ({
    fetch: async () => json({}, 200, echoing(forms(given), ["x-request-id"])),
  }),
  "a notice of deprecation that repeats it": (_, given) => ({
    fetch: async () => json({}, 200, echoing(forms(given), ["deprecation", "sunset"])),
  }),
  "a success with other open headers that repeat it": (_, given) => ({
    fetch: async () =>
      json({}, 200, echoing(forms(given), ["etag", "traceparent", "x-ratelimit-policy"])),
  }),
  "an error without a body": everyStatus((status) => new Response(null, { status })),
  "an error that repeats it as detail": everyStatus((status, texts) =>
    json({ detail: `bad ${texts.join(" ")}` }, status),
  ),
  "an error that repeats it in its fields": everyStatus((status, texts) =>
    json({ key: texts, [texts[0] ?? ""]: ["no"], nested: { deep: [texts.join(" or ")] } }, status),
  ),
  "an error that repeats it as text": everyStatus((status, texts) =>
    page(`no: ${texts.join(" ")}`, status, "text/plain"),
  ),
  "an error that repeats it in a page": everyStatus((status, texts) =>
    page(`<html><body><p>no: ${texts.join("</p><p>")}</p></body></html>`, status, "text/html"),
  ),
  "an error that repeats it in broken JSON": everyStatus((status, texts) =>
    page(`{"a": ${texts.join(" ")}`, status, "application/json"),
  ),
  "an error that repeats it as its status text": everyStatus(
    (status, texts) =>
      new Response(null, {
        status,
        statusText: texts.map(headerText).join(" "),
      }),
  ),
  "an error that repeats it as the reason of a body": everyStatus(
    (status, texts) =>
      new Response("{}", {
        status,
        statusText: headerText(texts[0] ?? ""),
        headers: { "content-type": "application/json" },
      }),
  ),
  "an error that repeats it as its request id": everyStatus((status, texts) =>
    json({}, status, echoing(texts, ["x-request-id"])),
  ),
  "an error that repeats it in other headers": everyStatus((status, texts) =>
    json(
      {},
      status,
      echoing(texts, ["x-echo", "set-cookie", "www-authenticate", "retry-after", "x-should-retry"]),
    ),
  ),
  "a redirect to a place with it": (_, given) => ({
    fetch: async () =>
      new Response(null, {
        status: 302,
        headers: echoing(forms(given), ["location"], "https://other.test/?key="),
      }),
  }),
  "a redirect within the API, with it": (_, given) => {
    let count = 0;
    const headers = { location: `/v1/again?key=${encodeURIComponent(given.secret)}` };
    return {
      fetch: async () =>
        count++ % 2 === 0 ? new Response(null, { status: 307, headers }) : json({}),
    };
  },
  "a connection that is refused": () => ({
    fetch: async () => Promise.reject(networkError("ECONNREFUSED")),
  }),
  "a body that breaks off": (secret) => ({
    fetch: async () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            controller.enqueue(new TextEncoder().encode(`{"a":${JSON.stringify(secret)}`));
            controller.error(networkError("UND_ERR_SOCKET"));
          },
        }),
        { headers: { "content-type": "application/json" } },
      ),
  }),
  "a time limit": () => ({
    client: { timeout: 1 },
    fetch: async (_, { signal }) => {
      await new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      });
      return json({});
    },
  }),
  "an abort before it begins": () => ({ call: { signal: AbortSignal.abort(new Error("enough")) } }),
  "an abort on its way": () => {
    const controller = new AbortController();
    return {
      call: { signal: controller.signal },
      fetch: async () => {
        controller.abort();
        throw new DOMException("aborted", "AbortError");
      },
    };
  },
  "a page where JSON was due": (_, given) => ({
    fetch: async () =>
      page(`<html><title>Login</title>${forms(given).join(" ")}</html>`, 200, "text/html"),
  }),
  "broken JSON": (_, given) => ({
    fetch: async () => page(`{"a": ${forms(given).join(" ")}`, 200, "application/json"),
  }),
  "a Content-Type that repeats it": (_, given) => ({
    fetch: async () => page("no", 200, `text/html; x="${headerText(forms(given).at(-1) ?? "")}"`),
  }),
  "more than may come": (secret) => ({
    client: { maxResponseBytes: 3 },
    fetch: async () => json({ secret }),
  }),
  "data that a schema refuses": (secret) => ({
    call: {
      validate: {
        "~standard": {
          validate: () => ({ issues: [{ message: `not ${secret}`, path: [secret] }] }),
        },
      },
    },
  }),
  "an address with a credential": (secret) => ({
    client: { baseUrl: `https://ana:${encodeURIComponent(secret)}@api.test/` },
  }),
  "an address that is none": (secret) => ({ client: { baseUrl: `nonsense ${secret}` } }),
  "plain http": () => ({ client: { baseUrl: "http://api.test" } }),
  "a limit that is no number": (secret) => ({ client: { timeout: secret } }),
  "a middleware that reads the body": () => ({
    client: {
      middleware: [
        {
          handle: async (request: unknown, next: (request: unknown) => Promise<Response>) => {
            const response = await next(request);
            await response.text();
            return response;
          },
        },
      ],
    },
  }),
};

function echoing(
  texts: readonly string[],
  names: readonly string[],
  prefix = "",
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, prefix + texts.map(headerText).join(" ")]));
}

describe("a credential", () => {
  it.each(Object.keys(endings))("R94 is shown nowhere after %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(credential, async (given) => {
        expect(await leaks(given, endings[name]!)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it("R94 is shown nowhere after a connection error that names the URL, as Deno's do", async () => {
    const inUrl = unicode.map((secret) => ({ scheme: "queryKey", kind: "value", secret }) as const);
    const ending: Ending = () => ({
      fetch: async (url) => Promise.reject(new TypeError(`error sending request for url (${url})`)),
    });
    await fc.assert(
      fc.asyncProperty(inUrl, async (given) => {
        expect(await leaks(given, ending)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it("R94 is not shown in part where a server's text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(credential, async (given) => {
        fc.pre(given.secret.length >= 12);
        const start = given.secret.slice(0, -4);
        const ending: Ending = (secret) => ({
          fetch: async () =>
            json({ detail: `${"x".repeat(204 - secret.length)}${secret} and more` }, 400),
        });
        expect(await leaks(given, ending, [start])).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it("R19 that no header or cookie can hold is refused without being shown", async () => {
    const bad = fc.constantFrom("\n", "\r", "\r\nx-evil: 1", "\0", "日", "\u0100");
    const inPlace = fc.constantFrom<Scheme>(
      "headerKey",
      "tokenKey",
      "cookieKey",
      "bearerAuth",
      "oauth",
      "oidc",
    );
    await fc.assert(
      fc.asyncProperty(
        inPlace,
        fc.constantFrom(...kinds),
        inHeader,
        bad,
        async (scheme, kind, text, character) => {
          const sent: string[] = [];
          const given = { scheme, kind, secret: `${text}${character}${text}` };
          const ending: Ending = () => ({ fetch: async (url) => (sent.push(url), json({})) });
          // Neither as a whole nor in its parts.
          expect(
            await leaks(
              { ...given },
              (secret) => (secret === given.secret ? ending(secret, given) : {}),
              [given.secret, text],
            ),
          ).toEqual([]);
          expect((await outcome(given, ending)).error?.name).toBe("RequestBuildError");
          expect(sent).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("R87 that is missing, or given wrongly, is named and not shown", async () => {
    const { error, shown } = await outcome(
      { scheme: "headerKey", kind: "function", secret: "" },
      () => ({}),
    );
    expect(error?.name).toBe("ConfigError");
    expect(shown["message"]).toContain("headerKey");
    const colon = await outcome(
      { scheme: "basicAuth", kind: "value", secret: "the-password" },
      () => ({
        client: { basicAuth: { username: "a:the-user", password: "the-password" } },
      }),
    );
    expect(colon.error?.name).toBe("ConfigError");
    expect(Object.values(colon.shown).join("\n")).not.toMatch(/the-user|the-password/);
  });

  it("R55 is not shown by the client itself, printed or as JSON", async () => {
    const options = {
      headerKey: "s3cret-of-the-client",
      basicAuth: { username: "ana", password: "s3cret-of-the-client" },
    };
    const { TestClient, createClient } = emitted.exports as unknown as {
      TestClient: new (options: object) => object;
      createClient: (options: object) => object;
    };
    for (const client of [new TestClient(options), createClient(options)]) {
      expect(inspect(client, { depth: null })).not.toContain("s3cret");
      expect(JSON.stringify(client)).not.toContain("s3cret");
    }
  });

  it("R55 can be read where the server's answer is kept, which is printed nowhere", async () => {
    const given = { scheme: "headerKey", kind: "value", secret: "s3cret-in-an-answer" } as const;
    const { error } = await outcome(given, () => ({
      fetch: async () => json({ detail: given.secret }, 400, { "x-echo": given.secret }),
    }));
    const http = error as unknown as { body: object; rawBody: string; headers: Headers };
    expect(http.body).toEqual({ detail: given.secret });
    expect(http.rawBody).toContain(given.secret);
    expect(http.headers.get("x-echo")).toBe(given.secret);
  });
});
