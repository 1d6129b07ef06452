import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../generator/diagnostics.js";
import { extractDescription } from "../../generator/spec/page.js";
import { read } from "./read.js";

const compact =
  '{"openapi":"3.0.3","info":{"title":"T","version":"1","description":"a `code`, ```json { \\"x\\": 1 } ``` and }"},"paths":{}}';
const laidOut = `{
  "openapi": "3.0.3",
  "info": {
    "title": "T",
    "version": "1",
    "description": "a \`code\`, \`\`\`json { \\"x\\": 1 } \`\`\` and }"
  },
  "paths": {}
}
`;
const yaml = "openapi: 3.0.3\ninfo:\n  title: T\n  version: '1'\npaths: {}\n";
const indented = yaml
  .trimEnd()
  .split("\n")
  .map((line) => `   ${line}`)
  .join("\n");

describe("a page", () => {
  it.each([
    ["on one line", `# A page Some text. \`\`\`json ${compact} \`\`\` And more.`, laidOut],
    ["on one line, without a language", `# A page \`\`\` ${compact} \`\`\``, laidOut],
    ["on one line, without an end of the fence", `# A page \`\`\`json ${compact}`, laidOut],
    ["of many lines", `# A page\n\n\`\`\`json\n${laidOut}\`\`\`\n\nProse.\n`, laidOut],
    [
      "with CRLF",
      `# A page\r\n\r\n\`\`\`json\r\n${laidOut.replaceAll("\n", "\r\n")}\`\`\`\r\n`,
      laidOut,
    ],
    ["with a byte order mark", `\uFEFF# A page\n\`\`\`json\n${laidOut}\`\`\`\n`, laidOut],
    ["with a longer fence", `\`\`\`\`\`JSON title="x"\n${compact}\n\`\`\`\`\`\n`, laidOut],
    ["with tildes", `~~~json\n${compact}\n~~~\n`, laidOut],
    [
      "with other JSON before it",
      `\`\`\`json\n{"a": "openapi"}\n\`\`\`\n\`\`\`json\n${compact}\n\`\`\`\n`,
      laidOut,
    ],
    [
      "with other JSON before it, on one line",
      `Send \`\`\`json { "a": 1 } \`\`\` as in \`\`\`json ${compact} \`\`\``,
      laidOut,
    ],
    [
      "with a shell block before it",
      `\`\`\`sh\ncurl -d '{"openapi":1}' x\n\`\`\`\n\n\`\`\`json\n${compact}\n\`\`\`\n`,
      laidOut,
    ],
    ["with a YAML block", `# A page\n\`\`\`yaml\n${yaml}\`\`\`\n\`\`\`yaml\na: 1\n\`\`\`\n`, yaml],
    ["with an indented YAML block", `- item\n\n   ~~~yml\n${indented}\n   ~~~\n`, yaml],
    ["that is no page but JSON", compact, laidOut],
    ["that is no page but YAML", yaml, yaml],
  ])("%s", (_, text, expected) => {
    const extracted = extractDescription({ file: "page.md", text });
    expect(extracted.text).toBe(expected);
    expect(extracted.diagnostics).toEqual([]);
  });

  it("is read directly, with places in the page", () => {
    const { document } = read(`# A page\n\nText. \`\`\`json ${compact} \`\`\``, [], "page.md");
    expect(document?.at("/info/title")).toEqual({
      file: "page.md",
      pointer: "/info/title",
      line: 3,
      column: 42,
    });
    const inYaml = read(`# A page\n\`\`\`yaml\n${yaml}\`\`\`\n`, [], "page.md");
    expect(inYaml.document?.at("/info/title")).toMatchObject({ line: 5, column: 3 });
  });

  it("is changed in nothing but white space", () => {
    const odd =
      '{"openapi":"3.0.3","a":[1.0,1e400,12345678901234567890,-0,"\\u00e9\\/\\ud83d",{},[ ],[{}]],"b":{"z":1,"10":2,"2":3}}';
    const { text } = extractDescription({ file: "page.md", text: `\`\`\`json ${odd} \`\`\`` });
    expect(text.replaceAll(/\s/g, "")).toBe(odd.replaceAll(/\s/g, ""));
    expect(text).toContain("\n    1e400,\n    12345678901234567890,\n    -0,\n");
  });

  it("with two descriptions warns at the second", () => {
    const page = `\`\`\`json\n${compact}\n\`\`\`\n\n\`\`\`json\n${compact}\n\`\`\`\n`;
    expect(extractDescription({ file: "page.md", text: page }).diagnostics).toMatchObject([
      { code: "page-several-descriptions", where: { line: 6, column: 1 } },
    ]);
    expect(read(page, [], "page.md").found).toEqual(["6:1 page-several-descriptions"]);
  });

  it.each([
    ["without a description", "# A page\n\n```json\n{}\n```\n", "1:1 page-without-description"],
    ["without any block", "# A page about openapi: 3.0.3", "1:1 page-without-description"],
    ["with broken JSON", '# A page\n```json\n{ "openapi": "3.0.3", }\n```\n', "3:23 json-syntax"],
    [
      "with JSON that breaks off",
      '# A page\n```json\n{ "openapi": "3.0.3", "a": [\n```\n',
      "4:1 json-syntax",
    ],
    ["with broken YAML", "# A page\n```yaml\nopenapi: 3.0.3\na: [\n```\n", "5:1 yaml-syntax"],
  ])("%s says so", (_, text, found) => {
    expect(read(text, [], "page.md").found).toEqual([found]);
    expect(() => extractDescription({ file: "page.md", text })).toThrow(DiagnosticError);
  });
});
