import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../generator/diagnostics.js";
import { writeOutput, type WriteSummary } from "../../generator/output.js";
import type { GeneratedFile } from "../../generator/generate.js";
import { asContents, contentsOf, emptyFolder, fill, packageOf } from "./workspace.js";

const first = packageOf({
  "package.json": "{}\n",
  "src/index.ts": "one\n",
  "src/models/user.ts": "user\n",
});
const second = packageOf({
  "package.json": "{}\n",
  "src/index.ts": "two\n",
  "src/resources/users.ts": "users\n",
});

function write(path: string, files: readonly GeneratedFile[]): Promise<WriteSummary> {
  return writeOutput({ path, name: "out" }, files);
}

async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DiagnosticError);
  return (error as DiagnosticError).diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe("writing a package", () => {
  it("creates the folder and those above it, and leaves nothing beside it", async () => {
    const folder = emptyFolder();
    const summary = await write(join(folder, "a/b/out"), first);
    expect(summary).toEqual({
      total: 4,
      added: 4,
      changed: 0,
      unchanged: 0,
      removed: 0,
      edited: [],
      kept: [],
    });
    expect(contentsOf(join(folder, "a/b/out"))).toEqual(asContents(first));
    expect(
      Object.keys(contentsOf(join(folder, "a/b"))).every((path) => path.startsWith("out/")),
    ).toBe(true);
  });

  it("changes, adds and removes, and removes folders that this leaves empty", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    const summary = await write(out, second);
    expect(summary).toMatchObject({ total: 4, added: 1, changed: 2, unchanged: 1, removed: 1 });
    expect(contentsOf(out)).toEqual(asContents(second));
    expect(existsSync(join(out, "src/models"))).toBe(false);
  });

  it("does not touch what is the same already", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    const then = new Date("2020-01-01T00:00:00Z");
    for (const path of ["package.json", "src/index.ts"]) utimesSync(join(out, path), then, then);
    await write(out, second);
    expect(statSync(join(out, "package.json")).mtime).toEqual(then);
    expect(statSync(join(out, "src/index.ts")).mtime).not.toEqual(then);
    expect(await write(out, second)).toMatchObject({
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 4,
    });
  });

  it("keeps others' files, and names those among ours", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    fill(out, {
      "node_modules/x/index.js": "x",
      "dist/index.js": "d",
      ".env": "e",
      "src/models/mine.ts": "mine",
    });
    mkdirSync(join(out, "src/notes"));
    const summary = await write(out, second);
    expect(summary.kept).toEqual(["src/models/mine.ts", "src/notes/"]);
    expect(contentsOf(out)).toMatchObject({
      "node_modules/x/index.js": "x",
      "dist/index.js": "d",
      ".env": "e",
      "src/models/mine.ts": "mine",
      "src/notes/": "[empty]",
    });
    expect(existsSync(join(out, "src/models/user.ts"))).toBe(false);
  });

  it("says which edits by hand it replaced", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    fill(out, { "src/index.ts": "mine", "src/models/user.ts": "mine" });
    expect((await write(out, second)).edited).toEqual(["src/index.ts", "src/models/user.ts"]);
  });

  it("turns a file into a folder, and a folder into a file", async () => {
    const out = join(emptyFolder(), "out");
    const [file, folder] = [packageOf({ "src/a": "a" }), packageOf({ "src/a/b/c": "c" })];
    for (const files of [file, folder, file]) {
      await write(out, files);
      expect(contentsOf(out)).toEqual(asContents(files));
    }
  });

  it("takes both sides of a manifest with merge conflicts for ours", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    const [ours, theirs] = [first, second].map((files) => files.at(-1)?.text ?? "");
    fill(out, {
      "generation.json": `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> other\n`,
      "src/resources/users.ts": "from the other branch",
    });
    await write(out, second);
    expect(contentsOf(out)).toEqual(asContents(second));
  });
});

