import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { renderCheck, type CheckResult } from "../../generator/check.js";
import { compareOutput, writeOutput } from "../../generator/output.js";
import { contentsOf, emptyFolder, fill, packageOf } from "./workspace.js";

const lines = (count: number, text = "line") =>
  Array.from({ length: count }, (_, index) => `${text} ${index + 1}\n`).join("");
const now = packageOf({ "src/a.ts": lines(5), "src/b.ts": "b\n", "src/c.ts": "c\n" });
const then = packageOf({
  "src/a.ts": lines(5),
  "src/b.ts": "old b\n",
  "src/c.ts": "c\n",
  "src/d.ts": "d\n",
});

async function written(files = then): Promise<string> {
  const out = join(emptyFolder(), "out");
  await writeOutput({ path: out, name: "out" }, files);
  return out;
}

describe("comparing", () => {
  it("finds nothing in what was just written, whatever else lies there", async () => {
    const out = await written(now);
    fill(out, { "node_modules/x.js": "x", "src/mine.ts": "mine" });
    expect(compareOutput(out, now)).toEqual([]);
  });

  it("tells missing, changed, edited and stale files apart, and writes nothing", async () => {
    const out = await written();
    fill(out, { "src/a.ts": lines(5).replace("line 3", "edited 3") });
    rmSync(join(out, "src/c.ts"));
    const before = contentsOf(out);
    const found = compareOutput(out, now);
    expect(
      found.map(({ path, state, line, isOutOfDate }) => ({ path, state, line, isOutOfDate })),
    ).toEqual([
      { path: "generation.json", state: "changed", line: 4, isOutOfDate: true },
      { path: "src/a.ts", state: "edited", line: 3, isOutOfDate: false },
      { path: "src/b.ts", state: "changed", line: 1, isOutOfDate: true },
      { path: "src/c.ts", state: "missing", line: undefined, isOutOfDate: false },
      { path: "src/d.ts", state: "stale", line: undefined, isOutOfDate: true },
    ]);
    expect(found[1]?.diff).toEqual([
      "@@ -1,5 +1,5 @@",
      " line 1",
      " line 2",
      "-edited 3",
      "+line 3",
      " line 4",
      " line 5",
    ]);
    expect(found[3]?.diff).toEqual(["@@ -0,0 +1,1 @@", "+c"]);
    expect(contentsOf(out)).toEqual(before);
  });

  it("says when an edited file is out of date besides", async () => {
    const out = await written();
    fill(out, { "src/b.ts": "mine\n" });
    expect(compareOutput(out, now).find(({ path }) => path === "src/b.ts")).toMatchObject({
      state: "edited",
      isOutOfDate: true,
    });
  });

  it("finds everything missing where there is no folder", () => {
    const found = compareOutput(join(emptyFolder(), "none"), now);
    expect(found.map(({ state }) => state)).toEqual(["missing", "missing", "missing", "missing"]);
  });

  it("names a missing manifest, line endings, links and folders", async () => {
    const out = await written(now);
    rmSync(join(out, "generation.json"));
    fill(out, { "src/a.ts": lines(5).replaceAll("\n", "\r\n") });
    rmSync(join(out, "src/b.ts"));
    symlinkSync("a.ts", join(out, "src/b.ts"));
    rmSync(join(out, "src/c.ts"));
    mkdirSync(join(out, "src/c.ts"));
    expect(compareOutput(out, now).map(({ path, state, remark }) => [path, state, remark])).toEqual(
      [
        ["generation.json", "missing", undefined],
        ["src/a.ts", "changed", "only its line endings differ (CRLF)"],
        ["src/b.ts", "changed", "a symbolic link stands there"],
        ["src/c.ts", "changed", "a folder stands there"],
      ],
    );
  });
});

