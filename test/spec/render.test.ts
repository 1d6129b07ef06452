import { describe, expect, it } from "vitest";
import { catalogue, Diagnostics, renderDiagnostics } from "../../generator/diagnostics.js";

const where = (line: number, column: number, file = "spec/api.yaml") => ({
  file,
  pointer: "",
  line,
  column,
});
const text = { format: "text", color: false, sources: new Map<string, string>() } as const;

describe("text", () => {
  it("says where, what, and what to do, with the line", () => {
    const diagnostics = new Diagnostics();
    diagnostics.report("ref-unresolvable", {
      message: '"#/x" does not exist.',
      where: where(2, 3),
      help: "correct it.",
    });
    diagnostics.report("config-missing", { message: "There is no configuration." });
    const sources = new Map([["spec/api.yaml", "a:\r\n  $ref: '#/x'\r\nb: 1\r\n"]]);
    expect(renderDiagnostics(diagnostics.list, { ...text, sources })).toBe(
      `error config-missing
  There is no configuration.
  help: create one, or name it on the command line.

spec/api.yaml:2:3 error ref-unresolvable
  "#/x" does not exist.
  2 |   $ref: '#/x'
    |   ^
  help: correct it.

2 errors
`,
    );
  });

  it("cuts a long line around the column", () => {
    const line = `${"x".repeat(5000)}HERE${"y".repeat(5000)}`;
    const diagnostics = new Diagnostics();
    diagnostics.report("json-syntax", { message: "m", where: where(1, 5001) });
    const lines = renderDiagnostics(diagnostics.list, {
      ...text,
      sources: new Map([["spec/api.yaml", line]]),
    }).split("\n");
    expect(lines[2]).toBe(`  1 | …${"x".repeat(40)}HERE${"y".repeat(56)}…`);
    expect(lines[3]).toBe(`    | ${" ".repeat(41)}^`);
  });

  it("groups and counts what occurs often", () => {
    const diagnostics = new Diagnostics();
    for (let line = 1; line <= 30; line++)
      diagnostics.report("responses-missing", { message: "m", where: where(line, 1) });
    diagnostics.report("ref-cycle", { message: "c", where: where(10, 1) });
    const rendered = renderDiagnostics(diagnostics.list, text);
    expect(rendered).toContain(`29 more responses-missing (An operation without responses):
  spec/api.yaml:2:1, 3:1, 4:1, 5:1, 6:1, 7:1, 8:1, 9:1 and 21 more places
`);
    expect(rendered.match(/warning responses-missing/g)).toHaveLength(1);
    expect(rendered.endsWith("\n1 error, 30 warnings\n")).toBe(true);
  });

  it("lists what is said in other words, and says what a correction could do", () => {
    const diagnostics = new Diagnostics();
    for (let line = 1; line <= 30; line++) {
      const message = line % 10 === 0 ? "every tenth" : `number ${line}`;
      const repair = line > 5 ? [{ target: "$", update: {} }] : undefined;
      diagnostics.report("responses-missing", { message, where: where(line, 1), repair });
    }
    const rendered = renderDiagnostics(diagnostics.list, text);
    expect(rendered).toContain("\n  spec/api.yaml:2:1  number 2\n");
    expect(rendered).toContain("\n  spec/api.yaml:10:1, 20:1, 30:1  every tenth\n");
    expect(rendered).toContain("\n  and 17 more\n");
    expect(rendered).toContain("30 warnings; clientwright doctor --fix can write 25 of them");
  });

  it("names the overlay", () => {
    const diagnostics = new Diagnostics();
    diagnostics.report("ref-cycle", {
      message: "m",
      where: { ...where(1, 1), overlay: { file: "o.yaml", line: 4, column: 5 } },
    });
    expect(renderDiagnostics(diagnostics.list, text)).toContain("  put there by o.yaml:4:5\n");
  });

  it("lets no control character reach the terminal", () => {
    const diagnostics = new Diagnostics();
    diagnostics.report("ref-cycle", { message: "a\u001b[2Jb\u202ec\nd", where: where(1, 2) });
    const sources = new Map([["spec/api.yaml", "\u001b]0;x\u0007"]]);
    expect(renderDiagnostics(diagnostics.list, { ...text, sources })).toContain(
      "  a\\u{1b}[2Jb\\u{202e}c\n  d\n  1 | \\u{1b}]0;x\\u{7}\n    |       ^\n",
    );
  });

  it("is coloured only when asked", () => {
    const diagnostics = new Diagnostics();
    diagnostics.report("ref-cycle", { message: "m", where: where(1, 2) });
    expect(renderDiagnostics(diagnostics.list, { ...text, color: true })).toContain(
      "\u001b[31merror",
    );
    expect(renderDiagnostics([], text)).toBe("");
  });
});

it("github: one command per line, escaped", () => {
  const diagnostics = new Diagnostics();
  diagnostics.report("ref-unresolvable", {
    message: "100% wrong,\r\n::error::x",
    where: where(2, 3, "a:b,c%.yaml"),
    help: "h",
  });
  diagnostics.report("info-missing", { message: "w" });
  expect(renderDiagnostics(diagnostics.list, { ...text, format: "github" })).toBe(
    "::warning title=info-missing::w\n" +
      "::error file=a%3Ab%2Cc%25.yaml,line=2,col=3,title=ref-unresolvable::100%25 wrong,\\u000d%0A::error::x%0Ahelp: h\n",
  );
});

it("json: the list itself", () => {
  const diagnostics = new Diagnostics();
  diagnostics.report("ref-cycle", { message: "m", where: where(1, 2) });
  expect(JSON.parse(renderDiagnostics(diagnostics.list, { ...text, format: "json" }))).toEqual(
    diagnostics.list,
  );
  expect(renderDiagnostics([], { ...text, format: "json" })).toBe("[]\n");
});

it("diagnostics are sorted by place and code, and said once", () => {
  const diagnostics = new Diagnostics();
  for (const [line, column] of [
    [2, 1],
    [10, 1],
    [1, 9],
    [2, 1],
  ] as const)
    diagnostics.report("ref-cycle", { message: "m", where: where(line, column) });
  diagnostics.report("info-missing", { message: "m", where: where(2, 1) });
  diagnostics.report("ref-cycle", { message: "m", where: where(99, 1, "a.yaml") });
  expect(
    diagnostics.list.map(
      ({ code, where: place }) => `${place?.file}:${place?.line}:${place?.column} ${code}`,
    ),
  ).toEqual([
    "a.yaml:99:1 ref-cycle",
    "spec/api.yaml:1:9 ref-cycle",
    "spec/api.yaml:2:1 info-missing",
    "spec/api.yaml:2:1 ref-cycle",
    "spec/api.yaml:10:1 ref-cycle",
  ]);
  expect(diagnostics.hasErrors).toBe(true);
});

it.each(Object.entries(catalogue))("%s is documented", (code, entry) => {
  expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
  for (const sentence of [entry.cause, entry.fix]) expect(sentence).toMatch(/^\S.*\.$/);
  expect(entry.title).not.toMatch(/\.$/);
});