describe("files that are not ours", () => {
  it("are not overwritten in a folder without a manifest", async () => {
    const out = join(emptyFolder(), "out");
    fill(out, { "package.json": '{"name":"mine"}', "src/index.ts": "mine" });
    const before = contentsOf(out);
    expect(await refusal(write(out, first))).toEqual([
      "output-not-ours: out/package.json stands where a generated file belongs, and was not generated (generation.json does not list it).",
      "output-not-ours: out/src/index.ts stands where a generated file belongs, and was not generated (generation.json does not list it).",
    ]);
    expect(contentsOf(out)).toEqual(before);
  });

  it("may be there when none of ours needs its place", async () => {
    const out = join(emptyFolder(), "out");
    fill(out, { "notes.md": "mine", "package.json": "{}\n" });
    await write(out, first);
    expect(contentsOf(out)).toEqual({ ...asContents(first), "notes.md": "mine" });
  });

  it("are not overwritten by a new file beside a manifest either", async () => {
    const out = join(emptyFolder(), "out");
    await write(out, first);
    fill(out, { "src/resources/users.ts": "mine" });
    expect(await refusal(write(out, second))).toEqual([
      expect.stringContaining("out/src/resources/users.ts stands"),
    ]);
    expect(contentsOf(out)).toEqual({ ...asContents(first), "src/resources/users.ts": "mine" });
  });

  it("are not reached through symbolic links, neither of folders nor of files", async () => {
    const folder = emptyFolder();
    fill(folder, { "elsewhere/models/user.ts": "user\n", "target.ts": "target" });
    const out = join(folder, "out");
    mkdirSync(out);
    symlinkSync("../elsewhere", join(out, "src"));
    expect(await refusal(write(out, first))).toEqual([
      "output-not-ours: out/src is a symbolic link that was not generated; it is neither followed nor replaced.",
    ]);
    expect(contentsOf(join(folder, "elsewhere"))).toEqual({ "models/user.ts": "user\n" });

    const other = join(folder, "other");
    await write(other, first);
    symlinkSync("../../target.ts", join(other, "src/link.ts"));
    writeFileSync(
      join(other, "generation.json"),
      JSON.stringify({ files: { "src/link.ts": "00" } }),
    );
    await write(other, packageOf({ "src/index.ts": "one\n" })).catch(() => undefined);
    expect(readFileSync(join(folder, "target.ts"), "utf8")).toBe("target");
  });

  it("are not removed by a manifest that climbs out", async () => {
    const folder = emptyFolder();
    fill(folder, { "precious.txt": "precious", "linked/precious.txt": "precious" });
    const out = join(folder, "out");
    mkdirSync(out);
    symlinkSync("../linked", join(out, "link"));
    const files = {
      "../precious.txt": "00",
      [join(folder, "precious.txt")]: "00",
      "link/precious.txt": "00",
    };
    fill(out, { "generation.json": JSON.stringify({ files }) });
    await write(out, first);
    expect(contentsOf(folder)).toMatchObject({
      "precious.txt": "precious",
      "linked/precious.txt": "precious",
    });
  });

  it("a path outside of the output is a bug, not a file", async () => {
    for (const path of ["../x", "/x", "a/../../x", "a\\b", "c:x", "a//b", ""]) {
      await expect(write(join(emptyFolder(), "out"), [{ path, text: "" }])).rejects.toThrow(
        "outside of the output",
      );
    }
  });
});

describe("a folder that cannot be written", () => {
  it("is a file", async () => {
    const folder = emptyFolder();
    fill(folder, { out: "file" });
    expect(await refusal(write(join(folder, "out"), first))).toEqual([
      "output-unwritable: Cannot write out/: it is a file, not a folder. Nothing was changed.",
    ]);
    expect(contentsOf(folder)).toEqual({ out: "file" });
  });

  it("lies below a file", async () => {
    const folder = emptyFolder();
    fill(folder, { file: "file" });
    expect(await refusal(write(join(folder, "file/out"), first))).toEqual([
      "output-unwritable: Cannot write out/: a part of its path is a file, not a folder. Nothing was changed.",
    ]);
    expect(contentsOf(folder)).toEqual({ file: "file" });
  });

  it("is the symbolic link that the user gave, which is followed", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "out"));
    await write(join(folder, "out"), first);
    expect(contentsOf(folder)).toMatchObject({ out: "[link]", "real/src/index.ts": "one\n" });
  });
});
