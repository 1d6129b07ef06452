import { describe, expect, it } from "vitest";
import { readConfigs } from "../../generator/config.js";
import { DiagnosticError } from "../../generator/diagnostics.js";

/** `line:column code: message (help)` for everything that is wrong. */
function problems(text: string, file = "clientwright.config.yaml"): string[] {
  try {
    readConfigs({ file, text }, "/project");
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, message, where, help }) => {
      expect(where?.file).toBe(file);
      return `${where?.line}:${where?.column} ${code}: ${message}${help === undefined ? "" : ` (${help})`}`;
    });
  }
}

describe("a configuration", () => {
  it("is read with the place of each value", () => {
    const text = [
      "input: spec/a.json",
      "overlays: [spec/o.yaml, spec/p.yaml]",
      "output: generated",
      "package:",
      "  name: '@acme/api'",
      "  version: 1.2.3",
      "client: { name: AcmeClient }",
    ].join("\n");
    const [config] = readConfigs({ file: "c.yaml", text }, "/project");
    expect(config).toMatchObject({
      folder: "/project",
      inputs: [
        {
          description: {
            value: "spec/a.json",
            where: { file: "c.yaml", line: 1, column: 1, pointer: "/input" },
          },
        },
      ],
      output: { value: "generated", where: { line: 3 } },
      packageName: { value: "@acme/api", where: { line: 5, column: 3, pointer: "/package/name" } },
      packageVersion: { value: "1.2.3" },
      clientName: { value: "AcmeClient", where: { line: 7, column: 11 } },
    });
    expect(
      config?.inputs[0]?.overlays.map(({ value, where }) => [value, where.line, where.column]),
    ).toEqual([
      ["spec/o.yaml", 2, 12],
      ["spec/p.yaml", 2, 25],
    ]);
  });

  it("may be JSON, also with tabs", () => {
    const text = '{\n\t"input": "a.json",\n\t"client": {\n\t\t"nam": "X"\n\t}\n}\n';
    expect(problems(text, "clientwright.config.json")).toEqual([
      '4:3 config-unknown-key: There is no setting "client.nam". (did you mean name?)',
    ]);
  });

  it.each([
    ["inptu: x", '1:1 config-unknown-key: There is no setting "inptu". (did you mean input?)'],
    [
      "overlay: [x]",
      '1:1 config-unknown-key: There is no setting "overlay". (did you mean overlays?)',
    ],
    [
      "input: x\nplugins: [x]",
      '2:1 config-unknown-key: There is no setting "plugins". (the settings here: input, source, overlays, references, include, exclude, output, package, client, operations, models, formats, apis.)',
    ],
    [
      "package:\n  version: 1.0",
      "2:3 config-invalid: package.version is expected to be text, not a number. (put it in quotes if it is meant as text.)",
    ],
    [
      "package: { version: v1 }",
      '1:12 config-invalid: package.version: "v1" is not a version such as 1.2.3.',
    ],
    [
      "package:\n  name: Hilos WhatsApp",
      '2:3 config-invalid: package.name: "Hilos WhatsApp" is not a package name: lower-case letters, digits, - . _ ~, after an optional @scope/.',
    ],
    [
      "client:\n  idempotencyHeader: Idempotency Key",
      '2:3 config-invalid: client.idempotencyHeader: "Idempotency Key" is no token: letters, digits and !#$%&\'*+-.^_`|~, without a space.',
    ],
    [
      "client:\n  envPrefix: acme",
      '2:3 config-invalid: client.envPrefix: "acme" is not a prefix of environment variables: capital letters, digits and _, as in ACME.',
    ],
    [
      "client:\n  secretKeyInBrowser: never",
      '2:3 config-invalid: client.secretKeyInBrowser: "never" is neither "error" nor "allow".',
    ],
    [
      "client:\n  csrf: { cooky: a }",
      '2:11 config-unknown-key: There is no setting "client.csrf.cooky". (did you mean cookie?)',
    ],
    [
      "client:\n  name: hilos-client",
      '2:3 config-invalid: client.name: "hilos-client" is not a class name: a capital letter, then letters and digits, as in AcmeClient.',
    ],
    [
      "overlays: spec/o.yaml",
      "1:1 config-invalid: overlays is expected to be a list, not text. (write overlays: [spec/o.yaml].)",
    ],
    [
      "overlays:\n  - a.yaml\n  - { b: c }",
      "3:5 config-invalid: overlays[1] is expected to be text, not an object.",
    ],
    ["input:", "1:1 config-invalid: input is expected to be text, not null."],
    ["input: ''", "1:1 config-invalid: input is expected to be text, not empty."],
    ["client: Name", "1:1 config-invalid: client is expected to be a mapping, not text."],
    ["- input", "1:1 config-invalid: The configuration is expected to be a mapping, not a list."],
    [
      "input: a\n__proto__: b",
      '2:1 config-unknown-key: There is no setting "__proto__". (the settings here: input, source, overlays, references, include, exclude, output, package, client, operations, models, formats, apis.)',
    ],
  ])("%j is refused", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it("is data: duplicate keys, tags and broken syntax are errors with their place", () => {
    expect(problems("input: a\ninput: b")).toEqual([
      expect.stringMatching(/^2:1 yaml-duplicate-key/),
    ]);
    expect(problems("input: !!js/function 'x'")).toEqual([
      expect.stringMatching(/^1:8 yaml-unknown-tag/),
    ]);
    expect(problems("input: [")).toEqual([expect.stringMatching(/^\d:\d+ yaml-syntax/)]);
    expect(problems('{"input": }', "clientwright.config.json")).toEqual([
      expect.stringMatching(/^1:11 json-syntax/),
    ]);
  });

  it("reports everything at once, in order", () => {
    expect(
      problems("inptu: x\noutput: 1\nclient: { nme: x }").map((problem) => problem.split(":")[0]),
    ).toEqual(["1", "2", "3"]);
  });
});