describe("what check prints", () => {
  const colors = picocolors.createColors(false);
  const result = (overrides: Partial<CheckResult>): CheckResult => ({
    output: "generated",
    annotated: "packages/x/generated",
    files: 24,
    differences: [],
    causes: [],
    places: new Map(),
    changes: [],
    version: "0.1.0",
    previous: "0.1.0",
    command: "npm run generate",
    ...overrides,
  });

  it("is one line when there is nothing to say", () => {
    expect(renderCheck([result({})], "text", colors)).toBe("generated/ is up to date · 24 files\n");
  });

  it("is a line per file, then diffs, then what to do", async () => {
    const out = await written();
    fill(out, { "src/a.ts": lines(5).replace("line 3", "edited 3") });
    const differences = compareOutput(out, now).filter(({ path }) => path !== "generation.json");
    expect(renderCheck([result({ differences })], "text", colors)).toBe(
      `generated/ is out of date: 1 changed, 1 edited, 1 stale
  edited   src/a.ts:3  was edited by hand at line 3
  changed  src/b.ts:1  is generated differently now
  stale    src/d.ts  is generated no more

--- generated/src/a.ts
+++ generated/src/a.ts (generated)
@@ -1,5 +1,5 @@
 line 1
 line 2
-edited 3
+line 3
 line 4
 line 5

--- generated/src/b.ts
+++ generated/src/b.ts (generated)
@@ -1,1 +1,1 @@
-old b
+b

--- generated/src/d.ts
+++ generated/src/d.ts (generated)
@@ -1,1 +0,0 @@
-d

Run \`npm run generate\` to bring it up to date.
`,
    );
  });

  it("stops at 20 lines per file and about 200 in all", () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`src/${index}.ts`, lines(50)]),
    );
    const differences = compareOutput(join(emptyFolder(), "none"), packageOf(files));
    const text = renderCheck([result({ differences })], "text", colors);
    expect(text.match(/^\+line/gm)?.length).toBeLessThan(200);
    expect(text).toContain("… 31 more\n");
    expect(text).toMatch(/… \d+ more files with differences\n/);
    expect(text.match(/^ {2}missing/gm)).toHaveLength(31);
  });

  it("is quick about huge differences", async () => {
    const out = await written(packageOf({ "src/a.ts": lines(50_000, "old") }));
    const start = performance.now();
    const [, found] = compareOutput(out, packageOf({ "src/a.ts": lines(50_000, "new") }));
    expect(found).toMatchObject({ state: "changed", line: 1 });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("is annotations for a workflow, with everything escaped", async () => {
    const out = await written(
      packageOf({ "src/a,b:c%.ts": "x" }).map((file) => ({
        ...file,
        path: file.path.replace(":", "_"),
      })),
    );
    fill(out, { "generation.json": '{ "files": {} }', "src/a,b_c%.ts": "::error::injected\n" });
    const differences = compareOutput(out, [{ path: "src/a,b_c%.ts", text: "100%\r\n" }]);
    expect(renderCheck([result({ differences })], "github", colors)).toBe(
      "::error file=packages/x/generated/src/a%2Cb_c%25.ts,line=1,title=Generated file changed::is generated differently now. " +
        "Run `npm run generate` to bring it up to date.%0A@@ -1,1 +1,1 @@%0A-::error::injected%0A+100%25\\u000d\n",
    );
  });

  it("is JSON for programs", async () => {
    const differences = compareOutput(await written(), now);
    const report = JSON.parse(renderCheck([result({ differences })], "json", colors)) as unknown;
    expect(report).toMatchObject({
      upToDate: false,
      output: "generated",
      files: 24,
      differences: [{ path: "generation.json" }, {}, {}],
    });
  });

  it("shows no control characters of a file to the terminal", async () => {
    const out = await written(now);
    writeFileSync(join(out, "src/b.ts"), "\u001b[2Jgone\u202e\n");
    const text = renderCheck([result({ differences: compareOutput(out, now) })], "text", colors);
    expect(text).toContain("-\\u001b[2Jgone\\u202e");
  });
});
